"""办事单：what to do for a child and what the family can get, on one page; a case by its code (办事单)."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Row
from web.parts.forms import read_form
from web.parts.words import say
from web.persons.finding import cases_of, name_in, only
from web.sheet.answer import shown
from web.sheet.begin import of_case, report
from web.sheet.tapped import tapped
from web.sheet.when import asked_at
from web.situation.asked import place_asked
from web.situation.page import moved
from web.situation.reading import ChildReading, read_out
from web.situation.state import QuestionState, read

PATH = "/sheet"
LIMIT = 5
"""Places shown for a service."""


def attach_sheet(pages: Pages) -> None:
    """Serve the page and the full print; the earlier address leads here."""

    async def sheet(v: Visit, request: Request) -> Response:
        code = request.query_params.get("case", "")
        given = await read(request)
        if code:
            return await _of_case(v, code, alone=given == QuestionState())
        r = await read_out(v, given)
        asked = request.method == "POST" or bool(given.at)
        return moved(request, r.state, PATH) or await _of_child(v, request, r, asked=asked)

    async def full(v: Visit, request: Request) -> Response:
        form = await read_form(request)
        code, purpose = (form.get(name, "").strip() for name in ("case", "purpose"))
        reply = await v.asker.ask("FullText", case=code, purpose=purpose)
        why = "" if reply.get("fullText") else reply.get("message") or say("sheet.full_refused")
        content = {"code": code, "text": reply.get("fullText"), "why": why}
        return v.page("sheet/full.html", content, 403 if why else 200)

    async def earlier(_v: Visit, _request: Request) -> Response:
        return RedirectResponse(PATH, status_code=301)

    pages.add(PATH, "sheet", sheet, ("GET", "POST"))
    pages.add(f"{PATH}/full", "sheet", full, ("POST",))
    pages.add("/referral", "sheet", earlier)


async def _of_case(v: Visit, code: str, *, alone: bool) -> Response:
    """The sheet of a case: its facts stay with it; the service checks each time who may read them.

    What is told beside it, in a form or an address, is refused and not dropped.
    """
    if not alone:
        return v.page("sheet/case.html", {"code": code, "a": None, "problem": say("sheet.case_alone")}, 422)
    reply = await v.asker.ask("Sheet", case=code, limit=LIMIT)
    if "code" in reply:
        return v.page("sheet/case.html", {"code": code, "a": None, "problem": reply["message"]}, 404)
    a = shown(reply, None, await of_case(v, code))
    return v.page("sheet/case.html", {"code": code, "a": a, "problem": ""})


async def _of_child(v: Visit, request: Request, r: ChildReading, *, asked: bool) -> Response:
    """The sheet of a child that is described; without a description only the box."""
    cases = await cases_of(v, r.state.words)
    if case := only(cases):
        return case
    content: Row = {
        "r": r,
        "page": PATH,
        "a": None,
        "problem": "",
        "district": "",
        "tapped": None,
        "found": cases,
        **name_in(r),
    }
    nothing = bool(r.understood and r.understood["nothing"] and not r.state.facts)
    if r.candidates or nothing or not asked:
        return v.page("sheet/page.html", content)
    at, district = await place_asked(v, r)
    variables = {"at": at, "situation": r.situation, "atTime": asked_at(r.state.on)}
    named = {"matter": r.matter or None, "also": r.also, "danger": r.state.danger or None, "wishes": r.state.wishes}
    reply = await v.asker.ask("Sheet", **variables, **named, limit=LIMIT)
    if "code" in reply:
        places = tuple({"pair": f"at={c['code']}", "text": c["name"]} for c in reply.get("candidates") or ())
        content |= {"r": replace(r, candidates=places), "problem": "" if places else reply["message"]}
        return v.page("sheet/page.html", content, 200 if places else 422)
    r = r if district else r.placed(reply["place"])
    begins = report(v, r, urgent=any(d["verdict"] == "YES" for d in reply["doors"]))
    content |= {"r": r, "district": district, "a": shown(reply, r, begins)}
    return v.page("sheet/page.html", {**content, "tapped": await tapped(v, request, r, variables, reply)})
