"""Query.silentBodies: bodies that have not answered, since when, and who is asked next (谁没有回音)."""

from collections.abc import Iterable
from datetime import datetime as DateTime

import strawberry

from api.casework.names import addressed, named
from api.casework.parts import RunningClock, now
from api.casework.standing import reads_items
from api.casework.types import WorkItem
from api.common import Info, NamedCode
from api.request.context import Context
from api.request.paging import bounded
from graph_model.casework import work
from graph_model.casework.work import WorkFilter, WorkRow
from knowledge.casework.load import table
from knowledge.casework.rows import FieldType
from network.responsibility.superior import superior_of

MOST_BODIES, READ_AT_ONCE = 200, 500


@strawberry.type
class SilentBody:
    """A body from which an answer is waited for; where its time has passed it is late."""

    body: NamedCode
    since: DateTime
    waiting: int
    late: int
    next_line: NamedCode | None
    next_at: DateTime | None
    clock: RunningClock | None
    first: WorkItem


@strawberry.type
class SilenceQuery:
    """The person or body that does not answer."""

    @strawberry.field
    async def silent_bodies(self, info: Info, area: str | None = None, first: int = 50) -> list[SilentBody] | None:
        """Return the silent bodies: late ones first, then the longest silent."""
        c, at = reads_items(info, area), now()
        bounded("first", first, MOST_BODIES)
        by_body: dict[tuple[str, str], list[WorkRow]] = {}
        waited = WorkFilter(READ_AT_ONCE, area=area, states=tuple(table().received), waiting=True)
        async for row in work.whole(c.graph, c.actor, waited):
            to = row.item().open.get(table().kinds[row.kind].addressee or "") or ""
            by_body.setdefault((to, "" if to else row.kind), []).append(row)
        made = [_silent(c, to, rows, at) for (to, _), rows in by_body.items()]
        return sorted(made, key=lambda s: (s.late == 0, s.since, s.body.code))[:first]


def _silent(c: Context, to: str, rows: Iterable[WorkRow], at: DateTime) -> SilentBody:
    """A body with the item that has waited longest, and what its first clock leads to."""
    oldest, *others = sorted(rows, key=lambda r: (r.since, r.id))
    above = superior_of(c.network, table().superiors, to, oldest.area)
    item = oldest.item()
    running = min(item.clocks.items(), key=lambda pair: pair[1], default=None)
    clock = next((k for k in table().kinds[item.kind].clock if running and k.code == running[0]), None)
    return SilentBody(
        body=addressed(c, oldest.kind, to),
        since=oldest.since,
        waiting=1 + len(others),
        late=sum(r.due is not None and r.due <= at for r in (oldest, *others)),
        next_line=NamedCode(code=above, name=named(c, FieldType.BODY, above)) if above else None,
        next_at=running[1] if running else None,
        clock=RunningClock.of(clock, running[1]) if clock and running else None,
        first=WorkItem.listed(c, oldest),
    )
