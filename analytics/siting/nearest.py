"""For each demand the candidate sites that are nearer than the existing points (选址：最近候选点)."""

import math
from dataclasses import dataclass

import numpy as np

from analytics.siting.arrays import Arrays
from analytics.solver.program import Floats, Ints

WIDE = 4_000_000
"""Above this number of pairs only the nearest sites of each demand are used (the bound stays valid)."""


@dataclass(frozen=True, slots=True, eq=False)
class NearestSites:
    """Candidates nearer than what exists, with weighted travel, by demand.

    Attributes:
        sites: Columns of the problem; the other arrays refer to positions in `sites`.
        price: What each site uses of the limit: 1 of k, or its cost.
        limit: k or the budget.
        people: People by demand; 0 if nobody can be served.
        index: For each demand (row), the positions of its nearest sites.
        cost: Weighted travel to these sites.
        ceiling: Least cost of any other way to serve the demand.
        base: Weighted travel to the nearest existing point, or the charge if there is none.
    """

    sites: Ints
    price: Floats
    limit: float
    people: Floats
    index: Ints
    cost: Floats
    ceiling: Floats
    base: Floats


def base(a: Arrays) -> Floats:
    """Travel of each demand without new sites."""
    return np.asarray(np.minimum(a.far, a.travel[:, a.fixed].min(axis=1, initial=math.inf)))


def nearest_sites(a: Arrays) -> NearestSites:
    """For each demand, the candidates that are nearer than the existing points."""
    floor, people = base(a), np.where(np.isfinite(a.travel).any(axis=1), a.weight, 0.0)
    limit = float(a.options.k) if a.options.k is not None else float(a.options.budget or 0.0)
    price = np.ones(len(a.cost)) if a.options.k is not None else a.cost
    allowed = ~a.fixed & (price <= limit)
    limit = _usable(limit, price[allowed])
    sites = np.flatnonzero(allowed & (a.travel < floor[:, None])[people > 0].any(axis=0))
    travel, most = a.travel[:, sites], len(sites)
    if travel.size > WIDE:
        spread = max(1.0, limit / max(float(price[sites].mean()), 1e-12)) + float(a.fixed.sum())
        most = min(most, max(64, int(6 * len(sites) / spread)))
    order, beyond = np.broadcast_to(np.arange(len(sites)), travel.shape), np.full(len(people), math.inf)
    if most < len(sites):
        cut = np.argpartition(travel, most, axis=1)
        order, beyond = cut[:, :most], travel[np.arange(len(people)), cut[:, most]]
    taken = np.take_along_axis(travel, order, axis=1)
    cost = np.where(taken < floor[:, None], taken, math.inf) * np.where(people > 0, people, 1.0)[:, None]
    cost[people == 0] = math.inf
    ceiling = people * np.minimum(floor, beyond)
    return NearestSites(sites, price[sites], limit, people, order, cost, ceiling, people * floor)


def _usable(limit: float, prices: Floats) -> float:
    """The part of a budget that whole prices can use; a tighter limit gives a tighter bound."""
    if not len(prices) or not (prices == np.rint(prices)).all():
        return limit
    step = int(np.gcd.reduce(prices.astype(np.int64)))
    return float(math.floor(limit / step) * step) if step else limit


def travel_with(a: Arrays, near: NearestSites, chosen: Ints) -> float:
    """People times travel with these candidates (positions in `near.sites`) open."""
    reach = a.travel[:, near.sites[chosen]].min(axis=1, initial=math.inf)
    return float(np.minimum(near.base, near.people * np.minimum(reach, a.far)).sum())
