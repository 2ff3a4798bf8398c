"""What a siting question is made of, and what its answer holds (选址：题与解)."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knowledge.errors import BadInput
from knowledge.vocabulary import Labelled


class Objective(Labelled):
    """What the new points are chosen for."""

    COVER_ALL = "cover_all", "全覆盖：最少（最省）新设"
    MAX_COVER = "max_cover", "最大覆盖：新设数或预算有限"
    MIN_DISTANCE = "min_distance", "总路程最短：新设数或预算有限"


class Proof(Labelled):
    """What is known of the answer's quality."""

    OPTIMAL = "optimal", "最优已证"
    BOUNDED = "bounded", "有界"
    INFEASIBLE = "infeasible", "无解"
    CANCELLED = "cancelled", "已取消"


@dataclass(frozen=True, slots=True)
class Demand:
    """A place that needs service; `weight` counts people, `group` is whom equity compares, `kind` what is needed."""

    key: str
    weight: int
    group: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """An existing point (`fixed`) or a candidate; `premises` is an existing building (如党群服务中心).

    `capacity` counts people (None: no limit); the cost of an existing point is never charged. A site serves only demand
    of the kinds that it `gives` (None: every kind), however near; demand without a kind is served anywhere.
    """

    key: str
    cost: float = 1.0
    capacity: int | None = None
    fixed: bool = False
    premises: bool = False
    gives: frozenset[str] | None = None


class Matrix(Mapping[tuple[str, str], float]):
    """Travel held as an array: rows are demand, columns are sites, infinity is "cannot be served"."""

    def __init__(self, demand: tuple[str, ...], sites: tuple[str, ...], values: ArrayLike) -> None:
        self.values_: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
        self.rows = {key: i for i, key in enumerate(demand)}
        self.columns = {key: j for j, key in enumerate(sites)}
        if self.values_.shape != (len(demand), len(sites)):
            raise BadInput("travel", "siting.matrix_shape")

    def __getitem__(self, pair: tuple[str, str]) -> float:
        value = float(self.values_[self.rows[pair[0]], self.columns[pair[1]]])
        if math.isinf(value):
            raise KeyError(pair)
        return value

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (
            (d, s) for d, i in self.rows.items() for s, j in self.columns.items() if np.isfinite(self.values_[i, j])
        )

    def row(self, demand: str) -> list[float]:
        """Travel of one demand, in the order of `columns`."""
        values: list[float] = self.values_[self.rows[demand]].tolist()
        return values

    def __len__(self) -> int:
        return int(np.isfinite(self.values_).sum())


@dataclass(frozen=True, slots=True)
class Problem:
    """Demand, sites and the travel between them; the standard is inclusive (travel <= standard covers).

    A pair that `travel` does not hold, or holds as infinity, cannot be served; `travel` may hold more pairs than asked.
    """

    demand: tuple[Demand, ...]
    sites: tuple[Site, ...]
    travel: Mapping[tuple[str, str], float]
    standard: float

    def __post_init__(self) -> None:
        _distinct("demand", [d.key for d in self.demand])
        _distinct("sites", [s.key for s in self.sites])
        if any(isinstance(d.weight, bool) or not isinstance(d.weight, int) or d.weight < 0 for d in self.demand):
            raise BadInput("weight", "siting.weight")
        if any(not (math.isfinite(s.cost) and s.cost >= 0) for s in self.sites):
            raise BadInput("cost", "input.negative")
        if any(s.capacity is not None and s.capacity < 0 for s in self.sites):
            raise BadInput("capacity", "input.negative")
        if not self.standard >= 0:
            raise BadInput("standard", "input.negative")

    @classmethod
    def of_matrix(
        cls, demand: tuple[Demand, ...], sites: tuple[Site, ...], values: ArrayLike, standard: float
    ) -> "Problem":
        """Build from an array (rows demand, columns sites, infinity absent), for thousands by thousands."""
        return cls(demand, sites, Matrix(tuple(d.key for d in demand), tuple(s.key for s in sites), values), standard)


def _distinct(name: str, keys: list[str]) -> None:
    if len(set(keys)) != len(keys):
        raise BadInput(name, "input.key_twice")


