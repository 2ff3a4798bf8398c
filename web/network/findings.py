"""缺口：findings of the conformance checks with clause and remedy, the gravest first (缺口)."""

from itertools import groupby

from web.frame.frame import LiveVisit
from web.network.scope import Net, NetworkView, title, to_point
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import el
from web.parts.words import say

TONES = {"VIOLATION": "bad", "SHORT": "open"}
"""The tone of the label of each severity."""
SHOWN = 20
ALL = "all"


async def findings(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """Counts by severity, then a page of findings."""
    counts = await v.asker.ask("FindingCounts", **scope.arguments())
    held = [s["severity"] for s in counts["severities"] if s["count"]]
    chosen = scope.severity if scope.severity in (*held, ALL) else next(iter(held), ALL)
    paging: Row = {"last": SHOWN, "before": scope.before} if scope.before else {"first": SHOWN, "after": scope.after}
    reply = await v.asker.ask(
        "Findings",
        **scope.arguments(),
        severity=None if chosen == ALL else chosen,
        **{k: x or None for k, x in paging.items()},
    )
    title(scope, net, "network.findings")
    pieces.text("p", say("network.findings_lead"))
    _filter(scope, counts["severities"], chosen)
    for _, same in groupby(reply["nodes"], key=lambda f: f["check"]["code"]):
        _check(scope, net, list(same))
    if not reply["nodes"]:
        pieces.empty(say("network.findings_none"))
    _pages(scope, chosen, reply)
    pieces.behind(v.asker)


def _filter(scope: NetworkView, counts: list[Row], chosen: str) -> None:
    """Links by severity, the gravest first, with the chosen one marked."""
    by_code = {s["severity"]: (s["severityLabel"], s["count"]) for s in counts if s["count"]}
    by_code[ALL] = (say("network.every"), sum(s["count"] for s in counts))
    links = []
    for code in by_code:
        label = say("network.counted", label=by_code[code][0], count=by_code[code][1])
        here = "true" if code == chosen else None
        links.append(el("a", label, href=scope.to(severity=code), aria_current=here))
    markup.show(el("nav", *links, class_="views small", aria_label=say("network.severity")))


def _check(scope: NetworkView, net: Net, same: list[Row]) -> None:
    """One check with its remedy and citations, and all objects with this finding."""
    first = same[0]
    tone = TONES.get(first["severity"], "")
    with pieces.card("bad" if tone == "bad" else "warn" if tone == "open" else "", "article"):
        pieces.heading(3, first["check"]["name"])
        pieces.text("span", first["severityLabel"], f"chip {tone}")
        pieces.text("p", say("network.mend", text=first["remedy"]))
        markup.show(el("ul", *(el("li", *_object(scope, net, f)) for f in same)))
        if first["citations"]:
            pieces.quotes(first["citations"])
        else:
            pieces.text("small", say("network.no_text"))


def _object(scope: NetworkView, net: Net, f: Row) -> tuple[str, ...]:
    point = net.points.get(f["code"])
    named: str = to_point(scope, point) if point else f["object"]
    where = f["area"]["name"] if f["area"] else ""
    more = "" if where in f["object"] else say("network.within", area=where)
    return (named, more, say("frame.colon", head="", rest=f["text"]) if f["text"] else "")


def _pages(scope: NetworkView, severity: str, reply: Row) -> None:
    info = reply["pageInfo"]
    links = []
    if info["hasPreviousPage"]:
        links.append(el("a", say("network.previous"), href=scope.to(severity=severity, before=info["startCursor"])))
    if info["hasNextPage"]:
        links.append(el("a", say("network.next"), href=scope.to(severity=severity, after=info["endCursor"])))
    if links:
        position = el("span", say("network.of", shown=len(reply["nodes"]), count=reply["totalCount"]))
        markup.show(el("nav", position, *links, class_="pages", aria_label=say("network.pages")))
