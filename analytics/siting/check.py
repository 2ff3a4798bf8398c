"""An independent check of a siting solution, in plain Python (选址：复核)."""

import math
from collections import Counter
from collections.abc import Iterator

from analytics.siting.problem import DemandNode, Matrix, Objective, Proof, SitingOptions, SitingProblem, SitingSolution

ROUNDING = 1e-6


def check(problem: SitingProblem, solution: SitingSolution, options: SitingOptions) -> tuple[str, ...]:
    """Everything that is wrong with a solution; empty if it is sound.

    Checks value, coverage, capacities, limits and the sign of the gap; it does not prove optimality again.
    """
    return tuple(_Recount(problem, solution, options).faults())


class _Recount:
    """The solution recomputed from the problem alone."""

    def __init__(self, problem: SitingProblem, solution: SitingSolution, options: SitingOptions) -> None:
        self.problem, self.solution, self.options = problem, solution, options
        self.demand = {d.key: d for d in problem.demand}
        self.sites = {s.key: s for s in problem.sites}
        self.distance = solution.objective is Objective.MIN_DISTANCE
        self.limit = math.inf if self.distance else problem.standard
        self.open = [k for k in solution.open if k in self.sites]
        self.fixed = {s.key for s in problem.sites if s.fixed}
        travel = problem.travel
        self.column = travel.columns if isinstance(travel, Matrix) else {s: j for j, s in enumerate(self.sites)}
        self.barred: dict[str, list[int]] = {}
        self.near_open: dict[str, float] = {}
        self.near_fixed: dict[str, float] = {}
        self.near_any: dict[str, float] = {}
        self.find_nearest()
        self.longest: float | None = None
        self.served: Counter[str] = Counter()
        self.travelled: dict[str, float] = dict.fromkeys(self.demand, 0.0)

    def faults(self) -> Iterator[str]:
        """All faults; coverage and value are checked only if the assignment is valid."""
        early = [*self.sets(), *self.limits(), *self.assignments()]
        yield from early
        if not early:
            yield from self.coverage()
            yield from self.value()

    def find_nearest(self) -> None:
        """Travel of each demand to the nearest open site, existing point and (if it is not served) any site."""
        opened, fixed, every = ([self.column[k] for k in keys] for keys in (self.open, self.fixed, self.sites))
        for key in self.demand:
            row = self.row(key)
            near = self.near_open[key] = min(map(row.__getitem__, opened), default=math.inf)
            self.near_fixed[key] = min(map(row.__getitem__, fixed), default=math.inf)
            served = near <= self.limit and math.isfinite(near)
            self.near_any[key] = near if served else min(map(row.__getitem__, every), default=math.inf)

    def row(self, demand: str) -> list[float]:
        """Travel of one demand by column; infinity where it cannot be served."""
        travel, kind = self.problem.travel, self.demand[demand].kind
        if isinstance(travel, Matrix):
            row = travel.row(demand)
        else:
            row = [travel.get((demand, s), math.inf) for s in self.sites]
        for column in self.without(kind) if kind is not None else ():
            row[column] = math.inf
        return row

    def without(self, kind: str) -> list[int]:
        """Columns of the sites that do not give a kind."""
        if kind not in self.barred:
            every = self.problem.sites
            self.barred[kind] = [self.column[s.key] for s in every if s.gives is not None and kind not in s.gives]
        return self.barred[kind]

    def travel(self, demand: str, site: str) -> float:
        """Travel of a pair; infinity if it cannot be served or the site does not give what is needed."""
        kind, gives = self.demand[demand].kind, self.sites[site].gives
        if kind is not None and gives is not None and kind not in gives:
            return math.inf
        return self.problem.travel.get((demand, site), math.inf)

    def serves(self, demand: str, site: str) -> bool:
        """True if the site may serve the demand; the standard is inclusive."""
        travel = self.travel(demand, site)
        return math.isfinite(travel) and travel <= self.limit

    def sets(self) -> Iterator[str]:
        """Chosen sites are candidates; open sites are these and the existing points."""
        chosen, fixed = set(self.solution.chosen), self.fixed
        if not chosen <= self.sites.keys() - fixed or len(chosen) != len(self.solution.chosen):
            yield "chosen: not distinct candidates"
        if tuple(sorted(chosen | fixed)) != self.solution.open or tuple(sorted(chosen)) != self.solution.chosen:
            yield "open: not the existing points and the chosen sites, sorted"

    def limits(self) -> Iterator[str]:
        """The number of new sites, or the budget."""
        if self.options.k is not None and len(self.solution.chosen) > self.options.k:
            yield "k: exceeded"
        spent = math.fsum(self.sites[k].cost for k in self.solution.chosen if k in self.sites)
        if self.options.budget is not None and spent > self.options.budget + 1e-9 * max(1.0, self.options.budget):
            yield "budget: exceeded"

    def assignments(self) -> Iterator[str]:
        """People go to open sites near enough, within capacity; without capacities to the nearest one."""
        load: Counter[str] = Counter()
        for one in self.solution.assignment:
            if one.site not in self.open or one.demand not in self.demand or not self.serves(one.demand, one.site):
                yield f"assignment: {one.demand} to {one.site} is not possible"
                continue
            load[one.site] += one.weight
            self.served[one.demand] += one.weight
            self.travelled[one.demand] += one.weight * self.travel(one.demand, one.site)
            if not self.options.capacitated and self.travel(one.demand, one.site) > self.near_open[one.demand]:
                yield f"assignment: {one.demand} has a nearer open site"
        yield from (f"assignment: {d} is served in excess" for d, n in self.served.items() if n > self.demand[d].weight)
        if self.options.capacitated:
            limits = {s.key: math.inf if s.capacity is None else s.capacity for s in self.problem.sites}
            yield from (f"capacity: {s} is exceeded" for s, n in load.items() if n > limits[s])

    def coverage(self) -> Iterator[str]:
        """Covered, uncovered and unreachable are a partition, and each is right."""
        solution = self.solution
        parts = (solution.covered, solution.uncovered, solution.unreachable)
        if sorted(k for part in parts for k in part) != sorted(self.demand):
            yield "covered, uncovered, unreachable: not a partition of the demand"
        covered, unreachable = set(solution.covered), set(solution.unreachable)
        for key, demand in self.demand.items():
            if self.is_covered(demand) != (key in covered):
                yield f"covered: wrong for {key}"
            reached = self.near_any[key] <= self.limit and math.isfinite(self.near_any[key])
            if reached == (key in unreachable):
                yield f"unreachable: wrong for {key}"
        if set(solution.newly_covered) != {k for k in covered if self.is_new(k)}:
            yield "newly_covered: wrong"
        missing = ((k, d.weight - self.served[k]) for k, d in sorted(self.demand.items()) if k not in unreachable)
        if tuple((k, n) for k, n in missing if n) != solution.unmet:
            yield "unmet: wrong"

    def is_covered(self, demand: DemandNode) -> bool:
        """Within the standard of an open site; with capacities, fully served within it."""
        standard = self.problem.standard
        if not self.options.capacitated or not demand.weight:
            return self.near_open[demand.key] <= standard
        own = [x for x in self.solution.assignment if x.demand == demand.key]
        near = all(self.travel(x.demand, x.site) <= standard for x in own)
        return near and self.served[demand.key] == demand.weight

    def is_new(self, key: str) -> bool:
        """True if the coverage is due to a new site."""
        if self.options.capacitated and self.demand[key].weight:
            return any(x.demand == key and x.site in self.solution.chosen for x in self.solution.assignment)
        return self.near_fixed[key] > self.problem.standard

    def value(self) -> Iterator[str]:
        """The value, its bound and its gap."""
        solution = self.solution
        if not math.isfinite(solution.value):
            if solution.proof is Proof.OPTIMAL:
                yield "proof: optimal without a solution"
            return
        size = max(1.0, abs(solution.value))
        if abs(self.counted() - solution.value) > ROUNDING * size:
            yield "value: not what the choice gives"
        ahead = solution.bound - solution.value
        if (ahead if solution.objective is not Objective.MAX_COVER else -ahead) > ROUNDING * size:
            yield "bound: worse than the value"
        if abs(abs(ahead) / max(abs(solution.value), 1e-12) - solution.gap) > ROUNDING and ahead:
            yield "gap: not the distance of value and bound"
        if solution.proof is Proof.OPTIMAL and solution.gap > ROUNDING:
            yield "proof: there is a gap"

    def counted(self) -> float:
        """The value from the assignment."""
        if self.solution.objective is Objective.COVER_ALL:
            return math.fsum(self.sites[k].cost for k in self.solution.chosen)
        counted = [d for d in self.problem.demand if d.key not in self.solution.unreachable]
        amounts = {d.key: self.amount(d) for d in counted}
        equity, total = self.options.equity, math.fsum(amounts.values())
        people = Counter[str]()
        for d in counted:
            if d.group is not None:
                people[d.group] += d.weight
        shares = [
            math.fsum(amounts[d.key] for d in counted if d.group == g) / n for g, n in people.items() if n and equity
        ]
        if not shares:
            return (1 - equity) * total
        worst = max(shares) if self.distance else min(shares)
        return (1 - equity) * total + equity * sum(d.weight for d in counted) * worst

    def amount(self, demand: DemandNode) -> float:
        """People served, or people times travel with the charge for those who are not."""
        if not self.distance:
            return self.served[demand.key]
        missing = demand.weight - self.served[demand.key]
        return self.travelled[demand.key] + (missing * self.far() if missing else 0.0)

    def far(self) -> float:
        """The charge for a person whom nobody serves."""
        if self.options.far is not None:
            return self.options.far
        if self.longest is None:
            every = [self.column[s] for s in self.sites]
            rows = ([row[j] for j in every if row[j] < math.inf] for row in map(self.row, self.demand))
            self.longest = max((max(row, default=0.0) for row in rows), default=0.0)
        return 2 * self.longest
