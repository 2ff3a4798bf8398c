"""The only module that calls HiGHS (HiGHS 的唯一入口).

References:
    Huangfu & Hall (2018), Parallelizing the dual revised simplex method, Math. Program. Comput. 10(1).
"""

import math
from typing import Any

import highspy
import numpy as np

from analytics.solver.program import Answer, Floats, Ints, Program, Rows, SolverOptions, SolverStatus, TimeBudget

MODEL_STATUS = highspy.HighsModelStatus
STATUS = {
    MODEL_STATUS.kOptimal: SolverStatus.OPTIMAL,
    MODEL_STATUS.kModelEmpty: SolverStatus.OPTIMAL,
    MODEL_STATUS.kInfeasible: SolverStatus.INFEASIBLE,
    MODEL_STATUS.kUnboundedOrInfeasible: SolverStatus.INFEASIBLE,
    MODEL_STATUS.kObjectiveBound: SolverStatus.INFEASIBLE,
    MODEL_STATUS.kUnbounded: SolverStatus.UNBOUNDED,
}


class _Quiet(highspy.Highs):
    """HiGHS without its banner: `highspy.Highs.__init__` may print before output can be turned off."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)  # noqa: FBT003  # HiGHS's own signature

    def stop_at(self, deadline: TimeBudget) -> None:
        """Let the search check the deadline's `cancel` while it runs."""

        def check(_kind: object, _text: str, _out: object, answer: Any, _data: object) -> None:
            answer.user_interrupt = deadline.passed()

        self.setCallback(check, None)
        kinds = highspy.cb.HighsCallbackType
        for kind in (kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt, kinds.kCallbackMipInterrupt):
            self.startCallback(kind)


class Solver:
    """A program loaded into HiGHS; costs and bounds may be changed between calls of `solve`.

    A call continues from the last call's basis unless `reset` is called first.
    """

    def __init__(
        self, program: Program, settings: SolverOptions | None = None, deadline: TimeBudget | None = None
    ) -> None:
        settings = settings or SolverOptions()
        self._deadline = deadline or TimeBudget()
        self._constant = program.constant
        self._columns = len(program.cost)
        self._mixed = bool(program.integer.any())
        self._highs = _Quiet()
        for name, value in _options(settings, self._constant).items():
            self._highs.setOptionValue(name, value)
        if self._deadline.cancel is not None:
            self._highs.stop_at(self._deadline)
        self._highs.passModel(_lp(program))

    def start_from(self, columns: Ints, values: Floats) -> None:
        """Give a known point, whole or in part, for the search to start from."""
        self._highs.setSolution(len(columns), columns.astype(np.int32), values)

    def set_cost(self, column: int, cost: float) -> None:
        """Change the cost of a column."""
        self._highs.changeColCost(column, cost)

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._highs.changeColBounds(column, lower, upper)

    def reset(self) -> None:
        """Forget the last call, so that the next one depends on the program alone."""
        self._highs.clearSolver()

    def solve(self) -> Answer:
        """Solve the program in its present form, until the deadline."""
        if self._deadline.passed():
            return Answer(None, math.inf, -math.inf, SolverStatus.STOPPED)
        if math.isfinite(self._deadline.left):
            self._highs.setOptionValue("time_limit", self._deadline.left)
        self._highs.run()
        status, info = STATUS.get(self._highs.getModelStatus(), SolverStatus.STOPPED), self._highs.getInfo()
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status is not SolverStatus.OPTIMAL and not (self._mixed and feasible):
            return Answer(None, math.inf, info.mip_dual_bound + self._constant, status)
        values = np.array(self._highs.getSolution().col_value)
        value = info.objective_function_value + self._constant
        if status is SolverStatus.OPTIMAL:
            return Answer(values, value, value, status)
        return Answer(values, value, info.mip_dual_bound + self._constant, SolverStatus.STOPPED)


def _options(settings: SolverOptions, constant: float) -> dict[str, bool | int | float | str]:
    """The options by HiGHS's names; the relative gap is always 0, so that an optimum is one."""
    options: dict[str, bool | int | float | str | None] = {
        "mip_rel_gap": 0.0,
        "threads": settings.threads,
        "presolve": None if settings.presolve else "off",
        "mip_abs_gap": settings.absolute_gap,
        "mip_max_nodes": settings.nodes,
        "objective_bound": settings.cutoff - constant if math.isfinite(settings.cutoff) else None,
    }
    return {name: value for name, value in options.items() if value is not None}


def _lp(program: Program) -> Any:
    lp: Any = highspy.HighsLp()  # the stubs say lists; arrays are accepted as they are
    rows, columns = _stacked(program.rows), len(program.cost)
    lp.num_col_, lp.num_row_ = columns, len(rows.counts)
    lp.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = rows.lower, rows.upper
    matrix = lp.a_matrix_
    matrix.format_, matrix.num_col_, matrix.num_row_ = highspy.MatrixFormat.kRowwise, columns, len(rows.counts)
    matrix.start_ = np.concatenate([[0], np.cumsum(rows.counts)]).astype(np.int32)
    matrix.index_, matrix.value_ = rows.index.astype(np.int32), rows.value
    if program.integer.any():
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.integer.tolist()]
    return lp


def _stacked(parts: list[Rows]) -> Rows:
    if not parts:
        return Rows(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0), np.zeros(0))
    return Rows(
        np.concatenate([r.counts for r in parts]),
        np.concatenate([r.index for r in parts]),
        np.concatenate([r.value for r in parts]),
        np.concatenate([r.lower for r in parts]),
        np.concatenate([r.upper for r in parts]),
    )
