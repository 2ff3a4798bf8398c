"""The month itself: day by day, by ordinary orders on the engine, several people at a time (演)."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from api.casework.clock import tick
from cli.month import arrivals
from cli.month.people import People
from cli.month.plan import Choices, DayPlan, PlannedStep
from cli.month.rows import Habits, at
from graph_model.casework import work
from graph_model.casework.looking import Held
from graph_model.casework.records import FAR
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkFilter, WorkRow
from knowledge.casework.clocks import is_working, working_day
from network.entities import Actor

AT_ONCE = 8
"""Orders under way at the same time."""
PART = 500


@dataclass
class Played:
    """Statistics of the played month."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    overdue: list[tuple[date, int, int]] = field(default_factory=list)
    """At the end of each working day: open items with a clock, and how many of them were overdue."""
    notices: Counter[tuple[str, date]] = field(default_factory=Counter)
    """By account and day: one for each item that becomes due by the working day after."""

    @property
    def share_overdue(self) -> float:
        """The greatest share of open items that was overdue at the end of a working day."""
        return max((late / total for _, total, late in self.overdue if total), default=0.0)

    @property
    def most_notices(self) -> float:
        """Return the greatest number of notices of one account a day, on average over the days."""
        days = len(self.overdue) or 1
        by_account: Counter[str] = Counter()
        for (account, _), count in self.notices.items():
            by_account[account] += count
        return max(by_account.values(), default=0) / days


@dataclass
class DistrictMonth:
    """A district whose people go about their work."""

    desk: Desk
    people: People
    habits: Habits
    choices: Choices
    seed: int
    scope: Actor
    """The role that sees all the open items of the month."""
    known: Sequence[tuple[str, str]] = ()
    """Children on file with their communities."""
    played: Played = field(default_factory=Played)

    async def play(self, first: date, last: date, until: datetime, each: Callable[[int], None]) -> Played:
        """Play the days from `first` to `last`, nothing later than `until`; `each` hears of each day."""
        on = first
        while on <= last:
            await self._day(on, until)
            each(1)
            on += timedelta(days=1)
        return self.played

    async def _day(self, on: date, until: datetime) -> None:
        working = is_working(on)
        await self._ticks(min(at(on, 7, 30), until))
        rows = self.habits.arrivals
        count = rows.a_day if working else rows.weekend
        coming = arrivals.reports(self.people, rows, on, self.seed, count, self.known)
        also = arrivals.complaints(self.people, rows, on, self.seed) if working else ()
        await self._together([*coming, *also], until)
        for hour in (10, 14, 16):
            day = DayPlan(on, hour, self.seed, self.habits, self.people, self.choices)
            whole = working and hour == 10  # noqa: PLR2004  # the morning is for everything, the rest for what is new
            open_items = [r async for r in self._rows(None if whole else "report")]
            steps = list(day.steps(open_items))
            # what many areas share (the room of a point) is taken in one order
            await self._together([[s for s in steps if s.order.kind == "attempt"]], until)
            await self._together(by_area(s for s in steps if s.order.kind != "attempt"), until)
        await self._ticks(min(at(on, 18), until))
        if working:
            await self._measure(on, min(at(on, 18), until))

    async def _ticks(self, now: datetime) -> None:
        while done := await tick(self.desk, self.scope.areas, now):
            self.played.done["clock"] += done

    async def _rows(self, kind: str | None) -> AsyncIterator[WorkRow]:
        async for row in work.whole(self.desk.graph, self.scope, WorkFilter(PART, kind=kind)):
            if row.area in self.people.workers:
                yield row

    async def _together(self, groups: Sequence[Sequence[PlannedStep]], until: datetime) -> None:
        """The steps of a group one after the other, several groups at a time."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(steps: Sequence[PlannedStep]) -> None:
            async with turn:
                item: str | None = None
                for step in steps:
                    item = await self._take(step, item, until)

        await asyncio.gather(*(one(g) for g in groups))

    async def _take(self, step: PlannedStep, begun: str | None, until: datetime) -> str | None:
        order = step.order
        if order.now > until:
            return begun
        made = await self.desk.carry_out(step.actor, step.item or begun, replace(order))
        name = f"{order.kind}.{order.action}"
        if not isinstance(made, Held):
            self.played.refused[f"{name} {made.code}"] += 1
            return begun
        self.played.done[name] += 1
        return made.item.id if made.item else None

    async def _measure(self, on: date, now: datetime) -> None:
        rows = [r async for r in self._rows(None)]
        timed = [r for r in rows if r.next < FAR]
        self.played.overdue.append((on, len(timed), sum(r.next <= now for r in timed)))
        eve = at(working_day(on, 1), 23, 59)
        for row in timed:
            if row.holder and now < row.next <= eve:
                self.played.notices[row.holder, on] += 1


def by_area(steps: Iterable[PlannedStep]) -> list[list[PlannedStep]]:
    """By community, inside which a step can touch what another is about: the case of the same child, a child alike.

    Visits come first and roots last: other steps can plan a visit anew, and a root can end what is under it.
    """
    groups: dict[str, list[PlannedStep]] = defaultdict(list)
    for step in sorted(steps, key=lambda s: (s.order.kind != "visit", s.item == s.root)):
        groups[step.area].append(step)
    return list(groups.values())
