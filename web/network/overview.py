"""最缺的三件事：the gravest causes with owner, remedy and whom they touch; then one line for each other view (首屏)."""

from asyncio import gather
from collections import Counter

from web.frame.pages import Visit
from web.network.hour import at_hour, headline
from web.network.missing import kinds
from web.network.scope import Net, NetworkView, listed, may_load, where
from web.network.tree import summary
from web.network.week import sentences, week_of
from web.parts.asking import Row
from web.parts.words import say, series

MOST = 3
NAMED = 3
"""The most objects or offices that a card names."""
STREETS = 6
"""The most streets that a card names."""
SATURDAY = {"regime": "TERM", "weekday": 5, "hour": 22}
"""Hour at which the strength of a network is shown."""


async def overview(v: Visit, scope: NetworkView, net: Net) -> Row:
    """Three causes, what is lost with the weakest point, and the result of each other view in a line."""
    gravest, reached, frail, lines = await gather(
        v.asker.ask("Gravest", **scope.arguments()),
        at_hour(v, scope, SATURDAY),
        _frail(v, scope),
        _week(v, scope, net),
    )
    communities = sum(r["area"]["level"] == "COMMUNITY" for r in net.within(scope.area))
    return {
        "heading": say("network.gravest" if len(gravest["causes"]) >= MOST else "network.gravest_few"),
        "where": say("network.where_count", where=where(scope, net), count=communities),
        "causes": [(cause if v.signed_in else counted)(net, c) for c in gravest["causes"][:MOST]],
        "rest": max(len(gravest["causes"]) - MOST, 0),
        "frail": frail,
        "lost": _lost(net, frail[0]) if frail else "",
        "analyst": v.may("ANALYSE_NETWORK"),
        "planner": v.may("EDIT_DRAFTS"),
        "lines": _lines(v, scope, net, gravest, reached, frail, lines),
    }


def counted(net: Net, c: Row) -> Row:
    """A cause for whoever has not signed in: how many in which streets; whose breach it is stays with the office."""
    streets = Counter(net.name(net.street(a["code"])) for a in c["areas"])
    if len(c["areas"]) == c["count"]:
        names = listed([say("network.counted", label=name, count=n) for name, n in streets.items()], STREETS)
    else:  # the service names the first areas only
        names = say("network.among", names=series(streets))
    return {**cause(net, c), "severityLabel": "", "names": names, "who": ""}


def cause(_net: Net, c: Row) -> Row:
    """Return a cause as a card: how many, where, who mends it and how, whom it touches, its consequences."""
    key = "network.touched_some" if c["minorsUnknown"] else "network.touched"
    words = [f"{x['document']}{x['article']}" for x in c["citations"][:1]]
    return {
        **c,
        "title": say("network.cause", name=c["check"]["name"], count=c["count"]),
        "names": listed([a["name"] for a in c["areas"]], NAMED, max(c["count"], len(c["areas"]))),
        "who": _who(c),
        "touched": say(key, communities=c["communities"], minors=f"{c['minors']:,}", unknown=c["minorsUnknown"]),
        "follows": say("network.following", count=c["following"]) if c["following"] else "",
        "words": next(iter(words), say("network.no_text")),
        "loaded": "" if c["stated"] else say("network.not_loaded"),
    }


def _who(c: Row) -> str:
    """Return the office that mends it, or the kind of several; or the sentence that none is loaded or named."""
    if c["owner"] is None:
        return say("network.no_owner")
    if not c["owners"]:
        return say("network.owner_not_loaded", name=c["owner"]["name"])
    if len(c["owners"]) == 1:
        return str(c["owners"][0]["name"])
    return say("network.owners", name=c["owner"]["name"])


async def _frail(v: Visit, scope: NetworkView) -> list[Row]:
    """The points whose loss leaves communities without a need; nothing for those to whom the API refuses it."""
    if not v.may("ANALYSE_NETWORK"):
        return []
    places: list[Row] = (await v.asker.ask("Frail", **scope.arguments()))["places"]
    return places


async def _week(v: Visit, scope: NetworkView, net: Net) -> str:
    """The week of the first need in a sentence; empty if points of this network give nothing."""
    codes = net.askable()
    if not codes:
        return ""
    a = await week_of(v, scope, codes[0], "TERM")
    return say("network.of_need", name=net.code(codes[0]), text=sentences(a)[0])


def _lost(net: Net, p: Row) -> str:
    """Return the loss with the weakest point."""
    needs = net.codes([s["code"] for s in p["subjects"]])
    return say(
        "network.frailest",
        name=p["point"]["name"],
        communities=p["communities"],
        needs=needs,
        minors=f"{p['minors']:,}",
    )


def _lines(
    v: Visit, scope: NetworkView, net: Net, gravest: Row, reached: list[Row], frail: list[Row], week: str
) -> list[tuple[str, str, str]]:
    """Name, address and result of each other view."""
    space = say("network.space")
    counted = [
        say("network.counted", label=s["severityLabel"], count=s["count"]) for s in gravest["conformance"]["severities"]
    ]
    every = sum(s["count"] for s in gravest["conformance"]["severities"])
    absent = space.join(say("network.counted", label=k["name"], count=k["count"]) for k in kinds(net, scope, gravest))
    points = [p for r in net.within(scope.area) for p in r["points"]]
    drawn = sum(p["lon"] is not None for p in points)
    rows = [
        (say("network.numbers"), "numbers", say("network.numbers_line")),
        (say("network.every_finding", count=every), "findings", space.join(counted)),
        (say("network.missing"), "missing", absent),
        (say("network.tree"), "tree", summary(net.within(scope.area)) or say("network.tree_none")),
        (say("network.at_hour"), "hour", headline(reached)),
        (say("network.week"), "week", week or say("network.week_none")),
        (say("network.map"), "map", say("network.map_line", count=len(points), drawn=drawn)),
    ]
    if v.may("ANALYSE_NETWORK"):
        rows.append(
            (
                say("network.weak"),
                "weak",
                say("network.weak_line", count=len(frail)) if frail else say("network.weak_none"),
            )
        )
    if may_load(v):
        rows.append((say("network.load"), "load", say("network.load_line")))
        rows.append((say("network.flow"), "flow", say("network.flow_line")))
    return [(name, scope.to(view=view), text) for name, view, text in rows]
