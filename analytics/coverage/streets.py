"""Streets compared: which are worst off, and how far from the median (街道之间的差距)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from analytics.coverage.layout import Layout
from analytics.coverage.reach import AreaReach, ReachState
from knowledge.vocabulary import AreaLevel
from network.entities import Area


@dataclass(frozen=True, slots=True)
class StreetReach:
    """Coverage of a street's communities for one need."""

    street: Area
    communities: int
    served: int
    """Communities with a point that is not known to be full."""
    minors: int
    minors_served: int
    minors_unknown: int
    """Communities without a figure of minors; they add nothing to the sums."""

    @property
    def share(self) -> float:
        """Share of communities that are served."""
        return self.served / self.communities


@dataclass(frozen=True, slots=True)
class StreetComparison:
    """All streets, the worst-off first."""

    rows: tuple[StreetReach, ...]
    median_share: float | None

    @property
    def gap(self) -> float | None:
        """Median share minus the share of the worst-off street."""
        return None if self.median_share is None else self.median_share - self.rows[0].share


def compare_streets(layout: Layout, rows: Sequence[AreaReach]) -> StreetComparison:
    """Coverage by street: the smallest share first, then the most minors without service, then by code.

    Shares count communities, because their number is always known. An area without a street above it is counted in the
    area above it.
    """
    by_street = defaultdict[str, list[AreaReach]](list)
    for r in rows:
        by_street[_street(layout, r.area).code].append(r)
    streets = [_street_reach(layout.network.areas[code], own) for code, own in by_street.items()]
    ordered = sorted(streets, key=lambda s: (s.share, s.minors_served - s.minors, s.street.code))
    return StreetComparison(tuple(ordered), median(s.share for s in ordered) if ordered else None)


def _street(layout: Layout, area: Area) -> Area:
    path = layout.network.path(area.code)
    return next((a for a in path if a.level is AreaLevel.STREET), path[min(1, len(path) - 1)])


def _street_reach(street: Area, rows: Sequence[AreaReach]) -> StreetReach:
    served = [r for r in rows if r.state is ReachState.SERVED]
    return StreetReach(
        street,
        len(rows),
        len(served),
        sum(r.minors or 0 for r in rows),
        sum(r.minors or 0 for r in served),
        sum(r.minors is None for r in rows),
    )
