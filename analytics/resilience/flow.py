"""Whether demand fits through capacity and staff, and who can make the due visits (流量与指派)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import networkx as nx
from networkx.algorithms.flow import boykov_kolmogorov

from analytics.coverage.layout import Layout, Pair
from analytics.coverage.reach import Cell
from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind
from network.entities import Post, ServicePoint
from network.snapshot import Network

CASELOAD = 20
"""Children a member of staff can carry: configured, no text gives a number (配置值，非法定)."""
SOURCE, SINK, PLACE = "source", "sink", "place"


@dataclass(frozen=True, slots=True)
class Squeeze:
    """A place through which no more fits."""

    point: str
    by: str
    """`capacity` or `staff`."""
    limit: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How much of the demand finds room."""

    demand: int
    met: int
    unmet: Mapping[Pair, int]
    """Children without room by (area, code), in one optimal routing: their sum is certain, their place need not be."""
    bottlenecks: tuple[Squeeze, ...]
    """A minimum cut: their limits, and the demand that can also reach a place outside them, add up to `met`."""
    unlimited: tuple[str, ...]
    """Places whose capacity or staff is not known: taken as without limit, so that `met` is the most that may fit."""


def bottlenecks(layout: Layout, found: Iterable[Cell], caseload: int = CASELOAD) -> Flow:
    """Maximum flow of known demand through free places and staff.

    Demand is children by (area, code); each goes to any place that serves the area for the code. A place takes at
    most its free places and at most `caseload` for each member of staff.

    Demand with the same places goes as one, so that a city's 68,000 pairs are 15,000 nodes.

    References:
        Boykov, Y. & Kolmogorov, V. (2004). An experimental comparison of min-cut/max-flow algorithms. IEEE TPAMI 26(9).

    Raises:
        BadInput: no demand is known, or the caseload is not positive.
    """
    if caseload < 1:
        raise BadInput("caseload", "coverage.caseload_not_positive")
    places: defaultdict[Pair, dict[str, ServicePoint]] = defaultdict(dict)
    for c in found:
        places[Pair(c.area.code, c.code)].update({p.id: p for p in (*(p for p, _ in c.places), *c.doubtful)})
    demand = {key: layout.demand[key] for key in places if key in layout.demand}
    if not demand:
        raise BadInput("demand", "coverage.demand_unknown")
    alike: defaultdict[Alike, list[Pair]] = defaultdict(list)
    for key in sorted(demand):
        alike[frozenset(places[key])].append(key)
    points = {p.id: p for key in demand for p in places[key].values()}
    limits = {key: _limit(p, caseload) for key, p in points.items()}
    asked = {where: sum(demand[key] for key in keys) for where, keys in alike.items()}
    begun = _begun(asked, limits)
    residual = boykov_kolmogorov(_graph(asked, limits, begun), SOURCE, SINK)
    more = {where: edge["flow"] for where, edge in residual[SOURCE].items()}
    room = {where: sum(begun.get(where, {}).values()) + max(0, more.get(where, 0)) for where in alike}
    unmet = {key: n for where, keys in alike.items() for key, n in _left(keys, demand, room[where])}
    near = _near(residual)
    cut = [Squeeze(key, limit[1], limit[0]) for key, limit in limits.items() if limit and key in near]
    return Flow(
        sum(demand.values()), sum(room.values()), dict(sorted(unmet.items())),
        tuple(sorted(cut, key=lambda s: s.point)),
        tuple(sorted(key for key, p in points.items() if p.free is None or p.staff is None)),
    )  # fmt: skip


Limit = tuple[int, str] | None
"""How many and by what; None: no limit is known."""


def _limit(p: ServicePoint, caseload: int) -> Limit:
    """What a place takes at most and by what it is bound; None where neither is known."""
    known = [(n, by) for n, by in ((p.staff and p.staff * caseload, "staff"), (p.free, "capacity")) if n is not None]
    return min(known, key=itemgetter(0), default=None)


Alike = frozenset[str]
"""Pairs that reach the same places, as these places."""


def _begun(asked: Mapping[Alike, int], limits: Mapping[str, Limit]) -> Mapping[Alike, Mapping[str, int]]:
    """A flow to begin with: who has the fewest places chooses first, and takes those that the fewest others reach."""
    others = Counter(key for where in asked for key in where)
    left = {key: None if limit is None else limit[0] for key, limit in limits.items()}
    found: dict[Alike, dict[str, int]] = {}
    for where, children in sorted(asked.items(), key=lambda a: len(a[0])):
        waiting = children
        for key in sorted(where, key=lambda k: (others[k], k)):
            room = left[key]
            taken = waiting if room is None else min(waiting, room)
            if taken:
                found.setdefault(where, {})[key] = taken
                left[key] = None if room is None else room - taken
                waiting -= taken
    return found


