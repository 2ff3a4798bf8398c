"""Siting against every choice of small problems, against another program, and against a published instance."""

import csv
import math
import random
import warnings
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.siting import large as siting_large
from analytics.siting.arrays import arrays
from analytics.siting.large import bracket
from analytics.siting.solve import (
    Demand,
    Matrix,
    Objective,
    Options,
    Problem,
    Proof,
    Site,
    Solution,
    Unsound,
    check,
    marginal,
    solve,
)
from analytics.solver.program import Deadline
from knowledge.errors import BadInput
from tests.analytics import siting_brute as brute

SIGN = {Objective.COVER_ALL: 1, Objective.MAX_COVER: -1, Objective.MIN_DISTANCE: 1}
HERE = Path(__file__).parent
RADIUS = 5000.0


def line(places: int, standard: float = 1.0) -> Problem:
    """Demand of 1 at each place of a street, a candidate beside each."""
    keys = range(places)
    travel = {(f"d{i}", f"s{j}"): float(abs(i - j)) for i in keys for j in keys}
    return Problem(tuple(Demand(f"d{i}", 1) for i in keys), tuple(Site(f"s{j}") for j in keys), travel, standard)


def plane(places: int, seed: int, *, fixed: int = 0) -> Problem:
    dice = np.random.default_rng(seed)
    points, weights = dice.random((places, 2)), dice.integers(1, 500, places)
    travel = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    demand = tuple(Demand(f"d{i:04}", int(w)) for i, w in enumerate(weights))
    sites = tuple(Site(f"s{j:04}", fixed=j < fixed, premises=j % 3 == 0) for j in range(places))
    return Problem.of_matrix(demand, sites, travel, 0.15)


@st.composite
def limited(draw: st.DrawFn, objective: Objective) -> Options:
    """Options with a limit that the objective takes."""
    far = brute.FAR if draw(st.booleans()) else None
    if objective is Objective.COVER_ALL and draw(st.booleans()):
        return Options(far=far)
    if draw(st.booleans()):
        return Options(k=draw(st.integers(0, 4)), far=far)
    return Options(budget=draw(st.sampled_from([0.0, 1.0, 2.5, 3.0, 4.5])), far=far)


objectives = st.sampled_from(Objective)


def agree(problem: Problem, objective: Objective, options: Options) -> Solution:
    """The solution has the value, the proof, the uniqueness and the order of ties of full enumeration."""
    found = solve(problem, objective, options)
    value, winners = brute.best(problem, objective, options)
    if math.isinf(value):
        assert (found.proof, found.value, found.chosen) == (Proof.INFEASIBLE, math.inf, ())
        return found
    assert found.proof is Proof.OPTIMAL
    assert found.value == pytest.approx(SIGN[objective] * value)
    assert found.chosen in winners
    assert brute.order(problem, found.chosen) == min(brute.order(problem, w) for w in winners)
    others = [w for w in winners if not set(found.chosen) <= set(w)]
    assert found.unique is (not others)
    assert (found.alternative in winners) if others else (found.alternative is None)
    return found


@settings(max_examples=150, deadline=None)
@given(brute.problems(), objectives, st.data())
def test_every_objective_is_the_best_of_all_choices(problem: Problem, objective: Objective, data: st.DataObject):
    agree(problem, objective, data.draw(limited(objective)))


@settings(max_examples=60, deadline=None)
@given(brute.problems(3, 3, capacities=True), objectives, st.data())
def test_capacities_are_counted_as_in_every_split(problem: Problem, objective: Objective, data: st.DataObject):
    agree(problem, objective, replace(data.draw(limited(objective)), capacitated=True))


@settings(max_examples=60, deadline=None)
@given(
    brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.sampled_from([0.3, 0.5, 1.0])
)
def test_equity_blends_the_sum_and_the_worst_group(problem: Problem, objective: Objective, equity: float):
    assume(any(d.group for d in problem.demand))
    agree(problem, objective, Options(k=2, equity=equity))


