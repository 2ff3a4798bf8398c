"""Large MIN_DISTANCE problems: local search for a choice, Lagrangian relaxation for a bound (选址：启发与下界).

The relaxation drops "everybody is served once" and charges multipliers instead; its bound is valid for any multipliers.
Sites whose choice (or absence) would raise the bound above the best known value are decided before any exact search.

References:
    Resende & Werneck (2007), A fast swap-based local search procedure for location problems, Ann. Oper. Res. 150;
    Teitz & Bart (1968), Heuristic methods for estimating the generalized vertex median, Oper. Res. 16(5);
    Cornuejols, Fisher & Nemhauser (1977), Location of bank accounts to optimize float, Manage. Sci. 23(8) (bound);
    Held, Wolfe & Crowder (1974), Validation of subgradient optimization, Math. Program. 6.
"""

import math
from dataclasses import dataclass

import numpy as np

from analytics.siting.arrays import Arrays, sums
from analytics.siting.model import TOLERANCE
from analytics.siting.nearest import NearestSites, nearest_sites, travel_with
from analytics.solver.program import Floats, Ints, Mask, TimeBudget

STEPS, PATIENCE = 500, 12
"""Most subgradient steps, and steps without progress before the step size is halved."""
MOST_VISITS, LEAST_STEPS = 100_000_000, 100
"""After so many visited pairs in all steps the search ends, but not before the least number of steps."""
MOST_SWAPS = 400
GROWTH, REFRESH, MOMENTUM = 1.5, 10, 0.5
"""Possible growth of a multiplier between refreshes, steps between them, and the weight of the last direction."""
LEAST_STEP = 1e-3
"""The search ends when the step size falls below this."""
POLISH, SMALL = 10, 200_000
"""In problems of at most SMALL pairs, every POLISH steps the relaxed choice is improved by interchange."""


@dataclass(frozen=True, slots=True, eq=False)
class RelaxedChoice:
    """The most profitable sites for given multipliers, the last one in part.

    Attributes:
        share: Share of each site that is taken, 0 to 1.
        profit: Total profit.
        rate_in: Profit per price of the last site taken.
        rate_out: Profit per price of the first site not fully taken.
    """

    share: Floats
    profit: float
    rate_in: float
    rate_out: float


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """A choice, its value and a bound; sites that are `never` or `always` part of an optimal choice."""

    chosen: tuple[int, ...]
    value: float
    bound: float
    never: Mask
    always: Mask
    reach: Floats
    """Greatest travel of each demand in an optimal choice."""


def relaxed_choice(near: NearestSites, profit: Floats) -> RelaxedChoice:
    """Take the most profitable sites within the limit, the last one in part."""
    free = near.price <= 0
    rate = np.where(free, np.where(profit > 0, math.inf, 0.0), profit / np.where(free, 1.0, near.price))
    order = np.argsort(-rate, kind="stable")
    order = order[rate[order] > 0]
    spent = np.cumsum(near.price[order])
    whole = int(np.searchsorted(spent, near.limit * (1 + TOLERANCE), side="right"))
    share = np.zeros(len(profit))
    share[order[:whole]] = 1.0
    rate_out = float(rate[order[whole]]) if whole < len(order) else 0.0
    left = near.limit - (float(spent[whole - 1]) if whole else 0.0)
    if whole < len(order):
        share[order[whole]] = max(0.0, left / float(near.price[order[whole]]))
    full = whole and left <= TOLERANCE * near.limit
    rate_in = float(rate[order[whole - 1]]) if full and math.isfinite(rate[order[whole - 1]]) else rate_out
    return RelaxedChoice(share, float(profit @ share), rate_in, rate_out)


class ActivePairs:
    """The pairs that can contribute while no multiplier exceeds `ceiling`."""

    def __init__(self, near: NearestSites, multipliers: Floats) -> None:
        self.ceiling = np.minimum(near.ceiling, multipliers * GROWTH)
        self.row, rank = np.nonzero(near.cost < self.ceiling[:, None])
        self.site, self.cost = near.index[self.row, rank], near.cost[self.row, rank]


