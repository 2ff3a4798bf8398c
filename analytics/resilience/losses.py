"""Losses without one point, person or office, and the worst loss of k points (薄弱点)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import or_

from analytics.coverage.cells import AGES, Cell
from analytics.coverage.layout import Layout
from analytics.coverage.week import ALL_HOURS, whole_hours
from analytics.resilience.interdiction import CutSets, HourCover, worst
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Tier
from network.entities import Area, Body
from network.responsibility.orphans import RequiredOffice
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class PointLoss:
    """Loss from the closure of a service point."""

    point: str
    tuples: int
    """Number of (code, community, hour, year of age) tuples that no other point covers."""
    areas: tuple[str, ...]
    """Communities that lose something."""
    codes: tuple[str, ...]
    """Needs or services that some community loses."""
    minors: int
    """Estimate of the children concerned: each community's known figure, spread evenly over the ages."""
    tiers: tuple[Tier, ...]
    """Tiers that some community then lacks."""


def point_losses(
    layout: Layout, cells: Iterable[Cell], hours: int = ALL_HOURS, within: str | None = None
) -> tuple[PointLoss, ...]:
    """Each point whose loss leaves tuples uncovered or a community without a tier; the greatest loss first.

    `within` is the area of the cells: what is lost elsewhere is not counted.

    Complexity: linear in the points of each cell, by cumulative unions from both ends.
    """
    tuples: Counter[str] = Counter()
    ages: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for c in cells:
        for point, gone in _only_cover(c, hours):
            tuples[point] += gone.bit_count() * c.ages
            ages[point][c.area.code] |= ((1 << c.ages) - 1) << c.age_from
            codes[point].add(c.code)
    only = only_points_of_tiers(layout, within)
    points = sorted(tuples.keys() | only.keys(), key=lambda p: (-tuples[p], p))
    return tuple(
        PointLoss(
            point=p,
            tuples=tuples[p],
            areas=tuple(sorted(ages[p].keys() | {a for areas in only.get(p, {}).values() for a in areas})),
            codes=tuple(sorted(codes[p])),
            minors=_minors(layout, ages[p]),
            tiers=tuple(only.get(p, {})),
        )
        for p in points
    )


def _only_cover(cell: Cell, hours: int) -> Iterator[tuple[str, int]]:
    """Each point of a cell with the hours that only it covers."""
    open_at = [m for _, m in cell.points]
    before = [*accumulate(open_at, or_, initial=0)]
    after = [*accumulate(reversed(open_at), or_, initial=0)][::-1]
    whole = whole_hours(before[-1]) & hours
    if not whole:
        return
    for n, (point, _) in enumerate(cell.points):
        gone = whole & ~whole_hours(before[n] | after[n + 1])
        if gone:
            yield point.id, gone


def _minors(layout: Layout, ages: Mapping[str, int]) -> int:
    known = ((layout.minors(code), bits) for code, bits in ages.items())
    return round(sum(n * bits.bit_count() / AGES for n, bits in known if n is not None))


