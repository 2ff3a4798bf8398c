"""Sites of new service points beside the existing ones (选址).

Equity, for the weight e = `Options.equity`, W the people that some site can serve, W_g those of group g:

    MAX_COVER     maximise (1 - e) * covered + e * W * min over g of (covered_g / W_g)
    MIN_DISTANCE  minimise (1 - e) * travel  + e * W * max over g of (travel_g / W_g)

Both are linear (one more column for the worst group) and solved exactly; e = 0 is the sum only, e = 1 the worst group
only. Groups nobody of whom can be served are left out, and demand without a group is left out of the second term.

References:
    Church & Murray (2018), Location Covering Models, Springer (the three problems);
    Halpern (1978), Finding minimal center-median convex combination (cent-dian) of a graph, Manage. Sci. 24(5), and
    Ogryczak (2000), Inequality measures and equitable approaches to location problems, EJOR 122(2) (the blend).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from analytics.siting.arrays import Arrays, arrays
from analytics.siting.check import check
from analytics.siting.exact import ProvenChoice, best
from analytics.siting.problem import (
    Allocation,
    Objective,
    SitingOptions,
    SitingProblem,
    SitingSolution,
    check_options,
)
from analytics.siting.serve import Served, serve
from analytics.solver.program import Mask, TimeBudget
from knowledge.errors import BadInput


class UnsoundSolution(AssertionError):
    """A solution failed its check: a defect of this program, never of the input."""


@dataclass(frozen=True, slots=True)
class MarginalStep:
    """The solution with `k` new sites, and its gain over the solution with one site less."""

    k: int
    solution: SitingSolution
    gain: float


@dataclass(frozen=True, slots=True)
class Marginal:
    """The gain of each further site; `stopped`: number of new sites after which one more is not worth it."""

    start: SitingSolution
    steps: tuple[MarginalStep, ...]
    stopped: int | None


def solve(problem: SitingProblem, objective: Objective, options: SitingOptions | None = None) -> SitingSolution:
    """The best new sites for an objective, with an independent check of the solution.

    Demand that no site can serve is listed as unreachable and counts nowhere. For MIN_DISTANCE demand that some site
    can reach, but no open one, is charged `Options.far` a person. Large distance problems are answered with a
    certified gap; everything else is exact unless the time limit or `cancel` ends the search.

    Raises:
        BadInput: An invalid limit, cost or option.
        UnsoundSolution: The check failed.
    """
    options = options or SitingOptions()
    check_options(problem, objective, options)
    a = arrays(problem, objective, options)
    result = best(a, TimeBudget(options.time_limit, options.cancel))
    solution = _report(a, result, serve(a, result.chosen, result.people))
    if faults := check(problem, solution, options):
        raise UnsoundSolution("; ".join(faults))
    return solution


def marginal(
    problem: SitingProblem, objective: Objective, up_to: int, options: SitingOptions | None = None, least: float = 0.0
) -> Marginal:
    """The value for 1, 2, … `up_to` new sites; stops before a step whose gain is 0 or below `least`.

    Each step is solved on its own. The best set for k + 1 need not contain the best set for k, so a plan that opens one
    site at a time may achieve less than these values.
    """
    if objective is Objective.COVER_ALL:
        raise BadInput("objective", "siting.no_number_to_vary")
    if up_to < 1:
        raise BadInput("up_to", "input.below", least=1)
    options = replace(options or SitingOptions(), budget=None)
    start = before = solve(problem, objective, replace(options, k=0))
    steps = list[MarginalStep]()
    for k in range(1, up_to + 1):
        solution = solve(problem, objective, replace(options, k=k))
        gain = abs(solution.value - before.value)
        if gain < least or gain <= 1e-9 * max(1.0, abs(before.value)):
            return Marginal(start, tuple(steps), k - 1)
        steps.append(MarginalStep(k, solution, gain))
        before = solution
    return Marginal(start, tuple(steps), None)


def _report(a: Arrays, result: ProvenChoice, served: Served) -> SitingSolution:
    covered, counted = _covered(a, result, served), a.counted
    given = np.zeros(len(a.weight))
    np.add.at(given, [i for i, _, _ in served.assignment], [n for _, _, n in served.assignment])
    missing = np.flatnonzero(counted & (given < a.weight))
    sign = -1.0 if a.objective is Objective.MAX_COVER else 1.0
    value, bound = sign * result.value + 0.0, sign * result.bound + 0.0
    gap = abs(value - bound) / max(abs(value), 1e-12) if value != bound else 0.0
    unreachable = ~counted & ~covered
    return SitingSolution(
        a.objective,
        _sites(a, result.chosen),
        _sites(a, a.columns(result.chosen)),
        _demand(a, covered),
        _demand(a, covered & _new(a, result, served)),
        _demand(a, ~covered & ~unreachable),
        _demand(a, unreachable),
        tuple((a.demand[i], int(a.weight[i] - given[i])) for i in missing),
        value,
        bound,
        gap if math.isfinite(gap) else math.inf,
        result.proof,
        result.unique,
        None if result.alternative is None else _sites(a, result.alternative),
        tuple(Allocation(a.demand[i], a.sites[j], n) for i, j, n in served.assignment),
    )


def _sites(a: Arrays, columns: Iterable[int]) -> tuple[str, ...]:
    return tuple(a.sites[j] for j in sorted(columns))


def _demand(a: Arrays, mask: Mask) -> tuple[str, ...]:
    return tuple(a.demand[i] for i in np.flatnonzero(mask))


def _covered(a: Arrays, result: ProvenChoice, served: Served) -> Mask:
    """Demand within the standard of an open site; with capacities, fully served within it."""
    near = np.asarray((a.travel[:, a.columns(result.chosen)] <= a.standard).any(axis=1))
    if not a.options.capacitated:
        return near
    given = np.zeros(len(a.weight))
    for i, j, people in served.assignment:
        given[i] += people if a.travel[i, j] <= a.standard else 0
    return np.asarray(np.where(a.weight > 0, given >= a.weight, near), dtype=np.bool_)


def _new(a: Arrays, result: ProvenChoice, served: Served) -> Mask:
    """Demand that no existing point covers; with capacities, demand that a new site helps to serve."""
    alone = np.asarray(~(a.travel[:, a.fixed] <= a.standard).any(axis=1))
    if not a.options.capacitated:
        return alone
    helped, new = np.zeros(len(a.weight), np.bool_), set(result.chosen)
    helped[[i for i, j, _ in served.assignment if j in new]] = True
    return np.asarray(np.where(a.weight > 0, helped, alone), dtype=np.bool_)
