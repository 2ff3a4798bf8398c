"""What is lost with one place, one person or one office, exactly; and with the worst k of them (薄弱点)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from operator import or_

import networkx as nx

from analytics.coverage.layout import Layout
from analytics.coverage.reach import AGES, Cell
from analytics.coverage.week import ALL_HOURS, whole_hours
from analytics.resilience.interdiction import Hour, Ways, worst
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Tier
from network.entities import Area, Body, ServicePoint
from network.responsibility.orphans import AREA_OF
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class Loss:
    """What closes with a place."""

    point: str
    tuples: int
    """(need, community, hour, year of age) tuples that nobody else covers."""
    areas: tuple[str, ...]
    """Communities that lose something."""
    codes: tuple[str, ...]
    """Needs or services that are lost somewhere."""
    minors: int
    """Children concerned, ages spread evenly over each community's figure (an estimate); unknown ones not counted."""
    cut: tuple[Tier, ...]
    """Tiers from which some community is then cut off."""


def losses(layout: Layout, found: Iterable[Cell], hours: int = ALL_HOURS) -> tuple[Loss, ...]:
    """Each place whose loss leaves tuples uncovered or cuts a community from a tier: the gravest first.

    Complexity: linear in the places of each cell, by running unions from both ends.
    """
    tuples: Counter[str] = Counter()
    ages: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for c in found:
        for point, gone in _alone(c, hours):
            tuples[point] += gone.bit_count() * c.ages
            ages[point][c.area.code] |= ((1 << c.ages) - 1) << c.age_from
            codes[point].add(c.code)
    cut = tier_cuts(layout)
    points = sorted(tuples.keys() | cut.keys(), key=lambda p: (-tuples[p], p))
    return tuple(
        Loss(
            p, tuples[p], tuple(sorted(ages[p].keys() | {a for areas in cut.get(p, {}).values() for a in areas})),
            tuple(sorted(codes[p])), _minors(layout, ages[p]), tuple(cut.get(p, {})),
        )
        for p in points
    )  # fmt: skip


def _alone(cell: Cell, hours: int) -> Iterator[tuple[str, int]]:
    """Each place of a cell with the hours that only it covers."""
    open_at = [m for _, m in cell.places]
    before = [*accumulate(open_at, or_, initial=0)]
    after = [*accumulate(reversed(open_at), or_, initial=0)][::-1]
    whole = whole_hours(before[-1]) & hours
    if not whole:
        return
    for n, (point, _) in enumerate(cell.places):
        gone = whole & ~whole_hours(before[n] | after[n + 1])
        if gone:
            yield point.id, gone


def _minors(layout: Layout, ages: Mapping[str, int]) -> int:
    known = ((layout.minors(code), bits) for code, bits in ages.items())
    return round(sum(n * bits.bit_count() / AGES for n, bits in known if n is not None))


