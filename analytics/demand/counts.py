"""How many children are known to want what where, in exact counts or so that no small one can be worked out (需求)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from analytics.coverage.layout import Pair
from analytics.coverage.reach import Cell
from analytics.demand.suppression import hierarchical, protect
from knowledge.vocabulary import AreaLevel, Verdict
from network.snapshot import Network

THRESHOLD = 10
"""Counts of children under this are neither shown nor used where only counts may be seen."""
Wanted = tuple[str, Iterable[tuple[str, Verdict]]]
"""Where a child lives, and what it is known to want or may want."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Children by (area, code)."""

    known: Mapping[Pair, int]
    undecided: Mapping[str, int | None]
    """By code, children of whom a missing fact decides: counted apart. None: withheld."""
    withheld: int = 0
    """Counts left out because they are small, or because they would give small ones away."""
    home: Mapping[Pair, str] | None = None
    """Where only counts may be seen: the area that stands for a community, by (community, code)."""

    def lifted(self, found: Iterable[Cell], network: Network) -> Iterator[Cell]:
        """The cells of the areas that the demand is told of; communities whose count is left out have none."""
        for c in found:
            if self.home is None:
                yield c
            elif (label := self.home.get(Pair(c.area.code, c.code))) is not None:
                yield replace(c, area=network.areas[label])


def exact(children: Iterable[Wanted], communities: Iterable[str], codes: Collection[str]) -> Demand:
    """Counts of children by community; a community without such a child has nought."""
    known, undecided = _counted(children)
    every = {(pair := Pair(area, code)): known[pair] for area in communities for code in codes}
    return Demand(every, {code: sum(n for (_, c), n in undecided.items() if c == code) for code in codes})


def safe(
    children: Iterable[Wanted],
    network: Network,
    district: str,
    codes: Collection[str],
    within: str | None = None,
    *,
    remainder: bool = True,
) -> Demand:
    """Counts by street of a whole district, as they may be published, of which a part may be shown.

    `children` are always those of the whole district, whatever is asked. Each code is a table of its own (streets and
    their sum), protected in the same way each time, so that no two answers together tell more; codes with the same
    counts hide the same cells. Whatever is worked out of the published counts gives nothing else away.

    With `remainder`, what the streets with a hidden count have together, the sum less the streets shown, is told as
    the district's.
    """
    known, undecided = _counted(children)
    streets = {a.code: district for a in network.within(district) if a.level is AreaLevel.STREET}
    below = {a.code: s for s in streets for a in network.within(s)}
    inside = {a.code for a in network.within(within or district)}
    found: dict[Pair, int] = {}
    home: dict[Pair, str] = {}
    unsure: dict[str, int | None] = {}
    withheld = 0
    for code in codes:
        table = _published(known, code, below, streets)
        shown = {s: n for s in streets if s in inside and (n := table[s]) is not None}
        total = table.get(district) if remainder and within in (None, district) else None
        rest = None if total is None else total - sum(shown.values())
        if rest is None or len(shown) == len(streets):
            withheld += sum(s in inside for s in streets) - len(shown)
        else:
            found[Pair(district, code)] = rest
        found |= {Pair(s, code): n for s, n in shown.items()}
        home |= {
            Pair(a, code): s if s in shown else district for a, s in below.items() if s in shown or rest is not None
        }
        unsure[code] = _published(undecided, code, below, streets).get(district)
    return Demand(found, unsure, withheld, home)


def _counted(children: Iterable[Wanted]) -> tuple[Counter[Pair], Counter[Pair]]:
    known: Counter[Pair] = Counter()
    undecided: Counter[Pair] = Counter()
    for area, wanted in children:
        for code, verdict in wanted:
            (known if verdict is Verdict.YES else undecided)[Pair(area, code)] += 1
    return known, undecided


def _published(
    counts: Mapping[Pair, int], code: str, below: Mapping[str, str], streets: Mapping[str, str]
) -> Mapping[str, int | None]:
    cells: Counter[tuple[str, ...]] = Counter()
    for (area, what), n in counts.items():
        if what == code and area in below:
            cells[below[area],] += n
    table = protect(hierarchical(cells, {"area": streets}), THRESHOLD)
    return {key[0]: table.value(key) for key in (*table.shown, *table.hidden)}
