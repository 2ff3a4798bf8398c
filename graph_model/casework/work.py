"""Worklists: what is open, the earliest first (工作清单)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph_model.casework.records import FAR, ItemRow
from graph_model.graph import Tx
from graph_model.rows import statements

MINE, COUNT_MINE, IN_AREAS, COUNT_IN_AREAS, WORKLOAD, BENEATH, WAKING = statements(
    __file__, "mine", "count_mine", "in_areas", "count_in_areas", "workload", "beneath", "waking"
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
    """It was sent to the body to which the actor's account belongs."""
    asked: bool
    """The actor is asked to act on it."""

    @property
    def due(self) -> datetime | None:
        """The end of its first clock."""
        return None if self.next >= FAR else self.next


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which open items a list holds."""

    first: int
    until: datetime = LATEST
    """Only those whose next moment is earlier."""
    kind: str | None = None
    area: str | None = None
    free: bool | None = None
    """True: for which nobody is responsible; False: for which somebody is."""
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


async def mine(tx: Tx, w: WorkFilter) -> list[WorkRow]:
    """What the actor is responsible for."""
    since, last = w.after
    of: dict[str, Any] = {
        "kind": w.kind,
        "waiting": w.waiting,
        "states": list(w.states),
        "received": list(w.received),
    }
    return await tx.rows(MINE, WorkRow, **{"from": since}, first=w.first, until=w.until, after=last, **of)


async def in_areas(tx: Tx, w: WorkFilter) -> list[WorkRow]:
    """All open items of the actor's areas, or of one area in them."""
    since, last = w.after
    of: dict[str, Any] = {
        "kind": w.kind,
        "area": w.area,
        "free": w.free,
        "holder": w.holder,
        "waiting": w.waiting,
        "states": list(w.states),
    }
    return await tx.rows(IN_AREAS, WorkRow, **{"from": since}, first=w.first, until=w.until, after=last, **of)


@dataclass(frozen=True, slots=True)
class _WorkCount:
    count: int


async def count(tx: Tx, w: WorkFilter, *, mine: bool) -> int:
    """How many items `mine` or `in_areas` has in all."""
    of: dict[str, Any] = {"until": w.until, "kind": w.kind, "waiting": w.waiting, "states": list(w.states)}
    if mine:
        row = await tx.row(COUNT_MINE, _WorkCount, **of, received=list(w.received))
    else:
        row = await tx.row(COUNT_IN_AREAS, _WorkCount, area=w.area, free=w.free, holder=w.holder, **of)
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
    """What is open under one account, or under nobody."""

    holder: str | None
    items: int
    cases: int
    late: int
    next: datetime


async def workload(tx: Tx, now: datetime) -> list[LoadRow]:
    """Who has how much that is open in the actor's areas; the latest first."""
    return await tx.rows(WORKLOAD, LoadRow, **{"from": EARLIEST}, until=LATEST, now=now)


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """What is open in an area and all that is part of it."""

    area: str
    items: int
    cases: int
    late: int


async def beneath(tx: Tx, areas: list[str], now: datetime) -> list[AreaLoad]:
    """What is open in each of some areas of the actor; those without anything open are left out."""
    return await tx.rows(BENEATH, AreaLoad, **{"from": EARLIEST}, until=LATEST, now=now, areas=areas)


async def waking(tx: Tx, now: datetime, first: int) -> list[WorkRow]:
    """Items on which the program must act by now."""
    return await tx.rows(WAKING, WorkRow, now=now, first=first)
