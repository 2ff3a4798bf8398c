"""转介：where to send this child, what the family can get, in what order (转介)."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from web.frame.frame import LiveVisit, page
from web.parts import fields, pieces, storage, understood
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say
from web.referral.answer import answer

KEY = "referral"
BEGIN = ("age", "sex", "hukou", "reporter", "lifeDanger", "injury", "crimeSuspected", "unattended")
"""Asked of everybody; whatever else is asked comes from the answer itself, what matters most first."""
NEXT = 6
"""As many further facts are asked at a time."""
LIMIT = 5
"""Places shown for a service."""


@dataclass
class Told:
    """What has been told on this page."""

    at: dict[str, str] = field(default_factory=dict)
    place: str = ""
    case: str = ""
    moment: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def variables(self) -> Row:
        """As the operation takes them; a case stands for itself, with what was told on top of it."""
        moment = f"{self.moment}:00+08:00" if self.moment else None
        return {
            "at": self.at or None,
            "case": self.case or None,
            "situation": self.facts or None,
            "atTime": moment,
        }

    def keep(self) -> None:
        """In the tab; the case is not kept."""
        storage.store(KEY, {"at": self.at, "place": self.place, "facts": self.facts})


@page("/referral", "referral")
async def referral(v: LiveVisit, _request: Request) -> None:
    """A child described, or a case opened; the plan follows."""
    pieces.heading(1, say("referral.title"))
    pieces.text("p", say("referral.lead"))

    async def begin() -> None:
        found = await storage.stored(KEY)
        told = Told(found.get("at", {}), found.get("place", ""), facts=found.get("facts", {}))
        forms = {f["fact"]: f for f in await v.asker.ask("Facts")}
        await _Page(v, told, forms).build()

    pieces.later(begin)


class _Page:
    """The form, what more it asks, and the answer."""

    def __init__(self, v: LiveVisit, told: Told, forms: dict[str, Row]) -> None:
        self.v, self.told, self.forms = v, told, forms
        self.heard: Row | None = None

    async def build(self) -> None:
        if self.v.may("READ_CASES"):
            fields.Finder(say("referral.case"), self._cases, self._opened, hint=say("referral.case_hint"))
        with pieces.tag("div", "form"):
            fields.areas(self.v.asker, say("referral.place"), self._placed, value=self.told.place)
            fields.line(
                say("referral.moment"), self._at_moment, kind="datetime-local", hint=say("referral.moment_hint")
            )
        fields.line(say("understood.says"), self._said, hint=say("understood.says_hint"))
        self.chips = pieces.tag("div", aria_live="polite")
        pieces.heading(2, say("referral.begin"))
        pieces.text("p", say("referral.begin_hint"))
        self.known = pieces.tag("div", "form")
        self._draw_known()
        fields.Finder(say("referral.more"), self._facts, self._add, hint=say("referral.more_hint"), adding=True)
        with pieces.tag("div", "roles"):
            pieces.button(say("referral.ask"), self.ask)
            pieces.button(say("referral.clear"), self._clear, kind="quiet")
        self.box = pieces.tag("div", aria_live="polite")

    def _draw_known(self) -> None:
        self.chips.clear()
        if self.heard is not None:
            with self.chips:
                understood.heard(self.heard, self.forms, self.told.facts, self._changed)
        self.known.clear()
        with self.known:
            for name in dict.fromkeys((*BEGIN, *self.told.facts)):
                fields.fact(self.forms[name], self._told, self.told.facts.get(name))

    async def _said(self, text: str) -> None:
        """What the words plainly tell is filled in, unless it was filled in before."""
        found = await self.v.asker.ask("Understand", text=text) if text.strip() else None
        self.heard = None if found is None or "code" in found else found
        if self.heard is not None:
            self.told.facts = understood.plain(self.heard, self.forms) | self.told.facts
            self.told.keep()
        self._draw_known()

    async def _changed(self, name: str, value: Any) -> None:
        self._told(name, value)
        self._draw_known()

    async def _cases(self, said: str) -> list[Choice]:
        rows = (await self.v.asker.ask("Cases", search=said))["nodes"]
        return [Choice(c["code"], c["code"], _case(c)) for c in rows]

    async def _opened(self, c: Choice | None) -> None:
        self.told.case = c.code if c else ""
        if c is not None:
            await self.ask()

    def _placed(self, c: Choice | None) -> None:
        self.told.at = {"code": c.code} if c else {}
        self.told.place = c.label if c else ""
        self.told.keep()

    def _at_moment(self, said: str) -> None:
        self.told.moment = said

    async def _facts(self, said: str) -> list[Choice]:
        return [Choice(n, f["label"]) for n, f in self.forms.items() if said in f["label"]][:12]

    def _add(self, c: Choice | None) -> None:
        if c is not None:
            with self.known:
                fields.fact(self.forms[c.code], self._told, self.told.facts.get(c.code))

    def _told(self, name: str, value: Any) -> None:
        self.told.facts.pop(name, None)
        if value is not None:
            self.told.facts[name] = value
        self.told.keep()

    async def _told_next(self, name: str, value: Any) -> None:
        self._told(name, value)
        self._draw_known()
        await self.ask()

    def _clear(self) -> None:
        self.told.facts.clear()
        self.told.case = ""
        self.told.keep()
        self._draw_known()
        self.box.clear()

    async def ask(self) -> None:
        """The answer to what has been told."""
        await pieces.shown(self.box, self._asked)

    async def _asked(self) -> None:
        if not self.told.at and not self.told.case:
            pieces.notice(say("referral.need_place"), "warn")
            return
        found = await self.v.asker.ask("Referral", **self.told.variables(), limit=LIMIT)
        if "code" in found:
            pieces.notice(found["message"], "bad")
            return
        answer(self.v, self.told.variables(), found, self._next)

    def _next(self, a: Row) -> None:
        """What to ask next: only what still changes something, safety before all."""
        asked = {*BEGIN, *self.told.facts}
        names = [f["fact"] for f in a["askFirst"] if f["fact"] in self.forms and f["fact"] not in asked]
        if not names:
            return
        pieces.heading(2, say("referral.next"))
        pieces.text("p", say("referral.next_hint"))
        with pieces.tag("div", "form"):
            for name in names[:NEXT]:
                fields.fact(self.forms[name], self._told_next)


def _case(c: Row) -> str:
    """What may be seen of a case before it is opened."""
    return " · ".join((c["pseudonym"], c["caseStatus"], *(d["name"] for d in c["difficulties"])))
