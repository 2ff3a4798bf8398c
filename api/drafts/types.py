"""Drafts as GraphQL types: what may be put, what is listed (草案的类型)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.utils.str_converters import to_camel_case

from api.common import Node, global_id
from graph_model.drafts import store
from knowledge.vocabulary import AreaLevel, PostKind, Tier


@strawberry.input
class DraftAreaInput:
    """Without a parent it is the top one."""

    code: str
    name: str = ""
    level: AreaLevel = AreaLevel.COMMUNITY
    parent: str | None = None
    minors: int | None = strawberry.field(default=None)
    lon: float | None = None
    lat: float | None = None
    crs: str | None = strawberry.field(default=None)


@strawberry.input
class DraftPointInput:
    """Existing or a candidate."""

    key: str = strawberry.field(name="code")
    area: str
    serves: list[str]
    name: str = ""
    kind: str | None = strawberry.field(default=None, name="bodyKind")
    tier: Tier | None = strawberry.field(default=None)
    services: list[str] = strawberry.field(default_factory=list)
    hours: list[str] = strawberry.field(default_factory=list)
    age_from: int | None = None
    age_under: int | None = None
    capacity: int | None = None
    load: int | None = None
    staff: int | None = None
    lon: float | None = None
    lat: float | None = None
    crs: str | None = None


@strawberry.input
class DraftPostInput:
    """The holder is a key of your own, never a name."""

    kind: PostKind
    area: str
    holder: str | None = None


@strawberry.input
class DraftDemandInput:
    """Children of an area that ask for a need or service."""

    area: str
    code: str
    children: int


@strawberry.input
class DraftTravelInput:
    """In a unit of your own; the standard is inclusive."""

    area: str
    point: str
    cost: float


@strawberry.input
class DraftReferralRouteInput:
    """Between two places."""

    from_point: str
    to_point: str


@strawberry.input
class DraftInput:
    """A network of one's own."""

    areas: list[DraftAreaInput] = strawberry.field(default_factory=list)
    points: list[DraftPointInput] = strawberry.field(default_factory=list)
    posts: list[DraftPostInput] = strawberry.field(default_factory=list)
    demand: list[DraftDemandInput] = strawberry.field(default_factory=list)
    candidates: list[DraftPointInput] = strawberry.field(default_factory=list)
    travel: list[DraftTravelInput] = strawberry.field(default_factory=list)
    links: list[DraftReferralRouteInput] = strawberry.field(default_factory=list, name="referralRoutes")


@strawberry.type
class DraftSummary:
    """Its name is what `draft:` takes."""

    name: str
    owner: str
    stored_on: Date

    @classmethod
    def of(cls, d: store.ListedDraft) -> "DraftSummary":
        """From the graph."""
        return cls(name=d.name, owner=d.owner, stored_on=d.stored_on)


@strawberry.type(name="Draft")
class DraftWhole(DraftSummary, Node):
    """To be taken away, and put again."""

    content: JSON

    @classmethod
    def whole(cls, d: store.Stored) -> "DraftWhole":
        """From the graph."""
        return cls(
            id=global_id("Draft", d.name), name=d.name, owner=d.owner, stored_on=d.stored_on, content=put_form(d.raw())
        )


OF_POINTS = {"key": "code", "kind": "bodyKind"}
"""Names of a point's fields that `DraftPointInput` words otherwise."""


def put_form(kept: dict[str, Any]) -> Any:
    """A kept draft as `DraftInput` takes it: its names, closed sets as their enum values."""
    return {
        "referralRoutes" if part == "links" else part: [_row(part, row) for row in rows] for part, rows in kept.items()
    }


def _row(part: str, row: dict[str, Any]) -> dict[str, Any]:
    names = OF_POINTS if part in ("points", "candidates") else {}
    closed = {"areas": "level", "posts": "kind"}.get(part, "tier")
    return {
        names.get(name, to_camel_case(name)): value.upper() if name == closed and isinstance(value, str) else value
        for name, value in row.items()
    }
