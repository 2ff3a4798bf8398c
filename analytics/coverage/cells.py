"""Service points that can meet a need in an area, by age: the basis of all coverage questions (覆盖单元)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from analytics.coverage.layout import Layout, Measure, Standard, kinds_of, services_of
from analytics.coverage.week import open_minutes, whole_hours
from knowledge.rulebook.book import Rulebook
from network.entities import Area, ServicePoint

AGES = 18
"""Minors are under 18."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A need in an area for a range of ages, with every service point that can meet it."""

    area: Area
    code: str
    age_from: int
    age_under: int
    points: tuple[tuple[ServicePoint, int], ...]
    """Points with their opening minutes as bits (`week.open_minutes`), full points included."""
    doubtful: tuple[ServicePoint, ...]
    """Points that may meet it, neither counted nor ruled out: their hours, location or services are not known."""
    offices: tuple[str, ...] = ()
    """Keys of offices of a kind that meets the need, such as the street's 派出所; their hours are not recorded."""

    @property
    def uncertain(self) -> bool:
        """True if a doubtful point or an office may cover hours that no point is known to cover."""
        return bool(self.doubtful or self.offices)

    @property
    def ages(self) -> int:
        """Number of years of age."""
        return self.age_under - self.age_from

    def hours(self) -> int:
        """Whole hours at which some point is open, as bits."""
        return whole_hours(reduce(or_, (m for _, m in self.points), 0))


def cells(
    layout: Layout, book: Rulebook, codes: Iterable[str], within: str | None = None, standard: Standard | None = None
) -> Iterator[Cell]:
    """One cell for each code, community and range of ages for which the same points count.

    A point counts if it serves the area (a neighbour's point never does), accepts the age and is within the
    standard. If the standard is a distance and a location is unknown, the point is doubtful; and so is one that states
    no service, if the rules name its kind for the code.

    Raises:
        BadInput: An unknown area, or a code that is neither a need nor a service.
    """
    standard = standard or Standard()
    wanted = {code: frozenset(services_of(book, code)) for code in codes}
    kinds = {code: kinds_of(book, code) for code in wanted}
    gives = _gives(wanted, kinds)
    above: dict[tuple[str | None, str], tuple[str, ...]] = {}
    for area in layout.communities(within):
        path = layout.network.path(area.code)
        giving: dict[str, list[ServicePoint]] = {code: [] for code in wanted}
        for p in _serving(layout, path):
            for code in gives(p):
                giving[code].append(p)
        for code, points in giving.items():
            if (area.parent, code) not in above:
                above[area.parent, code] = _offices(layout, path[1:], kinds[code])
            offices = _offices(layout, path[:1], kinds[code]) + above[area.parent, code]
            yield from _by_age(layout, _CellAsked(area, code, offices), points, standard)


def _gives(
    wanted: Mapping[str, frozenset[str]], kinds: Mapping[str, tuple[str, ...]]
) -> Callable[[ServicePoint], tuple[str, ...]]:
    """Return a function from a point to the codes that it can or may meet, computed once per point."""
    known: dict[str, tuple[str, ...]] = {}

    def gives(p: ServicePoint) -> tuple[str, ...]:
        if p.id not in known:
            known[p.id] = tuple(
                code for code, of in wanted.items() if any(p.gives(service, kinds[code]) for service in of)
            )
        return known[p.id]

    return gives


def _offices(layout: Layout, path: Iterable[Area], kinds: Iterable[str]) -> tuple[str, ...]:
    offices = layout.network.offices
    return tuple(b.id for a in path for kind in kinds for b in offices.get((kind, a.code), ()) if not b.paused)


def _serving(layout: Layout, path: Iterable[Area]) -> list[ServicePoint]:
    """Points that serve an area or an area above it, by key."""
    here = (p for a in path for p in layout.network.points_for.get(a.code, ()))
    points = {p.id: p for p in here if not p.paused}
    return [points[k] for k in sorted(points)]


class _CellAsked(NamedTuple):
    """A need in an area, with the offices that meet it."""

    area: Area
    code: str
    offices: tuple[str, ...]


def _by_age(layout: Layout, asked: _CellAsked, giving: Sequence[ServicePoint], standard: Standard) -> Iterator[Cell]:
    certain, doubtful = [], []
    for p in giving:
        near = _within(layout, asked.area, p, standard)
        if near is None or (near and not (p.hours and p.services)):
            doubtful.append(p)
        elif near:
            certain.append((p, open_minutes(p.hours)))
    for low, high in _age_ranges(giving):
        points = tuple((p, m) for p, m in certain if _accepts(p, low))
        unsure = tuple(p for p in doubtful if _accepts(p, low))
        yield Cell(asked.area, asked.code, low, high, points, unsure, asked.offices)


def _within(layout: Layout, area: Area, point: ServicePoint, standard: Standard) -> bool | None:
    """True if the point is within the standard; None if a location is unknown."""
    if standard.measure is Measure.SERVED:
        return True
    travel = layout.travel_to(area, point, standard.measure)
    if travel is None:
        return False if standard.measure is Measure.TRAVEL else None
    return travel <= (standard.within or 0)


def _accepts(point: ServicePoint, age: int) -> bool:
    return (point.age_from or 0) <= age < (point.age_under or AGES)


def _age_ranges(points: Sequence[ServicePoint]) -> Iterator[tuple[int, int]]:
    """Ranges of ages, as long as possible, in which the same points accept a child."""
    limits = {0, AGES} | {a for p in points for a in (p.age_from, p.age_under) if a is not None and 0 < a < AGES}
    return pairwise(sorted(limits))
