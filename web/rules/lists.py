"""The rules by kind of body, matter and service, and changes of the law (目录)."""

from datetime import date, timedelta
from functools import partial
from itertools import groupby

from nicegui import ui

from web.frame.frame import LiveVisit
from web.parts import fields, pieces
from web.parts.asking import Row
from web.parts.fields import Choice
from web.parts.words import say
from web.rules.pieces import Given, address, clause_links, paged, sure, today
from web.rules.service import service

SHOWN = 20
YEAR = 365
PROTECTIONS = (
    ("MECHANISM", "rules.mechanism"),
    ("FAMILY", "rules.family"),
    ("SCHOOL", "rules.school"),
    ("SOCIETY", "rules.society"),
    ("NETWORK", "rules.net"),
    ("GOVERNMENT", "rules.government"),
    ("JUSTICE", "rules.justice"),
    ("PLATFORM", "rules.platform"),
)


async def bodies(v: LiveVisit, given: Given) -> None:
    """All duties of a kind of body on a day, and its offices."""
    body, on = given.get("body", ""), given.get("on", "")
    box = pieces.tag("div", "form")

    async def kinds() -> None:
        reply = await v.asker.ask("Kinds")

        def picked(c: Choice | None) -> None:
            if c is not None:
                ui.navigate.to(address(body=c.code, on=on))

        with box:
            fields.Finder(say("rules.body"), fields.within(reply), picked, hint=say("rules.body_hint"))
            fields.line(say("rules.on"), partial(_dated, body), kind="date", value=on or today())
        chosen = next((k for k in reply if k["code"] == body), None)
        if chosen is not None:
            await _body(v, chosen, on or None)
        elif body:
            pieces.notice(say("rules.no_body"), "warn")
        else:
            _kinds(reply)

    pieces.later(kinds)


def _dated(body: str, on: str) -> None:
    if body:
        ui.navigate.to(address(body=body, on=on))


def _kinds(kinds: list[Row]) -> None:
    for level, rows in groupby(kinds, key=lambda k: k["bodyLevelLabel"]):
        pieces.heading(2, level)
        with pieces.tag("ul", "columns"):
            for k in rows:
                with pieces.tag("li"):
                    pieces.link(k["name"], address(body=k["code"]))


async def _body(v: LiveVisit, kind: Row, on: str | None) -> None:
    pieces.heading(2, say("frame.with", words=kind["name"], more=kind["bodyLevelLabel"]))
    if kind["aliases"]:
        pieces.text("p", say("rules.aliases", names=say("frame.comma").join(kind["aliases"])))
    pieces.heading(3, say("rules.duties"))

    async def ask(after: str | None) -> Row:
        reply: Row = await v.asker.ask("DutiesOf", bodyKind=kind["code"], on=on, first=SHOWN, after=after)
        return reply

    await paged(ask, _duty, say("rules.duties_none"))
    pieces.behind(v.asker)
    pieces.heading(3, say("rules.offices"))
    reply = await v.asker.ask("Offices", bodyKind=kind["code"], first=SHOWN)
    if not reply["nodes"]:
        pieces.empty(say("rules.offices_none"))
    rows = [(b["name"], b["contact"] or say("pieces.no_contact"), b["source"], _made_how(b)) for b in reply["nodes"]]
    headings = [say(k) for k in ("rules.name", "rules.contact", "rules.source", "rules.provenance")]
    if rows:
        pieces.table(headings, rows, say("rules.count", shown=len(rows), total=reply["totalCount"]))


def _made_how(b: Row) -> str:
    return str(b["notice"] or b["provenanceLabel"])


def _duty(row: Row) -> None:
    d = row["duty"]
    with pieces.card(tag="article"):
        with pieces.tag("h4"):
            pieces.link(f"{row['matter']['code']} {row['matter']['name']}", _responsible(row["matter"]["code"]))
        pieces.chip(row["roleLabel"])
        sure(d, "confidence")
        sure(d, "mark")
        pieces.text("p", d["act"])
        if d["condition"]:
            pieces.text("p", say("responsibility.only_if", condition=d["condition"]))
        pieces.text("small", say("responsibility.duty_named" if d["named"] else "responsibility.duty_implied"))
        if d["note"]:
            pieces.text("small", d["note"])
        pieces.quotes(d["citations"])


def _responsible(matter: str) -> str:
    return f"/who?matter={matter}"


