"""本季的数：numbers of the network, each with its list and the decision that it leads to (数)."""

from asyncio import gather
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from web.frame.pages import Visit
from web.network.hour import at_hour, headline, worst
from web.network.missing import kinds
from web.network.overview import SATURDAY
from web.network.scope import Net, NetworkView, listed, may_load
from web.parts.asking import Refused, Row
from web.parts.words import say, series

Number = Callable[[Visit, NetworkView, Net], Coroutine[Any, Any, list[Row]]]
MISSING = "MISSING"
"""The gap of children who should have a benefit and do not."""
MOST = 50
"""The most weak points of an answer: there may be more."""
LISTED = 12
"""The most rows of a list; `path` leads to all of them."""


async def numbers(v: Visit, scope: NetworkView, net: Net) -> Row:
    """Numbers of the network for everybody, of losses for analysts, of children from published counts."""
    able = {"": True, "ANALYSE_NETWORK": v.may("ANALYSE_NETWORK"), "COUNT_CASES": counts(v)}
    asked = [
        _counted(number(v, scope, net))
        for right, number in NUMBERS
        if able[right] and (net.top or right != "COUNT_CASES")
    ]
    made = [row for rows in await gather(*asked) for row in rows]
    rows = [[n["name"], n["value"], n["decision"], say("frame.semicolon").join(n["items"])] for n in made]
    return {"numbers": made, "heading": say("network.numbers_of", count=len(made)), "table_rows": rows}


async def _counted(asked: Coroutine[Any, Any, list[Row]]) -> list[Row]:
    """Return the number; empty where the service has none, as before the first table is published."""
    try:
        return await asked
    except Refused:
        return []


def counts(v: Visit) -> bool:
    """True if the viewer reads published counts: for who reads children, a count would open their records."""
    return v.may("COUNT_CASES") and not v.may("READ_CASES")


def row(key: str, value: str, items: list[str], path: str, decision: str) -> Row:
    """One number: its name, the value, the decision it leads to, its list."""
    shown = [*items[:LISTED], *([say("network.more_rows", count=len(items) - LISTED)] if items[LISTED:] else [])]
    return {"name": say(key), "value": value, "decision": decision, "items": shown, "path": path}


