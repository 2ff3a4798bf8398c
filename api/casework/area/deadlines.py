"""Query.upcoming and Query.dutyBreaches: what ends on which day, and which periods of a text have passed (期限)."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta

import strawberry

from api.casework.parts import RunningClock, now
from api.casework.query import WorkDue, until
from api.casework.standing import reads_items
from api.casework.types import WorkItem
from api.common import Citation, Info, citations
from api.request.context import Context
from api.request.paging import bounded
from graph_model.casework import work
from graph_model.casework.work import WorkFilter, WorkRow
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table

MOST_DAYS, MOST_BREACHES = 92, 200
READ_AT_ONCE = 500
"""Overdue items that are read at once."""


@strawberry.type
class DueDay:
    """Number of items due on a day."""

    day: Date
    count: int


@strawberry.type
class DutyBreach:
    """Statutory period that has passed: a question to the holder of the item, not a finding."""

    item: WorkItem
    clock: RunningClock
    citations: list[Citation]


@strawberry.type
class DeadlineQuery:
    """Deadlines by time."""

    @strawberry.field
    async def upcoming(self, info: Info, area: str | None = None, days: int = 14) -> list[DueDay] | None:
        """Return the number of items due on each day from today, empty days included, without late items."""
        c, at = reads_items(info, area), now()
        bounded("days", days, MOST_DAYS)
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        counts = await c.graph.read(c.actor, work.upcoming, area, at, midnight + timedelta(days=days, seconds=1))
        each = (midnight.date() + timedelta(days=n) for n in range(days))
        return [DueDay(day=day, count=counts.get(day, 0)) for day in each]

    @strawberry.field
    async def duty_breaches(self, info: Info, area: str | None = None, first: int = 50) -> list[DutyBreach] | None:
        """Open items of which a period that a text sets has passed, the longest ago first."""
        c = reads_items(info, area)
        bounded("first", first, MOST_BREACHES)
        made: list[DutyBreach] = []
        overdue = WorkFilter(READ_AT_ONCE, until(WorkDue.OVERDUE, now()), area=area)
        async for row in work.whole(c.graph, c.actor, overdue):
            made += _breaches(c, row)
            if len(made) >= first:
                break
        return made[:first]


def _breaches(c: Context, row: WorkRow) -> Iterator[DutyBreach]:
    """The clocks of an item that rest on a text and have ended."""
    clocks = row.item().clocks
    for clock in table().kinds[row.kind].clock:
        due = clocks.get(clock.code)
        if clock.cite and due is not None and due <= now():
            cited = c.book.texts.cited(clock.cite, due.astimezone(SHANGHAI).date())
            yield DutyBreach(
                item=WorkItem.listed(c, row), clock=RunningClock.of(clock, due), citations=citations(cited)
            )
