"""The effect of a choice of sites: which site serves whom, and the objective value (选址：服务)."""

import math
from dataclasses import dataclass, replace

import numpy as np

from analytics.siting.arrays import Arrays
from analytics.siting.model import TOLERANCE, SitingModel, flow, run
from analytics.siting.problem import Objective
from analytics.solver.program import Floats, Rows, TimeBudget

Assignment = tuple[tuple[int, int, int], ...]
"""(row of demand, column of site, number of people)."""


@dataclass(frozen=True, slots=True)
class Served:
    """The assignment and its value, to be minimised; infinity if full coverage is required and missed."""

    value: float
    assignment: Assignment


def serve(a: Arrays, chosen: tuple[int, ...], people: float = 0.0) -> Served:
    """The best assignment to existing points and chosen sites; full coverage must serve `people` people."""
    return _within_capacity(a, chosen, people) if a.options.capacitated else _nearest(a, chosen)


def cost(a: Arrays, chosen: tuple[int, ...]) -> float:
    """Cost of the chosen sites."""
    return math.fsum(a.cost[list(chosen)].tolist())


def _nearest(a: Arrays, chosen: tuple[int, ...]) -> Served:
    """Assign each demand to its nearest open site; of two equally near, to the one with the smaller key."""
    columns, counted = a.columns(chosen), a.counted
    reach = np.where(a.within[:, columns], a.travel[:, columns], math.inf)
    nearest = reach.min(axis=1, initial=math.inf)
    reached = np.isfinite(nearest)
    if a.objective is Objective.COVER_ALL:
        value = cost(a, chosen) if reached[counted].all() else math.inf
    elif a.distance:
        value = a.blend(a.weight * np.where(reached, nearest, a.far), counted)
    else:
        value = -a.blend(np.where(reached, a.weight, 0.0), counted)
    if not len(columns):
        return Served(value, ())
    owner = columns[reach.argmin(axis=1)]
    served = np.flatnonzero(reached)
    return Served(value, tuple((int(i), int(owner[i]), int(a.weight[i])) for i in served))


def _within_capacity(a: Arrays, chosen: tuple[int, ...], people: float) -> Served:
    """The assignment solves a transportation problem, whose extreme points are whole numbers."""
    columns = a.columns(chosen)
    opened = replace(a, fixed=np.isin(np.arange(len(a.sites)), columns))
    model = flow(opened, columns, np.full(len(a.weight), a.far))
    amounts = _amounts(opened, model)
    demand, site = model.pairs[0], columns[model.pairs[1]]
    used = np.flatnonzero(amounts > 0)
    assignment = tuple((int(demand[p]), int(site[p]), int(amounts[p])) for p in used)
    empty = np.flatnonzero((a.weight == 0) & opened.within[:, columns].any(axis=1))
    assignment += tuple((int(i), int(columns[np.argmin(a.travel[i, columns])]), 0) for i in empty)
    return Served(_flow_value(a, chosen, people, assignment), tuple(sorted(assignment)))


def _amounts(a: Arrays, model: SitingModel) -> Floats:
    """Optimal flows; among those that serve equally many people (in each group), the ones of least travel."""
    m, q = len(model.sites), len(model.pairs[0])
    model.lower[:m], model.upper[:m], model.integer[:m] = 1.0, 1.0, False
    model.rows = [r for r in model.rows if len(r.index)]
    if not q:
        return np.zeros(0)
    amounts = _flows(model, m, q, model.cost)
    if a.distance:
        return amounts
    demand = model.pairs[0]
    label = a.group[demand] + 1 if a.options.equity else np.zeros(q, np.intp)
    for g in np.unique(label):
        mine = np.flatnonzero(label == g)
        total = np.array([float(amounts[mine].sum())])
        model.rows.append(Rows(np.array([len(mine)]), m + mine, np.ones(len(mine)), total, total))
    travel = a.travel[demand, model.sites[model.pairs[1]]]
    model.integer[:] = False
    return _flows(model, m, q, np.concatenate([np.zeros(m), travel, np.zeros(len(model.cost) - m - q)]))


def _flows(model: SitingModel, m: int, q: int, price: Floats) -> Floats:
    answer = run(model, TimeBudget(), cost=price)
    if answer.values is None:
        raise AssertionError("serving nobody is always feasible")
    return np.rint(answer.values[m : m + q])


def _flow_value(a: Arrays, chosen: tuple[int, ...], people: float, assignment: Assignment) -> float:
    served, travelled = np.zeros(len(a.weight)), np.zeros(len(a.weight))
    for i, j, amount in assignment:
        served[i] += amount
        travelled[i] += amount * a.travel[i, j]
    counted = a.counted
    if a.objective is Objective.MAX_COVER:
        return -a.blend(served, counted)
    if a.distance:
        return a.blend(travelled + np.where(counted, (a.weight - served) * a.far, 0.0), counted)
    empty = np.zeros(len(a.weight), np.bool_)
    empty[[i for i, _, _ in assignment]] = True
    full = served.sum() >= people and empty[counted & (a.weight == 0)].all()
    return cost(a, chosen) if full else math.inf


def same(one: float, other: float) -> bool:
    """True if two values differ by rounding only."""
    return one == other or (
        math.isfinite(one - other) and abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))
    )


def without_idle(a: Arrays, chosen: tuple[int, ...], value: float, people: float) -> tuple[int, ...]:
    """The choice without sites that add nothing; new buildings, expensive sites and late keys are dropped first."""
    order = sorted(_maybe_idle(a, chosen), key=lambda j: (not a.premises[j], a.cost[j], j), reverse=True)
    if not (a.distance or a.options.capacitated or a.options.equity):
        return _without_idle_cover(a, chosen, order)
    remaining = list(chosen)
    for j in order:
        fewer = tuple(k for k in remaining if k != j)
        without = serve(a, fewer, people).value
        if without < value or same(without, value):
            remaining.remove(j)
    return tuple(remaining)


def _without_idle_cover(a: Arrays, chosen: tuple[int, ...], order: list[int]) -> tuple[int, ...]:
    """Drop each site whose demand is entirely covered by other open sites; the covered demand stays the same."""
    within = a.within
    if a.objective is Objective.MAX_COVER:
        within &= (a.weight > 0)[:, None]
    covers, remaining = within[:, a.columns(chosen)].sum(axis=1), set(chosen)
    for j in order:
        if (covers[within[:, j]] > 1).all():
            covers -= within[:, j]
            remaining.remove(j)
    return tuple(sorted(remaining))


def _maybe_idle(a: Arrays, chosen: tuple[int, ...]) -> list[int]:
    """Chosen sites that no demand clearly needs; all of them where that cannot be seen quickly."""
    if a.options.capacitated or a.options.equity or not chosen:
        return list(chosen)
    columns = a.columns(chosen)
    reach = np.where(a.within[:, columns], a.travel[:, columns], math.inf)
    first, owner = reach.min(axis=1), columns[reach.argmin(axis=1)]
    reach[np.arange(len(reach)), reach.argmin(axis=1)] = math.inf
    second = reach.min(axis=1)
    people = np.ones(len(reach), np.bool_) if a.objective is Objective.COVER_ALL else a.weight > 0
    alone = np.minimum(second, a.far) > first if a.distance else np.isfinite(first) & np.isinf(second)
    needed = set(owner[alone & people].tolist())
    return [j for j in chosen if j not in needed]
