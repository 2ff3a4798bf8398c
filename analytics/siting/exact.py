"""Solve a siting problem: the model, its proof, its ties (选址：求解).

A choice is unique when every choice of the same value holds all of its sites: a cut that asks for one of them to be
left out, with the value held, has no solution. Ties are settled in this order, each step proven by the solver:
fewest new buildings, least cost, smallest sum of the sites' places in key order.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from analytics.siting.arrays import Arrays
from analytics.siting.large import base, bracket
from analytics.siting.model import PROVEN, Model, cover, flow, run, serve_all
from analytics.siting.problem import Objective, Proof
from analytics.siting.serve import cost, same, serve, spare
from analytics.siting.share import tighten
from analytics.solver.program import Deadline, Floats, Ints, Mask, Rows, row

TIES_PAIRS = 100_000
"""Ties are settled unasked up to so many demand-site pairs."""
ROUNDS = 20
"""Near-ties looked at before uniqueness is left open."""
Sites = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A choice with its proof; value and bound are to be minimised."""

    chosen: Sites
    value: float
    bound: float
    proof: Proof
    people: float = 0.0
    unique: bool | None = None
    alternative: Sites | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A problem with its model; `forced` sites stand in every choice that matters and are open in `inner`."""

    a: Arrays
    inner: Arrays
    model: Model
    deadline: Deadline
    people: float = 0.0
    forced: Sites = ()

    def sites(self, values: Floats) -> Sites:
        """The choice that a solver's answer stands for."""
        m = len(self.model.sites)
        new = self.model.sites[(values[:m] > 0.5) & ~self.inner.fixed[self.model.sites]]  # noqa: PLR2004 - a half
        return tuple(sorted((*(int(j) for j in new), *self.forced)))

    def trimmed(self, values: Floats) -> tuple[Sites, float]:
        """The choice without idle sites, and its value."""
        chosen = self.sites(values)
        chosen = spare(self.a, chosen, serve(self.a, chosen, self.people).value, self.people)
        return chosen, serve(self.a, chosen, self.people).value


def best(a: Arrays, deadline: Deadline) -> Result:
    """The best choice, proven if time allows."""
    if a.distance and not a.options.capacitated and not a.options.equity:
        return _distance(a, deadline)
    if not (a.options.capacitated or a.distance):
        model = cover(a)
        tighten(a, model, deadline)
        return _prove(Case(a, a, model, deadline), _greedy(a) if a.objective is Objective.COVER_ALL else ())
    sites = np.flatnonzero(a.within.any(axis=0) & (a.options.capacitated | ~a.fixed))
    model = flow(a, sites, np.full(len(a.weight), a.far) if a.options.capacitated else base(a))
    if a.objective is Objective.COVER_ALL:
        people = _servable(a)
        serve_all(a, model, people)
        return _prove(Case(a, a, model, deadline, people), ())
    tighten(a, model, deadline)
    known = (
        () if a.options.capacitated else bracket(a, deadline).chosen
    )  # the best for the sum is a start for the blend
    return _prove(Case(a, a, model, deadline), known)


def _servable(a: Arrays) -> float:
    """People that could be served if every site were open."""
    everything = replace(a, objective=Objective.MAX_COVER)
    return -serve(everything, tuple(int(j) for j in np.flatnonzero(~a.fixed)), 0.0).value


def _distance(a: Arrays, deadline: Deadline) -> Result:
    """Close in from both sides, settle what can be settled, and solve the rest exactly if it is small enough."""
    known = bracket(a, deadline)
    inner = _settled(a, known.always)
    sites = np.flatnonzero(~known.never & ~known.always & ~a.fixed)
    rest = base(inner)
    pairs = int((a.travel[:, sites] < np.minimum(rest, known.reach)[:, None]).sum())
    if pairs > a.options.exact_pairs or deadline.passed():
        chosen = spare(a, known.chosen, serve(a, known.chosen).value, 0.0)
        value = serve(a, chosen).value
        return Result(chosen, value, min(known.bound, value), _proof(value, known.bound, deadline))
    forced = tuple(int(j) for j in np.flatnonzero(known.always))
    case = Case(a, inner, flow(inner, sites, rest, known.reach), deadline, forced=forced)
    result = _prove(case, known.chosen)
    return replace(result, bound=min(result.value, max(result.bound, known.bound)))


def _settled(a: Arrays, always: Mask) -> Arrays:
    """The problem with settled sites standing and paid for."""
    o = a.options
    k = None if o.k is None else o.k - int(always.sum())
    budget = None if o.budget is None else max(0.0, o.budget - float(a.cost[always].sum()))
    return replace(a, fixed=a.fixed | always, options=replace(o, k=k, budget=budget))


def _proof(value: float, bound: float, deadline: Deadline) -> Proof:
    if math.isfinite(value) and value - bound <= PROVEN * max(1.0, abs(value)):
        return Proof.OPTIMAL
    return Proof.CANCELLED if deadline.cancelled else Proof.BOUNDED


def _prove(case: Case, known: Sites) -> Result:
    """Solve the model; `known` is a choice to start from."""
    found = run(case.model, case.deadline, start=_start(case, known), threads=case.a.options.threads)
    if found.infeasible and not known:
        return Result((), math.inf, math.inf, Proof.INFEASIBLE, case.people)
    chosen, value = case.trimmed(found.values) if found.values is not None else _fallback(case, known)
    if known and serve(case.a, known, case.people).value < value:
        chosen, value = known, serve(case.a, known, case.people).value
    bound = value if found.proven else min(value, _floor(case, found.bound))
    proof = _proof(value, bound, case.deadline)
    result = Result(chosen, value, value if proof is Proof.OPTIMAL else bound, proof, case.people)
    wanted = case.a.options.ties
    if wanted is None:
        wanted = case.a.travel.size <= TIES_PAIRS
    return _settle(case, result) if wanted and proof is Proof.OPTIMAL else result