async def matters(v: LiveVisit, given: Given) -> None:
    """Matters by protection or by search."""
    wanted = {"protection": given.get("protection", ""), "search": ""}
    box: list[pieces.Element] = []

    async def ask(after: str | None) -> Row:
        arguments = {k: x or None for k, x in wanted.items()}
        reply: Row = await v.asker.ask("RuleMatters", **arguments, first=SHOWN, after=after)
        return reply

    async def drawn() -> None:
        await paged(ask, _matter, say("fields.nothing"))
        pieces.behind(v.asker)

    async def changed(what: str, value: str) -> None:
        wanted[what] = value.strip()
        await pieces.shown(box[0], drawn)

    with pieces.tag("div", "form"):
        choices = [Choice(code, say(key)) for code, key in PROTECTIONS]
        chosen = wanted["protection"] if wanted["protection"] in dict(PROTECTIONS) else ""
        wanted["protection"] = chosen
        fields.choose(
            say("rules.protection"), choices, partial(changed, "protection"), value=chosen, unset=say("rules.every")
        )
        typed = fields.line(say("rules.words"), partial(changed, "search"), kind="search", hint=say("rules.words_hint"))
        typed.on(
            "input",
            lambda e: changed("search", str(e.args)),
            js_handler=fields.VALUE,
            throttle=0.3,
            leading_events=False,
        )
    box.append(pieces.later(drawn))


def _matter(m: Row) -> None:
    with pieces.card("bad" if m["danger"] else "", "article"):
        with pieces.tag("h3"):
            pieces.link(f"{m['code']} {m['name']}", _responsible(m["code"]))
        pieces.chip(m["protectionLabel"])
        sure(m, "confidence")
        if m["danger"]:
            pieces.text("p", say("responsibility.danger"))
        if m["encouraged"]:
            pieces.text("p", say("responsibility.encouraged"))
        if m["note"]:
            pieces.text("small", m["note"])
        with pieces.folded(say("rules.matter_more")):
            pieces.text("p", say("rules.aliases", names=say("frame.comma").join(m["aliases"])))
            clause_links(m["plan"])


async def services(v: LiveVisit, given: Given) -> None:
    """All services, or one with its requirements, routes and materials."""
    wanted = given.get("service", "")

    async def every() -> None:
        reply = await v.asker.ask("Services")

        def picked(c: Choice | None) -> None:
            if c is not None:
                ui.navigate.to(address(service=c.code))

        rows = [{**s, "aliases": [s["code"]]} for s in reply]
        fields.Finder(say("rules.service"), fields.within(rows), picked, hint=say("rules.service_hint"))
        if wanted:
            await service(v, wanted)
            return
        with pieces.tag("ul", "plain"):
            for s in reply:
                with pieces.tag("li"):
                    pieces.link(f"{s['code']} {s['name']}", address(service=s["code"]))
                    sure(s, "confidence")
                    sure(s, "mark")
                    pieces.text("small", say("rules.from", source=s["source"]))
        pieces.behind(v.asker)

    pieces.later(every)


async def changes(v: LiveVisit, given: Given) -> None:
    """Changes of the law between two days: bodies added and removed, with the citations."""
    year_ago = (date.fromisoformat(today()) - timedelta(days=YEAR)).isoformat()
    wanted = {"from": given.get("from", year_ago), "to": given.get("to", today())}

    async def drawn() -> None:
        reply = await v.asker.ask("Changes", **wanted)
        if not reply:
            pieces.empty(say("rules.changes_none"))
        for on, rows in groupby(reply, key=lambda c: c["on"]):
            pieces.heading(2, on)
            for c in rows:
                _change(c)
        pieces.behind(v.asker)

    async def show() -> None:
        await pieces.shown(box, drawn)

    pieces.text("p", say("rules.changes_lead"))
    with pieces.tag("div", "form"):
        for key, label in (("from", "rules.after_day"), ("to", "rules.to_day")):
            fields.line(say(label), partial(wanted.__setitem__, key), kind="date", value=wanted[key])
    pieces.button(say("rules.compare"), show)
    box = pieces.later(drawn)


def _change(c: Row) -> None:
    with pieces.card(tag="article"):
        with pieces.tag("h3"):
            pieces.link(f"{c['matter']['code']} {c['matter']['name']}", _responsible(c["matter"]["code"]))
        for key, label, code in (("added", "rules.added", "yes"), ("removed", "rules.removed", "no")):
            for who in c[key]:
                with pieces.tag("p"):
                    pieces.chip(say(label), code)
                    pieces.link(who["kind"]["name"], address(body=who["kind"]["code"]))
                    pieces.text("span", say("frame.with", words="", more=who["roleLabel"]))
        if not c["added"] and not c["removed"]:
            pieces.text("p", say("rules.words_only"))
        pieces.quotes(c["because"])
