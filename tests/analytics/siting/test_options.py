"""Limits, cancellation and options that are refused."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analytics.siting.check import check
from analytics.siting.problem import (
    DemandNode,
    Matrix,
    Objective,
    Proof,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import marginal, solve
from knowledge.errors import BadInput
from tests.analytics.siting.brute import line


def plane(places: int, seed: int, *, fixed: int = 0) -> SitingProblem:
    dice = np.random.default_rng(seed)
    points, weights = dice.random((places, 2)), dice.integers(1, 500, places)
    travel = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    demand = tuple(DemandNode(f"d{i:04}", int(w)) for i, w in enumerate(weights))
    sites = tuple(Site(f"s{j:04}", fixed=j < fixed, premises=j % 3 == 0) for j in range(places))
    return SitingProblem.of_matrix(demand, sites, travel, 0.15)


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("capacitated", [False, True])
def test_a_cancelled_search_still_answers(objective: Objective, *, capacitated: bool):
    options = SitingOptions(capacitated=capacitated, cancel=lambda: True)
    limit = options if objective is Objective.COVER_ALL else replace(options, k=3)
    found = solve(plane(40, 1), objective, limit)
    assert found.proof is Proof.CANCELLED
    assert found.unique is None


def test_cancel_is_asked_during_the_search():
    asked = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 3

    found = solve(plane(800, 1, fixed=3), Objective.COVER_ALL, SitingOptions(cancel=cancel))
    assert found.proof is Proof.CANCELLED
    assert len(asked) == 4
    assert not check(plane(800, 1, fixed=3), found, SitingOptions())


@pytest.mark.parametrize("objective", Objective)
def test_without_time_the_gap_is_stated(objective: Objective):
    options = SitingOptions(time_limit=0.0, k=None if objective is Objective.COVER_ALL else 5)
    found = solve(plane(60, 2), objective, options)
    best = solve(plane(60, 2), objective, replace(options, time_limit=None))
    assert found.proof is Proof.BOUNDED
    low, high = sorted((found.bound, found.value))
    assert low - 1e-6 <= best.value <= high + 1e-6


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]):
    solve(line(5), Objective.COVER_ALL)
    solve(line(5), Objective.MIN_DISTANCE, SitingOptions(k=2))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "objective", "name"),
    [
        (SitingOptions(), Objective.MAX_COVER, "k"),
        (SitingOptions(k=-1), Objective.MAX_COVER, "k"),
        (SitingOptions(k=1, budget=1.0), Objective.MIN_DISTANCE, "k"),
        (SitingOptions(budget=-1.0), Objective.MAX_COVER, "budget"),
        (SitingOptions(budget=math.nan), Objective.MAX_COVER, "budget"),
        (SitingOptions(k=1, equity=1.5), Objective.MAX_COVER, "equity"),
        (SitingOptions(k=1, equity=0.5), Objective.MAX_COVER, "equity"),
        (SitingOptions(equity=0.5), Objective.COVER_ALL, "equity"),
        (SitingOptions(k=1, far=1.0), Objective.MIN_DISTANCE, "far"),
        (SitingOptions(k=1, time_limit=-1.0), Objective.MAX_COVER, "time_limit"),
    ],
)
def test_limits_that_make_no_sense_are_refused(options: SitingOptions, objective: Objective, name: str):
    with pytest.raises(BadInput) as refused:
        solve(line(4), objective, options)
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"demand": (DemandNode("d", -1),)}, "weight"),
        ({"demand": (DemandNode("d", 1), DemandNode("d", 1))}, "demand"),
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
