"""Further questions about an answer: why a body is not responsible, and whether it may do an act (追问)."""

from collections.abc import Awaitable

from web.frame.frame import LiveVisit
from web.parts import fields, pieces
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say

WAYS = {"MAY_NOT": "responsibility.asked_may_not", "MUST": "responsibility.asked_must"}
"""The other ways to put the question."""


async def _why_not(v: LiveVisit, variables: Row) -> None:
    pieces.heading(2, say("responsibility.why_not"))
    kinds = await v.asker.ask("Kinds")
    box: list[pieces.Element] = []

    async def picked(c: Choice | None) -> None:
        if c is not None:
            await pieces.shown(box[0], lambda: explained(c.code))

    async def explained(body: str) -> None:
        reply = await v.asker.ask("WhyNot", **variables, bodyKind=body)
        if "code" in reply:
            pieces.notice(reply["message"], "warn")
            return
        why = reply["whyNot"]
        with pieces.card():
            pieces.chip(why["verdictLabel"], why["verdict"])
            pieces.text("span", why["sentence"])
            if why["searched"]:
                pieces.text("small", say("responsibility.searched", documents=say("frame.comma").join(why["searched"])))
            for d in why["duties"]:
                pieces.text("p", d["act"])
                pieces.quotes(d["citations"])
            pieces.behind(v.asker)

    fields.Finder(say("responsibility.why_kind"), fields.within(kinds), picked)
    box.append(pieces.tag("div", aria_live="polite"))


async def _may(v: LiveVisit, variables: Row) -> None:
    pieces.heading(2, say("responsibility.may"))
    acts, kinds = (await v.asker.ask("Acts"))["nodes"], await v.asker.ask("Kinds")
    chosen: dict[str, str] = {}
    box: list[pieces.Element] = []

    async def ask() -> None:
        reply = await v.asker.ask(
            "May",
            act={"code": chosen["act"]},
            bodyKind=chosen["by"],
            situation=variables["situation"],
            on=variables["on"],
            asked=chosen.get("asked") or None,
        )
        _permission(v, reply)

    async def picked(what: str, c: Choice | None) -> None:
        if c is not None:
            chosen[what] = c.code
        if {"act", "by"} <= chosen.keys():
            await pieces.shown(box[0], ask)

    def put(code: str) -> Awaitable[None]:
        return picked("asked", Choice(code, ""))

    with pieces.tag("div", "form"):
        fields.Finder(say("responsibility.may_act"), fields.within(acts), lambda c: picked("act", c))
        fields.Finder(say("responsibility.may_by"), fields.within(kinds), lambda c: picked("by", c))
        ways = [Choice(code, say(words)) for code, words in WAYS.items()]
        fields.choose(say("responsibility.asked"), ways, put, unset=say("responsibility.asked_may"))
    box.append(pieces.tag("div", aria_live="polite"))


def _permission(v: LiveVisit, a: Row) -> None:
    if "code" in a:
        pieces.notice(a["message"], "warn")
        return
    with pieces.card():
        pieces.heading(3, f"{a['bodyKind']['name']} · {a['act']['name']} · {a['askedLabel']}")
        pieces.chip(a["sentence"], {"YES": "yes", "NO": "no"}.get(a["answer"], "unknown"))
        if a["missingFacts"]:
            pieces.text("p", say("responsibility.may_missing", facts=fields.named(a["missingFacts"])))
        for n in a["norms"]:
            _norm(n, n["modalityLabel"])
            for e in n["exceptions"]:
                pieces.text("small", say("responsibility.exceptions", text=e["text"]))
            pieces.quotes(n["citations"])
        for n in a["others"]:
            who = say("frame.comma").join(k["name"] for k in n["bodyKinds"])
            _norm(
                n, say("responsibility.only" if n["only"] else "responsibility.other", who=who, what=n["modalityLabel"])
            )
            pieces.quotes(n["citations"])
        pieces.behind(v.asker)


def _norm(n: Row, who: str) -> None:
    pieces.text("p", say("frame.colon", head=who, rest=n["text"]))
    if n["instead"]:
        pieces.text("p", say("responsibility.instead", text=n["instead"]))
