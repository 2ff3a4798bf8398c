"""Visits that are due in a street against the people in post there, from the published table (走访压力)."""

from dataclasses import dataclass

from analytics.demand.measures import needed
from knowledge.vocabulary import AreaLevel, PostKind
from network.counts import MonthlyCounts
from network.entities import Area
from network.snapshot import Network

VISITORS = (PostKind.DIRECTOR, PostKind.SUPERVISOR)
"""Posts whose holders visit."""


@dataclass(frozen=True, slots=True)
class CommunityWorkers:
    """The people in post in a community; children are counted for its street only."""

    community: Area
    workers: int
    vacant: int


@dataclass(frozen=True, slots=True)
class StreetLoad:
    """Visits due in one street, and its workers."""

    street: Area
    due: int | None
    """Children with a visit due, overdue or never made; None: not published, which is not zero."""
    workers: int
    """Persons in post; one in two posts counts once."""
    vacant: int
    communities: tuple[CommunityWorkers, ...]
    """Communities, those without anybody in post first."""

    @property
    def each(self) -> float | None:
        """Due visits for each worker; None if either is not known or nobody is in post."""
        return None if self.due is None or not self.workers else self.due / self.workers


def street_loads(
    network: Network, table: MonthlyCounts | None, duty: str, within: str | None = None
) -> tuple[StreetLoad, ...]:
    """The streets of an area: the heaviest load first, then those whose count is not published, by code."""
    areas = network.within(within) if within else tuple(network.areas.values())
    rows = [_load(network, table, duty, a) for a in areas if a.level is AreaLevel.STREET]
    return tuple(sorted(rows, key=lambda r: (r.due is None, -(r.each or 0.0), r.street.code)))


def _load(network: Network, table: MonthlyCounts | None, duty: str, street: Area) -> StreetLoad:
    within = network.within(street.code)
    due = table.value(street.code, needed(duty)) if table else None
    communities = [CommunityWorkers(a, *_people(network, a)) for a in within if a.level is AreaLevel.COMMUNITY]
    communities.sort(key=lambda p: (p.workers > 0, p.community.code))
    return StreetLoad(street, due, *_people(network, *within), tuple(communities))


def _people(network: Network, *areas: Area) -> tuple[int, int]:
    """Persons who visit, and vacant posts of such."""
    posts = [p for a in areas for p in network.posts_in.get(a.code, ()) if p.kind in VISITORS]
    return len({p.holder for p in posts if p.holder}), sum(p.holder is None for p in posts)
