"""Drafts over GraphQL: save, list and delete them; every coverage query takes the name of a draft (草案)."""

from typing import Any

import strawberry

from api.common import Info
from api.drafts.layout import described
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
    """A draft and its name."""

    name: str
    draft: DraftInput
    revision: int | None = None
    key: str | None = None


@strawberry.type
class PutDraftPayload:
    """The saved draft."""

    draft: DraftSummary


@strawberry.input
class DeleteDraftInput:
    """A draft of the caller's own."""

    name: str


@strawberry.type
class DeleteDraftPayload:
    """The name of the deleted draft."""

    name: str


def named(name: str) -> str:
    """The name without surrounding blanks.

    Raises:
        BadInput: The name is empty or too long.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInput("name", "draft.name", most=LONGEST_NAME)
    return name.strip()


@strawberry.type
class DraftQuery:
    """The saved drafts."""

    @strawberry.field
    async def drafts(
        self, info: Info, first: int | None = None, after: str | None = None
    ) -> Connection[DraftSummary] | None:
        """By name."""
        c, size, name = info.context, size_of(first), key_of(after)
        c.require(Action.EDIT_DRAFTS)
        rows = await c.graph.read(c.actor, store.some, size + 1, name)
        total = await c.graph.read(c.actor, store.count)
        return forward(((d.name, d) for d in rows), DraftSummary.of, size, name, total)

    @strawberry.field
    async def draft(self, info: Info, name: str) -> DraftWhole | None:
        """The draft with its whole content, for everybody who may use drafts."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        return DraftWhole.whole(await c.graph.read(c.actor, store.get, name))


@strawberry.type
class DraftMutation:
    """Save and delete drafts."""

    @strawberry.mutation
    async def put_draft(self, info: Info, input: PutDraftInput) -> PutDraftPayload | None:
        """The whole draft is checked before it is saved."""
        c, name, key = info.context, named(input.name), input.key
        if key is not None and not 0 < len(key) <= LONGEST_NAME:
            raise BadInput("key", "input.length", least=1, most=LONGEST_NAME)
        c.require(Action.EDIT_DRAFTS)
        raw: dict[str, Any] = strawberry.asdict(input.draft)
        read = drafts.parse(raw, c.network.areas)
        described(c, read, name)
        saved = await store.put(c.graph, c.actor, store.Saving(name, read, today(), input.revision, key))
        return PutDraftPayload(draft=DraftSummary.of(saved))

    @strawberry.mutation
    async def delete_draft(self, info: Info, input: DeleteDraftInput) -> DeleteDraftPayload | None:
        """Delete a draft of the caller."""
        c = info.context
        c.require(Action.EDIT_DRAFTS)
        await c.graph.write(c.actor, store.delete, input.name)
        return DeleteDraftPayload(name=input.name)
