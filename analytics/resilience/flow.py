"""Part of the demand that fits the capacity and staff of the points: maximum flow and minimum cut (流量与瓶颈)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from analytics.coverage.cells import Cell
from analytics.coverage.layout import Layout, Pair
from knowledge.errors import BadInput
from knowledge.vocabulary import Labelled
from network.entities import ServicePoint

if TYPE_CHECKING:
    import networkx as nx

CASELOAD = 20
"""Children that a member of staff can support: configured, no text gives a number (configured value, not statutory)."""
SOURCE, SINK, POINT = "source", "sink", "point"


class PointLimit(Labelled):
    """Limit on the number of children that a point can take."""

    CAPACITY = "capacity", "容量"
    STAFF = "staff", "人手"


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Point whose limit blocks demand."""

    point: str
    by: PointLimit
    limit: int


@dataclass(frozen=True, slots=True)
class DemandFlow:
    """Part of the demand that finds room."""

    demand: int
    met: int
    unmet: Mapping[Pair, int]
    """Children without room in one optimal routing. Their total is certain, their distribution over pairs is not."""
    bottlenecks: tuple[Bottleneck, ...]
    """A minimum cut: its limits, plus the demand that can also reach a point outside it, add up to `met`."""
    unlimited: tuple[str, ...]
    """Points with unknown capacity or staff; an unknown limit is treated as none, so `met` is an upper estimate."""
    load_unknown: tuple[str, ...] = ()
    """Points of known capacity and unknown load: they take at most the whole capacity; `met` is an upper estimate."""


def bottlenecks(layout: Layout, cells: Iterable[Cell], caseload: int = CASELOAD) -> DemandFlow:
    """Maximum flow of the known demand through free capacity and staff.

    Each child goes to any point that serves its area for its code and states the service. A point takes at most its
    free capacity and at most `caseload` children for each member of staff. Pairs that reach the same points are merged:
    a city's 68,000 pairs are 15,000 nodes.

    References:
        Boykov, Y. & Kolmogorov, V. (2004). An experimental comparison of min-cut/max-flow algorithms. IEEE TPAMI 26(9).

    Raises:
        BadInput: No demand is known, or the caseload is below 1.
    """
    if caseload < 1:
        raise BadInput("caseload", "coverage.caseload_not_positive")
    reachable: defaultdict[Pair, dict[str, ServicePoint]] = defaultdict(dict)
    for c in cells:
        own = (*(p for p, _ in c.points), *(p for p in c.doubtful if p.services))
        reachable[Pair(c.area.code, c.code)].update({p.id: p for p in own})
    demand = {pair: layout.demand[pair] for pair in reachable if pair in layout.demand}
    if not demand:
        raise BadInput("demand", "coverage.demand_unknown")
    merged: defaultdict[PointSet, list[Pair]] = defaultdict(list)
    for pair in sorted(demand):
        merged[frozenset(reachable[pair])].append(pair)
    points = {p.id: p for pair in demand for p in reachable[pair].values()}
    limits = {key: _limit(p, caseload) for key, p in points.items()}
    children = {point_set: sum(demand[pair] for pair in pairs) for point_set, pairs in merged.items()}
    initial = _initial_flow(children, limits)
    residual = _most(_graph(children, limits, initial))
    added = {point_set: edge["flow"] for point_set, edge in residual[SOURCE].items()}
    room = {s: sum(initial.get(s, {}).values()) + max(0, added.get(s, 0)) for s in merged}
    unmet = {pair: n for s, pairs in merged.items() for pair, n in _without_room(pairs, demand, room[s])}
    cut = _source_side(residual)
    return DemandFlow(
        sum(demand.values()),
        sum(room.values()),
        dict(sorted(unmet.items())),
        tuple(Bottleneck(key, limit[1], limit[0]) for key, limit in sorted(limits.items()) if limit and key in cut),
        tuple(sorted(key for key, p in points.items() if p.capacity is None or p.staff is None)),
        tuple(sorted(key for key, p in points.items() if p.capacity is not None and p.load is None)),
    )


