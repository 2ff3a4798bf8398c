"""Distance siting from both sides: interchange from above, Lagrange from below (选址：启发与下界).

The bound relaxes "everybody is served once" with multipliers and is valid whatever the multipliers are; sites whose
choice (or absence) would lift it above the best known value are settled before any exact search.

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
from analytics.solver.program import Deadline, Floats, Ints, Mask

STEPS, PATIENCE = 500, 12
"""Subgradient steps at most, and steps without progress before the step is halved."""
VISITS, LEAST = 100_000_000, 100
"""Pairs visited by all steps, after which no more than the least number of steps is made."""
SWAPS = 400
ROOMY, REFRESH, MEMORY = 1.5, 10, 0.5
"""Growth of a multiplier between two refreshes, steps between them, and the share of the last direction kept."""
POLISH, SMALL = 10, 200_000
"""Steps between interchanges from what the multipliers choose, where there are at most so many pairs."""
WIDE = 4_000_000
"""Above so many pairs only the nearest sites of each demand are looked at (the bound stays valid)."""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Weighted travel to the nearest candidates; `ceiling` is the least cost beyond them."""

    sites: Ints
    price: Floats
    room: float
    people: Floats
    index: Ints
    cost: Floats
    ceiling: Floats
    base: Floats
    """Weighted travel to the nearest existing point, or the charge where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """The best sites for given multipliers: the limit relaxed to fractions gives the bound."""

    share: Floats
    profit: float
    rate_in: float
    rate_out: float


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """A choice, its value, a bound, and what is settled: sites `never` or `always` in a choice as good."""

    chosen: tuple[int, ...]
    value: float
    bound: float
    never: Mask
    always: Mask
    reach: Floats
    """No demand goes farther than this in a choice as good."""


def base(a: Arrays) -> Floats:
    """Travel without any new site."""
    return np.asarray(np.minimum(a.far, a.travel[:, a.fixed].min(axis=1, initial=math.inf)))


def near(a: Arrays) -> Near:
    """Hold, for each demand, the candidates nearer than what exists already."""
    floor, people = base(a), np.where(np.isfinite(a.travel).any(axis=1), a.weight, 0.0)
    room = float(a.options.k) if a.options.k is not None else float(a.options.budget or 0.0)
    price = np.ones(len(a.cost)) if a.options.k is not None else a.cost
    allowed = ~a.fixed & (price <= room)
    room = _usable(room, price[allowed])
    sites = np.flatnonzero(allowed & (a.travel < floor[:, None])[people > 0].any(axis=0))
    travel, most = a.travel[:, sites], len(sites)
    if travel.size > WIDE:
        spread = max(1.0, room / max(float(price[sites].mean()), 1e-12)) + float(a.fixed.sum())
        most = min(most, max(64, int(6 * len(sites) / spread)))
    order, beyond = np.broadcast_to(np.arange(len(sites)), travel.shape), np.full(len(people), math.inf)
    if most < len(sites):
        cut = np.argpartition(travel, most, axis=1)
        order, beyond = cut[:, :most], travel[np.arange(len(people)), cut[:, most]]
    taken = np.take_along_axis(travel, order, axis=1)
    cost = np.where(taken < floor[:, None], taken, math.inf) * np.where(people > 0, people, 1.0)[:, None]
    cost[people == 0] = math.inf
    ceiling = people * np.minimum(floor, beyond)
    return Near(sites, price[sites], room, people, order, cost, ceiling, people * floor)


def _usable(room: float, prices: Floats) -> float:
    """The part of a budget that whole prices can use up; a tighter limit gives a tighter bound."""
    if not len(prices) or not (prices == np.rint(prices)).all():
        return room
    step = int(np.gcd.reduce(prices.astype(np.int64)))
    return float(math.floor(room / step) * step) if step else room


def worth(a: Arrays, near_: Near, chosen: Ints) -> float:
    """People times travel with these candidates (columns of `near_`) open."""
    reach = a.travel[:, near_.sites[chosen]].min(axis=1, initial=math.inf)
    return float(np.minimum(near_.base, near_.people * np.minimum(reach, a.far)).sum())


def pick(near_: Near, profit: Floats) -> Pick:
    """Take the most profitable sites within the limit, the last one in part."""
    free = near_.price <= 0
    rate = np.where(free, np.where(profit > 0, math.inf, 0.0), profit / np.where(free, 1.0, near_.price))
    order = np.argsort(-rate, kind="stable")
    order = order[rate[order] > 0]
    spent = np.cumsum(near_.price[order])
    whole = int(np.searchsorted(spent, near_.room * (1 + TOLERANCE), side="right"))
    share = np.zeros(len(profit))
    share[order[:whole]] = 1.0
    rate_out = float(rate[order[whole]]) if whole < len(order) else 0.0
    left = near_.room - (float(spent[whole - 1]) if whole else 0.0)
    if whole < len(order):
        share[order[whole]] = max(0.0, left / float(near_.price[order[whole]]))
    full = whole and left <= TOLERANCE * near_.room
    rate_in = float(rate[order[whole - 1]]) if full and math.isfinite(rate[order[whole - 1]]) else rate_out
    return Pick(share, float(profit @ share), rate_in, rate_out)


class Active:
    """The pairs that can matter while no multiplier passes `ceiling`."""

    def __init__(self, near_: Near, multipliers: Floats) -> None:
        self.ceiling = np.minimum(near_.ceiling, multipliers * ROOMY)
        self.row, place = np.nonzero(near_.cost < self.ceiling[:, None])
        self.site, self.cost = near_.index[self.row, place], near_.cost[self.row, place]


class Search:
    """The best choice and the best bound found so far."""

    def __init__(self, a: Arrays, deadline: Deadline) -> None:
        self.a, self.deadline, self.near = a, deadline, near(a)
        self.chosen: Ints = np.zeros(0, np.intp)
        self.value = worth(a, self.near, self.chosen)
        self.bound, self.step = 0.0, 1.0
        self.multipliers: Floats = np.zeros(len(self.near.people))
        self.profit: Floats = np.zeros(len(self.near.sites))
        self.best: Pick = pick(self.near, self.profit)

    def offer(self, chosen: Ints) -> None:
        """Keep a choice that is better."""
        value = worth(self.a, self.near, chosen)
        if value < self.value:
            self.chosen, self.value = np.sort(chosen), value

    @property
    def closed(self) -> bool:
        """Whether value and bound meet."""
        return self.value - self.bound <= TOLERANCE * max(1.0, abs(self.value))

    def greedy(self) -> None:
        """Add the site of the best gain for its price; a gain only shrinks, so few are computed anew."""
        n, first = self.near, self.near.base.copy()
        scale, columns = np.where(n.people > 0, n.people, 0.0), np.ascontiguousarray(self.a.travel[:, n.sites].T)
        columns[:, n.people == 0] = 0.0
        rate = np.full(len(n.sites), math.inf)
        fresh, spent, chosen = np.zeros(len(n.sites), np.intp) - 1, 0.0, list[int]()
        while len(n.sites) and not self.deadline.passed():
            rate[spent + n.price > n.room * (1 + TOLERANCE)] = 0.0
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
        """Subgradient steps on the multipliers, restarted from the best ones when progress ends."""
        n, u, stale, way = self.near, self.multipliers.copy(), 0, np.zeros(len(self.multipliers))
        active, visits, small = Active(n, u), 0, n.cost.size <= SMALL
        for turn in range(steps):
            visits += len(active.row)
            if self.closed or self.step < 1e-3 or self.deadline.passed() or (visits > VISITS and turn >= LEAST):  # noqa: PLR2004
                return
            if turn % REFRESH == REFRESH - 1:
                active = Active(n, u)
            room = np.maximum(u[active.row] - active.cost, 0.0)
            profit = sums(active.site, room, len(n.sites))
            taken = pick(n, profit)
            bound = float(u.sum()) - taken.profit
            stale += 1
            if bound > self.bound:
                self.bound, self.multipliers, self.profit, self.best, stale = bound, u.copy(), profit, taken, 0
                self.offer(np.flatnonzero(taken.share >= 1))
            elif stale >= PATIENCE:
                u, self.step, stale = self.multipliers.copy(), self.step / 2, 0
                active, way = Active(n, u), np.zeros(len(u))
                continue
            if small and turn % POLISH == 0:
                self.interchange(np.flatnonzero(taken.share >= 1))
            used = sums(active.row, (room > 0) * taken.share[active.site], len(u))
            slope = 1.0 - used
            slope[(u >= active.ceiling) & (slope > 0)] = 0.0
            way = slope + MEMORY * way
            length = float(way @ way)
            if length == 0:
                return
            u = np.clip(u + self.step * (self.value - bound) / length * way, 0.0, active.ceiling)

    def interchange(self, chosen: Ints) -> None:
        """Best swap (or addition) until none helps, from a choice."""
        value = worth(self.a, self.near, chosen)
        for _ in range(SWAPS if len(self.near.sites) else 0):
            if self.deadline.passed():
                break
            moved = self.swapped(chosen)
            after = worth(self.a, self.near, moved)
            if after >= value - TOLERANCE * abs(value):
                break
            chosen, value = moved, after
        self.offer(chosen)

    def swapped(self, chosen: Ints) -> Ints:
        """The choice after the best single move (Resende & Werneck: gain, loss and extra)."""
        n = self.near
        first, second, owner = self.nearest(chosen)
        k, m = len(chosen), len(n.sites)
        rows, places = np.nonzero(n.cost < second[:, None])
        sites, cost = n.index[rows, places], n.cost[rows, places]
        gain = sums(sites, np.maximum(first[rows] - cost, 0.0), m)
        loss = sums(owner[owner >= 0], (second - first)[owner >= 0], k)
        mine = owner[rows] >= 0
        back = (second[rows] - np.maximum(first[rows], cost))[mine]
        extra = sums(owner[rows[mine]] * m + sites[mine], back, k * m).reshape(k, m)
        profit = np.concatenate([gain[None, :] - loss[:, None] + extra, gain[None, :]])
        spent = float(n.price[chosen].sum())
        freed = np.append(n.price[chosen], 0.0)
        profit[spent - freed[:, None] + n.price[None, :] > n.room * (1 + TOLERANCE)] = -math.inf
        profit[:, chosen] = -math.inf
        out, into = divmod(int(profit.argmax()), m)
        if not profit[out, into] > 0:
            return chosen
        return np.append(np.delete(chosen, out) if out < k else chosen, into)

    def nearest(self, chosen: Ints) -> tuple[Floats, Floats, Ints]:
        """Cost of the nearest and second nearest open site, and the place of the nearest (-1: existing or none)."""
        n = self.near
        reach = self.a.travel[:, n.sites[chosen]] * np.where(n.people > 0, n.people, 1.0)[:, None]
        reach[n.people == 0] = math.inf
        reach = np.concatenate([n.base[:, None], reach], axis=1)
        owner = reach.argmin(axis=1)
        first = reach[np.arange(len(owner)), owner]
        reach[np.arange(len(owner)), owner] = math.inf
        return first, np.minimum(n.base, reach.min(axis=1)), owner - 1

    def bracket(self) -> Bracket:
        """What is known, in columns of the problem."""
        n, slack = self.near, (self.value - self.bound) + TOLERANCE * max(1.0, abs(self.value)) * 10
        share, price = self.best.share, n.price
        m = len(self.a.sites)
        never, always = ~self.a.fixed, np.zeros(m, np.bool_)
        never[n.sites] = (share <= 0) & (price * self.best.rate_in - self.profit > slack)
        always[n.sites] = (share >= 1) & (self.profit - price * self.best.rate_out > slack)
        chosen = tuple(int(j) for j in n.sites[self.chosen])
        reach = np.where(n.people > 0, (self.multipliers + slack) / np.maximum(n.people, 1.0), 0.0)
        return Bracket(chosen, self.value, min(self.bound, self.value), never, always, reach)


def bracket(a: Arrays, deadline: Deadline) -> Bracket:
    """Search from both sides: greedy and interchange, the bound, interchange again."""
    search = Search(a, deadline)
    search.greedy()
    search.interchange(search.chosen)
    search.prepare()
    search.ascend(STEPS)
    search.interchange(search.chosen)
    return search.bracket()
