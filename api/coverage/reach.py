"""Whether a need or service is within reach: of a community, of a street, of an area (可及答复)."""

from collections.abc import Callable

import strawberry

from analytics.coverage import reach
from analytics.coverage.streets import StreetComparison
from analytics.coverage.streets import StreetReach as StreetRow
from analytics.coverage.summary import summary
from api.common import Area, Label


@strawberry.type
class CommunityReach:
    """At the hour asked about, for the ages asked about."""

    area: Area
    code: str
    state: Label
    k: int
    places: list[str]
    way: float | None
    minors: int | None

    @classmethod
    def of(cls, code: str, r: reach.AreaReach) -> "CommunityReach":
        """From the analysis."""
        return cls(
            area=Area.of(r.area), code=code, state=Label.of(r.state), k=r.k, places=list(r.points), way=r.travel,
            minors=r.minors,
        )  # fmt: skip


@strawberry.type
class Share:
    """In communities and in minors."""

    state: Label
    communities: int
    minors: int
    minors_unknown: int
    demand: int | None


@strawberry.type
class StreetReach:
    """In communities, whose number is always known, and in minors."""

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
            area=Area.of(s.street), communities=s.communities, served=s.served, share=s.share, minors=s.minors,
            minors_served=s.minors_served, minors_unknown=s.minors_unknown,
        )  # fmt: skip


@strawberry.type
class Coverage:
    """The worst-off beside the median, not the mean alone."""

    code: str
    name: str
    communities: int
    shares: list[Share]
    k_cover: list[int]
    worst: list[CommunityReach]
    median_way: float | None
    gap: float | None
    unlocated: int
    notes: list[str]
    found: strawberry.Private[tuple[reach.AreaReach, ...]]
    by_street: strawberry.Private[Callable[[], StreetComparison]]

    @strawberry.field
    def rows(self) -> list[CommunityReach]:
        """Made only when asked for."""
        return [CommunityReach.of(self.code, r) for r in self.found]

    @strawberry.field
    def streets(self) -> list[StreetReach]:
        """Made only when asked for."""
        return [StreetReach.of(s) for s in self.by_street().rows]

    @strawberry.field
    def median_share(self) -> float | None:
        """None where there is no street."""
        return self.by_street().median_share

    @strawberry.field
    def street_gap(self) -> float | None:
        """None where there is no street."""
        return self.by_street().gap

    @classmethod
    def of(
        cls,
        code: str,
        name: str,
        rows: tuple[reach.AreaReach, ...],
        notes: list[str],
        by_street: Callable[[], StreetComparison],
    ) -> "Coverage":
        """From the analysis."""
        s = summary(rows)
        shares = [
            Share(
                state=Label.of(x.state), communities=x.communities, minors=x.minors, minors_unknown=x.minors_unknown,
                demand=x.demand,
            )
            for x in s.states
        ]  # fmt: skip
        return cls(
            code=code, name=name, communities=len(rows), shares=shares, k_cover=list(s.k_cover),
            worst=[CommunityReach.of(code, r) for r in s.worst], median_way=s.median_travel, gap=s.gap,
            unlocated=s.travel_unknown, found=rows, notes=notes, by_street=by_street,
        )  # fmt: skip
