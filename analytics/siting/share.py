"""How well the worst-off group can do at best, found before the search to keep it short (选址：最差一组的上界).

Whole sites cannot be shared out among groups, but halves of sites can: left to itself the solver believes for long that
twelve sites help eighteen streets alike. With an upper bound T on the worst group's share, a site need not count for
more than what its group lacks of T, and so

    W_g t  <=  base_g + sum over new sites j of min(reach_gj, max(0, T W_g - base_g)) x_j

holds for every whole choice and share t <= T (coefficients reduced as in Savelsbergh 1994, Preprocessing and probing
techniques for mixed integer programming problems, ORSA J. Comput. 6(4)). The greatest t of the relaxation is then a
smaller T, and so on.
"""

from dataclasses import replace

import numpy as np

from analytics.siting.arrays import Arrays, sums
from analytics.siting.model import Model, run
from analytics.solver.program import Deadline, Floats, Rows, row

ROUNDS = 40
LEAST = 1e-3
"""A round that lowers the bound by less, relatively, is the last."""
WIDEST = 100_000
"""Columns up to which the relaxation is solved again and again."""


def tighten(a: Arrays, model: Model, deadline: Deadline) -> None:
    """Bound the worst group's share and add the rows that the bound allows; the best choices stay the same."""
    if model.worst is None or a.distance or len(model.cost) > WIDEST:
        return
    weights = a.group_weights(a.counted)
    base, gain = _reach(a, model, len(weights))
    relaxed = replace(model, integer=np.zeros(len(model.cost), np.bool_), constant=0.0)
    price = np.zeros(len(model.cost))
    price[model.worst] = -1.0
    most = 1.0
    for _ in range(ROUNDS):
        found = run(relaxed, deadline, cost=price, extra=_rows(model, weights, base, gain, most))
        if found.values is None or not found.proven:
            break
        before, most = most, min(most, -found.value * (1 + 1e-6) + 1e-9)
        if most > before * (1 - LEAST):
            break
    model.rows.extend(_rows(model, weights, base, gain, most))
    model.upper[model.worst] = most


def _reach(a: Arrays, model: Model, groups: int) -> tuple[Floats, Floats]:
    """What existing points can serve of each group at most, and what each column's site can add."""
    within, member = a.within & (a.group >= 0)[:, None], np.maximum(a.group, 0)
    reach = np.stack([sums(member, a.weight * within[:, j], groups) for j in range(len(a.sites))], axis=1)
    if a.options.capacitated:
        reach = np.minimum(reach, a.capacity)
        base = reach[:, a.fixed].sum(axis=1)
    else:
        base = sums(member, a.weight * within[:, a.fixed].any(axis=1), groups)
    return base, np.where(a.fixed, 0.0, reach)[:, model.sites]


def _rows(model: Model, weights: Floats, base: Floats, gain: Floats, most: float) -> tuple[Rows, ...]:
    """One row a group, with the coefficients that a share of at most `most` leaves."""
    found = []
    for g in np.flatnonzero(weights):
        part = np.minimum(gain[g], max(0.0, most * weights[g] - base[g]))
        helps = np.flatnonzero(part)
        index = np.concatenate([[model.worst], helps])
        found.append(row(index, np.concatenate([[weights[g]], -part[helps]]), upper=float(base[g])))
    return tuple(found)
