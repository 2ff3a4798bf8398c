"""How many communities and minors are reached at each hour of the week, and by how many places (一周可及)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from analytics.coverage.layout import Layout
from analytics.coverage.reach import Cell, State
from analytics.coverage.week import ALL_HOURS, Regime, whole_hours
from knowledge.calendar.hours import DAYS
from knowledge.vocabulary import Labelled

WEEKEND = DAYS.index("Sa")


class DayKind(Labelled):
    """What kind of day a weekday of a regime is."""

    SCHOOL_DAY = "school_day", "上学日"
    WEEKEND = "weekend", "周末"
    VACATION = "vacation", "寒暑假"
    HOLIDAY = "holiday", "法定节假日"

    @classmethod
    def of(cls, regime: Regime, weekday: int) -> "DayKind":
        """The kind; in term the weekday decides."""
        if regime is Regime.TERM:
            return cls.SCHOOL_DAY if weekday < WEEKEND else cls.WEEKEND
        return cls(regime.value)


@dataclass(frozen=True, slots=True)
class Count:
    """Communities and what is known of their minors."""

    communities: int
    minors: int
    minors_unknown: int
    """Communities without a figure: counted apart, never as nought."""


@dataclass(frozen=True, slots=True)
class Run:
    """Hours in a row of one day that are alike; `end` 24 is midnight."""

    start: int
    end: int
    served: Count
    full: Count
    unknown: Count
    none: Count
    min_k: int
    """The fewest places with room or unknown room that any community has."""
    k_cover: tuple[int, ...]
    """Communities with at least 1, 2, 3… such places; it falls with k."""


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday of a regime as maximal runs, midnight to midnight."""

    regime: Regime
    weekday: int
    runs: tuple[Run, ...]

    @property
    def kind(self) -> DayKind:
        """School day, weekend, vacation or holiday."""
        return DayKind.of(self.regime, self.weekday)


@dataclass(frozen=True, slots=True)
class _Masks:
    """Hours, as bits, at which a community is at least so well off or has at least so many places."""

    as_good: tuple[int, int, int]
    """Hours at which it is served; served or full; or not known: the other hours are without a place."""
    at_least: tuple[int, ...]
    """Hours with at least 1, 2, 3… places; the last is not empty."""


def week(layout: Layout, found: Iterable[Cell], ages: tuple[int, int]) -> tuple[Day, ...]:
    """The 21 days of the three weeks; of each hour exactly what `reach` and `summary` say of it.

    A community is as its worst age of the band. All hours are judged at once, as bits; communities with the same hours
    are counted together.

    Complexity: cells × places in operations on 504-bit numbers, then (distinct weeks of communities) × 504.
    """
    by_area: dict[str, _Masks] = {}
    for c in found:
        if c.age_under > ages[0] and c.age_from < ages[1]:
            here, before = _cell(c), by_area.get(c.area.code)
            by_area[c.area.code] = _worst(before, here) if before else here
    alike: Counter[_Masks] = Counter(by_area.values())
    minors: Counter[_Masks] = Counter()
    unknown: Counter[_Masks] = Counter()
    for code, masks in by_area.items():
        figure = layout.minors(code)
        minors[masks] += figure or 0
        unknown[masks] += figure is None
    weights = [(m, Count(n, minors[m], unknown[m])) for m, n in alike.items()]
    return tuple(
        Day(regime, weekday, tuple(_runs(weights, (at * 7 + weekday) * 24)))
        for at, regime in enumerate(Regime)
        for weekday in range(7)
    )


def _cell(cell: Cell) -> _Masks:
    able = [m for p, m in cell.places if p.free != 0]
    served = whole_hours(reduce(or_, able, 0))
    covered = cell.hours()
    at_least: list[int] = []
    for hours in map(whole_hours, able):
        carried = hours
        for k, before in enumerate(at_least):
            at_least[k], carried = before | carried, before & carried
        if carried:
            at_least.append(carried)
    return _Masks((served, covered, ALL_HOURS if cell.unsure else covered), tuple(at_least))


def _worst(a: _Masks, b: _Masks) -> _Masks:
    """Of each hour the worse state and the fewer places."""
    served, full, unknown = map(and_, a.as_good, b.as_good)
    both = (m for m in map(and_, a.at_least, b.at_least) if m)
    return _Masks((served, full, unknown), tuple(both))


def _runs(weights: list[tuple[_Masks, Count]], base: int) -> Iterator[Run]:
    start, held = 0, _hour(weights, base, 0)
    for hour in range(1, 25):
        here = _hour(weights, base, hour) if hour < 24 else None  # noqa: PLR2004  # hours of a day
        if here != held:
            yield Run(start, hour, *held)
            if here is not None:
                start, held = hour, here


Hour = tuple[Count, Count, Count, Count, int, tuple[int, ...]]


def _hour(weights: list[tuple[_Masks, Count]], base: int, hour: int) -> Hour:
    at = base + hour
    states = [[0, 0, 0] for _ in State]
    having: Counter[int] = Counter()
    for masks, n in weights:
        state = sum(not hours >> at & 1 for hours in masks.as_good)
        for part, more in enumerate((n.communities, n.minors, n.minors_unknown)):
            states[state][part] += more
        having[sum(hours >> at & 1 for hours in masks.at_least)] += n.communities
    served, full, unknown, none = (Count(*s) for s in states)
    cover = tuple(sum(n for k, n in having.items() if k >= least) for least in range(1, max(having, default=0) + 1))
    return served, full, unknown, none, min(having, default=0), cover
