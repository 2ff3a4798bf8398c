"""The solver's answers: optimum, proof, limits and changes between calls."""

import math

import numpy as np
import pytest

from analytics.solver.highs import Solver
from analytics.solver.program import Program, SolverOptions, SolverStatus, TimeBudget, row


def knapsack(*, maximise: bool = True, upper: float = 1.0) -> Program:
    """Three things of value 6, 5, 5 and weight 4, 3, 3, with room for 6."""
    sign = 1.0 if maximise else -1.0
    limit = row(np.arange(3), np.array([4.0, 3.0, 3.0]), upper=6.0)
    cost, whole = sign * np.array([6.0, 5.0, 5.0]), np.ones(3, np.bool_)
    return Program(cost, np.zeros(3), np.full(3, upper), whole, [limit], constant=1.0, maximise=maximise)


@pytest.mark.parametrize("maximise", [True, False])
def test_an_optimum_is_proven_in_either_direction(maximise: bool):
    answer = Solver(knapsack(maximise=maximise)).solve()
    assert answer.values is not None
    assert answer.values.round().tolist() == [0, 1, 1]
    assert (answer.value, answer.bound) == ((11, 11) if maximise else (-9, -9))
    assert (answer.status, answer.proven, answer.infeasible) == (SolverStatus.OPTIMAL, True, False)


def test_nothing_below_the_cutoff_is_infeasible():
    answer = Solver(knapsack(maximise=False), SolverOptions(cutoff=-9.5)).solve()
    assert (answer.values, answer.value) == (None, math.inf)
    assert answer.infeasible


def test_a_program_may_be_infeasible_or_unbounded():
    free = Program(np.array([-1.0]), np.zeros(1), np.full(1, math.inf), np.zeros(1, np.bool_), [])
    assert Solver(free, SolverOptions(presolve=False)).solve().status is SolverStatus.UNBOUNDED
    free.rows.append(row(np.array([0]), np.ones(1), lower=2.0, upper=1.0))
    assert Solver(free, SolverOptions(presolve=False)).solve().status is SolverStatus.INFEASIBLE


def test_a_passed_deadline_or_a_cancel_stops_before_the_search():
    for deadline in (TimeBudget(0.0), TimeBudget(cancel=lambda: True)):
        answer = Solver(knapsack(), deadline=deadline).solve()
        assert (answer.values, answer.status, answer.proven) == (None, SolverStatus.STOPPED, False)


def test_costs_and_bounds_change_between_calls():
    solver = Solver(knapsack())
    assert solver.solve().value == 11
    solver.set_bounds(1, 0.0, 0.0)
    assert solver.solve().value == 7
    solver.set_cost(2, 9.0)
    assert solver.solve().value == 10
    solver.reset()
    assert solver.solve().value == 10
