"""Exact siting models for HiGHS: variables, rows and one solver call (选址：精确模型).

References:
    Toregas, Swain, ReVelle & Bergman (1971), The location of emergency service facilities, Oper. Res. 19(6) (cover);
    Church & ReVelle (1974), The maximal covering location problem, Papers Reg. Sci. 32 (maximal cover);
    ReVelle & Swain (1970), Central facilities location, Geogr. Anal. 2(1) (distance).
"""

import math
import time
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from analytics.siting.arrays import Arrays, Floats, Ints, Mask
from analytics.siting.problem import Objective, Options

TOLERANCE = 1e-9
"""Relative: closer values are the same."""
PROVEN = 1e-6
"""Relative: a gap below the solver's own tolerance is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Constraint rows: row i holds the next `counts[i]` of `index` and `value`."""

    counts: Ints
    index: Ints
    value: Floats
    lower: Floats
    upper: Floats


def row(index: Ints, value: Floats, lower: float = -math.inf, upper: float = math.inf) -> Rows:
    """One constraint."""
    return Rows(np.array([len(index)]), index, value, np.array([lower]), np.array([upper]))


@dataclass(slots=True, eq=False)
class Model:
    """A minimisation; the first columns open the sites `sites`."""

    sites: Ints
    cost: Floats
    lower: Floats
    upper: Floats
    integer: Mask
    rows: list[Rows]
    constant: float = 0.0
    pairs: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, np.intp), np.zeros(0, np.intp)))
    """Demand and site of each flow; the flows stand after the sites."""
    unit: Floats = field(default_factory=lambda: np.zeros(0))
    """People that one unit of each flow is."""
    worst: int | None = None
    """Column of the worst group's share, where equity is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What one solver call tells."""

    values: Floats | None
    value: float
    bound: float
    infeasible: bool
    done: bool


class Clock:
    """Time and the caller's wish to stop, shared by the calls of one question."""

    def __init__(self, options: Options) -> None:
        self.end = math.inf if options.time_limit is None else time.monotonic() + options.time_limit
        self.cancel = options.cancel
        self.cancelled = False

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return max(0.0, self.end - time.monotonic())

    def stop(self) -> bool:
        """Whether to stop now; asks the caller."""
        if self.cancel is not None and not self.cancelled:
            self.cancelled = self.cancel()
        return self.cancelled or self.left <= 0


class _Quiet(highspy.Highs):
    """The solver without its banner: the plain start prints before output can be turned off."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's own signature

    def watch(self, clock: Clock) -> None:
        """Ask the clock from inside the search."""

        def ask(_kind: object, _text: str, _out: object, answer: Any, _data: object) -> None:
            answer.user_interrupt = clock.stop()

        self.setCallback(ask, None)
        kinds = highspy.cb.HighsCallbackType
        for kind in (kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt, kinds.kCallbackMipInterrupt):
            self.startCallback(kind)


def run(
    model: Model,
    clock: Clock,
    *,
    cost: Floats | None = None,
    extra: tuple[Rows, ...] = (),
    start: tuple[Ints, Floats] | None = None,
    cutoff: float = math.inf,
    threads: int = 1,
) -> Found:
    """Minimise the model's cost, or another cost over the same columns; `cutoff` cuts off worse values."""
    if clock.stop():
        return Found(None, math.inf, -math.inf, infeasible=False, done=False)
    solver, constant = _Quiet(), model.constant if cost is None else 0.0
    for name, value in (("threads", max(1, min(2, threads))), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-7)):
        solver.setOptionValue(name, value)
    if math.isfinite(clock.left):
        solver.setOptionValue("time_limit", clock.left)
    if math.isfinite(cutoff):
        solver.setOptionValue("objective_bound", cutoff - constant)
    if clock.cancel is not None:
        solver.watch(clock)
    solver.passModel(_lp(model, model.cost if cost is None else cost, (*model.rows, *extra)))
    if start is not None:
        solver.setSolution(len(start[0]), start[0].astype(np.int32), start[1])
    solver.run()
    return _found(solver, constant, mixed=bool(model.integer.any()))


