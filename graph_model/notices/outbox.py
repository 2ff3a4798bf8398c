"""Outbox: a due notice is made once, and offered until a channel confirms it (发件箱)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from graph_model.casework.work import EARLIEST, LATEST
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, fixed, statements
from knowledge.calendar.deadlines import SHANGHAI, end_of
from knowledge.casework.clocks import working_day
from knowledge.casework.notices.making import Concerned, DueLoad, Notice, daily, loud, within
from knowledge.casework.notices.rows import NoticeRows
from knowledge.casework.table import Casework
from network.entities import Actor

LOUD, DUE, OF_DAY, PUT, WAITING, OLDEST, TAKE, FORGET = statements(
    __file__, "loud", "due", "of_day", "put", "waiting", "oldest", "take", "forget"
)
KEPT = timedelta(days=7)
"""Time for which an accepted notice is stored (configured value)."""
AT_ONCE = 500
"""Notices that are given at once."""


@dataclass(frozen=True, slots=True)
class _LoudRow:
    id: str
    kind: str
    state: str
    open: str
    next: datetime
    holder: str | None
    asked: tuple[str, ...]

    def concerned(self) -> Concerned:
        """Return the item with the accounts asked, or the responsible one where nobody is asked."""
        accounts = self.asked or ((self.holder,) if self.holder else ())
        return Concerned(self.id, self.kind, self.state, json.loads(self.open), self.next, tuple(accounts))


@dataclass(frozen=True, slots=True)
class _NoticeRow:
    values: Mapping[str, Any]

    def notice(self) -> Notice:
        """The notice, without when it was made."""
        return Notice(**{f.name: self.values[f.name] for f in fields(Notice) if f.name in self.values})


@dataclass(frozen=True, slots=True)
class _OldestRow:
    since: datetime | None


async def notify(graph: Graph, actor: Actor, table: Casework, rows: NoticeRows, now: datetime) -> int:
    """Make the notices due now, and return their number; existing ones are not made again."""
    had, made = await graph.read(actor, _due_now, table, rows, now)
    new = within(rows, made, had)
    if new:
        await graph.write(actor, _kept, new, now)
    return len(new)


async def _due_now(tx: Tx, table: Casework, rows: NoticeRows, now: datetime) -> tuple[list[Notice], list[Notice]]:
    """Return the notices made today, and those due."""
    today = now.astimezone(SHANGHAI).date()
    seeks = [{"kind": k, "state": s} for k, s in dict.fromkeys((r.item, s) for r in rows.loud for s in r.during)]
    of: dict[str, Any] = {"from": EARLIEST}
    items = await tx.rows(LOUD, _LoudRow, seeks=seeks, until=LATEST, **of)
    until = fixed(end_of(working_day(today, 1)) + timedelta(seconds=1))
    waiting = sorted(table.waiting(()))
    loads = await tx.rows(DUE, DueLoad, until=until, now=fixed(now), waiting=waiting, **of)
    had = [r.notice() for r in await tx.rows(OF_DAY, _NoticeRow, day=today)]
    return had, [*loud(rows, (i.concerned() for i in items), now), *daily(rows, loads, now)]


async def _kept(tx: Tx, new: Sequence[Notice], now: datetime) -> None:
    await tx.write(FORGET, before=(now - KEPT).astimezone(SHANGHAI).date())
    await tx.write(PUT, notices=[asdict(n) for n in new], now=fixed(now))


async def waiting(tx: Tx) -> list[Notice]:
    """Return the notices that no channel has accepted yet, the oldest first."""
    rows = await tx.rows(WAITING, _NoticeRow, first=AT_ONCE, **{"from": EARLIEST})
    return [r.notice() for r in rows]


async def undelivered(tx: Tx) -> datetime | None:
    """Since when the oldest notice waits that no channel has taken; None if none waits."""
    row = await tx.row(OLDEST, _OldestRow, **{"from": EARLIEST})
    return row.since if row else None


async def take(tx: Tx, keys: Sequence[str]) -> frozenset[str]:
    """A channel has taken these; those that there were are returned."""
    return frozenset(r.key for r in await tx.rows(TAKE, KeyRow, keys=list(keys)))
