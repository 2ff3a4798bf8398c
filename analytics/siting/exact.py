"""Exact solution of a siting problem: choice, proof of optimality, decision of ties (选址：求解).

A choice is unique if every choice of the same value contains all of its sites: no solution of the same value leaves one
of them out. Ties are decided in this order, each step proven by the solver: fewest new buildings, least cost, smallest
sum of the sites' positions in key order.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from analytics.siting.arrays import Arrays
from analytics.siting.large import bracket
from analytics.siting.model import PROVEN, SitingModel, cover, flow, run, serve_all
from analytics.siting.nearest import base
from analytics.siting.problem import Objective, Proof
from analytics.siting.serve import cost, same, serve, without_idle
from analytics.siting.share import tighten
from analytics.solver.program import Floats, Ints, Mask, Rows, TimeBudget, row

TIES_PAIRS = 100_000
"""By default ties are decided up to this number of demand-site pairs."""
MOST_NEAR_TIES = 20
"""Near-ties examined before uniqueness is left undecided."""
Sites = tuple[int, ...]
"""Columns of a choice of new sites."""


@dataclass(frozen=True, slots=True)
class ProvenChoice:
    """A choice of sites with its proof; value and bound are minimised."""

    chosen: Sites
    value: float
    bound: float
    proof: Proof
    people: float = 0.0
    unique: bool | None = None
    alternative: Sites | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ExactSearch:
    """A problem with its model.

    Sites in `forced` are part of every optimal choice; `inner` is the problem with them open.
    """

    a: Arrays
    inner: Arrays
    model: SitingModel
    deadline: TimeBudget
    people: float = 0.0
    forced: Sites = ()

    def sites(self, values: Floats) -> Sites:
        """The choice in a solver's point."""
        m = len(self.model.sites)
        new = self.model.sites[(values[:m] > 0.5) & ~self.inner.fixed[self.model.sites]]  # noqa: PLR2004  # a half
        return tuple(sorted((*(int(j) for j in new), *self.forced)))

    def trimmed(self, values: Floats) -> tuple[Sites, float]:
        """The choice in a solver's point without idle sites, and its value."""
        chosen = self.sites(values)
        chosen = without_idle(self.a, chosen, serve(self.a, chosen, self.people).value, self.people)
        return chosen, serve(self.a, chosen, self.people).value


def best(a: Arrays, deadline: TimeBudget) -> ProvenChoice:
    """The optimal choice, proven if time allows."""
    if a.distance and not a.options.capacitated and not a.options.equity:
        return _distance(a, deadline)
    if not (a.options.capacitated or a.distance):
        model = cover(a)
        tighten(a, model, deadline)
        return _prove(ExactSearch(a, a, model, deadline), _greedy(a) if a.objective is Objective.COVER_ALL else ())
    sites = np.flatnonzero(a.within.any(axis=0) & (a.options.capacitated | ~a.fixed))
    model = flow(a, sites, np.full(len(a.weight), a.far) if a.options.capacitated else base(a))
    if a.objective is Objective.COVER_ALL:
        people = _servable(a)
        serve_all(a, model, people)
        return _prove(ExactSearch(a, a, model, deadline, people), ())
    tighten(a, model, deadline)
    # the best choice for the sum alone is a good start with equity
    known = () if a.options.capacitated else bracket(a, deadline).chosen
    return _prove(ExactSearch(a, a, model, deadline), known)


def _servable(a: Arrays) -> float:
    """Number of people who could be served if every site were open."""
    everything = replace(a, objective=Objective.MAX_COVER)
    return -serve(everything, tuple(int(j) for j in np.flatnonzero(~a.fixed)), 0.0).value


