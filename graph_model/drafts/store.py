"""Drafts kept in the graph (草案存储)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.errors import BadInput, Forbidden, NotFound
from network.drafts.draft import LARGEST, Draft

PUT_DRAFT, DRAFT, DRAFTS, COUNT_DRAFTS, DELETE_DRAFT = statements(
    __file__, "put_draft", "draft", "drafts", "count_drafts", "delete_draft"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft as it is kept."""

    name: str
    owner: str
    content: str
    stored_on: date

    def raw(self) -> dict[str, Any]:
        """As plain values: what was left out is not among them."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    def draft(self) -> Draft:
        """The draft itself."""
        return Draft.model_validate(self.raw())


@dataclass(frozen=True, slots=True)
class _Count:
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in a list."""

    name: str
    owner: str
    stored_on: date


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


async def put(tx: Tx, name: str, draft: Draft, on: date) -> None:
    """Keep a draft; the same name again replaces one's own.

    Raises:
        BadInput: the draft is too large.
        Forbidden: the name is somebody else's.
    """
    content = draft.content()
    if len(content) > LARGEST:
        raise BadInput("draft", "draft.too_large", most=LARGEST)
    if await tx.row(PUT_DRAFT, _Key, name=name, content=content, on=on) is None:
        raise Forbidden("draft")


async def get(tx: Tx, name: str) -> Stored:
    """A draft by name.

    Raises:
        NotFound: there is none.
    """
    found = await tx.row(DRAFT, Stored, name=name)
    if found is None:
        raise NotFound("draft", name)
    return found


async def some(tx: Tx, first: int, after: str = "") -> list[Listed]:
    """Drafts in order of name."""
    return await tx.rows(DRAFTS, Listed, first=first, after=after)


async def count(tx: Tx) -> int:
    """How many drafts there are."""
    row = await tx.row(COUNT_DRAFTS, _Count)
    return row.count if row else 0


async def delete(tx: Tx, name: str) -> None:
    """Delete one's own draft.

    Raises:
        NotFound: there is none of one's own.
    """
    if await tx.row(DELETE_DRAFT, _Key, name=name) is None:
        raise NotFound("draft", name)
