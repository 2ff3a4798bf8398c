"""地图：areas and points with a known location as a drawing; the others are listed (地图)."""

from collections import Counter
from collections.abc import Callable, Sequence

from web.frame.pages import Visit
from web.network import outline as network_outline
from web.network.outline import DrawnOutlines
from web.network.plan import DEGREE_KM, WGS84, WIDTH, MapProjection, located, one_system, plan
from web.network.scope import Net, NetworkView, to_point, where
from web.parts.asking import Row
from web.parts.markup import Markup, el, joined
from web.parts.tiers import TIERS
from web.parts.words import say

BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Lengths of the scale in kilometres."""
SHOWN = 10
COUNTED = (
    "network.tier",
    "network.point",
    "network.drawn",
    "network.unlocated",
    "network.confidential",
    "network.other_system",
)
"""The columns of the counts."""
OTHER = "other"
"""The sign of a point without tier."""
SIGNS = tuple((code, f"network.tier_{code}") for code in (*TIERS, OTHER))
"""Tiers with their texts in the order of the list; the map draws the widest tier last."""
BOX: Row = {"viewBox": "0 0 26 26", "width": 26, "height": 26, "aria_hidden": "true"}
"""The size of a sign in the legend."""


async def mapped(v: Visit, scope: NetworkView, net: Net) -> Row:
    """A sentence, the table of all points, the drawing, and what is missing in it and why."""
    rows = await v.asker.ask("Tiers", area=scope.area or None, draft=scope.network or None)
    areas = [r["area"] for r in rows if r["area"]["level"] != "DISTRICT"]
    points = [p for r in rows for p in r["points"]]
    system, drawn = one_system([*areas, *points])
    keys = {p["code"] for p in drawn if "tier" in p}
    borders = await network_outline.outlines(v.asker, scope, net, system if drawn else WGS84)
    return {
        "sentence": say("network.map_points", where=where(scope, net), count=len(points), drawn=len(keys)),
        "counted": [say(k) for k in COUNTED],
        "counts": _counted(points, keys),
        "drawing": _drawing(scope, drawn, borders) if drawn or borders.drawn else None,
        "empty": "" if drawn else say("network.map_none" if not borders.drawn else "network.map_bare"),
        "legend": _legend(borders),
        "notes": _notes(areas, drawn, network_outline.notes(borders)),
        "nowhere": [a["name"] for a in areas if a not in drawn],
        "partly": scope.area != net.top,
        **_table(scope, net, points, keys),
    }


def _counted(points: list[Row], keys: set[str]) -> list[list[str]]:
    """For each tier: how many points, drawn, without a recorded location, secret, in another reference system."""
    tiers = [(say(key), [p for p in points if _tier(p) == code]) for code, key in SIGNS]
    rows = [(name, of) for name, of in tiers if of]
    if len(rows) > 1:
        rows.append((say("network.all_points"), points))
    return [[name, *(f"{n:,}" for n in _numbers(of, keys))] for name, of in rows]


def _numbers(points: list[Row], keys: set[str]) -> tuple[int, ...]:
    drawn = sum(p["code"] in keys for p in points)
    unknown = sum(not located(p) and not p["confidential"] for p in points)
    hidden = sum(not located(p) and p["confidential"] for p in points)
    return len(points), drawn, unknown, hidden, len(points) - drawn - unknown - hidden


def _notes(areas: list[Row], drawn: list[Row], outlines: list[str]) -> list[str]:
    seen = sum("tier" not in d for d in drawn)
    return [say("network.map_areas", count=len(areas), drawn=seen, unknown=len(areas) - seen), *outlines]


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
        "a",
        el("title", row["name"]),
        shape,
        href=scope.to(view="", point=row["code"]),
        aria_label=row["name"],
        tabindex=-1,
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


def _legend(borders: DrawnOutlines) -> list[tuple[Markup, str]]:
    """The signs of the drawing with their texts."""
    signs = [(el("svg", SHAPES[code](13, 13), **BOX), say(key)) for code, key in SIGNS]
    for kind, key in (("street-area", "network.centre_street"), ("place-area", "network.centre_community")):
        signs.append((el("svg", el("circle", cx=13, cy=13, r=5, class_=kind), **BOX), say(key)))
    lines = (
        ("outline-outer", "network.outline_outer", borders.outer),
        ("outline-inner", "network.outline_inner", borders.inner),
    )
    for kind, key, drawn in lines:
        if drawn:
            signs.append((el("svg", el("path", d="M2 13 H24", class_=kind), **BOX), say(key)))
    return signs


def _table(scope: NetworkView, net: Net, points: list[Row], keys: set[str]) -> Row:
    """All points, those with the fewest services first (一点多用)."""
    counted = Counter(map(_tier, points))
    chosen = [p for p in points if scope.tier in ("", _tier(p))]
    chosen.sort(key=lambda p: (len(p["services"]), p["name"]))
    start = SHOWN * max(int(scope.page) - 1, 0) if scope.page.isdigit() else 0
    columns = ("network.point", "network.stands", "network.uses", "network.hours", "network.location")
    rows = [_row(scope, net, p, keys) for p in chosen[start : start + SHOWN]]
    return {
        "tiers": [
            (
                say("network.counted", label=say(key), count=counted[code] if code else len(points)),
                scope.to(tier=code),
                code == scope.tier,
            )
            for code, key in (("", "network.every"), *SIGNS)
            if not code or counted[code]
        ],
        "headings": [say(k) for k in columns],
        "rows": rows,
        "count": len(chosen),
        "pages": _pages(scope, start // SHOWN + 1, len(chosen)),
    }


def _row(scope: NetworkView, net: Net, p: Row, keys: set[str]) -> list[str]:
    uses = say("network.uses_of", count=len(p["services"]), names=net.codes(p["services"]))
    located_ = (
        "network.drawn"
        if p["code"] in keys
        else "network.confidential"
        if p["confidential"]
        else "network.other_system"
        if located(p)
        else "network.unrecorded"
    )
    hours = say("frame.stop").join(p["hoursLabel"]) or say("network.unknown")
    return [to_point(scope, p), net.name(p["area"]["code"]), uses, hours, say(located_)]


def _pages(scope: NetworkView, page: int, count: int) -> list[tuple[str, str]]:
    pages = []
    if page > 1:
        pages.append((say("network.previous"), scope.to(tier=scope.tier, page=str(page - 1))))
    if page * SHOWN < count:
        pages.append((say("network.next"), scope.to(tier=scope.tier, page=str(page + 1))))
    return pages
