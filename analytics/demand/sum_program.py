"""Numbers that satisfy a set of sums, found by optimisation (满足合计的数)."""

from collections.abc import Sequence

import numpy as np

from analytics.solver.highs import Solver
from analytics.solver.program import Floats, Program, Rows, SolverOptions, SolverStatus

Terms = list[tuple[int, int]]
"""One sum as (column, sign)."""
SETTINGS = SolverOptions(threads=1)


class NoTableFound(ValueError):
    """No numbers within the bounds satisfy the sums."""


class SumProgram:
    """A system of sums with bounds on each column, solved repeatedly with other costs and bounds."""

    def __init__(self, rows: Sequence[Terms], lower: Sequence[float], upper: Sequence[float]) -> None:
        counts = np.array([len(row) for row in rows], dtype=np.intp)
        index = np.array([j for row in rows for j, _ in row], dtype=np.intp)
        sign = np.array([sign for row in rows for _, sign in row], dtype=np.float64)
        zero, n = np.zeros(len(rows)), len(lower)
        sums = Rows(counts, index, sign, zero, zero)
        bounds = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
        self._solver = Solver(Program(np.zeros(n), *bounds, np.zeros(n, np.bool_), [sums]), SETTINGS)

    def set_cost(self, column: int, cost: float) -> None:
        """Change the cost of a column."""
        self._solver.set_cost(column, cost)

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._solver.set_bounds(column, lower, upper)

    def cheapest(self) -> Floats:
        """The point of least cost; it depends on the program alone, not on earlier calls.

        Raises:
            NoTableFound: No such point.
        """
        self._solver.reset()
        answer = self._solver.solve()
        if answer.status is not SolverStatus.OPTIMAL or answer.values is None:
            raise NoTableFound(f"no numbers satisfy the sums: the program is {answer.status.value}")
        return answer.values
