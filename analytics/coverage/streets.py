"""Which streets are worst off, and how far from the middle (街道之间的差距)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from analytics.coverage.layout import Layout
from analytics.coverage.reach import Reach, State
from knowledge.vocabulary import AreaLevel
from network.entities import Area


@dataclass(frozen=True, slots=True)
class StreetReach:
    """What the communities of a street have of a need."""

    street: Area
    communities: int
    served: int
    """Communities with a place that has room."""
    minors: int
    minors_served: int
    minors_unknown: int
    """Communities whose figure is not known: in no sum of minors."""

    @property
    def share(self) -> float:
        """Of its communities, those that are served."""
        return self.served / self.communities


@dataclass(frozen=True, slots=True)
class Streets:
    """All streets, the worst-off first."""

    rows: tuple[StreetReach, ...]
    median_share: float | None

    @property
    def gap(self) -> float | None:
        """How much less the worst-off street has than the median one."""
        return None if self.median_share is None else self.median_share - self.rows[0].share


def streets(layout: Layout, rows: Sequence[Reach]) -> Streets:
    """Shares by street: the smallest share first, then the most minors without, then by code.

    Communities are counted, whose number is always known; an area without a street above it goes by the area above.
    """
    by_street = defaultdict[str, list[Reach]](list)
    for r in rows:
        by_street[_street(layout, r.area).code].append(r)
    found = [_of(layout.network.areas[code], own) for code, own in by_street.items()]
    ordered = sorted(found, key=lambda s: (s.share, s.minors_served - s.minors, s.street.code))
    return Streets(tuple(ordered), median(s.share for s in ordered) if ordered else None)


def _street(layout: Layout, area: Area) -> Area:
    path = layout.network.path(area.code)
    return next((a for a in path if a.level is AreaLevel.STREET), path[min(1, len(path) - 1)])


def _of(street: Area, rows: Sequence[Reach]) -> StreetReach:
    served = [r for r in rows if r.state is State.SERVED]
    return StreetReach(
        street, len(rows), len(served), sum(r.minors or 0 for r in rows), sum(r.minors or 0 for r in served),
        sum(r.minors is None for r in rows),
    )  # fmt: skip
