"""缺口：each finding with its clause and what mends it, the gravest first (缺口)."""

from itertools import groupby

from web.frame.frame import Visit
from web.network.scope import Net, NetworkView, title, to_point
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import el
from web.parts.words import say

TONES = {"VIOLATION": "bad", "SHORT": "open"}
"""Of the chip; the word always stands in it."""
SHOWN = 20
ALL = "all"


async def findings(v: Visit, scope: NetworkView, net: Net) -> None:
    """How many of each severity, then a page of them."""
    counts = await v.asker.ask("FindingCounts", **scope.asked())
    held = [s["severity"] for s in counts["severities"] if s["count"]]
    chosen = scope.severity if scope.severity in (*held, ALL) else next(iter(held), ALL)
    paging: Row = {"last": SHOWN, "before": scope.before} if scope.before else {"first": SHOWN, "after": scope.after}
    found = await v.asker.ask(
        "Findings",
        **scope.asked(),
        severity=None if chosen == ALL else chosen,
        **{k: x or None for k, x in paging.items()},
    )
    title(scope, net, "network.findings")
    pieces.text("p", say("network.findings_lead"))
    _filter(scope, counts["severities"], chosen)
    for _, same in groupby(found["nodes"], key=lambda f: f["check"]["code"]):
        _check(scope, net, list(same))
    if not found["nodes"]:
        pieces.empty(say("network.findings_none"))
    _pages(scope, chosen, found)
    pieces.behind(v.asker)


def _filter(scope: NetworkView, counts: list[Row], chosen: str) -> None:
    """From grave to slight; the gravest is chosen where nothing was."""
    said = {s["severity"]: (s["severityLabel"], s["count"]) for s in counts if s["count"]}
    said[ALL] = (say("network.every"), sum(s["count"] for s in counts))
    links = []
    for code in said:
        label = say("network.counted", label=said[code][0], count=said[code][1])
        here = "true" if code == chosen else None
        links.append(el("a", label, href=scope.to(severity=code), aria_current=here))
    markup.show(el("nav", *links, class_="views small", aria_label=say("network.severity")))


def _check(scope: NetworkView, net: Net, same: list[Row]) -> None:
    """What was checked, what mends it and on which words: said once for all things that it was found of."""
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
    return (named, more, f"：{f['text']}" if f["text"] else "")


def _pages(scope: NetworkView, severity: str, found: Row) -> None:
    info = found["pageInfo"]
    links = []
    if info["hasPreviousPage"]:
        links.append(el("a", say("network.previous"), href=scope.to(severity=severity, before=info["startCursor"])))
    if info["hasNextPage"]:
        links.append(el("a", say("network.next"), href=scope.to(severity=severity, after=info["endCursor"])))
    if links:
        said = el("span", say("network.of", shown=len(found["nodes"]), count=found["totalCount"]))
        markup.show(el("nav", said, *links, class_="pages", aria_label=say("network.pages")))