def _found(solver: highspy.Highs, constant: float, *, mixed: bool) -> Found:
    status, kinds, info = solver.getModelStatus(), highspy.HighsModelStatus, solver.getInfo()
    done = status in (kinds.kOptimal, kinds.kModelEmpty)
    infeasible = status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible, kinds.kObjectiveBound)
    if not (done or (mixed and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible)):
        return Found(None, math.inf, info.mip_dual_bound + constant, infeasible, done=infeasible)
    value = info.objective_function_value + constant
    bound = info.mip_dual_bound + constant if mixed else value
    return Found(np.array(solver.getSolution().col_value), value, value if done else bound, infeasible=False, done=done)


def _lp(model: Model, cost: Floats, rows: tuple[Rows, ...]) -> Any:
    lp: Any = highspy.HighsLp()  # the stubs say lists; arrays are taken as they are
    counts = np.concatenate([r.counts for r in rows]) if rows else np.zeros(0, np.intp)
    lp.num_col_, lp.num_row_ = len(cost), len(counts)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, model.lower, model.upper
    lp.row_lower_ = np.concatenate([r.lower for r in rows]) if rows else np.zeros(0)
    lp.row_upper_ = np.concatenate([r.upper for r in rows]) if rows else np.zeros(0)
    matrix = lp.a_matrix_
    matrix.format_, matrix.num_col_, matrix.num_row_ = highspy.MatrixFormat.kRowwise, len(cost), len(counts)
    matrix.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    matrix.index_ = np.concatenate([r.index for r in rows]).astype(np.int32) if rows else np.zeros(0, np.int32)
    matrix.value_ = np.concatenate([r.value for r in rows]) if rows else np.zeros(0)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in model.integer.tolist()]
    return lp


def limits(a: Arrays, sites: Ints) -> list[Rows]:
    """At most k new sites, or at most the budget."""
    new = np.flatnonzero(~a.fixed[sites])
    if a.options.k is not None:
        return [row(new, np.ones(len(new)), upper=float(a.options.k))]
    if a.options.budget is not None:
        return [row(new, a.cost[sites][new], upper=a.options.budget)]
    return []


def cover(a: Arrays) -> Model:
    """COVER_ALL and MAX_COVER without capacities: demand that an existing point covers is settled beforehand."""
    within = a.within
    counted = a.counted
    open_rows = np.flatnonzero(counted & ~within[:, a.fixed].any(axis=1))
    part = within[open_rows]
    sites = np.flatnonzero(part.any(axis=0) & ~a.fixed)
    demand, site = np.nonzero(part[:, sites])
    counts, m, n = np.bincount(demand, minlength=len(open_rows)), len(sites), len(open_rows)
    if a.objective is Objective.COVER_ALL:
        rows = Rows(counts, site, np.ones(len(site)), np.ones(n), np.full(n, math.inf))
        blank = np.zeros(m)
        return Model(sites, a.cost[sites], blank, blank + 1, np.ones(m, np.bool_), [rows, *limits(a, sites)])
    ends = np.cumsum(counts + 1) - 1
    index, value = np.empty(len(site) + n, np.intp), np.full(len(site) + n, -1.0)
    index[np.arange(len(site)) + demand] = site
    index[ends], value[ends] = m + np.arange(n), 1.0
    rows = Rows(counts + 1, index, value, np.full(n, -math.inf), np.zeros(n))
    cost = np.concatenate([np.zeros(m), -(1 - a.options.equity) * a.weight[open_rows]])
    model = Model(
        sites, cost, np.zeros(m + n), np.ones(m + n), np.arange(m + n) < m, [rows, *limits(a, sites)],
        constant=-(1 - a.options.equity) * float(a.weight[counted].sum() - a.weight[open_rows].sum()),
    )  # fmt: skip
    settled = np.where(counted, a.weight, 0.0)
    settled[open_rows] = 0.0
    _share(a, model, counted, settled, (open_rows, m + np.arange(n), a.weight[open_rows]))
    return model


