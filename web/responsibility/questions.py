"""Why not, and may they: what may be asked of an answer (追问)."""

from web.frame.frame import Visit
from web.parts import fields, pieces
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say


async def _why_not(v: Visit, variables: Row) -> None:
    pieces.heading(2, say("responsibility.why_not"))
    kinds = await v.asker.ask("Kinds")
    box: list[pieces.Element] = []

    async def picked(c: Choice | None) -> None:
        if c is not None:
            await pieces.shown(box[0], lambda: explained(c.code))

    async def explained(body: str) -> None:
        found = await v.asker.ask("WhyNot", **variables, bodyKind=body)
        if "code" in found:
            pieces.told(found["message"], "warn")
            return
        why = found["whyNot"]
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


async def _may(v: Visit, variables: Row) -> None:
    pieces.heading(2, say("responsibility.may"))
    acts, kinds = (await v.asker.ask("Acts"))["nodes"], await v.asker.ask("Kinds")
    chosen: dict[str, str] = {}
    box: list[pieces.Element] = []

    async def ask() -> None:
        found = await v.asker.ask(
            "May",
            act={"code": chosen["act"]},
            bodyKind=chosen["by"],
            situation=variables["situation"],
            on=variables["on"],
        )
        _permission(v, found)

    async def picked(what: str, c: Choice | None) -> None:
        if c is not None:
            chosen[what] = c.code
        if len(chosen) == len(("act", "by")):
            await pieces.shown(box[0], ask)

    with pieces.tag("div", "form"):
        fields.Finder(say("responsibility.may_act"), fields.within(acts), lambda c: picked("act", c))
        fields.Finder(say("responsibility.may_by"), fields.within(kinds), lambda c: picked("by", c))
    box.append(pieces.tag("div", aria_live="polite"))


def _permission(v: Visit, a: Row) -> None:
    if "code" in a:
        pieces.told(a["message"], "warn")
        return
    with pieces.card():
        pieces.heading(3, f"{a['bodyKind']['name']} · {a['act']['name']}")
        pieces.chip(a["answerLabel"], {"YES": "yes", "NO": "no"}.get(a["answer"], "unknown"))
        if a["missingFacts"]:
            pieces.text("p", say("responsibility.may_missing", facts=fields.named(a["missingFacts"])))
        for n in a["norms"]:
            pieces.text("p", f"{n['modalityLabel']}：{n['text']}")
            if n["instead"]:
                pieces.text("p", say("responsibility.instead", text=n["instead"]))
            for e in n["exceptions"]:
                pieces.text("small", say("responsibility.exceptions", text=e["text"]))
            pieces.quotes(n["citations"])
        pieces.behind(v.asker)
