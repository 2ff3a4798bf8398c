"""The answer about responsibility: cards by role, missing facts, chain, citations (责任的答案)."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any

from web.frame.frame import LiveVisit
from web.parts import drawing, fields, pieces
from web.parts.asking import Row
from web.parts.calls import adult
from web.parts.words import say
from web.responsibility.questions import _may, _why_not

Again = Callable[[], Awaitable[None]]


async def answer(v: LiveVisit, variables: Row, a: Row, facts: dict[str, Any], again: Again) -> None:
    """Safety first, then missing facts, who is responsible, and the reasons."""
    _top(a)
    forms = await v.asker.ask("Facts")
    _missing(a, {f["fact"]: f for f in forms}, facts, again)
    _roles(a)
    _lines(say("responsibility.safeguards"), a["safeguards"])
    _sanctions(a)
    _refusals(a)
    _chain(a)
    _hotlines(a)
    with pieces.folded(say("responsibility.path")):
        drawing.layered(a["path"]["nodes"], a["path"]["edges"], say("responsibility.path"))
    _history(a)
    pieces.behind(v.asker)
    await _why_not(v, variables)
    await _may(v, variables)


def _top(a: Row) -> None:
    if a["danger"]:
        pieces.notice(say("responsibility.danger"), "bad")
    with pieces.card():
        pieces.heading(2, f"{a['matter']['name']} · {a['place']['name']} · {a['on']}")
        pieces.text("p", a["summary"], "summary")
        for text in (a["matter"]["note"], a["notice"]):
            if text:
                pieces.notice(text, "warn")
        if a["matter"]["encouraged"]:
            pieces.notice(say("responsibility.encouraged"))
    if a["notAMinor"]:
        adult(a["adult"])
        if not a["place"]["loaded"]:
            pieces.notice(say("responsibility.not_loaded"), "warn")
        _lines(say("responsibility.first"), a["firstSteps"], ordered=True)


def _conditional(line: Row) -> str:
    only = say("responsibility.only_if", condition=line["condition"]) if line["condition"] else ""
    return say("frame.with", words=line["text"], more=only) if only else str(line["text"])


def _lines(title: str, lines: list[Row], *, ordered: bool = False) -> None:
    if not lines:
        return
    pieces.heading(3, title)
    with pieces.tag("ol" if ordered else "ul"):
        for line in lines:
            with pieces.tag("li"):
                pieces.text("span", _conditional(line))
                pieces.quotes(line["citations"])


def _roles(a: Row) -> None:
    kinds_done: set[str] = set()
    for label, rows in groupby(a["responsible"], key=lambda r: r["roleLabel"]):
        pieces.heading(2, label)
        with pieces.tag("div", "cards"):
            for r in rows:
                kind = r["kind"]["code"]
                mine = [d for d in a["deadlines"] if d["who"]["code"] == kind and kind not in kinds_done]
                kinds_done.add(kind)
                _responsible(r, mine)
    rest = [d for d in a["deadlines"] if d["who"]["code"] not in kinds_done]
    if rest:
        pieces.heading(2, say("responsibility.deadlines"))
        _deadlines(rest)


def _responsible(r: Row, deadlines: list[Row]) -> None:
    with pieces.card("good" if r["verdict"] == "YES" else "warn", "article"):
        pieces.heading(3, r["kind"]["name"])
        if r["verdict"] != "YES":
            pieces.chip(r["verdictLabel"], r["verdict"])
        for b in r["bodies"]:
            contact = b["contact"] or say("pieces.no_contact")
            pieces.text("p", f"{b['name']} · {contact}", "office")
            if b["notice"]:
                pieces.text("small", b["notice"])
        if not r["bodies"]:
            pieces.text("p", r["whereLabel"], "office")
        for d in r["duties"]:
            _duty(d)
        if deadlines:
            pieces.text("strong", say("responsibility.deadlines"))
            _deadlines(deadlines)
        if r["kind"]["channel"]:
            receipt = r["kind"]["receipt"] or say("responsibility.nobody")
            pieces.text("small", say("responsibility.receipt", channel=r["kind"]["channel"], receipt=receipt))


def _duty(d: Row) -> None:
    with pieces.tag("div", "duty"):
        text = d["act"]
        if d["condition"] and d["verdict"] != "YES":
            text = say("frame.with", words=text, more=say("responsibility.only_if", condition=d["condition"]))
        pieces.text("p", text)
        named = say("responsibility.duty_named" if d["named"] else "responsibility.duty_implied")
        pieces.text("small", f"{named} · {say('responsibility.confidence', label=d['confidenceLabel'])}")
        if d["missingFacts"]:
            pieces.text("small", say("responsibility.depends", facts=fields.named(d["missingFacts"])))
        pieces.quotes(d["citations"])


def _missing(a: Row, forms: dict[str, Row], facts: dict[str, Any], again: Again) -> None:
    """Fields for missing facts with their outcomes; known facts stay and can be changed."""
    wanted = [(forms[m["fact"]["fact"]], m) for m in a["missingFacts"] if m["fact"]["fact"] in forms]
    if not wanted and not facts:
        return

    async def set_fact(name: str, value: Any) -> None:
        facts.pop(name, None)
        if value is not None:
            facts[name] = value
        await again()

    pieces.heading(2, say("responsibility.missing"))
    pieces.text("p", say("responsibility.missing_hint"))
    with pieces.tag("div", "form"):
        for name in list(facts):
            fields.fact(forms[name], set_fact, facts[name])
        for form, m in wanted:
            with pieces.tag("div"):
                fields.fact(form, set_fact)
                for o in m["outcomes"]:
                    _outcome(o)


def _outcome(o: Row) -> None:
    names = list(dict.fromkeys(say("frame.with", words=b["kind"]["name"], more=b["roleLabel"]) for b in o["bodies"]))
    bodies = say("frame.comma").join(names) or say("responsibility.nobody")
    pieces.text(
        "small",
        say(
            "responsibility.missing_leads",
            values=say("frame.comma").join(x["label"] for x in o["values"]),
            bodies=bodies,
        ),
    )


def _deadline(d: Row) -> str:
    sentence = say(
        "responsibility.deadline",
        who=d["who"]["name"],
        act=d["act"],
        value="" if d["value"] is None else d["value"],
        unit=d["unitLabel"],
        event=d["event"],
        kind=d["kindLabel"],
    )
    more = [say("responsibility.only_if", condition=d["condition"])] if d["condition"] else []
    more += [say("responsibility.due", at=d["dueAt"])] if d["dueAt"] else []
    more += [say("responsibility.configured", source=d["source"])] if d["source"] else []
    return say("frame.semicolon").join([sentence, *more]) if more else sentence


def _deadlines(rows: list[Row]) -> None:
    with pieces.tag("ul"):
        for d in rows:
            with pieces.tag("li"):
                pieces.text("span", _deadline(d))
                pieces.quotes(d["citations"])


def _sanctions(a: Row) -> None:
    if not a["sanctions"]:
        return
    pieces.heading(3, say("responsibility.sanctions"))
    with pieces.tag("ul"):
        for s in a["sanctions"]:
            with pieces.tag("li"):
                anyone = {"name": say("responsibility.anyone")}
                sentence = say(
                    "responsibility.sanction",
                    text=s["text"],
                    against=(s["against"] or anyone)["name"],
                    body=(s["body"] or anyone)["name"],
                )
                pieces.text("span", say("responsibility.none_set") if s["none"] else sentence)
                pieces.quotes(s["citations"])


def _refusals(a: Row) -> None:
    if not a["refusals"]:
        return
    pieces.heading(3, say("responsibility.refusals"))
    with pieces.tag("ul"):
        for r in a["refusals"]:
            with pieces.tag("li"):
                pieces.text("span", say("frame.colon", head=r["text"], rest=r["why"]))
                pieces.quotes(r["citations"])


def _chain(a: Row) -> None:
    pieces.heading(2, say("responsibility.chain"))
    with pieces.tag("div", "cards"):
        for link in a["chain"]:
            with pieces.card(tag="article"):
                pieces.heading(3, f"{link['area']['levelLabel']} {link['area']['name']}")
                items = [_post(p) for p in link["posts"]] + [p["name"] for p in link["points"]]
                pieces.listing(items) or pieces.empty(say("responsibility.chain_empty"))
    if a["disagreement"]:
        pieces.text("p", say("frame.colon", head=say("responsibility.disagree"), rest=a["disagreement"]))


def _post(p: Row) -> str:
    holder = say("responsibility.vacant") if p["vacant"] else p["holderName"] or say("responsibility.filled")
    return say("responsibility.post", kind=p["kindLabel"], holder=holder)


def _hotlines(a: Row) -> None:
    if a["hotlines"]:
        pieces.heading(3, say("responsibility.hotlines"))
        pieces.listing(say("frame.colon", head=f"{h['number']} {h['name']}", rest=h["use"]) for h in a["hotlines"])


def _history(a: Row) -> None:
    with pieces.folded(say("responsibility.changes")):
        for c in a["changes"]:
            added, removed = (_names(c[k]) for k in ("added", "removed"))
            pieces.text("p", say("responsibility.change", on=c["on"], added=added, removed=removed))
            pieces.quotes(c["because"])
        pieces.heading(3, say("responsibility.texts"))
        pieces.listing(
            say(
                "responsibility.text",
                document=t["document"],
                version=t["version"],
                from_=t["inForceFrom"] or say("responsibility.open_start"),
                force=t["forceLabel"],
            )
            for t in a["texts"]
        )
        pieces.listing(a["textsElsewhere"])
        if a["absentTexts"]:
            pieces.text("p", say("responsibility.absent", documents=say("frame.comma").join(a["absentTexts"])))


def _names(rows: list[Row]) -> str:
    return say("frame.comma").join(
        say("frame.with", words=r["kind"]["name"], more=r["roleLabel"]) for r in rows
    ) or say("responsibility.nobody")