def flow(a: Arrays, sites: Ints, base: Floats, reach: Floats | None = None) -> Model:
    """Capacities or distances: who goes where.

    `base` is what a person costs who is sent nowhere, `reach` how far anybody need be sent. With capacities one unit
    of flow is one person, and every flow may be whole (a transportation problem has whole extreme points); with equity
    it must be asked for.
    """
    capacitated, equity = a.options.capacitated, a.options.equity
    useful = a.within[:, sites] & (a.weight > 0)[:, None]
    if a.distance and not capacitated:
        useful &= a.travel[:, sites] < base[:, None]
    if reach is not None:
        useful &= a.travel[:, sites] <= reach[:, None]
    demand, column = np.nonzero(useful)
    q, m, counted = len(demand), len(sites), a.counted
    unit = np.ones(q) if capacitated else a.weight[demand]
    most = np.minimum(a.weight[demand], a.capacity[sites][column]) / unit if capacitated else np.ones(q)
    gain = (base[demand] - a.travel[demand, sites[column]]) if a.distance else np.ones(q)
    whole = np.concatenate([np.ones(m, np.bool_), np.full(q, bool(equity) and capacitated)])
    lower = np.concatenate([a.fixed[sites].astype(np.float64), np.zeros(q)])
    upper = np.concatenate([np.ones(m), most])
    cost = np.concatenate([np.zeros(m), -(1 - equity) * gain * unit])
    model = Model(sites, cost, lower, upper, whole, limits(a, sites), pairs=(demand, column), unit=unit)
    _flow_rows(a, model, most)
    settled = np.where(counted, a.weight * base, 0.0) if a.distance else np.zeros(len(a.weight))
    model.constant = (1 - equity) * float(settled.sum()) if a.distance else 0.0
    _share(a, model, counted, settled, (demand, m + np.arange(q), (-gain if a.distance else gain) * unit))
    return model


def _flow_rows(a: Arrays, model: Model, most: Floats) -> None:
    demand, column = model.pairs
    m, q = len(model.sites), len(demand)
    people, counts = a.weight / (1.0 if a.options.capacitated else np.maximum(a.weight, 1.0)), np.bincount(demand)
    used = np.flatnonzero(counts)
    model.rows.append(Rows(counts[used], m + np.arange(q), np.ones(q), np.full(len(used), -math.inf), people[used]))
    link = np.stack([m + np.arange(q), column], axis=1).ravel()
    model.rows.append(
        Rows(np.full(q, 2), link, np.stack([np.ones(q), -most], axis=1).ravel(), np.full(q, -math.inf), np.zeros(q))
    )
    if a.options.capacitated:
        for j in np.flatnonzero(np.isfinite(a.capacity[model.sites])):
            mine = np.flatnonzero(column == j)
            index = np.concatenate([m + mine, [j]])
            model.rows.append(row(index, np.concatenate([np.ones(len(mine)), [-a.capacity[model.sites[j]]]]), upper=0))


def serve_all(a: Arrays, model: Model, people: float) -> None:
    """Turn the flow model into COVER_ALL: so many people are served, at the least cost."""
    m, q = len(model.sites), len(model.pairs[0])
    model.rows.append(row(m + np.arange(q), model.unit, lower=people))
    model.cost = np.concatenate([np.where(a.fixed[model.sites], 0.0, a.cost[model.sites]), np.zeros(q)])
    for i in np.flatnonzero((a.weight == 0) & a.counted):
        near = np.flatnonzero(a.within[i, model.sites])
        model.rows.append(row(near, np.ones(len(near)), lower=1.0))


def _share(a: Arrays, model: Model, counted: Mask, settled: Floats, terms: tuple[Ints, Ints, Floats]) -> None:
    """Add the worst group's share as one more column, bounded by each group's own (linear and exact)."""
    weights = a.group_weights(counted)
    if not a.options.equity or not weights.any():
        return
    demand, column, value = terms
    sign, worst = (1.0 if a.distance else -1.0), len(model.cost)
    model.worst = worst
    for g in np.flatnonzero(weights):
        mine = np.flatnonzero(a.group[demand] == g)
        index = np.concatenate([[worst], column[mine]])
        coefficients = np.concatenate([[weights[g]], -value[mine]])
        already = float(settled[counted & (a.group == g)].sum())
        lower, upper = (already, math.inf) if a.distance else (-math.inf, already)
        model.rows.append(row(index, coefficients, lower, upper))
    model.cost = np.append(model.cost, sign * a.options.equity * float(a.weight[counted].sum()))
    model.lower, model.upper = np.append(model.lower, 0.0), np.append(model.upper, math.inf)
    model.integer = np.append(model.integer, False)
