"""One point: its data, and what becomes uncovered if it closes (关停推演)."""

from itertools import groupby

from web.frame.frame import LiveVisit
from web.network.scope import Net, NetworkView, number
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import Markup, el
from web.parts.words import say

LISTED = 5
"""The most doubtful points named in a cell; the others are counted."""


async def closed(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """The point and, for signed-in persons, the effect of closing it; nothing is written."""
    markup.show(el("p", el("a", say("network.back"), href=scope.to())))
    p = net.points.get(scope.point)
    if p is None:
        pieces.empty(say("network.no_point"))
        return
    _known(net, p)
    if not v.signed_in:
        pieces.notice(say("network.sign_in"))
        return
    pieces.heading(2, say("network.closed"))
    change = {"step": "CLOSE", "code": p["code"]}
    a = await v.asker.ask("PointClosed", **{**scope.arguments(), "area": net.top or None}, changes=[change])
    _lost(net, a)
    pieces.behind(v.asker)


def _known(net: Net, p: Row) -> None:
    pieces.heading(2, p["name"])
    with pieces.card("warn" if p["notice"] else ""):
        if p["notice"]:
            pieces.text("p", p["notice"])
        for key, value in _facts(net, p):
            with pieces.tag("p", "line"):
                pieces.text("strong", say(key))
                pieces.text("span", value)
        pieces.text("small", say("network.source", source=p["source"]))


def _facts(net: Net, p: Row) -> list[tuple[str, str]]:
    unknown, comma = say("network.unknown"), say("frame.comma")
    low, high = p["ageFrom"], p["ageUnder"]
    ages = say("network.ages", low=low or 0, high=high or 18) if low or high else say("network.all_ages")
    place = (
        say("network.confidential")
        if p["confidential"]
        else say("network.located")
        if _located(p)
        else say("network.unrecorded")
    )
    return [
        ("network.stands", net.name(p["area"]["code"])),
        ("network.tier", p["tierLabel"] if p["tier"] else say("network.no_tier")),
        ("network.uses", say("network.uses_of", count=len(p["services"]), names=net.codes(p["services"]))),
        ("network.hours", comma.join(p["hoursLabel"]) or unknown),
        ("network.takes", ages),
        ("network.room", say("network.room_of", free=number(p["free"]), capacity=number(p["capacity"]))),
        ("network.location", place),
        ("network.contact", p["contact"] or say("pieces.no_contact")),
        ("network.assured", p["assuredOn"] or unknown),
    ]


def _located(p: Row) -> bool:
    return p["lon"] is not None and p["lat"] is not None


def _lost(net: Net, a: Row) -> None:
    rows = a["newlyUncovered"]
    pairs = {(r["subject"]["code"], r["area"]["code"]) for r in rows}
    with pieces.card("bad" if rows else "good"):
        if rows:
            areas = {area for _, area in pairs}
            pieces.text(
                "p", say("network.lost", pairs=len(pairs), areas=len(areas), minors=f"{a['minorsLost']:,}"), "summary"
            )
            pieces.text(
                "p", say("network.lost_needs", names=net.codes(list(dict.fromkeys(r["subject"]["code"] for r in rows))))
            )
        else:
            pieces.text("p", say("network.lost_none"), "summary")
        pieces.text("p", say("network.room_lost", before=f"{a['freeBefore']:,}", after=f"{a['freeAfter']:,}"))
        pieces.text("small", say("network.tuples", before=f"{a['before']:,}", after=f"{a['after']:,}"))
        if rows:
            pieces.text("small", say("network.estimate"))
    for code, same in groupby(sorted(rows, key=_subject), key=_subject):
        _need(net, code, list(same))
    if a["newFindings"]:
        pieces.heading(3, say("network.new_findings"))
        pieces.listing(
            say("network.finding", severity=f["severityLabel"], name=f["check"]["name"], object=f["object"])
            for f in a["newFindings"]
        )


def _subject(r: Row) -> str:
    return str(r["subject"]["code"])


def _need(net: Net, code: str, rows: list[Row]) -> None:
    """The communities that lose a need, grouped by the same hours and ages."""
    caption = say("network.need_lost", name=net.code(code), count=len({r["area"]["code"] for r in rows}))
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for r in rows:
        hours = say("frame.stop").join(h["text"] for h in r["hours"])
        ages = say("network.ages", low=r["ageFrom"], high=r["ageUnder"])
        grouped.setdefault((hours, ages, _doubt(r)), []).append(r["area"]["name"])
    headings = [say(k) for k in ("network.communities", "network.age", "network.when", "network.doubt")]
    cells: list[list[str]] = [[_names(names), ages, hours, doubt] for (hours, ages, doubt), names in grouped.items()]
    with pieces.folded(caption, opened=len(rows) <= 2 * LISTED):
        markup.show(markup.table(headings, cells, caption))


def _names(names: list[str]) -> Markup | str:
    comma = say("frame.comma")
    if len(names) <= 2 * LISTED:
        return comma.join(names)
    return el("details", el("summary", say("network.communities_of", count=len(names))), comma.join(names))


def _doubt(r: Row) -> str:
    """Points and offices whose hours are unknown and that may still serve the need."""
    parts = []
    if r["doubtful"]:
        named = say("frame.comma").join(p["name"] for p in r["doubtful"][:LISTED])
        more = len(r["doubtful"]) - LISTED
        parts.append(named + (say("network.more", count=more) if more > 0 else ""))
    if r["offices"]:
        parts.append(say("network.offices", count=len(r["offices"])))
    return say("frame.stop").join(parts) or say("network.nobody")
