"""登记: the form of a report, perhaps filled in by another page, and what was registered (登记)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.casework.choices import offered
from web.casework.forms import PREFIX, fields_of, shown
from web.casework.item import NO_DUTY, SAID, heard
from web.casework.taking import WRONG, form_of, taken
from web.casework.told import until
from web.duty.line import for_report
from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.moments import now, read, when
from web.parts.words import catalogue, say

REGISTER = "reportRegister"
JUST = timedelta(seconds=20)
"""Age up to which an item counts as just registered."""


async def report(v: Visit, request: Request) -> Response:
    """The form, or what came of it."""
    return await _begun(v, request) if request.method == "GET" else await _sent(v, await form_of(v, request))


async def _begun(v: Visit, request: Request) -> Response:
    """Serve the form; its key is in the address, so that it is the same after the browser's Back."""
    asked = request.query_params
    if "k" in asked:
        return await _new(v, await v.asker.ask("NewItems"), {"do": asked.get("do", REGISTER), "key": asked["k"]})
    more = f"&do={asked['do']}" if asked.get("do", "").isidentifier() else ""
    return RedirectResponse(f"/report?k={uuid4().hex}{more}", status_code=303)


async def _sent(v: Visit, given: dict[str, str]) -> Response:
    """Register what was sent; with `fill`, only show the form with it."""
    steps = await v.asker.ask("NewItems")
    if "fill" in given:
        return await _new(v, steps, {"do": REGISTER, "key": _key(given), **given, **fields_of(steps, given)})
    step = next((s for s in steps if s["mutation"] == given.get("do")), None)
    if step is None:
        return await _new(v, steps, given, {"why": say("casework.gone")})
    choices = await offered(v.asker, [step], None, v.viewer["areas"])
    given, answer, made = await taken(v, step, given, choices, {})
    if made is None:
        return await _new(v, steps, given, answer)
    if step["mutation"] != REGISTER:
        return RedirectResponse(f"/item/{made['code']}?did=1", status_code=303)
    return await _registered(v, given, made)


def _key(given: Mapping[str, str]) -> str:
    """The key of a form that another page filled in: the same for the same content on one day."""
    written = "|".join(f"{name}={text}" for name, text in sorted(given.items()))
    return sha256(f"{written}|{now():%Y-%m-%d}".encode()).hexdigest()[:32]


async def _new(v: Visit, steps: Sequence[Row], given: Mapping[str, str], answer: Row | None = None) -> Response:
    """The form of a step that begins something: the one that `given` names, or the first."""
    step = next((s for s in steps if s["mutation"] == given.get("do")), steps[0] if steps else None)
    choices = await offered(v.asker, [step], None, v.viewer["areas"]) if step else {}
    choices |= (answer or {}).get("choices", {})
    page = {
        "step": shown(step, choices, given, (answer or {}).get("wrong")) if step else None,
        "others": [{**s, "when": _when(s)} for s in steps if s is not step],
        "answer": answer,
        "key": given.get("key") or uuid4().hex,
    }
    return v.page("casework/report.html", page, WRONG if answer else 200)


def _when(step: Row) -> str:
    """Return when to take a step that begins something; its basis, where no line gives it."""
    key = f"casework.begin_{step['mutation']}"
    return say(key) if key in catalogue() else str(step["basis"])


async def _registered(v: Visit, given: Mapping[str, str], made: Row) -> Response:
    """Serve the registered item and the next step; a repeated request shows the same."""
    at = now()
    again = made["revision"] > 1 or at - read(made["since"]) > JUST
    more = {"at": when(made["since"], at), "again": again, "until": until(made, at) if made["due"] else ""}
    listened = await heard(v.asker, given.get(f"{PREFIX}{SAID}", ""))
    known = {f["name"]: f["value"] for f in made["openFields"]}
    page: Row = {"made": {**made, **more}, "heard": listened, "key": uuid4().hex}
    page |= {"duty": await for_report(v.asker, made), "no_duty": known.get(NO_DUTY) == "true"}
    return v.page("casework/registered.html", page)
