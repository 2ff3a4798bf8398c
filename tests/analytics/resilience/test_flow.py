"""Maximum flow against a linear program, a minimum cut and single pairs."""

from collections.abc import Mapping
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.resilience.flow import CASELOAD, bottlenecks
from analytics.solver.highs import Solver
from analytics.solver.program import Program, SolverStatus, row
from knowledge.errors import BadInput
from network.entities import ServicePoint
from tests.analytics.resilience.plain_reach import reachable
from tests.analytics.worlds import found_in, layouts, place, rebuilt, small
from tests.support.examples import examples

ONE, TWO, THREE = "440104001001", "440104001002", "440104001003"
OTHER = "440104002001"
Pair = tuple[str, str]


def limit_of(point: ServicePoint, caseload: int) -> int | None:
    """What a place takes at most; None where nothing bounds it."""
    limits = [
        *([] if point.capacity is None else [max(0, point.capacity - (point.load or 0))]),
        *([] if point.staff is None else [caseload * point.staff]),
    ]
    return min(limits, default=None)


def most(layout: Layout, caseload: int) -> int:
    """The most that fits, by a linear program with one column for each pair and point."""
    into: dict[str, list[int]] = {}
    rows, columns = [], 0
    for (area, code), children in layout.demand.items():
        keys = sorted(reachable(layout, area, code))
        own = list(range(columns, columns + len(keys)))
        for key, column in zip(keys, own, strict=True):
            into.setdefault(key, []).append(column)
        if own:
            rows.append(row(np.array(own), np.ones(len(own)), upper=float(children)))
        columns += len(keys)
    for key, own in into.items():
        limit = limit_of(layout.network.points[key], caseload)
        if limit is not None:
            rows.append(row(np.array(own), np.ones(len(own)), upper=float(limit)))
    if not into:
        return 0
    zeros, unlimited = np.zeros(columns), np.full(columns, np.inf)
    program = Program(np.ones(columns), zeros, unlimited, np.zeros(columns, np.bool_), rows, maximise=True)
    answer = Solver(program).solve()
    assert answer.status is SolverStatus.OPTIMAL
    return round(answer.value)


def demanding(layout: Layout) -> bool:
    return any(layout.demand.values())


LAYOUTS = layouts().filter(demanding)


@examples(40)
@given(LAYOUTS, st.integers(1, 10))
def test_what_fits_is_what_a_linear_programme_finds(layout: Layout, caseload: int):
    told = bottlenecks(layout, found_in(layout), caseload)
    assert told.demand == sum(layout.demand.values())
    assert told.met == most(layout, caseload)
    assert sum(told.unmet.values()) == told.demand - told.met
    for pair, left in told.unmet.items():
        assert 0 <= left <= layout.demand[pair]


@examples(40)
@given(LAYOUTS, st.integers(1, 10))
def test_the_bottlenecks_are_a_minimum_cut(layout: Layout, caseload: int):
    """`met` = the limits of the bottlenecks + the demand that can also go elsewhere: maximum flow is minimum cut.

    Demand that reaches only bottlenecks is held back by them; demand that reaches another place is met whole; demand
    that reaches no place is not met and is no part of the sum.
    """
    told = bottlenecks(layout, found_in(layout), caseload)
    tight = {s.point for s in told.bottlenecks}
    assert len(tight) == len(told.bottlenecks), "a place is narrow in one way"
    elsewhere = sum(n for pair, n in layout.demand.items() if reachable(layout, *pair) - tight)
    assert told.met == sum(s.limit for s in told.bottlenecks) + elsewhere
    for s in told.bottlenecks:
        point = layout.network.points[s.point]
        assert s.limit == limit_of(point, caseload)
        assert s.by in {"capacity", "staff"}
        assert s.limit == (point.most_free if s.by == "capacity" else caseload * (point.staff or 0))