async def _network(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    """Gaps by cause, vacant posts, what is not recorded."""
    gravest = await v.asker.ask("Gravest", **scope.arguments())
    rows = []
    for code, key in (("community_director", "network.n_director"), ("street_station", "network.n_station")):
        c = next((c for c in gravest["causes"] if c["check"]["code"] == code), None)
        names = [a["name"] for a in c["areas"]] if c else []
        value = str(c["count"]) if c else "0"
        rows.append(row(key, value, names, scope.to(view="findings"), c["remedy"] if c else say("network.n_none")))
    vacant = [f"{r['area']['name']}{p['kindLabel']}" for r in net.within(scope.area) for p in r["posts"] if p["vacant"]]
    rows.append(
        row("network.n_vacant", str(len(vacant)), vacant, scope.to(view="tree"), say("network.n_vacant_decide"))
    )
    missing = [k for k in kinds(net, scope, gravest) if k["key"] in ("network.unloaded", "network.blank")]
    listed_ = [f"{name} {count}" for k in missing for name, count, *_ in k["rows"]]
    total = sum(k["count"] for k in missing)
    return [
        *rows,
        row("network.n_blank", f"{total:,}", listed_, scope.to(view="missing"), say("network.n_blank_decide")),
    ]


async def _saturday(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    """Return the needs that are not reached, or unknown, on a Saturday night."""
    reached = await at_hour(v, scope, SATURDAY)
    open_ = [net.code(r["subject"]["code"]) for r in reached if worst(r["states"]) != "SERVED"]
    decision = say("network.n_saturday_decide")
    return [row("network.n_saturday", headline(reached), open_, scope.to(view="hour"), decision)] if reached else []


async def _frail(v: Visit, scope: NetworkView, _net: Net) -> list[Row]:
    places = (await v.asker.ask("Frail", **scope.arguments()))["places"]
    names = [say("network.counted", label=p["point"]["name"], count=p["communities"]) for p in places]
    value = say("network.n_frail_most", count=MOST) if len(places) >= MOST else str(len(places))
    return [row("network.n_frail", value, names, scope.to(view="weak"), say("network.n_frail_decide"))]


async def _visits(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    if not (may_load(v) and net.top):
        return []
    a = await v.asker.ask("VisitLoad", area=scope.area or net.top)
    if a["table"] is None:
        return []
    known = [r for r in a["streets"] if r["due"] is not None]
    hidden = len(a["streets"]) - len(known)
    names = [say("network.counted", label=r["area"]["name"], count=r["due"]) for r in known]
    value = say("network.n_published", due=f"{sum(r['due'] for r in known):,}", count=hidden)
    return [row("network.n_visits", value, names, scope.to(view="load"), say("network.n_visits_decide"))]


async def _unmet(v: Visit, scope: NetworkView, _net: Net) -> list[Row]:
    a = await v.asker.ask("Bottlenecks", **scope.arguments())
    names = [
        say("network.unmet", area=u["area"]["name"], need=u["subject"]["name"], count=u["children"]) for u in a["unmet"]
    ]
    value = say(
        "network.n_unmet_of", unmet=f"{a['demand'] - a['met']:,}", demand=f"{a['demand']:,}", count=a["withheld"]
    )
    where = listed([p["point"]["name"] for p in a["cut"]], LISTED)
    decision = say("network.n_unmet_decide", names=where) if a["cut"] else say("network.n_none")
    return [row("network.n_unmet", value, names, "", decision)]


async def _entitled(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    a = await v.asker.ask("Entitled", area=scope.area or net.top)
    sums: dict[str, list[int]] = {}
    for c in (c for c in a["counts"] if c["gap"] == MISSING):
        shown = sums.setdefault(c["service"]["name"], [0, 0])
        shown[0] += c["children"] or 0
        shown[1] += c["children"] is None
    names = [say("network.entitled", name=name, shown=n, count=hidden) for name, (n, hidden) in sums.items()]
    total, hidden = (sum(x[i] for x in sums.values()) for i in (0, 1))
    value = say("network.n_published_cells" if total else "network.n_hidden_cells", shown=f"{total:,}", count=hidden)
    return [row("network.n_entitled", value, names, "", say("network.n_entitled_decide"))] if names else []


async def _goals(v: Visit, scope: NetworkView, net: Net) -> list[Row]:
    """The goals with the least first; goals are of different kinds, so they are not added up."""
    rows = sorted(await v.asker.ask("GoalRates", area=scope.area or net.top), key=_low)
    names = [_goal(g) for g in rows]
    value = say("network.n_goals_least", goal=least(rows))
    return (
        [row("network.n_goals", value, names, "/planning?view=goals", say("network.n_goals_decide"))] if names else []
    )


def least(goals: list[Row]) -> str:
    """The goals of which the smallest share is met: every one that is as low."""
    lowest = min(map(_low, goals), default=1.0)
    return series(_goal(g) for g in goals if _low(g) == lowest)


def _goal(g: Row) -> str:
    return say("network.goal", name=g["goalLabel"], met=g["rate"]["numerator"], whole=g["rate"]["denominator"])


def _low(g: Mapping[str, Any]) -> float:
    return float(g["rate"]["low"] if g["rate"]["low"] is not None else 1.0)


NUMBERS: tuple[tuple[str, Number], ...] = (
    ("", _network),
    ("", _saturday),
    ("ANALYSE_NETWORK", _frail),
    ("", _visits),
    ("COUNT_CASES", _unmet),
    ("COUNT_CASES", _entitled),
    ("COUNT_CASES", _goals),
)
"""The right that each needs, and what counts it."""
