"""Drafts over GraphQL: keep one, list them, delete one's own; every coverage query takes its name (草案)."""

from typing import Any

import strawberry

from api.common import Info
from api.drafts.types import DraftInput, DraftSummary, DraftWhole
from api.request.context import today
from api.request.paging import Connection, forward, key_of, size_of
from graph_model.drafts import store
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from network.drafts import draft as drafts

LONGEST_NAME = 60


@strawberry.input
class PutDraftInput:
    """A draft and the name that it is kept under."""

    name: str
    draft: DraftInput


@strawberry.type
class PutDraftPayload:
    """What is kept now."""

    draft: DraftSummary


@strawberry.input
class DeleteDraftInput:
    """A draft of one's own."""

    name: str


@strawberry.type
class DeleteDraftPayload:
    """What was deleted."""

    name: str


def named(name: str) -> str:
    """A name that can be used.

    Raises:
        BadInput: empty or too long.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInput("name", "draft.name", most=LONGEST_NAME)
    return name.strip()


@strawberry.type
class DraftQuery:
    """What is kept."""

    @strawberry.field
    async def drafts(
        self, info: Info, first: int | None = None, after: str | None = None
    ) -> Connection[DraftSummary] | None:
        """In order of name."""
        c, size, name = info.context, size_of(first), key_of(after)
        c.require(Action.EDIT_DRAFTS)
        rows = await c.graph.read(c.actor, store.some, size + 1, name)
        total = await c.graph.read(c.actor, store.count)
        return forward(((d.name, DraftSummary.of(d)) for d in rows), size, name, total)

    @strawberry.field
    async def draft(self, info: Info, name: str) -> DraftWhole | None:
        """For all who may use it as a network; whole, however large."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        return DraftWhole.whole(await c.graph.read(c.actor, store.get, name))


@strawberry.type
class DraftMutation:
    """Keep and delete."""

    @strawberry.mutation
    async def put_draft(self, info: Info, input: PutDraftInput) -> PutDraftPayload | None:  # noqa: A002  # GraphQL's word
        """Checked whole before anything is kept."""
        c, name = info.context, named(input.name)
        c.require(Action.EDIT_DRAFTS)
        raw: dict[str, Any] = strawberry.asdict(input.draft)
        read = drafts.parse(raw, c.network.areas)
        read.on(c.network)
        await c.graph.write(c.actor, store.put, name, read, today())
        return PutDraftPayload(draft=DraftSummary(name=name, owner=c.actor.id, stored_on=today()))

    @strawberry.mutation
    async def delete_draft(self, info: Info, input: DeleteDraftInput) -> DeleteDraftPayload | None:  # noqa: A002  # as above
        """Only its owner may."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        await c.graph.write(c.actor, store.delete, input.name)
        return DeleteDraftPayload(name=input.name)
