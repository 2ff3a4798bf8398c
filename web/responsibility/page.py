"""谁负责：who must act, here, on this day: the answer sheet on one screen, all else folded (责任)."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Row
from web.parts.words import say
from web.persons.finding import cases_of, name_in, only
from web.responsibility.answer import shown
from web.responsibility.questions import asked_besides, asked_in_words
from web.sheet.begin import report
from web.situation.asked import place_asked
from web.situation.page import moved
from web.situation.reading import ChildReading, read_out
from web.situation.state import read

PATH = "/who"


def attach_responsibility(pages: Pages) -> None:
    """Serve the page; its earlier address leads here."""

    async def who(v: Visit, request: Request) -> Response:
        r = await read_out(v, await read(request))
        return moved(request, r.state, PATH) or await _answered(v, request, r)

    async def earlier(_v: Visit, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{PATH}{query}", status_code=301)

    pages.add(PATH, "responsibility", who, ("GET", "POST"))
    pages.add("/responsibility", "responsibility", earlier)


async def _answered(v: Visit, request: Request, r: ChildReading) -> Response:
    """The page of a question: with its answer if there is a matter, otherwise with what to do next."""
    cases = await cases_of(v, r.state.words)
    if case := only(cases):
        return case
    content: Row = {"r": r, "page": PATH, "a": None, "problem": "", "district": "", "found": cases, **name_in(r)}
    content["asked"] = await asked_in_words(v, r)
    if not r.matter or r.candidates:
        return v.page("responsibility/page.html", content)
    at, district = await place_asked(v, r)
    variables = {"subject": {"matter": r.matter}, "at": at, "on": r.state.on or None, "situation": r.situation}
    reply = await v.asker.ask("Responsible", **variables, danger=r.state.danger or None, wishes=r.state.wishes)
    if "code" in reply:
        places = tuple({"pair": f"at={c['code']}", "text": c["name"]} for c in reply.get("candidates") or ())
        unknown = reply["code"] == "NOT_FOUND" and r.state.place
        problem = say("responsibility.no_such_place", place=r.state.place) if unknown else reply["message"]
        problem = "" if places else problem
        content |= {"r": replace(r, candidates=places), "problem": problem}
        return v.page("responsibility/page.html", content, 200 if places else 422)
    r = r if district else r.placed(reply["place"])
    besides = await asked_besides(v, request, variables)
    begins = report(v, r, urgent=r.danger or reply["danger"])
    content |= {"r": r, "a": shown(r, reply), "besides": besides, "district": district, "begins": begins}
    return v.page("responsibility/page.html", content)
