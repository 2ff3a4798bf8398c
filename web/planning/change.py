"""推演：compose changes one by one, then compare the network before and after; nothing is written (变更推演)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from web.parts import fields, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.tiers import LOWEST, TIERS
from web.parts.words import say
from web.planning import parts
from web.planning.change_answer import ComparisonScope, compared
from web.planning.parts import LIVE, PlanningState

STEPS = (
    ("CLOSE", "planning.close"),
    ("OPEN", "planning.open"),
    ("RESIZE", "planning.resize"),
    ("REHOUR", "planning.rehour"),
    ("ADD_SERVICE", "planning.add_service"),
    ("MOVE_POST", "planning.move_post"),
)


@dataclass
class ChangeForm:
    """The form of one change."""

    step: str = "CLOSE"
    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, words: str = "") -> None:
        """Set one part of the change."""
        self.values[name], self.words[name] = value, words

    def change(self, n: int) -> Row | None:
        """The input of the operation with a description of the change, or None if a part is missing."""
        made = _MADE[self.step](self, n)
        if made is None:
            return None
        step = next(say(key) for code, key in STEPS if code == self.step)
        services = self.values.get("services") or {}
        words = say("frame.comma").join(w for w in (*self.words.values(), *services.values()) if w)
        return {"input": {"step": self.step, **made}, "words": say("planning.change_words", step=step, what=words)}


def _of_place(m: ChangeForm, _n: int, *also: str) -> Row | None:
    values = {name: m.values.get(name) for name in ("code", *also)}
    return None if any(value in (None, "", []) for value in values.values()) else values


def _opened(m: ChangeForm, n: int) -> Row | None:
    if m.values.get("code"):
        return {"code": m.values["code"]}
    if not m.values.get("area") or not m.values.get("services"):
        return None
    tier = m.values.get("tier", LOWEST)
    name = m.values.get("name") or say("planning.new_place", n=n)
    key = f"new-{n}"
    new = {
        "code": key,
        "name": name,
        "area": m.values["area"],
        "serves": [m.values["area"]],
        "tier": tier.upper() or None,
        "services": list(m.values["services"]),
        "hours": m.values.get("hours") or [],
        "capacity": m.values.get("capacity"),
    }
    return {"code": key, "point": new}


def _post(m: ChangeForm, _n: int) -> Row | None:
    return {"code": m.values["code"], "holder": m.values.get("holder") or None} if m.values.get("code") else None


_MADE: dict[str, Callable[[ChangeForm, int], Row | None]] = {
    "CLOSE": _of_place,
    "OPEN": _opened,
    "MOVE_POST": _post,
    "RESIZE": lambda m, n: _of_place(m, n, "capacity"),
    "REHOUR": lambda m, n: _of_place(m, n, "hours"),
    "ADD_SERVICE": lambda m, n: _of_place(m, n, "service"),
}


async def board(plan: PlanningState, asker: Asker) -> None:
    """A form for changes, their list, and a button to compare."""
    pieces.text("p", say("planning.change_lead"))
    with pieces.card():
        pieces.heading(2, say("planning.change_add"))
        making = [ChangeForm()]
        status = pieces.tag("div", aria_live="polite")

        def chosen(step: str) -> None:
            making[0] = ChangeForm(step or "CLOSE")
            form.clear()
            with form:
                _form(plan, asker, making[0])

        def add() -> None:
            made = making[0].change(plan.next_number())
            status.clear()
            if made is None:
                with status:
                    pieces.notice(say("planning.change_lacks"), "warn")
                return
            plan.changes.append(made)
            chosen(making[0].step)
            listed()

        with pieces.tag("div", "form"):
            rest = [Choice(code, say(key)) for code, key in STEPS[1:]]
            fields.choose(say("planning.step"), rest, chosen, unset=say(STEPS[0][1]))
        form = pieces.tag("div", "form")
        chosen(STEPS[0][0])
        pieces.button(say("planning.change_put"), add, kind="quiet")
    pieces.heading(2, say("planning.change_list"))
    composed = pieces.tag("div", aria_live="polite")

    def listed() -> None:
        composed.clear()
        with composed:
            _listed(plan, listed)

    listed()
    with pieces.folded(say("planning.further")), pieces.tag("div", "form"):
        scope = ComparisonScope(plan)
    pieces.button(say("planning.change_ask"), lambda: pieces.shown(box, lambda: compared(plan, asker, scope)))
    box = pieces.tag("div", aria_live="polite")


def _listed(plan: PlanningState, again: Callable[[], None]) -> None:
    def drop(n: int) -> None:
        del plan.changes[n]
        again()

    if not plan.changes:
        pieces.empty(say("planning.change_none"))
        return
    with pieces.tag("ol", "changes"):
        for n, c in enumerate(plan.changes):
            with pieces.tag("li"):
                pieces.text("span", c["words"])
                b = pieces.button(say("planning.take_away"), partial(drop, n), kind="quiet")
                pieces.set_to(b, aria_label=say("planning.remove", name=c["words"]))


def _form(plan: PlanningState, asker: Asker, m: ChangeForm) -> None:
    """The fields that a kind of change needs."""

    def placed(c: Choice | None) -> None:
        m.put("code", c.code if c else None, c.label if c else "")

    if m.step == "OPEN":
        _opening(plan, asker, m)
        return
    if m.step == "MOVE_POST":
        _posting(plan, asker, m)
        return
    parts.point(plan, asker, say("planning.point"), placed)
    if m.step == "RESIZE":
        fields.line(
            say("planning.capacity"),
            lambda v: m.put("capacity", parts.count(v), say("planning.words_capacity", n=v)),
            kind="number",
        )
    if m.step == "REHOUR":
        _hours(m)
    if m.step == "ADD_SERVICE":
        fields.Finder(
            say("planning.service_add"),
            parts.coded(plan, "B"),
            lambda c: m.put("service", c.code if c else None, c.label if c else ""),
            hint=say("planning.code_hint"),
        )


def _hours(m: ChangeForm) -> None:
    def timed(rows: list[str]) -> None:
        known = {value: say(key) for key, value in parts.HOURS}
        m.put("hours", rows, say("frame.comma").join(known.get(r, r) for r in rows))

    parts.hours(say("planning.hours"), timed, unset=say("planning.hours_unknown"))


def _area(plan: PlanningState, m: ChangeForm, label: str) -> None:
    """A field for an area of the changed network."""

    def placed(c: Choice | None) -> None:
        m.put("area", c.code if c else None, c.label if c else "")

    if plan.network == LIVE:
        fields.areas(plan.v.asker, label, placed)
    else:
        fields.line(label, lambda v: m.put("area", v.strip(), v), hint=say("planning.draft_area_hint"))


def _opening(plan: PlanningState, asker: Asker, m: ChangeForm) -> None:
    async def candidates(typed: str) -> list[Choice]:
        reply = await asker.ask("Points", search=typed, draft=plan.network or None, candidates=True, first=parts.FOUND)
        return [parts.place(n) for n in reply["nodes"]]

    if plan.network != LIVE:
        fields.Finder(
            say("planning.candidate"),
            candidates,
            lambda c: m.put("code", c.code if c else None, c.label if c else ""),
            hint=say("planning.candidate_hint"),
        )
    fields.line(say("planning.name"), lambda v: m.put("name", v.strip(), v), hint=say("planning.name_hint"))
    _area(plan, m, say("planning.new_area"))
    tiers = [Choice(code, say(f"planning.tier_{code}")) for code in (*reversed(TIERS[:-1]), "none")]
    fields.choose(
        say("planning.tier"),
        tiers,
        lambda v: m.put("tier", {"": LOWEST, "none": ""}.get(v, v)),
        unset=say(f"planning.tier_{LOWEST}"),
    )
    services = parts.Several(say("planning.services"), parts.coded(plan, "B"), say("planning.code_hint"))
    m.put("services", services.chosen)
    _hours(m)
    fields.line(say("planning.capacity"), lambda v: m.put("capacity", parts.count(v)), kind="number")


def _posting(plan: PlanningState, asker: Asker, m: ChangeForm) -> None:
    async def posts(typed: str) -> list[Choice]:
        rows = await asker.ask("Posts", area=plan.within, draft=plan.network or None)
        every = [(r["area"]["name"], p) for r in rows for p in r["posts"]]
        hits = [(area, p) for area, p in every if all(w in f"{area}{p['kindLabel']}" for w in typed.split())]
        return [_post_choice(area, p) for area, p in hits[: parts.FOUND]]

    fields.Finder(
        say("planning.post"),
        posts,
        lambda c: m.put("code", c.code if c else None, c.label if c else ""),
        hint=say("planning.post_hint"),
    )
    m.put("code", None)  # the description names the post before the holder
    m.put("holder", None, say("planning.vacant"))
    fields.line(
        say("planning.holder"),
        lambda v: m.put("holder", v.strip(), v.strip() or say("planning.vacant")),
        hint=say("planning.holder_hint"),
    )


def _post_choice(area: str, p: Row) -> Choice:
    words = say("planning.post_of", area=area, kind=p["kindLabel"])
    return Choice(p["code"], words, say("planning.vacant" if p["vacant"] else "planning.filled"))
