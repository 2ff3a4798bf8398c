"""Which k places hurt most when they close together: exact, by branch and bound, then by HiGHS (最坏失去)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from analytics.coverage.reach import Cell
from analytics.solver.highs import Solver
from analytics.solver.program import Deadline, Program, Rows, row

Way = frozenset[str]
Ways = frozenset[Way]
"""How an hour can be lost: all the places of any one of these sets close. Places that only together make up the hour
are sets of their own."""
MINUTE = (1 << 60) - 1
NODES = 3000
"""Sets of places looked into before the search is given to HiGHS (配置值)."""
DEEPEST = 20
"""More places than this go to HiGHS at once: the search is as deep as there are places."""
NEARLY = 1e-6
"""Shares are fractions of whole weights: bounds are rounded down past this."""


class Hour:
    """One hour of the week, to be asked of many cells."""

    def __init__(self, hour: int) -> None:
        self._at = (hour.bit_length() - 1) * 60
        self._open: dict[str, int] = {}

    def ways(self, cell: Cell) -> Ways:
        """The smallest sets of places without which some minute of the hour is uncovered; none where one is already."""
        whole, parts = [], []
        for p, m in cell.places:
            open_then = self._open.get(p.id)
            if open_then is None:
                open_then = self._open[p.id] = m >> self._at & MINUTE
            if open_then == MINUTE:
                whole.append(p.id)
            elif open_then:
                parts.append((p.id, open_then))
        if not parts:
            return frozenset({frozenset(whole)}) if whole else frozenset()
        by_minute = {
            frozenset([*whole, *(key for key, open_then in parts if open_then >> minute & 1)]) for minute in range(60)
        }
        if frozenset() in by_minute:
            return frozenset()
        return frozenset(way for way in by_minute if not any(other < way for other in by_minute))


def worst(groups: Mapping[Ways, int], k: int, seconds: float, nodes: int = NODES) -> tuple[Way, bool]:
    """At most k places whose loss together takes the greatest weight, and whether that is proven.

    References:
        Church, R., Scaparra, M. & Middleton, R. (2004). Identifying critical infrastructure. Annals of the AAG 94(3).
    """
    points = frozenset[str]().union(*(way for ways in groups for way in ways))
    if k >= len(points):
        return points, True
    small = ((frozenset(way for way in ways if len(way) <= k), n) for ways, n in groups.items() if n)
    reachable = [(ways, n) for ways, n in small if ways]
    if k <= DEEPEST:
        search = _Search(nodes)
        search.expand([(n, list(ways)) for ways, n in reachable], (), 0, k)
        if search.nodes >= 0:
            return search.chosen, True
    return _interdict(reachable, k, seconds)


Open = Sequence[tuple[int, Sequence[Way]]]
"""Weights not yet lost, each with what is still missing of its ways."""


class _Search:
    """Places are tried in the order of their shares; a branch ends where its bound is no better than the best.

    A weight that can still be lost through a way of m missing places gives each of them 1/m of itself, the largest of
    them where a place is in several ways. Whatever r places are closed, what they lose is at most the sum of their
    shares: so the r greatest shares bound every choice.
    """

    def __init__(self, nodes: int) -> None:
        self.nodes, self.best, self.chosen = nodes, 0, frozenset[str]()

    def expand(self, left: Open, chosen: tuple[str, ...], lost: int, r: int) -> None:
        """Look into every way of closing r places more."""
        self.nodes -= 1
        if lost > self.best:
            self.best, self.chosen = lost, frozenset(chosen)
        if not r or self.nodes < 0:
            return
        shares = _shares(left)
        order = sorted(shares, key=lambda p: (-shares[p], p))
        for n, p in enumerate(order):
            bound = lost + sum(shares[q] for q in order[n : n + r])
            if self.nodes < 0 or int(bound + NEARLY) <= self.best:
                return
            more, after = _without(left, p, frozenset(order[:n]), r - 1)
            self.expand(after, (*chosen, p), lost + more, r - 1)


def _shares(left: Open) -> Mapping[str, float]:
    shares: defaultdict[str, float] = defaultdict(float)
    for weight, ways in left:
        own: dict[str, float] = {}
        for way in ways:
            part = weight / len(way)
            for p in way:
                own[p] = max(own.get(p, 0.0), part)
        for p, part in own.items():
            shares[p] += part
    return shares


def _without(left: Open, closed: str, banned: Collection[str], r: int) -> tuple[int, Open]:
    """What is lost now that a place is closed, and what r more, none of the banned, may still lose."""
    gone, after = 0, []
    barred = frozenset(banned)
    for weight, ways in left:
        still = [way - {closed} if closed in way else way for way in ways if barred.isdisjoint(way)]
        if not all(still):
            gone += weight
        elif r and (near := [way for way in still if len(way) <= r]):
            after.append((weight, near))
    return gone, after


def _interdict(groups: Iterable[tuple[Ways, int]], k: int, seconds: float) -> tuple[Way, bool]:
    """The same as an integer program: columns are points (closed or not), ways (gone or not), groups (share lost)."""
    groups = list(groups)
    ways = sorted({way for own, _ in groups for way in own}, key=sorted)
    points = sorted(frozenset[str]().union(*ways))
    if k >= len(points):
        return frozenset(points), True
    point_at = {p: n for n, p in enumerate(points)}
    way_at = {way: len(points) + n for n, way in enumerate(ways)}
    first = len(points) + len(ways)
    rows = [_at_most(way_at[way], [point_at[p]]) for way in ways for p in sorted(way)]
    rows += [_at_most(first + n, sorted(way_at[way] for way in own)) for n, (own, _) in enumerate(groups)]
    rows.append(row(np.arange(len(points)), np.ones(len(points)), k, k))
    columns = first + len(groups)
    cost = np.concatenate([np.zeros(first), [float(n) for _, n in groups]])
    program = Program(cost, np.zeros(columns), np.ones(columns), np.arange(columns) < len(points), rows, maximise=True)
    found = Solver(program, deadline=Deadline(seconds)).solve()
    if found.values is None:
        return frozenset(), False
    return frozenset(p for p, at in point_at.items() if found.values[at] > 0.5), found.proven  # noqa: PLR2004 - binary


def _at_most(column: int, others: Sequence[int]) -> Rows:
    """One column is at most the sum of others."""
    return row(np.array([*others, column]), np.array([*(-1.0 for _ in others), 1.0]), upper=0.0)
