"""Tables of counts of children, published so that no small count can be worked out (小数隐去).

A cell with 0 < count < threshold is hidden. Hiding it alone is not enough: a total minus the cells shown gives it back.
`protect` hides further cells until every hidden small count can take whole values at least `threshold` apart, whatever
is shown and whatever adds up: among its possible values lo..hi, hi - lo >= threshold (so also hi >= threshold).
`audit` works the possible values out again from what is published alone.

A reader is taken to know every cell shown, every sum, the threshold and this rule. Zeros are shown by default: no child
stands behind one, and a sparse table without them is blank. They then always are, so that a hidden cell is known to be
at least 1; if they are not shown, zero is a small count like any other and a hidden cell may be 0.

A cell hidden as company is not told from a small one. What has been shown cannot be called back: tables that share
cells (the same key is the same cell), or follow each other, are protected together (`linked`). A child with two needs
is in two cells: such a dimension has no total, or one that counts needs, not children.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray

from analytics.solver.highs import Solver
from analytics.solver.program import Floats, Program, Rows, Settings, Status

Key = tuple[str, ...]
"""One value a dimension; totals are values too."""
Parents = Mapping[str, str]
"""Of each value of a dimension the value it adds up to; empty: the dimension has no total."""
Interval = tuple[int, float]
"""Least and greatest possible value; `math.inf` where there is no greatest."""
Terms = list[tuple[int, int]]
"""Cell and sign, of a sum: total - parts = 0."""

NODES = 10_000
"""Configured: whole-number searches are cut here; what is cut is hidden or refused, never shown (配置值)."""
SETTINGS = Settings(threads=1, presolve=False, nodes=NODES)
ROUNDS = 100
"""Configured: interval arithmetic stops here; bounds are right at any time, only wider (配置值)."""
COMPANY = 1e-3
"""Cost of moving a cell that is hidden already, against 1 + its count for one that would have to be."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total is the sum of its parts; every reader knows."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts and everything that adds up among them; one table or several linked ones."""

    cells: Mapping[Key, int]
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        if wrong := [key for key, value in self.cells.items() if value < 0]:
            raise ValueError(f"negative counts: {wrong[:3]}")
        if loose := [key for s in self.sums for key in (s.total, *s.parts) if key not in self.cells]:
            raise ValueError(f"sums over no cell: {loose[:3]}")
        if off := [s.total for s in self.sums if self.cells[s.total] != sum(self.cells[p] for p in s.parts)]:
            raise ValueError(f"totals that are not their sum: {off[:3]}")


@dataclass(frozen=True, slots=True)
class Published:
    """What a reader gets. Why a cell is hidden is not said: small itself, or company."""

    shown: Mapping[Key, int]
    hidden: frozenset[Key]
    sums: tuple[Sum, ...]
    threshold: int
    zeros_shown: bool

    def value(self, key: Key) -> int | None:
        """The count, None where it is hidden; KeyError where there is no such cell."""
        return None if key in self.hidden else self.shown[key]

    @property
    def note(self) -> str:
        """What stands under the table, for the sign in place of a hidden count."""
        return (
            f"少于{self.threshold}，不公布，含为防推算一并隐去的格 / "
            f"fewer than {self.threshold}, or withheld so that such a count cannot be worked out"
        )


def hierarchical(counts: Mapping[Key, int], dimensions: Mapping[str, Parents]) -> Table:
    """The table with the totals of every level of every dimension, and all that adds up.

    Args:
        counts: Counts of the finest cells; a missing combination counts 0.
        dimensions: By name, in the order of the key, the parents of each value. A linked table that does not break
            down by a dimension names its total in the key and gives no parents.

    Returns:
        Cells of all levels; every total of a dimension is the sum of its children, whatever the others are.
    """
    chains = [_chains(name, at, counts, parents) for at, (name, parents) in enumerate(dimensions.items())]
    cells = dict.fromkeys(product(*({v: None for chain in c.values() for v in chain} for c in chains)), 0)
    for key, count in counts.items():
        for above in product(*(c[value] for c, value in zip(chains, key, strict=True))):
            cells[above] += count
    return Table(cells, tuple(s for at, parents in enumerate(dimensions.values()) for s in _sums(cells, at, parents)))


def linked(*tables: Table) -> Table:
    """Several tables as one: the same key is the same cell, and must have the same count."""
    cells: dict[Key, int] = {}
    for table in tables:
        if differ := [key for key, value in table.cells.items() if cells.setdefault(key, value) != value]:
            raise ValueError(f"tables give different counts of a cell: {differ[:3]}")
    return Table(cells, tuple(dict.fromkeys(s for table in tables for s in table.sums)))


def _chains(name: str, at: int, counts: Mapping[Key, int], parents: Parents) -> dict[str, list[str]]:
    """Of each finest value of a dimension: itself and all it adds up to."""
    finest = dict.fromkeys(v for v in parents if v not in set(parents.values())) or dict.fromkeys(k[at] for k in counts)
    if strange := {key[at] for key in counts} - set(finest):
        raise ValueError(f"{name}: not among the finest values: {sorted(strange)[:3]}")
    chains = {value: [value] for value in finest}
    for chain in chains.values():
        while chain[-1] in parents and len(chain) <= len(parents):
            chain.append(parents[chain[-1]])
    return chains


def _sums(cells: Mapping[Key, int], at: int, parents: Parents) -> Iterator[Sum]:
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    for key in cells:
        if key[at] in children:
            yield Sum(key, tuple((*key[:at], child, *key[at + 1 :]) for child in children[key[at]]))


def protect(table: Table, threshold: int, *, zeros_shown: bool = True) -> Published:
    """Hide small counts and as much company as keeps them from being worked out.

    For each small cell in turn the cheapest change of the whole table is sought that moves it far enough, none of its
    sums broken; each cell that has to move is hidden, and each changed table is kept as proof for all small cells it
    moves. Where none is found everything is hidden, which always is enough: any multiple of the true table adds up.

    Args:
        table: All tables that a reader will have, linked.
        threshold: The least count that may be shown, k: 5 for operational facts, 10 for sensitive ones.
        zeros_shown: Whether zeros are shown, all of them, or are small counts too.

    Returns:
        The table to publish; the same for the same input.
    """
    if threshold < 1:
        raise ValueError(f"threshold: {threshold}")
    hidden = _Search(table, threshold, int(zeros_shown)).run()
    shown = {key: count for key, count in sorted(table.cells.items()) if key not in hidden}
    return Published(shown, hidden, table.sums, threshold, zeros_shown)


def _terms(sums: Sequence[Sum], place: Mapping[Key, int]) -> list[Terms]:
    """Each sum over the cells that have a place; the others are known."""
    signed = (((s.total, 1), *((p, -1) for p in s.parts)) for s in sums)
    return [[(place[key], sign) for key, sign in row if key in place] for row in signed]


class _NoTable(ValueError):
    """No whole-number table within the bounds, or none found before the search was cut."""


class _Sums:
    """Whole-number points of a system of sums within bounds; one program, solved again with other costs and bounds."""

    def __init__(
        self, rows: Sequence[Terms], right: Sequence[int], low: Sequence[float], high: Sequence[float]
    ) -> None:
        counts = np.array([len(row) for row in rows], dtype=np.intp)
        self._index = np.array([j for row in rows for j, _ in row], dtype=np.intp)
        self._sign = np.array([sign for row in rows for _, sign in row], dtype=np.float64)
        self._row = np.repeat(np.arange(len(rows)), counts)
        self._right = np.array(right, dtype=np.float64)
        self.low, self.high = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
        n = len(self.low)
        equal = Rows(counts, self._index, self._sign, self._right, self._right)
        self._solver = Solver(Program(np.zeros(n), self.low, self.high, np.zeros(n, np.bool_), [equal]), SETTINGS)

    def cost(self, column: int, cost: float) -> None:
        self._solver.set_cost(column, cost)

    def bound(self, column: int, low: float, high: float) -> None:
        self.low[column], self.high[column] = low, high
        self._solver.set_bounds(column, low, high)

    def cheapest(self, *, afresh: bool = False) -> NDArray[np.int64] | None:
        """The point of least cost, None where there is no least; afresh: from all cells at rest, not the last point."""
        if afresh:
            self._solver.reset()
        found = self._solver.solve()
        if found.status is Status.UNBOUNDED:
            return None
        if found.status is not Status.OPTIMAL or found.values is None:
            raise _NoTable(f"no table adds up: the program is {found.status.value}")
        point = self._whole(found.values)
        return self._search() if point is None else point

    def _whole(self, values: Floats) -> NDArray[np.int64] | None:
        """The solver's point in whole numbers, if it is one: checked, not trusted."""
        point = np.rint(values)
        sums = np.bincount(self._row, weights=self._sign * point[self._index], minlength=len(self._right))
        kept = (sums == self._right).all() and (point >= self.low).all() and (point <= self.high).all()
        return point.astype(np.int64) if kept else None

    def _search(self) -> NDArray[np.int64]:
        """Branch where the corner is a fraction, as in tables of three dimensions."""
        self._solver.set_integer(integer=True)
        found = self._solver.solve()
        self._solver.set_integer(integer=False)
        point = None if found.values is None else self._whole(found.values)
        if point is None:
            raise _NoTable(f"no whole-number table found in {NODES} steps")
        return point


