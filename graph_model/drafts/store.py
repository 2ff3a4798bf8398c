"""Draft networks stored in the graph (草案存储)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.commands import Command, commit, new_key
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.errors import BadInput, Conflict, Forbidden, NotFound
from network.drafts.draft import LARGEST, Draft
from network.entities import Actor

PUT_DRAFT, DRAFT, DRAFTS, COUNT_DRAFTS, DELETE_DRAFT = statements(
    __file__, "put_draft", "draft", "drafts", "count_drafts", "delete_draft"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored draft."""

    name: str
    owner: str
    content: str
    stored_on: date
    version: int

    def raw(self) -> dict[str, Any]:
        """The content as plain values, without default values."""
        values: dict[str, Any] = json.loads(self.content)
        return values

    def draft(self) -> Draft:
        """The parsed content."""
        return Draft.model_validate(self.raw())


@dataclass(frozen=True, slots=True)
class _DraftCount:
    count: int


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """A draft in a list, without its content."""

    name: str
    owner: str
    stored_on: date
    version: int


@dataclass(frozen=True, slots=True)
class _Put:
    mine: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Saving:
    """A draft to save."""

    name: str
    draft: Draft
    on: date
    expected: int | None = None
    """Version that it replaces, 0 for a new draft; None: any version."""
    key: str | None = None
    """The client's key of this save; sent again with it, the save takes effect once."""


async def put(graph: Graph, actor: Actor, saving: Saving) -> Stored:
    """Store a draft; the same name again replaces the owner's own draft.

    Raises:
        BadInput: The draft is too large.
        Forbidden: Another account owns a draft with this name.
        Conflict: The draft has another version than expected, or the key was used for another save.
    """
    content = saving.draft.content()
    if len(content) > LARGEST:
        raise BadInput("draft", "draft.too_large", most=LARGEST)

    async def effect(tx: Tx) -> None:
        row = await tx.row(
            PUT_DRAFT,
            _Put,
            name=saving.name,
            content=content,
            on=saving.on,
            expected=saving.expected,
            nonce=new_key(),
        )
        if row is None or not row.mine:
            raise Forbidden("draft")
        if not row.current:
            raise Conflict("draft", saving.name)

    async def answer(tx: Tx) -> Stored:
        return await get(tx, saving.name)

    request = {"name": saving.name, "content": content, "expected": saving.expected}
    return await commit(graph, actor, Command("draft", saving.key or new_key(), request), effect, answer)


async def get(tx: Tx, name: str) -> Stored:
    """The draft with this name.

    Raises:
        NotFound: No such draft.
    """
    stored = await tx.row(DRAFT, Stored, name=name)
    if stored is None:
        raise NotFound("draft", name)
    return stored


async def some(tx: Tx, first: int, after: str = "") -> list[ListedDraft]:
    """A page of drafts by name: at most `first`, after the name `after`."""
    return await tx.rows(DRAFTS, ListedDraft, first=first, after=after)


async def count(tx: Tx) -> int:
    """Return the number of drafts."""
    row = await tx.row(COUNT_DRAFTS, _DraftCount)
    return row.count if row else 0


async def delete(tx: Tx, name: str) -> None:
    """Delete one of the actor's own drafts.

    Raises:
        NotFound: The actor owns no such draft.
    """
    if await tx.row(DELETE_DRAFT, KeyRow, name=name) is None:
        raise NotFound("draft", name)