@settings(max_examples=30, deadline=None)
@given(brute.problems(3, 3, capacities=True), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]))
def test_equity_counts_capacities_as_well(problem: Problem, objective: Objective):
    assume(any(d.group for d in problem.demand))
    agree(problem, objective, Options(k=2, equity=0.5, capacitated=True))


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("limit", [{"k": 1}, {"k": 2}, {"k": 3}, {"budget": 3.0}])
def test_ties_and_premises_are_settled_as_by_enumeration(objective: Objective, limit: dict[str, Any]):
    for seed in range(40):
        agree(brute.rolled(seed), objective, Options(**limit))


@pytest.mark.parametrize("objective", [Objective.MAX_COVER, Objective.MIN_DISTANCE])
@pytest.mark.parametrize("equity", [0.25, 0.5, 1.0])
def test_equity_is_exact_where_most_can_be_reached(objective: Objective, equity: float):
    for seed in range(40):
        agree(brute.rolled(seed), objective, Options(k=2, equity=equity))


@pytest.mark.parametrize("objective", Objective)
def test_capacities_are_exact_where_most_can_be_reached(objective: Objective):
    for seed in range(15):
        limit = None if objective is Objective.COVER_ALL else 2
        agree(brute.rolled(seed, 3, capacities=True), objective, Options(k=limit, capacitated=True))


@settings(max_examples=60, deadline=None)
@given(brute.problems(), objectives, st.randoms())
def test_order_of_the_input_changes_nothing(problem: Problem, objective: Objective, dice: random.Random):
    options = Options() if objective is Objective.COVER_ALL else Options(k=2)
    demand, sites, travel = list(problem.demand), list(problem.sites), list(problem.travel.items())
    for part in (demand, sites, travel):
        dice.shuffle(part)
    mixed = Problem(tuple(demand), tuple(sites), dict(travel), problem.standard)
    assert solve(mixed, objective, options) == solve(problem, objective, options)


@settings(max_examples=60, deadline=None)
@given(brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.integers(0, 3))
def test_a_larger_k_and_one_more_candidate_never_worsen(problem: Problem, objective: Objective, k: int):
    def total(p: Problem, k: int) -> float:
        found = solve(p, objective, Options(k=k, far=brute.FAR))
        lost = sum(d.weight for d in p.demand if d.key in found.unreachable)
        return SIGN[objective] * found.value + (brute.FAR * lost if objective is Objective.MIN_DISTANCE else 0)

    assert total(problem, k + 1) <= total(problem, k) + 1e-6
    near = {(d.key, "extra"): 2.0 for d in problem.demand[::2]}
    wider = replace(problem, sites=(*problem.sites, Site("extra")), travel={**problem.travel, **near})
    assert total(wider, k) <= total(problem, k) + 1e-6


@settings(max_examples=60, deadline=None)
@given(brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.integers(2, 9))
def test_weights_scale_the_value_and_not_the_choice(problem: Problem, objective: Objective, factor: int):
    heavier = replace(problem, demand=tuple(replace(d, weight=d.weight * factor) for d in problem.demand))
    one, other = (solve(p, objective, Options(k=2)) for p in (problem, heavier))
    assert other.value == pytest.approx(factor * one.value)
    assert other.chosen == one.chosen


@settings(max_examples=60, deadline=None)
@given(brute.problems(), objectives)
def test_a_matrix_gives_what_the_pairs_give(problem: Problem, objective: Objective):
    values = [[problem.travel.get((d.key, s.key), math.inf) for s in problem.sites] for d in problem.demand]
    same = Problem.of_matrix(problem.demand, problem.sites, np.array(values), problem.standard)
    assert dict(same.travel) == problem.travel
    assert len(same.travel) == len(problem.travel)
    options = Options() if objective is Objective.COVER_ALL else Options(k=2)
    assert solve(same, objective, options) == solve(problem, objective, options)


def test_the_standard_is_inclusive():
    problem = Problem((Demand("d", 1),), (Site("s"),), {("d", "s"): 15.0}, 15.0)
    assert solve(problem, Objective.COVER_ALL).covered == ("d",)
    stricter = solve(replace(problem, standard=14.999), Objective.COVER_ALL)
    assert (stricter.chosen, stricter.unreachable, stricter.proof) == ((), ("d",), Proof.OPTIMAL)


