"""时段：reach of a need at each hour of the week as a table of numbers with colours (热力表)."""

from collections.abc import Callable
from itertools import groupby

from web.frame.frame import LiveVisit
from web.network.scope import Net, NetworkView, choice, form, in_one_line, title
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.words import say

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


async def week(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """A form for need and regime, and a table of 7 × 24 hours."""
    title(scope, net, "network.week")
    codes = net.askable()
    if not codes:
        pieces.empty(say("network.week_none"))
        return
    code = scope.code if scope.code in codes else codes[0]
    regime = scope.regime if scope.regime in dict(REGIMES) else REGIMES[0][0]
    inputs = [
        choice("code", say("network.need"), [(c, net.code(c)) for c in codes], code),
        choice("regime", say("network.regime"), [(r, say(key)) for r, key in REGIMES], regime),
    ]
    markup.show(form(scope.common(), inputs, say("network.look")))
    a = await v.asker.ask("NetworkWeek", code=code, regimes=[regime], **scope.arguments())
    days = a["weeks"][0]["days"]
    _summary(net.code(code), a, days)
    caption = say("network.week_caption", name=net.code(code), regime=say(dict(REGIMES)[regime]))
    markup.show(heat(days, a["communities"], caption))
    pieces.text("p", say("network.week_legend", count=a["communities"]))
    _detail(days, caption)
    pieces.text("small", in_one_line(a["notes"]))
    pieces.behind(v.asker)


def _summary(name: str, a: Row, days: list[Row]) -> None:
    """The hours at which no community, or not every community, is reached."""
    count = a["communities"]
    nobody = stretches(days, lambda h: not h["served"]["communities"] and not h["unknown"]["communities"])
    doubt = stretches(days, lambda h: not h["served"]["communities"] and h["unknown"]["communities"] > 0)
    some = stretches(days, lambda h: 0 < h["served"]["communities"] < count)
    with pieces.card("warn" if nobody or doubt or some else "good"):
        pieces.heading(3, name)
        if not (nobody or doubt or some):
            pieces.text("p", say("network.week_all", count=count), "summary")
        for key, stretch in (
            ("network.week_nobody", nobody),
            ("network.week_doubt", doubt),
            ("network.week_some", some),
        ):
            if stretch:
                pieces.text("p", say(key, hours=say("frame.stop").join(stretch)))
        if any(h["unknown"]["communities"] for d in days for h in d["hours"]):
            pieces.text("p", say("network.week_unknown"))


def heat(days: list[Row], count: int, caption: str) -> Markup:
    """A table with a row per day and a column per hour; each cell has the communities and the fewest points."""
    corner = el("th", say("network.day"), scope="col")
    head = el("tr", corner, *(el("th", f"{h}", scope="col") for h in HOURS))
    rows = []
    for d in days:
        kind = el("small", d["kindLabel"])
        cells = (_cell(h, count) for h in d["hours"] for _ in range(h["start"], h["end"]))
        rows.append(el("tr", el("th", say(DAYS[d["day"]]), kind, scope="row"), *cells))
    made = el("table", el("caption", caption), el("thead", head), el("tbody", *rows), class_="heat")
    return el("div", made, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _cell(h: Row, count: int) -> Markup:
    served = h["served"]["communities"]
    shade = 0 if not served else SHADES if served == count else 1 + (SHADES - 1) * served // count
    doubt = say("network.mark_unknown") if h["unknown"]["communities"] else ""
    return el(
        "td",
        el("b", f"{served}{doubt}"),
        el("small", say("network.mark_k", k=h["fewestPlaces"])),
        class_=f"heat-{shade}",
    )


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
        spans_text = say("frame.comma").join(span(a, b) for a, b in spans)
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
    return say("frame.comma").join(parts)


def _detail(days: list[Row], caption: str) -> None:
    """The numbers of each range of hours; days with the same hours share rows."""
    headings = [
        say(k)
        for k in (
            "network.day",
            "network.when",
            "network.served",
            "network.full",
            "network.unknown_hours",
            "network.none",
            "network.k",
        )
    ]
    rows = []
    for which, hours in alike(days):
        for h in hours:
            counts = [_count(h[k]) for k in ("served", "full", "unknown", "none")]
            rows.append([named(which), span(h["start"], h["end"]), *counts, _k(h)])
    with pieces.folded(say("network.week_detail")):
        markup.show(markup.table(headings, rows, caption))


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


def _count(c: Row) -> Markup | str:
    if not c["communities"]:
        return "0"
    unknown = say("network.minors_unknown", count=c["minorsUnknown"]) if c["minorsUnknown"] else ""
    reached = say("network.reached", communities=c["communities"], minors=f"{c['minors']:,}")
    return joined(reached, unknown)


def _k(h: Row) -> str:
    least = say("network.k_least", k=h["fewestPlaces"])
    more = (say("network.k_cover", k=n, count=count) for n, count in enumerate(h["communitiesWithAtLeast"], 1))
    return say("frame.stop").join([least, *more])
