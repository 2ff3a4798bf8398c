"""A linear or mixed-integer program as arrays, the limits of a solver call and its result (线性与整数规划)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Constraints `lower <= A x <= upper`, row by row: row i uses the next `counts[i]` of `index` and `value`."""

    counts: Ints
    index: Ints
    value: Floats
    lower: Floats
    upper: Floats


def row(index: Ints, value: Floats, lower: float = -math.inf, upper: float = math.inf) -> Rows:
    """One constraint over the columns `index` with the coefficients `value`."""
    return Rows(np.array([len(index)]), index, value, np.array([lower]), np.array([upper]))


@dataclass(slots=True, eq=False)
class Program:
    """Minimise (or maximise) `cost @ x + constant` within the bounds and rows."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Mask
    """Columns that take whole numbers."""
    rows: list[Rows]
    constant: float = 0.0
    maximise: bool = False


@dataclass(frozen=True, slots=True)
class SolverOptions:
    """Options of a solver; None leaves HiGHS's default.

    Attributes:
        threads: Number of threads.
        presolve: Whether HiGHS may simplify the program first.
        absolute_gap: An integer search ends at this distance between value and bound.
        nodes: Most nodes of an integer search.
        cutoff: Stop as soon as no point has a value below this.
    """

    threads: int | None = None
    presolve: bool = True
    absolute_gap: float | None = None
    nodes: int | None = None
    cutoff: float = math.inf


class SolverStatus(Enum):
    """Outcome of a solver call; the values complete the sentence "the program is …"."""

    OPTIMAL = "solved to proven optimality"
    INFEASIBLE = "infeasible: no point within the constraints and the cutoff"
    UNBOUNDED = "unbounded"
    STOPPED = "unfinished: stopped by a limit or the caller"


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Result of one solver call.

    Attributes:
        values: The best point found, in the order of the columns, correct to the solver's tolerance; None without one.
        value: Its objective, infinity without a point.
        bound: No point is better than this.
        status: How the call ended.
    """

    values: Floats | None
    value: float
    bound: float
    status: SolverStatus

    @property
    def infeasible(self) -> bool:
        """True if it is proven that no point exists (below the cutoff)."""
        return self.status is SolverStatus.INFEASIBLE

    @property
    def proven(self) -> bool:
        """True if the search ran to its end: optimal or infeasible."""
        return self.status in (SolverStatus.OPTIMAL, SolverStatus.INFEASIBLE)


class TimeBudget:
    """Time limit and cancellation shared by all solver calls of one question."""

    def __init__(self, seconds: float | None = None, cancel: Callable[[], bool] | None = None) -> None:
        self.end = math.inf if seconds is None else time.monotonic() + seconds
        self.cancel = cancel
        self.cancelled = False

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return max(0.0, self.end - time.monotonic())

    def passed(self) -> bool:
        """True if the search must stop now: the time is up, or `cancel` returned True."""
        if self.cancel is not None and not self.cancelled:
            self.cancelled = self.cancel()
        return self.cancelled or self.left <= 0