def tier_cuts(layout: Layout) -> dict[str, dict[Tier, tuple[str, ...]]]:
    """Places that are the only one of a tier for some communities, with these communities."""
    found: defaultdict[str, defaultdict[Tier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for area in layout.communities():
        by_tier: defaultdict[Tier, set[str]] = defaultdict(set)
        for a in layout.network.path(area.code):
            for p in layout.network.points_for.get(a.code, ()):
                if p.tier:
                    by_tier[p.tier].add(p.id)
        for tier, points in by_tier.items():
            if len(points) == 1:
                found[next(iter(points))][tier].append(area.code)
    return {p: {t: tuple(areas) for t, areas in tiers.items()} for p, tiers in found.items()}


@dataclass(frozen=True, slots=True)
class WorstLoss:
    """The k places whose loss together hurts most at an hour."""

    points: tuple[str, ...]
    lost: int
    """Weight of the tuples lost: years of age, or children; a community without a figure then weighs nothing."""
    covered: int
    """Weight of all tuples covered before."""
    proven: bool


def worst_loss(
    layout: Layout, found: Iterable[Cell], k: int, hour: int, *, minors: bool = False, seconds: float = 10.0
) -> WorstLoss:
    """The exact worst loss of k places at one hour of the week: the r-interdiction covering problem.

    Raises:
        BadInput: k is not positive.
    """
    if k < 1:
        raise BadInput("k", "input.below", least=1)
    groups: Counter[Ways] = Counter()
    at = Hour(hour)
    for c in found:
        ways = at.ways(c)
        if ways:
            groups[ways] += (layout.minors(c.area.code) or 0) * c.ages if minors else c.ages
    if minors:
        groups = Counter({g: round(n / AGES) for g, n in groups.items()})
    chosen, proven = worst(groups, k, seconds)
    lost = sum(n for ways, n in groups.items() if any(way <= chosen for way in ways))
    return WorstLoss(tuple(sorted(chosen)), lost, groups.total(), proven)


@dataclass(frozen=True, slots=True)
class PersonLoss:
    """What falls vacant with one person."""

    holder: str
    posts: tuple[str, ...]
    areas: tuple[Area, ...]
    """Areas that then have nobody in a post of the kind."""
    minors: int


def person_losses(layout: Layout) -> tuple[PersonLoss, ...]:
    """Each person in a post, by how many children lose their only one; who holds several posts first."""
    network = layout.network
    by_holder = defaultdict(list)
    for p in network.posts.values():
        if p.holder:
            by_holder[p.holder].append(p)
    found = []
    for holder, posts in by_holder.items():
        alone = [p for p in posts if not _another(network, p.area, p.kind, holder)]
        areas = tuple(network.areas[code] for code in dict.fromkeys(p.area for p in alone) if code in network.areas)
        found.append(PersonLoss(holder, tuple(p.id for p in posts), areas, _below(layout, areas)))
    return tuple(sorted(found, key=lambda f: (-len(f.posts), -f.minors, f.holder)))


def _another(network: Network, area: str, kind: str, holder: str) -> bool:
    return any(p.kind == kind and p.holder not in (None, holder) for p in network.posts_in.get(area, ()))


def _below(layout: Layout, areas: Iterable[Area]) -> int:
    inside = {a.code for area in areas for a in layout.network.within(area.code)}
    return sum(layout.minors(code) or 0 for code in inside)


@dataclass(frozen=True, slots=True)
class BodyLoss:
    """Matters that nobody answers for without one office."""

    body: Body
    matters: tuple[str, ...]
    minors: int


def body_losses(layout: Layout, book: Rulebook, on: date, within: str | None = None) -> tuple[BodyLoss, ...]:
    """Each office, or place that is the office, that alone answers for matters somewhere; the most matters first.

    Its loss is what would then be an orphan (`network.responsibility.orphans`).
    """
    network = layout.network
    areas = network.within(within) if within else tuple(network.areas.values())
    of_kind: defaultdict[str, set[str]] = defaultdict(set)
    for m, d in book.duties():
        if book.in_force(d, on):
            of_kind[d.body].add(m.code)
    alone: defaultdict[str, list[Area]] = defaultdict(list)
    bodies: dict[str, Body] = {}
    for kind in of_kind:
        for area in (a for a in areas if a.level is AREA_OF.get(book.kinds[kind].level)):
            held = network.seated(kind, area.code, on)
            if len(held) == 1 and not _taken_over(network, held[0], area.code):
                alone[held[0].id].append(area)
                bodies[held[0].id] = held[0]
    found = [
        BodyLoss(bodies[key], tuple(sorted(of_kind[bodies[key].kind])), _below(layout, lost))
        for key, lost in alone.items()
    ]
    return tuple(sorted(found, key=lambda f: (-len(f.matters), -f.minors, f.body.id)))


def _taken_over(network: Network, office: Body, area: str) -> bool:
    """Whether a place of the kind would be the office then."""
    return office.id in network.bodies and any(s.body == office.kind for s in network.points_for.get(area, ()))


def referral_network(layout: Layout) -> "nx.Graph[str]":
    """Communities and the places of the tiers: each community with its nearest tier, each tier with the one above it.

    Nodes are area codes and place keys; an edge is a step that a referral may take. Places without a tier are nodes
    only where a draft links them.

    Source: 行动方案三（三）1.
    """
    graph: nx.Graph[str] = nx.Graph()
    network = layout.network
    for area in layout.communities():
        graph.add_node(area.code)
        served = [[p for p in network.points_for.get(a.code, ()) if p.tier] for a in network.path(area.code)]
        steps = [tier for tier in served if tier]
        for p in steps[0] if steps else ():
            graph.add_edge(area.code, p.id)
        for below, above in pairwise(steps):
            graph.add_edges_from((a.id, b.id) for a in below for b in above if a.id != b.id)
    graph.add_edges_from(layout.links)
    return graph


@dataclass(frozen=True, slots=True)
class Joints:
    """Where the referral network would fall apart."""

    points: tuple[str, ...]
    """Articulation points that are places: their loss leaves more pieces than before."""
    bridges: tuple[tuple[str, str], ...]
    pieces: int
    """Connected pieces now; one is whole."""


def joints(layout: Layout) -> Joints:
    """Articulation points and bridges.

    References:
        Hopcroft, J. & Tarjan, R. (1973). Efficient algorithms for graph manipulation. CACM 16(6).
    """
    graph = referral_network(layout)
    places: Mapping[str, ServicePoint] = layout.all_points
    points = (str(n) for n in nx.articulation_points(graph) if n in places)
    bridges = (tuple(sorted(map(str, edge))) for edge in nx.bridges(graph))
    return Joints(
        tuple(sorted(points)), tuple(sorted((a, b) for a, b in bridges)), nx.number_connected_components(graph)
    )
