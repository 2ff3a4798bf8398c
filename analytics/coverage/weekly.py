"""Communities and minors reached at each hour of the week, and by how many points (一周可及)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from analytics.coverage.cells import Cell
from analytics.coverage.layout import Layout
from analytics.coverage.reach import ReachState
from analytics.coverage.week import ALL_HOURS, Regime, whole_hours
from knowledge.calendar.hours import DAYS
from knowledge.vocabulary import Labelled

WEEKEND = DAYS.index("Sa")
HOURS_OF_DAY = 24


class DayKind(Labelled):
    """School day, weekend, vacation or holiday."""

    SCHOOL_DAY = "school_day", "上学日"
    WEEKEND = "weekend", "周末"
    VACATION = "vacation", "寒暑假"
    HOLIDAY = "holiday", "法定节假日"

    @classmethod
    def of(cls, regime: Regime, weekday: int) -> "DayKind":
        """The kind of a weekday in a regime; during term the weekday decides."""
        if regime is Regime.TERM:
            return cls.SCHOOL_DAY if weekday < WEEKEND else cls.WEEKEND
        return cls(regime.value)


@dataclass(frozen=True, slots=True)
class AreaCount:
    """Number of communities and of their minors."""

    communities: int
    minors: int
    minors_unknown: int
    """Communities without a figure of minors; they add nothing to `minors`."""


@dataclass(frozen=True, slots=True)
class DayInterval:
    """Consecutive hours of one day with the same coverage; `end` 24 is midnight."""

    start: int
    end: int
    served: AreaCount
    full: AreaCount
    unknown: AreaCount
    none: AreaCount
    min_k: int
    """The fewest points, not known to be full, that any community has."""
    k_cover: tuple[int, ...]
    """Communities with at least 1, 2, 3… such points; decreasing."""


@dataclass(frozen=True, slots=True)
class RegimeDay:
    """One weekday of a regime as intervals, as long as possible, from midnight to midnight."""

    regime: Regime
    weekday: int
    intervals: tuple[DayInterval, ...]

    @property
    def kind(self) -> DayKind:
        """School day, weekend, vacation or holiday."""
        return DayKind.of(self.regime, self.weekday)


@dataclass(frozen=True, slots=True)
class _Hours:
    """Hours, as bits, at which a community has a state or better, and a number of points or more."""

    as_good: tuple[int, int, int]
    """Hours at which it is served; served or full; served, full or unknown."""
    at_least: tuple[int, ...]
    """Hours with at least 1, 2, 3… points; the last is not empty."""


def week(layout: Layout, cells: Iterable[Cell], ages: tuple[int, int]) -> tuple[RegimeDay, ...]:
    """The 21 days of the three weeks; each hour equals what `reach` and `summary` give for it.

    A community counts by its worst age. All hours are computed at once, as bits, and communities with the same hours
    are counted together.

    Complexity: cells × points operations on 504-bit integers, then (distinct weeks of communities) × 504.
    """
    by_area: dict[str, _Hours] = {}
    for c in cells:
        if c.age_under > ages[0] and c.age_from < ages[1]:
            own, before = _cell(c), by_area.get(c.area.code)
            by_area[c.area.code] = _worst(before, own) if before else own
    alike: Counter[_Hours] = Counter(by_area.values())
    minors: Counter[_Hours] = Counter()
    unknown: Counter[_Hours] = Counter()
    for code, masks in by_area.items():
        figure = layout.minors(code)
        minors[masks] += figure or 0
        unknown[masks] += figure is None
    weights = [(m, AreaCount(n, minors[m], unknown[m])) for m, n in alike.items()]
    return tuple(
        RegimeDay(regime, weekday, tuple(_intervals(weights, (n * 7 + weekday) * 24)))
        for n, regime in enumerate(Regime)
        for weekday in range(7)
    )


def _cell(cell: Cell) -> _Hours:
    able = [m for p, m in cell.points if p.free != 0]
    served = whole_hours(reduce(or_, able, 0))
    covered = cell.hours()
    at_least: list[int] = []
    for hours in map(whole_hours, able):
        carried = hours
        for k, before in enumerate(at_least):
            at_least[k], carried = before | carried, before & carried
        if carried:
            at_least.append(carried)
    return _Hours((served, covered, ALL_HOURS if cell.uncertain else covered), tuple(at_least))


def _worst(a: _Hours, b: _Hours) -> _Hours:
    """At each hour the worse state and the smaller number of points."""
    served, full, unknown = map(and_, a.as_good, b.as_good)
    both = (m for m in map(and_, a.at_least, b.at_least) if m)
    return _Hours((served, full, unknown), tuple(both))


def _intervals(weights: list[tuple[_Hours, AreaCount]], base: int) -> Iterator[DayInterval]:
    start, current = 0, _hour(weights, base, 0)
    for hour in range(1, HOURS_OF_DAY + 1):
        following = _hour(weights, base, hour) if hour < HOURS_OF_DAY else None
        if following != current:
            yield DayInterval(start, hour, *current)
            if following is not None:
                start, current = hour, following


Hour = tuple[AreaCount, AreaCount, AreaCount, AreaCount, int, tuple[int, ...]]
"""The fields of a `DayInterval` after `end`."""


def _hour(weights: list[tuple[_Hours, AreaCount]], base: int, hour: int) -> Hour:
    bit = base + hour
    states = [[0, 0, 0] for _ in ReachState]
    having: Counter[int] = Counter()
    for masks, n in weights:
        state = sum(not hours >> bit & 1 for hours in masks.as_good)
        for part, more in enumerate((n.communities, n.minors, n.minors_unknown)):
            states[state][part] += more
        having[sum(hours >> bit & 1 for hours in masks.at_least)] += n.communities
    served, full, unknown, none = (AreaCount(*s) for s in states)
    cover = tuple(sum(n for k, n in having.items() if k >= least) for least in range(1, max(having, default=0) + 1))
    return served, full, unknown, none, min(having, default=0), cover
