"""谁负责：who must act on a matter in an area on a day, and why (责任)."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from nicegui import ui

from web.frame.frame import Visit, page
from web.parts import fields, pieces, understood
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say
from web.responsibility.answer import answer

CODE = re.compile(r"M[0-9]{2,3}")
OFFERED = 5
"""As many matters are offered to choose from."""


@dataclass
class Wanted:
    """The question; the facts of the child are only in this page and never in its URL."""

    subject: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    on: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    heard: Row | None = None
    """What was understood of the words that were typed; the words themselves are not kept."""

    def variables(self) -> Row:
        """The variables of the operation."""
        return {"subject": self.subject, "at": self.at, "on": self.on or None, "situation": self.facts or None}

    def address(self) -> str:
        """The URL of the question: matter, place and day only."""
        parts = {"matter": self.subject.get("matter", ""), "at": self.at.get("code", ""), "on": self.on}
        return "/responsibility?" + "&".join(f"{k}={v}" for k, v in parts.items() if v)


@page("/responsibility", "responsibility")
async def responsibility(v: Visit, request: Request) -> None:
    """A form for matter, place and day, and the answer with the facts that would change it."""
    given = request.query_params
    wanted = Wanted(on=given.get("on", datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()))
    if CODE.fullmatch(given.get("matter", "")):
        wanted.subject = {"matter": given["matter"]}
    if given.get("at", "").isdigit():
        wanted.at = {"code": given["at"]}
    pieces.heading(1, say("responsibility.title"))
    pieces.text("p", say("responsibility.lead"))
    form = pieces.tag("div")
    box = pieces.tag("div", aria_live="polite")

    async def ask() -> None:
        await pieces.shown(box, lambda: _show_answer(v, wanted, ask))

    with form:
        _form(v, wanted, ask)
    if wanted.subject and wanted.at:
        ui.timer(0.01, ask, once=True)


def _form(v: Visit, wanted: Wanted, ask: Any) -> None:
    async def matters(typed: str) -> list[Choice]:
        reply = [] if CODE.fullmatch(typed) else (await v.asker.ask("Matters", search=typed, first=8))["nodes"]
        own = Choice(typed, typed, say("responsibility.words"))
        return [*(Choice(m["code"], m["name"], f"{m['code']} · {m['protectionLabel']}") for m in reply), own]

    def chosen(c: Choice | None) -> None:
        said = c.code if c else ""
        wanted.heard = None
        wanted.subject = {"matter": said} if CODE.fullmatch(said) else {"text": said} if said else {}

    async def entered(said: str) -> None:
        chosen(Choice(said, said))
        await ask()

    def placed(c: Choice | None) -> None:
        wanted.at = {"code": c.code} if c else {}

    def addressed(value: str) -> None:
        if value.strip():
            wanted.at = {"address": value.strip()}

    def dated(value: str) -> None:
        wanted.on = value

    with pieces.tag("div", "form"):
        matter = wanted.subject.get("matter", "")
        fields.Finder(
            say("responsibility.matter"), matters, chosen, hint=say("responsibility.matter_hint"), value=matter,
            entered=entered,
        )  # fmt: skip
        fields.areas(v.asker, say("responsibility.place"), placed, value=wanted.at.get("code", ""))
        fields.line(say("responsibility.address"), addressed, hint=say("responsibility.address_hint"))
        fields.line(say("responsibility.on"), dated, kind="date", value=wanted.on)
    pieces.button(say("responsibility.ask"), ask)


async def _asked(v: Visit, wanted: Wanted, again: Any) -> None:
    if "text" in wanted.subject and not await _understand(v, wanted):
        return
    if wanted.heard is not None and not await _heard(v, wanted, again):
        return
    if not wanted.subject or not wanted.at:
        pieces.notice(say("responsibility.need_place" if wanted.subject else "responsibility.need_matter"), "warn")
        return
    reply = await v.asker.ask("Responsible", **wanted.variables())
    if "code" in reply:
        _choose(reply, wanted, again)
        return
    wanted.subject = {"matter": reply["matter"]["code"]}
    wanted.at = {"code": reply["place"]["code"]}
    ui.run_javascript(f"history.replaceState(null, '', {json.dumps(wanted.address())})")
    await answer(v, wanted.variables(), reply, wanted.facts, again)


async def _understand(v: Visit, wanted: Wanted) -> bool:
    """The words become a matter and facts; plain ones count until removed. False: refused."""
    found = await v.asker.ask("Understand", text=wanted.subject["text"], on=wanted.on or None)
    if "code" in found:
        pieces.told(found["message"], "warn")
        return False
    forms = {f["fact"]: f for f in await v.asker.ask("Facts")}
    wanted.subject = {"matter": found["single"]["code"]} if found["single"] else {}
    wanted.facts = understood.plain(found, forms)
    wanted.heard = found
    return True


async def _heard(v: Visit, wanted: Wanted, again: Any) -> bool:
    """Show what was understood; False where a matter has to be chosen first, or there is none."""
    heard = wanted.heard or {}
    forms = {f["fact"]: f for f in await v.asker.ask("Facts")}

    async def changed(name: str, value: Any) -> None:
        wanted.facts.pop(name, None)
        if value is not None:
            wanted.facts[name] = value
        await again()

    async def take(code: str) -> None:
        wanted.subject = {"matter": code}
        await again()

    understood.heard(heard, forms, wanted.facts, changed)
    if wanted.subject or heard["nothing"]:
        return not heard["nothing"]
    pieces.notice(say("responsibility.several"), "warn")
    with pieces.tag("div", "roles"):
        for m in (x["matter"] for x in heard["matters"][:OFFERED]):
            name = say("responsibility.danger_mark", name=m["name"]) if m["danger"] else m["name"]
            pieces.button(name, partial(take, m["code"]), kind="quiet")
    return False


def _choose(found: Row, wanted: Wanted, again: Any) -> None:
    """Several places fit: choose; or what was refused."""
    candidates = found.get("candidates", ())
    if candidates:
        pieces.notice(say("responsibility.where_several"), "warn")
    else:
        pieces.notice(reply["message"], "warn")

    async def take(code: str) -> None:
        wanted.at = {"code": code}
        await again()

    with pieces.tag("div", "roles"):
        for c in candidates:
            pieces.button(c["name"], partial(take, c["code"]), kind="quiet")
