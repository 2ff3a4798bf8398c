"""Small tables of counts, the promise of a published one, and the count of all tables that read the same."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import strategies as st

from analytics.demand.suppression import Published
from analytics.demand.tables import CountTable, Key, Parents, hierarchical
from tests.analytics.demand.audit import Interval, audit

K = 3
CAP = 9
"""Greatest count of a finest cell in the tables counted one by one."""
AREAS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "A": "D", "B": "D"}
NEEDS = {"n1": "N", "n2": "N", "n3": "N"}
AGES = {"0-6": "all", "7-17": "all"}
SMALL = st.sampled_from((0, 0, 1, 1, 2, 3, 4, 7, 12, 30))


def finest(parents: Parents) -> list[str]:
    return [v for v in parents if v not in parents.values()]


@st.composite
def tables(draw: st.DrawFn, *dimensions: Parents) -> CountTable:
    keys = list(product(*(finest(p) for p in dimensions)))
    counts = draw(st.lists(SMALL, min_size=len(keys), max_size=len(keys)))
    return hierarchical(dict(zip(keys, counts, strict=True)), {f"d{at}": p for at, p in enumerate(dimensions)})


def naive(table: CountTable, threshold: int) -> Published:
    """Small cells alone hidden."""
    hidden = frozenset(key for key, count in table.cells.items() if 0 < count < threshold)
    return publish(table, hidden, threshold)


def publish(table: CountTable, hidden: frozenset[Key], threshold: int = K, *, zeros_shown: bool = True) -> Published:
    shown = {key: count for key, count in table.cells.items() if key not in hidden}
    return Published(shown, hidden, table.sums, threshold, zeros_shown)


def counted(published: Published, leaves: Sequence[Key], cap: int) -> dict[Key, Interval]:
    """The oracle: every table with finest cells up to cap that reads as published; least and most of hidden cells."""
    open_leaves = [key for key in leaves if key in published.hidden]
    floor = int(published.zeros_shown)
    values = range(floor, cap + 1)
    grid = np.array(list(product(values, repeat=len(open_leaves))), dtype=np.int64)
    grid = grid.reshape(len(values) ** len(open_leaves), len(open_leaves))
    cells = {key: grid[:, at] for at, key in enumerate(open_leaves)}
    cells |= {key: np.full(len(grid), published.shown[key]) for key in leaves if key in published.shown}
    fits = np.ones(len(grid), dtype=bool)
    waiting = list(published.sums)
    while waiting:
        s = waiting.pop(0)
        if any(p not in cells for p in s.parts):
            waiting.append(s)
            continue
        total = np.sum([cells[p] for p in s.parts], axis=0)
        fits &= total == cells.setdefault(s.total, total)
        fits &= total == published.shown[s.total] if s.total in published.shown else total >= floor
    return {key: (int(cells[key][fits].min()), int(cells[key][fits].max())) for key in published.hidden}


def small(table: CountTable, published: Published) -> list[Key]:
    least = 1 if published.zeros_shown else 0
    return [key for key, count in table.cells.items() if least <= count < published.threshold]


def check(table: CountTable, published: Published) -> None:
    """All that is promised of a published table."""
    assert set(published.shown) | published.hidden == set(table.cells)
    assert not set(published.shown) & published.hidden
    assert all(count == table.cells[key] for key, count in published.shown.items())
    assert all(count >= published.threshold or (count == 0 and published.zeros_shown)
               for count in published.shown.values())  # fmt: skip
    assert all(key in published.shown for key, count in table.cells.items() if count == 0 and published.zeros_shown)
    ends = audit(published)
    assert set(ends) == published.hidden
    for key, (lo, hi) in ends.items():
        assert lo <= table.cells[key] <= hi
    for key in small(table, published):
        lo, hi = ends[key]
        assert hi - lo >= published.threshold, key
        assert hi >= published.threshold


STREET = hierarchical(
    {("c1", "n1"): 2, ("c1", "n2"): 9, ("c2", "n1"): 8, ("c2", "n2"): 11, ("c3", "n1"): 6, ("c3", "n2"): 20},
    {"area": {"c1": "S", "c2": "S", "c3": "S"}, "need": {"n1": "N", "n2": "N"}},
)
"""One small cell, two children, in one community."""
