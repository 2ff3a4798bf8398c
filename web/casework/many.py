"""One step for several children: taken, or given to a colleague; each is judged by itself (一次办几个)."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import uuid4

from fastapi import Request

from web.casework.taking import PAGES
from web.frame.pages import Visit
from web.parts.asking import Refused, Row
from web.parts.colleagues import apart, colleague
from web.parts.forms import read_form
from web.parts.words import say

TAKE, GIVE = "caseTake", "caseHandOver"
WHY = "whyGiven"
"""Field with the reason."""
STEPS = (TAKE, GIVE)
"""Steps that can be taken for several children at once."""
MOST = 500
"""Children in one form."""
PLACES = 20
"""Communities whose colleagues are offered."""


async def offer(v: Visit, rows: Sequence[Row], without: str = "") -> Row | None:
    """Return the steps available for several of these cases: take them, or give them to one of the colleagues."""
    cases = [r for r in rows if r["itemKind"] == "CASE"]
    may = {s["mutation"] for r in cases for s in r["steps"]} & set(STEPS)
    if not may:
        return None
    people = await _colleagues(v, cases, without) if GIVE in may else []
    reasons = await _reasons(v, cases) if people else []
    return {"cases": cases, "take": TAKE in may, "people": people, "reasons": reasons, "key": uuid4().hex}


async def _reasons(v: Visit, cases: Sequence[Row]) -> list[Row]:
    """Return the reasons for giving children to somebody else, from the form of the step."""
    case = next(r for r in cases if any(s["mutation"] == GIVE for s in r["steps"]))
    steps = (await v.asker.ask("GivingForm", code=case["code"]))["steps"]
    form: list[Row] = next((s["form"] for s in steps if s["mutation"] == GIVE), [])
    return [value for f in form if f["name"] == WHY for value in f["values"]]


async def _colleagues(v: Visit, cases: Sequence[Row], without: str) -> list[Row]:
    """The people who may be responsible in the communities of these cases, each once."""
    areas = list(dict.fromkeys(r["area"]["code"] for r in cases if r["area"]))[:PLACES]
    people: dict[str, Row] = {}
    for area in areas:
        for who in await v.asker.ask("Colleagues", area=area):
            people.setdefault(who["code"], {"code": who["code"], "label": colleague(who)})
    return apart([p for code, p in people.items() if code != without])


async def taken(v: Visit, request: Request) -> Row:
    """Take the step for each that was ticked; how many it was done for, and why not for the others."""
    form = await read_form(request)
    step, key = form.get("do", ""), form.get("key", "")
    given = form.getlist("every" if form.get("all") else "of")[:MOST]
    more = {name: form.get(f"f-{name}", "") for name in (("owner", WHY) if step == GIVE else ())}
    if step not in STEPS or not given or not all(more.values()):
        return {"done": 0, "not": [], "why": say("casework.tick" if not given else "casework.whom")}
    answers = [await _one(v, step, key, of, more) for of in given]
    return {"done": answers.count(""), "not": [a for a in answers if a], "why": ""}


async def _one(v: Visit, step: str, key: str, of: str, more: Mapping[str, Any]) -> str:
    """Return why the step failed for one; empty if it succeeded."""
    code, _, revision = of.partition(":")
    once = sha256(f"{key}|{code}".encode()).hexdigest()[:40]
    given = {"key": once, "code": code, "expectedRevision": int(revision) if revision.isdecimal() else 0, **more}
    try:
        answer = await v.asker.take(step, given)
    except Refused as e:
        if e.code in PAGES - {"NOT_FOUND"}:
            raise
        return say("frame.colon", head=code, rest=str(e))
    return say("frame.colon", head=code, rest=answer["why"]) if answer["__typename"] == "RefusedAction" else ""
