"""今天、登记、一件事项：worklists, registering a report, and one item, as plain HTML with forms (办理)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from web.casework.forms import PREFIX, missing, options, sent, shown
from web.parts.asking import Asker, Refused, Row, address_of
from web.parts.plain import rendered
from web.parts.words import say

LISTS = {"mine": "MINE", "untaken": "UNTAKEN", "area": "AREA"}
"""The lists of 今天 and their scopes."""
ROWS = 100
DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
REGISTER = "reportRegister"
SIGN_IN = "UNAUTHENTICATED"
STATUS = {"FORBIDDEN": 403, "NOT_FOUND": 404}
"""Refusals that are a page of their own, as is signing in; after any other a form stands again as it was filled in."""
SAID = "said"
"""The field with the words of whoever reports."""
HEARD = 2000
"""Letters that are listened to."""
Again = Callable[[Row], Awaitable[Response]]
"""Makes the page of a form again, with what was refused."""


def attach_casework(app: FastAPI, token_of: Callable[[Request], str | None]) -> None:
    """Serve the pages; `token_of` gives the token of whoever asks."""

    def asker_of(request: Request) -> Asker:
        return Asker(app, token_of(request), address_of(request))

    @app.get("/work", include_in_schema=False)
    async def work(request: Request) -> Response:
        chosen = request.query_params.get("list", "mine")
        name = chosen if chosen in LISTS else "mine"
        try:
            asker = asker_of(request)
            listed = await asker.ask("Work", scope=LISTS[name], first=ROWS)
            waiting = await asker.ask("Work", scope="UNTAKEN", kind="REPORT", first=ROWS) if name == "mine" else None
        except Refused as e:
            return _refused(e)
        rows = listed["nodes"]
        content = {"lists": LISTS, "here": name, "groups": _groups(rows), "when": _when}
        content |= {"waiting": waiting["nodes"] if waiting else [], "done": "done" in request.query_params}
        return rendered("casework/work.html", {**content, "shown": len(rows), "total": listed["totalCount"]})

    @app.get("/report", include_in_schema=False)
    async def report(request: Request) -> Response:
        return await _new(asker_of(request), {"do": request.query_params.get("do", REGISTER)}, None)

    @app.post("/report", include_in_schema=False)
    async def register(request: Request) -> Response:
        given, asker = await _form(request), asker_of(request)
        return await _take(asker, given, lambda answer: _new(asker, given, answer))

    @app.get("/item/{code}", include_in_schema=False)
    async def item(request: Request, code: str) -> Response:
        return await _item(asker_of(request), code, {"do": request.query_params.get("do", "")}, None)

    @app.post("/item/{code}", include_in_schema=False)
    async def act(request: Request, code: str) -> Response:
        given, asker = await _form(request), asker_of(request)
        return await _take(asker, given, lambda answer: _item(asker, code, given, answer), code)


async def _form(request: Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.form()).items()}


async def _take(asker: Asker, given: Row, again: Again, code: str = "") -> Response:
    """Take the step that a person sent; the page again if it was refused."""
    try:
        steps = (await asker.ask("Item", code=code))["actions"] if code else await asker.ask("NewItems")
        step = next((s for s in steps if s["mutation"] == given.get("do")), None)
        why = say("casework.gone") if step is None else missing(step, given)
        if step is None or why:
            return await again({"why": why, "wrongFields": []})
        more = _on(step, code, given) if code else {}
        answer = await asker.take(step["mutation"], {**sent(step, given), **more})
    except Refused as e:
        return _refused(e) if e.code in {SIGN_IN, *STATUS} else await again({"why": str(e), "wrongFields": []})
    if answer["__typename"] == "RefusedAction":
        return await again(answer)
    words = given.get(f"{PREFIX}{SAID}", "")
    if not code and words:
        return rendered("casework/registered.html", {"code": answer["code"], "heard": await _heard(asker, words)})
    return RedirectResponse("/work?done" if code else f"/item/{answer['code']}", status_code=303)


def _on(step: Row, code: str, given: Row) -> Row:
    """The item in the input of a step: that under which it begins a new one, or the one that was read."""
    return {"under": code} if step["begins"] else {"code": code, "expectedRevision": int(given.get("revision") or 0)}


async def _new(asker: Asker, given: Mapping[str, str], answer: Row | None) -> Response:
    """The form of a step that begins something: the one that `given` names, or the first."""
    try:
        steps = await asker.ask("NewItems")
        choices = await options(asker, steps)
    except Refused as e:
        return _refused(e)
    step = next((s for s in steps if s["mutation"] == given.get("do")), steps[0] if steps else None)
    content = {
        "step": shown(step, choices, given) if step else None,
        "others": [s for s in steps if s is not step],
        "answer": answer,
        "key": _key(given),
    }
    return rendered("casework/new.html", content, 422 if answer else 200)


async def _item(asker: Asker, code: str, given: Mapping[str, str], answer: Row | None) -> Response:
    """One item; the form of the step that `given` names comes first."""
    try:
        item = await asker.ask("Item", code=code)
        choices = await options(asker, item["actions"])
    except Refused as e:
        return _refused(e)
    chosen = given.get("do", "")
    words = next((f["value"] for f in item["fields"] if f["name"] == SAID), "")
    steps = [shown(s, choices, given if s["mutation"] == chosen else {}) for s in item["actions"]]
    content = {
        "item": item,
        "can": sorted((s for s in steps if not s["why"]), key=lambda s: (s["mutation"] != chosen, not s["main"])),
        "cannot": [s for s in steps if s["why"]],
        "chosen": chosen,
        "answer": answer,
        "heard": await _heard(asker, words),
        "key": _key(given),
        "when": _when,
    }
    return rendered("casework/item.html", content, 422 if answer else 200)


async def _heard(asker: Asker, words: str) -> Row | None:
    """What the reporter's words tell; None if nothing was said, or it cannot be worked out now."""
    try:
        return dict(await asker.ask("Understand", text=words[:HEARD])) if words else None
    except Refused:
        return None


def _key(given: Mapping[str, str]) -> str:
    """The key of a form: the same when it is shown again, so that it is taken once."""
    return given.get("key") or uuid4().hex


def _refused(e: Refused) -> Response:
    if e.code == SIGN_IN:
        return RedirectResponse("/signin", status_code=303)
    return rendered("casework/refused.html", {"why": str(e)}, STATUS.get(e.code, 503))


def _when(moment: str | None) -> str:
    """A moment as people say it: the end of a day is 24:00 of that day."""
    if not moment:
        return ""
    at = datetime.fromisoformat(moment).astimezone(SHANGHAI)
    return f"{at - DAY:%m-%d} 24:00" if at.time() == time() else f"{at:%m-%d %H:%M}"


def _groups(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """The rows by when they are due, groups without rows left out."""
    groups: dict[str, list[Row]] = {name: [] for name in ("overdue", "today", "week", "later")}
    now = datetime.now(SHANGHAI)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    for row in rows:
        due = datetime.fromisoformat(row["due"]) if row["due"] else None
        name = "later" if due is None or due > midnight + 7 * DAY else "week" if due > midnight else "today"
        groups["overdue" if row["overdue"] else name].append(row)
    return [(name, some) for name, some in groups.items() if some]
