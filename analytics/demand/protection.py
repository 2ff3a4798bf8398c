"""Counts to hide so that no small one can be derived (小数隐去).

A count is small below the threshold, zero included. Hiding small counts alone is not enough: a total minus the
shown counts would reveal them. `hide` therefore hides further counts until, for every small one, another district
of the same kinds of children reads exactly as the published table does and gives that count a value that differs by
at least the threshold: what a reader derives is a range at least that wide.

The other districts are found by linear programs, in which parts of a child are allowed. A district of parts is a
weaker witness than one of whole children: whether whole children would narrow a range further is tested on random
districts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from analytics.demand.sum_program import NoTableFound, SumProgram, Terms
from network.counts import Key

ROUNDING = 1e-7
"""Differences below this are the solver's rounding."""
COST = 1
"""Cost of changing a count that is shown, in addition to the count itself: great counts are worth most."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of children, each the sum of unknown groups.

    A group is the children of one kind in one street, or in the district.
    """

    groups: Sequence[int]
    """Children of each group."""
    cells: Mapping[Key, Sequence[int]]
    """For each count, its groups."""
    equal: Sequence[tuple[Sequence[int], Sequence[int]]] = ()
    """Groups that have as many children as others have together."""

    def value(self, key: Key) -> int:
        """The true count."""
        return sum(self.groups[g] for g in self.cells[key])


def hide(counts: Counts, threshold: int, hidden: Collection[Key] = ()) -> frozenset[Key]:
    """The counts to hide; equal input gives equal output.

    Counts are taken in the order of their values. For each, the cheapest change of the district is sought that moves
    it far enough, and every count that the change touches is hidden; the changed district is also evidence for all
    other counts that it moves. If there is none, everything is hidden: any multiple of the district then reads alike.

    Args:
        counts: All counts that a reader will have.
        threshold: The smallest count that may be shown.
        hidden: Counts to hide whatever they are, because an earlier publication hid them.
    """
    return _Search(counts, threshold, hidden).run()


class _Search:
    """`least` and `most` bound each count over the districts found so far, which read like the true one.

    Columns of the program: the change of each group, then for each count its increase and its decrease.
    """

    def __init__(self, counts: Counts, threshold: int, hidden: Collection[Key]) -> None:
        self.keys, self.threshold = sorted(counts.cells), threshold
        self.groups = np.array(counts.groups, dtype=np.float64)
        self.sums = np.zeros((len(self.keys), len(self.groups)))
        for at, key in enumerate(self.keys):
            self.sums[at, list(counts.cells[key])] = 1
        self.values = self.sums @ self.groups
        self.small = self.values < threshold
        self.hidden = self.small | np.array([key in hidden for key in self.keys], dtype=np.bool_)
        self.least, self.most = self.values.copy(), self.values.copy()
        self.program = self._changes(counts)

    def _changes(self, counts: Counts) -> SumProgram:
        first, n = len(self.groups), len(self.keys)
        rows: list[Terms] = [
            [*((g, 1) for g in counts.cells[key]), (first + at, -1), (first + n + at, 1)]
            for at, key in enumerate(self.keys)
        ]
        rows += [[*((g, 1) for g in left), *((g, -1) for g in right)] for left, right in counts.equal]
        lower = [*(-self.groups), *([0.0] * 2 * n)]
        program = SumProgram(rows, lower, [inf] * len(lower))
        for at in np.flatnonzero(~self.hidden):
            self._price(program, int(at), COST + float(self.values[at]))
        return program

    def _price(self, program: SumProgram, at: int, cost: float) -> None:
        program.set_cost(len(self.groups) + at, cost)
        program.set_cost(len(self.groups) + len(self.keys) + at, cost)

    def run(self) -> frozenset[Key]:
        """The keys of all counts to hide."""
        small = np.flatnonzero(self.small)
        try:
            for at in small[np.argsort(self.values[small], kind="stable")]:
                if self.most[at] - self.least[at] < self.threshold - ROUNDING:
                    self._raise(int(at))
        except NoTableFound:
            return frozenset(self.keys)
        return frozenset(self.keys[at] for at in np.flatnonzero(self.hidden))

    def _raise(self, at: int) -> None:
        """Raise a count by the threshold in the cheapest way, and hide what that changes."""
        up, down = len(self.groups) + at, len(self.groups) + len(self.keys) + at
        self.program.set_bounds(up, self.threshold, inf)
        self.program.set_bounds(down, 0, 0)
        change = self.sums @ self.program.cheapest()[: len(self.groups)]
        self.program.set_bounds(up, 0, inf)
        self.program.set_bounds(down, 0, inf)
        for touched in np.flatnonzero((abs(change) > ROUNDING) & ~self.hidden):
            self.hidden[touched] = True
            self._price(self.program, int(touched), 0)
        np.minimum(self.least, self.values + change, out=self.least)
        np.maximum(self.most, self.values + change, out=self.most)
