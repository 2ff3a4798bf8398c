"""规划：what is most missing, changes tried, sites, goals, benefits, drafts, the report; each at its address (规划)."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.forms import read_form
from web.planning import benefits, change, drafts, gaps, goals, report, sites
from web.planning.reports import ROOM, Reports
from web.planning.scope import PATH, Params, View, scope_of

VIEWS: dict[str, View] = {
    "gaps": gaps.page,
    "try": change.page,
    "sites": sites.page,
    "goals": goals.page,
    "benefits": benefits.page,
    "drafts": drafts.page,
}


def attach_planning(pages: Pages) -> None:
    """Serve the views: their addresses contain nothing about a child."""
    reports = Reports(pages.web.report, pages.web.trays("reports", ROOM))
    views = {**VIEWS, "report": report.view(reports)}

    async def planning(v: Visit, request: Request) -> Response:
        if not v.may("EDIT_DRAFTS"):
            return v.page("planning/no_right.html", {}, 403 if v.signed_in else 401)
        params = await sent(request)
        scope = await scope_of(v, params)
        return await views.get(scope.view, gaps.page)(scope, params)

    async def cancel(v: Visit, request: Request) -> Response:
        params = await sent(request)
        await v.asker.ask("CancelJob", input={"id": params.get("job", "")})
        scope = await scope_of(v, params)
        job = params.get("job", "")
        at = scope.to("goals", job=job) if scope.view == "goals" else sites.address(scope, params, job)
        return RedirectResponse(at, status_code=303)

    pages.add(PATH, "planning", planning, ("GET", "POST"))
    pages.add(f"{PATH}/cancel", "planning", cancel, ("POST",))
    drafts.attach(pages)
    report.attach(pages, reports)


async def sent(request: Request) -> Params:
    """Return the parameters of the address and of a form."""
    form = await read_form(request)
    return Params([*request.query_params.multi_items(), *form.multi_items()])