def _graph(
    asked: Mapping[Alike, int], limits: Mapping[str, Limit], begun: Mapping[Alike, Mapping[str, int]]
) -> "nx.DiGraph[object]":
    """What is left once a flow has begun; along the way back it may be taken elsewhere."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK, *((PLACE, key) for key in limits)))
    used: Counter[str] = Counter()
    for where, children in ((w, n) for w, n in asked.items() if n):
        taken = begun.get(where, {})
        used.update(taken)
        graph.add_edge(SOURCE, where, capacity=children - sum(taken.values()))
        graph.add_edges_from((where, (PLACE, key)) for key in sorted(where))  # without `capacity`: unlimited
        graph.add_edges_from(((PLACE, key), where, {"capacity": n}) for key, n in taken.items())
    for key, limit in limits.items():
        if limit is None:
            graph.add_edge((PLACE, key), SINK)
        else:
            graph.add_edge((PLACE, key), SINK, capacity=limit[0] - used[key])
    return graph


def _left(keys: Sequence[Pair], demand: Mapping[Pair, int], room: int) -> Iterator[tuple[Pair, int]]:
    """Children without room, where the first of those alike take what there is."""
    for key in keys:
        taken = min(demand[key], room)
        room -= taken
        if taken < demand[key]:
            yield key, demand[key] - taken


def _near(residual: "nx.DiGraph[object]") -> frozenset[str]:
    """Places from which nothing more comes through: the side of the source in the minimum cut nearest to the sink."""
    through: set[object] = {SINK}
    todo: list[object] = [SINK]
    while todo:
        here = todo.pop()
        for before in residual.pred[here]:
            edge = residual[before][here]
            if before not in through and edge["flow"] < edge["capacity"]:
                through.add(before)
                todo.append(before)
    return frozenset(n[1] for n in residual if isinstance(n, tuple) and n not in through)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can make visits: a director in the own community, a supervisor in the whole street."""

    key: str
    """Key of the person, not the name."""
    areas: tuple[str, ...]
    capacity: int
    """Visits in the time asked about."""


def workers(network: Network, director: int, supervisor: int) -> tuple[Worker, ...]:
    """Everybody in a post of director or supervisor, each with the visits that such a post can make.

    One person in several posts has the areas of all of them and the time of one: the larger capacity.
    """
    capacity = {PostKind.DIRECTOR: director, PostKind.SUPERVISOR: supervisor}
    posts = [p for p in network.posts.values() if p.holder and p.kind in capacity]
    held: defaultdict[str, list[Post]] = defaultdict(list)
    for p in posts:
        held[str(p.holder)].append(p)
    return tuple(
        Worker(who, tuple(p.area for p in found), max(capacity[p.kind] for p in found))
        for who, found in sorted(held.items())
    )


@dataclass(frozen=True, slots=True)
class Core:
    """Why not all can be visited: these areas together have only these workers, and those can do less."""

    areas: tuple[str, ...]
    workers: tuple[str, ...]
    due: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who makes how many visits where."""

    visits: Mapping[tuple[str, str], int]
    """By (area, worker)."""
    unmet: Mapping[str, int]
    core: Core | None
    """None where every visit can be made."""


def assign(due: Mapping[str, int], workers: Sequence[Worker], network: Network) -> Assignment:
    """Give the due visits to workers, as many as possible, then as near as possible.

    A worker's own community costs nothing, another community of the same street one; the total is least among all
    assignments that make as many visits.

    References:
        Ahuja, R., Magnanti, T. & Orlin, J. (1993). Network Flows. Prentice Hall, ch. 9.

    Raises:
        BadInput: a negative number.
    """
    if any(n < 0 for n in due.values()) or any(w.capacity < 0 for w in workers):
        raise BadInput("capacity", "input.negative")
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK))
    for area, n in due.items():
        graph.add_edge(SOURCE, ("area", area), capacity=n, weight=0)
    for w in workers:
        graph.add_edge(("worker", w.key), SINK, capacity=w.capacity, weight=0)
        inside = {a.code for code in w.areas for a in network.within(code)}
        for area in sorted(inside & due.keys()):
            graph.add_edge(("area", area), ("worker", w.key), weight=0 if area in w.areas else 1)
    routed = nx.max_flow_min_cost(graph, SOURCE, SINK)
    visits = {(area, str(w[1])): n for area in due for w, n in sorted(routed[("area", area)].items(), key=str) if n}
    unmet = {a: n - routed[SOURCE][("area", a)] for a, n in due.items() if n > routed[SOURCE][("area", a)]}
    return Assignment(visits, unmet, _core(graph, due, workers) if unmet else None)


def _core(graph: "nx.DiGraph[object]", due: Mapping[str, int], workers: Sequence[Worker]) -> Core:
    """The side of the source in a minimum cut, less what is served whole: a Hall violator."""
    _, (near, _) = nx.minimum_cut(graph, SOURCE, SINK)
    areas = tuple(a for a in due if ("area", a) in near)
    able = {w for a in areas for w in graph.successors(("area", a))}
    held = [w for w in workers if ("worker", w.key) in able]
    return Core(areas, tuple(w.key for w in held), sum(due[a] for a in areas), sum(w.capacity for w in held))
