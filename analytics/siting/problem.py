"""The siting problem, the options for solving it, and its solution (选址：题与解)."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knowledge.errors import BadInput
from knowledge.vocabulary import Labelled


class Objective(Labelled):
    """Objective of the new sites."""

    COVER_ALL = "cover_all", "全覆盖：最少（最省）新设"
    MAX_COVER = "max_cover", "最大覆盖：新设数或预算有限"
    MIN_DISTANCE = "min_distance", "总路程最短：新设数或预算有限"


class Proof(Labelled):
    """Proof of a solution."""

    OPTIMAL = "optimal", "最优已证"
    CONDITIONAL = "conditional", "不详的都算覆盖，才是最优"
    """Optimal if points of unknown hours or location cover what they are counted for."""
    BOUNDED = "bounded", "有界"
    INFEASIBLE = "infeasible", "无解"
    CANCELLED = "cancelled", "已取消"


@dataclass(frozen=True, slots=True)
class DemandNode:
    """A location that needs service.

    Attributes:
        key: Unique key.
        weight: Number of people.
        group: Group that equity compares, such as the street.
        kind: What is needed; None: any site serves it.
    """

    key: str
    weight: int
    group: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """An existing service point or a candidate.

    Attributes:
        key: Unique key.
        cost: Cost of opening a candidate; that of an existing point is never charged.
        capacity: Number of people; None: no limit.
        fixed: True: an existing point, always open.
        premises: True: in an existing building (如党群服务中心), preferred among equal choices.
        gives: Kinds of demand that the site serves; None: every kind.
    """

    key: str
    cost: float = 1.0
    capacity: int | None = None
    fixed: bool = False
    premises: bool = False
    gives: frozenset[str] | None = None


class Matrix(Mapping[tuple[str, str], float]):
    """Travel as an array: rows are demand, columns are sites, infinity means "cannot be served"."""

    def __init__(self, demand: tuple[str, ...], sites: tuple[str, ...], values: ArrayLike) -> None:
        self.array: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
        self.rows = {key: i for i, key in enumerate(demand)}
        self.columns = {key: j for j, key in enumerate(sites)}
        if self.array.shape != (len(demand), len(sites)):
            raise BadInput("travel", "siting.matrix_shape")

    def __getitem__(self, pair: tuple[str, str]) -> float:
        value = float(self.array[self.rows[pair[0]], self.columns[pair[1]]])
        if math.isinf(value):
            raise KeyError(pair)
        return value

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((d, s) for d, i in self.rows.items() for s, j in self.columns.items() if np.isfinite(self.array[i, j]))

    def row(self, demand: str) -> list[float]:
        """Travel of one demand, in the order of `columns`."""
        values: list[float] = self.array[self.rows[demand]].tolist()
        return values

    def __len__(self) -> int:
        return int(np.isfinite(self.array).sum())


@dataclass(frozen=True, slots=True)
class SitingProblem:
    """Demand, sites and the travel between them; travel <= `standard` covers.

    A (demand, site) pair that is absent from `travel`, or infinite, cannot be served; further pairs are ignored.

    Raises:
        BadInput: Duplicate keys, a weight that is no whole number >= 0, or a negative cost, capacity or standard.
    """

    demand: tuple[DemandNode, ...]
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
        cls, demand: tuple[DemandNode, ...], sites: tuple[Site, ...], values: ArrayLike, standard: float
    ) -> "SitingProblem":
        """A problem with travel as an array (rows demand, columns sites, infinity absent), for large problems."""
        return cls(demand, sites, Matrix(tuple(d.key for d in demand), tuple(s.key for s in sites), values), standard)

    def covers(self, demand: DemandNode, site: Site) -> bool:
        """True if the site, once open, covers the demand: it gives the need, and travel is within the standard."""
        may = demand.kind is None or site.gives is None or demand.kind in site.gives
        return may and self.travel.get((demand.key, site.key), math.inf) <= self.standard


def _distinct(name: str, keys: list[str]) -> None:
    if len(set(keys)) != len(keys):
        raise BadInput(name, "input.key_twice")


@dataclass(frozen=True, slots=True)
class SitingOptions:
    """Limits on the new sites, and how to solve.

    Attributes:
        k: Greatest number of new sites.
        budget: Greatest total cost of the new sites. MAX_COVER and MIN_DISTANCE take exactly one of `k` and `budget`,
            COVER_ALL at most one (it may then have no solution).
        capacitated: Respect capacities; the people of one demand may be split over several sites, in whole persons.
        equity: Weight e in [0, 1] of the worst-off group, see `analytics.siting.solve`.
        far: Travel charged for each person whom no open site reaches (MIN_DISTANCE); at least the longest travel.
            Default: twice the longest travel of the problem.
        time_limit: Seconds; then the best solution found is returned with its gap. None: search until it is proven.
        cancel: Called often; True stops the search.
        ties: Decide ties and uniqueness. Default: only for small problems (`exact.TIES_PAIRS`).
        exact_pairs: MIN_DISTANCE is solved exactly up to this number of relevant demand-site pairs.
        threads: 1 or 2.
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
class Allocation:
    """Number of people (`weight`) of a demand that a site serves."""

    demand: str
    site: str
    weight: int


