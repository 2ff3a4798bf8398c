"""选址：where to open the next points, with proof; a long search can be stopped (下一处设在哪里)."""

from collections.abc import Callable
from typing import Any

from web.parts import fields, pieces
from web.parts.asking import Asker, Row
from web.parts.fields import Choice
from web.parts.watching import watched
from web.parts.words import say
from web.planning import parts
from web.planning.parts import LIVE, PlanningState

OBJECTIVES = (
    ("MAX_COVER", "planning.max_cover"),
    ("COVER_ALL", "planning.cover_all"),
    ("MIN_DISTANCE", "planning.min_distance"),
)
UNITS = (("PAIR", "planning.unit_pair"), ("COMMUNITY", "planning.unit_community"), ("MINORS", "planning.unit_minors"))
NEW = "new@"
"""Prefix of the key of a candidate that is a new building."""
PROOFS = {
    "OPTIMAL": ("planning.proof_optimal", "good"),
    "CONDITIONAL": ("planning.proof_conditional", "warn"),
    "BOUNDED": ("planning.proof_bounded", "warn"),
    "INFEASIBLE": ("planning.proof_infeasible", "bad"),
    "CANCELLED": ("planning.proof_cancelled", "warn"),
}
NAMED = 12
"""The most points of an alternative solution that are named."""


