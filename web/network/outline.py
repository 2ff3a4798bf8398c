"""轮廓：boundaries of the area and its parts, in the reference system of the drawn points (轮廓)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from web.network.plan import GCJ02, WGS84, WIDTH, MapProjection, plan
from web.network.scope import Net, NetworkView
from web.parts.asking import Asker, Row
from web.parts.markup import Markup, el
from web.parts.words import say, series

TOGETHER = 20
"""Areas of one request: the most outlines of the largest size that fit into an answer."""
NAMED = 3
"""The most sources that are named."""


@dataclass(frozen=True, slots=True)
class DrawnOutlines:
    """The areas of the map, the outermost first, and those of them with an outline."""

    areas: list[Row]
    drawn: list[Row]
    system: str
    apart: bool = False
    """True if the points use a reference system that outlines cannot be converted to; none was requested."""

    @property
    def corners(self) -> list[Row]:
        """The corners that the projection must include to show all outlines."""
        corners_ = []
        for a in self.drawn:
            lons, lats = zip(*(at for ring in _rings(a) for at in ring), strict=True)
            corners_ += [{"lon": end(lons), "lat": end(lats)} for end in (min, max)]
        return corners_

    @property
    def outer(self) -> list[Row]:
        """The outlines of areas that are in no other area of the map."""
        codes = {a["code"] for a in self.areas}
        return [a for a in self.drawn if a["parentCode"] not in codes]

    @property
    def inner(self) -> list[Row]:
        """The outlines of the other areas."""
        return [a for a in self.drawn if a not in self.outer]


def _rings(area: Row) -> list[list[list[float]]]:
    return [ring for polygon in area["outline"]["geometry"]["coordinates"] for ring in polygon]


async def outlines(asker: Asker, scope: NetworkView, net: Net, system: str) -> DrawnOutlines:
    """The outlines of the area and its direct parts; `system` is that of the points, empty without points."""
    tops = {scope.area} if scope.area else {c for c, r in net.areas.items() if r["area"]["parentCode"] not in net.areas}
    areas = [r["area"] for r in net.rows if r["area"]["code"] in tops or r["area"]["parentCode"] in tops]
    if system not in (WGS84, GCJ02):
        return DrawnOutlines(areas, [], system, apart=True)
    by_code: dict[str, Row] = {}
    for start in range(0, len(areas), TOGETHER):
        ids = [a["id"] for a in areas[start : start + TOGETHER]]
        answered = await asker.ask("Outlines", ids=ids, crs=system)
        by_code |= {a["code"]: a["outline"] for a in answered if a and a["outline"]}
    return DrawnOutlines(areas, [{**a, "outline": by_code[a["code"]]} for a in areas if a["code"] in by_code], system)


def shapes(p: MapProjection, made: DrawnOutlines) -> list[Markup]:
    """The shapes of all outlines; the outer ones are drawn over the inner ones."""
    drawn = (("outline-ground", made.outer), ("outline-inner", made.inner), ("outline-outer", made.outer))
    return [_border(p, a, kind) for kind, areas in drawn for a in areas]


def names(p: MapProjection, made: DrawnOutlines, named: Collection[str]) -> list[Markup]:
    """The names of the streets that are not in `named`, whose centres are drawn with their names."""
    return [_name(p, a) for a in made.inner if a["level"] == "STREET" and a["code"] not in named]


def shaded(made: DrawnOutlines, kinds: Mapping[str, tuple[str, str]], title: str) -> Markup:
    """The areas with outlines, each with the pattern of its kind and its text; the others are only listed."""
    p = plan(made.corners)
    drawn = [HATCH, *(_border(p, a, "outline-ground") for a in made.outer)]
    for a in made.drawn:
        kind, text = kinds.get(a["code"], ("", ""))
        if kind:
            drawn.append(_border(p, {**a, "name": text}, f"is-{kind}"))
    drawn += [_border(p, a, "outline-outer") for a in made.outer]
    drawn += names(p, made, ())
    return el("svg", el("title", title), *drawn, viewBox=f"0 0 {WIDTH} {p.height}", role="img", aria_label=title)


HATCH = el(
    "defs",
    el(
        "pattern",
        el("path", d="M0 10 L10 0", class_="hatch"),
        id="hatch",
        width=10,
        height=10,
        patternUnits="userSpaceOnUse",
    ),
)
"""The pattern of what is not published."""


def _border(p: MapProjection, area: Row, kind: str) -> Markup:
    """One path per area, filled by the even-odd rule, so that holes stay empty."""
    fill = "url(#hatch)" if kind == "is-hidden" else None
    drawn = (
        "M" + " L".join(f"{x} {y}" for x, y in (p.spot(lon, lat) for lon, lat in ring)) + " Z" for ring in _rings(area)
    )
    return el("path", el("title", area["name"]), d=" ".join(drawn), fill_rule="evenodd", class_=kind, fill=fill)


def _name(p: MapProjection, area: Row) -> Markup:
    x, y = p.spot(*middle(max(_rings(area), key=lambda ring: abs(_twice(ring)))))
    return el("text", area["name"], x=x, y=y, class_="street-name", text_anchor="middle")


def _twice(ring: Sequence[Sequence[float]]) -> float:
    """Twice the signed area of a ring."""
    (x0, y0), *_ = ring
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring))


def middle(ring: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The centroid of a ring, for the position of its name."""
    (x0, y0), *_ = ring
    x = y = 0.0
    for a, b in pairwise(ring):
        part = (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)
        x += part * (a[0] + b[0] - 2 * x0)
        y += part * (a[1] + b[1] - 2 * y0)
    whole = 3 * _twice(ring)
    return x0 + x / whole, y0 + y / whole


def notes(made: DrawnOutlines) -> list[str]:
    """Notes: which outlines are drawn, how they were converted, how to load the missing ones."""
    if made.apart:
        return [say("network.outline_apart", system=made.system or say("network.unknown"))]
    if not made.drawn:
        return [say("network.outline_none")]
    drawn_ = [a["outline"] for a in made.drawn]
    lines = [say("network.outline_drawn", drawn=len(drawn_), names=_listed(a["name"] for a in made.drawn))]
    missing = [a["name"] for a in made.areas if a["code"] not in {d["code"] for d in made.drawn}]
    if missing:
        lines.append(say("network.outline_missing", count=len(missing), names=_listed(missing)))
    other = sorted({o["storedCrs"] for o in drawn_} - {made.system})
    if other:
        lines.append(say("network.outline_computed", stored=_listed(other), system=made.system))
    off = max(o["toleranceM"] for o in drawn_)
    if off:
        lines.append(say("network.outline_thinned", metres=f"{off:g}"))
    lines.append(say("network.outline_source", names=_listed(dict.fromkeys(map(_source, drawn_)), NAMED)))
    return lines


def _source(o: Row) -> str:
    more = series(x for x in (o["sourceDate"], o["precision"]) if x)
    return say("network.outline_from", source=o["source"], more=more) if more else str(o["source"])


def _listed(names: Iterable[str], most: int | None = None) -> str:
    return series(islice(names, most))
