"""Cases found by their number or pseudonym, from every page (找个案)."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit

PATH = "/cases"


def attach_persons(pages: Pages) -> None:
    """Serve the search; what was typed is posted, so that no pseudonym stands in an address."""

    async def cases(v: Visit, request: Request) -> Response:
        given = str((await request.form()).get("search", "")).strip()
        if not given:
            return v.page("persons/cases.html", {"given": "", "rows": (), "total": 0})
        reply = await v.asker.ask("Cases", search=given)
        rows = reply["nodes"]
        if len(rows) == 1 and rows[0]["code"] == given:
            return RedirectResponse(f"/sheet?case={given}", status_code=303)
        return v.page("persons/cases.html", {"given": given, "rows": rows, "total": reply["totalCount"]})

    pages.add(PATH, "persons", cases, ("GET", "POST"))
