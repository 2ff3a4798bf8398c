"""Query.onDuty, Query.roster: who is on duty, what is planned, hours that nobody has (值班)."""

from collections.abc import Iterable, Sequence
from datetime import datetime as DateTime
from datetime import timedelta
from typing import Self

import strawberry

from api.casework.parts import now
from api.casework.people import Colleague
from api.common import Info
from api.network.types import Area
from api.request.paging import bounded
from graph_model.duty import roster as duty
from graph_model.notices import outbox
from knowledge.access.policy import Action
from knowledge.casework.load import table
from knowledge.duty.roster import Shift, uncovered
from knowledge.errors import NotFound

MOST_DAYS = 62
"""Days of a roster that are shown at most."""


@strawberry.type
class DutyShift:
    """Person on duty in an area for a time."""

    rank: int
    since: DateTime
    until: DateTime
    phone: str | None
    absent: bool
    account: str
    _area: strawberry.Private[str]

    @classmethod
    def of(cls, s: Shift) -> Self:
        """From the graph."""
        return cls(
            rank=s.rank, since=s.since, until=s.until, phone=s.phone, absent=s.absent, account=s.account, _area=s.area
        )

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """The area whose desk it is."""
        return Area.live(info, self._area)

    @strawberry.field
    async def colleague(self, info: Info) -> Colleague | None:
        """The person, by role and areas."""
        return await Colleague.named(info.context, self.account)


@strawberry.type
class DutyGap:
    """A time in which the desk of an area has nobody."""

    since: DateTime
    until: DateTime
    _area: strawberry.Private[str]

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """The person at the desk."""
        return Area.live(info, self._area)


@strawberry.type
class Roster:
    """Roster: times on duty, and times without anybody."""

    shifts: list[DutyShift]
    gaps: list[DutyGap]
    notices_wait_since: DateTime | None


def _gaps(shifts: Sequence[Shift], desks: Iterable[str], start: DateTime, end: DateTime) -> list[DutyGap]:
    """The hours of each desk that nobody has."""
    gaps = [(a, g) for a in desks for g in uncovered([s for s in shifts if s.area == a], start, end)]
    return [DutyGap(since=since, until=until, _area=area) for area, (since, until) in gaps]


@strawberry.type
class RosterQuery:
    """The roster of duty."""

    @strawberry.field
    async def on_duty(self, info: Info, area: str) -> list[DutyShift] | None:
        """Return the people asked now for an event in an area, in their order."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        if not {a.code for a in c.network.path(area)} & set(c.actor.areas):
            raise NotFound("area", area)
        return [DutyShift.of(s) for s in await c.graph.read(c.actor, duty.line, table(), area, now())]

    @strawberry.field
    async def roster(self, info: Info, days: int = 14) -> Roster | None:
        """The coming days, of the caller's areas and those above them."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        bounded("days", days, MOST_DAYS)
        start = now()
        end = start + timedelta(days=days)
        shifts = await c.graph.read(c.actor, duty.between, start, end)
        oldest = await c.graph.read(c.actor, outbox.undelivered)
        desks = dict.fromkeys([*c.actor.areas, *(s.area for s in shifts)])
        gaps = _gaps(shifts, desks, start, end)
        return Roster(shifts=[DutyShift.of(s) for s in shifts], gaps=gaps, notices_wait_since=oldest)
