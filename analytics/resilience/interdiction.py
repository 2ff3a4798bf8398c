"""Sets of k service points with the greatest loss if they close together (最坏失去).

Exact: by branch and bound, or as an integer program where the search would be too long.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.coverage.cells import Cell
from analytics.solver.highs import Solver
from analytics.solver.program import Program, Rows, TimeBudget, row

CutSet = frozenset[str]
"""Keys of points whose joint closure leaves an hour partly uncovered."""
CutSets = frozenset[CutSet]
"""The minimal cut sets of an hour."""
ALL_MINUTES = (1 << 60) - 1
"""Every minute of an hour, as bits."""
NODES = 3000
"""Nodes of the search before it is left to the integer program (configured value)."""
MOST_DEPTH = 20
"""With a greater k the integer program is used at once: the search is k levels deep."""
ROUNDING = 1e-6
"""Shares are fractions of whole weights; bounds are rounded down past this."""


class HourCover:
    """Coverage of one hour of the week by the points of many cells (one bit, `analytics.coverage.week.hour_bit`)."""

    def __init__(self, hour: int) -> None:
        self._start = (hour.bit_length() - 1) * 60
        self._open: dict[str, int] = {}

    def cut_sets(self, cell: Cell) -> CutSets:
        """The minimal sets of points without which some minute of the hour is uncovered.

        Empty if some minute is uncovered already.
        """
        whole, parts = [], []
        for p, m in cell.points:
            open_then = self._open.get(p.id)
            if open_then is None:
                open_then = self._open[p.id] = m >> self._start & ALL_MINUTES
            if open_then == ALL_MINUTES:
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
        return frozenset(cut for cut in by_minute if not any(other < cut for other in by_minute))


def worst(groups: Mapping[CutSets, int], k: int, seconds: float, nodes: int = NODES) -> tuple[CutSet, bool]:
    """At most k points whose joint loss has the greatest weight, and whether that is proven.

    Args:
        groups: Weights by the cut sets through which they can be lost.
        k: Number of points.
        seconds: Time limit of the integer program.
        nodes: Node limit of the search before it.

    References:
        Church, R., Scaparra, M. & Middleton, R. (2004). Identifying critical infrastructure. Annals of the AAG 94(3).
    """
    points = frozenset[str]().union(*(cut for cut_sets in groups for cut in cut_sets))
    if k >= len(points):
        return points, True
    small = ((frozenset(cut for cut in cut_sets if len(cut) <= k), n) for cut_sets, n in groups.items() if n)
    reachable = [(cut_sets, n) for cut_sets, n in small if cut_sets]
    if k <= MOST_DEPTH:
        search = _BranchAndBound(nodes)
        search.expand([(n, list(cut_sets)) for cut_sets, n in reachable], (), 0, k)
        if search.nodes >= 0:
            return search.chosen, True
    return _integer_program(reachable, k, seconds)


Remaining = Sequence[tuple[int, Sequence[CutSet]]]
"""Weights not yet lost, each with the points of its cut sets that are still open."""


class _BranchAndBound:
    """Closes points in the order of their shares; a branch ends when its bound does not exceed the best loss found.

    A weight with a cut set of m open points contributes 1/m of itself to each of them (the largest contribution, if a
    point is in several of its cut sets). The loss of any r points is at most the sum of their shares, so the r greatest
    shares bound every choice.
    """

    def __init__(self, nodes: int) -> None:
        self.nodes, self.best, self.chosen = nodes, 0, frozenset[str]()

    def expand(self, left: Remaining, chosen: tuple[str, ...], lost: int, r: int) -> None:
        """Try every choice of r more points to close."""
        self.nodes -= 1
        if lost > self.best:
            self.best, self.chosen = lost, frozenset(chosen)
        if not r or self.nodes < 0:
            return
        shares = _shares(left)
        order = sorted(shares, key=lambda p: (-shares[p], p))
        for n, p in enumerate(order):
            bound = lost + sum(shares[q] for q in order[n : n + r])
            if self.nodes < 0 or int(bound + ROUNDING) <= self.best:
                return
            more, after = _without(left, p, frozenset(order[:n]), r - 1)
            self.expand(after, (*chosen, p), lost + more, r - 1)


def _shares(left: Remaining) -> Mapping[str, float]:
    shares: defaultdict[str, float] = defaultdict(float)
    for weight, cut_sets in left:
        own: dict[str, float] = {}
        for cut in cut_sets:
            part = weight / len(cut)
            for p in cut:
                own[p] = max(own.get(p, 0.0), part)
        for p, part in own.items():
            shares[p] += part
    return shares


def _without(left: Remaining, closed: str, excluded: frozenset[str], r: int) -> tuple[int, Remaining]:
    """The weight lost by closing a point, and what r more points, none of the excluded, can still lose."""
    lost, after = 0, []
    for weight, cut_sets in left:
        still = [cut - {closed} if closed in cut else cut for cut in cut_sets if excluded.isdisjoint(cut)]
        if not all(still):
            lost += weight
        elif r and (near := [cut for cut in still if len(cut) <= r]):
            after.append((weight, near))
    return lost, after


def _integer_program(groups: Sequence[tuple[CutSets, int]], k: int, seconds: float) -> tuple[CutSet, bool]:
    """The same as an integer program.

    Its columns are points (1: closed), cut sets (at most 1 if all their points are closed) and groups (at most the sum
    of their cut sets); the weight of the groups is maximised.
    """
    cut_sets = sorted({cut for own, _ in groups for cut in own}, key=sorted)
    points = sorted(frozenset[str]().union(*cut_sets))
    if k >= len(points):
        return frozenset(points), True
    point_at = {p: n for n, p in enumerate(points)}
    cut_at = {cut: len(points) + n for n, cut in enumerate(cut_sets)}
    first = len(points) + len(cut_sets)
    rows = [_at_most(cut_at[cut], [point_at[p]]) for cut in cut_sets for p in sorted(cut)]
    rows += [_at_most(first + n, sorted(cut_at[cut] for cut in own)) for n, (own, _) in enumerate(groups)]
    rows.append(row(np.arange(len(points)), np.ones(len(points)), k, k))
    columns = first + len(groups)
    cost = np.concatenate([np.zeros(first), [float(n) for _, n in groups]])
    program = Program(cost, np.zeros(columns), np.ones(columns), np.arange(columns) < len(points), rows, maximise=True)
    answer = Solver(program, deadline=TimeBudget(seconds)).solve()
    if answer.values is None:
        return frozenset(), False
    return frozenset(p for p, at in point_at.items() if answer.values[at] > 0.5), answer.proven  # noqa: PLR2004  # binary


def _at_most(column: int, others: Sequence[int]) -> Rows:
    """One column is at most the sum of others."""
    return row(np.array([*others, column]), np.array([*(-1.0 for _ in others), 1.0]), upper=0.0)
