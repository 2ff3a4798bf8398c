"""changesSince and subscriptions: other programs follow what happens, each time by the rights of now (变动的跟随)."""

from collections.abc import AsyncGenerator

import strawberry

from api.casework.query import item
from api.casework.types import WorkItem
from api.common import Info
from api.request.context import Context
from api.request.paging import cursor, key_of, size_of
from graph_model.casework import changes as model
from knowledge.access.policy import Action
from knowledge.errors import BadInput, NotFound

PATIENCE = 5.0
"""Seconds after which a subscription checks its token again (configured value)."""
EACH = 100
"""Events that a subscription reads at a time."""


@strawberry.type
class WorkChange:
    """Change of an item."""

    cursor: str
    code: str

    @strawberry.field
    async def item(self, info: Info) -> WorkItem | None:
        """As it is now."""
        return await _seen(info.context, self.code)


@strawberry.type
class WorkChanges:
    """A part of what happened, the oldest first."""

    changes: list[WorkChange]
    cursor: str
    more: bool


async def _seen(c: Context, code: str) -> WorkItem | None:
    """An item, if the caller may see it."""
    try:
        return await item(c, code)
    except NotFound:
        return None


def _after(given: str) -> int:
    key = key_of(given)
    if not key.isascii() or not key.isdigit():
        raise BadInput("after", "input.not_a_cursor")
    return int(key)


def _shown(rows: tuple[model.ItemChange, ...]) -> list[WorkChange]:
    """Each item once, with the cursor of the last that happened to it."""
    last = {r.item: r.seq for r in rows}
    return [WorkChange(cursor=cursor(str(seq)), code=code) for code, seq in sorted(last.items(), key=lambda i: i[1])]


def _allow(c: Context, *, mine: bool) -> None:
    c.require(Action.DO_CASEWORK)
    if not mine:
        c.require(Action.READ_CASES)


async def _since(c: Context, after: int, first: int, *, mine: bool, code: str | None = None) -> model.ItemChanges:
    """Return the events after a number.

    Raises:
        BadInput: The database is an older one than that of the cursor.
    """
    read = await c.graph.read(c.actor, model.since, after, first, mine=mine, item=code)
    if after > read.newest:
        raise BadInput("after", "casework.cursor")
    return read


@strawberry.type
class ChangeQuery:
    """Events since a cursor."""

    @strawberry.field
    async def changes_since(
        self, info: Info, after: str | None = None, mine: bool = False, first: int | None = None
    ) -> WorkChanges | None:
        """Begin without a cursor, read the lists, then ask with the cursor again and again."""
        c, size = info.context, size_of(first)
        _allow(c, mine=mine)
        if after is None:
            newest = await c.graph.read(c.actor, model.newest)
            return WorkChanges(changes=[], cursor=cursor(str(newest)), more=False)
        read = await _since(c, _after(after), size, mine=mine)
        more = read.reached < read.newest
        return WorkChanges(changes=_shown(read.rows), cursor=cursor(str(read.reached)), more=more)


async def _followed(
    c: Context, after: str | None, *, mine: bool, code: str | None = None
) -> AsyncGenerator[WorkChange, None]:
    """Each change as it happens; before each, token and account are judged again.

    Raises:
        Forbidden: The account may no longer do so.
        Unauthenticated: Token or account have ended.
    """
    at = _after(after) if after else await c.graph.read(c.actor, model.newest)
    await _since(c, at, 1, mine=mine, code=code)  # refuses a cursor of another database
    while c.feed is not None and c.renewed is not None:
        await c.renewed(c)
        _allow(c, mine=mine)
        if (await c.feed.current()).events <= at:
            await c.feed.moved(PATIENCE)
            continue
        read = await _since(c, at, EACH, mine=mine, code=code)
        at = read.reached
        for change in _shown(read.rows):
            await c.renewed(c)
            _allow(c, mine=mine)
            yield change


@strawberry.type
class CaseworkSubscription:
    """Events of casework, as they happen."""

    @strawberry.subscription
    async def work_changed(
        self, info: Info, after: str | None = None, mine: bool = True
    ) -> AsyncGenerator[WorkChange, None]:
        """The queue of the caller, or all of her areas."""
        _allow(info.context, mine=mine)
        async for change in _followed(info.context, after, mine=mine):
            yield change

    @strawberry.subscription
    async def item_changed(self, info: Info, code: str, after: str | None = None) -> AsyncGenerator[WorkChange, None]:
        """One item, until the caller may no longer see it."""
        c = info.context
        _allow(c, mine=True)
        await item(c, code)
        async for change in _followed(c, after, mine=False, code=code):
            yield change
            if await _seen(c, code) is None:
                return
