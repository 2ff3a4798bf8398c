"""Matters without a responsible office, by community, as the same tuples as uncovered needs (无主事项)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from analytics.coverage.cells import AGES
from analytics.coverage.layout import Layout
from analytics.coverage.uncovered import Uncovered
from analytics.coverage.week import ALL_HOURS
from network.responsibility.orphans import Orphan


def uncovered_matters(
    layout: Layout,
    orphans: Iterable[Orphan],
    matters: Collection[str],
    within: str | None = None,
    hours: int = ALL_HOURS,
    ages: tuple[int, int] = (0, AGES),
) -> Iterator[Uncovered]:
    """Yield each matter and community for which a kind of body that must act has no office in the area or above it.

    Responsibility has no opening hours and no age limit, so a row has the whole age range and all the requested
    hours; its `missing` names the missing kinds, their role and their area. The offices' own hours are not recorded
    and count as no gap.

    Args:
        layout: The network.
        orphans: Of the whole network (`network.responsibility.orphans`), whatever area is requested: an office
            missing in a street is missing for each of its communities.
        matters: Codes of the matters.
        within: Code of an area; None: the whole network.
        hours: Hours, as bits.
        ages: From (inclusive) and under (exclusive).
    """
    if not hours:
        return
    missing: defaultdict[str, list[Orphan]] = defaultdict(list)
    wanted = frozenset(matters)
    for o in orphans:
        if o.matter.code in wanted:
            missing[o.area.code].append(o)
    for area in layout.communities(within):
        by_matter: defaultdict[str, list[Orphan]] = defaultdict(list)
        for above in layout.network.path(area.code):
            for o in missing.get(above.code, ()):
                by_matter[o.matter.code].append(o)
        for code, lacking in by_matter.items():
            yield Uncovered(area, code, *ages, hours, (), (), tuple(sorted(lacking, key=lambda o: o.key)))