Limit = tuple[int, PointLimit] | None
"""Number of children and what limits it; None: no limit is known."""
PointSet = frozenset[str]
"""Keys of the points that some pairs reach; these pairs are merged."""


def _limit(p: ServicePoint, caseload: int) -> Limit:
    """The stricter of capacity and staff; None if neither is known.

    With an unknown load the whole capacity is the most that can be free.
    """
    known = [
        (n, by)
        for n, by in ((p.staff and p.staff * caseload, PointLimit.STAFF), (p.most_free, PointLimit.CAPACITY))
        if n is not None
    ]
    return min(known, key=itemgetter(0), default=None)


def _initial_flow(
    children: Mapping[PointSet, int], limits: Mapping[str, Limit]
) -> Mapping[PointSet, Mapping[str, int]]:
    """A greedy flow: children with the fewest points first, each to the point that the fewest others reach."""
    competitors = Counter(key for point_set in children for key in point_set)
    left = {key: None if limit is None else limit[0] for key, limit in limits.items()}
    flow: dict[PointSet, dict[str, int]] = {}
    for point_set, waiting in sorted(children.items(), key=lambda a: len(a[0])):
        remaining = waiting
        for key in sorted(point_set, key=lambda k: (competitors[k], k)):
            room = left[key]
            taken = remaining if room is None else min(remaining, room)
            if taken:
                flow.setdefault(point_set, {})[key] = taken
                left[key] = None if room is None else room - taken
                remaining -= taken
    return flow


def _most(graph: "nx.DiGraph[object]") -> "nx.DiGraph[object]":
    from networkx.algorithms.flow import boykov_kolmogorov  # noqa: PLC0415  # slow to import, and rarely needed

    return boykov_kolmogorov(graph, SOURCE, SINK)


def _graph(
    children: Mapping[PointSet, int], limits: Mapping[str, Limit], initial: Mapping[PointSet, Mapping[str, int]]
) -> "nx.DiGraph[object]":
    """The residual graph of the initial flow; reverse edges let the search reroute it."""
    import networkx as nx  # noqa: PLC0415  # as above

    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK, *((POINT, key) for key in limits)))
    used: Counter[str] = Counter()
    for point_set, n in ((s, n) for s, n in children.items() if n):
        taken = initial.get(point_set, {})
        used.update(taken)
        graph.add_edge(SOURCE, point_set, capacity=n - sum(taken.values()))
        graph.add_edges_from((point_set, (POINT, key)) for key in sorted(point_set))  # without `capacity`: unlimited
        graph.add_edges_from(((POINT, key), point_set, {"capacity": n}) for key, n in taken.items())
    for key, limit in limits.items():
        if limit is None:
            graph.add_edge((POINT, key), SINK)
        else:
            graph.add_edge((POINT, key), SINK, capacity=limit[0] - used[key])
    return graph


def _without_room(pairs: Sequence[Pair], demand: Mapping[Pair, int], room: int) -> Iterator[tuple[Pair, int]]:
    """Children without room, if merged pairs take the room in their order."""
    for pair in pairs:
        taken = min(demand[pair], room)
        room -= taken
        if taken < demand[pair]:
            yield pair, demand[pair] - taken


def _source_side(residual: "nx.DiGraph[object]") -> frozenset[str]:
    """Points on the source side of the minimum cut nearest to the sink: no more flow can pass through them."""
    reaches_sink: set[object] = {SINK}
    todo: list[object] = [SINK]
    while todo:
        node = todo.pop()
        for before in residual.pred[node]:
            edge = residual[before][node]
            if before not in reaches_sink and edge["flow"] < edge["capacity"]:
                reaches_sink.add(before)
                todo.append(before)
    return frozenset(n[1] for n in residual if isinstance(n, tuple) and n not in reaches_sink)
