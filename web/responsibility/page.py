"""谁负责：who must act, here, on this day, and why (责任)."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from nicegui import ui

from web.frame.frame import LiveVisit, page
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
    """What is being asked; the facts of the child stay in this page and never enter its address."""

    subject: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    on: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    heard: Row | None = None
    """What was understood of the words that were typed; the words themselves are not kept."""

    def variables(self) -> Row:
        """As the operation takes them."""
        return {"subject": self.subject, "at": self.at, "on": self.on or None, "situation": self.facts or None}

    def address(self) -> str:
        """To come back to: matter, place and day only."""
        said = {"matter": self.subject.get("matter", ""), "at": self.at.get("code", ""), "on": self.on}
        return "/responsibility?" + "&".join(f"{k}={v}" for k, v in said.items() if v)


@page("/responsibility", "responsibility")
async def responsibility(v: LiveVisit, request: Request) -> None:
    """A matter, a place, a day; then what still matters is asked where it changes the answer."""
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
        await pieces.shown(box, lambda: _asked(v, wanted, ask))

    with form:
        _form(v, wanted, ask)
    if wanted.subject and wanted.at:
        ui.timer(0.01, ask, once=True)


def _form(v: LiveVisit, wanted: Wanted, ask: Any) -> None:
    async def matters(said: str) -> list[Choice]:
        found = [] if CODE.fullmatch(said) else (await v.asker.ask("Matters", search=said, first=8))["nodes"]
        own = Choice(said, said, say("responsibility.words"))
        return [*(Choice(m["code"], m["name"], f"{m['code']} · {m['protectionLabel']}") for m in found), own]

    def chosen(c: Choice | None) -> None:
        said = c.code if c else ""
        wanted.heard = None
        wanted.subject = {"matter": said} if CODE.fullmatch(said) else {"text": said} if said else {}

    async def entered(said: str) -> None:
        chosen(Choice(said, said))
        await ask()

    def placed(c: Choice | None) -> None:
        wanted.at = {"code": c.code} if c else {}

    def addressed(said: str) -> None:
        if said.strip():
            wanted.at = {"address": said.strip()}

    def dated(said: str) -> None:
        wanted.on = said

    with pieces.tag("div", "form"):
        matter = wanted.subject.get("matter", "")
        fields.Finder(
            say("responsibility.matter"),
            matters,
            chosen,
            hint=say("responsibility.matter_hint"),
            value=matter,
            entered=entered,
        )
        fields.areas(v.asker, say("responsibility.place"), placed, value=wanted.at.get("code", ""))
        fields.line(say("responsibility.address"), addressed, hint=say("responsibility.address_hint"))
        fields.line(say("responsibility.on"), dated, kind="date", value=wanted.on)
    pieces.button(say("responsibility.ask"), ask)


async def _asked(v: LiveVisit, wanted: Wanted, again: Any) -> None:
    if "text" in wanted.subject and not await _understand(v, wanted):
        return
    if wanted.heard is not None and not await _heard(v, wanted, again):
        return
    if not wanted.subject or not wanted.at:
        pieces.notice(say("responsibility.need_place" if wanted.subject else "responsibility.need_matter"), "warn")
        return
    found = await v.asker.ask("Responsible", **wanted.variables())
    if "code" in found:
        _choose(found, wanted, again)
        return
    wanted.subject = {"matter": found["matter"]["code"]}
    wanted.at = {"code": found["place"]["code"]}
    ui.run_javascript(f"history.replaceState(null, '', {json.dumps(wanted.address())})")
    await answer(v, wanted.variables(), found, wanted.facts, again)


async def _understand(v: LiveVisit, wanted: Wanted) -> bool:
    """The words become a matter and facts; plain ones count until removed. False: refused."""
    found = await v.asker.ask("Understand", text=wanted.subject["text"], on=wanted.on or None)
    if "code" in found:
        pieces.notice(found["message"], "warn")
        return False
    forms = {f["fact"]: f for f in await v.asker.ask("Facts")}
    wanted.subject = {"matter": found["single"]["code"]} if found["single"] else {}
    wanted.facts = understood.plain(found, forms)
    wanted.heard = found
    return True


async def _heard(v: LiveVisit, wanted: Wanted, again: Any) -> bool:
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
        pieces.notice(found["message"], "warn")

    async def take(code: str) -> None:
        wanted.at = {"code": code}
        await again()

    with pieces.tag("div", "roles"):
        for c in candidates:
            pieces.button(c["name"], partial(take, c["code"]), kind="quiet")
