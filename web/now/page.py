"""此刻：the emergency page, without signing in: is the child safe now (第一屏)."""

from functools import partial
from typing import Any

from fastapi import Request
from nicegui import ui

from web.frame.frame import Visit, page
from web.parts import fields, pieces
from web.parts.asking import Row
from web.parts.words import say

QUESTIONS = (("now.safe", "lifeDanger", True), ("now.hurt", "injury", False), ("now.cared", "unattended", True))
"""Each question, its fact, and whether the fact is the negation of the question."""


@page("/", "now")
async def now(v: Visit, _request: Request) -> None:
    """110 and 120 are part of the page; what follows from the answers comes from the rules."""
    pieces.heading(1, say("now.first"))
    with pieces.tag("div", "emergency"):
        for number, when in (("110", "now.call110"), ("120", "now.call120")):
            with pieces.tag("a", "call", href=f"tel:{number}"):
                pieces.text("strong", number)
                pieces.text("span", say(when))
    pieces.listing([say("now.do1"), say("now.do2"), say("now.do3")], ordered=True)
    pieces.heading(2, say("now.question"))
    known: dict[str, Any] = {}
    place: dict[str, str] = {}

    async def ask() -> None:
        if known:
            somewhere = place or {"code": (await v.asker.ask("Areas", level="DISTRICT", first=1))["nodes"][0]["code"]}
            _doors(v, await v.asker.ask("Now", situation=known, at=somewhere), offices=bool(place))

    async def again() -> None:
        await pieces.shown(box, ask)

    async def answered(fact: str, denied: bool, value: bool | None) -> None:
        known.pop(fact, None)
        if value is not None:
            known[fact] = value is not denied
        await again()

    async def placed(chosen: fields.Choice | None) -> None:
        place.clear()
        if chosen is not None:
            place["code"] = chosen.code
        await again()

    with pieces.tag("div", "questions"):
        for key, fact, denied in QUESTIONS:
            fields.ask_three(say(key), partial(answered, fact, denied))
    box = pieces.tag("div", aria_live="assertive")
    fields.areas(v.asker, say("now.where"), placed)


def _doors(v: Visit, a: Row, *, offices: bool) -> None:
    """Whom to call; offices only if the place of the child is known, because a wrong office is worse than none."""
    if "code" in a:
        pieces.notice(a["message"], "bad")
        return
    held = [d for d in a["doors"] if d["verdict"] == "YES"]
    if a["notAMinor"]:
        adult(a["adult"])
    elif not held:
        pieces.notice(say("now.none"), "good")
        with ui.element("p"):
            pieces.link(say("now.next"), "/responsibility")
    for d in held:
        with pieces.card("bad"):
            pieces.heading(3, d["name"])
            for c in d["calls"]:
                call(c, c["offices"] if offices else [])
            steps = [s for s in d["steps"] if s["verdict"] == "YES"]
            pieces.listing([s["text"] for s in steps], ordered=True)
            pieces.quotes(d["citations"])
    if held:
        for c in a["reporting"]["cautions"]:
            pieces.notice(c["text"], "warn")
    pieces.behind(v.asker)


def adult(ways: list[Row]) -> None:
    """Where somebody of 18 or older goes: nothing for minors applies."""
    with pieces.card("warn"):
        pieces.heading(3, say("now.adult"))
        for w in ways:
            with pieces.tag("p", "line"):
                if w["number"]:
                    pieces.link(w["number"], f"tel:{w['number']}").classes("number")
                pieces.text("strong", say("frame.comma").join(b["name"] for b in w["who"]))
                pieces.text("span", w["text"])
            pieces.quotes(w["citations"])


def call(c: Row, offices: list[Row]) -> None:
    """One call: number, body, what to say, and offices."""
    with pieces.tag("p", "line"):
        if c["number"]:
            pieces.link(c["number"], f"tel:{c['number']}").classes("number")
        pieces.text("strong", c["body"]["name"])
        pieces.text("span", c["text"])
    for office in offices:
        parts = [office["name"], office["contact"] or say("pieces.no_contact"), office["notice"] or ""]
        pieces.text("p", " · ".join(s for s in parts if s), "office")
