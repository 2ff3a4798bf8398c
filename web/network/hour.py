"""什么时候去得到：at one hour, which needs are within reach, and for one of them each street (某一小时)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from web.frame.pages import Visit
from web.network.outline import outlines, shaded
from web.network.plan import WGS84
from web.network.scope import Net, NetworkView, choice
from web.network.week import DAYS, HOURS, REGIMES, span
from web.parts.asking import Row
from web.parts.markup import Markup, el
from web.parts.words import say, series

DAY, HOUR = "5", "22"
STATES = {
    "UNKNOWN": ("network.state_unknown", "network.needs_unknown"),
    "SERVED": ("network.state_served", "network.needs_served"),
    "FULL": ("network.state_full", "network.needs_full"),
    "NONE": ("network.state_none", "network.needs_none"),
}
"""States as columns, each with its name and its sentence: the unknown comes before the proven."""
WORST = ("NONE", "FULL", "UNKNOWN", "SERVED")
"""States from worst to best: the state of several communities is the worst of them."""


async def at_hour(v: Visit, scope: NetworkView, hour: Mapping[str, object]) -> list[Row]:
    """Every need that points can meet, with the communities in each state at an hour."""
    rows: list[Row] = await v.asker.ask("ReachAt", hour=hour, **scope.arguments())
    return [{**r, "states": {s["state"]: s["communities"] for s in r["shares"]}} for r in rows]


def worst(states: Mapping[str, int]) -> str:
    """The worst state that some community is in; no community is in none."""
    return next((s for s in WORST if states.get(s)), WORST[0])


def headline(rows: Sequence[Row]) -> str:
    """Return the number of needs in each state everywhere, the unknown first."""
    counted = Counter(worst(r["states"]) for r in rows)
    parts = [say(sentence, count=counted[s]) for s, (_, sentence) in STATES.items() if counted[s]]
    return say("frame.semicolon").join(parts)


async def hour(v: Visit, scope: NetworkView, net: Net) -> Row:
    """A form for day and hour, the sentence, each need, and the streets of the chosen need."""
    day = scope.day if scope.day.isdigit() and int(scope.day) < len(DAYS) else DAY
    start = scope.hour if scope.hour.isdigit() and int(scope.hour) in HOURS else HOUR
    regime = scope.regime if scope.regime in dict(REGIMES) else REGIMES[0][0]
    asked = {"regime": regime, "weekday": int(day), "hour": int(start)}
    rows = await at_hour(v, scope, asked)
    rows.sort(key=lambda r: WORST.index(worst(r["states"])))
    when = say(
        "network.at", regime=say(dict(REGIMES)[regime]), day=say(DAYS[int(day)]), hours=span(int(start), int(start) + 1)
    )
    here = scope.need if scope.need in {r["subject"]["code"] for r in rows} else ""
    return {
        "asked": [
            choice("day", say("network.day"), [(str(n), say(key)) for n, key in enumerate(DAYS)], day),
            choice("hour", say("network.hour"), [(str(h), span(h, h + 1)) for h in HOURS], start),
            choice("regime", say("network.regime"), [(r, say(key)) for r, key in REGIMES], regime),
        ],
        "when": when,
        "communities": rows[0]["communities"] if rows else 0,
        "sentence": headline(rows),
        "headings": [say("network.one_need"), *(say(name) for name, _ in STATES.values())],
        "rows": [_row(scope, r, (day, start, regime), net) for r in rows],
        "streets": await _streets(v, scope, net, here, asked) if here else None,
        "name": net.code(here),
    }


def _row(scope: NetworkView, r: Row, when: tuple[str, str, str], net: Net) -> list[str]:
    code, (day, start, regime) = r["subject"]["code"], when
    link = el("a", net.code(code), href=f"{scope.to(need=code, day=day, hour=start, regime=regime)}#streets")
    return [link, *(f"{r['states'].get(s, 0)}" for s in STATES)]


async def _streets(v: Visit, scope: NetworkView, net: Net, code: str, at: Row) -> Row:
    """The streets of one need by the worst state of their communities: drawn where outlines are loaded, and listed."""
    states: dict[str, Counter[str]] = {}
    after: str | None = None
    while True:
        reply = (await v.asker.ask("ReachRows", code=code, hour=at, after=after, **scope.arguments()))["rows"]
        for r in reply["nodes"]:
            home = r["area"]["code"] if scope.area == r["area"]["parentCode"] else r["area"]["parentCode"] or ""
            states.setdefault(home, Counter())[r["state"]] += 1
        after = reply["pageInfo"]["endCursor"]
        if not reply["pageInfo"]["hasNextPage"]:
            break
    made = {a: (worst(c).lower(), f"{net.name(a)} {_counts(c)}") for a, c in states.items()}
    borders = await outlines(v.asker, scope, net, WGS84)
    tiles = [(net.name(a), worst(states[a]).lower(), _counts(states[a])) for a in sorted(states, key=_gravest(states))]
    drawing: Markup | None = shaded(borders, made, say("network.at_hour")) if borders.drawn else None
    return {"drawing": drawing, "tiles": tiles}


def _gravest(states: Mapping[str, Counter[str]]) -> Callable[[str], tuple[int, str]]:
    return lambda code: (WORST.index(worst(states[code])), code)


def _counts(c: Counter[str]) -> str:
    parts = (say("network.counted", label=say(name), count=c[s]) for s, (name, _) in STATES.items() if c[s])
    return series(parts)
