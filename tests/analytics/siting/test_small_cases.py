"""Siting problems small enough to solve by hand."""

from dataclasses import replace

from analytics.siting.problem import (
    DemandNode,
    Objective,
    Proof,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import marginal, solve
from tests.analytics.siting.brute import line


def test_the_standard_is_inclusive():
    problem = SitingProblem((DemandNode("d", 1),), (Site("s"),), {("d", "s"): 15.0}, 15.0)
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
    found = solve(SitingProblem((DemandNode("d", 5),), sites, travel, 1.0), Objective.MAX_COVER, SitingOptions(k=1))
    assert (found.chosen, found.unique) == (("c",), False)
    assert found.alternative in {("a",), ("b",)}


def test_of_choices_alike_the_smallest_keys_are_taken():
    """Three villages with four candidates each: the first of each, whatever the solver meets first."""
    demand = tuple(DemandNode(f"d{v}", 5) for v in range(3))
    sites = tuple(Site(f"s{n:02}") for n in range(12))
    travel = {(f"d{n % 3}", f"s{n:02}"): 1.0 for n in range(12)}
    for objective in Objective:
        options = SitingOptions() if objective is Objective.COVER_ALL else SitingOptions(k=3)
        found = solve(SitingProblem(demand, sites, travel, 1.0), objective, options)
        assert (found.chosen, found.unique) == (("s00", "s01", "s02"), False)


def test_a_site_that_adds_nothing_is_not_built():
    assert solve(line(3), Objective.MAX_COVER, SitingOptions(k=3)).chosen == ("s1",)


def test_full_coverage_within_too_small_a_limit_has_no_solution():
    found = solve(line(9), Objective.COVER_ALL, SitingOptions(k=2))
    assert (found.proof, found.chosen, found.unique) == (Proof.INFEASIBLE, (), None)
    assert len(found.uncovered) == 9


def test_demand_beyond_reach_is_listed_and_charged():
    travel = {("d0", "s0"): 1.0, ("d1", "s1"): 4.0}
    problem = SitingProblem(
        (DemandNode("d0", 2), DemandNode("d1", 1), DemandNode("d2", 7)), (Site("s0"), Site("s1")), travel, 9.0
    )
    found = solve(problem, Objective.MIN_DISTANCE, SitingOptions(k=1, far=100.0))
    assert (found.chosen, found.value, found.unmet) == (("s0",), 2 * 1 + 100, (("d1", 1),))
    assert (found.uncovered, found.unreachable) == (("d1",), ("d2",))


def test_people_of_one_demand_are_split_in_whole_persons():
    sites = (Site("a", capacity=3), Site("b", capacity=4))
    problem = SitingProblem((DemandNode("d", 9),), sites, {("d", "a"): 1.0, ("d", "b"): 2.0}, 5.0)
    found = solve(problem, Objective.COVER_ALL, SitingOptions(capacitated=True))
    assert [(x.site, x.weight) for x in found.assignment] == [("a", 3), ("b", 4)]
    assert (found.unmet, found.uncovered, found.proof) == ((("d", 2),), ("d",), Proof.OPTIMAL)


def test_nothing_to_serve_and_nowhere_to_build_are_answers():
    for objective in Objective:
        options = SitingOptions() if objective is Objective.COVER_ALL else SitingOptions(k=1)
        assert solve(SitingProblem((), (Site("s"),), {}, 1.0), objective, options).chosen == ()
        nowhere = solve(SitingProblem((DemandNode("d", 3),), (), {}, 1.0), objective, options)
        assert (nowhere.unreachable, nowhere.value) == (("d",), 0.0)


def test_the_next_sites_gain_less_until_nothing():
    found = marginal(line(9), Objective.MAX_COVER, 9)
    assert ([s.gain for s in found.steps], found.stopped) == ([3.0, 3.0, 3.0], 3)
    assert marginal(line(9), Objective.MAX_COVER, 2).stopped is None
    assert marginal(line(8), Objective.MAX_COVER, 9, least=2.5).stopped == 2


def test_best_sets_need_not_be_nested():
    steps = marginal(line(6, 1.5), Objective.MIN_DISTANCE, 2).steps
    assert not set(steps[0].solution.chosen) <= set(steps[1].solution.chosen)
