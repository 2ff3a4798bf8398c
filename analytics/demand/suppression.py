"""Cell suppression: publish counts of children so that no small count can be derived (小数隐去).

A count is small if 0 < count < threshold. Small counts are hidden, but that is not enough: a total minus the visible
cells would reveal them. `protect` therefore hides further cells (secondary suppression) until the values that a reader
can derive for every hidden small count span at least `threshold`: with lo and hi the least and greatest derivable
value, hi - lo >= threshold (hence also hi >= threshold).

What a reader is assumed to know: every visible cell, every sum, the threshold and this rule. Zeros are visible by
default, because no child is behind a zero and a sparse table without zeros is blank. All zeros are then visible, so a
hidden cell is known to be at least 1. If zeros are not visible, zero is a small count and a hidden cell may be 0.

The result does not say whether a cell is hidden as a small count or as a secondary one. A publication cannot be taken
back: tables that share cells, or follow each other, must be protected together as one table. A child with two needs is
counted in two cells, so a dimension of needs has no total, or a total that counts needs rather than children.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from analytics.demand.sum_program import NoTableFound, SumProgram, Terms, terms
from analytics.demand.tables import CountTable, Key, Sum
from knowledge.messages.message import Message, message

HIDDEN_COST = 1e-3
"""Cost of changing a cell that is already hidden; a visible cell costs 1 + its count."""


@dataclass(frozen=True, slots=True)
class Published:
    """A protected table as a reader gets it; small and secondary hidden cells are not distinguished."""

    shown: Mapping[Key, int]
    hidden: frozenset[Key]
    sums: tuple[Sum, ...]
    threshold: int
    zeros_shown: bool

    def value(self, key: Key) -> int | None:
        """The count, None if it is hidden.

        Raises:
            KeyError: The table has no such cell.
        """
        return None if key in self.hidden else self.shown[key]

    @property
    def note(self) -> Message:
        """Footnote that explains hidden counts."""
        return message("note.small_counts", least=self.threshold)


def protect(table: CountTable, threshold: int, *, zeros_shown: bool = True) -> Published:
    """Hide small counts and enough other cells that the small ones cannot be derived.

    For each small cell in turn, find the cheapest change of the whole table that moves the cell far enough without
    breaking a sum, and hide every cell that the change touches. The changed table also serves as evidence for the other
    small cells it moves. If no such change is found, everything is hidden, which is always sufficient: any multiple of
    the true table satisfies the sums.

    Args:
        table: All tables that a reader will have, as one.
        threshold: The smallest count that may be visible: 5 for operational facts, 10 for sensitive ones.
        zeros_shown: True: zeros are visible. False: zeros are small counts.

    Returns:
        The table to publish; equal input gives equal output.

    Raises:
        ValueError: The threshold is below 1.
    """
    if threshold < 1:
        raise ValueError(f"threshold: {threshold}")
    hidden = _Suppression(table, threshold, int(zeros_shown)).run()
    shown = {key: count for key, count in sorted(table.cells.items()) if key not in hidden}
    return Published(shown, hidden, table.sums, threshold, zeros_shown)


class _Suppression:
    """Choice of the cells to hide.

    `least` and `most` bound each cell over the tables found so far, which differ from the true one in hidden cells
    only. Column j of the program is an increase of cell j, column n + j a decrease.
    """

    def __init__(self, table: CountTable, threshold: int, floor: int) -> None:
        self.keys = sorted(key for key, count in table.cells.items() if count >= floor)
        self.threshold, self.floor = threshold, floor
        self.values = np.array([table.cells[key] for key in self.keys], dtype=np.int64)
        self.hidden = self.values < threshold
        self.least, self.most = self.values.copy(), self.values.copy()
        self.program = self._changes(terms(table.sums, {key: at for at, key in enumerate(self.keys)}))

    def _changes(self, rows: Sequence[Terms]) -> SumProgram:
        """The program of all changes of the table that keep every sum."""
        count = len(self.values)
        both = [[*row, *((j + count, -sign) for j, sign in row)] for row in rows]
        upper = [*(inf for _ in range(count)), *(self.values - self.floor)]
        program = SumProgram(both, [0] * len(rows), [0] * (2 * count), upper)
        for j in range(2 * count):
            program.set_cost(j, HIDDEN_COST if self.hidden[j % count] else 1 + int(self.values[j % count]))
        return program

    def run(self) -> frozenset[Key]:
        """The keys of all cells to hide."""
        small = np.flatnonzero(self.hidden)
        try:
            for cell in small[np.argsort(self.values[small], kind="stable")]:
                self._protect(int(cell))
        except NoTableFound:
            return frozenset(self.keys)
        return frozenset(self.keys[at] for at in np.flatnonzero(self.hidden))

    def _exposed(self, cell: int) -> bool:
        return bool(self.most[cell] - self.least[cell] < self.threshold)

    def _protect(self, cell: int) -> None:
        """Raise the cell by the least that can suffice, lower it as far as that is free, raise it by the remainder."""
        value = int(self.values[cell])
        if self._exposed(cell):
            self._move(cell, self.threshold - (value - self.floor))
        if self._exposed(cell):
            self._move(cell, 0)
        if self._exposed(cell):
            self._move(cell, self.threshold - (value - int(self.least[cell])))

    def _move(self, cell: int, up: int) -> None:
        """Raise the cell by at least `up`; with 0, lower it as far as that hides no further cell."""
        down, program = cell + len(self.values), self.program
        program.set_bounds(cell, up, inf if up else 0)
        program.set_bounds(down, 0, 0 if up else int(self.values[cell]) - self.floor)
        program.set_cost(down, HIDDEN_COST if up else -0.5)
        self._hide_cheapest_change()
        program.set_bounds(cell, 0, inf)
        program.set_bounds(down, 0, int(self.values[cell]) - self.floor)
        program.set_cost(down, HIDDEN_COST)

    def _hide_cheapest_change(self) -> None:
        """Hide the cells of the cheapest change; record the changed table, and the reverse change if it is valid."""
        point = self.program.cheapest(reset=True)
        if point is None:
            raise NoTableFound("no cheapest change")
        change = point[: len(self.values)] - point[len(self.values) :]
        for cell in np.flatnonzero((change != 0) & ~self.hidden):
            self.hidden[cell] = True
            self.program.set_cost(int(cell), HIDDEN_COST)
            self.program.set_cost(int(cell) + len(self.values), HIDDEN_COST)
        for table in (self.values + change, self.values - change):
            if (table[change != 0] >= self.floor).all():
                np.minimum(self.least, table, out=self.least)
                np.maximum(self.most, table, out=self.most)
