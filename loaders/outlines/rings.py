"""Rings of an outline: validation, and thinning to the positions that a drawing needs (环)."""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.tables.cells import CHINA
from loaders.tables.keys import InvalidRow

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]

MOST, KEPT = 20_000, 2_000
"""Most positions of an outline in a file, and in the graph."""
TOLERANCES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Metres; the first that thins enough is used, and is stored with the outline."""
SHORTEST = 4
"""Positions of a ring (RFC 7946 3.1.6): a triangle, and its first corner again."""
NOTHING = 1e-11
"""Twice an area in square degrees, less than a square metre: the ring encloses nothing."""
DEGREE = 111_320.0
"""Metres of a degree of latitude."""
GEOMETRY = "geometry"
"""Name in messages about a ring, in place of a column."""
NO_AREA = {
    "Point": "ring.point",
    "MultiPoint": "ring.point",
    "LineString": "ring.line",
    "MultiLineString": "ring.line",
}

Flat = NDArray[np.float64]


def polygons(geometry: object) -> list[Polygon]:
    """The polygons of a GeoJSON geometry, each its border and then its holes.

    Raises:
        InvalidRow: no Polygon or MultiPolygon, too many positions, or an invalid ring.
    """
    members: dict[str, Any] = geometry if isinstance(geometry, dict) else {}
    kind, given = members.get("type"), members.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _invalid(NO_AREA.get(str(kind), "ring.no_polygon"))
    shapes = [[_listed(r) for r in _listed(p)] for p in ([given] if kind == "Polygon" else _listed(given))]
    if sum(len(ring) for shape in shapes for ring in shape) > MOST:
        raise _invalid("ring.too_many_positions", most=MOST)
    if not shapes or not all(shapes):
        raise _invalid("ring.missing")
    return [[_ring(r) for r in shape] for shape in shapes]


def _invalid(reason: str, **params: Any) -> InvalidRow:
    return InvalidRow(GEOMETRY, reason, **params)


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _invalid("ring.nesting")
    return value


def _ring(given: Iterable[object]) -> Ring:
    ring = [_position(p) for p in given]
    if len(ring) < SHORTEST:
        raise _invalid("ring.too_short", least=SHORTEST)
    if ring[0] != ring[-1]:
        raise _invalid("ring.not_closed")
    x, y = (np.array(ring) - ring[0]).T
    if abs(float(x[:-1] @ y[1:] - y[:-1] @ x[1:])) < NOTHING:
        raise _invalid("ring.no_area")
    return ring


def _position(given: object) -> Position:
    """Longitude and latitude; a height beside them is left out."""
    pair = given[:2] if isinstance(given, list) else ()
    if len(pair) != 2 or not all(isinstance(v, int | float) for v in pair):  # noqa: PLR2004  # a pair
        raise _invalid("ring.not_a_position")
    if not all(low <= v <= high for v, (low, high) in zip(pair, CHINA, strict=True)):
        raise _invalid("ring.outside_china")
    return float(pair[0]), float(pair[1])


def thinned(shapes: list[Polygon]) -> tuple[list[Polygon], float]:
    """The polygons with at most KEPT positions, and by how many metres the border may be off.

    Raises:
        InvalidRow: too many are left at the largest tolerance.
    """
    if sum(len(ring) for shape in shapes for ring in shape) <= KEPT:
        return shapes, 0.0
    weighed = [[(ring, _weights(ring)) for ring in shape] for shape in shapes]
    for tolerance in TOLERANCES:
        if sum(int((w > tolerance).sum()) for shape in weighed for _, w in shape) <= KEPT:
            return [
                [[ring[i] for i in np.flatnonzero(w > tolerance)] for ring, w in shape] for shape in weighed
            ], tolerance
    raise _invalid("ring.too_many_when_thinned", metres=f"{TOLERANCES[-1]:g}", most=KEPT)


def _weights(ring: Ring) -> Flat:
    """The largest tolerance in metres at which each position is still needed (Douglas–Peucker).

    Three corners, far from each other, are always needed: so the result is still a ring.
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
    """Distance of each position from the line between two."""
    way = end - start
    long = float(way @ way)
    share = np.clip((at - start) @ way / long, 0, 1) if long else np.zeros(len(at))
    distance: Flat = np.hypot(*(at - start - share[:, None] * way).T)
    return distance
