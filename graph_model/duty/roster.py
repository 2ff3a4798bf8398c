"""The roster of duty in the graph: who is on duty at a moment, what is planned, rows of a file (值班表)."""

from collections.abc import Sequence
from datetime import date, datetime

from graph_model.graph import Tx
from graph_model.rows import KeyRow, fixed, plain, statements
from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.table import Casework
from knowledge.duty.roster import DutyLine, Shift

LINE, ABOVE, BETWEEN, AMONG, PUT = statements(__file__, "line", "above", "between", "among", "put")
TOLD = 20
"""Accounts that are notified at most where nobody is on duty."""
MOST = 2000
"""Shifts that are read at most."""


def on_duty_roles(table: Casework) -> list[str]:
    """The roles that may be on duty: those that take reports in their areas."""
    return sorted(role.value for role, relation in table.who["intake"] if relation is CaseRelation.AREA)


async def line(tx: Tx, table: Casework, area: str, now: datetime) -> list[Shift]:
    """Return the people on duty at a moment for an area of the actor's, in the order in which they are asked."""
    return await tx.rows(LINE, Shift, area=area, now=fixed(now), on=_day(now), roles=on_duty_roles(table))


async def duty_line(tx: Tx, table: Casework, area: str, now: datetime) -> DutyLine:
    """Return the people asked for an event in an area, and those notified if nobody is on duty."""
    accounts = tuple(dict.fromkeys(s.account for s in await line(tx, table, area, now)))
    roles = sorted(role.value for role, relation in table.who["told_without_duty"] if relation is CaseRelation.AREA)
    above = await tx.rows(ABOVE, KeyRow, area=area, on=_day(now), roles=roles, first=TOLD)
    return DutyLine(accounts, tuple(r.key for r in above))


def _day(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


async def between(tx: Tx, start: datetime, end: datetime) -> list[Shift]:
    """The shifts that run in a time, of the actor's areas and of those above them."""
    return await tx.rows(BETWEEN, Shift, start=fixed(start), end=fixed(end), first=MOST)


async def among(tx: Tx, areas: Sequence[str], start: datetime, end: datetime) -> list[Shift]:
    """The shifts of some areas of the actor's that run in a time."""
    return await tx.rows(AMONG, Shift, areas=list(areas), start=fixed(start), end=fixed(end))


async def put(tx: Tx, shifts: Sequence[Shift]) -> frozenset[str]:
    """Write rows of the roster within the actor's areas, and return the keys of those that were written."""
    rows = [{**plain(s), "since": fixed(s.since), "until": fixed(s.until)} for s in shifts]
    return frozenset(r.key for r in await tx.rows(PUT, KeyRow, shifts=rows))
