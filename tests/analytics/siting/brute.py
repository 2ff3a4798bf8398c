"""Every choice of a small siting problem, valued in plain Python (the oracle of the siting tests)."""

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import strategies as st

from analytics.siting.problem import DemandNode, Objective, Proof, Site, SitingOptions, SitingProblem, SitingSolution
from analytics.siting.solve import solve

FAR = 50.0


@st.composite
def problems(draw: st.DrawFn, places: int = 6, heaviest: int = 9, *, capacities: bool = False) -> SitingProblem:
    """Few places, few distinct numbers: ties, unreachable demand and idle sites are common."""
    n, m = draw(st.integers(1, places)), draw(st.integers(1, places))
    groups = st.sampled_from([None, "a", "b"])
    kinds = st.sampled_from([None, "x", "y"])
    given = st.sampled_from([None, None, frozenset("x"), frozenset("xy"), frozenset[str]()])
    demand = tuple(DemandNode(f"d{i}", draw(st.integers(0, heaviest)), draw(groups), draw(kinds)) for i in range(n))
    room = st.none() | st.integers(0, 5) if capacities else st.none()
    sites = tuple(
        Site(f"s{j}", draw(st.sampled_from([1.0, 1.0, 2.0, 2.5])), draw(room), draw(st.integers(0, 4)) == 0,
             draw(st.booleans()), draw(given))
        for j in range(m)
    )  # fmt: skip
    cell = st.none() | st.integers(0, 8)
    cells = {(d.key, s.key): draw(cell) for d in demand for s in sites}
    return SitingProblem(demand, sites, {pair: float(t) for pair, t in cells.items() if t is not None}, 3.0)


def rolled(seed: int, places: int = 6, *, capacities: bool = False) -> SitingProblem:
    """A problem where most can be reached and many choices tie."""
    dice = random.Random(seed)  # noqa: S311  # a test instance
    n, m = dice.randint(places - 2, places), dice.randint(places - 1, places + 1)
    heaviest = 2 if capacities else 6
    demand = tuple(DemandNode(f"d{i}", dice.randint(0, heaviest), dice.choice("ab")) for i in range(n))
    sites = tuple(
        Site(f"s{j}", dice.choice([1.0, 1.0, 2.0]), dice.choice([None, 1, 2, 4]) if capacities else None,
             dice.random() < 1 / 8, dice.random() < 1 / 2)
        for j in range(m)
    )  # fmt: skip
    cells = {(d.key, s.key): float(dice.randint(0, 7)) for d in demand for s in sites if dice.random() < 9 / 10}
    return SitingProblem(demand, sites, cells, 2.0)


def choices(problem: SitingProblem, options: SitingOptions) -> Iterator[tuple[str, ...]]:
    """Every set of candidates that keeps to k or the budget."""
    new = sorted((s for s in problem.sites if not s.fixed), key=lambda s: s.key)
    for size in range(len(new) + 1):
        for some in combinations(new, size):
            within = options.budget is None or sum(s.cost for s in some) <= options.budget
            if within and (options.k is None or size <= options.k):
                yield tuple(s.key for s in some)


def possible(problem: SitingProblem, objective: Objective, demand: DemandNode, site: Site) -> bool:
    limit = math.inf if objective is Objective.MIN_DISTANCE else problem.standard
    travel = problem.travel.get((demand.key, site.key))
    return travel is not None and travel <= limit and may(demand, site)


def may(demand: DemandNode, site: Site) -> bool:
    """Whether the site gives what the demand needs."""
    return demand.kind is None or site.gives is None or demand.kind in site.gives


def value(problem: SitingProblem, objective: Objective, options: SitingOptions, chosen: tuple[str, ...]) -> float:
    """Value of a choice, to be minimised; infinity where full coverage is missed."""
    opened = [s for s in problem.sites if s.fixed or s.key in chosen]
    counted = [d for d in problem.demand if any(possible(problem, objective, d, s) for s in problem.sites)]
    rows = splits(problem, objective, options, opened, counted)
    if objective is not Objective.COVER_ALL:
        return min(blend(counted, row, options.equity, objective) for row in rows)
    cost = sum(s.cost for s in problem.sites if s.key in chosen)
    empty = all(any(possible(problem, objective, d, s) for s in opened) for d in counted if not d.weight)
    most = max(sum(row) for row in splits(problem, objective, options, list(problem.sites), counted))
    return cost if empty and max(sum(row) for row in rows) >= most else math.inf


