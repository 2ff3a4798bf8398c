"""Siting against another program and a published instance."""

import csv
import warnings
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from analytics.siting.problem import (
    DemandNode,
    Objective,
    Proof,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import solve
from tests.analytics.siting import brute

HERE = Path(__file__).parent
RADIUS = 5000.0


@cache
def francisco() -> SitingProblem:
    """Stores of San Francisco: 205 census tracts, 16 sites, network distances (data of spopt)."""
    with (HERE / "san_francisco.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    sites = [name for name in rows[0] if name.startswith("Store_")]
    travel = {(r["tract"], s): float(r[s]) for r in rows for s in sites}
    demand = tuple(DemandNode(r["tract"], int(r["demand"])) for r in rows)
    return SitingProblem(demand, tuple(Site(s) for s in sites), travel, RADIUS)


def theirs(objective: Objective, problem: SitingProblem) -> float:
    """Objective value of spopt's own model."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pulp, locate = pytest.importorskip("pulp"), pytest.importorskip("spopt.locate")
        cost = np.array([[problem.travel[d.key, s.key] for s in problem.sites] for d in problem.demand])
        weights = np.array([d.weight for d in problem.demand])
        model = {
            Objective.COVER_ALL: lambda: locate.LSCP.from_cost_matrix(cost, service_radius=RADIUS),
            Objective.MAX_COVER: lambda: locate.MCLP.from_cost_matrix(
                cost, weights, service_radius=RADIUS, p_facilities=4
            ),
            Objective.MIN_DISTANCE: lambda: locate.PMedian.from_cost_matrix(cost, weights, p_facilities=4),
        }[objective]()
        solved = model.solve(pulp.HiGHS(msg=False))
    return float(solved.problem.objective.value())


THEIRS = [(Objective.COVER_ALL, 8), (Objective.MAX_COVER, 875_247), (Objective.MIN_DISTANCE, 2_848_250_514)]
"""Values of spopt 0.6.1, which `make check-long` asks again."""


@pytest.mark.parametrize(("objective", "value"), THEIRS)
def test_san_francisco_has_the_values_of_another_program(objective: Objective, value: int):
    """As spopt solved it; the program itself runs in the test below."""
    problem = francisco()
    assert (len(problem.demand), len(problem.sites), len(problem.travel)) == (205, 16, 3280)
    found = solve(problem, objective, SitingOptions(k=None if objective is Objective.COVER_ALL else 4))
    assert found.value == pytest.approx(value)
    assert found.proof is Proof.OPTIMAL


@pytest.mark.long
@pytest.mark.parametrize(("objective", "value"), THEIRS)
def test_the_other_program_still_has_these_values(objective: Objective, value: int):
    """In `make check` the test above compares with the same values."""
    assert theirs(objective, francisco()) == pytest.approx(value)


@pytest.mark.parametrize("objective", [Objective.MAX_COVER, Objective.MIN_DISTANCE])
def test_san_francisco_has_the_values_of_every_choice(objective: Objective):
    brute.agree(francisco(), objective, SitingOptions(k=3))


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
    problem = SitingProblem(tuple(DemandNode(k, 1) for k in keys), tuple(Site(k) for k in keys), travel, 0.0)
    found = solve(problem, Objective.MIN_DISTANCE, SitingOptions(k=5))
    assert (found.value, found.proof) == (5819.0, Proof.OPTIMAL)
