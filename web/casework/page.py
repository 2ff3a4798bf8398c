"""今天、登记、一件事项: the pages of casework and the steps that are taken there (办理)."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.casework import many
from web.casework.choices import offered
from web.casework.forms import sent
from web.casework.household import also_seen, beside, unsaid
from web.casework.item import content
from web.casework.numbers import numbers
from web.casework.people import people, person
from web.casework.printed.proof import proof
from web.casework.printed.whole import inspect, whole
from web.casework.report import report
from web.casework.taking import LARGEST, WRONG, form_of, taken
from web.casework.today import DANGER, LISTS, further, today
from web.casework.told import first_taken
from web.frame.pages import STATUS, Pages, Visit
from web.parts.asking import Refused, Row
from web.parts.forms import read_form
from web.parts.moments import clock, now
from web.parts.uploads import TooLarge
from web.parts.words import say

TOO_LARGE = 413
ABSENT = "NOT_FOUND"
"""Error code for an item that does not exist or is not visible to the reader: the same, so that nothing is revealed."""


def attach_casework(pages: Pages) -> None:
    """Serve the pages."""
    pages.add("/work", "casework", _work, ("GET", "POST"))
    pages.add("/report", "casework", report, ("GET", "POST"))
    pages.add("/item/{code}/proof", "casework", proof)
    pages.add("/item/{code}/file", "casework", whole)
    pages.add("/inspect", "inspect", inspect, ("GET", "POST"))
    pages.add("/item/{code}", "casework", _here, ("GET", "POST"))


async def _work(v: Visit, request: Request) -> Response:
    if request.method == "POST":
        return await _several(v, request)
    asked = request.query_params
    if asked.get("list") in {*LISTS, DANGER}:
        return _list(v, await further(v, asked["list"], asked.get("after", "")))
    if asked.get("list") == "area":
        return v.page("casework/people.html", await people(v))
    if asked.get("list") == "numbers":
        of = (asked.get(name, "") for name in ("quarter", "number", "area"))
        return v.page("casework/numbers.html", await numbers(v, *of))
    if asked.get("list") == "person":
        return _list(v, await person(v, asked.get("of", "")))
    return v.page("casework/today.html", await today(v, asked.get("did", "")))


async def _several(v: Visit, request: Request) -> Response:
    """One step for several children; then their list as it is now, with what was done."""
    back = (await read_form(request)).get("back", "")
    made = await many.taken(v, request)
    where, _, of = back.partition(":")
    listed = await person(v, of) if where == "person" else await further(v, "free", "")
    return _list(v, {**listed, "made": made}, WRONG if made["why"] else 200)


def _list(v: Visit, content: Row, status: int = 200) -> Response:
    """A list: of whom, what was just done, what can be done with several."""
    return v.page(
        "casework/list.html",
        {"who": "", "of": "", "made": None, "offer": None, "clock": clock(now()), **content},
        status,
    )


async def _here(v: Visit, request: Request) -> Response:
    """Serve an item; if it cannot be opened, the reason, with what may have happened since it was last opened."""
    try:
        return await _item(v, request)
    except Refused as e:
        if e.code != ABSENT:
            raise
        why = say("casework.not_here", code=request.path_params["code"])
        return v.page("frame/refused.html", {"why": why}, STATUS[ABSENT])


async def _item(v: Visit, request: Request) -> Response:
    code = request.path_params["code"]
    if request.method == "POST":
        try:
            form = await form_of(v, request)
        except TooLarge:
            return v.page("frame/refused.html", {"why": say("casework.file_large", most=LARGEST >> 20)}, TOO_LARGE)
        if "fill" in form:  # another page begins a step: its form is shown, nothing is taken
            return v.page("casework/item.html", await content(v, code, form, None))
        return await _act(v, code, form)
    asked = request.query_params
    given = {name: asked[name] for name in ("do", "did") if name in asked}
    return v.page("casework/item.html", await content(v, code, {**given, "key": asked.get("k", "")}, None))


async def _act(v: Visit, code: str, given: dict[str, str]) -> Response:
    """Take a step on an item; afterwards 今天 if it has ended, the item that it has become otherwise."""
    item = await v.asker.ask("Item", code=code)
    step = next((s for s in item["actions"] if s["mutation"] == given.get("do")), None)
    if step is None:
        return await _again(v, code, given, {"why": say("casework.gone")})
    choices = await offered(v.asker, [step], item, v.viewer["areas"])
    more = {"under": code} if step["begins"] else {"code": code, "expectedRevision": _whole(given.get("revision", ""))}
    children = await beside(v.asker, code, step, given)
    if why := unsaid(children):
        return await _again(v, code, given, {"why": why})
    given, answer, made = await taken(v, step, given, choices, more)
    if made is None:
        return await _again(v, code, given, answer or {})
    if why := await also_seen(v.asker, children, sent(step, given)):
        return v.page("frame/refused.html", {"why": say("casework.also_refused", why=why)}, WRONG)
    where = f"/work?did={made['code']}" if made["ended"] else f"/item/{made['code']}?did=1"
    return RedirectResponse(where, status_code=303)


async def _again(v: Visit, code: str, given: dict[str, str], answer: Row) -> Response:
    """The item as it is now, with the form as it was sent, and who was first where somebody was."""
    page = await content(v, code, given, answer)
    if "revision" in given and _whole(given["revision"]) < page["item"]["revision"]:
        page["first"] = first_taken(page["item"], v.viewer["subject"], now())
    return v.page("casework/item.html", page, WRONG)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0
