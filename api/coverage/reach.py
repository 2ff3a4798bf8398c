"""Answers about reach: which communities, streets and areas have a need or service within reach (可及答复)."""

from collections.abc import Callable
from functools import partial

import strawberry

from analytics.coverage import reach
from analytics.coverage.layout import Layout
from analytics.coverage.streets import StreetComparison
from analytics.coverage.streets import StreetReach as StreetRow
from analytics.coverage.summary import summary
from api.common import NamedCode
from api.enums import labelled
from api.network.types import Area, Point
from api.request.paging import Connection, page
from knowledge.rulebook.book import Rulebook


@strawberry.type
@labelled
class CommunityReach:
    """Reach of one community at the hour and for the ages of the question."""

    area: Area
    state: reach.ReachState
    k: int
    points: list[Point]
    travel: float | None
    minors: int | None

    @classmethod
    def of(cls, here: Layout, r: reach.AreaReach) -> "CommunityReach":
        """From the analysis."""
        return cls(
            area=Area.of(r.area),
            state=r.state,
            k=r.k,
            points=Point.some(here.network, r.points),
            travel=r.travel,
            minors=r.minors,
        )


@strawberry.type
@labelled
class CoverageShare:
    """Number of communities and minors in one state of reach."""

    state: reach.ReachState
    communities: int
    minors: int
    minors_unknown: int
    demand: int | None


@strawberry.type
class StreetReach:
    """Reach of one street: communities, whose number is always known, and minors."""

    area: Area
    communities: int
    served: int
    share: float
    minors: int
    minors_served: int
    minors_unknown: int

    @classmethod
    def of(cls, s: StreetRow) -> "StreetReach":
        """From the analysis."""
        return cls(
            area=Area.of(s.street),
            communities=s.communities,
            served=s.served,
            share=s.share,
            minors=s.minors,
            minors_served=s.minors_served,
            minors_unknown=s.minors_unknown,
        )


@strawberry.type
class Coverage:
    """Reach of a need or service in an area: shares, the worst-off communities, the median travel."""

    subject: NamedCode
    communities: int
    shares: list[CoverageShare]
    communities_with_at_least: list[int]
    worst: list[CommunityReach]
    median_travel: float | None
    gap: float | None
    unlocated: int
    notes: list[str]
    _here: strawberry.Private[Layout]
    _rows: strawberry.Private[tuple[reach.AreaReach, ...]]
    _by_street: strawberry.Private[Callable[[], StreetComparison]]

    @strawberry.field
    def rows(
        self,
        states: list[reach.ReachState] | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[CommunityReach]:
        """Communities by area code; in all states unless `states` is given."""
        rows = (r for r in self._rows if states is None or r.state in states)
        keyed = sorted(((r.area.code, r) for r in rows), key=lambda row: row[0])
        return page(keyed, partial(CommunityReach.of, self._here), first, after, last, before)

    @strawberry.field
    def streets(self) -> list[StreetReach]:
        """Computed only if the field is selected."""
        return [StreetReach.of(s) for s in self._by_street().rows]

    @strawberry.field
    def median_share(self) -> float | None:
        """Return the median share of streets; None without a street."""
        return self._by_street().median_share

    @strawberry.field
    def street_gap(self) -> float | None:
        """Return the gap between streets; None without a street."""
        return self._by_street().gap

    @classmethod
    def of(
        cls,
        book: Rulebook,
        here: Layout,
        code: str,
        rows: tuple[reach.AreaReach, ...],
        notes: list[str],
        by_street: Callable[[], StreetComparison],
    ) -> "Coverage":
        """From the analysis."""
        s = summary(rows)
        shares = [
            CoverageShare(
                state=x.state,
                communities=x.communities,
                minors=x.minors,
                minors_unknown=x.minors_unknown,
                demand=x.demand,
            )
            for x in s.states
        ]
        return cls(
            subject=NamedCode.subject(book, code),
            communities=len(rows),
            shares=shares,
            communities_with_at_least=list(s.k_cover),
            worst=[CommunityReach.of(here, r) for r in s.worst],
            median_travel=s.median_travel,
            gap=s.gap,
            unlocated=s.travel_unknown,
            notes=notes,
            _here=here,
            _rows=rows,
            _by_street=by_street,
        )
