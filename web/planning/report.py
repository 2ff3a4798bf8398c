"""报告：the meeting report on coverage, made beside everything else and watched at its own address (会议报告)."""

from datetime import date

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Refused, Row
from web.parts.files import download
from web.parts.forms import read_form
from web.parts.moments import now
from web.parts.words import say
from web.planning.reports import Making, Reports
from web.planning.scope import PATH, Params, Scope, View, live_areas, scope_of


def view(reports: Reports) -> View:
    """The view: a form, or the report that is being made."""

    async def page(scope: Scope, params: Params) -> Response:
        return await _page(scope, params, reports, "")

    return page


async def _page(scope: Scope, params: Params, reports: Reports, wrong: str) -> Response:
    key = params.get("made", "")
    made = reports.get(scope.v.subject, key) if key else None
    areas = await live_areas(scope.v.asker, scope.v.viewer)
    content: Row = {
        "made": made,
        "name": _name(made) if made else "",
        "size": f"{len(made.content) // 1024:,}" if made and made.content else "",
        "gone": bool(key) and made is None,
        "ready": reports.make is not None,
        "offered": areas,
        "area": made.area if made else params.get("of") or scope.area,
        "on": (made.on if made else now().date()).isoformat(),
        "wrong": wrong,
    }
    return scope.v.page("planning/report.html", {"scope": scope, **content}, 422 if wrong else 200)


def _name(made: Making) -> str:
    key = "planning.report_file_draft" if made.draft else "planning.report_file"
    return say(key, on=made.on, area=made.area, draft=made.draft)


def attach(pages: Pages, reports: Reports) -> None:
    """Serve what begins and stops a report, and its file."""

    async def begin(v: Visit, request: Request) -> Response:
        params = await read_form(request)
        scope, area = await scope_of(v, params), params.get("of", "")
        await _hers(v, area)
        try:
            on = date.fromisoformat(params.get("on", ""))
        except ValueError:
            return await _page(scope, params, reports, say("planning.report_date"))
        made = reports.begin(v.subject, area, on, scope.net)
        return RedirectResponse(scope.to("report", made=made.key if made else ""), status_code=303)

    async def stop(v: Visit, request: Request) -> Response:
        params = await read_form(request)
        reports.stop(v.subject, params.get("made", ""))
        return RedirectResponse((await scope_of(v, params)).to("report", made=params.get("made", "")), status_code=303)

    async def take(v: Visit, request: Request) -> Response:
        made = reports.get(v.subject, request.query_params.get("made", ""))
        if made is None or made.content is None:
            raise Refused("NOT_FOUND", say("planning.report_gone"))
        await _hers(v, made.area)
        return download(_name(made), made.content, "application/zip")

    pages.add(f"{PATH}/report", "planning", begin, ("POST",))
    pages.add(f"{PATH}/report/stop", "planning", stop, ("POST",))
    pages.add(f"{PATH}/report/file", "planning", take)


async def _hers(v: Visit, area: str) -> None:
    """Read the viewer's rights, which may have changed.

    Raises:
        Refused: The viewer may not plan, or the area is not one of hers.
    """
    if not v.may("EDIT_DRAFTS") or area not in await live_areas(v.asker, v.viewer):
        raise Refused("FORBIDDEN", say("errors.forbidden"))
