"""Page 没有和没载入: known absences, data not loaded, not recorded, confidential (缺什么)."""

from collections.abc import Iterator

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, listed
from web.parts.asking import Row
from web.parts.words import say

BLANK = frozenset({"no_contact", "no_hours", "no_capacity", "staff_unknown", "centre_head"})
"""Checks of data not recorded; the other checks of data ask to verify them."""
NAMED = 6
"""The most names in a row."""
Line = tuple[str, int, str, str]
"""Line of what is missing: name, count, examples, remedy."""


def kinds(net: Net, scope: NetworkView, gravest: Row) -> list[Row]:
    """The kinds with their counts: they are never one number."""
    causes = gravest["causes"]
    sure = [c for c in causes if c["stated"] and c["severity"] in ("VIOLATION", "SHORT")]
    unsaid = [c for c in causes if not c["stated"]]
    data = [c for c in causes if c["stated"] and c["severity"] == "DATA"]
    blank = [c for c in data if c["check"]["code"] in BLANK]
    doubtful = [c for c in data if c not in blank]
    made: tuple[tuple[str, str, list[Row], list[Line]], ...] = (
        ("network.absent", "network.absent_means", sure, []),
        ("network.unloaded", "network.unloaded_means", unsaid, []),
        ("network.blank", "network.blank_means", blank, [*_blank(net, scope)]),
        ("network.doubtful", "network.doubtful_means", doubtful, []),
        ("network.secret", "network.secret_means", [], [*_secret(net, scope)]),
    )
    return [
        {
            "key": key,
            "means": say(means),
            "name": say(key),
            "count": sum(c["count"] for c in causes) + sum(n for _, n, *_ in more),
            "rows": [_row(c) for c in causes] + more,
        }
        for key, means, causes, more in made
    ]


def _row(c: Row) -> Line:
    """Return the line of a missing thing: name, count, examples, remedy; consequences are counted apart."""
    names = listed([o["name"] for o in c["objects"]], NAMED, c["count"])
    follows = say("network.following", count=c["following"]) if c["following"] else ""
    return c["check"]["name"], c["count"], names, c["remedy"] + follows


def _blank(net: Net, scope: NetworkView) -> Iterator[Line]:
    rows = net.within(scope.area)
    places = sum(p["lon"] is None and not p["confidential"] for r in rows for p in r["points"])
    minors = sum(r["minors"] is None for r in rows if r["area"]["level"] == "COMMUNITY")
    if places:
        yield say("network.no_location"), places, "", say("network.no_location_mend")
    if minors:
        yield say("network.no_minors"), minors, "", say("network.no_minors_mend")


def _secret(net: Net, scope: NetworkView) -> Iterator[Line]:
    hidden = sum(p["confidential"] for r in net.within(scope.area) for p in r["points"])
    if hidden:
        yield say("network.hidden"), hidden, "", say("network.hidden_mend")


async def missing(v: Visit, scope: NetworkView, net: Net) -> Row:
    """One table a kind, with what to do about it."""
    gravest = await v.asker.ask("Gravest", **scope.arguments())
    return {"kinds": kinds(net, scope, gravest)}
