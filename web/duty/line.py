"""People on duty where something happens, by role and area, with the number of the desk (值班的人)."""

from web.parts.asking import Asker, Row
from web.parts.colleagues import colleague
from web.parts.moments import clock, day, read

REPORT = "REPORT"
OPEN = ("NEW", "HANDLING")
"""States of a report in which whoever is on duty is shown."""


def worded(shift: Row) -> Row:
    """Return a person on duty in words; an account that is gone, by its key."""
    who = colleague(shift["colleague"]) if shift["colleague"] else shift["account"]
    until = read(shift["until"])
    return {
        **shift,
        "who": who,
        "desk": shift["area"]["name"] if shift["area"] else "",
        "ends": f"{day(until)} {clock(until) or '0:00'}",
    }


async def on_duty(asker: Asker, area: str) -> list[Row]:
    """Return the people asked now for an event in an area, in their order."""
    return [worded(s) for s in await asker.ask("OnDuty", area=area)]


async def for_report(asker: Asker, item: Row) -> list[Row] | None:
    """The people on duty for an open report; None where it is not the question."""
    if item["itemKind"] != REPORT or item["state"] not in OPEN or not item["area"]:
        return None
    return await on_duty(asker, item["area"]["code"])
