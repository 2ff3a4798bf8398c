"""时段：reach of a need at each hour of the week: a sentence, a table of 24 hours, the numbers (一周).

What is not known comes before what is proven: an hour that is not recorded is not an hour that is closed.
"""

from collections.abc import Callable
from itertools import groupby

from web.frame.pages import Visit
from web.network.scope import Net, NetworkView, choice
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.words import say, series

DAYS = (
    "network.monday",
    "network.tuesday",
    "network.wednesday",
    "network.thursday",
    "network.friday",
    "network.saturday",
    "network.sunday",
)
REGIMES = (("TERM", "network.term"), ("VACATION", "network.vacation"), ("HOLIDAY", "network.holiday"))
HOURS = range(24)
SHADES = 4
"""Steps of colour from no community to all communities."""


async def week(v: Visit, scope: NetworkView, net: Net) -> Row:
    """A form for need and regime, the sentence, and a table of 7 × 24 hours."""
    codes = net.askable()
    if not codes:
        return {"a": None}
    code = scope.need if scope.need in codes else codes[0]
    regime = scope.regime if scope.regime in dict(REGIMES) else REGIMES[0][0]
    a = await week_of(v, scope, code, regime)
    days = a["weeks"][0]["days"]
    caption = say("network.week_caption", name=net.code(code), regime=say(dict(REGIMES)[regime]))
    return {
        "a": a,
        "asked": [
            choice("need", say("network.need"), [(c, net.code(c)) for c in codes], code),
            choice("regime", say("network.regime"), [(r, say(key)) for r, key in REGIMES], regime),
        ],
        "name": net.code(code),
        "sentences": sentences(a),
        "heat": heat(days, a["communities"], caption),
        "detail": detail(days),
        "caption": caption,
    }


async def week_of(v: Visit, scope: NetworkView, code: str, regime: str) -> Row:
    """The week of a need or service."""
    made: Row = await v.asker.ask("NetworkWeek", code=code, regimes=[regime], **scope.arguments())
    return made


def sentences(a: Row) -> list[str]:
    """Return the sentences on the week: unknown hours, then hours without any community, then hours with a part."""
    days, count = a["weeks"][0]["days"], a["communities"]
    by_state = (
        ("network.week_doubt", stretches(days, lambda h: h["unknown"]["communities"] > 0)),
        ("network.week_nobody", stretches(days, lambda h: not _some(h["served"]) and not _some(h["unknown"]))),
        ("network.week_some", stretches(days, lambda h: 0 < h["served"]["communities"] < count)),
    )
    lines = [say(key, hours=say("frame.stop").join(hours)) for key, hours in by_state if hours]
    return lines or [say("network.week_all", count=count)]


def _some(counted: Row) -> bool:
    return bool(counted["communities"])


def heat(days: list[Row], count: int, caption: str) -> Markup:
    """A table with a row per day and a column per hour; each cell has the communities and the fewest points."""
    corner = el("th", el("span", say("network.day"), class_="sr"), scope="col")
    head = el("tr", corner, *(el("th", f"{h}", scope="col") for h in HOURS))
    rows = []
    for d in days:
        kind = el("small", d["kindLabel"])
        cells = (_cell(h, count) for h in d["hours"] for _ in range(h["start"], h["end"]))
        rows.append(el("tr", el("th", say(DAYS[d["day"]]), kind, scope="row"), *cells))
    shown = el("caption", caption, class_="sr")
    made = el("table", shown, el("thead", head), el("tbody", *rows), class_="heat")
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _cell(h: Row, count: int) -> Markup:
    served = h["served"]["communities"]
    shade = 0 if not served else SHADES if served == count else 1 + (SHADES - 1) * served // count
    doubt = say("network.mark_unknown") if h["unknown"]["communities"] else ""
    kind = f"heat-{shade} doubt" if doubt else f"heat-{shade}"
    return el("td", el("b", f"{served}{doubt}"), el("small", say("network.mark_k", k=h["fewestPlaces"])), class_=kind)


def stretches(days: list[Row], wanted: Callable[[Row], bool]) -> list[str]:
    """The hours that satisfy a condition; days with the same hours share a line."""
    days_by_span: dict[str, list[int]] = {}
    for d in days:
        spans: list[tuple[int, int]] = []
        for h in (h for h in d["hours"] if wanted(h)):
            if spans and spans[-1][1] == h["start"]:
                spans[-1] = (spans[-1][0], h["end"])
            else:
                spans.append((h["start"], h["end"]))
        spans_text = series(span(a, b) for a, b in spans)
        if spans_text:
            days_by_span.setdefault(spans_text, []).append(d["day"])
    return [f"{named(which)} {spans_text}" for spans_text, which in days_by_span.items()]


def span(start: int, end: int) -> str:
    """A range of hours."""
    return f"{start:02d}:00–{end:02d}:00"


def named(which: list[int]) -> str:
    """Names of weekdays; three or more consecutive days as a range."""
    parts = []
    for _, run in groupby(enumerate(which), key=lambda p: p[1] - p[0]):
        days = [say(DAYS[d]) for _, d in run]
        parts += [say("network.from_to", first=days[0], last=days[-1])] if len(days) > 2 else days  # noqa: PLR2004  # two days are listed
    return series(parts)


def detail(days: list[Row]) -> tuple[list[str], list[list[str]]]:
    """Headings and the numbers of each range of hours; days with the same hours share rows."""
    keys = (
        "network.day",
        "network.when",
        "network.state_unknown",
        "network.state_served",
        "network.state_full",
        "network.state_none",
        "network.k",
    )
    rows = []
    for which, hours in alike(days):
        for h in hours:
            counts = [_count(h[k]) for k in ("unknown", "served", "full", "none")]
            rows.append([named(which), span(h["start"], h["end"]), *counts, _k(h)])
    return [say(k) for k in keys], rows


def alike(days: list[Row]) -> list[tuple[list[int], list[Row]]]:
    """Groups of days with identical hours."""
    groups: list[tuple[list[int], list[Row]]] = []
    for d in days:
        same = next((f for f in groups if f[1] == d["hours"]), None)
        if same:
            same[0].append(d["day"])
        else:
            groups.append(([d["day"]], d["hours"]))
    return groups


def _count(c: Row) -> str:
    if not c["communities"]:
        return "0"
    unknown = say("network.minors_unknown", count=c["minorsUnknown"]) if c["minorsUnknown"] else ""
    reached = say("network.reached", communities=c["communities"], minors=f"{c['minors']:,}")
    return joined(reached, unknown)


def _k(h: Row) -> str:
    least = say("network.k_least", k=h["fewestPlaces"])
    more = (say("network.k_cover", k=n, count=count) for n, count in enumerate(h["communitiesWithAtLeast"], 1))
    return say("frame.stop").join([least, *more])
