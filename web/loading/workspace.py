"""开工清单：what of a district's workspace is there, and what mends the rest (开工清单)."""

from itertools import groupby

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.words import say, series

WHOLE = ("STATED", "LOADED")
"""States of a list in which nothing lacks."""
LACKING = ("NONE", "SOME")
"""States of a part that is still to be added."""
ADMIN = "/admin"
"""Page on which accounts are created, by those with that right."""


async def workspace(v: Visit, request: Request) -> Response:
    """The district of an account that may load it, part by part."""
    if not v.signed_in:
        return RedirectResponse("/signin", 303)
    if not v.may("LOAD_NETWORK"):
        return v.page("loading/forbidden.html", {"why": say("loading.forbidden")}, 403)
    w = await v.asker.ask("Workspace", area=request.query_params.get("area"))
    lists = [{**x, "names": _names(x)} for x in w["lists"]]
    content = {
        "district": w["district"]["name"],
        "lacking": [p["partLabel"] for p in w["parts"] if p["state"] in LACKING],
        "parts": [{**p, "page": _page(v, p["page"])} for p in w["parts"]],
        "lists": [(state, list(of)) for state, of in groupby(lists, key=lambda x: str(x["stateLabel"]))],
    }
    return v.page("loading/workspace.html", content)


def _page(v: Visit, page: str | None) -> str | None:
    """The page that mends a part, if the viewer may open it."""
    return None if page is None or (page.startswith(ADMIN) and not v.may("MANAGE_ACCOUNTS")) else page


def _names(x: Row) -> str:
    """Return the areas where one is not loaded; of many the first."""
    if x["state"] in WHOLE:
        return ""
    names = series(a["name"] for a in x["absent"])
    return say("loading.and_more", names=names) if x["expected"] - x["there"] > len(x["absent"]) else names