@dataclass(frozen=True, slots=True)
class Options:
    """How much may be spent, and how the question is to be solved.

    Attributes:
        k: At most so many new sites.
        budget: At most so much for the new sites; MAX_COVER and MIN_DISTANCE take one of `k` and `budget`,
            COVER_ALL at most one (and may then have no solution).
        capacitated: Count capacities; the people of one demand may go to several sites, in whole persons.
        equity: Weight e in [0, 1] of the worst-off group, see `analytics.siting.solve`.
        far: Travel charged for each person whom no open site reaches (MIN_DISTANCE); at least the longest travel.
            By default twice the longest travel of the problem.
        time_limit: Seconds; what is found by then is returned with its gap. Without it an exact search runs to its end.
        cancel: Asked often; true stops the search.
        ties: Settle ties and tell uniqueness; by default only where that is cheap (`TIES_PAIRS`).
        exact_pairs: MIN_DISTANCE is solved exactly up to so many demand-site pairs that still matter.
        threads: One or two.
    """

    k: int | None = None
    budget: float | None = None
    capacitated: bool = False
    equity: float = 0.0
    far: float | None = None
    time_limit: float | None = None
    cancel: Callable[[], bool] | None = None
    ties: bool | None = None
    exact_pairs: int = 60_000
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Assigned:
    """So many people of a demand go to a site."""

    demand: str
    site: str
    weight: int


@dataclass(frozen=True, slots=True)
class Solution:
    """Where to build, what that does, and how good it is known to be.

    Attributes:
        objective: What was optimised.
        chosen: New sites, sorted.
        open: Existing and new sites, sorted.
        covered: Demand within the standard of its open site; with capacities, whole demand served within it.
        newly_covered: Covered demand that no existing point covers; with capacities, that a new site helps to serve.
        uncovered: Demand that some site could cover (MIN_DISTANCE: reach) and that is not covered.
        unreachable: Demand that no site, existing or candidate, could cover (MIN_DISTANCE: reach); in no sum.
        unmet: People that are not served, by demand; unreachable demand is not repeated.
        value: Cost of the new sites (COVER_ALL), people covered (MAX_COVER), people times travel (MIN_DISTANCE),
            the last two blended with the worst group where equity is asked; infinity where nothing was found.
        bound: No choice is better than this.
        gap: |value - bound| / |value|.
        proof: Whether the value is proven.
        unique: Whether every best choice holds all of `chosen`; None where that was not settled.
        alternative: Another choice of the same value, where one is known.
        assignment: Who goes where.
    """

    objective: Objective
    chosen: tuple[str, ...]
    open: tuple[str, ...]
    covered: tuple[str, ...]
    newly_covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    unreachable: tuple[str, ...]
    unmet: tuple[tuple[str, int], ...]
    value: float
    bound: float
    gap: float
    proof: Proof
    unique: bool | None
    alternative: tuple[str, ...] | None
    assignment: tuple[Assigned, ...] = field(repr=False)


def accept(problem: Problem, objective: Objective, options: Options) -> None:
    """Refuse limits that make no sense for the objective."""
    given = [name for name, value in (("k", options.k), ("budget", options.budget)) if value is not None]
    if options.k is not None and (isinstance(options.k, bool) or options.k < 0):
        raise BadInput("k", "input.negative")
    if options.budget is not None and not (options.budget >= 0 and math.isfinite(options.budget)):
        raise BadInput("budget", "input.negative")
    if len(given) == 2 or (not given and objective is not Objective.COVER_ALL):  # noqa: PLR2004 - both of the two
        raise BadInput("k", "siting.k_or_budget")
    if options.time_limit is not None and not options.time_limit >= 0:
        raise BadInput("time_limit", "input.negative")
    _accept_equity(problem, objective, options.equity)


def _accept_equity(problem: Problem, objective: Objective, equity: float) -> None:
    if not 0 <= equity <= 1:
        raise BadInput("equity", "siting.equity_range")
    if equity and objective is Objective.COVER_ALL:
        raise BadInput("equity", "siting.equity_full_coverage")
    if equity and all(d.group is None for d in problem.demand):
        raise BadInput("equity", "siting.equity_without_groups")
