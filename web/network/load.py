"""走访压力：visits due in each street against the people in post; what is not published is drawn as such (压力)."""

from web.frame.pages import Visit
from web.network.outline import outlines, shaded
from web.network.plan import WGS84
from web.network.scope import Net, NetworkView, number, where
from web.parts.asking import Row
from web.parts.words import say

STEPS = 4
"""Steps of the drawing from the lightest to the heaviest load."""
HIDDEN = "hidden"


async def load(v: Visit, scope: NetworkView, net: Net) -> Row:
    """The sentence, the table of streets, and the drawing, or the streets as tiles where no outline is loaded."""
    a = await v.asker.ask("VisitLoad", area=scope.area or net.top)
    rows = [(r, shade(r, a["streets"])) for r in a["streets"]]
    borders = await outlines(v.asker, scope, net, WGS84)
    kinds = {r["area"]["code"]: (kind, f"{r['area']['name']} {_short(r)}") for r, kind in rows}
    return {
        "sentences": sentences(a, where(scope, net)),
        "headings": [
            say(k) for k in ("network.street", "network.due", "network.in_post", "network.empty", "network.each")
        ],
        "rows": [_row(r, a) for r, _ in rows],
        "drawing": shaded(borders, kinds, say("network.load")) if borders.drawn else None,
        "tiles": [(r["area"]["name"], kind, _short(r)) for r, kind in rows],
        "note": a["note"],
    }


def sentences(a: Row, place: str) -> list[str]:
    """How much is due, where most for each worker, and in how many streets it is not published."""
    if a["table"] is None:
        return []
    known = [r for r in a["streets"] if r["due"] is not None]
    said = []
    if hidden := len(a["streets"]) - len(known):
        said.append(say("network.load_hidden", count=hidden, least=a["table"]["threshold"]))
    due = f"{sum(r['due'] for r in known):,}"
    said.append(say("network.load_sum", where=place, month=a["table"]["month"], count=len(known), due=due))
    if known and known[0]["each"] is not None:
        heaviest = known[0]
        said.append(say("network.load_most", name=heaviest["area"]["name"], each=f"{heaviest['each']:.1f}"))
    return said


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
    each = f"{r['each']:.1f}" if r["each"] is not None else _nobody(r, a)
    return [r["area"]["name"], due, number(r["workers"]), number(r["vacant"]), each]


def _nobody(r: Row, a: Row) -> str:
    return _hidden(a) if r["due"] is None else say("network.nobody_there")


def _hidden(a: Row) -> str:
    return say("network.not_published" if a["table"] else "network.no_table")


def _short(r: Row) -> str:
    if r["due"] is None:
        return say("network.not_published_short", workers=r["workers"])
    each = f"{r['each']:.1f}" if r["each"] is not None else say("network.nobody_there")
    return say("network.load_short", due=f"{r['due']:,}", workers=r["workers"], each=each)
