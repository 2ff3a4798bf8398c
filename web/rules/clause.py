"""A clause verbatim: its dates, sources, what it states and does not state, and the duties based on it (条文)."""

from datetime import date, timedelta
from functools import partial

from nicegui import ui

from web.frame.frame import LiveVisit
from web.parts import fields, pieces
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say
from web.rules.pieces import Given, address, clause_links, matter_links, paged, period, sure, today

SHOWN = 20


async def texts(v: LiveVisit, given: Given) -> None:
    """A search for clauses, and the chosen clause or the list of documents."""
    on = given.get("on", "")
    wanted = {"clause": given.get("clause", ""), "on": on}

    async def search(typed: str) -> list[Choice]:
        reply = await v.asker.ask("FindClauses", search=typed, on=wanted["on"] or None, first=8)
        return [Choice(c["code"], f"{c['document']} {c['heading']}", c["paragraphs"][0][:60]) for c in reply["nodes"]]

    def picked(c: Choice | None) -> None:
        if c is not None:
            ui.navigate.to(address(clause=c.code, on=wanted["on"]))

    def dated(value: str) -> None:
        wanted["on"] = value
        if wanted["clause"]:
            ui.navigate.to(address(clause=wanted["clause"], on=value))

    with pieces.tag("div", "form"):
        fields.Finder(say("rules.find"), search, picked, hint=say("rules.find_hint"))
        fields.line(say("rules.on"), dated, kind="date", value=on or today(), hint=say("rules.on_hint"))
    if wanted["clause"]:
        pieces.later(partial(_clause, v, wanted["clause"], on or None))
    elif given.get("document"):
        pieces.later(partial(_document, v, given["document"]))
    else:
        pieces.later(partial(_documents, v))


async def _clause(v: LiveVisit, code: str, on: str | None) -> None:
    c = await v.asker.ask("Clause", code=code, on=on)
    if "message" in c:
        pieces.notice(c["message"], "warn")
        pieces.text("p", say("rules.no_version"))
        return
    with pieces.card(tag="article"):
        pieces.heading(2, say("frame.title", title=c["document"], more=c["heading"]))
        pieces.caveats(c)
        with pieces.tag("blockquote", "whole"):
            for paragraph in c["paragraphs"]:
                pieces.text("p", paragraph)
        _version(c)
    if c["clauseKindLabel"]:
        _read_out(c)
    pieces.heading(2, say("rules.rests"))
    if c["matters"]:
        matter_links(c["matters"])
    else:
        pieces.empty(say("rules.rests_none"))
    _others(c)
    pieces.behind(v.asker)


def _version(c: Row) -> None:
    pieces.chip(c["forceLabel"])
    pieces.chip(c["version"])
    pieces.text("span", period(c))
    with pieces.tag("p"):
        pieces.text("span", say("rules.dates", source=c["dateSource"]))
        sure(c, "mark")
    pieces.text("small", say("rules.sha", sha=c["sha256"]), "sha")


def _read_out(c: Row) -> None:
    """What a clause of the plan states and what it does not state."""
    comma = say("frame.comma")
    stated = {
        "rules.kind": c["clauseKindLabel"],
        "rules.named": comma.join(c["named"]),
        "rules.implied": comma.join(k["name"] for k in c["implied"]),
        "rules.frequency": c["frequency"] or "",
        "rules.numbers": comma.join(c["numbers"]),
        "rules.items": comma.join(c["items"]),
    }
    with pieces.tag("div", "cards"):
        with pieces.card("good"):
            pieces.heading(2, say("rules.states"))
            with pieces.tag("dl"):
                for key, value in stated.items():
                    if value:
                        pieces.text("dt", say(key))
                        pieces.text("dd", value)
        with pieces.card("warn"):
            pieces.heading(2, say("rules.states_not"))
            pieces.listing(c["notStated"]) or pieces.text("p", say("rules.states_all"))
    if c["note"]:
        pieces.notice(c["note"])


def _others(c: Row) -> None:
    pieces.heading(2, say("rules.versions"))
    if not c["otherVersions"]:
        pieces.empty(say("rules.versions_none"))
    with pieces.tag("ul"):
        for o in c["otherVersions"]:
            with pieces.tag("li"):
                pieces.link(o["version"], address(clause=c["code"], on=_day_in(o)))
                pieces.text("span", f" {period(o)}")
                pieces.text("small", say("rules.dates", source=o["dateSource"]))


def _day_in(version: Row) -> str:
    """A day on which a version was in force."""
    if first := version["inForceFrom"] or version["knownFrom"]:
        return str(first)
    return (date.fromisoformat(version["inForceTo"]) - timedelta(days=1)).isoformat() if version["inForceTo"] else ""


async def _documents(v: LiveVisit) -> None:
    reply = await v.asker.ask("Documents")
    pieces.heading(2, say("rules.documents"))
    with pieces.tag("div", "cards"):
        for d in reply:
            with pieces.card("warn" if d["notice"] else "", "article"):
                with pieces.tag("h3"):
                    pieces.link(d["title"], address(document=d["code"]))
                pieces.chip(d["forceLabel"])
                pieces.text("span", say("rules.clauses", count=d["clauses"]))
                pieces.caveats(d)
                for version in d["versions"]:
                    pieces.text("p", f"{version['version']} · {period(version)}")
                    pieces.text("small", say("rules.dates", source=version["dateSource"]))
    pieces.behind(v.asker)


async def _document(v: LiveVisit, document: str) -> None:
    reply = await v.asker.ask("Documents")
    mine = next((d for d in reply if d["code"] == document), None)
    if mine is None:
        pieces.notice(say("rules.no_document"), "warn")
        clause_links([])
        return
    pieces.heading(2, mine["title"])
    pieces.caveats(mine)

    def draw(c: Row) -> None:
        with pieces.tag("div", "duty"):
            with pieces.tag("p"):
                pieces.link(c["heading"], address(clause=c["code"]))
            pieces.text("p", c["paragraphs"][0])

    async def ask(after: str | None) -> Row:
        reply: Row = await v.asker.ask("DocumentClauses", document=document, first=SHOWN, after=after)
        return reply

    await paged(ask, draw, say("rules.rests_none"))
    pieces.behind(v.asker)
