"""Connections over matters, clauses, bodies, areas, acts and hotlines; node and nodes (目录)."""

import base64
import binascii
from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from typing import Any

import strawberry

from api.common import Area, BodyKind, Node, Office
from api.request.context import Context, today
from api.request.paging import MAX, Connection, page
from api.responsibility.types import Hotline, MatterRef
from api.texts.query import Clause
from knowledge import errors
from knowledge.errors import BadInput
from knowledge.rows import rows as rules
from knowledge.vocabulary import AreaLevel, Protection
from knowledge.words.search import Search
from network import places


@strawberry.type
class Act:
    """Something one may ask permission for."""

    code: str
    name: str
    name_en: str
    aliases: list[str]

    @classmethod
    def of(cls, a: rules.Act) -> "Act":
        """From the rulebook."""
        return cls(code=a.code, name=a.name, name_en=a.name_en, aliases=list(a.aliases))


def parse_id(given: str) -> tuple[str, str]:
    """Type and key of a Relay id.

    Raises:
        BadInput: not an id of this schema.
    """
    try:
        kind, _, key = base64.urlsafe_b64decode(given.encode()).decode().partition(":")
    except (binascii.Error, UnicodeError):
        kind, key = "", ""
    if kind not in ("Area", "Body", "Matter", "Clause") or not key:
        raise BadInput("id", "input.not_an_id")
    return kind, key


def fetch(c: Context, given: str) -> Node | None:
    """The thing behind a Relay id, or nothing."""
    kind, key = parse_id(given)
    if kind == "Area":
        return Area.of(c.network.areas[key]) if key in c.network.areas else None
    if kind == "Body":
        return Office.of(c.network.bodies[key]) if key in c.network.bodies else None
    if kind == "Matter":
        return MatterRef.of(c.book.matters[key]) if key in c.book.matters else None
    found = c.book.texts.provision(key, today())
    return Clause.of(c.book, found) if found else None


def _rows(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(found.items(), key=lambda kv: kv[0])


@strawberry.type
class DirectoryQuery:
    """The public directory (F0)."""

    @strawberry.field
    async def node(self, info: strawberry.Info[Context, None], id: strawberry.ID) -> Node | None:  # noqa: A002  # Relay's word
        """Null where there is none."""
        return fetch(info.context, id)

    @strawberry.field
    async def nodes(self, info: strawberry.Info[Context, None], ids: list[strawberry.ID]) -> list[Node | None] | None:
        """In the order asked."""
        if len(ids) > MAX:
            raise BadInput("ids", "input.too_many", most=MAX)
        return [fetch(info.context, i) for i in ids]

    @strawberry.field
    async def matters(
        self, info: strawberry.Info[Context, None], protection: str | None = None, search: str | None = None,
        first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None,
    ) -> Connection[MatterRef] | None:  # fmt: skip
        """In code order; with `search`, those that fit, best first."""
        if protection is not None and protection not in set(Protection):
            raise BadInput("protection", "input.not_allowed", allowed=list(Protection))
        book = info.context.book
        if search is None:
            order = {k: f"M{int(k[1:]):03d}" for k in book.matters}
        else:
            order = {h.code: f"{n:04}" for n, h in enumerate(Search.over(book).matters(search).hits)}
        found = {order[k]: m for k, m in book.matters.items() if k in order and protection in (None, m.protection)}
        return page(_rows(found), MatterRef, first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def clauses(
        self, info: strawberry.Info[Context, None], document: str | None = None, search: str | None = None,
        on: Date | None = None, first: int | None = None, after: str | None = None, last: int | None = None,
        before: str | None = None,
    ) -> Connection[Clause] | None:  # fmt: skip
        """`document` is a document's id, such as plan or WB; `search` takes words, titles, 第11条."""
        book = info.context.book
        if document is not None and document not in book.texts.documents:
            raise errors.NotFound("document", document)
        day = on or today()
        every = [book.texts.provision(c, day) for c in book.texts.by_clause]
        shown = every if search is None else book.texts.search(search, day)
        found = [p for p in shown if p and document in (None, p.document.id)]
        keys = {p.clause: f"{n:05}" if search is not None else p.clause for n, p in enumerate(found)}
        return page(_rows({keys[p.clause]: p for p in found}), _ClauseOf(book), first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def bodies(
        self, info: strawberry.Info[Context, None], kind: str | None = None, area: str | None = None,
        first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None,
    ) -> Connection[Office] | None:  # fmt: skip
        """By kind and area."""
        every = info.context.network.bodies
        found = {k: b for k, b in every.items() if kind in (None, b.kind) and area in (None, b.area)}
        return page(_rows(found), Office, first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def areas(
        self, info: strawberry.Info[Context, None], level: str | None = None, parent: str | None = None,
        search: str | None = None, first: int | None = None, after: str | None = None, last: int | None = None,
        before: str | None = None,
    ) -> Connection[Area] | None:  # fmt: skip
        """By level and parent; `search` takes part of a name, pinyin or its initials, best first."""
        if level is not None and level not in set(AreaLevel):
            raise BadInput("level", "input.not_allowed", allowed=list(AreaLevel))
        every = info.context.network.areas
        ranks = places.typed(info.context.network, search) if search is not None else None
        found = {
            k if ranks is None else f"{ranks[k]}{k}": a
            for k, a in every.items()
            if level in (None, a.level) and parent in (None, a.parent) and (ranks is None or k in ranks)
        }
        return page(_rows(found), Area, first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def body_kinds(self, info: strawberry.Info[Context, None]) -> list[BodyKind] | None:
        """All of them."""
        return [BodyKind.of(k) for k in info.context.book.kinds.values()]

    @strawberry.field
    async def acts(
        self, info: strawberry.Info[Context, None], first: int | None = None, after: str | None = None,
        last: int | None = None, before: str | None = None,
    ) -> Connection[Act] | None:  # fmt: skip
        """In code order."""
        return page(_rows(dict(info.context.book.acts)), Act, first, after, last, before)  # type: ignore[no-any-return]

    @strawberry.field
    async def hotlines(self, info: strawberry.Info[Context, None]) -> list[Hotline] | None:
        """All of them, with source and day checked."""
        return [Hotline.of(h) for h in info.context.book.hotlines.values()]


class _ClauseOf:
    """A clause needs the rulebook to say what was read out of it."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def of(self, provision: Any) -> Clause:
        """The clause of a provision."""
        return Clause.of(self._book, provision)