def test_existing_points_are_kept_and_free():
    problem = line(5)
    fixed = replace(problem, sites=tuple(replace(s, fixed=s.key == "s0", cost=9.0) for s in problem.sites))
    found = solve(fixed, Objective.COVER_ALL)
    assert (found.open, found.chosen, found.value) == (("s0", "s3"), ("s3",), 9.0)
    assert (found.covered, found.newly_covered) == (("d0", "d1", "d2", "d3", "d4"), ("d2", "d3", "d4"))


def test_premises_come_before_a_new_building_and_then_the_cheaper():
    travel = {("d", s): 1.0 for s in ("a", "b", "c")}
    sites = (Site("a", cost=1), Site("b", cost=3, premises=True), Site("c", cost=2, premises=True))
    found = solve(Problem((Demand("d", 5),), sites, travel, 1.0), Objective.MAX_COVER, Options(k=1))
    assert (found.chosen, found.unique) == (("c",), False)
    assert found.alternative in {("a",), ("b",)}


def test_of_choices_alike_the_smallest_keys_are_taken():
    """Three villages with four candidates each: the first of each, whatever the solver meets first."""
    demand = tuple(Demand(f"d{v}", 5) for v in range(3))
    sites = tuple(Site(f"s{n:02}") for n in range(12))
    travel = {(f"d{n % 3}", f"s{n:02}"): 1.0 for n in range(12)}
    for objective in Objective:
        options = Options() if objective is Objective.COVER_ALL else Options(k=3)
        found = solve(Problem(demand, sites, travel, 1.0), objective, options)
        assert (found.chosen, found.unique) == (("s00", "s01", "s02"), False)


def test_a_site_that_adds_nothing_is_not_built():
    assert solve(line(3), Objective.MAX_COVER, Options(k=3)).chosen == ("s1",)


def test_full_coverage_within_too_small_a_limit_has_no_solution():
    found = solve(line(9), Objective.COVER_ALL, Options(k=2))
    assert (found.proof, found.chosen, found.unique) == (Proof.INFEASIBLE, (), None)
    assert len(found.uncovered) == 9


def test_demand_beyond_reach_is_listed_and_charged():
    travel = {("d0", "s0"): 1.0, ("d1", "s1"): 4.0}
    problem = Problem((Demand("d0", 2), Demand("d1", 1), Demand("d2", 7)), (Site("s0"), Site("s1")), travel, 9.0)
    found = solve(problem, Objective.MIN_DISTANCE, Options(k=1, far=100.0))
    assert (found.chosen, found.value, found.unmet) == (("s0",), 2 * 1 + 100, (("d1", 1),))
    assert (found.uncovered, found.unreachable) == (("d1",), ("d2",))


def test_people_of_one_demand_are_split_in_whole_persons():
    sites = (Site("a", capacity=3), Site("b", capacity=4))
    problem = Problem((Demand("d", 9),), sites, {("d", "a"): 1.0, ("d", "b"): 2.0}, 5.0)
    found = solve(problem, Objective.COVER_ALL, Options(capacitated=True))
    assert [(x.site, x.weight) for x in found.assignment] == [("a", 3), ("b", 4)]
    assert (found.unmet, found.uncovered, found.proof) == ((("d", 2),), ("d",), Proof.OPTIMAL)


def test_nothing_to_serve_and_nowhere_to_build_are_answers():
    for objective in Objective:
        options = Options() if objective is Objective.COVER_ALL else Options(k=1)
        assert solve(Problem((), (Site("s"),), {}, 1.0), objective, options).chosen == ()
        nowhere = solve(Problem((Demand("d", 3),), (), {}, 1.0), objective, options)
        assert (nowhere.unreachable, nowhere.value) == (("d",), 0.0)


def test_the_next_sites_gain_less_until_nothing():
    found = marginal(line(9), Objective.MAX_COVER, 9)
    assert ([s.gain for s in found.steps], found.stopped) == ([3.0, 3.0, 3.0], 3)
    assert marginal(line(9), Objective.MAX_COVER, 2).stopped is None
    assert marginal(line(8), Objective.MAX_COVER, 9, least=2.5).stopped == 2


