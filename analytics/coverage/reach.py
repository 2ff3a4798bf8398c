"""Which children the places reach, for what, at which hours: every question folds over the same cells (可及)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import or_

from analytics.coverage.layout import Layout, Measure, Pair, Standard, kinds_of, services_of
from analytics.coverage.week import ALL_HOURS, Stretch, minutes, stretches, whole_hours
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Labelled
from network.entities import Area, ServicePoint
from network.responsibility.orphans import Orphan

AGES = 18
"""Minors are under 18."""


class State(Labelled):
    """What an area has of a service at an hour, the best first."""

    SERVED = "served", "可及"
    FULL = "full", "可及但已满"
    UNKNOWN = "unknown", "位置或时间不详"
    NONE = "none", "不可及"


@dataclass(frozen=True, slots=True)
class Cell:
    """A need in an area for a span of ages, with every place that can meet it."""

    area: Area
    code: str
    age_from: int
    age_under: int
    places: tuple[tuple[ServicePoint, int], ...]
    """Places with the minutes at which they are open; full ones among them."""
    doubtful: tuple[ServicePoint, ...]
    """Places whose hours or location are not known: they are neither counted nor denied."""
    offices: tuple[str, ...] = ()
    """Offices of a kind that gives it, such as the 派出所 of the street: there, but their hours are not recorded."""

    @property
    def unsure(self) -> bool:
        """Whether something may cover what no place is known to cover."""
        return bool(self.doubtful or self.offices)

    @property
    def ages(self) -> int:
        """How many years of age."""
        return self.age_under - self.age_from

    def hours(self, *, without: str | None = None, free: bool = False) -> int:
        """The whole hours at which some place is open, as bits."""
        taken = (m for p, m in self.places if p.id != without and not (free and p.free == 0))
        return whole_hours(reduce(or_, taken, 0))


def cells(
    layout: Layout, book: Rulebook, codes: Iterable[str], within: str | None = None, standard: Standard | None = None
) -> Iterator[Cell]:
    """Every need or service in every community, by spans of ages for which the same places count.

    A place counts where it serves the area (a neighbour's never does), takes the age, and lies within the
    standard; where the standard is a distance and a location is not known, it is doubtful.
    """
    standard = standard or Standard()
    wanted = [(code, frozenset(services_of(book, code)), kinds_of(book, code)) for code in codes]
    for area in layout.communities(within):
        near = _near(layout, area)
        for code, services, kinds in wanted:
            giving = [p for p in near if not services.isdisjoint(p.services)]
            bare = Cell(area, code, 0, AGES, (), (), _offices(layout, area, kinds))
            yield from _spans(layout, bare, giving, standard)


def _offices(layout: Layout, area: Area, kinds: Iterable[str]) -> tuple[str, ...]:
    path, offices = layout.network.path(area.code), layout.network.offices
    return tuple(b.id for a in path for kind in kinds for b in offices.get((kind, a.code), ()))


def _near(layout: Layout, area: Area) -> list[ServicePoint]:
    found = {p.id: p for a in layout.network.path(area.code) for p in layout.network.points_for.get(a.code, ())}
    return [found[k] for k in sorted(found)]


def _spans(layout: Layout, cell: Cell, giving: Sequence[ServicePoint], standard: Standard) -> Iterator[Cell]:
    places, doubtful = [], []
    for p in giving:
        near = _within(layout, cell.area, p, standard)
        if near is None or (near and not p.hours):
            doubtful.append(p)
        elif near:
            places.append((p, minutes(p.hours)))
    for low, high in _breaks(giving):
        takes = tuple((p, m) for p, m in places if _takes(p, low))
        unsure = tuple(p for p in doubtful if _takes(p, low))
        yield replace(cell, age_from=low, age_under=high, places=takes, doubtful=unsure)


def _within(layout: Layout, area: Area, point: ServicePoint, standard: Standard) -> bool | None:
    if standard.measure is Measure.SERVED:
        return True
    way = layout.way(area, point, standard.measure)
    if way is None:
        return False if standard.measure is Measure.TRAVEL else None
    return way <= (standard.within or 0)


def _takes(point: ServicePoint, age: int) -> bool:
    return (point.age_from or 0) <= age < (point.age_under or AGES)


def _breaks(points: Sequence[ServicePoint]) -> Iterator[tuple[int, int]]:
    """Maximal spans of ages in which the same places take a child."""
    cuts = {0, AGES} | {a for p in points for a in (p.age_from, p.age_under) if a is not None and 0 < a < AGES}
    ordered = sorted(cuts)
    return pairwise(ordered)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Hours at which no place meets a need in an area, or nobody answers for a matter, for a span of ages."""

    area: Area
    code: str
    age_from: int
    age_under: int
    hours: int
    """The hours as bits."""
    doubtful: tuple[ServicePoint, ...]
    """Places that may be open then: their hours or location are not known."""
    offices: tuple[str, ...] = ()
    """Offices that may meet it: their hours are not recorded."""
    missing: tuple[Orphan, ...] = ()
    """Of a matter: kinds of body that must act and have no office."""

    @property
    def certain(self) -> bool:
        """Whether nothing is known of that might cover it."""
        return not (self.doubtful or self.offices)

    @property
    def count(self) -> int:
        """How many (need, community, hour, year of age) tuples these are."""
        return self.hours.bit_count() * (self.age_under - self.age_from)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The hours as maximal stretches."""
        return stretches(self.hours)

    @property
    def key(self) -> str:
        """What orders and names it."""
        return f"{self.code}/{self.area.code}/{self.age_from:02d}"


def uncovered(
    found: Iterable[Cell], hours: int = ALL_HOURS, ages: tuple[int, int] = (0, AGES)
) -> tuple[Uncovered, ...]:
    """Every tuple that no reachable place covers, neighbouring ages with the same hours in one row.

    The sum of the counts is exact; an empty answer is the proof that nothing is left uncovered.
    """
    rows: list[Uncovered] = []
    for c in found:
        low, high = max(c.age_from, ages[0]), min(c.age_under, ages[1])
        gap = hours & ~c.hours()
        if low >= high or not gap:
            continue
        last = rows[-1] if rows else None
        row = Uncovered(c.area, c.code, low, high, gap, c.doubtful, c.offices)
        if last and (last.area, last.code, last.age_under, last.hours, last.doubtful) == (
            c.area, c.code, low, gap, c.doubtful
        ):  # fmt: skip
            rows[-1] = replace(last, age_under=high)
        else:
            rows.append(row)
    return tuple(sorted(rows, key=lambda r: r.key))


@dataclass(frozen=True, slots=True)
class Reach:
    """What one community has of a need at an hour, for an age band."""

    area: Area
    state: State
    k: int
    """How many places with room or unknown room are open the whole hour: k-cover; nought where only several together
    make up the hour."""
    places: tuple[str, ...]
    way: float | None
    """To the nearest of them, by the standard's measure; None where not known."""
    minors: int | None
    demand: int | None
    """Children known to have the need; None where not known."""


def reach(
    layout: Layout, found: Iterable[Cell], hour: int | None, ages: tuple[int, int], standard: Standard | None = None
) -> tuple[Reach, ...]:
    """Each community's state: the worst over the ages of the band.

    `hour` is one bit of the week (`analytics.coverage.week.bit`); None asks for the places at any hour.
    """
    measure = (standard or Standard()).measure
    worst: dict[Pair, Reach] = {}
    for c in found:
        if c.age_under <= ages[0] or c.age_from >= ages[1]:
            continue
        here = _at(layout, c, hour, measure)
        pair = Pair(c.area.code, c.code)
        before = worst.get(pair)
        if before is None or _badness(here) > _badness(before):
            worst[pair] = here
    return tuple(worst.values())


def _badness(r: Reach) -> tuple[int, int]:
    return list(State).index(r.state), -r.k


def _open(open_minutes: int, hour: int | None) -> bool:
    """Whether the whole hour is open; at any hour, whether it ever opens."""
    return bool(open_minutes) if hour is None else bool(whole_hours(open_minutes) & hour)


def _at(layout: Layout, cell: Cell, hour: int | None, measure: Measure) -> Reach:
    able = [p for p, m in cell.places if p.free != 0 and _open(m, hour)]
    with_room = reduce(or_, (m for p, m in cell.places if p.free != 0), 0)
    together = reduce(or_, (m for _, m in cell.places), 0)
    state = (
        State.SERVED if _open(with_room, hour)
        else State.FULL if _open(together, hour)
        else State.UNKNOWN if cell.unsure
        else State.NONE
    )  # fmt: skip
    shown = Measure.STRAIGHT if measure is Measure.SERVED else measure
    ways = [w for p in able if (w := layout.way(cell.area, p, shown)) is not None]
    return Reach(
        cell.area, state, len(able), tuple(p.id for p in able), min(ways, default=None),
        layout.minors(cell.area.code), layout.demand.get(Pair(cell.area.code, cell.code)),
    )  # fmt: skip


def uses(layout: Layout, within: str | None = None) -> tuple[tuple[ServicePoint, int], ...]:
    """How many services each place of the tiers gives: one place, many uses (一点多用), the fewest first.

    Source: 行动方案三（三）1. The plan gives no number.
    """
    areas = {a.code for a in layout.network.within(within)} if within else layout.network.areas.keys()
    found = ((p, len(p.services)) for p in layout.network.points.values() if p.tier and p.area in areas)
    return tuple(sorted(found, key=lambda f: (f[1], f[0].id)))
