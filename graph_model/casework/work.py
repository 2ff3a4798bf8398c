"""Worklists: what is open, the earliest first (工作清单)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from graph_model.casework.records import FAR, ItemRow
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement, statements
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from network.entities import Actor

NAMES = "mine count_mine in_areas count_in_areas held_by count_held_by workload beneath upcoming waking"
MINE, COUNT_MINE, IN_AREAS, COUNT_IN_AREAS, HELD_BY, COUNT_HELD_BY, WORKLOAD, BENEATH, UPCOMING, WAKING = statements(
    __file__, *NAMES.split()
)
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorkRow(ItemRow):
    """An open item in a list."""

    holder: str | None
    """The account responsible for its root."""
    next: datetime
    """The end of its first clock; far away where none runs."""
    pseudonym: str | None
    received: bool
    """True if it was sent to the body to which the actor's account belongs."""
    asked: bool
    """True if the actor is asked to act on it."""

    @property
    def due(self) -> datetime | None:
        """The end of its first clock."""
        return None if self.next >= FAR else self.next


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Filter of a list of open items."""

    first: int
    until: datetime = LATEST
    """Upper limit (excluded) of the next moment."""
    kind: str | None = None
    area: str | None = None
    free: bool = False
    """True: only items for which nobody is responsible."""
    holder: str | None = None
    """The account responsible."""
    states: tuple[str, ...] = ()
    """States as `kind:state`."""
    received: tuple[str, ...] = ()
    """States as `kind:state` in which what was sent to a body waits for that body."""
    waiting: bool | None = None
    """True: only items in these states; False: only others."""
    after: tuple[datetime, str] = (EARLIEST, "")
    """The next moment and the code of the last item of the page before."""

    @property
    def seeks(self) -> tuple[str, list[dict[str, str]]]:
        """Return the index for the items of an area, and the keys to seek in it, so that no other item is read."""
        if self.free:
            return "free", [{"kind": k} for k in ([self.kind] if self.kind else table().kinds)]
        if self.waiting or self.kind:
            return "state", [dict(zip(("kind", "state"), s.split(":"), strict=True)) for s in sorted(self._wanted())]
        return "area", [{}]

    def _wanted(self) -> set[str]:
        """Return the states of the list, as `kind:state`."""
        kinds = [table().kinds[self.kind]] if self.kind else table().kinds.values()
        every = {f"{k.code}:{s.code}" for k in kinds for s in k.state if not s.ended}
        named = {None: every, True: every & {*self.states}, False: every - {*self.states}}
        return named[self.waiting]

    @property
    def asked(self) -> dict[str, Any]:
        """As parameters of the statements that filter as they read."""
        return {"until": self.until, "waiting": self.waiting, "states": list(self.states)}


async def mine(tx: Tx, w: WorkFilter) -> list[WorkRow]:
    """Return the items that the actor is responsible for."""
    return await _page(tx, MINE, w, kind=w.kind, received=list(w.received))


async def in_areas(tx: Tx, w: WorkFilter) -> list[WorkRow]:
    """All open items of the actor's areas, or of one area in them."""
    if w.holder is not None:
        return await _page(tx, HELD_BY, w, kind=w.kind, area=w.area, holder=w.holder, free=w.free)
    by, seeks = w.seeks
    return await _page(tx, IN_AREAS, w, area=w.area, by=by, seeks=seeks)


async def _page(tx: Tx, statement: Statement, w: WorkFilter, **of: Any) -> list[WorkRow]:
    since, last = w.after
    return await tx.rows(statement, WorkRow, **{"from": since}, first=w.first, after=last, **w.asked, **of)


@dataclass(frozen=True, slots=True)
class _WorkCount:
    count: int


async def count(tx: Tx, w: WorkFilter, *, mine: bool) -> int:
    """Return the total number of items of `mine` or `in_areas`."""
    if mine:
        row = await tx.row(COUNT_MINE, _WorkCount, kind=w.kind, received=list(w.received), **w.asked)
    elif w.holder is not None:
        by_holder = {"area": w.area, "holder": w.holder, "free": w.free}
        row = await tx.row(COUNT_HELD_BY, _WorkCount, kind=w.kind, **by_holder, **w.asked)
    else:
        by, seeks = w.seeks
        row = await tx.row(COUNT_IN_AREAS, _WorkCount, area=w.area, by=by, seeks=seeks, **w.asked)
    return row.count if row else 0


async def listed(tx: Tx, w: WorkFilter, *, own: bool, shown: bool) -> tuple[list[WorkRow], int]:
    """The rows of a page of `mine` or `in_areas`, if they are shown, and how many the list has in all.

    A list that is whole on its first page is not counted again: most are, and a count reads all that is open.
    """
    rows = await (mine if own else in_areas)(tx, w) if shown else []
    whole = shown and len(rows) < w.first and w.after == (EARLIEST, "")
    return rows, len(rows) if whole else await count(tx, w, mine=own)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Number of open items of one account, or of nobody."""

    holder: str | None
    items: int
    cases: int
    late: int
    next: datetime


async def workload(tx: Tx, now: datetime) -> list[LoadRow]:
    """The open items of each person in the actor's areas, counted; the latest first."""
    return await tx.rows(WORKLOAD, LoadRow, **{"from": EARLIEST}, until=LATEST, now=now)


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """Number of open items in an area and its parts."""

    area: str
    items: int
    cases: int
    late: int


async def beneath(tx: Tx, areas: list[str], now: datetime) -> list[AreaLoad]:
    """Return the number of open items in each of some areas of the actor, without areas that have none."""
    return await tx.rows(BENEATH, AreaLoad, **{"from": EARLIEST}, until=LATEST, now=now, areas=areas)


@dataclass(frozen=True, slots=True)
class _DueRow:
    day: date
    count: int


async def upcoming(tx: Tx, area: str | None, since: datetime, until: datetime) -> dict[date, int]:
    """Return the number of items due on each day between two moments, in the actor's areas or in one of them."""
    rows = await tx.rows(UPCOMING, _DueRow, area=area, **{"from": since}, until=until, zone=str(SHANGHAI))
    return {r.day: r.count for r in rows}


async def waking(tx: Tx, now: datetime, first: int, beyond: int = 0) -> list[WorkRow]:
    """Return items on which the program must act now, after the first `beyond` of them."""
    return await tx.rows(WAKING, WorkRow, now=now, first=first, beyond=beyond)


async def whole(graph: Graph, actor: Actor, of: WorkFilter) -> AsyncIterator[WorkRow]:
    """A list page by page to its end, each page by a transaction of its own; `of.first` is the size of a page."""
    full = True
    while full:
        rows = await graph.read(actor, in_areas, of)
        for row in rows:
            yield row
        full = len(rows) == of.first
        of = replace(of, after=(rows[-1].next, rows[-1].id)) if full else of
