"""Bounds and values of large problems."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.siting import nearest
from analytics.siting.arrays import arrays
from analytics.siting.large import bracket
from analytics.siting.problem import (
    DemandNode,
    Objective,
    Proof,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import solve
from analytics.solver.program import TimeBudget


def plane(places: int, seed: int, *, fixed: int = 0) -> SitingProblem:
    dice = np.random.default_rng(seed)
    points, weights = dice.random((places, 2)), dice.integers(1, 500, places)
    travel = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    demand = tuple(DemandNode(f"d{i:04}", int(w)) for i, w in enumerate(weights))
    sites = tuple(Site(f"s{j:04}", fixed=j < fixed, premises=j % 3 == 0) for j in range(places))
    return SitingProblem.of_matrix(demand, sites, travel, 0.15)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [3, 12])
@pytest.mark.parametrize("wide", [nearest.WIDE, 100])
def test_bound_exact_and_heuristic_stand_in_order(seed: int, k: int, wide: int, monkeypatch: pytest.MonkeyPatch):
    problem, options = plane(90, seed, fixed=seed), SitingOptions(k=k, ties=False)
    exact = solve(problem, Objective.MIN_DISTANCE, options)
    monkeypatch.setattr(nearest, "WIDE", wide)
    quick = bracket(arrays(problem, Objective.MIN_DISTANCE, options), TimeBudget(options.time_limit))
    assert exact.proof is Proof.OPTIMAL
    assert quick.bound <= exact.value + 1e-6 <= quick.value + 2e-6
    assert quick.value - quick.bound <= 0.03 * quick.value


@pytest.mark.parametrize("seed", range(3))
def test_settled_sites_do_not_change_the_exact_value(seed: int):
    """The whole model, with nothing settled beforehand (capacities that never bind), has the same value."""
    problem = plane(40, seed, fixed=2)
    settled = solve(problem, Objective.MIN_DISTANCE, SitingOptions(k=5))
    whole = solve(problem, Objective.MIN_DISTANCE, SitingOptions(k=5, capacitated=True, ties=False))
    assert settled.value == pytest.approx(whole.value)
    assert settled.chosen == whole.chosen


def test_a_problem_too_large_for_the_exact_model_has_a_certified_gap():
    problem = plane(90, 7)
    found = solve(problem, Objective.MIN_DISTANCE, SitingOptions(budget=9.5, exact_pairs=0))
    exact = solve(problem, Objective.MIN_DISTANCE, SitingOptions(budget=9.5))
    assert found.proof in {Proof.BOUNDED, Proof.OPTIMAL}
    assert found.bound <= exact.value + 1e-6 <= found.value + 2e-6
    assert found.gap <= 0.03


@pytest.mark.long
def test_thousands_of_places_are_answered_with_a_small_gap():
    found = solve(plane(4000, 1), Objective.MIN_DISTANCE, SitingOptions(k=50))
    assert found.gap <= 0.03


@pytest.mark.long
@pytest.mark.parametrize("objective", [Objective.COVER_ALL, Objective.MAX_COVER])
def test_thousands_of_places_are_covered_exactly(objective: Objective):
    problem = replace(plane(4000, 1), standard=0.02)
    found = solve(problem, objective, SitingOptions() if objective is Objective.COVER_ALL else SitingOptions(k=100))
    assert found.proof is Proof.OPTIMAL
