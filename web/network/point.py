"""One point: what becomes uncovered if it closes, and its data (关一处)."""

from web.frame.pages import Visit
from web.network.plan import located
from web.network.scope import Net, NetworkView, number
from web.parts.asking import Row
from web.parts.gaps import by_subject
from web.parts.markup import Markup, el
from web.parts.words import say, series

LISTED = 5
"""The most doubtful points named in a cell; the others are counted."""


async def closed(v: Visit, scope: NetworkView, net: Net) -> Row:
    """The effect of closing the point, for who may analyse the network, and the point; nothing is written."""
    known = net.points.get(scope.point)
    if known is None:
        return {"p": None}
    whole = await v.asker.ask("Tiers", area=known["area"]["code"], draft=scope.network or None)
    p = next(x for r in whole for x in r["points"] if x["code"] == scope.point)
    content: Row = {"p": p, "facts": _facts(net, p), "lost": [], "needs": [], "findings": []}
    if not v.may("ANALYSE_NETWORK"):
        return content
    arguments = {**scope.arguments(), "area": net.top or None}
    a = await v.asker.ask("PointClosed", **arguments, changes=[{"step": "CLOSE", "code": p["code"]}])
    headings = [say(k) for k in ("network.communities", "network.age", "network.when", "network.doubt")]
    return {
        **content,
        "lost": _lost(net, a),
        "headings": headings,
        "needs": [_need(net, code, same) for code, same in by_subject(a["lostTogether"]).items()],
        "findings": [
            say("network.finding", severity=f["severityLabel"], name=f["check"]["name"], object=f["object"])
            for f in a["newFindings"]
        ],
    }


def _facts(net: Net, p: Row) -> list[tuple[str, str]]:
    unknown = say("network.unknown")
    low, high = p["ageFrom"], p["ageUnder"]
    ages = say("network.ages", low=low or 0, high=high or 18) if low or high else say("network.all_ages")
    place = "network.located" if located(p) else "network.unrecorded"
    facts = (
        ("network.stands", net.name(p["area"]["code"])),
        ("network.tier", p["tierLabel"] if p["tier"] else say("network.no_tier")),
        ("network.uses", say("network.uses_of", count=len(p["services"]), names=net.codes(p["services"]))),
        ("network.hours", series(p["hoursLabel"]) or unknown),
        ("network.takes", ages),
        ("network.room", say("network.room_of", free=number(p["free"]), capacity=number(p["capacity"]))),
        ("network.location", say("network.confidential" if p["confidential"] else place)),
        ("network.contact", p["contact"] or say("pieces.no_contact")),
        ("network.assured", p["assuredOn"] or unknown),
    )
    return [(say(key), value) for key, value in facts]


def _lost(net: Net, a: Row) -> list[str]:
    rows = a["lostTogether"]
    pairs = {(s["code"], x["code"]) for g in rows for s in g["subjects"] for x in g["areas"]}
    if not rows:
        return [say("network.lost_none")]
    areas = {area for _, area in pairs}
    needs = net.codes(sorted({need for need, _ in pairs}))
    return [
        say("network.lost", pairs=len(pairs), areas=len(areas), minors=f"{a['minorsLost']:,}"),
        say("network.lost_needs", names=needs),
        say("network.estimate"),
    ]


def _need(net: Net, code: str, rows: list[Row]) -> Row:
    """The communities that lose a need, grouped by the same hours and ages."""
    cells = [
        [
            _names([a["name"] for a in g["areas"]]),
            say("network.ages", low=g["ageFrom"], high=g["ageUnder"]),
            say("frame.stop").join(h["text"] for h in g["hours"]),
            _doubt(g),
        ]
        for g in rows
    ]
    return {"name": net.code(code), "count": len({a["code"] for g in rows for a in g["areas"]}), "rows": cells}


def _names(names: list[str]) -> Markup | str:
    if len(names) <= 2 * LISTED:
        return series(names)
    return el(
        "details",
        el("summary", say("network.communities_of", count=len(names))),
        el("p", series(names)),
        class_="bare",
    )


def _doubt(r: Row) -> str:
    """Points and offices whose hours are unknown and that may still serve the need."""
    parts = []
    if r["doubtful"]:
        named = series(p["name"] for p in r["doubtful"][:LISTED])
        more = len(r["doubtful"]) - LISTED
        parts.append(named + (say("network.more", count=more) if more > 0 else ""))
    if r["offices"]:
        parts.append(say("network.offices", count=r["offices"]))
    return say("frame.stop").join(parts) or say("network.nobody")