def only_points_of_tiers(layout: Layout, within: str | None = None) -> dict[str, dict[Tier, tuple[str, ...]]]:
    """Points that are the only one of a tier for some communities, with the codes of these communities."""
    only: defaultdict[str, defaultdict[Tier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for area in layout.communities(within):
        by_tier: defaultdict[Tier, set[str]] = defaultdict(set)
        for a in layout.network.path(area.code):
            for p in layout.network.points_for.get(a.code, ()):
                if p.tier:
                    by_tier[p.tier].add(p.id)
        for tier, points in by_tier.items():
            if len(points) == 1:
                only[next(iter(points))][tier].append(area.code)
    return {p: {t: tuple(areas) for t, areas in tiers.items()} for p, tiers in only.items()}


@dataclass(frozen=True, slots=True)
class WorstLoss:
    """The k points whose joint loss is worst at an hour."""

    points: tuple[str, ...]
    lost: int
    """Weight of the tuples lost: years of age, or children; then a community without a figure has weight 0."""
    covered: int
    """Weight of all tuples covered before."""
    proven: bool


def worst_loss(
    layout: Layout, cells: Iterable[Cell], k: int, hour: int, *, minors: bool = False, seconds: float = 10.0
) -> WorstLoss:
    """The worst loss of k points at one hour of the week (r-interdiction covering problem), exact within `seconds`.

    Raises:
        BadInput: k is below 1.
    """
    if k < 1:
        raise BadInput("k", "input.below", least=1)
    groups: Counter[CutSets] = Counter()
    at = HourCover(hour)
    for c in cells:
        cut_sets = at.cut_sets(c)
        if cut_sets:
            groups[cut_sets] += (layout.minors(c.area.code) or 0) * c.ages if minors else c.ages
    if minors:
        groups = Counter({g: round(n / AGES) for g, n in groups.items()})
    chosen, proven = worst(groups, k, seconds)
    lost = sum(n for cut_sets, n in groups.items() if any(cut <= chosen for cut in cut_sets))
    return WorstLoss(tuple(sorted(chosen)), lost, groups.total(), proven)


@dataclass(frozen=True, slots=True)
class PersonLoss:
    """Posts that become vacant without one person."""

    holder: str
    posts: tuple[str, ...]
    areas: tuple[Area, ...]
    """Areas that then have nobody in a post of that kind."""
    minors: int


def person_losses(layout: Layout, within: str | None = None) -> tuple[PersonLoss, ...]:
    """Each person in a post: those with most posts first, then by the minors whose only post holder is lost.

    Within an area: its posts alone.
    """
    network = layout.network
    inside = {a.code for a in network.within(within)} if within else network.areas.keys()
    by_holder = defaultdict(list)
    for p in network.posts.values():
        if p.holder and p.area in inside:
            by_holder[p.holder].append(p)
    losses = []
    for holder, posts in by_holder.items():
        alone = [p for p in posts if not _another(network, p.area, p.kind, holder)]
        areas = tuple(network.areas[code] for code in dict.fromkeys(p.area for p in alone) if code in network.areas)
        losses.append(PersonLoss(holder, tuple(p.id for p in posts), areas, _minors_within(layout, areas)))
    return tuple(sorted(losses, key=lambda x: (-len(x.posts), -x.minors, x.holder)))


def _another(network: Network, area: str, kind: str, holder: str) -> bool:
    return any(p.kind == kind and p.holder not in (None, holder) for p in network.posts_in.get(area, ()))


def _minors_within(layout: Layout, areas: Iterable[Area]) -> int:
    inside = {a.code for area in areas for a in layout.network.within(area.code)}
    return sum(layout.minors(code) or 0 for code in inside)


@dataclass(frozen=True, slots=True)
class BodyLoss:
    """Matters for which nobody is responsible without one office."""

    body: Body
    matters: tuple[str, ...]
    minors: int


def body_losses(layout: Layout, book: Rulebook, on: date, within: str | None = None) -> tuple[BodyLoss, ...]:
    """Each office, or point acting as one, that is the only one responsible somewhere; the most matters first.

    Without it these matters would be orphans (`network.responsibility.orphans`).
    """
    network = layout.network
    areas = network.within(within) if within else tuple(network.areas.values())
    required = RequiredOffice(network, book, on)
    matters: defaultdict[str, set[str]] = defaultdict(set)
    alone: defaultdict[str, list[Area]] = defaultdict(list)
    bodies: dict[str, Body] = {}
    for area in areas:
        of_kind: defaultdict[str, set[str]] = defaultdict(set)
        for matter, _, kind in required.of(area):
            of_kind[kind].add(matter)
        for kind, own in of_kind.items():
            offices = network.seated(kind, area.code)
            if len(offices) == 1 and not _taken_over(network, offices[0], area.code):
                alone[offices[0].id].append(area)
                bodies[offices[0].id] = offices[0]
                matters[offices[0].id] |= own
    losses = [
        BodyLoss(bodies[key], tuple(sorted(matters[key])), _minors_within(layout, lost)) for key, lost in alone.items()
    ]
    return tuple(sorted(losses, key=lambda x: (-len(x.matters), -x.minors, x.body.id)))


def _taken_over(network: Network, office: Body, area: str) -> bool:
    """True if a point of the kind would act as the office instead."""
    return office.id in network.bodies and any(s.body == office.kind for s in network.points_for.get(area, ()))
