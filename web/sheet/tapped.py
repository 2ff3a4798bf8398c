"""Effect of an answer to a question, shown after the tap (点了以后)."""

from fastapi import Request

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.forms import read_form
from web.parts.words import say
from web.situation import facts
from web.situation.reading import ChildReading

BESIDE = frozenset({"matter", "at"})
"""Pairs that are no facts."""


async def tapped(v: Visit, request: Request, r: ChildReading, variables: Row, a: Row) -> Row | None:
    """The answer that was given, and what became of what it decides; None if none was given."""
    name, value = await _given(request)
    if name not in r.forms:
        return None
    label = facts.chip(r.forms[name], value) if value else say("situation.unknown")
    text = r.forms[name]["question"]
    if not value:
        return {"text": text, "answer": label, "lines": [say("sheet.left_open")]}
    before = {k: x for k, x in r.state.facts.items() if k != name}
    known = {**variables, "situation": facts.situation(r.forms, before)}
    reply = await v.asker.ask("SheetBefore", **known)
    asked = reply["sheet"]["apply"]["ask"]
    decided = {b["code"]: b["name"] for q in asked if q["fact"]["fact"] == name for b in q["decides"]}
    return {"text": text, "answer": label, "lines": [_became(c, n, a["sheet"]["apply"]) for c, n in decided.items()]}


async def _given(request: Request) -> tuple[str, str]:
    """Fact and value of the button that was pressed."""
    if request.method != "POST":
        return "", ""
    for do in (await read_form(request)).getlist("do"):
        verb, _, pair = do.partition(":")
        name, _, value = pair.partition("=")
        if verb == "take" and name not in BESIDE:
            return name, value
    return "", ""


def _became(code: str, name: str, apply: Row) -> str:
    """Return the sentence on the present position of a benefit."""
    if any(b["code"] == code for b in apply["can"]):
        return say("sheet.became_can", name=name)
    for q in apply["ask"]:
        if any(b["code"] == code for b in q["decides"]):
            return say("sheet.became_asked", name=name, question=q["text"])
    for group in ("verify", "cannot"):
        for b in apply[group]:
            if b["code"] == code:
                return say("frame.colon", head=name, rest=say("frame.semicolon").join(b["why"]))
    return say("sheet.became_else", name=name)