def pair_by_pair(layout: Layout, caseload: int) -> tuple[int, set[tuple[str, str, int]]]:
    """The most that fits and the cut next to the sink, each pair a node of its own, both limits an edge."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    for pair, children in layout.demand.items():
        graph.add_edge("from", pair, capacity=children)
        for key in reachable(layout, *pair):
            point = layout.network.points[key]
            limits = {"capacity": point.most_free, "staff": None if point.staff is None else point.staff * caseload}
            graph.add_edge(pair, (key, "capacity"))
            for a, b in (("capacity", "staff"), ("staff", None)):
                known = {} if limits[a] is None else {"capacity": limits[a]}
                graph.add_edge((key, a), (key, b) if b else "to", **known)
    value, (near, _) = nx.minimum_cut(graph, "from", "to", flow_func=nx.algorithms.flow.edmonds_karp)
    return int(value), {
        (*a, data["capacity"])
        for a, b, data in graph.edges(data=True)
        if a in near and b not in near and isinstance(a, tuple) and "capacity" in data
    }


@examples(40)
@given(LAYOUTS, st.integers(1, 10))
def test_alike_demand_taken_together_is_pair_by_pair(layout: Layout, caseload: int):
    told = bottlenecks(layout, found_in(layout), caseload)
    value, cut = pair_by_pair(layout, caseload)
    assert told.met == value
    assert {(s.point, s.by, s.limit) for s in told.bottlenecks} == cut


@examples(20)
@given(LAYOUTS, st.integers(1, 10))
def test_only_bottlenecks_are_worth_enlarging(layout: Layout, caseload: int):
    """Everything else without limit lets no more through; the bottlenecks without limit let through what can go."""
    told = bottlenecks(layout, found_in(layout), caseload)
    tight = {s.point for s in told.bottlenecks}
    free = [
        p if p.id in tight else replace(p, capacity=None, load=None, staff=None) for p in layout.network.points.values()
    ]
    wider = replace(layout, network=rebuilt(layout.network, points=free))
    assert bottlenecks(wider, found_in(wider), caseload).met == told.met
    if tight:
        opened = [
            replace(p, capacity=None, load=None, staff=None) if p.id in tight else p
            for p in layout.network.points.values()
        ]
        enlarged = replace(layout, network=rebuilt(layout.network, points=opened))
        lonely = sum(n for pair, n in layout.demand.items() if not reachable(layout, *pair))
        assert bottlenecks(enlarged, found_in(enlarged), caseload).met == told.demand - lonely


@examples(25)
@given(LAYOUTS)
def test_places_of_which_a_limit_is_not_known_are_told(layout: Layout):
    told = bottlenecks(layout, found_in(layout))
    asked = {key for pair in layout.demand for key in reachable(layout, *pair)}
    points = layout.network.points
    unknown = {k for k in points if points[k].capacity is None or points[k].staff is None}
    assert asked & unknown <= set(told.unlimited) | {s.point for s in told.bottlenecks if s.limit == 0} | {
        k for k in asked if all(layout.demand[p] == 0 for p in layout.demand if k in reachable(layout, *p))
    }
    assert set(told.unlimited) <= unknown
    assert len(told.unlimited) == len(set(told.unlimited))


def asks(demand: Mapping[Pair, int], *points: ServicePoint) -> Layout:
    return small(points, (2, 1), demand=demand)


def test_room_enough_has_no_bottleneck():
    layout = asks({(ONE, "N16"): 5}, place("a", [ONE], capacity=10, load=0, staff=1))
    told = bottlenecks(layout, found_in(layout))
    assert (told.demand, told.met, told.bottlenecks, told.unlimited) == (5, 5, (), ())
    assert sum(told.unmet.values()) == 0


@pytest.mark.parametrize(
    ("facts", "by", "limit"),
    [
        ({"capacity": 10, "load": 7, "staff": 1}, "capacity", 3),
        ({"capacity": 90, "load": 0, "staff": 2}, "staff", 2 * CASELOAD),
        ({"capacity": 5, "load": 9, "staff": 2}, "capacity", 0),
        ({"capacity": 90, "load": 0, "staff": 0}, "staff", 0),
        ({"capacity": 9, "load": 0}, "capacity", 9),
        ({"staff": 1}, "staff", CASELOAD),
    ],
)
def test_a_place_is_narrow_by_the_smaller_limit(facts: Mapping[str, int], by: str, limit: int):
    layout = asks({(ONE, "N16"): 60}, place("a", [ONE], **facts))
    told = bottlenecks(layout, found_in(layout))
    assert [(s.point, s.by, s.limit) for s in told.bottlenecks] == [("a", by, limit)]
    assert (told.met, dict(told.unmet)) == (limit, {(ONE, "N16"): 60 - limit})
    assert told.unlimited == (() if len(facts) == 3 else ("a",))


def test_demand_without_a_place_is_unmet_and_no_bottleneck():
    layout = asks({(ONE, "N16"): 3, (OTHER, "N16"): 4}, place("a", [ONE], capacity=9, load=0, staff=1))
    told = bottlenecks(layout, found_in(layout))
    assert (told.met, told.bottlenecks) == (3, ())
    assert {k: n for k, n in told.unmet.items() if n} == {(OTHER, "N16"): 4}


def test_two_needs_share_the_room_of_one_place():
    both = place("a", [ONE], services=("B41", "B13"), capacity=6, load=0, staff=1)
    layout = asks({(ONE, "N16"): 5, (ONE, "N13"): 5}, both)
    assert bottlenecks(layout, found_in(layout)).met == 6


def test_a_place_whose_hours_are_not_known_is_still_a_place():
    """It serves the area for the code; that is all that is asked of it."""
    layout = asks({(ONE, "N16"): 5}, place("a", [ONE], hours=(), capacity=9, load=0, staff=1))
    assert bottlenecks(layout, found_in(layout)).met == 5


@pytest.mark.parametrize("caseload", [0, -1])
def test_a_caseload_is_positive(caseload: int):
    layout = asks({(ONE, "N16"): 5}, place("a", [ONE]))
    with pytest.raises(BadInput):
        bottlenecks(layout, found_in(layout), caseload)


def test_without_demand_nothing_is_asked():
    layout = small([place("a", [ONE])])
    with pytest.raises(BadInput):
        bottlenecks(layout, found_in(layout))
    elsewhere = asks({(ONE, "N13"): 5}, place("a", [ONE]))
    with pytest.raises(BadInput):
        bottlenecks(elsewhere, found_in(elsewhere, ["N16"]))


def test_nobody_in_need_is_known_and_not_refused():
    """A pair that is absent is not known; nought is a figure."""
    layout = asks({(ONE, "N16"): 0}, place("a", [ONE], capacity=9, load=0, staff=1))
    told = bottlenecks(layout, found_in(layout))
    assert (told.demand, told.met, told.bottlenecks) == (0, 0, ())


def test_with_an_unknown_load_at_most_the_whole_capacity_is_free():
    layout = small([place("a", [ONE], services=("B41",), capacity=7, load=None)], demand={(ONE, "B41"): 20})
    told = bottlenecks(layout, found_in(layout, ["B41"]))
    assert (told.met, told.load_unknown, told.unlimited) == (7, ("a",), ("a",))
    known = small([place("a", [ONE], services=("B41",), capacity=7, load=3, staff=9)], demand={(ONE, "B41"): 20})
    told = bottlenecks(known, found_in(known, ["B41"]))
    assert (told.met, told.load_unknown, told.unlimited) == (4, (), ())
