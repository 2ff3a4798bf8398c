"""紧急查阅：who opened a child without having been on its team, why, and who has reviewed it (紧急查阅)."""

from fastapi import Request
from starlette.responses import Response

from web.admin.forms import denied
from web.frame.pages import Visit
from web.parts import moments
from web.parts.asking import Row
from web.parts.words import say


async def emergencies(v: Visit, _request: Request) -> Response:
    """Serve the list, without any data of a child."""
    if not (v.may("READ_AUDIT") or v.may("MANAGE_ACCOUNTS")):
        raise denied(v)
    rows = [_row(r) for r in await v.asker.ask("EmergencyReadings")]
    return v.page("admin/emergencies.html", {"tab": "emergencies", "rows": rows})


def _row(r: Row) -> Row:
    opened, until = moments.read(r["openedAt"]), moments.read(r["until"])
    review = say("admin.reviewed", who=r["reviewedBy"], verdict=r["verdictLabel"]) if r["reviewedBy"] else ""
    return {**r, "at": f"{opened:%Y-%m-%d %H:%M}", "ends": f"{until:%H:%M}", "review": review}
