"""The check of a solution finds every spoiled field."""

from dataclasses import fields, replace
from typing import Any

import pytest

from analytics.siting.check import check
from analytics.siting.problem import (
    DemandNode,
    Objective,
    Site,
    SitingOptions,
    SitingProblem,
)
from analytics.siting.solve import UnsoundSolution, solve
from tests.analytics.siting.brute import line

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
    problem, options = line(6), SitingOptions(k=2, far=50.0)
    found = solve(problem, Objective.MIN_DISTANCE, options)
    assert check(problem, found, options) == ()
    spoiled = replace(found, **{name: SPOILED[name]})
    if name == "bound":
        spoiled = replace(found, bound=found.value + 1, gap=1 / found.value)
    assert check(problem, spoiled, options)
    assert set(SPOILED) <= {f.name for f in fields(found)}


def test_the_recheck_finds_excess():
    problem = replace(line(6), sites=tuple(Site(f"s{j}", capacity=3) for j in range(6)))
    options = SitingOptions(k=2, capacitated=True)
    found = solve(problem, Objective.MAX_COVER, options)
    tighter = replace(problem, sites=tuple(replace(s, capacity=2) for s in problem.sites))
    assert any("capacity" in fault for fault in check(tighter, found, options))
    assert any("k:" in fault for fault in check(problem, found, replace(options, k=1)))
    assert any("budget" in fault for fault in check(problem, found, replace(options, k=None, budget=1.0)))


def test_a_site_that_does_not_give_it_serves_nobody_however_near():
    travel = {("d", "near"): 0.0, ("d", "far"): 1.0, ("e", "near"): 0.0}
    demand = (DemandNode("d", 3, kind="x"), DemandNode("e", 2, kind="y"))
    sites = (Site("near", gives=frozenset("y")), Site("far", gives=frozenset("x")))
    found = solve(SitingProblem(demand, sites, travel, 1.0), Objective.MAX_COVER, SitingOptions(k=1))
    assert (found.chosen, found.covered, found.uncovered) == (("far",), ("d",), ("e",))
    nobody = (Site("near", gives=frozenset("y")), Site("far", gives=frozenset()))
    found = solve(SitingProblem(demand, nobody, travel, 1.0), Objective.COVER_ALL, SitingOptions())
    assert (found.chosen, found.unreachable) == (("near",), ("d",))


@pytest.mark.parametrize("matrix", [False, True])
def test_the_recheck_finds_somebody_served_by_a_site_that_does_not_give_it(*, matrix: bool):
    free = replace(line(6), demand=tuple(DemandNode(f"d{i}", 1, kind="x") for i in range(6)))
    if matrix:
        values = [[float(abs(i - j)) for j in range(6)] for i in range(6)]
        free = SitingProblem.of_matrix(free.demand, free.sites, values, free.standard)
    options = SitingOptions(k=2)
    found = solve(free, Objective.MAX_COVER, options)
    barred = replace(free, sites=tuple(replace(s, gives=frozenset("y")) for s in free.sites))
    assert check(free, found, options) == ()
    assert any("is not possible" in fault for fault in check(barred, found, options))
    unassigned = replace(found, assignment=(), unmet=tuple((d.key, 1) for d in free.demand), value=0.0)
    assert any("covered: wrong" in fault for fault in check(barred, unassigned, options))


def test_an_unsound_solution_is_never_returned(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analytics.siting.solve.check", lambda *_: ("spoiled",))
    with pytest.raises(UnsoundSolution):
        solve(line(3), Objective.COVER_ALL)