def _distance(a: Arrays, deadline: TimeBudget) -> ProvenChoice:
    """Bound the value from both sides, fix the decided sites, and solve the rest exactly if it is small enough."""
    known = bracket(a, deadline)
    inner = _with_open(a, known.always)
    sites = np.flatnonzero(~known.never & ~known.always & ~a.fixed)
    rest = base(inner)
    pairs = int((a.travel[:, sites] < np.minimum(rest, known.reach)[:, None]).sum())
    if pairs > a.options.exact_pairs or deadline.passed():
        chosen = without_idle(a, known.chosen, serve(a, known.chosen).value, 0.0)
        value = serve(a, chosen).value
        return ProvenChoice(chosen, value, min(known.bound, value), _proof(value, known.bound, deadline))
    forced = tuple(int(j) for j in np.flatnonzero(known.always))
    search = ExactSearch(a, inner, flow(inner, sites, rest, known.reach), deadline, forced=forced)
    result = _prove(search, known.chosen)
    return replace(result, bound=min(result.value, max(result.bound, known.bound)))


def _with_open(a: Arrays, always: Mask) -> Arrays:
    """The problem with some sites open and their cost or number deducted from the limits."""
    o = a.options
    k = None if o.k is None else o.k - int(always.sum())
    budget = None if o.budget is None else max(0.0, o.budget - float(a.cost[always].sum()))
    return replace(a, fixed=a.fixed | always, options=replace(o, k=k, budget=budget))


def _proof(value: float, bound: float, deadline: TimeBudget) -> Proof:
    if math.isfinite(value) and value - bound <= PROVEN * max(1.0, abs(value)):
        return Proof.OPTIMAL
    return Proof.CANCELLED if deadline.cancelled else Proof.BOUNDED


def _prove(search: ExactSearch, known: Sites) -> ProvenChoice:
    """Solve the model, starting from the choice `known` (may be empty)."""
    answer = run(search.model, search.deadline, start=_start(search, known), threads=search.a.options.threads)
    if answer.infeasible and not known:
        return ProvenChoice((), math.inf, math.inf, Proof.INFEASIBLE, search.people)
    chosen, value = search.trimmed(answer.values) if answer.values is not None else _fallback(search, known)
    if known and serve(search.a, known, search.people).value < value:
        chosen, value = known, serve(search.a, known, search.people).value
    bound = value if answer.proven else min(value, _floor(search, answer.bound))
    proof = _proof(value, bound, search.deadline)
    result = ProvenChoice(chosen, value, value if proof is Proof.OPTIMAL else bound, proof, search.people)
    wanted = search.a.options.ties
    if wanted is None:
        wanted = search.a.travel.size <= TIES_PAIRS
    return _decide_ties(search, result) if wanted and proof is Proof.OPTIMAL else result


def _floor(search: ExactSearch, bound: float) -> float:
    """A valid bound even if the solver has none yet."""
    everything = tuple(int(j) for j in np.flatnonzero(~search.a.fixed))
    if search.a.objective is Objective.COVER_ALL:
        return max(0.0, bound)
    return bound if math.isfinite(bound) else serve(search.a, everything, search.people).value


def _start(search: ExactSearch, known: Sites) -> tuple[Ints, Floats] | None:
    """The known choice as a partial starting point; the solver completes the flows."""
    sites = search.model.sites
    if not known or not len(sites):
        return None
    return np.arange(len(sites)), (search.inner.fixed[sites] | np.isin(sites, np.array(known))).astype(np.float64)


def _fallback(search: ExactSearch, known: Sites) -> tuple[Sites, float]:
    """Without a point from the solver: the known choice, all sites without idle ones, or no new site."""
    chosen = known
    if search.a.objective is Objective.COVER_ALL and not known and not search.deadline.cancelled:
        everything = tuple(int(j) for j in np.flatnonzero(~search.a.fixed))
        chosen = without_idle(search.a, everything, serve(search.a, everything, search.people).value, search.people)
        if not _allowed(search.a, chosen):
            return (), math.inf
    return chosen, serve(search.a, chosen, search.people).value


