"""推演：changes composed one by one, then the network before and after; nothing is written (变更推演)."""

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
    ("CLOSE", "planning.close"), ("OPEN", "planning.open"), ("RESIZE", "planning.resize"),
    ("REHOUR", "planning.rehour"), ("ADD_SERVICE", "planning.add_service"), ("MOVE_POST", "planning.move_post"),
)  # fmt: skip


@dataclass
class Making:
    """A change that is being filled in."""

    step: str = "CLOSE"
    said: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, words: str = "") -> None:
        """One part of it."""
        self.said[name], self.words[name] = value, words

    def change(self, n: int) -> Row | None:
        """As the operation takes it, with its words; None where something is missing."""
        made = _MADE[self.step](self, n)
        if made is None:
            return None
        step = next(say(key) for code, key in STEPS if code == self.step)
        services = self.said.get("services") or {}
        words = say("frame.comma").join(w for w in (*self.words.values(), *services.values()) if w)
        return {"input": {"step": self.step, **made}, "words": say("planning.change_words", step=step, what=words)}


def _of_place(m: Making, _n: int, *also: str) -> Row | None:
    found = {name: m.said.get(name) for name in ("code", *also)}
    return None if any(value in (None, "", []) for value in found.values()) else found


def _opened(m: Making, n: int) -> Row | None:
    if m.said.get("code"):
        return {"code": m.said["code"]}
    if not m.said.get("area") or not m.said.get("services"):
        return None
    tier = m.said.get("tier", LOWEST)
    name = m.said.get("name") or say("planning.new_place", n=n)
    key = f"new-{n}"
    new = {
        "code": key, "name": name, "area": m.said["area"], "serves": [m.said["area"]], "tier": tier.upper() or None,
        "services": list(m.said["services"]), "hours": m.said.get("hours") or [], "capacity": m.said.get("capacity"),
    }  # fmt: skip
    return {"code": key, "point": new}


def _post(m: Making, _n: int) -> Row | None:
    return {"code": m.said["code"], "holder": m.said.get("holder") or None} if m.said.get("code") else None


_MADE: dict[str, Callable[[Making, int], Row | None]] = {
    "CLOSE": _of_place, "OPEN": _opened, "MOVE_POST": _post,
    "RESIZE": lambda m, n: _of_place(m, n, "capacity"), "REHOUR": lambda m, n: _of_place(m, n, "hours"),
    "ADD_SERVICE": lambda m, n: _of_place(m, n, "service"),
}  # fmt: skip


async def board(plan: PlanningState, asker: Asker) -> None:
    """Compose, then compare."""
    pieces.text("p", say("planning.change_lead"))
    with pieces.card():
        pieces.heading(2, say("planning.change_add"))
        making = [Making()]
        told = pieces.tag("div", aria_live="polite")

        def chosen(step: str) -> None:
            making[0] = Making(step or "CLOSE")
            form.clear()
            with form:
                _form(plan, asker, making[0])

        def add() -> None:
            made = making[0].change(plan.next_number())
            told.clear()
            if made is None:
                with told:
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
        asked = ComparisonScope(plan)
    pieces.button(say("planning.change_ask"), lambda: pieces.shown(box, lambda: compared(plan, asker, asked)))
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


def _form(plan: PlanningState, asker: Asker, m: Making) -> None:
    """What the step needs, and nothing else."""

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
            say("planning.capacity"), lambda v: m.put("capacity", parts.count(v), say("planning.words_capacity", n=v)),
            kind="number",
        )  # fmt: skip
    if m.step == "REHOUR":
        _hours(m)
    if m.step == "ADD_SERVICE":
        fields.Finder(
            say("planning.service_add"), parts.coded(plan, "B"),
            lambda c: m.put("service", c.code if c else None, c.label if c else ""), hint=say("planning.code_hint"),
        )  # fmt: skip


def _hours(m: Making) -> None:
    def timed(rows: list[str]) -> None:
        known = {value: say(key) for key, value in parts.HOURS}
        m.put("hours", rows, say("frame.comma").join(known.get(r, r) for r in rows))

    parts.hours(say("planning.hours"), timed, unset=say("planning.hours_unknown"))


def _area(plan: PlanningState, m: Making, label: str) -> None:
    """An area of the network that is changed."""

    def placed(c: Choice | None) -> None:
        m.put("area", c.code if c else None, c.label if c else "")

    if plan.network == LIVE:
        fields.areas(plan.v.asker, label, placed)
    else:
        fields.line(label, lambda v: m.put("area", v.strip(), v), hint=say("planning.draft_area_hint"))


def _opening(plan: PlanningState, asker: Asker, m: Making) -> None:
    async def candidates(said: str) -> list[Choice]:
        found = await asker.ask("Points", search=said, draft=plan.network or None, candidates=True, first=parts.FOUND)
        return [parts.place(n) for n in found["nodes"]]

    if plan.network != LIVE:
        fields.Finder(
            say("planning.candidate"), candidates, lambda c: m.put("code", c.code if c else None, c.label if c else ""),
            hint=say("planning.candidate_hint"),
        )  # fmt: skip
    fields.line(say("planning.name"), lambda v: m.put("name", v.strip(), v), hint=say("planning.name_hint"))
    _area(plan, m, say("planning.new_area"))
    tiers = [Choice(code, say(f"planning.tier_{code}")) for code in (*reversed(TIERS[:-1]), "none")]
    fields.choose(
        say("planning.tier"), tiers, lambda v: m.put("tier", {"": LOWEST, "none": ""}.get(v, v)),
        unset=say(f"planning.tier_{LOWEST}"),
    )  # fmt: skip
    services = parts.Several(say("planning.services"), parts.coded(plan, "B"), say("planning.code_hint"))
    m.put("services", services.chosen)
    _hours(m)
    fields.line(say("planning.capacity"), lambda v: m.put("capacity", parts.count(v)), kind="number")


def _posting(plan: PlanningState, asker: Asker, m: Making) -> None:
    async def posts(said: str) -> list[Choice]:
        rows = await asker.ask("Posts", area=plan.within, draft=plan.network or None)
        every = [(r["area"]["name"], p) for r in rows for p in r["posts"]]
        hits = [(area, p) for area, p in every if all(w in f"{area}{p['kindLabel']}" for w in said.split())]
        return [_post_choice(area, p) for area, p in hits[: parts.FOUND]]

    fields.Finder(
        say("planning.post"), posts, lambda c: m.put("code", c.code if c else None, c.label if c else ""),
        hint=say("planning.post_hint"),
    )  # fmt: skip
    m.put("code", None)  # what is changed is told before how
    m.put("holder", None, say("planning.vacant"))
    fields.line(
        say("planning.holder"), lambda v: m.put("holder", v.strip(), v.strip() or say("planning.vacant")),
        hint=say("planning.holder_hint"),
    )  # fmt: skip


def _post_choice(area: str, p: Row) -> Choice:
    words = say("planning.post_of", area=area, kind=p["kindLabel"])
    return Choice(p["code"], words, say("planning.vacant" if p["vacant"] else "planning.filled"))
