"""The answer about a referral: doors, plan, then each need with services and points (转介的答案)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from web.frame.frame import LiveVisit
from web.parts import drawing, fields, pieces
from web.parts.asking import Row
from web.parts.calls import adult, call
from web.parts.words import say

Next = Callable[[Row], None]
STEP = {
    "who": "referral.step_who",
    "call": "referral.step_call",
    "deadlines": "referral.step_deadlines",
    "bring": "referral.step_bring",
    "receipts": "referral.step_receipts",
}
"""The parts of a step with their texts."""
OPEN = {"YES": "referral.open_now", "NO": "referral.shut_now"}
UNKNOWN = "referral.hours_unknown"
PLACE = ("referral.place_name", "referral.place_for", "referral.place_open", "referral.place_contact")


def answer(v: LiveVisit, variables: Row, a: Row, ask_next: Next) -> None:
    """Safety first, then the facts to ask, the plan, and the reasons."""
    _case(a)
    if a["notice"]:
        pieces.notice(a["notice"], "warn")
    _doors(a)
    ask_next(a)
    _plan(a)
    _needs(a)
    _possible(a)
    _places(a)
    _texts(v, variables, a)
    with pieces.folded(say("referral.path")):
        drawing.layered(a["path"]["nodes"], a["path"]["edges"], say("referral.path"))
    pieces.behind(v.asker)


def _joined(words: list[str]) -> str:
    return say("frame.comma").join(words)


def _case(a: Row) -> None:
    c = a["case"]
    if c is None:
        return
    with pieces.card():
        pieces.heading(2, say("referral.of_case", code=c["code"], pseudonym=c["pseudonym"]))
        pieces.text("p", say("referral.read", classes=_joined(c["readLabels"])))
        if c["withheldLabels"]:
            pieces.notice(say("referral.withheld", classes=_joined(c["withheldLabels"])), "warn")


def _doors(a: Row) -> None:
    if a["notAMinor"]:
        adult(a["adult"])
        return
    held = [d for d in a["doors"] if d["verdict"] == "YES"]
    unsure = [d for d in a["doors"] if d["verdict"] not in ("YES", "NO")]
    for d in held:
        with pieces.card("bad"):
            pieces.heading(2, d["name"])
            pieces.text("p", say("referral.because", facts=_joined(d["because"])))
            for c in d["calls"]:
                call(c, c["offices"])
            pieces.listing([s["text"] for s in d["steps"] if s["verdict"] == "YES"], ordered=True)
            pieces.quotes(d["citations"])
    if unsure:
        pieces.notice(say("referral.doors_open", doors=_joined([d["name"] for d in unsure])), "warn")
    if not held and not unsure:
        pieces.notice(say("referral.doors_shut"), "good")
    t = a["reporting"]
    with pieces.card("warn" if t["cautions"] else ""):
        pieces.heading(3, say("referral.report"))
        pieces.text("p", t["reportLabel"])
        if t["to"]:
            pieces.text("p", say("referral.report_to", bodies=_joined([b["name"] for b in t["to"]])))
        for line in t["duties"]:
            pieces.text("p", line["text"])
            pieces.quotes(line["citations"])
        pieces.listing(c["text"] for c in t["cautions"])
        pieces.quotes([x for c in t["cautions"] for x in c["citations"]])


def _plan(a: Row) -> None:
    pieces.heading(2, say("referral.plan"))
    if not a["plan"]:
        pieces.empty(say("referral.plan_empty"))
        return
    with pieces.tag("ol", "plan"):
        for s in a["plan"]:
            with pieces.tag("li"):
                pieces.text("strong", s["text"])
                if s["open"]:
                    pieces.chip(say("referral.open"), "unknown")
                for key, word in STEP.items():
                    if s[key]:
                        pieces.text("p", say(word, said=_joined(s[key])))
                after = _joined([str(n) for n in s["after"]])
                pieces.text("small", say("referral.after", steps=after) if after else say("referral.at_once"))
                pieces.quotes(s["citations"])


def _needs(a: Row) -> None:
    if a["difficulties"]:
        pieces.heading(2, say("referral.difficulties"))
        for d in a["difficulties"]:
            with pieces.tag("p"):
                pieces.chip(d["name"], d["verdict"])
                more = d["because"] or [say("referral.depends", facts=fields.named(d["missingFacts"]))]
                pieces.text("span", _joined(more))
    pieces.heading(2, say("referral.needs"))
    if not a["needs"]:
        pieces.empty(say("referral.needs_empty"))
    for n in a["needs"]:
        with pieces.card("bad" if n["safety"] else ""):
            _need(n)
            for i, o in enumerate(n["offers"]):
                _offered(o, first=i == 0)


def _need(n: Row) -> None:
    pieces.heading(3, n["need"]["name"])
    pieces.text("p", say("referral.because", facts=_joined(n["need"]["because"])))
    if n["unserved"]:
        pieces.notice(say("referral.unserved"), "bad")
    for g in n["gaps"]:
        up = _joined([p["name"] for p in g["upwards"]])
        pieces.notice(say("referral.upwards", text=g["text"], places=up) if up else g["text"], "warn")
    if n["askAt"]:
        pieces.text("p", say("referral.ask_body", body=n["askAt"]["name"]))
    if n["matters"]:
        pieces.text("p", say("referral.matters", matters=_joined([m["name"] for m in n["matters"]])))


def _offered(o: Row, *, first: bool) -> None:
    """The first service of a need is expanded, the others are collapsed."""
    e = o["eligibility"]
    if first:
        _offer(o)
    else:
        with pieces.folded(say("referral.also", fit=e["fitLabel"], service=e["service"]["name"])):
            _offer(o)


def _offer(o: Row) -> None:
    e = o["eligibility"]
    with pieces.tag("article", "offer"):
        with pieces.tag("p"):
            pieces.chip(e["fitLabel"], e["fit"])
            pieces.text("strong", e["service"]["name"])
            pieces.text("small", say("referral.mark", mark=e["service"]["markLabel"]))
        _why(e)
        for c in o["counters"]:
            if c["route"]["verdict"] != "NO":
                at = _joined([b["name"] for b in c["accept"]]) or c["whereLabel"]
                pieces.text("p", say("referral.counter", at=at, text=c["route"]["text"]))
                if c["note"]:
                    pieces.text("small", c["note"])
        for p in o["options"][:1]:
            _option(p)
        if o["options"][1:]:
            with pieces.folded(say("referral.more_places", count=len(o["options"]) - 1)):
                for p in o["options"][1:]:
                    _option(p)
        _left_out(o)


def _why(e: Row) -> None:
    if e["failing"]:
        pieces.text("p", say("referral.failing", condition=e["failing"]))
    if e["curedOn"]:
        pieces.text("p", say("referral.cured", on=e["curedOn"]))
    if e["missingFacts"]:
        pieces.text("p", say("referral.depends", facts=fields.named(e["missingFacts"])))
    for line in e["verify"]:
        pieces.text("p", say("referral.verify", text=line))
    with pieces.folded(say("referral.requirements", count=len(e["requirements"]))):
        for r in e["requirements"]:
            with pieces.tag("p"):
                pieces.chip(r["verdictLabel"], r["verdict"])
                pieces.text("span", r["text"])
            pieces.quotes(r["citations"])
        pieces.listing(
            say("referral.shared" if m["shared"] else "referral.bring", text=m["text"]) for m in e["materials"]
        )
        pieces.listing(say("frame.colon", head=x["kindLabel"], rest=x["text"]) for x in e["relations"])


def _option(o: Row) -> None:
    point = o["point"]
    with pieces.tag("div", "option"):
        with pieces.tag("p"):
            pieces.text("strong", point["name"])
            pieces.chip(say(OPEN.get(o["openNow"], UNKNOWN)), o["openNow"])
            if o["tentative"]:
                pieces.chip(say("referral.tentative"), "unknown")
            if point["confidential"]:
                pieces.chip(say("referral.confidential"))
        pieces.text("p", point["contact"] or say("pieces.no_contact"), "office")
        pieces.listing(f"{_SIGNS[r['good']]} {r['text']}" for r in o["reasons"])


_SIGNS: dict[Any, str] = {True: "✓", False: "–", None: "?"}


def _left_out(o: Row) -> None:
    """Left-out points with their first failing condition; points elsewhere are only counted."""
    rows = o["leftOut"]
    if rows or o["elsewhere"]:
        counted = Counter(r["reasonLabel"] for r in rows)
        lines = [say("referral.left_reason", reason=k, count=n) for k, n in counted.items()]
        if o["elsewhere"]:
            lines.append(say("referral.elsewhere", count=o["elsewhere"]))
        with pieces.folded(say("referral.left_out", said=_joined(lines))):
            pieces.listing(say("frame.colon", head=r["name"], rest=r["text"]) for r in rows)
    if o["unlocated"]:
        pieces.text("small", say("referral.unlocated", count=o["unlocated"]))


def _places(a: Row) -> None:
    """All points of the answer in one table; those with a known location also in a drawing."""
    by_point: dict[str, tuple[Row, list[str]]] = {}
    for o in (o for n in a["needs"] for o in n["offers"]):
        for x in o["options"]:
            named = by_point.setdefault(x["point"]["code"], (x, []))[1]
            named.append(o["eligibility"]["service"]["name"])
    if not by_point:
        return
    pieces.heading(2, say("referral.places"))
    located = [x["point"] for x, _ in by_point.values() if x["point"]["lon"] is not None]
    if located:
        drawing.dots(located, say("referral.map"))
    pieces.table(
        [say(heading) for heading in PLACE],
        (
            (
                x["point"]["name"],
                _joined(list(dict.fromkeys(named))),
                say(OPEN.get(x["openNow"], UNKNOWN)),
                x["point"]["contact"] or say("pieces.no_contact"),
            )
            for x, named in by_point.values()
        ),
        say("referral.places_caption", count=len(by_point), located=len(located)),
    )


def _possible(a: Row) -> None:
    if a["possibleNeeds"]:
        with pieces.folded(say("referral.possible", count=len(a["possibleNeeds"]))):
            pieces.listing(
                say("referral.possible_need", name=p["name"], facts=fields.named(p["missingFacts"]))
                for p in a["possibleNeeds"]
            )


def _texts(v: LiveVisit, variables: Row, a: Row) -> None:
    """The page without identity to copy, and the full page for those who may read it, for an audited purpose."""
    pieces.heading(2, say("referral.text"))
    pieces.text("p", say("referral.text_hint"))
    pieces.text("pre", a["asText"], tabindex=0, aria_label=say("referral.text"))
    pieces.copy(say("referral.copy"), a["asText"])
    if not variables["case"]:
        return
    entered = {"purpose": ""}

    def purpose(value: str) -> None:
        entered["purpose"] = value

    async def full() -> None:
        reply = await v.asker.ask("FullText", **variables, purpose=entered["purpose"])
        text = reply.get("fullText") or reply.get("message") or say("referral.full_refused")
        pieces.text("pre", text, "full", tabindex=0, aria_label=say("referral.full"))

    with pieces.folded(say("referral.full")):
        fields.line(say("referral.purpose"), purpose, hint=say("referral.purpose_hint"))
        pieces.button(say("referral.full_show"), lambda: pieces.shown(box, full))
        box = pieces.tag("div", aria_live="polite")
