"""Drafts over GraphQL: keep one, list them, delete one's own; every coverage query takes its name (草案)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.utils.str_converters import to_camel_case

from api.request.context import Context, today
from graph_model.drafts import store
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from network.drafts import draft as drafts

MOST = 100
LONGEST_NAME = 60


@strawberry.input
class DraftAreaInput:
    """Without a parent it is the top one."""

    code: str
    name: str = ""
    level: str = strawberry.field(default="community")
    parent: str | None = None
    minors: int | None = strawberry.field(default=None)
    lon: float | None = None
    lat: float | None = None
    crs: str | None = strawberry.field(default=None)


@strawberry.input
class DraftPointInput:
    """Existing or a candidate."""

    key: str
    area: str
    serves: list[str]
    name: str = ""
    kind: str = strawberry.field(default="community_place")
    tier: str | None = strawberry.field(default=None)
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

    kind: str
    area: str
    holder: str | None = None


@strawberry.input
class DraftDemandInput:
    """Children of an area that ask for a need or service."""

    area: str
    code: str
    children: int


@strawberry.input
class DraftWayInput:
    """In a unit of your own; the standard is inclusive."""

    area: str
    point: str
    cost: float


@strawberry.input
class DraftLinkInput:
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
    travel: list[DraftWayInput] = strawberry.field(default_factory=list)
    links: list[DraftLinkInput] = strawberry.field(default_factory=list)


@strawberry.type
class DraftRow:
    """Its name is what `network:` takes."""

    name: str
    owner: str
    stored_on: Date

    @classmethod
    def of(cls, d: store.Listed) -> "DraftRow":
        """From the graph."""
        return cls(name=d.name, owner=d.owner, stored_on=d.stored_on)


@strawberry.type(name="Draft")
class DraftWhole(DraftRow):
    """To be taken away, and put again."""

    content: JSON

    @classmethod
    def whole(cls, d: store.Stored) -> "DraftWhole":
        """From the graph."""
        return cls(name=d.name, owner=d.owner, stored_on=d.stored_on, content=put_form(d.raw()))


def put_form(kept: Any) -> Any:
    """The names of a kept draft's parts as GraphQL writes them."""
    if isinstance(kept, dict):
        return {to_camel_case(name): put_form(value) for name, value in kept.items()}
    return [put_form(value) for value in kept] if isinstance(kept, list) else kept


def named(name: str) -> str:
    """A name that can be used.

    Raises:
        BadInput: empty, too long, or `live`.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME or name == "live":
        raise BadInput("name", "draft.name", most=LONGEST_NAME)
    return name.strip()


@strawberry.type
class DraftQuery:
    """What is kept."""

    @strawberry.field
    async def drafts(
        self, info: strawberry.Info[Context, None], first: int = 50, after: str = ""
    ) -> list[DraftRow] | None:
        """In order of name."""
        c = info.context
        if not 0 < first <= MOST:
            raise BadInput("first", "input.not_between", least=1, most=MOST)
        c.require(Action.EDIT_DRAFTS)
        return [DraftRow.of(d) for d in await c.graph.read(c.actor, store.some, first, after)]

    @strawberry.field
    async def draft(self, info: strawberry.Info[Context, None], name: str) -> DraftWhole | None:
        """For all who may use it as a network; whole, however large."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        return DraftWhole.whole(await c.graph.read(c.actor, store.get, name))


@strawberry.type
class DraftMutation:
    """Keep and delete."""

    @strawberry.mutation
    async def put_draft(self, info: strawberry.Info[Context, None], name: str, draft: DraftInput) -> DraftRow | None:
        """Checked whole before anything is kept."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        raw: dict[str, Any] = strawberry.asdict(draft)
        read = drafts.parse(raw, c.network.areas)
        read.on(c.network)
        await c.graph.write(c.actor, store.put, named(name), read, today())
        return DraftRow(name=named(name), owner=c.actor.id, stored_on=today())

    @strawberry.mutation
    async def delete_draft(self, info: strawberry.Info[Context, None], name: str) -> str | None:
        """The name that was deleted."""
        info.context.require(Action.EDIT_DRAFTS)
        await info.context.graph.write(info.context.actor, store.delete, name)
        return name
