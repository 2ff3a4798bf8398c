"""走访压力：visits due in each street against the people in post; what is not published is drawn as such (压力)."""

from dataclasses import replace

from web.frame.pages import Visit
from web.network.outline import outlines, shaded
from web.network.plan import WGS84
from web.network.scope import Net, NetworkView, listed, number, where
from web.parts.asking import Row
from web.parts.words import UNTOLD, say

STEPS = 4
"""Steps of the drawing from the lightest to the heaviest load."""
HIDDEN = "hidden"
HEADINGS = (
    "network.street",
    "network.due",
    "network.in_post",
    "network.empty",
    "network.each",
    "network.communities_empty",
)
FIRST = 8
"""Streets before the fold."""
NAMED = 4
"""The most communities that a sentence or a cell names."""


async def load(v: Visit, scope: NetworkView, net: Net) -> Row:
    """Return decisions, sentences, streets (first those with something to do), and the drawing, if any."""
    scope = replace(scope, area=net.street(scope.area))
    a = await v.asker.ask("VisitLoad", area=scope.area or net.top)
    borders = await outlines(v.asker, scope, net, WGS84)
    kinds = {r["area"]["code"]: (shade(r, a["streets"]), f"{r['area']['name']} {_short(r)}") for r in a["streets"]}
    return {
        "sentences": sentences(a, where(scope, net)),
        "headings": [say(k) for k in HEADINGS],
        "decision": decision(a["streets"]),
        "rows": [_row(r, a) for r in sorted(a["streets"], key=_quiet)],
        "first": len(a["streets"]) if v.takes else FIRST,
        "drawing": shaded(borders, kinds, say("network.load")) if borders.drawn else None,
        "note": a["note"],
    }


def sentences(a: Row, place: str) -> list[str]:
    """Return sentences on the number due, the largest per worker, and the number of unpublished streets."""
    if a["table"] is None:
        return []
    known = [r for r in a["streets"] if r["due"] is not None]
    lines = []
    if hidden := len(a["streets"]) - len(known):
        lines.append(say("network.load_hidden", count=hidden, least=a["table"]["threshold"]))
    if not known:
        return lines  # a sum of nothing would read as a zero
    due = f"{sum(r['due'] for r in known):,}"
    lines.append(say("network.load_sum", where=place, month=a["table"]["month"], count=len(known), due=due))
    if known[0]["each"] is not None:
        heaviest = known[0]
        each = f"{heaviest['each']:.1f}"
        lines.append(say("network.load_most", count=len(known), name=heaviest["area"]["name"], each=each))
    return lines


def decision(streets: list[Row]) -> str:
    """Return where to put people first: communities without anybody, in the street with most for each worker."""
    known = [r for r in streets if r["due"] is not None]
    first = next((r for r in (*known, *streets) if empty(r)), None)
    if first:
        names = listed(empty(first), NAMED)
        return say("network.load_fill", street=first["area"]["name"], names=names)
    loads = [r for r in known if r["each"] is not None]
    if len(loads) < 2:  # noqa: PLR2004  # somebody moves from one street to another
        return ""
    return say("network.load_move", to=loads[0]["area"]["name"], of=loads[-1]["area"]["name"])


def empty(street: Row) -> list[str]:
    """The communities of a street where nobody is in post."""
    return [p["area"]["name"] for p in street["communities"] if not p["workers"]]


def shade(r: Row, streets: list[Row]) -> str:
    """The step of a street by its load, against the heaviest; not published is a pattern, nobody the last step."""
    if r["due"] is None:
        return HIDDEN
    if r["each"] is None:
        return f"load-{STEPS}"
    most = max(s["each"] for s in streets if s["each"] is not None)
    return f"load-{min(STEPS, 1 + int(STEPS * r['each'] / most))}" if most else "load-1"


def _row(r: Row, a: Row) -> list[str]:
    due = f"{r['due']:,}" if r["due"] is not None else _hidden(a)
    each = f"{r['each']:.1f}" if r["each"] is not None else _nobody(r)
    without = listed(empty(r), NAMED) or say("network.every_manned", count=len(r["communities"]))
    return [r["area"]["name"], due, number(r["workers"]), number(r["vacant"]), each, without]


def _quiet(r: Row) -> bool:
    """True for a street without anything to act on: no count is published, and somebody is in post everywhere."""
    return r["due"] is None and not empty(r)


def _nobody(r: Row) -> str:
    return UNTOLD if r["due"] is None else say("network.nobody_there")


def _hidden(a: Row) -> str:
    return say("network.not_published" if a["table"] else "network.no_table")


def _short(r: Row) -> str:
    if r["due"] is None:
        return say("network.not_published_short", workers=r["workers"])
    each = f"{r['each']:.1f}" if r["each"] is not None else say("network.nobody_there")
    return say("network.load_short", due=f"{r['due']:,}", workers=r["workers"], each=each)