class BoundSearch:
    """The best choice and the best bound so far, and the steps that improve them."""

    def __init__(self, a: Arrays, deadline: TimeBudget) -> None:
        self.a, self.deadline, self.near = a, deadline, nearest_sites(a)
        self.chosen: Ints = np.zeros(0, np.intp)
        self.value = travel_with(a, self.near, self.chosen)
        self.bound, self.step = 0.0, 1.0
        self.multipliers: Floats = np.zeros(len(self.near.people))
        self.profit: Floats = np.zeros(len(self.near.sites))
        self.best: RelaxedChoice = relaxed_choice(self.near, self.profit)

    def offer(self, chosen: Ints) -> None:
        """Store the choice if it is better than the best one so far."""
        value = travel_with(self.a, self.near, chosen)
        if value < self.value:
            self.chosen, self.value = np.sort(chosen), value

    @property
    def closed(self) -> bool:
        """True if value and bound are equal."""
        return self.value - self.bound <= TOLERANCE * max(1.0, abs(self.value))

    def greedy(self) -> None:
        """Repeatedly add the site with the best gain for its price; gains only shrink, so few are computed again."""
        n, first = self.near, self.near.base.copy()
        scale, columns = np.where(n.people > 0, n.people, 0.0), np.ascontiguousarray(self.a.travel[:, n.sites].T)
        columns[:, n.people == 0] = 0.0
        rate = np.full(len(n.sites), math.inf)
        fresh, spent, chosen = np.zeros(len(n.sites), np.intp) - 1, 0.0, list[int]()
        while len(n.sites) and not self.deadline.passed():
            rate[spent + n.price > n.limit * (1 + TOLERANCE)] = 0.0
            j = int(rate.argmax())
            if not rate[j] > 0:
                break
            if fresh[j] < len(chosen):
                gain = float(np.maximum(first - columns[j] * scale, 0.0).sum())
                rate[j], fresh[j] = gain / max(float(n.price[j]), 1e-12), len(chosen)
                continue
            chosen.append(j)
            spent, rate[j] = spent + float(n.price[j]), 0.0
            first = np.minimum(first, columns[j] * scale)
        self.offer(np.array(chosen, dtype=np.intp))

    def prepare(self) -> None:
        """Start each multiplier between the cost of its nearest and its second nearest open site."""
        first, second, _ = self.nearest(self.chosen)
        self.multipliers = np.minimum(self.near.ceiling, (first + second) / 2)

    def ascend(self, steps: int) -> None:
        """Subgradient steps on the multipliers, restarted from the best ones when there is no progress."""
        n, u, stale, direction = self.near, self.multipliers.copy(), 0, np.zeros(len(self.multipliers))
        active, visits, small = ActivePairs(n, u), 0, n.cost.size <= SMALL
        for turn in range(steps):
            visits += len(active.row)
            if (
                self.closed
                or self.step < LEAST_STEP
                or self.deadline.passed()
                or (visits > MOST_VISITS and turn >= LEAST_STEPS)
            ):
                return
            if turn % REFRESH == REFRESH - 1:
                active = ActivePairs(n, u)
            room = np.maximum(u[active.row] - active.cost, 0.0)
            profit = sums(active.site, room, len(n.sites))
            taken = relaxed_choice(n, profit)
            bound = float(u.sum()) - taken.profit
            stale += 1
            if bound > self.bound:
                self.bound, self.multipliers, self.profit, self.best, stale = bound, u.copy(), profit, taken, 0
                self.offer(np.flatnonzero(taken.share >= 1))
            elif stale >= PATIENCE:
                u, self.step, stale = self.multipliers.copy(), self.step / 2, 0
                active, direction = ActivePairs(n, u), np.zeros(len(u))
                continue
            if small and turn % POLISH == 0:
                self.interchange(np.flatnonzero(taken.share >= 1))
            used = sums(active.row, (room > 0) * taken.share[active.site], len(u))
            slope = 1.0 - used
            slope[(u >= active.ceiling) & (slope > 0)] = 0.0
            direction = slope + MOMENTUM * direction
            length = float(direction @ direction)
            if length == 0:
                return
            u = np.clip(u + self.step * (self.value - bound) / length * direction, 0.0, active.ceiling)

    def interchange(self, chosen: Ints) -> None:
        """Improve a choice by the best swap or addition until none helps."""
        value = travel_with(self.a, self.near, chosen)
        for _ in range(MOST_SWAPS if len(self.near.sites) else 0):
            if self.deadline.passed():
                break
            moved = self.swapped(chosen)
            after = travel_with(self.a, self.near, moved)
            if after >= value - TOLERANCE * abs(value):
                break
            chosen, value = moved, after
        self.offer(chosen)

    def swapped(self, chosen: Ints) -> Ints:
        """The choice after the best swap or addition (Resende & Werneck: gain, loss and extra)."""
        n = self.near
        first, second, owner = self.nearest(chosen)
        k, m = len(chosen), len(n.sites)
        rows, ranks = np.nonzero(n.cost < second[:, None])
        sites, cost = n.index[rows, ranks], n.cost[rows, ranks]
        gain = sums(sites, np.maximum(first[rows] - cost, 0.0), m)
        loss = sums(owner[owner >= 0], (second - first)[owner >= 0], k)
        mine = owner[rows] >= 0
        back = (second[rows] - np.maximum(first[rows], cost))[mine]
        extra = sums(owner[rows[mine]] * m + sites[mine], back, k * m).reshape(k, m)
        profit = np.concatenate([gain[None, :] - loss[:, None] + extra, gain[None, :]])
        spent = float(n.price[chosen].sum())
        freed = np.append(n.price[chosen], 0.0)
        profit[spent - freed[:, None] + n.price[None, :] > n.limit * (1 + TOLERANCE)] = -math.inf
        profit[:, chosen] = -math.inf
        out, into = divmod(int(profit.argmax()), m)
        if not profit[out, into] > 0:
            return chosen
        return np.append(np.delete(chosen, out) if out < k else chosen, into)

    def nearest(self, chosen: Ints) -> tuple[Floats, Floats, Ints]:
        """Cost of the nearest and second nearest open site; position of the nearest in `chosen`, or -1."""
        n = self.near
        reach = self.a.travel[:, n.sites[chosen]] * np.where(n.people > 0, n.people, 1.0)[:, None]
        reach[n.people == 0] = math.inf
        reach = np.concatenate([n.base[:, None], reach], axis=1)
        owner = reach.argmin(axis=1)
        first = reach[np.arange(len(owner)), owner]
        reach[np.arange(len(owner)), owner] = math.inf
        return first, np.minimum(n.base, reach.min(axis=1)), owner - 1

    def bracket(self) -> Bracket:
        """The result, in columns of the problem."""
        n, slack = self.near, (self.value - self.bound) + TOLERANCE * max(1.0, abs(self.value)) * 10
        share, price = self.best.share, n.price
        m = len(self.a.sites)
        never, always = ~self.a.fixed, np.zeros(m, np.bool_)
        never[n.sites] = (share <= 0) & (price * self.best.rate_in - self.profit > slack)
        always[n.sites] = (share >= 1) & (self.profit - price * self.best.rate_out > slack)
        chosen = tuple(int(j) for j in n.sites[self.chosen])
        reach = np.where(n.people > 0, (self.multipliers + slack) / np.maximum(n.people, 1.0), 0.0)
        return Bracket(chosen, self.value, min(self.bound, self.value), never, always, reach)


def bracket(a: Arrays, deadline: TimeBudget) -> Bracket:
    """Search for a choice and a bound: greedy and interchange, subgradient steps, interchange again."""
    search = BoundSearch(a, deadline)
    search.greedy()
    search.interchange(search.chosen)
    search.prepare()
    search.ascend(STEPS)
    search.interchange(search.chosen)
    return search.bracket()
