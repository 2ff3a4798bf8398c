"""Whole-number tables that satisfy a set of sums, found by optimisation (满足合计的整数表)."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.demand.tables import Key, Sum
from analytics.solver.highs import Solver
from analytics.solver.program import Floats, Program, Rows, SolverOptions, SolverStatus

Terms = list[tuple[int, int]]
"""One sum as (column, sign): total minus parts equals the right-hand side."""
NODES = 10_000
"""Node limit of a whole-number search; what remains undecided is hidden or refused, never shown (配置值)."""
SETTINGS = SolverOptions(threads=1, presolve=True, nodes=NODES)


class NoTableFound(ValueError):
    """No whole-number table exists within the bounds, or none was found before the node limit."""


def terms(sums: Sequence[Sum], column: Mapping[Key, int]) -> list[Terms]:
    """Each sum over the cells that have a column; the other cells are constants."""
    signed = (((s.total, 1), *((p, -1) for p in s.parts)) for s in sums)
    return [[(column[key], sign) for key, sign in row if key in column] for row in signed]


class SumProgram:
    """A system of sums with bounds on each cell, solved repeatedly with other costs and bounds."""

    def __init__(
        self, rows: Sequence[Terms], right: Sequence[int], lower: Sequence[float], upper: Sequence[float]
    ) -> None:
        counts = np.array([len(row) for row in rows], dtype=np.intp)
        self._index = np.array([j for row in rows for j, _ in row], dtype=np.intp)
        self._sign = np.array([sign for row in rows for _, sign in row], dtype=np.float64)
        self._row = np.repeat(np.arange(len(rows)), counts)
        self._right = np.array(right, dtype=np.float64)
        self.lower, self.upper = np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)
        n = len(self.lower)
        equal = Rows(counts, self._index, self._sign, self._right, self._right)
        self._solver = Solver(Program(np.zeros(n), self.lower, self.upper, np.zeros(n, np.bool_), [equal]), SETTINGS)

    def set_cost(self, column: int, cost: float) -> None:
        """Change the cost of a cell."""
        self._solver.set_cost(column, cost)

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a cell."""
        self.lower[column], self.upper[column] = lower, upper
        self._solver.set_bounds(column, lower, upper)

    def cheapest(self, *, reset: bool = False) -> NDArray[np.int64] | None:
        """The whole-number point of least cost; None if the cost has no minimum.

        With `reset` the answer depends on the program alone, not on earlier calls.

        Raises:
            NoTableFound: No such point, or none within the node limit.
        """
        values = self.linear(reset=reset)
        if values is None:
            return None
        point = self._whole(values)
        return self._branch() if point is None else point

    def linear(self, *, reset: bool = False) -> Floats | None:
        """The point of least cost, fractions allowed; None if the cost has no minimum.

        Raises:
            NoTableFound: No such point.
        """
        if reset:
            self._solver.reset()
        answer = self._solver.solve()
        if answer.status is SolverStatus.UNBOUNDED:
            return None
        if answer.status is not SolverStatus.OPTIMAL or answer.values is None:
            raise NoTableFound(f"no table satisfies the sums: the program is {answer.status.value}")
        return answer.values

    def _whole(self, values: Floats) -> NDArray[np.int64] | None:
        """The solver's point rounded, if it then satisfies every sum and bound exactly."""
        point = np.rint(values)
        sums = np.bincount(self._row, weights=self._sign * point[self._index], minlength=len(self._right))
        valid = (sums == self._right).all() and (point >= self.lower).all() and (point <= self.upper).all()
        return point.astype(np.int64) if valid else None

    def _branch(self) -> NDArray[np.int64]:
        """Search whole numbers where the linear optimum is fractional, as happens in tables of three dimensions."""
        self._solver.set_integer(integer=True)
        answer = self._solver.solve()
        self._solver.set_integer(integer=False)
        point = None if answer.values is None else self._whole(answer.values)
        if point is None:
            raise NoTableFound(f"no whole-number table within {NODES} nodes")
        return point
