"""Connections over matters, clauses, bodies, areas, acts and hotlines; node and nodes (目录)."""

from datetime import date as Date
from functools import partial
from typing import Any

import strawberry

from api.common import BodyKind, Info, Node
from api.directory.acts import Act
from api.directory.nodes import fetch
from api.directory.recipients import MOST_RECIPIENTS, Recipient
from api.network.types import Area, Office
from api.request.context import today
from api.request.paging import MAX, Connection, bounded, page
from api.request.reading import read_aside
from api.responsibility.types import Hotline, MatterRef
from api.texts.query import Clause
from knowledge import errors
from knowledge.absent import NotLoaded
from knowledge.errors import BadInput
from knowledge.texts.provisions import Provision
from knowledge.vocabulary import AreaLevel, Force, Protection
from knowledge.words.search import Search
from network import places
from network.recipients import recipients


def _counted(p: Provision) -> bool:
    """True if the key of a clause gives its position; an area's own documents are in their order already."""
    return p.document.force is not Force.LOCAL


def _rows(by_key: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(by_key.items(), key=lambda kv: kv[0])


@strawberry.type
class DirectoryQuery:
    """The public directory (F0)."""

    @strawberry.field
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        """Null if there is no such node."""
        return await fetch(info.context, id)

    @strawberry.field
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None] | None:
        """In the order of the ids; null for an id without a node."""
        if len(ids) > MAX:
            raise BadInput("ids", "input.too_many", most=MAX)
        return [await fetch(info.context, i) for i in ids]

    @strawberry.field
    async def matters(
        self,
        info: Info,
        protection: Protection | None = None,
        search: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[MatterRef] | None:
        """By code; with `search`, the matches, best first."""
        book = info.context.book
        if search is None:
            order = {k: f"M{int(k[1:]):03d}" for k in book.matters}
        else:
            ranked = await read_aside("search", search, Search.over(book).matters, search)
            order = {h.code: f"{n:04}" for n, h in enumerate(ranked.hits)}
        shown = {order[k]: m for k, m in book.matters.items() if k in order and protection in (None, m.protection)}
        return page(_rows(shown), MatterRef.of, first, after, last, before)

    @strawberry.field
    async def clauses(
        self,
        info: Info,
        document: str | None = None,
        search: str | None = None,
        on: Date | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Clause] | None:
        """`document` is the id of a document, such as plan or WB; `search` takes words, titles or 第11条."""
        texts = info.context.texts
        if document is not None and document not in texts.documents:
            raise errors.NotFound("document", document)
        day = on or today()
        every = [texts.provision(c, day) for c in texts.by_clause]
        matches = every if search is None else await read_aside("search", search, texts.search, search, day)
        shown = [p for p in matches if p and document in (None, p.document.id)]
        keys = {p.clause: p.clause if search is None and _counted(p) else f"~{n:05}" for n, p in enumerate(shown)}
        rows = _rows({keys[p.clause]: p for p in shown})
        return page(rows, partial(Clause.of, info.context), first, after, last, before)

    @strawberry.field
    async def bodies(
        self,
        info: Info,
        body_kind: str | None = None,
        area: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Office] | None:
        """Filtered by kind and area."""
        every = info.context.network.bodies
        shown = {k: b for k, b in every.items() if body_kind in (None, b.kind) and area in (None, b.area)}
        return page(_rows(shown), Office.of, first, after, last, before)

    @strawberry.field
    async def recipients(
        self,
        info: Info,
        area: str,
        search: str = "",
        kinds: list[str] | None = None,
        first: int = MOST_RECIPIENTS,
    ) -> list[Recipient] | None:
        """Return those that are nearest to an area first; with `search` the best match first."""
        c = info.context
        most = bounded("first", first, MOST_RECIPIENTS)
        home = c.network.home(area)
        if home is None:
            raise NotLoaded(key=area)
        near = partial(recipients, c.network, home, most, kinds=None if kinds is None else frozenset(kinds))
        rows = await read_aside("search", search, near, search) if search else near()
        return [Recipient.of(b, c) for b in rows]

    @strawberry.field
    async def areas(
        self,
        info: Info,
        level: AreaLevel | None = None,
        parent: str | None = None,
        search: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Area] | None:
        """Filtered by level and parent; `search` takes part of a name, pinyin or initials; the best match first."""
        every = info.context.network.areas
        ranks = None
        if search is not None:
            ranks = await read_aside("search", search, places.typed, info.context.network, search)
        shown = {
            k if ranks is None else f"{ranks[k]}{k}": a
            for k, a in every.items()
            if level in (None, a.level) and parent in (None, a.parent) and (ranks is None or k in ranks)
        }
        return page(_rows(shown), Area.of, first, after, last, before)

    @strawberry.field
    async def body_kinds(self, info: Info) -> list[BodyKind] | None:
        """All kinds of body."""
        return [BodyKind.of(k) for k in info.context.book.kinds.values()]

    @strawberry.field
    async def acts(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Act] | None:
        """All acts by code."""
        return page(_rows(dict(info.context.book.acts)), Act.of, first, after, last, before)

    @strawberry.field
    async def hotlines(self, info: Info) -> list[Hotline] | None:
        """All hotlines, each with its source and the day on which it was checked."""
        return [Hotline.of(h) for h in info.context.book.hotlines.values()]
