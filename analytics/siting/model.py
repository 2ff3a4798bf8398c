"""Siting problems as integer programs (选址：精确模型).

References:
    Toregas, Swain, ReVelle & Bergman (1971), The location of emergency service facilities, Oper. Res. 19(6) (cover);
    Church & ReVelle (1974), The maximal covering location problem, Papers Reg. Sci. 32 (maximal cover);
    ReVelle & Swain (1970), Central facilities location, Geogr. Anal. 2(1) (distance).
"""

import math
from dataclasses import dataclass, field

import numpy as np

from analytics.siting.arrays import Arrays
from analytics.siting.problem import Objective
from analytics.solver.highs import Solver
from analytics.solver.program import Answer, Floats, Ints, Mask, Program, Rows, SolverOptions, TimeBudget, row

TOLERANCE = 1e-9
"""Relative: values that differ by less are equal."""
PROVEN = 1e-6
"""Relative: a gap below the solver's own tolerance counts as closed."""


@dataclass(slots=True, eq=False)
class SitingModel(Program):
    """A minimisation whose first columns open the sites `sites`; the flows, if any, follow."""

    sites: Ints = field(default_factory=lambda: np.zeros(0, np.intp))
    pairs: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, np.intp), np.zeros(0, np.intp)))
    """Demand and site of each flow."""
    unit: Floats = field(default_factory=lambda: np.zeros(0))
    """Number of people in one unit of each flow."""
    worst: int | None = None
    """Column of the worst group's share; None without equity."""


def run(
    model: SitingModel,
    deadline: TimeBudget,
    *,
    cost: Floats | None = None,
    extra: tuple[Rows, ...] = (),
    start: tuple[Ints, Floats] | None = None,
    cutoff: float = math.inf,
    threads: int = 1,
) -> Answer:
    """Minimise the model's cost, or another cost over the same columns.

    Args:
        model: What is solved.
        deadline: Shared by all calls of one question.
        cost: Replaces the model's cost and constant.
        extra: Rows added for this call.
        start: Columns and values of a known choice of sites.
        cutoff: Choices that are worse are of no interest.
        threads: One or two.
    """
    program = Program(
        model.cost if cost is None else cost,
        model.lower,
        model.upper,
        model.integer,
        [*model.rows, *extra],
        model.constant if cost is None else 0.0,
    )
    settings = SolverOptions(threads=max(1, min(2, threads)), absolute_gap=1e-7, cutoff=cutoff)
    solver = Solver(program, settings, deadline)
    if start is not None:
        solver.start_from(*start)
    return solver.solve()


def limits(a: Arrays, sites: Ints) -> list[Rows]:
    """The row that limits new sites by number or budget."""
    new = np.flatnonzero(~a.fixed[sites])
    if a.options.k is not None:
        return [row(new, np.ones(len(new)), upper=float(a.options.k))]
    if a.options.budget is not None:
        return [row(new, a.cost[sites][new], upper=a.options.budget)]
    return []


def cover(a: Arrays) -> SitingModel:
    """COVER_ALL and MAX_COVER without capacities; demand that an existing point covers is left out."""
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
        whole = np.ones(m, np.bool_)
        return SitingModel(a.cost[sites], blank, blank + 1, whole, [rows, *limits(a, sites)], sites=sites)
    ends = np.cumsum(counts + 1) - 1
    index, value = np.empty(len(site) + n, np.intp), np.full(len(site) + n, -1.0)
    index[np.arange(len(site)) + demand] = site
    index[ends], value[ends] = m + np.arange(n), 1.0
    rows = Rows(counts + 1, index, value, np.full(n, -math.inf), np.zeros(n))
    cost = np.concatenate([np.zeros(m), -(1 - a.options.equity) * a.weight[open_rows]])
    model = SitingModel(
        cost,
        np.zeros(m + n),
        np.ones(m + n),
        np.arange(m + n) < m,
        [rows, *limits(a, sites)],
        constant=-(1 - a.options.equity) * float(a.weight[counted].sum() - a.weight[open_rows].sum()),
        sites=sites,
    )
    settled = np.where(counted, a.weight, 0.0)
    settled[open_rows] = 0.0
    _share(a, model, counted, settled, (open_rows, m + np.arange(n), a.weight[open_rows]))
    return model


def flow(a: Arrays, sites: Ints, base: Floats, reach: Floats | None = None) -> SitingModel:
    """The model with flows, for capacities or distances: which site serves whom.

    With capacities one unit of flow is one person. Flows are then whole without being declared integer, because a
    transportation problem has whole extreme points; with equity they must be declared.

    Args:
        a: The problem.
        sites: Columns that may be open.
        base: Cost of a person whom no site of the model serves, by demand.
        reach: Greatest travel that an optimal choice can need, by demand; None: unlimited.
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
    model = SitingModel(cost, lower, upper, whole, limits(a, sites), sites=sites, pairs=(demand, column), unit=unit)
    _flow_rows(a, model, most)
    settled = np.where(counted, a.weight * base, 0.0) if a.distance else np.zeros(len(a.weight))
    model.constant = (1 - equity) * float(settled.sum()) if a.distance else 0.0
    _share(a, model, counted, settled, (demand, m + np.arange(q), (-gain if a.distance else gain) * unit))
    return model


def _flow_rows(a: Arrays, model: SitingModel, most: Floats) -> None:
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


def serve_all(a: Arrays, model: SitingModel, people: float) -> None:
    """Turn the flow model into COVER_ALL: serve `people` people at the least cost."""
    m, q = len(model.sites), len(model.pairs[0])
    model.rows.append(row(m + np.arange(q), model.unit, lower=people))
    model.cost = np.concatenate([np.where(a.fixed[model.sites], 0.0, a.cost[model.sites]), np.zeros(q)])
    for i in np.flatnonzero((a.weight == 0) & a.counted):
        near = np.flatnonzero(a.within[i, model.sites])
        model.rows.append(row(near, np.ones(len(near)), lower=1.0))


def _share(a: Arrays, model: SitingModel, counted: Mask, settled: Floats, terms: tuple[Ints, Ints, Floats]) -> None:
    """Add a column for the worst group's share, bounded by the share of each group (linear and exact)."""
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