class _Search:
    """Which cells to hide; `least` and `most` are values of a cell in tables that differ in hidden cells alone."""

    def __init__(self, table: Table, threshold: int, floor: int) -> None:
        self.keys = sorted(key for key, count in table.cells.items() if count >= floor)
        self.threshold, self.floor = threshold, floor
        self.values = np.array([table.cells[key] for key in self.keys], dtype=np.int64)
        self.hidden = self.values < threshold
        self.least, self.most = self.values.copy(), self.values.copy()
        self.program = self._changes(_terms(table.sums, {key: at for at, key in enumerate(self.keys)}))

    def _changes(self, rows: Sequence[Terms]) -> _Sums:
        """Changes of the table that break no sum: column j is cell j up, column n + j down."""
        count = len(self.values)
        both = [[*row, *((j + count, -sign) for j, sign in row)] for row in rows]
        high = [*(inf for _ in range(count)), *(self.values - self.floor)]
        program = _Sums(both, [0] * len(rows), [0] * (2 * count), high)
        for j in range(2 * count):
            program.cost(j, COMPANY if self.hidden[j % count] else 1 + int(self.values[j % count]))
        return program

    def run(self) -> frozenset[Key]:
        small = np.flatnonzero(self.hidden)
        try:
            for cell in small[np.argsort(self.values[small], kind="stable")]:
                self._free(int(cell))
        except _NoTable:
            return frozenset(self.keys)
        return frozenset(self.keys[at] for at in np.flatnonzero(self.hidden))

    def _short(self, cell: int) -> bool:
        return bool(self.most[cell] - self.least[cell] < self.threshold)

    def _free(self, cell: int) -> None:
        """Up by the least that could do, down as far as costs nothing, up by what is still short."""
        value = int(self.values[cell])
        if self._short(cell):
            self._move(cell, self.threshold - (value - self.floor))
        if self._short(cell):
            self._move(cell, 0)
        if self._short(cell):
            self._move(cell, self.threshold - (value - int(self.least[cell])))

    def _move(self, cell: int, up: int) -> None:
        """Up by at least so much; 0: as far down as costs nothing."""
        down, program = cell + len(self.values), self.program
        program.bound(cell, up, inf if up else 0)
        program.bound(down, 0, 0 if up else int(self.values[cell]) - self.floor)
        program.cost(down, COMPANY if up else -0.5)
        self._take()
        program.bound(cell, 0, inf)
        program.bound(down, 0, int(self.values[cell]) - self.floor)
        program.cost(down, COMPANY)

    def _take(self) -> None:
        """The cheapest change: hide what it moves, keep it as proof, and its reverse where that is a table too."""
        moved = self.program.cheapest(afresh=True)
        if moved is None:
            raise _NoTable("no cheapest change")
        change = moved[: len(self.values)] - moved[len(self.values) :]
        for cell in np.flatnonzero((change != 0) & ~self.hidden):
            self.hidden[cell] = True
            self.program.cost(int(cell), COMPANY)
            self.program.cost(int(cell) + len(self.values), COMPANY)
        for table in (self.values + change, self.values - change):
            if (table[change != 0] >= self.floor).all():
                np.minimum(self.least, table, out=self.least)
                np.maximum(self.most, table, out=self.most)