def blend(counted: list[DemandNode], amounts: tuple[float, ...], equity: float, objective: Objective) -> float:
    sign, worst = (1 if objective is Objective.MIN_DISTANCE else -1), 0.0
    people: dict[str, int] = {}
    sums: dict[str, float] = {}
    for d, amount in zip(counted, amounts, strict=True):
        if d.group is not None:
            people[d.group] = people.get(d.group, 0) + d.weight
            sums[d.group] = sums.get(d.group, 0.0) + amount
    shares = [sums[g] / n for g, n in people.items() if n]
    if shares:
        worst = max(shares) if sign > 0 else min(shares)
    return sign * ((1 - equity) * sum(amounts) + equity * sum(d.weight for d in counted) * worst)


def splits(
    problem: SitingProblem, objective: Objective, options: SitingOptions, opened: list[Site], counted: list[DemandNode]
) -> list[tuple[float, ...]]:
    """Amount of each counted demand (people, or people times travel), for every way to serve it."""
    distance = objective is Objective.MIN_DISTANCE
    far = options.far or 0.0
    if not options.capacitated:
        row = []
        for d in counted:
            near = [problem.travel[d.key, s.key] for s in opened if possible(problem, objective, d, s)]
            row.append(d.weight * min(near, default=far) if distance else float(d.weight if near else 0))
        return [tuple(row)]
    room = [math.inf if s.capacity is None else s.capacity for s in opened]
    ways = [list(shares(d.weight, len(opened))) for d in counted]
    found = []
    for way in product(*ways):
        loads = [sum(part[j] for part in way) for j in range(len(opened))]
        legal = all(
            not part[j] or possible(problem, objective, d, s)
            for d, part in zip(counted, way, strict=True)
            for j, s in enumerate(opened)
        )
        if legal and all(load <= most for load, most in zip(loads, room, strict=True)):
            found.append(tuple(_amount(problem, d, part, opened, far, distance=distance)
                               for d, part in zip(counted, way, strict=True)))  # fmt: skip
    return found


def _amount(
    problem: SitingProblem, demand: DemandNode, part: tuple[int, ...], opened: list[Site], far: float, *, distance: bool
) -> float:
    if not distance:
        return float(sum(part))
    sent = sum(n * problem.travel[demand.key, s.key] for n, s in zip(part, opened, strict=True) if n)
    return sent + (demand.weight - sum(part)) * far


def farthest(problem: SitingProblem) -> float:
    """The longest travel of any demand to a site that could serve it."""
    pairs = ((d, s) for d in problem.demand for s in problem.sites if may(d, s))
    return max((problem.travel.get((d.key, s.key), 0.0) for d, s in pairs), default=0.0)


@cache
def shares(people: int, places: int) -> tuple[tuple[int, ...], ...]:
    """Every way to send at most so many people to so many places."""
    return tuple(part for part in product(range(people + 1), repeat=places) if sum(part) <= people)


def best(problem: SitingProblem, objective: Objective, options: SitingOptions) -> tuple[float, list[tuple[str, ...]]]:
    """The best value and every choice that reaches it."""
    if options.far is None:
        options = replace(options, far=2 * farthest(problem))
    values = {chosen: value(problem, objective, options, chosen) for chosen in choices(problem, options)}
    top = min(values.values())
    return top, [chosen for chosen, v in values.items() if v == top or abs(v - top) <= 1e-9]


def order(problem: SitingProblem, chosen: tuple[str, ...]) -> tuple[int, float, int]:
    """What ties are settled by: new buildings, cost, places in key order."""
    keys = sorted(s.key for s in problem.sites)
    sites = [s for s in problem.sites if s.key in chosen]
    return sum(not s.premises for s in sites), sum(s.cost for s in sites), sum(keys.index(s.key) + 1 for s in sites)


SIGN = {Objective.COVER_ALL: 1, Objective.MAX_COVER: -1, Objective.MIN_DISTANCE: 1}


def agree(problem: SitingProblem, objective: Objective, options: SitingOptions) -> SitingSolution:
    """The solution has the value, the proof, the uniqueness and the order of ties of full enumeration."""
    found = solve(problem, objective, options)
    value, winners = best(problem, objective, options)
    if math.isinf(value):
        assert (found.proof, found.value, found.chosen) == (Proof.INFEASIBLE, math.inf, ())
        return found
    assert found.proof is Proof.OPTIMAL
    assert found.value == pytest.approx(SIGN[objective] * value)
    assert found.chosen in winners
    assert order(problem, found.chosen) == min(order(problem, w) for w in winners)
    others = [w for w in winners if not set(found.chosen) <= set(w)]
    assert found.unique is (not others)
    assert (found.alternative in winners) if others else (found.alternative is None)
    return found


def line(places: int, standard: float = 1.0) -> SitingProblem:
    """Demand of 1 at each place of a street, a candidate beside each."""
    keys = range(places)
    travel = {(f"d{i}", f"s{j}"): float(abs(i - j)) for i in keys for j in keys}
    return SitingProblem(
        tuple(DemandNode(f"d{i}", 1) for i in keys), tuple(Site(f"s{j}") for j in keys), travel, standard
    )