class SitingForm:
    """The form of a siting question."""

    def __init__(self, plan: PlanningState, asker: Asker) -> None:
        self.plan, self.asker = plan, asker
        self.values: dict[str, Any] = {"objective": "MAX_COVER", "unit": "PAIR", "k": 3, "stopGain": 0.0}

    def put(self, name: str, value: Any) -> None:
        """Set one part; None for no value."""
        self.values[name] = value

    def question(self) -> Row:
        """The input of the operation."""
        question_input: Row = {
            **self.values,
            "codes": list(self.codes.chosen),
            "candidates": list(self.candidates.chosen),
        }
        question_input["area"] = self.plan.within
        if question_input["objective"] == "COVER_ALL":  # asks for the fewest points, without a number or steps
            question_input.update(k=None, budget=None, stopGain=None)
        return {name: value for name, value in question_input.items() if value is not None}

    def draw(self) -> None:
        """The fields: the main ones, and those with defaults collapsed."""
        with pieces.tag("div", "form"):
            self.codes = parts.Several(say("planning.codes"), parts.coded(self.plan), say("planning.code_hint"))
            self._choose("objective", say("planning.objective"), OBJECTIVES)
            self._number("k", say("planning.k"), parts.count, "3", say("planning.k_hint"))
        with pieces.folded(say("planning.further")), pieces.tag("div", "form"):
            self._choose("unit", say("planning.unit"), UNITS)
            self._number("budget", say("planning.budget"), parts.number, "", say("planning.budget_hint"))
            self._number("equity", say("planning.equity"), parts.number, "", say("planning.equity_hint"))
            self._number("stopGain", say("planning.stop_gain"), parts.number, "0", say("planning.stop_gain_hint"))
            self._number("seconds", say("planning.seconds"), parts.number, "", say("planning.seconds_hint"))
            with pieces.tag("div"):
                fields.ask_three(say("planning.capacitated"), lambda v: self.put("capacitated", v))
            with pieces.tag("div"):
                parts.standard(lambda s: self.put("standard", s))
            self.candidates = parts.Several(
                say("planning.candidates"), self._candidates, say("planning.candidates_hint")
            )

    def _choose(self, name: str, label: str, choices: tuple[tuple[str, str], ...]) -> None:
        first, *rest = [Choice(code, say(key)) for code, key in choices]
        fields.choose(label, rest, lambda v: self.put(name, v or first.code), unset=first.label)

    def _number(self, name: str, label: str, read: Callable[[str], Any], value: str, hint: str) -> None:
        fields.line(label, lambda v: self.put(name, read(v)), kind="number", value=value, hint=hint)

    async def _candidates(self, typed: str) -> list[Choice]:
        own = self.plan.network != LIVE
        reply = await self.asker.ask(
            "Points", search=typed, draft=self.plan.network or None, candidates=own, first=parts.FOUND
        )
        places = [parts.place(n) for n in reply["nodes"]]
        if own:
            return places
        areas = await self.asker.ask("Areas", search=typed, level="COMMUNITY", first=parts.FOUND)
        new = [Choice(NEW + a["code"], say("planning.new_at", area=a["name"]), a["fullName"]) for a in areas["nodes"]]
        return [*new[: parts.FOUND // 2], *places]


async def sites(plan: PlanningState, asker: Asker) -> None:
    """The form, and the answer with its progress."""
    pieces.text("p", say("planning.sites_lead"))
    form = SitingForm(plan, asker)
    form.draw()
    pieces.button(say("planning.sites_ask"), lambda: pieces.shown(box, lambda: _show_answer(form)))
    box = pieces.tag("div", aria_live="polite")


async def _show_answer(form: SitingForm) -> None:
    question = form.question()
    if not question["codes"]:
        pieces.notice(say("planning.need_codes"), "warn")
        return
    reply = await form.asker.ask("NextPoints", question=question, draft=form.plan.network or None)
    if "status" in reply:
        job = reply
        state = await watched(
            form.asker,
            job,
            lambda: form.asker.ask("Job", id=job["id"]),
            stop_label=say("planning.stop"),
            leaving=say("planning.leaving"),
        )
        reply = state and state["result"]
    if reply is not None:
        await form.plan.learn_names(form.asker)
        await _answer(form, reply)


async def _answer(form: SitingForm, a: Row) -> None:
    plan = form.plan
    words, tone = PROOFS[a["proof"]]
    pieces.heading(2, say("planning.sites_result"))
    pieces.notice(say(words, label=a["proofLabel"]), tone)
    for x in a["notHosted"]:
        pieces.notice(say("planning.not_hosted", text=x["text"]), "warn")
    _facts(a)
    if a["actions"]:
        pieces.heading(3, say("planning.actions"))
        with pieces.tag("ol", "changes"):
            for x in a["actions"]:
                with pieces.tag("li"):
                    pieces.chip(say("planning.premises" if x["premises"] else "planning.built"))
                    pieces.text("span", x["text"])
                    _offers(x["offers"])
    elif a["proof"] == "OPTIMAL":
        pieces.empty(say("planning.no_actions"))
    elif a["proof"] == "CONDITIONAL":
        pieces.notice(say("planning.no_actions_unsure"), "warn")
    if a["alternative"]:
        names = [await _named(form, key) for key in a["alternative"][:NAMED]]
        pieces.text("p", say("planning.alternative", names=say("frame.comma").join(names)))
    _gains(a)
    if a["doubtful"]:
        pieces.notice(say("planning.unsure_said", count=len(a["doubtful"])), "warn")
    for name, pairs in (
        (say("planning.newly"), a["newlyCovered"]),
        (say("planning.left"), a["uncovered"]),
        (say("planning.unreachable"), a["unreachable"]),
        (say("planning.unsure"), a["doubtful"]),
    ):
        if pairs:
            with pieces.folded(say("planning.caption", name=name, count=len(pairs))):
                parts.table(
                    name,
                    [say("planning.area"), say("planning.need")],
                    [[plan.named(p["areaCode"]), plan.named(p["code"])] for p in pairs],
                )
    pieces.behind(form.asker)


def _offers(offers: list[Row]) -> None:
    """What may be given at a site and by which clause, and what not."""
    with pieces.folded(say("planning.offers")), pieces.tag("ul"):
        for x in sorted(offers, key=lambda x: not x["offered"]):
            key = "planning.offered" if x["offered"] else "planning.not_offered"
            pieces.text("li", say(key, text=x["text"], how=x["howLabel"]))


def _facts(a: Row) -> None:
    """The value with its bound, whether the solution is unique, and what stays uncovered."""
    value, bound = f"{a['value']:,.6g}", f"{a['bound']:,.6g}"
    rows = [[say("planning.value"), say("planning.value_said", value=value, what=say(_VALUES[a["objective"]]))]]
    if a["proof"] != "INFEASIBLE":
        gap = say("planning.gap", value=f"{a['gap'] * 100:.1f}") if a["gap"] else say("planning.no_gap")
        rows.append([say("planning.bound"), say("planning.bound_said", bound=bound, gap=gap)])
    unique = {True: "planning.unique_yes", False: "planning.unique_no", None: "planning.unique_open"}[a["unique"]]
    rows += [
        [say("planning.unique"), say(unique)],
        [say("planning.covered"), say("planning.covered_said", covered=a["covered"], newly=len(a["newlyCovered"]))],
        [say("planning.left"), say("planning.left_said", left=len(a["uncovered"]), never=len(a["unreachable"]))],
    ]
    if a["unmet"]:
        rows.append([say("planning.unmet"), f"{a['unmet']:,}"])
    pieces.table([say("planning.measure_of"), say("planning.result")], rows, say("planning.proof"))


_VALUES = {
    "COVER_ALL": "planning.value_cover_all",
    "MAX_COVER": "planning.value_max_cover",
    "MIN_DISTANCE": "planning.value_min_distance",
}


def _gains(a: Row) -> None:
    if not a["gains"]:
        return
    pieces.heading(3, say("planning.gains"))
    if a["stopped"] is not None:
        pieces.text("p", say("planning.stopped", k=a["stopped"]))
    parts.table(
        say("planning.gains"),
        [say("planning.k"), say("planning.gain_value"), say("planning.gain")],
        [[str(g["k"]), f"{g['value']:,.6g}", f"{g['gain']:,.6g}"] for g in a["gains"]],
    )


async def _named(form: SitingForm, key: str) -> str:
    """The name of a chosen site."""
    if key.startswith(NEW):
        return say("planning.new_at", area=form.plan.named(key.removeprefix(NEW)))
    network = form.plan.network
    reply = await form.asker.ask("Points", search=key, draft=network or None, candidates=network != LIVE, first=1)
    return next((n["name"] for n in reply["nodes"]), key)
