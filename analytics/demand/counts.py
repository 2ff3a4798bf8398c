"""Children who need what, by area: exact counts, or counts protected against the derivation of small ones (需求)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from analytics.coverage.cells import Cell
from analytics.coverage.layout import Pair
from analytics.demand.measures import needed, undecided
from knowledge.vocabulary import Verdict
from network.counts import MonthlyCounts
from network.snapshot import Network

ChildNeeds = tuple[str, Iterable[tuple[str, Verdict]]]
"""Area where a child lives, and the codes that it needs (YES) or may need (other verdicts)."""


@dataclass(frozen=True, slots=True)
class DemandCounts:
    """Children by (area, code)."""

    known: Mapping[Pair, int]
    undecided: Mapping[str, int | None]
    """By code, children whose need depends on a missing fact; not in `known`. None: withheld."""
    withheld: int = 0
    """Number of counts left out: small ones, and others that would reveal a small one.

    For exact counts: number of children some of whose facts the reader may not read; their needs may be more.
    """
    counted_in: Mapping[Pair, str] | None = None
    """For protected counts, by (community, code): the area in which the community's children are counted.

    None: every community is counted itself.
    """

    table: MonthlyCounts | None = None
    """The published table that the counts are from."""

    def cells_counted(self, cells: Iterable[Cell], network: Network) -> Iterator[Cell]:
        """The cells, each moved to the area in which its children are counted; cells without a count are left out."""
        for c in cells:
            if self.counted_in is None:
                yield c
            elif (area := self.counted_in.get(Pair(c.area.code, c.code))) is not None:
                yield replace(c, area=network.areas[area])


def exact(
    children: Iterable[ChildNeeds], communities: Iterable[str], codes: Collection[str], withheld: int = 0
) -> DemandCounts:
    """Counts by community and code, 0 included; `withheld` children are judged by a part of their facts."""
    known, undecided = _count(children)
    every = {(pair := Pair(area, code)): known[pair] for area in communities for code in codes}
    unsure = {code: sum(n for (_, c), n in undecided.items() if c == code) for code in codes}
    return DemandCounts(every, unsure, withheld)


def published(
    table: MonthlyCounts,
    network: Network,
    codes: Collection[str],
    within: str | None = None,
    *,
    remainder: bool = True,
) -> DemandCounts:
    """Return counts by street from the published table; every number of the answer follows from the table.

    Args:
        table: The table of the district.
        network: The live network.
        codes: Codes to count.
        within: Street or district to answer for; None: the district.
        remainder: Count the children of all streets with a hidden count together, as the district's: the published
            total minus the visible streets.
    """
    district = table.district
    streets = sorted(a for a in table.areas if a != district and a in network.areas)
    street_of = {a.code: s for s in streets for a in network.within(s)}
    inside = {a.code for a in network.within(within or district)}
    counts: dict[Pair, int] = {}
    counted_in: dict[Pair, str] = {}
    withheld = 0
    for code in codes:
        measure = needed(code)
        shown = {s: n for s in streets if s in inside and (n := table.value(s, measure)) is not None}
        total = table.value(district, measure) if remainder and within in (None, district) else None
        rest = None if total is None else max(0, total - sum(shown.values()))
        if rest is None or len(shown) == len(streets):
            withheld += sum(s in inside for s in streets) - len(shown)
        else:
            counts[Pair(district, code)] = rest
        counts |= {Pair(s, code): n for s, n in shown.items()}
        counted = street_of if rest is not None else {a: s for a, s in street_of.items() if s in shown}
        counted_in |= {Pair(a, code): s if s in shown else district for a, s in counted.items()}
    unsure = {code: table.value(district, undecided(code)) for code in codes}
    return DemandCounts(counts, unsure, withheld, counted_in, table)


def _count(children: Iterable[ChildNeeds]) -> tuple[Counter[Pair], Counter[Pair]]:
    known: Counter[Pair] = Counter()
    undecided: Counter[Pair] = Counter()
    for area, needs in children:
        for code, verdict in needs:
            (known if verdict is Verdict.YES else undecided)[Pair(area, code)] += 1
    return known, undecided
