"""值班: who is asked now, the roster of the coming days, hours that nobody has (值班)."""

from datetime import datetime, timedelta

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
"""How long a notice may wait until the page says that nobody is told (配置值)."""


def attach_duty(pages: Pages) -> None:
    """Serve the page."""
    pages.add("/duty", "casework", _duty)


async def _duty(v: Visit, _request: Request) -> Response:
    roster = await v.asker.ask("Roster", days=DAYS)
    areas = v.viewer["areas"][:PLACES]
    content = {
        "lines": [(a["name"], await on_duty(v.asker, a["code"])) for a in areas],
        "shifts": [{**worded(s), "from": _at(s["since"]), "to": _at(s["until"])} for s in roster["shifts"]],
        "gaps": [_gap(g) for g in roster["gaps"]],
        "may_load": v.may("KEEP_ROSTER"),
        "untold": untold(roster["noticesWaitSince"], now()),
    }
    return v.page("duty/duty.html", content)


def untold(since: str | None, at: datetime) -> str:
    """Since when notices have not gone out, if that is so."""
    return _at(since) if since and at - read(since) > UNDELIVERED else ""


def _gap(gap: Row) -> Row:
    area = gap["area"]["name"] if gap["area"] else ""
    return {"area": area, "from": _at(gap["since"]), "to": _at(gap["until"])}


def _at(moment: str) -> str:
    """A day with its time of day."""
    at = read(moment)
    return say("duty.at", day=day(at), clock=clock(at) or "0:00")
