"""Whether a need or service is within reach: of a community, of a street, of an area (可及答复)."""

from collections.abc import Callable

import strawberry

from analytics.coverage import reach
from analytics.coverage.streets import StreetReach as StreetRow
from analytics.coverage.streets import Streets
from api.common import Area, Label


@strawberry.type(description="一个社区的可及情况 / what a community has")
class CommunityReach:
    """At the hour asked about, for the ages asked about."""

    area: Area
    code: str
    state: Label
    k: int = strawberry.field(description="有几处可去 / how many places")
    places: list[str]
    way: float | None = strawberry.field(
        description="最近的一处；位置不详为空 / way to the nearest, null where not known"
    )
    minors: int | None

    @classmethod
    def of(cls, code: str, r: reach.Reach) -> "CommunityReach":
        """From the analysis."""
        return cls(
            area=Area.of(r.area), code=code, state=Label.of(r.state), k=r.k, places=list(r.places), way=r.way,
            minors=r.minors,
        )  # fmt: skip


@strawberry.type(description="一种状态的份额 / the share of a state")
class Share:
    """In communities and in minors."""

    state: Label
    communities: int
    minors: int
    minors_unknown: int = strawberry.field(description="没有人数的社区 / communities without a figure")
    demand: int | None = strawberry.field(description="已知有此需求的儿童；不详为空 / children known to need it")


@strawberry.type(description="一个街道的可及情况 / what the communities of a street have")
class StreetReach:
    """In communities, whose number is always known, and in minors."""

    area: Area
    communities: int
    served: int
    share: float = strawberry.field(description="可及的社区占比 / share of its communities that are served")
    minors: int
    minors_served: int
    minors_unknown: int = strawberry.field(description="没有人数的社区 / communities without a figure")

    @classmethod
    def of(cls, s: StreetRow) -> "StreetReach":
        """From the analysis."""
        return cls(
            area=Area.of(s.street), communities=s.communities, served=s.served, share=s.share, minors=s.minors,
            minors_served=s.minors_served, minors_unknown=s.minors_unknown,
        )  # fmt: skip


@strawberry.type(description="区域覆盖情况 / coverage of an area")
class Coverage:
    """The worst-off beside the median, not the mean alone."""

    code: str
    name: str = strawberry.field(description="需求或服务的名称 / name of the need or service")
    communities: int
    shares: list[Share]
    k_cover: list[int] = strawberry.field(
        description="至少有1、2、3…处的社区数 / communities with at least 1, 2, 3… places"
    )
    worst: list[CommunityReach]
    median_way: float | None
    gap: float | None = strawberry.field(description="最差的比中位数远多少 / how much farther the worst-off have it")
    unlocated: int = strawberry.field(description="位置不详、未计距离的社区 / communities without a known way")
    notes: list[str]
    found: strawberry.Private[tuple[reach.Reach, ...]]
    by_street: strawberry.Private[Callable[[], Streets]]

    @strawberry.field(description="每个社区 / every community")
    def rows(self) -> list[CommunityReach]:
        """Made only when asked for."""
        return [CommunityReach.of(self.code, r) for r in self.found]

    @strawberry.field(description="各街道，最差的在前 / every street, the worst-off first")
    def streets(self) -> list[StreetReach]:
        """Made only when asked for."""
        return [StreetReach.of(s) for s in self.by_street().rows]

    @strawberry.field(description="街道可及占比的中位数 / the median street's share")
    def median_share(self) -> float | None:
        """None where there is no street."""
        return self.by_street().median_share

    @strawberry.field(description="最差的街道比中位数低多少 / how much less the worst-off street has than the median")
    def street_gap(self) -> float | None:
        """None where there is no street."""
        return self.by_street().gap

    @classmethod
    def of(
        cls, code: str, name: str, rows: tuple[reach.Reach, ...], notes: list[str], by_street: Callable[[], Streets]
    ) -> "Coverage":
        """From the analysis."""
        s = reach.summary(rows)
        shares = [
            Share(
                state=Label.of(x.state), communities=x.communities, minors=x.minors, minors_unknown=x.minors_unknown,
                demand=x.demand,
            )
            for x in s.shares
        ]  # fmt: skip
        return cls(
            code=code, name=name, communities=len(rows), shares=shares, k_cover=list(s.k_cover),
            worst=[CommunityReach.of(code, r) for r in s.worst], median_way=s.median_way, gap=s.gap,
            unlocated=s.unlocated, found=rows, notes=notes, by_street=by_street,
        )  # fmt: skip
