"""The places of a referral answer: options with reasons, those left out, gaps (服务点的类型)."""

from dataclasses import dataclass
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar

import strawberry

from api.common import BodyKind, Label, Point
from api.notices import notice
from network.referral import points
from network.referral.referral import Referral


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of the places is shown."""

    limit: int
    sees: bool


@strawberry.type
class Reason:
    """Good, bad, or not known."""

    text: str
    good: bool | None


@strawberry.type
class Option:
    """With its reasons, in the documented order."""

    point: Point
    open_now: Label
    opens_next: DateTime | None
    tentative: bool
    distance_km: float | None
    reasons: list[Reason]

    @classmethod
    def of(cls, o: points.Option, *, sees: bool) -> "Option":
        """From the choice."""
        return cls(
            point=Point.of(o.point, sees=sees), open_now=Label.of(o.openness.verdict), opens_next=o.openness.next,
            tentative=o.openness.tentative, distance_km=round(o.distance, 2) if o.distance is not None else None,
            reasons=[Reason(text=x.text, good=x.good) for x in o.reasons],
        )  # fmt: skip


@strawberry.type
class LeftOut:
    """Why not this place."""

    key: str
    name: str
    reason: Label
    text: str
    notice: str | None

    @classmethod
    def of(cls, x: points.LeftOut) -> "LeftOut":
        """From the choice."""
        return cls(
            key=x.point.id, name=x.point.name, reason=Label.of(x.out), text=x.text, notice=notice(x.point.provenance)
        )


@strawberry.type
class Gap:
    """Where it goes instead."""

    kind: BodyKind
    area: str
    area_name: str
    structural: bool
    text: str
    upwards: list[Point]

    @classmethod
    def of(cls, r: Referral, g: points.Gap) -> "Gap":
        """From the network."""
        return cls(
            kind=BodyKind.of(r.book.kinds[g.kind]), area=g.area.code, area_name=g.area.name, structural=g.missing,
            text=g.why, upwards=[Point.of(s) for s in g.upwards],
        )  # fmt: skip