@dataclass(frozen=True, slots=True)
class SitingSolution:
    """The chosen sites, their effect, and how good the choice is proven to be.

    Attributes:
        objective: What was optimised.
        chosen: New sites, sorted.
        open: Existing and new sites, sorted.
        covered: Demand within the standard of an open site; with capacities, demand fully served within it.
        newly_covered: Covered demand that no existing point covers; with capacities, that a new site helps to serve.
        uncovered: Demand that is not covered although some site could cover it (MIN_DISTANCE: reach it).
        unreachable: Demand that no site, existing or candidate, could cover (MIN_DISTANCE: reach); part of no sum.
        unmet: People who are not served, by demand, without unreachable demand.
        value: Cost of the new sites (COVER_ALL), people covered (MAX_COVER), people times travel (MIN_DISTANCE),
            the last two combined with the worst-off group if equity > 0; infinity without a solution.
        bound: No choice of sites is better than this.
        gap: |value - bound| / |value|.
        proof: What is proven about the value.
        unique: Whether every optimal choice contains all of `chosen`; None: not decided.
        alternative: Another choice of the same value, if one is known.
        assignment: Which site serves whom.
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
    assignment: tuple[Allocation, ...] = field(repr=False)


def check_options(problem: SitingProblem, objective: Objective, options: SitingOptions) -> None:
    """Check the options against the objective.

    Raises:
        BadInput: Limits that make no sense for the objective.
    """
    given = [name for name, value in (("k", options.k), ("budget", options.budget)) if value is not None]
    if options.k is not None and (isinstance(options.k, bool) or options.k < 0):
        raise BadInput("k", "input.negative")
    if options.budget is not None and not (options.budget >= 0 and math.isfinite(options.budget)):
        raise BadInput("budget", "input.negative")
    if len(given) == 2 or (not given and objective is not Objective.COVER_ALL):  # noqa: PLR2004  # both of the two
        raise BadInput("k", "siting.k_or_budget")
    if options.time_limit is not None and not options.time_limit >= 0:
        raise BadInput("time_limit", "input.negative")
    _check_equity(problem, objective, options.equity)


def _check_equity(problem: SitingProblem, objective: Objective, equity: float) -> None:
    if not 0 <= equity <= 1:
        raise BadInput("equity", "siting.equity_range")
    if equity and objective is Objective.COVER_ALL:
        raise BadInput("equity", "siting.equity_full_coverage")
    if equity and all(d.group is None for d in problem.demand):
        raise BadInput("equity", "siting.equity_without_groups")
