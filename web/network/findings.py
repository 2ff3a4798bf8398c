"""缺口：findings of the conformance checks with clause and remedy, the gravest first (缺口)."""

from itertools import groupby

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, to_point
from web.parts.asking import Row
from web.parts.markup import Markup, joined
from web.parts.words import say

SHOWN = 20
ALL = "all"


async def findings(v: Visit, scope: NetworkView, net: Net) -> Row:
    """Counts by severity, then a page of findings."""
    counts = (await v.asker.ask("FindingCounts", **scope.arguments()))["severities"]
    held = [s["severity"] for s in counts if s["count"]]
    chosen = scope.severity if scope.severity in (*held, ALL) else next(iter(held), ALL)
    paging: Row = {"last": SHOWN, "before": scope.before} if scope.before else {"first": SHOWN, "after": scope.after}
    reply = await v.asker.ask(
        "Findings",
        **scope.arguments(),
        severity=None if chosen == ALL else chosen,
        **{k: x or None for k, x in paging.items()},
    )
    checks = [list(same) for _, same in groupby(reply["nodes"], key=lambda f: f["check"]["code"])]
    return {
        "severities": _severities(scope, counts, chosen),
        "checks": [{**same[0], "objects": [_object(scope, net, f) for f in same]} for same in checks],
        "shown": len(reply["nodes"]),
        "count": reply["totalCount"],
        "pages": _pages(scope, chosen, reply["pageInfo"]),
    }


def _severities(scope: NetworkView, counts: list[Row], chosen: str) -> list[tuple[str, str, bool]]:
    """Links by severity, the gravest first, with the chosen one marked."""
    by_code = {s["severity"]: (s["severityLabel"], s["count"]) for s in counts if s["count"]}
    by_code[ALL] = (say("network.every"), sum(s["count"] for s in counts))
    return [
        (say("network.counted", label=label, count=count), scope.to(severity=code), code == chosen)
        for code, (label, count) in by_code.items()
    ]


def _object(scope: NetworkView, net: Net, f: Row) -> Markup:
    point = net.points.get(f["code"])
    named = to_point(scope, point) if point else f["object"]
    where = f["area"]["name"] if f["area"] else ""
    more = "" if where in f["object"] else say("network.within", area=where)
    return joined(named, more, say("frame.colon", head="", rest=f["text"]) if f["text"] else "")


def _pages(scope: NetworkView, severity: str, info: Row) -> list[tuple[str, str]]:
    pages = []
    if info["hasPreviousPage"]:
        pages.append((say("network.previous"), scope.to(severity=severity, before=info["startCursor"])))
    if info["hasNextPage"]:
        pages.append((say("network.next"), scope.to(severity=severity, after=info["endCursor"])))
    return pages
