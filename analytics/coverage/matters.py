"""Matters that no concrete body answers for, by community: the same tuples as what no place covers (无主事项)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from analytics.coverage.layout import Layout
from analytics.coverage.reach import AGES, Uncovered
from analytics.coverage.week import ALL_HOURS
from network.responsibility.orphans import Orphan


def without_body(
    layout: Layout,
    found: Iterable[Orphan],
    matters: Collection[str],
    within: str | None = None,
    hours: int = ALL_HOURS,
    ages: tuple[int, int] = (0, AGES),
) -> Iterator[Uncovered]:
    """Each matter and community for which a kind of body that must act has no office, there or above.

    A duty stands at every hour and for every age, so each row is one range of ages and all the hours asked about; it
    says which kinds are missing, in which role and where. The offices' own hours are not recorded, and no gap.

    `found` are the orphans of the whole network (`network.responsibility.orphans`): an office missing in a
    street is missing for each of its communities, wherever the question is asked.
    """
    if not hours:
        return
    missing: defaultdict[str, list[Orphan]] = defaultdict(list)
    wanted = frozenset(matters)
    for o in found:
        if o.matter.code in wanted:
            missing[o.area.code].append(o)
    for area in layout.communities(within):
        by_matter: defaultdict[str, list[Orphan]] = defaultdict(list)
        for above in layout.network.path(area.code):
            for o in missing.get(above.code, ()):
                by_matter[o.matter.code].append(o)
        for code, lacking in by_matter.items():
            yield Uncovered(area, code, *ages, hours, (), (), tuple(sorted(lacking, key=lambda o: o.key)))
