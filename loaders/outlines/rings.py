"""Rings of an outline: what is wrong with one, and leaving out positions that no drawing shows (环)."""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.tables.cells import CHINA, Refused

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]

MOST, KEPT = 20_000, 2_000
"""Positions that an outline may have in a file, and that it has once it is loaded."""
TOLERANCES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Metres: the first that thins enough is taken, and is told with the outline."""
SHORTEST = 4
"""Positions of a ring (RFC 7946 3.1.6): a triangle, and its first corner again."""
NOTHING = 1e-11
"""Square degrees, twice over: less than a square metre is no area."""
DEGREE = 111_320.0
"""Metres of a degree of latitude."""
OTHERS = {
    "Point": "是一个点，不是边界；中心点随区划载入 / a point is no outline: load centres with areas (lon, lat)",
    "MultiPoint": "是一些点，不是边界 / points are no outline",
    "LineString": "是一条线，没有围起来 / a line encloses nothing",
    "MultiLineString": "是一些线，没有围起来 / lines enclose nothing",
}

Flat = NDArray[np.float64]


def polygons(geometry: object) -> list[Polygon]:
    """The polygons of a GeoJSON geometry, each its border and then its holes.

    Raises:
        Refused: no Polygon or MultiPolygon, too many positions, or a ring that is none.
    """
    said: dict[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind, given = said.get("type"), said.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        other = OTHERS.get(str(kind), "没有 Polygon 或 MultiPolygon / no Polygon or MultiPolygon")
        raise Refused(f"几何 geometry {other}")
    shapes = [[_listed(r) for r in _listed(p)] for p in ([given] if kind == "Polygon" else _listed(given))]
    if sum(len(ring) for shape in shapes for ring in shape) > MOST:
        raise Refused(f"超过{MOST}个点，先在制图软件里化简 / more than {MOST} positions: simplify it first")
    if not shapes or not all(shapes):
        raise Refused("没有环 / a polygon without a ring")
    return [[_ring(r) for r in shape] for shape in shapes]


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Refused("coordinates 的层数不对 / coordinates are not nested as the type asks")
    return value


def _ring(given: Iterable[object]) -> Ring:
    found = [_position(p) for p in given]
    if len(found) < SHORTEST:
        raise Refused(f"环少于{SHORTEST}个点 / a ring has fewer than {SHORTEST} positions")
    if found[0] != found[-1]:
        raise Refused("环没有闭合：最后一点应与第一点相同 / a ring is not closed: its last position must be its first")
    x, y = (np.array(found) - found[0]).T
    if abs(float(x[:-1] @ y[1:] - y[:-1] @ x[1:])) < NOTHING:
        raise Refused("环没有围起面积，或自己相交 / a ring encloses nothing, or crosses itself")
    return found


def _position(given: object) -> Position:
    """Longitude and latitude; a height beside them is left out."""
    pair = given[:2] if isinstance(given, list) else ()
    if len(pair) != 2 or not all(isinstance(v, int | float) for v in pair):  # noqa: PLR2004  # a pair
        raise Refused("点不是 [经度, 纬度] / a position is not [longitude, latitude]")
    if not all(low <= v <= high for v, (low, high) in zip(pair, CHINA, strict=True)):
        raise Refused("点不在中国范围，以度计，先经度后纬度 / a position outside China: degrees, longitude first")
    return float(pair[0]), float(pair[1])


def thinned(shapes: list[Polygon]) -> tuple[list[Polygon], float]:
    """The polygons with few enough positions to draw, and by how many metres the border may now lie off.

    Raises:
        Refused: too many are left even so.
    """
    if sum(len(ring) for shape in shapes for ring in shape) <= KEPT:
        return shapes, 0.0
    weighed = [[(ring, _weights(ring)) for ring in shape] for shape in shapes]
    for tolerance in TOLERANCES:
        if sum(int((w > tolerance).sum()) for shape in weighed for _, w in shape) <= KEPT:
            return [
                [[ring[i] for i in np.flatnonzero(w > tolerance)] for ring, w in shape] for shape in weighed
            ], tolerance  # fmt: skip
    said = f"化简到{TOLERANCES[-1]:g}米仍超过{KEPT}个点"
    raise Refused(f"{said} / more than {KEPT} positions even when thinned to {TOLERANCES[-1]:g} m: leave islets out")


def _weights(ring: Ring) -> Flat:
    """At which tolerance each position is still needed, in Douglas and Peucker's way.

    Three corners, far from each other, are always needed: so it stays a ring.
    """
    degrees = np.array(ring)
    at = degrees * (DEGREE * cos(radians(degrees[0, 1])), DEGREE)
    second = int(np.argmax(np.hypot(*(at - at[0]).T)))
    third = int(np.argmax(_off(at, at[0], at[second])))
    corners = sorted({0, second, third, len(ring) - 1})
    weights: Flat = np.zeros(len(ring))
    weights[corners] = np.inf
    todo = [(start, end, np.inf) for start, end in pairwise(corners)]
    while todo:
        start, end, most = todo.pop()
        if end - start < 2:  # noqa: PLR2004  # nothing lies between
            continue
        off = _off(at[start + 1 : end], at[start], at[end])
        worst = int(np.argmax(off))
        middle, weight = start + 1 + worst, min(most, float(off[worst]))
        weights[middle] = weight
        if weight > TOLERANCES[0]:
            todo += [(start, middle, weight), (middle, end, weight)]
    return weights


def _off(at: Flat, start: Flat, end: Flat) -> Flat:
    """How far each lies from the stretch between two."""
    way = end - start
    long = float(way @ way)
    share = np.clip((at - start) @ way / long, 0, 1) if long else np.zeros(len(at))
    found: Flat = np.hypot(*(at - start - share[:, None] * way).T)
    return found
