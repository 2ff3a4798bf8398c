"""One service by its rules: requirements, where to apply, what to bring, confidence (一项服务)."""

from web.frame.frame import LiveVisit
from web.parts import pieces
from web.parts.asking import Row
from web.parts.words import say
from web.rules.pieces import clause_links, sure, tone


async def service(v: LiveVisit, code: str) -> None:
    """The question has no facts, so that requirements are listed and not judged."""
    reply = await v.asker.ask("ServiceRules", service=code)
    if "message" in reply:
        pieces.notice(reply["message"], "warn")
        return
    e = reply["results"][0]
    s = e["service"]
    with pieces.card():
        pieces.heading(2, f"{s['code']} {s['name']}")
        sure(s, "confidence")
        sure(s, "mark")
        pieces.text("p", say("rules.from", source=s["source"]))
        if s["note"]:
            pieces.notice(s["note"])
        if s["plan"]:
            clause_links(s["plan"])
        for matter in s["matters"]:
            with pieces.tag("p"):
                text = f"{matter['code']} {matter['name']}"
                pieces.link(say("rules.who_for", matter=text), f"/who?matter={matter['code']}")
    pieces.heading(3, say("rules.who_may"))
    with pieces.tag("ul"):
        for r in e["requirements"]:
            with pieces.tag("li"):
                pieces.text("span", r["text"])
                for mark, label in zip(r["marks"], r["markLabels"], strict=True):
                    tone(mark, label)
                pieces.listing(r["ways"])
                for text in r["verify"]:
                    pieces.notice(say("rules.verify", what=text), "warn")
                pieces.quotes(r["citations"])
    _where(e)
    _bring(e)
    _links(e)
    _deadlines(e)
    pieces.heading(3, say("responsibility.texts"))
    pieces.listing(
        say(
            "responsibility.text",
            document=t["document"],
            version=t["version"],
            from_=t["inForceFrom"] or say("responsibility.open_start"),
            force=t["forceLabel"],
        )
        for t in e["texts"]
    ) or pieces.empty(say("rules.no_texts"))
    pieces.behind(v.asker)


def _only(row: Row) -> str:
    """A text with its condition."""
    condition_ = say("responsibility.only_if", condition=row["condition"]) if row["condition"] else ""
    return say("frame.with", words=row["text"], more=condition_) if condition_ else str(row["text"])


def _where(e: Row) -> None:
    pieces.heading(3, say("rules.where"))
    with pieces.tag("ul"):
        for a in e["routes"]:
            with pieces.tag("li"):
                confirm = say("rules.confirm", body=a["confirm"]["name"]) if a["confirm"] else ""
                pieces.text("span", say("frame.colon", head=a["whereLabel"], rest=a["accept"]["name"] + confirm))
                sure(a, "mark")
                pieces.text("p", _only(a))
                pieces.quotes(a["citations"])
        for a in e["applicants"]:
            with pieces.tag("li"):
                pieces.text("span", say("rules.applicant", text=_only(a)))
                pieces.quotes(a["citations"])
    if not e["routes"] and not e["applicants"]:
        pieces.empty(say("rules.where_none"))


def _bring(e: Row) -> None:
    pieces.heading(3, say("rules.bring"))
    if not e["materials"]:
        pieces.empty(say("rules.bring_none"))
    with pieces.tag("ul"):
        for m in e["materials"]:
            with pieces.tag("li"):
                pieces.text("span", _only(m))
                if m["shared"]:
                    pieces.chip(say("rules.shared"))
                sure(m, "mark")


def _links(e: Row) -> None:
    if not e["relations"]:
        return
    pieces.heading(3, say("rules.beside"))
    with pieces.tag("ul"):
        for x in e["relations"]:
            with pieces.tag("li"):
                pieces.text("span", say("frame.colon", head=f"{x['kindLabel']} {x['other']['name']}", rest=x["text"]))
                sure(x, "mark")
                pieces.quotes(x["citations"])


def _deadlines(e: Row) -> None:
    if not e["deadlines"]:
        return
    pieces.heading(3, say("responsibility.deadlines"))
    with pieces.tag("ul"):
        for d in e["deadlines"]:
            with pieces.tag("li"):
                sentence = say(
                    "responsibility.deadline",
                    who=d["who"]["name"],
                    act=d["act"],
                    value="" if d["value"] is None else d["value"],
                    unit=d["unitLabel"],
                    event=d["event"],
                    kind=d["kindLabel"],
                )
                pieces.text("span", sentence)
                if d["source"]:
                    pieces.text("small", say("responsibility.configured", source=d["source"]))
                pieces.quotes(d["citations"])
