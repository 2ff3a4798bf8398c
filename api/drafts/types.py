"""Drafts as GraphQL types: inputs and answers (草案的类型)."""

from datetime import date as Date
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.utils.str_converters import to_camel_case

from api.common import Node, global_id
from graph_model.drafts import store
from knowledge.vocabulary import AreaLevel, PostKind, Tier
from network.drafts import draft as drafts
from network.drafts.changes import ChangeKind, NetworkChange


@strawberry.input
class DraftAreaInput:
    """An area of a draft; the top area has no parent."""

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
    """A service point of a draft, existing or a candidate."""

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
    """A post of a draft; its holder is an arbitrary key, never a name."""

    kind: PostKind
    area: str
    holder: str | None = None


@strawberry.input
class DraftDemandInput:
    """Children of an area who have a need or need a service."""

    area: str
    code: str
    children: int


@strawberry.input
class DraftTravelInput:
    """Travel between an area and a point, in any unit; a standard's limit is inclusive."""

    area: str
    point: str
    cost: float


@strawberry.input
class DraftReferralRouteInput:
    """A referral route between two points."""

    from_point: str
    to_point: str


@strawberry.input
class NetworkChangeInput:
    """One change of a network."""

    step: ChangeKind
    key: str = strawberry.field(name="code")
    point: DraftPointInput | None = None
    capacity: int | None = None
    hours: list[str] = strawberry.field(default_factory=list)
    service: str | None = None
    holder: str | None = strawberry.field(default=None)

    def read(self) -> NetworkChange:
        """The change.

        Raises:
            BadInput: The point is not valid.
        """
        point = None
        if self.point is not None:
            point = drafts.parse({"points": [strawberry.asdict(self.point)]}).points[0].record()
        return NetworkChange(self.step, self.key, point, self.capacity, tuple(self.hours), self.service, self.holder)


@strawberry.input
class DraftInput:
    """The content of a draft network."""

    areas: list[DraftAreaInput] = strawberry.field(default_factory=list)
    points: list[DraftPointInput] = strawberry.field(default_factory=list)
    posts: list[DraftPostInput] = strawberry.field(default_factory=list)
    demand: list[DraftDemandInput] = strawberry.field(default_factory=list)
    candidates: list[DraftPointInput] = strawberry.field(default_factory=list)
    travel: list[DraftTravelInput] = strawberry.field(default_factory=list)
    links: list[DraftReferralRouteInput] = strawberry.field(default_factory=list, name="referralRoutes")
    changes: list[NetworkChangeInput] = strawberry.field(default_factory=list)


@strawberry.type
class DraftSummary:
    """A saved draft; the argument `draft` of other queries takes its name."""

    name: str
    owner: str
    stored_on: Date
    revision: int

    @classmethod
    def of(cls, d: store.ListedDraft | store.Stored) -> "DraftSummary":
        """From the graph."""
        return cls(name=d.name, owner=d.owner, stored_on=d.stored_on, revision=d.version)


@strawberry.type(name="Draft")
class DraftWhole(DraftSummary, Node):
    """A draft with its content in the form of `DraftInput`."""

    content: JSON

    @classmethod
    def whole(cls, d: store.Stored) -> "DraftWhole":
        """From the graph."""
        return cls(
            id=global_id("Draft", d.name),
            name=d.name,
            owner=d.owner,
            stored_on=d.stored_on,
            revision=d.version,
            content=put_form(d.raw()),
        )


NAMED = {
    "points": {"key": "code", "kind": "bodyKind"},
    "candidates": {"key": "code", "kind": "bodyKind"},
    "changes": {"key": "code"},
}
"""Fields that have another name in the inputs, by part."""
CLOSED = {"areas": "level", "posts": "kind", "changes": "step"}
"""The field of each part whose value is an enum; of any other part the tier."""


def put_form(stored: dict[str, Any]) -> Any:
    """A stored draft in the form of `DraftInput`: its field names, and enum values for closed sets."""
    return {
        "referralRoutes" if part == "links" else part: [_row(part, row) for row in rows]
        for part, rows in stored.items()
    }


def _row(part: str, row: dict[str, Any]) -> dict[str, Any]:
    names, closed = NAMED.get(part, {}), CLOSED.get(part, "tier")
    return {names.get(name, to_camel_case(name)): _value(name, value, closed) for name, value in row.items()}


def _value(name: str, value: Any, closed: str) -> Any:
    if isinstance(value, dict):  # the new point of a change
        return _row("points", value)
    return value.upper() if name == closed and isinstance(value, str) else value
