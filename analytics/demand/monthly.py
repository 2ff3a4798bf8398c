"""Published counts of a month: one table, made once, from which every reader of counts works (月度合计表).

A table counts the children of whole communities, by street and for the district, each child under every measure
that applies to it: a need, a gap, the standing of an obligation. Small counts, zero included, are hidden with as
many others as prevent their derivation, and everything that a planner computes is computed from the table. So there
is one thing to attack and to prove, whatever a question varies.

Assumed knowledge of a reader: every number shown, that a district is the sum of its streets, and which kinds of
children there are: two children are of one kind if the same measures apply to them. Whatever the rules force
between measures - one within another, a sum, a union - is true for every kind, so it needs no list: the table is
protected among all districts with other numbers of children of these kinds in its streets. That a measure applies
to nobody in the whole district is about no child; it is not shown, and may be derived.

Two tables of one district could be compared. Counts hidden in one table are therefore hidden in the next ones too,
and a number that is shown is repeated until it has changed by at least the threshold: a single child is in no
difference.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from analytics.demand.protection import Counts, hide
from knowledge.calendar.months import Month
from network.counts import Key, MonthlyCounts

THRESHOLD = 10
"""Smaller counts of children are neither shown nor used for readers of counts only."""
Measures = frozenset[str]
"""The measures that apply to a child: its kind."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of a district, by the children of each street with the measures that apply to each."""

    district: str
    streets: tuple[str, ...]
    by_street: tuple[str, ...]
    """Measures counted by street and for the district."""
    for_district: tuple[str, ...]
    """Measures counted for the district only."""
    children: Sequence[tuple[str, Measures]]
    """Street and measures of each child."""


def publish(counted: Counted, month: Month, made: date, previous: MonthlyCounts | None = None) -> MonthlyCounts:
    """The table of a month; it depends on the children and on the table before it alone.

    Args:
        counted: The children at the end of the month.
        month: The month, closed.
        made: The day on which the table is made.
        previous: The table before it.
    """
    columns = _Columns(counted)
    hidden = {
        (area, columns.of[m])
        for area, m in (() if previous is None else product(previous.areas, previous.measures & columns.of.keys()))
        if previous is not None and previous.value(area, m) is None
    }
    counts = columns.counts()
    away = hide(counts, THRESHOLD, hidden)
    exact = {
        (a, m): counts.value(key)
        for a, m in columns.cells()
        if (key := (a, columns.of[m])) in counts.cells and key not in away
    }
    shown = {key: _steady(n, previous.value(*key) if previous else None) for key, n in sorted(exact.items())}
    areas = frozenset((counted.district, *counted.streets))
    return MonthlyCounts(counted.district, month, made, THRESHOLD, areas, frozenset(columns.of), shown)


def _steady(count: int, before: int | None) -> int:
    """The number before as long as the count has changed by less than the threshold."""
    return count if before is None or abs(count - before) >= THRESHOLD else before


class _Columns:
    """The table to protect: a column for all measures with the same children, and the kinds below the columns.

    The cells of kinds are never published. They exist in every street, because a child of a kind may live in any.
    """

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        kinds = {kind for _, kind in counted.children}
        self.order = {kind: at for at, kind in enumerate(sorted(kinds, key=sorted))}
        within: defaultdict[str, list[int]] = defaultdict(list)
        for kind, at in self.order.items():
            for m in kind:
                within[m].append(at)
        first: dict[tuple[int, ...], str] = {}
        self.of: dict[str, str] = {}
        """The column of each measure: the first measure with the same children."""
        for m in (*counted.by_street, *counted.for_district):
            self.of[m] = first.setdefault(tuple(within[m]), m)
        self.kinds = {column: frozenset(within[column]) for column in self.of.values() if within[column]}
        """The kinds of each column; a column without any is not in the table, and so never shown."""
        self.wide = sorted(self.kinds.keys() & {self.of[m] for m in counted.by_street})

    def cells(self) -> Iterator[Key]:
        """Every (area, measure) that may be published."""
        c = self.counted
        yield from product((c.district, *c.streets), c.by_street)
        yield from product((c.district,), c.for_district)

    def counts(self) -> Counts:
        """The counts by street with the groups that they are sums of."""
        c, part = self.counted, self._parts_by_street()
        number = len(set(part))
        at = {s: n * number for n, s in enumerate(c.streets)}
        whole = number * len(at)
        groups = [0] * (whole + len(part))
        for street, kind in c.children:
            groups[at[street] + part[self.order[kind]]] += 1
            groups[whole + self.order[kind]] += 1
        cells: dict[Key, list[int]] = {}
        for column, kinds in self.kinds.items():
            cells[c.district, column] = [whole + k for k in sorted(kinds)]
            if column in self.wide:
                below = sorted({part[k] for k in kinds})
                cells |= {(s, column): [at[s] + p for p in below] for s in c.streets}
        equal = [
            ([at[s] + p for s in c.streets], [whole + k for k, own in enumerate(part) if own == p])
            for p in range(number)
        ]
        return Counts(groups, cells, equal)

    def _parts_by_street(self) -> list[int]:
        """For each kind, the number of what its measures by street alone make of it."""
        wide = set(self.counted.by_street)
        numbers: dict[Measures, int] = {}
        return [numbers.setdefault(kind & wide, len(numbers)) for kind in self.order]
