"""The bound on the worst group's share cuts off no choice, and is close where halves of sites would deceive."""

import random
from dataclasses import replace

import numpy as np
import pytest

from analytics.siting.arrays import arrays
from analytics.siting.model import SitingModel, cover, flow
from analytics.siting.problem import DemandNode, Objective, Proof, Site, SitingOptions, SitingProblem
from analytics.siting.share import tighten
from analytics.siting.solve import solve
from analytics.solver.program import TimeBudget
from tests.analytics.siting import brute


def streets(count: int, *, room: int | None = None, standing: int = 0) -> SitingProblem:
    """Streets of ten people, a candidate in each; existing points with room for so many, each in one street."""
    demand = tuple(DemandNode(f"d{g}", 10, f"g{g}") for g in range(count))
    sites = [Site(f"new{g}", capacity=room) for g in range(count)]
    sites += [Site(f"old{g}", capacity=3, fixed=True) for g in range(standing)]
    travel = {(f"d{g}", f"{kind}{g}"): 0.0 for g in range(count) for kind in ("new", "old")}
    return SitingProblem(demand, tuple(sites), travel, 0.0)


def model(problem: SitingProblem, options: SitingOptions) -> SitingModel:
    a = arrays(problem, Objective.MAX_COVER, options)
    made = cover(a)
    if options.capacitated:
        made = flow(a, np.flatnonzero(a.within.any(axis=0)), np.zeros(len(a.weight)))
    tighten(a, made, TimeBudget(options.time_limit))
    return made


def bound(problem: SitingProblem, options: SitingOptions) -> float:
    made = model(problem, options)
    assert made.worst is not None
    return float(made.upper[made.worst])


def test_two_places_cannot_help_three_streets():
    assert bound(streets(3), SitingOptions(k=2, equity=0.5)) < 1e-4
    assert bound(streets(3), SitingOptions(k=3, equity=0.5)) == pytest.approx(1, abs=1e-5)


def test_what_stands_already_is_counted():
    options = SitingOptions(k=2, equity=0.5, capacitated=True)
    assert bound(streets(3, standing=3), options) == pytest.approx(0.3, abs=1e-3)
    assert bound(streets(3, room=2, standing=3), replace(options, k=3)) == pytest.approx(0.5, abs=1e-3)


def test_without_equity_or_with_a_distance_nothing_is_added():
    for objective, equity in ((Objective.MAX_COVER, 0.0), (Objective.MIN_DISTANCE, 0.5)):
        options = SitingOptions(k=2, equity=equity)
        a = arrays(streets(3), objective, options)
        made = flow(a, np.arange(3), np.full(3, 1.0))
        before = len(made.rows)
        tighten(a, made, TimeBudget(options.time_limit))
        assert len(made.rows) == before


@pytest.mark.parametrize("equity", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("capacitated", [False, True])
def test_it_cuts_off_no_best_choice(*, equity: float, capacitated: bool):
    for seed in range(30):
        problem = brute.rolled(seed, 3 if capacitated else 5, capacities=capacitated)
        dice = random.Random(seed)  # noqa: S311  # a test instance
        demand = tuple(replace(d, group=dice.choice("abc")) for d in problem.demand)
        sites = tuple(replace(s, fixed=s.fixed or dice.random() < 1 / 4) for s in problem.sites)
        mixed = replace(problem, demand=demand, sites=sites)
        options = SitingOptions(k=1 + seed % 2, equity=equity, capacitated=capacitated)
        value, _ = brute.best(mixed, Objective.MAX_COVER, options)
        found = solve(mixed, Objective.MAX_COVER, options)
        assert found.proof is Proof.OPTIMAL, seed
        assert found.value == pytest.approx(-value), seed


def test_a_search_that_is_stopped_is_only_less_sharp():
    options = SitingOptions(k=2, equity=0.5, time_limit=0.0)
    assert bound(streets(3), options) == 1.0
