"""Visits that are due, assigned to people, and why not all can be made (走访指派)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind
from network.entities import Post
from network.snapshot import Network

SOURCE, SINK, AREA, WORKER = "source", "sink", "area", "worker"


@dataclass(frozen=True, slots=True)
class Worker:
    """A person who can make visits: a director in the own community, a supervisor in the whole street."""

    key: str
    """Key of the person, not the name."""
    areas: tuple[str, ...]
    capacity: int
    """Visits in the period in question."""


@dataclass(frozen=True, slots=True)
class StaffShortage:
    """Cause of missing visits: only these workers can visit these areas, and their capacity is too small."""

    areas: tuple[str, ...]
    workers: tuple[str, ...]
    due: int
    capacity: int


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A number of visits somewhere, and the person who makes them."""

    visits: Mapping[tuple[str, str], int]
    """Number by (area, worker)."""
    unmet: Mapping[str, int]
    """Visits that nobody can make, by area."""
    shortage: StaffShortage | None
    """None if every visit can be made."""


def workers(network: Network, director: int, supervisor: int) -> tuple[Worker, ...]:
    """Return the people in posts of director or supervisor, with the number of visits that the post can make.

    A person in several posts has the areas of all of them and the capacity of one: the larger.
    """
    capacity = {PostKind.DIRECTOR: director, PostKind.SUPERVISOR: supervisor}
    by_holder: defaultdict[str, list[Post]] = defaultdict(list)
    for p in network.posts.values():
        if p.holder and p.kind in capacity:
            by_holder[str(p.holder)].append(p)
    return tuple(
        Worker(holder, tuple(p.area for p in posts), max(capacity[p.kind] for p in posts))
        for holder, posts in sorted(by_holder.items())
    )


def plan_visits(due: Mapping[str, int], workers: Sequence[Worker], network: Network) -> VisitPlan:
    """Assign the due visits to workers: as many as possible, then as near as possible.

    A visit in a worker's own community costs 0, in another community of the same street 1. The total cost is minimal
    among all plans with the greatest number of visits.

    References:
        Ahuja, R., Magnanti, T. & Orlin, J. (1993). Network Flows. Prentice Hall, ch. 9.

    Raises:
        BadInput: A negative number.
    """
    if any(n < 0 for n in due.values()) or any(w.capacity < 0 for w in workers):
        raise BadInput("capacity", "input.negative")
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK))
    for area, n in due.items():
        graph.add_edge(SOURCE, (AREA, area), capacity=n, weight=0)
    for w in workers:
        graph.add_edge((WORKER, w.key), SINK, capacity=w.capacity, weight=0)
        inside = {a.code for code in w.areas for a in network.within(code)}
        for area in sorted(inside & due.keys()):
            graph.add_edge((AREA, area), (WORKER, w.key), weight=0 if area in w.areas else 1)
    routed = nx.max_flow_min_cost(graph, SOURCE, SINK)
    visits = {(area, str(w[1])): n for area in due for w, n in sorted(routed[AREA, area].items(), key=str) if n}
    unmet = {a: n - routed[SOURCE][AREA, a] for a, n in due.items() if n > routed[SOURCE][AREA, a]}
    return VisitPlan(visits, unmet, _shortage(graph, due, workers) if unmet else None)


def _shortage(graph: "nx.DiGraph[object]", due: Mapping[str, int], workers: Sequence[Worker]) -> StaffShortage:
    """The source side of a minimum cut, without areas that are fully served: a violation of Hall's condition."""
    _, (source_side, _) = nx.minimum_cut(graph, SOURCE, SINK)
    areas = tuple(a for a in due if (AREA, a) in source_side)
    able = {w for a in areas for w in graph.successors((AREA, a))}
    own = [w for w in workers if (WORKER, w.key) in able]
    return StaffShortage(areas, tuple(w.key for w in own), sum(due[a] for a in areas), sum(w.capacity for w in own))