def _greedy(a: Arrays) -> Sites:
    """A cover by repeatedly taking the site with most new demand per cost (Chvátal 1979)."""
    left = a.counted & ~np.asarray(a.within[:, a.fixed].any(axis=1))
    part = np.asfortranarray(a.within & ~a.fixed)
    gain, price, chosen = part[left].sum(axis=0).astype(np.float64), np.maximum(a.cost, 1e-12), list[int]()
    while left.any():
        j = int((gain / price).argmax())
        chosen.append(j)
        new = part[:, j] & left
        gain -= part[new].sum(axis=0)
        left &= ~new
    trimmed = without_idle(a, tuple(sorted(chosen)), cost(a, tuple(chosen)), 0.0)
    return trimmed if _allowed(a, trimmed) else ()


def _allowed(a: Arrays, chosen: Sites) -> bool:
    """True if a choice is within k or the budget."""
    if a.options.k is not None:
        return len(chosen) <= a.options.k
    return a.options.budget is None or cost(a, chosen) <= a.options.budget


def _decide_ties(search: ExactSearch, result: ProvenChoice) -> ProvenChoice:
    """Search for another choice of the same value, and return the one that the order of ties prefers."""
    slack = PROVEN * max(1.0, abs(result.value))
    if set(result.chosen) <= set(search.forced):
        return replace(result, unique=True)
    cuts = [_cut(search, result.chosen)]
    for _ in range(MOST_NEAR_TIES):
        answer = run(search.model, search.deadline, extra=tuple(cuts), cutoff=result.value + slack)
        if answer.values is None:
            return replace(result, unique=True) if answer.infeasible else result
        chosen, value = search.trimmed(answer.values)
        if same(value, result.value):
            return _prefer(search, result, chosen, cuts)
        if value > result.value + slack:
            return replace(result, unique=True)
        if value < result.value:
            result = replace(result, chosen=chosen, value=value, bound=min(value, result.bound))
        cuts.append(_cut(search, chosen))
    return result


def _cut(search: ExactSearch, chosen: Sites) -> Rows:
    """Row: at least one of these sites is left out."""
    mine = np.flatnonzero(
        np.isin(search.model.sites, np.array(chosen, dtype=np.intp)) & ~search.inner.fixed[search.model.sites]
    )
    return row(mine, np.ones(len(mine)), upper=len(mine) - 1.0)


def _prefer(search: ExactSearch, result: ProvenChoice, other: Sites, cuts: list[Rows]) -> ProvenChoice:
    """Among choices of the same value, minimise the criteria of ties one after the other."""
    model, size = search.model, max(1.0, abs(result.value))
    fixed = [
        *cuts,
        row(np.arange(len(model.cost)), model.cost / size, upper=(result.value - model.constant) / size + 1e-7),
    ]
    for criterion in _criteria(search, model.sites):
        price = np.concatenate([criterion, np.zeros(len(model.cost) - len(criterion))])
        answer = run(model, search.deadline, cost=price, extra=tuple(fixed))
        if answer.values is None:
            break
        chosen, value = search.trimmed(answer.values)
        if not same(value, result.value):
            break
        other = min(other, chosen, key=lambda c: _tie_order(search.a, c))
        fixed.append(row(np.arange(len(criterion)), criterion, upper=answer.value + 1e-6 * max(1.0, abs(answer.value))))
    first, second = sorted((result.chosen, other), key=lambda c: _tie_order(search.a, c))
    return replace(result, chosen=first, alternative=second, unique=False)


def _criteria(search: ExactSearch, sites: Ints) -> list[Floats]:
    """Coefficients of the criteria of ties, for new sites only: new buildings, cost, position in key order."""
    new = ~search.inner.fixed[sites]
    criteria = [np.where(new & ~search.a.premises[sites], 1.0, 0.0), np.where(new, search.a.cost[sites], 0.0)]
    criteria.append(np.where(new, sites + 1.0, 0.0))
    return [c for c in criteria if c.any()]


def _tie_order(a: Arrays, chosen: Sites) -> tuple[int, float, int, Sites]:
    return sum(not a.premises[j] for j in chosen), round(cost(a, chosen), 9), sum(j + 1 for j in chosen), chosen