def test_best_sets_need_not_be_nested():
    steps = marginal(line(6, 1.5), Objective.MIN_DISTANCE, 2).steps
    assert not set(steps[0].solution.chosen) <= set(steps[1].solution.chosen)


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("capacitated", [False, True])
def test_a_cancelled_search_still_answers(objective: Objective, *, capacitated: bool):
    options = Options(capacitated=capacitated, cancel=lambda: True)
    limit = options if objective is Objective.COVER_ALL else replace(options, k=3)
    found = solve(plane(40, 1), objective, limit)
    assert found.proof is Proof.CANCELLED
    assert found.unique is None


def test_cancel_is_asked_during_the_search():
    asked = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 3

    found = solve(plane(800, 1, fixed=3), Objective.COVER_ALL, Options(cancel=cancel))
    assert found.proof is Proof.CANCELLED
    assert len(asked) == 4
    assert not check(plane(800, 1, fixed=3), found, Options())


@pytest.mark.parametrize("objective", Objective)
def test_without_time_the_gap_is_stated(objective: Objective):
    options = Options(time_limit=0.0, k=None if objective is Objective.COVER_ALL else 5)
    found = solve(plane(60, 2), objective, options)
    best = solve(plane(60, 2), objective, replace(options, time_limit=None))
    assert found.proof is Proof.BOUNDED
    low, high = sorted((found.bound, found.value))
    assert low - 1e-6 <= best.value <= high + 1e-6


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]):
    solve(line(5), Objective.COVER_ALL)
    solve(line(5), Objective.MIN_DISTANCE, Options(k=2))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "objective", "name"),
    [
        (Options(), Objective.MAX_COVER, "k"),
        (Options(k=-1), Objective.MAX_COVER, "k"),
        (Options(k=1, budget=1.0), Objective.MIN_DISTANCE, "k"),
        (Options(budget=-1.0), Objective.MAX_COVER, "budget"),
        (Options(budget=math.nan), Objective.MAX_COVER, "budget"),
        (Options(k=1, equity=1.5), Objective.MAX_COVER, "equity"),
        (Options(k=1, equity=0.5), Objective.MAX_COVER, "equity"),
        (Options(equity=0.5), Objective.COVER_ALL, "equity"),
        (Options(k=1, far=1.0), Objective.MIN_DISTANCE, "far"),
        (Options(k=1, time_limit=-1.0), Objective.MAX_COVER, "time_limit"),
    ],
)
def test_limits_that_make_no_sense_are_refused(options: Options, objective: Objective, name: str):
    with pytest.raises(BadInput) as refused:
        solve(line(4), objective, options)
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"demand": (Demand("d", -1),)}, "weight"),
        ({"demand": (Demand("d", 1), Demand("d", 1))}, "demand"),
        ({"sites": (Site("s", cost=-1.0),)}, "cost"),
        ({"sites": (Site("s", capacity=-1),)}, "capacity"),
        ({"sites": (Site("s"), Site("s"))}, "sites"),
        ({"standard": -1.0}, "standard"),
        ({"travel": {("d0", "s0"): -1.0}}, "travel"),
        ({"travel": {("d0", "s0"): math.nan}}, "travel"),
        ({"travel": Matrix(("d0",), ("s0",), [[1.0]])}, "travel"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(change: dict[str, Any], name: str):
    with pytest.raises(BadInput) as refused:
        solve(replace(line(4), **change), Objective.COVER_ALL)
    assert refused.value.field == name


def test_marginal_refuses_what_it_cannot_vary():
    with pytest.raises(BadInput):
        marginal(line(4), Objective.COVER_ALL, 3)
    with pytest.raises(BadInput):
        marginal(line(4), Objective.MAX_COVER, 0)


SPOILED: dict[str, Any] = {
    "chosen": ("s0",),
    "open": ("s1",),
    "covered": (),
    "newly_covered": (),
    "uncovered": ("d0",),
    "unreachable": ("d0",),
    "unmet": (("d0", 1),),
    "value": 1.0,
    "bound": 1.0,
    "gap": 0.5,
    "assignment": (),
}


@pytest.mark.parametrize("name", SPOILED)
def test_the_recheck_finds_every_spoiled_field(name: str):
    problem, options = line(6), Options(k=2, far=50.0)
    found = solve(problem, Objective.MIN_DISTANCE, options)
    assert check(problem, found, options) == ()
    spoiled = replace(found, **{name: SPOILED[name]})
    if name == "bound":
        spoiled = replace(found, bound=found.value + 1, gap=1 / found.value)
    assert check(problem, spoiled, options)
    assert set(SPOILED) <= {f.name for f in fields(found)}


def test_the_recheck_finds_excess():
    problem = replace(line(6), sites=tuple(Site(f"s{j}", capacity=3) for j in range(6)))
    options = Options(k=2, capacitated=True)
    found = solve(problem, Objective.MAX_COVER, options)
    tighter = replace(problem, sites=tuple(replace(s, capacity=2) for s in problem.sites))
    assert any("capacity" in fault for fault in check(tighter, found, options))
    assert any("k:" in fault for fault in check(problem, found, replace(options, k=1)))
    assert any("budget" in fault for fault in check(problem, found, replace(options, k=None, budget=1.0)))


def test_a_site_that_does_not_give_it_serves_nobody_however_near():
    travel = {("d", "near"): 0.0, ("d", "far"): 1.0, ("e", "near"): 0.0}
    demand = (Demand("d", 3, kind="x"), Demand("e", 2, kind="y"))
    sites = (Site("near", gives=frozenset("y")), Site("far", gives=frozenset("x")))
    found = solve(Problem(demand, sites, travel, 1.0), Objective.MAX_COVER, Options(k=1))
    assert (found.chosen, found.covered, found.uncovered) == (("far",), ("d",), ("e",))
    nobody = (Site("near", gives=frozenset("y")), Site("far", gives=frozenset()))
    found = solve(Problem(demand, nobody, travel, 1.0), Objective.COVER_ALL, Options())
    assert (found.chosen, found.unreachable) == (("near",), ("d",))


@pytest.mark.parametrize("matrix", [False, True])
def test_the_recheck_finds_somebody_served_by_a_site_that_does_not_give_it(*, matrix: bool):
    free = replace(line(6), demand=tuple(Demand(f"d{i}", 1, kind="x") for i in range(6)))
    if matrix:
        values = [[float(abs(i - j)) for j in range(6)] for i in range(6)]
        free = Problem.of_matrix(free.demand, free.sites, values, free.standard)
    options = Options(k=2)
    found = solve(free, Objective.MAX_COVER, options)
    barred = replace(free, sites=tuple(replace(s, gives=frozenset("y")) for s in free.sites))
    assert check(free, found, options) == ()
    assert any("is not possible" in fault for fault in check(barred, found, options))
    unassigned = replace(found, assignment=(), unmet=tuple((d.key, 1) for d in free.demand), value=0.0)
    assert any("covered: wrong" in fault for fault in check(barred, unassigned, options))


def test_an_unsound_solution_is_never_returned(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analytics.siting.solve.check", lambda *_: ("spoiled",))
    with pytest.raises(Unsound):
        solve(line(3), Objective.COVER_ALL)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [3, 12])
@pytest.mark.parametrize("wide", [siting_large.WIDE, 100])
def test_bound_exact_and_heuristic_stand_in_order(seed: int, k: int, wide: int, monkeypatch: pytest.MonkeyPatch):
    problem, options = plane(90, seed, fixed=seed), Options(k=k, ties=False)
    exact = solve(problem, Objective.MIN_DISTANCE, options)
    monkeypatch.setattr(siting_large, "WIDE", wide)
    quick = bracket(arrays(problem, Objective.MIN_DISTANCE, options), Deadline(options.time_limit))
    assert exact.proof is Proof.OPTIMAL
    assert quick.bound <= exact.value + 1e-6 <= quick.value + 2e-6
    assert quick.value - quick.bound <= 0.03 * quick.value


@pytest.mark.parametrize("seed", range(3))
def test_settled_sites_do_not_change_the_exact_value(seed: int):
    """The whole model, with nothing settled beforehand (capacities that never bind), has the same value."""
    problem = plane(40, seed, fixed=2)
    settled = solve(problem, Objective.MIN_DISTANCE, Options(k=5))
    whole = solve(problem, Objective.MIN_DISTANCE, Options(k=5, capacitated=True, ties=False))
    assert settled.value == pytest.approx(whole.value)
    assert settled.chosen == whole.chosen


def test_a_problem_too_large_for_the_exact_model_has_a_certified_gap():
    problem = plane(90, 7)
    found = solve(problem, Objective.MIN_DISTANCE, Options(budget=9.5, exact_pairs=0))
    exact = solve(problem, Objective.MIN_DISTANCE, Options(budget=9.5))
    assert found.proof in {Proof.BOUNDED, Proof.OPTIMAL}
    assert found.bound <= exact.value + 1e-6 <= found.value + 2e-6
    assert found.gap <= 0.03


@pytest.mark.long
def test_thousands_of_places_are_answered_with_a_small_gap():
    found = solve(plane(4000, 1), Objective.MIN_DISTANCE, Options(k=50))
    assert found.gap <= 0.03


@pytest.mark.long
@pytest.mark.parametrize("objective", [Objective.COVER_ALL, Objective.MAX_COVER])
def test_thousands_of_places_are_covered_exactly(objective: Objective):
    problem = replace(plane(4000, 1), standard=0.02)
    found = solve(problem, objective, Options() if objective is Objective.COVER_ALL else Options(k=100))
    assert found.proof is Proof.OPTIMAL


@cache
def francisco() -> Problem:
    """Stores of San Francisco: 205 census tracts, 16 sites, network distances (data of spopt)."""
    spopt = pytest.importorskip("spopt")
    folder = Path(spopt.__file__).parent / "tests" / "data"
    with (folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    weights = {r["DestinationName"]: int(r["demand"]) for r in rows}
    travel = {(r["DestinationName"], r["name"]): float(r["distance"]) for r in rows}
    sites = sorted({r["name"] for r in rows})
    return Problem(
        tuple(Demand(k, w) for k, w in sorted(weights.items())), tuple(Site(s) for s in sites), travel, RADIUS
    )


def theirs(kind: str, problem: Problem, **given_: Any) -> float:
    """Objective value of spopt's own model."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pulp, locate = pytest.importorskip("pulp"), pytest.importorskip("spopt.locate")
        cost = np.array([[problem.travel[d.key, s.key] for s in problem.sites] for d in problem.demand])
        weights = () if kind == "LSCP" else (np.array([d.weight for d in problem.demand]),)
        model = getattr(locate, kind).from_cost_matrix(cost, *weights, **given_)
        solved = model.solve(pulp.HiGHS(msg=False))
    return float(solved.problem.objective.value())


def test_san_francisco_has_the_values_of_another_program():
    problem = francisco()
    assert (len(problem.demand), len(problem.sites), len(problem.travel)) == (205, 16, 3280)
    cover = solve(problem, Objective.COVER_ALL)
    assert cover.value == theirs("LSCP", problem, service_radius=RADIUS)
    most = solve(problem, Objective.MAX_COVER, Options(k=4))
    assert most.value == pytest.approx(theirs("MCLP", problem, service_radius=RADIUS, p_facilities=4))
    near = solve(problem, Objective.MIN_DISTANCE, Options(k=4))
    assert near.value == pytest.approx(theirs("PMedian", problem, p_facilities=4))
    assert {found.proof for found in (cover, most, near)} == {Proof.OPTIMAL}


@pytest.mark.parametrize("objective", [Objective.MAX_COVER, Objective.MIN_DISTANCE])
def test_san_francisco_has_the_values_of_every_choice(objective: Objective):
    agree(francisco(), objective, Options(k=3))


def test_a_published_instance_has_its_published_value():
    """OR-Library pmed1 (Beasley 1985): p = 5, best value 5819."""
    graph: nx.Graph[int] = nx.Graph()
    for row in (HERE / "pmed1.txt").read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            one, other, cost = map(int, row.split())
            graph.add_edge(one, other, cost=cost)  # the last of two costs holds
    assert len(graph) == 100
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="cost"))
    travel = {(f"{i:03}", f"{j:03}"): float(t) for i, row in lengths.items() for j, t in row.items()}
    keys = [f"{i:03}" for i in range(1, 101)]
    problem = Problem(tuple(Demand(k, 1) for k in keys), tuple(Site(k) for k in keys), travel, 0.0)
    found = solve(problem, Objective.MIN_DISTANCE, Options(k=5))
    assert (found.value, found.proof) == (5819.0, Proof.OPTIMAL)