def _floor(case: Case, bound: float) -> float:
    """A bound that holds even when the solver has none yet."""
    everything = tuple(int(j) for j in np.flatnonzero(~case.a.fixed))
    if case.a.objective is Objective.COVER_ALL:
        return max(0.0, bound)
    return bound if math.isfinite(bound) else serve(case.a, everything, case.people).value


def _start(case: Case, known: Sites) -> tuple[Ints, Floats] | None:
    """The known choice as a starting point; the solver finds who goes where."""
    sites = case.model.sites
    if not known or not len(sites):
        return None
    return np.arange(len(sites)), (case.inner.fixed[sites] | np.isin(sites, np.array(known))).astype(np.float64)


def _fallback(case: Case, known: Sites) -> tuple[Sites, float]:
    """Without an answer of the solver: what is known, all sites less the idle ones, or nothing new."""
    chosen = known
    if case.a.objective is Objective.COVER_ALL and not known and not case.deadline.cancelled:
        everything = tuple(int(j) for j in np.flatnonzero(~case.a.fixed))
        chosen = spare(case.a, everything, serve(case.a, everything, case.people).value, case.people)
        if not _allowed(case.a, chosen):
            return (), math.inf
    return chosen, serve(case.a, chosen, case.people).value


def _greedy(a: Arrays) -> Sites:
    """A cover that takes the site of most new demand for its cost, again and again (Chvátal 1979)."""
    left = a.counted & ~np.asarray(a.within[:, a.fixed].any(axis=1))
    part = np.asfortranarray(a.within & ~a.fixed)
    gain, price, chosen = part[left].sum(axis=0).astype(np.float64), np.maximum(a.cost, 1e-12), list[int]()
    while left.any():
        j = int((gain / price).argmax())
        chosen.append(j)
        new = part[:, j] & left
        gain -= part[new].sum(axis=0)
        left &= ~new
    found = spare(a, tuple(sorted(chosen)), cost(a, tuple(chosen)), 0.0)
    return found if _allowed(a, found) else ()


def _allowed(a: Arrays, chosen: Sites) -> bool:
    """Whether a choice keeps to k or the budget."""
    if a.options.k is not None:
        return len(chosen) <= a.options.k
    return a.options.budget is None or cost(a, chosen) <= a.options.budget


def _settle(case: Case, result: Result) -> Result:
    """Look for another choice of the same value, and keep the one that the order of ties prefers."""
    slack = PROVEN * max(1.0, abs(result.value))
    if set(result.chosen) <= set(case.forced):
        return replace(result, unique=True)
    cuts = [_cut(case, result.chosen)]
    for _ in range(ROUNDS):
        found = run(case.model, case.deadline, extra=tuple(cuts), cutoff=result.value + slack)
        if found.values is None:
            return replace(result, unique=True) if found.infeasible else result
        chosen, value = case.trimmed(found.values)
        if same(value, result.value):
            return _prefer(case, result, chosen, cuts)
        if value > result.value + slack:
            return replace(result, unique=True)
        if value < result.value:
            result = replace(result, chosen=chosen, value=value, bound=min(value, result.bound))
        cuts.append(_cut(case, chosen))
    return result


def _cut(case: Case, chosen: Sites) -> Rows:
    """One of these sites is left out."""
    mine = np.flatnonzero(
        np.isin(case.model.sites, np.array(chosen, dtype=np.intp)) & ~case.inner.fixed[case.model.sites]
    )
    return row(mine, np.ones(len(mine)), upper=len(mine) - 1.0)


def _prefer(case: Case, result: Result, other: Sites, cuts: list[Rows]) -> Result:
    """Minimise what ties are settled by, one after the other, among choices of the same value."""
    model, size = case.model, max(1.0, abs(result.value))
    held = [
        *cuts,
        row(np.arange(len(model.cost)), model.cost / size, upper=(result.value - model.constant) / size + 1e-7),
    ]
    for level in _levels(case, model.sites):
        price = np.concatenate([level, np.zeros(len(model.cost) - len(level))])
        found = run(model, case.deadline, cost=price, extra=tuple(held))
        if found.values is None:
            break
        chosen, value = case.trimmed(found.values)
        if not same(value, result.value):
            break
        other = min(other, chosen, key=lambda c: _order(case.a, c))
        held.append(row(np.arange(len(level)), level, upper=found.value + 1e-6 * max(1.0, abs(found.value))))
    first, second = sorted((result.chosen, other), key=lambda c: _order(case.a, c))
    return replace(result, chosen=first, alternative=second, unique=False)


def _levels(case: Case, sites: Ints) -> list[Floats]:
    """New buildings, cost, places in key order: of the new sites only."""
    new = ~case.inner.fixed[sites]
    levels = [np.where(new & ~case.a.premises[sites], 1.0, 0.0), np.where(new, case.a.cost[sites], 0.0)]
    levels.append(np.where(new, sites + 1.0, 0.0))
    return [level for level in levels if level.any()]


def _order(a: Arrays, chosen: Sites) -> tuple[int, float, int, Sites]:
    return sum(not a.premises[j] for j in chosen), round(cost(a, chosen), 9), sum(j + 1 for j in chosen), chosen
