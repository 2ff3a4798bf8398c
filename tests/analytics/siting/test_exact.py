"""Siting against every choice of small problems."""

import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.siting.problem import (
    Objective,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import solve
from tests.analytics.siting import brute
from tests.support.examples import ALL, FEW, examples


@st.composite
def limited(draw: st.DrawFn, objective: Objective) -> SitingOptions:
    """Options with a limit that the objective takes."""
    far = brute.FAR if draw(st.booleans()) else None
    if objective is Objective.COVER_ALL and draw(st.booleans()):
        return SitingOptions(far=far)
    if draw(st.booleans()):
        return SitingOptions(k=draw(st.integers(0, 4)), far=far)
    return SitingOptions(budget=draw(st.sampled_from([0.0, 1.0, 2.5, 3.0, 4.5])), far=far)


objectives = st.sampled_from(Objective)
SEEDS = range(40 if ALL else FEW // 2)
"""Of problems where most can be reached: all of them in `make check-long`, as of other properties."""


@examples(150)
@given(brute.problems(), objectives, st.data())
def test_every_objective_is_the_best_of_all_choices(problem: SitingProblem, objective: Objective, data: st.DataObject):
    brute.agree(problem, objective, data.draw(limited(objective)))


@examples(60)
@given(brute.problems(3, 3, capacities=True), objectives, st.data())
def test_capacities_are_counted_as_in_every_split(problem: SitingProblem, objective: Objective, data: st.DataObject):
    brute.agree(problem, objective, replace(data.draw(limited(objective)), capacitated=True))


@examples(60)
@given(
    brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.sampled_from([0.3, 0.5, 1.0])
)
def test_equity_blends_the_sum_and_the_worst_group(problem: SitingProblem, objective: Objective, equity: float):
    assume(any(d.group for d in problem.demand))
    brute.agree(problem, objective, SitingOptions(k=2, equity=equity))


@examples(30)
@given(brute.problems(3, 3, capacities=True), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]))
def test_equity_counts_capacities_as_well(problem: SitingProblem, objective: Objective):
    assume(any(d.group for d in problem.demand))
    brute.agree(problem, objective, SitingOptions(k=2, equity=0.5, capacitated=True))


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("limit", [{"k": 1}, {"k": 2}, {"k": 3}, {"budget": 3.0}])
def test_ties_and_premises_are_settled_as_by_enumeration(objective: Objective, limit: dict[str, Any]):
    for seed in SEEDS:
        brute.agree(brute.rolled(seed), objective, SitingOptions(**limit))


@pytest.mark.parametrize("objective", [Objective.MAX_COVER, Objective.MIN_DISTANCE])
@pytest.mark.parametrize("equity", [0.25, 0.5, 1.0])
def test_equity_is_exact_where_most_can_be_reached(objective: Objective, equity: float):
    for seed in SEEDS:
        brute.agree(brute.rolled(seed), objective, SitingOptions(k=2, equity=equity))


@pytest.mark.parametrize("objective", Objective)
def test_capacities_are_exact_where_most_can_be_reached(objective: Objective):
    for seed in SEEDS[:15]:
        limit = None if objective is Objective.COVER_ALL else 2
        brute.agree(brute.rolled(seed, 3, capacities=True), objective, SitingOptions(k=limit, capacitated=True))


@examples(60)
@given(brute.problems(), objectives, st.randoms())
def test_order_of_the_input_changes_nothing(problem: SitingProblem, objective: Objective, dice: random.Random):
    options = SitingOptions() if objective is Objective.COVER_ALL else SitingOptions(k=2)
    demand, sites, travel = list(problem.demand), list(problem.sites), list(problem.travel.items())
    for part in (demand, sites, travel):
        dice.shuffle(part)
    mixed = SitingProblem(tuple(demand), tuple(sites), dict(travel), problem.standard)
    assert solve(mixed, objective, options) == solve(problem, objective, options)


@examples(60)
@given(brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.integers(0, 3))
def test_a_larger_k_and_one_more_candidate_never_worsen(problem: SitingProblem, objective: Objective, k: int):
    def total(p: SitingProblem, k: int) -> float:
        found = solve(p, objective, SitingOptions(k=k, far=brute.FAR))
        lost = sum(d.weight for d in p.demand if d.key in found.unreachable)
        return brute.SIGN[objective] * found.value + (brute.FAR * lost if objective is Objective.MIN_DISTANCE else 0)

    assert total(problem, k + 1) <= total(problem, k) + 1e-6
    near = {(d.key, "extra"): 2.0 for d in problem.demand[::2]}
    wider = replace(problem, sites=(*problem.sites, Site("extra")), travel={**problem.travel, **near})
    assert total(wider, k) <= total(problem, k) + 1e-6


@examples(60)
@given(brute.problems(), st.sampled_from([Objective.MAX_COVER, Objective.MIN_DISTANCE]), st.integers(2, 9))
def test_weights_scale_the_value_and_not_the_choice(problem: SitingProblem, objective: Objective, factor: int):
    heavier = replace(problem, demand=tuple(replace(d, weight=d.weight * factor) for d in problem.demand))
    one, other = (solve(p, objective, SitingOptions(k=2)) for p in (problem, heavier))
    assert other.value == pytest.approx(factor * one.value)
    assert other.chosen == one.chosen


@examples(60)
@given(brute.problems(), objectives)
def test_a_matrix_gives_what_the_pairs_give(problem: SitingProblem, objective: Objective):
    values = [[problem.travel.get((d.key, s.key), math.inf) for s in problem.sites] for d in problem.demand]
    same = SitingProblem.of_matrix(problem.demand, problem.sites, np.array(values), problem.standard)
    assert dict(same.travel) == problem.travel
    assert len(same.travel) == len(problem.travel)
    options = SitingOptions() if objective is Objective.COVER_ALL else SitingOptions(k=2)
    assert solve(same, objective, options) == solve(problem, objective, options)
