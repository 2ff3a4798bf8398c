"""Upper bound on the worst group's share, computed before the search to shorten it (选址：最差一组的上界).

The linear relaxation may open fractions of sites and so spread twelve sites evenly over eighteen streets; the
search then takes long to refute its bound. Given an upper bound T on the worst group's share t, a site need not
count for more than its group lacks to reach T:

    W_g t  <=  base_g + sum over new sites j of min(reach_gj, max(0, T W_g - base_g)) x_j

This is true for every whole choice with t <= T (coefficient reduction: Savelsbergh 1994, Preprocessing and probing
techniques for mixed integer programming problems, ORSA J. Comput. 6(4)). The greatest t of the relaxation with
these rows is a smaller T, and the step is repeated.
"""

from dataclasses import replace

import numpy as np

from analytics.siting.arrays import Arrays, sums
from analytics.siting.model import SitingModel, run
from analytics.solver.program import Floats, Rows, TimeBudget, row

ROUNDS = 40
LEAST_PROGRESS = 1e-3
"""Relative: a round that lowers the bound by less is the last."""
MOST_COLUMNS = 100_000
"""Larger models are not tightened."""


def tighten(a: Arrays, model: SitingModel, deadline: TimeBudget) -> None:
    """Bound the worst group's share and add the rows above; the optimal choices stay the same."""
    if model.worst is None or a.distance or len(model.cost) > MOST_COLUMNS:
        return
    weights = a.group_weights(a.counted)
    base, gain = _reach(a, model, len(weights))
    relaxed = replace(model, integer=np.zeros(len(model.cost), np.bool_), constant=0.0)
    price = np.zeros(len(model.cost))
    price[model.worst] = -1.0
    most = 1.0
    for _ in range(ROUNDS):
        answer = run(relaxed, deadline, cost=price, extra=_rows(model, weights, base, gain, most))
        if answer.values is None or not answer.proven:
            break
        before, most = most, min(most, -answer.value * (1 + 1e-6) + 1e-9)
        if most > before * (1 - LEAST_PROGRESS):
            break
    model.rows.extend(_rows(model, weights, base, gain, most))
    model.upper[model.worst] = most


def _reach(a: Arrays, model: SitingModel, groups: int) -> tuple[Floats, Floats]:
    """People of each group whom existing points can serve at most, and whom each column's site can add."""
    within, member = a.within & (a.group >= 0)[:, None], np.maximum(a.group, 0)
    reach = np.stack([sums(member, a.weight * within[:, j], groups) for j in range(len(a.sites))], axis=1)
    if a.options.capacitated:
        reach = np.minimum(reach, a.capacity)
        base = reach[:, a.fixed].sum(axis=1)
    else:
        base = sums(member, a.weight * within[:, a.fixed].any(axis=1), groups)
    return base, np.where(a.fixed, 0.0, reach)[:, model.sites]


def _rows(model: SitingModel, weights: Floats, base: Floats, gain: Floats, most: float) -> tuple[Rows, ...]:
    """One row per group, for a share of at most `most`."""
    rows = []
    for g in np.flatnonzero(weights):
        part = np.minimum(gain[g], max(0.0, most * weights[g] - base[g]))
        helps = np.flatnonzero(part)
        index = np.concatenate([[model.worst], helps])
        rows.append(row(index, np.concatenate([[weights[g]], -part[helps]]), upper=float(base[g])))
    return tuple(rows)
