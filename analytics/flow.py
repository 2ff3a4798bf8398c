"""Whether demand fits through capacity and staff, and who can make the due visits (流量与指派)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from analytics.layout import Layout
from analytics.reach import Cell
from graph_model.entities import Post, ServicePoint
from graph_model.network import Network
from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind

CASELOAD = 20
"""Children a member of staff can carry: configured, no text gives a number (配置值，非法定)."""
SOURCE, SINK = "source", "sink"


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
    unmet: Mapping[tuple[str, str], int]
    """Children without room by (area, code), in one optimal routing: their sum is certain, their place need not be."""
    bottlenecks: tuple[Squeeze, ...]
    """A minimum cut: their limits, and the demand that can also reach a place outside them, add up to `met`."""
    unlimited: tuple[str, ...]
    """Places whose capacity or staff is not known: taken as without limit, so that `met` is the most that may fit."""


def bottlenecks(layout: Layout, found: Iterable[Cell], caseload: int = CASELOAD) -> Flow:
    """Maximum flow of known demand through free places and staff.

    Demand is children by (area, code); each goes to any place that serves the area for the code. A place takes at
    most its free places and at most `caseload` for each member of staff.

    References:
        Ford, L. & Fulkerson, D. (1956). Maximal flow through a network. Canadian J. Math. 8.

    Raises:
        BadInput: no demand is known, or the caseload is not positive.
    """
    if caseload < 1:
        raise BadInput(
            "caseload", "must be positive", "写每名工作人员可承担的人数 / children a member of staff can carry"
        )
    places: defaultdict[tuple[str, str], dict[str, ServicePoint]] = defaultdict(dict)
    for c in found:
        places[c.area.code, c.code].update({p.id: p for p in (*(p for p, _ in c.places), *c.doubtful)})
    demand = {key: layout.demand[key] for key in places if key in layout.demand}
    if not demand:
        raise BadInput("demand", "not known", "载入需求，或用有个案的网络 / load a demand, or a network with cases")
    graph, unlimited = _graph(demand, places, caseload)
    met, routed = nx.maximum_flow(graph, SOURCE, SINK)
    _, (near, _) = nx.minimum_cut(graph, SOURCE, SINK)
    unmet = {key: n - sum(routed[key].values()) for key, n in sorted(demand.items())}
    cut = [
        Squeeze(b[1], "capacity" if b[0] == "seat" else "staff", d["capacity"])
        for a, b, d in graph.edges(data=True)
        if a in near and b not in near and isinstance(b, tuple) and b[0] in ("seat", "staff")
    ]
    return Flow(
        sum(demand.values()), int(met), {k: n for k, n in unmet.items() if n},
        tuple(sorted(cut, key=lambda s: s.point)), tuple(sorted(unlimited)),
    )  # fmt: skip


def _graph(
    demand: Mapping[tuple[str, str], int], places: Mapping[tuple[str, str], Mapping[str, ServicePoint]], caseload: int
) -> tuple["nx.DiGraph[object]", set[str]]:
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK))
    unlimited = set()
    for key, children in demand.items():
        graph.add_edge(SOURCE, key, capacity=children)
        for p in places[key].values():
            graph.add_edge(key, ("in", p.id))
            _through(graph, ("in", p.id), ("seat", p.id), p.free)
            _through(graph, ("seat", p.id), ("staff", p.id), None if p.staff is None else p.staff * caseload)
            graph.add_edge(("staff", p.id), SINK)
            if p.free is None or p.staff is None:
                unlimited.add(p.id)
    return graph, unlimited


def _through(graph: "nx.DiGraph[object]", a: object, b: object, limit: int | None) -> None:
    """An edge; without `capacity` networkx takes it as unlimited."""
    if limit is None:
        graph.add_edge(a, b)
    else:
        graph.add_edge(a, b, capacity=limit)


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
        raise BadInput("capacity", "negative", "写不小于0的数 / give a number that is not negative")
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
