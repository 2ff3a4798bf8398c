"""A siting problem as arrays, sorted by key so that the order of the input has no effect (选址：数组)."""

import math
from dataclasses import dataclass

import numpy as np

from analytics.siting.problem import Matrix, Objective, SitingOptions, SitingProblem
from analytics.solver.program import Floats, Ints, Mask
from knowledge.errors import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """The problem by demand (rows) and site (columns), both sorted by key."""

    objective: Objective
    options: SitingOptions
    standard: float
    demand: tuple[str, ...]
    sites: tuple[str, ...]
    weight: Floats
    group: Ints
    """Index of the demand's group, -1 without a group."""
    cost: Floats
    capacity: Floats
    fixed: Mask
    premises: Mask
    travel: Floats
    """Infinity: cannot be served."""
    far: float
    """Travel charged for a person whom nobody serves."""

    @property
    def within(self) -> Mask:
        """Pairs that can be served: travel within the standard; for MIN_DISTANCE, any finite travel."""
        return np.isfinite(self.travel) if self.distance else self.travel <= self.standard

    @property
    def counted(self) -> Mask:
        """Demand that some site could serve; the rest takes part in no sum."""
        return np.asarray(self.within.any(axis=1), dtype=np.bool_)

    @property
    def distance(self) -> bool:
        """True if the objective is MIN_DISTANCE."""
        return self.objective is Objective.MIN_DISTANCE

    def columns(self, chosen: tuple[int, ...]) -> Ints:
        """Open columns: existing points and the chosen sites."""
        return np.union1d(np.flatnonzero(self.fixed), np.array(chosen, dtype=np.intp)).astype(np.intp)

    def group_weights(self, counted: Mask) -> Floats:
        """Counted people by group; a group with 0 takes no part in equity."""
        grouped = counted & (self.group >= 0)
        groups = int(self.group.max(initial=-1)) + 1
        return sums(self.group[grouped], self.weight[grouped], groups)

    def blend(self, amount: Floats, counted: Mask) -> float:
        """Objective value of an amount per demand (people covered, or people times travel).

        The sum and the worst group, weighted by equity as in `analytics.siting.solve`.
        """
        equity, total = self.options.equity, math.fsum(amount[counted])
        if not equity:
            return total
        weights = self.group_weights(counted)
        grouped = counted & (self.group >= 0)
        amounts = sums(self.group[grouped], amount[grouped], len(weights))
        shares = amounts[weights > 0] / weights[weights > 0]
        if not len(shares):
            return (1 - equity) * total
        worst = float(shares.max() if self.distance else shares.min())
        return (1 - equity) * total + equity * float(self.weight[counted].sum()) * worst


def sums(index: Ints, value: Floats, length: int) -> Floats:
    """Sum of the values by index, as an array of the given length."""
    return np.bincount(index, weights=value, minlength=length).astype(np.float64)


def arrays(problem: SitingProblem, objective: Objective, options: SitingOptions) -> Arrays:
    """The problem as arrays.

    Raises:
        BadInput: `far` is shorter than the longest travel, or travel is incomplete or negative.
    """
    demand = sorted(problem.demand, key=lambda d: d.key)
    sites = sorted(problem.sites, key=lambda s: s.key)
    travel = _travel(problem, [d.key for d in demand], [s.key for s in sites])
    longest = float(np.max(travel, where=np.isfinite(travel), initial=0.0))
    if options.far is not None and not (longest <= options.far < math.inf):
        raise BadInput("far", "siting.far_too_short")
    groups = {name: i for i, name in enumerate(sorted({d.group for d in demand if d.group is not None}))}
    return Arrays(
        objective,
        options,
        problem.standard,
        tuple(d.key for d in demand),
        tuple(s.key for s in sites),
        np.array([d.weight for d in demand], dtype=np.float64),
        np.array([-1 if d.group is None else groups[d.group] for d in demand], dtype=np.intp),
        np.array([s.cost for s in sites], dtype=np.float64),
        np.array([math.inf if s.capacity is None else s.capacity for s in sites], dtype=np.float64),
        np.array([s.fixed for s in sites], dtype=np.bool_),
        np.array([s.premises for s in sites], dtype=np.bool_),
        travel,
        2 * longest if options.far is None else options.far,
    )


def _travel(problem: SitingProblem, demand: list[str], sites: list[str]) -> Floats:
    matrix = problem.travel
    if isinstance(matrix, Matrix):
        if missing := [k for k in demand if k not in matrix.rows] or [k for k in sites if k not in matrix.columns]:
            raise BadInput("travel", "siting.matrix_incomplete", missing=len(missing))
        rows, columns = [matrix.rows[k] for k in demand], [matrix.columns[k] for k in sites]
        travel = matrix.array[np.ix_(rows, columns)]
    else:
        travel = _from_mapping(problem, demand, sites)
    if travel.size and not travel.min() >= 0:  # NaN is caught as well
        raise BadInput("travel", "input.negative")
    kinds, gives = {d.key: d.kind for d in problem.demand}, {s.key: s.gives for s in problem.sites}
    return _by_kind(travel, [kinds[k] for k in demand], [gives[k] for k in sites])


def _by_kind(travel: Floats, kinds: list[str | None], gives: list[frozenset[str] | None]) -> Floats:
    """Travel, set to infinity where the site does not give what the demand needs."""
    for kind in {k for k in kinds if k is not None}:
        rows = np.array([k == kind for k in kinds])
        barred = np.array([g is not None and kind not in g for g in gives], dtype=np.bool_)
        if barred.any():
            travel = np.where(rows[:, None] & barred, math.inf, travel)
    return travel


def _from_mapping(problem: SitingProblem, demand: list[str], sites: list[str]) -> Floats:
    row, column = {k: i for i, k in enumerate(demand)}, {k: j for j, k in enumerate(sites)}
    travel = np.full((len(demand), len(sites)), math.inf)
    for (d, s), value in problem.travel.items():
        if d in row and s in column:
            travel[row[d], column[s]] = value
    return travel
