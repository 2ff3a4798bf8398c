"""The points of a referral answer: options with reasons, excluded points, gaps (服务点的类型)."""

from dataclasses import dataclass
from datetime import datetime as DateTime

import strawberry

from api.common import BodyKind
from api.enums import labelled
from api.network.types import Area, Point
from api.notices import notice
from knowledge.vocabulary import Verdict
from network.referral import points
from network.referral.referral import Referral
from network.referral.tiers import TierGap


@dataclass(frozen=True, slots=True)
class Shown:
    """Number of points shown, and whether with confidential locations."""

    limit: int
    sees: bool


@strawberry.type
class OptionReason:
    """A reason for or against a point; `good` is null if it is unknown."""

    text: str
    good: bool | None


@strawberry.type
@labelled
class PointOption:
    """A point that can take the child, with its reasons."""

    point: Point
    open_now: Verdict
    opens_next: DateTime | None
    tentative: bool
    distance_km: float | None
    reasons: list[OptionReason]

    @classmethod
    def of(cls, r: Referral, o: points.PointOption, *, sees: bool) -> "PointOption":
        """From the choice."""
        return cls(
            point=Point.of(r.network, o.point, sees=sees),
            open_now=o.openness.verdict,
            opens_next=o.openness.next,
            tentative=o.openness.tentative,
            distance_km=round(o.distance, 2) if o.distance is not None else None,
            reasons=[OptionReason(text=str(x.says), good=x.good) for x in o.reasons],
        )


@strawberry.type
@labelled
class LeftOut:
    """A point that is left out, with the reason."""

    code: str
    name: str
    reason: points.Out
    text: str
    notice: str | None

    @classmethod
    def of(cls, x: points.ExcludedPoint) -> "LeftOut":
        """From the choice."""
        return cls(
            code=x.point.id, name=x.point.name, reason=x.out, text=str(x.says), notice=notice(x.point.provenance)
        )


@strawberry.type
class ReferralGap:
    """A tier without a point for the need, and the points above it that take over."""

    kind: BodyKind
    area: Area
    structural: bool
    text: str
    upwards: list[Point]

    @classmethod
    def of(cls, r: Referral, g: TierGap) -> "ReferralGap":
        """From the network."""
        return cls(
            kind=BodyKind.of(r.book.kinds[g.kind]),
            area=Area.of(g.area),
            structural=g.missing,
            text=str(g.why),
            upwards=[Point.of(r.network, s) for s in g.upwards],
        )
