"""Attack on a published table: the interval that a reader can derive for each hidden count."""

from collections.abc import Sequence
from itertools import product
from math import inf, isinf

import networkx as nx
import numpy as np

from analytics.demand.sum_program import SumProgram, Terms, terms
from analytics.demand.suppression import Published
from analytics.demand.tables import CountTable, Key

Interval = tuple[int, float]
"""Least and greatest possible value; `math.inf` if there is no greatest."""
ROUNDS = 100
"""Interval arithmetic stops here; the bounds are correct at any time, only wider."""


def linked(*tables: CountTable) -> CountTable:
    """Several tables as one, for protection together: equal keys are the same cell and must have the same count."""
    cells: dict[Key, int] = {}
    for table in tables:
        if differ := [key for key, value in table.cells.items() if cells.setdefault(key, value) != value]:
            raise ValueError(f"tables give different counts of a cell: {differ[:3]}")
    return CountTable(cells, tuple(dict.fromkeys(s for table in tables for s in table.sums)))


def audit(published: Published) -> dict[Key, Interval]:
    """The least and greatest value of each hidden cell that is consistent with the published table.

    Bounds are first narrowed sum by sum. The cells that remain open are grouped by shared sums, and each group is
    solved as a program. Every end of an interval is the value of a whole-number table that was found and checked.

    Raises:
        ValueError: The published table contradicts its sums, or a search ended before it found a table.
    """
    keys = sorted(published.hidden)
    rows = terms(published.sums, {key: at for at, key in enumerate(keys)})
    shown = published.shown
    right = [sum(shown.get(p, 0) for p in s.parts) - shown.get(s.total, 0) for s in published.sums]
    low, high = [float(published.zeros_shown)] * len(keys), [inf] * len(keys)
    _narrow(rows, right, low, high)
    off = any(to for row, to in zip(rows, right, strict=True) if not row)
    if off or any(a > b for a, b in zip(low, high, strict=True)):
        raise ValueError("the published table contradicts its sums")
    return dict(zip(keys, _intervals(rows, right, low, high), strict=True))


def _narrow(rows: Sequence[Terms], right: Sequence[int], low: list[float], high: list[float]) -> None:
    """Interval arithmetic over one sum at a time, until nothing changes, at most `ROUNDS` times."""
    for _ in range(ROUNDS):
        before = (*low, *high)
        for row, to in zip(rows, right, strict=True):
            _narrow_by(row, to, low, high)
        if (*low, *high) == before:
            return


def _narrow_by(row: Terms, to: int, low: list[float], high: list[float]) -> None:
    least = _others([low[j] if sign > 0 else -high[j] for j, sign in row])
    most = _others([high[j] if sign > 0 else -low[j] for j, sign in row])
    for (j, sign), a, b in zip(row, least, most, strict=True):
        down, up = (to - b, to - a) if sign > 0 else (a - to, b - to)
        low[j], high[j] = max(low[j], down), min(high[j], up)


def _others(values: Sequence[float]) -> list[float]:
    """For each value the sum of all others; all infinities have the same sign."""
    endless = [v for v in values if isinf(v)]
    finite = sum(v for v in values if not isinf(v))
    if not endless:
        return [finite - v for v in values]
    return [finite if isinf(v) and len(endless) == 1 else endless[0] for v in values]


def _intervals(rows: Sequence[Terms], right: Sequence[int], low: list[float], high: list[float]) -> list[Interval]:
    """Solve the open cells group by group; a cell in no sum keeps its bounds."""
    found = [(int(a), b) for a, b in zip(low, high, strict=True)]
    for cells, inside in _groups(rows, low, high):
        column = {cell: at for at, cell in enumerate(cells)}
        left = [right[r] - sum(int(sign * low[j]) for j, sign in rows[r] if j not in column) for r in inside]
        own = [[(column[j], sign) for j, sign in rows[r] if j in column] for r in inside]
        ends = _ends(SumProgram(own, left, [low[j] for j in cells], [high[j] for j in cells]), len(cells))
        for cell, end in zip(cells, ends, strict=True):
            found[cell] = end
    return found


def _groups(rows: Sequence[Terms], low: list[float], high: list[float]) -> list[tuple[list[int], list[int]]]:
    """Open cells connected by shared sums, each group with its sums."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for r, row in enumerate(rows):
        graph.add_edges_from((("sum", r), ("cell", j)) for j, _ in row if low[j] < high[j])
    parts = nx.connected_components(graph)
    return [(sorted(j for kind, j in p if kind == "cell"), sorted(r for kind, r in p if kind == "sum")) for p in parts]


def _ends(program: SumProgram, count: int) -> list[Interval]:
    """Both ends of each cell's interval; skipped if a table found earlier already reaches the bound."""
    least, most = np.full(count, inf), np.full(count, -inf)
    for cell, sign in product(range(count), (1, -1)):
        seen, bound = (least, program.lower) if sign > 0 else (most, program.upper)
        if seen[cell] == bound[cell]:
            continue
        program.set_cost(cell, sign)
        point = program.cheapest()
        program.set_cost(cell, 0)
        if point is None:
            most[cell] = inf
        else:
            np.minimum(least, point, out=least)
            np.maximum(most, point, out=most)
    return [(int(a), float(b)) for a, b in zip(least, most, strict=True)]
