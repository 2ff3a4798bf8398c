"""The proof of a report: when it was recorded, by which role, each call with its number (报告证明)."""

from fastapi import Request
from starlette.responses import Response

from web.casework.told import REPORT
from web.frame.pages import Visit
from web.parts.asking import Refused
from web.parts.moments import exact, now, read
from web.parts.words import say, series

FIRST, CALL = ("register", "found", "raise"), "call"
"""Steps that begin a report, and the one that records a call."""
TOLD = ("channel", "urgency", "called", "answered", "receipt", "number")
"""Fields allowed on the paper: business status only."""


async def proof(v: Visit, request: Request) -> Response:
    """The page to print."""
    item = await v.asker.ask("Item", code=request.path_params["code"])
    if item["itemKind"] != REPORT:
        raise Refused("NOT_FOUND", say("casework.no_proof"))
    rows = [
        {
            **e,
            "happened": exact(read(e["occurredAt"])),
            "typed": exact(read(e["recordedAt"])) if e["recordedAt"] != e["occurredAt"] else "",
            "who": series(e["byRoleLabels"]) or say("casework.program"),
            "told": [f for f in e["fields"] if f["name"] in TOLD],
        }
        for e in reversed(item["timeline"])
        if e["action"] in (*FIRST, CALL)
    ]
    return v.page("casework/printed/proof.html", {"item": item, "rows": rows, "printed": exact(now())})
