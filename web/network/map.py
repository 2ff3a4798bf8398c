"""地图：areas and points with a known location as a drawing; the others are listed (地图)."""

from collections import Counter
from collections.abc import Callable, Sequence

from web.frame.frame import LiveVisit
from web.network import outline as network_outline
from web.network.outline import DrawnOutlines
from web.network.plan import DEGREE_KM, WGS84, WIDTH, MapProjection, located, one_system, plan
from web.network.scope import Net, NetworkView, title, to_point
from web.parts import markup, pieces
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.tiers import TIERS
from web.parts.words import say

BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Lengths of the scale in kilometres."""
SHOWN = 25
OTHER = "other"
"""The sign of a point without tier."""
SIGNS = tuple((code, f"network.tier_{code}") for code in (*TIERS, OTHER))
"""Tiers with their texts in the order of the list; the map draws the widest tier last."""


async def mapped(v: LiveVisit, scope: NetworkView, net: Net) -> None:
    """The drawing, what is missing in it and why, and a table of all points."""
    rows = net.within(scope.area)
    areas = [r["area"] for r in rows if r["area"]["level"] != "DISTRICT"]
    points = [p for r in rows for p in r["points"]]
    system, drawn = one_system([*areas, *points])
    keys = {p["code"] for p in drawn if "tier" in p}
    beside = v.asker.beside()
    borders = await network_outline.outlines(beside, scope, net, system if drawn else WGS84)
    title(scope, net, "network.map")
    pieces.text("p", say("network.map_lead"))
    if drawn or borders.drawn:
        pieces.text("small", say("network.map_slide"), "narrow")
        markup.show(_drawing(scope, drawn, borders), "scroll map")
        markup.show(_legend(borders))
    if not drawn:
        pieces.empty(say("network.map_none" if not borders.drawn else "network.map_bare"))
    _notes(areas, points, drawn, keys, network_outline.notes(borders))
    if scope.area != net.top:
        pieces.text("p", say("network.map_district"))
    _table(scope, net, points, keys)
    pieces.behind(v.asker)
    pieces.behind(beside)


def _notes(areas: list[Row], points: list[Row], drawn: list[Row], keys: set[str], outlines: list[str]) -> None:
    hidden = sum(p["confidential"] and not located(p) for p in points)
    unknown = sum(not located(p) and not p["confidential"] for p in points)
    other = sum(located(p) and p["code"] not in keys for p in points)
    seen = sum("tier" not in d for d in drawn)
    pieces.listing(
        [
            say("network.map_points", count=len(points), drawn=len(keys), unknown=unknown, hidden=hidden, other=other),
            say("network.map_areas", count=len(areas), drawn=seen, unknown=len(areas) - seen),
            *outlines,
        ]
    )
    nowhere = [a["name"] for a in areas if a not in drawn]
    if nowhere:
        with pieces.folded(say("network.map_nowhere", count=len(nowhere))):
            pieces.text("p", say("frame.comma").join(nowhere))


def _tier(p: Row) -> str:
    return str(p["tier"]).lower() if p["tier"] else OTHER


def _drawing(scope: NetworkView, drawn: Sequence[Row], borders: DrawnOutlines) -> Markup:
    p = plan([*drawn, *borders.corners])
    order = {code: -n for n, (code, _) in enumerate(SIGNS)}
    areas = [r for r in drawn if "tier" not in r]
    points = sorted((r for r in drawn if "tier" in r), key=lambda r: order[_tier(r)])
    shapes = network_outline.shapes(p, borders)
    shapes += [*(_area(p, a) for a in areas if a["level"] == "COMMUNITY")]
    shapes += [*(_point(scope, p, x) for x in points)]
    shapes += [*(_area(p, a) for a in areas if a["level"] != "COMMUNITY")]
    shapes += [*network_outline.names(p, borders, {a["code"] for a in areas}), _bar(p)]
    caption = say("network.map_caption", system=borders.system or say("network.unknown"))
    description = say("network.map_desc", outlines=len(borders.drawn), points=len(points), areas=len(areas))
    return el(
        "svg",
        el("title", caption, id="map-title"),
        el("desc", description, id="map-desc"),
        *shapes,
        viewBox=f"0 0 {WIDTH} {p.height}",
        role="group",
        aria_labelledby="map-title",
        aria_describedby="map-desc",
        xmlns="http://www.w3.org/2000/svg",
    )


def _area(p: MapProjection, a: Row) -> Markup:
    x, y = p.at(a)
    if a["level"] == "COMMUNITY":
        return el("circle", el("title", a["name"]), cx=x, cy=y, r=5, class_="place-area")
    return joined(
        el("circle", cx=x, cy=y, r=4, class_="street-area"),
        el("text", a["name"], x=x, y=y - 8, class_="street-name", text_anchor="middle"),
    )


def _point(scope: NetworkView, p: MapProjection, row: Row) -> Markup:
    shape = SHAPES[_tier(row)](*p.at(row))
    return el(
        "a", el("title", row["name"]), shape, href=scope.to(point=row["code"]), aria_label=row["name"], tabindex=-1
    )


def _polygon(kind: str, *corners: tuple[int, int]) -> Markup:
    return el("polygon", points=" ".join(f"{x},{y}" for x, y in corners), class_=kind)


SHAPES: dict[str, Callable[[int, int], Markup]] = {
    "district": lambda x, y: el("rect", x=x - 11, y=y - 11, width=22, height=22, class_="tier-district"),
    "street": lambda x, y: _polygon("tier-street", (x, y - 12), (x + 11, y + 8), (x - 11, y + 8)),
    "community": lambda x, y: el("circle", cx=x, cy=y, r=8, class_="tier-community"),
    "other": lambda x, y: _polygon("tier-other", (x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)),
}


def _bar(p: MapProjection) -> Markup:
    """A scale no longer than a quarter of the drawing."""
    pixels = p.scale / DEGREE_KM
    length = max((b for b in BARS if b * pixels <= WIDTH / 4), default=BARS[0])
    y, end = p.height - 20, 20 + round(length * pixels)
    return joined(
        el("path", d=f"M20 {y - 6} V{y} H{end} V{y - 6}", class_="edge"),
        el("text", say("network.km", length=length), x=28, y=y - 8),
    )


def _legend(borders: DrawnOutlines) -> Markup:
    signs = (
        el(
            "li",
            el("svg", SHAPES[code](13, 13), viewBox="0 0 26 26", width=26, height=26, aria_hidden="true"),
            say(key),
        )
        for code, key in SIGNS
    )
    centres = (("street-area", "network.centre_street"), ("place-area", "network.centre_community"))
    more = (
        el(
            "li",
            el(
                "svg",
                el("circle", cx=13, cy=13, r=5, class_=kind),
                viewBox="0 0 26 26",
                width=26,
                height=26,
                aria_hidden="true",
            ),
            say(key),
        )
        for kind, key in centres
    )
    lines = (
        ("outline-outer", "network.outline_outer", borders.outer),
        ("outline-inner", "network.outline_inner", borders.inner),
    )
    ends = (
        el(
            "li",
            el(
                "svg",
                el("path", d="M2 13 H24", class_=kind),
                viewBox="0 0 26 26",
                width=26,
                height=26,
                aria_hidden="true",
            ),
            say(key),
        )
        for kind, key, drawn in lines
        if drawn
    )
    return el("ul", *signs, *more, *ends, class_="legend")


def _table(scope: NetworkView, net: Net, points: list[Row], keys: set[str]) -> None:
    """All points, those with the fewest services first (一点多用)."""
    pieces.heading(2, say("network.points"))
    pieces.text("p", say("network.points_lead"))
    counted = Counter(map(_tier, points))
    links = (
        el(
            "a",
            say("network.counted", label=say(key), count=counted[code] if code else len(points)),
            href=scope.to(tier=code),
            aria_current="true" if code == scope.tier else None,
        )
        for code, key in (("", "network.every"), *SIGNS)
        if not code or counted[code]
    )
    markup.show(el("nav", *links, class_="views small", aria_label=say("network.tier")))
    chosen = [p for p in points if scope.tier in ("", _tier(p))]
    chosen.sort(key=lambda p: (len(p["services"]), p["name"]))
    start = SHOWN * max(int(scope.page) - 1, 0) if scope.page.isdigit() else 0
    headings = [
        say(k) for k in ("network.point", "network.stands", "network.uses", "network.hours", "network.location")
    ]
    rows = [_row(scope, net, p, keys) for p in chosen[start : start + SHOWN]]
    markup.show(markup.table(headings, rows, say("network.points_caption")))
    _pages(scope, start // SHOWN + 1, len(rows), len(chosen))


def _row(scope: NetworkView, net: Net, p: Row, keys: set[str]) -> list[str]:
    uses = say("network.uses_of", count=len(p["services"]), names=net.codes(p["services"]))
    where = (
        "network.drawn"
        if p["code"] in keys
        else "network.confidential"
        if p["confidential"]
        else "network.other_system"
        if located(p)
        else "network.unrecorded"
    )
    hours = say("frame.stop").join(p["hoursLabel"]) or say("network.unknown")
    return [to_point(scope, p), net.name(p["area"]["code"]), uses, hours, say(where)]


def _pages(scope: NetworkView, page: int, shown: int, count: int) -> None:
    links = [el("span", say("network.of", shown=shown, count=count))]
    if page > 1:
        links.append(el("a", say("network.previous"), href=scope.to(tier=scope.tier, page=str(page - 1))))
    if page * SHOWN < count:
        links.append(el("a", say("network.next"), href=scope.to(tier=scope.tier, page=str(page + 1))))
    markup.show(el("nav", *links, class_="pages", aria_label=say("network.pages")))
