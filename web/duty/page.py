"""Page 值班: who is asked now, uncovered hours, the roster day by day (值班)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from fastapi import Request
from starlette.responses import Response

from web.duty.line import on_duty, worded
from web.frame.pages import Pages, Visit
from web.parts.asking import Row
from web.parts.moments import clock, day, now, read
from web.parts.words import say

DAYS = 14
"""Days that are shown."""
PLACES = 5
"""Areas of the viewer whose line is shown."""
UNDELIVERED = timedelta(minutes=15)
"""Longest wait of a notice until the page reports that nobody is informed (configured value)."""
FEW = 4
"""Uncovered hours, and shifts of today, that are shown unfolded."""


def attach_duty(pages: Pages) -> None:
    """Serve the page."""
    pages.add("/duty", "casework", _duty)


async def _duty(v: Visit, _request: Request) -> Response:
    roster = await v.asker.ask("Roster", days=DAYS)
    areas = v.viewer["areas"][:PLACES]
    content = {
        "lines": [(a["name"], await on_duty(v.asker, a["code"])) for a in areas],
        "days": by_day([worded(s) for s in roster["shifts"]], now().date()),
        "gaps": alike(roster["gaps"]),
        "gap_count": len(roster["gaps"]),
        "few": FEW,
        "may_load": v.may("KEEP_ROSTER"),
        "untold": untold(roster["noticesWaitSince"], now()),
    }
    return v.page("duty/duty.html", content)


def untold(since: str | None, at: datetime) -> str:
    """Since when notices have not gone out, if that is so."""
    return _at(read(since)) if since and at - read(since) > UNDELIVERED else ""


def by_day(shifts: Iterable[Row], today: date) -> list[Row]:
    """Return the shifts by the day on which they begin; one that has begun before today is under today."""
    made: dict[date, list[Row]] = {}
    for s in shifts:
        since, until = read(s["since"]), read(s["until"])
        on = max(since.date(), today)
        begins = clock_of(since) if since.date() == on else _at(since)
        made.setdefault(on, []).append({**s, "hours": _span(begins, _until(until, on))})
    return [{"day": day(datetime.combine(on, time())), "rows": made[on]} for on in sorted(made)]


def alike(gaps: Iterable[Row]) -> list[Row]:
    """Hours that nobody has; the same hours of several days are one line: how often, from when until when."""
    same: dict[tuple[str, str], list[datetime]] = {}
    for g in gaps:
        since, until = read(g["since"]), read(g["until"])
        area = g["area"]["name"] if g["area"] else ""
        same.setdefault((area, _span(clock_of(since), _until(until, since.date()))), []).append(since)
    return [{"area": area, "text": _often(hours, days)} for (area, hours), days in same.items()]


def _often(hours: str, days: list[datetime]) -> str:
    """The hours with their day, or with how often and between which days."""
    first, last = day(days[0]), day(days[-1])
    if len(days) == 1:
        return say("duty.at", day=first, clock=hours)
    return say("duty.often", hours=hours, count=len(days), first=first, last=last)


def _span(since: str, until: str) -> str:
    return say("duty.span", since=since, until=until)


def _until(until: datetime, on: date) -> str:
    """Return the end of hours that begin on a day: its time, marked for the next day, with the day for a later one."""
    if until.date() == on:
        return clock_of(until)
    if until.date() == on + timedelta(days=1):
        return say("duty.next_day", clock=clock_of(until))
    return _at(until)


def _at(moment: datetime) -> str:
    """A day with its time of day."""
    return say("duty.at", day=day(moment), clock=clock_of(moment))


def clock_of(moment: datetime) -> str:
    """The time of day, midnight too."""
    return clock(moment) or "0:00"
