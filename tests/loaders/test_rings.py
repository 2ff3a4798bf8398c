"""Rings of made-up outlines: what is refused and why, and that thinning keeps the shape within what it states."""

from itertools import pairwise
from math import cos, pi, radians, sin
from typing import Any

import numpy as np
import pytest

from loaders.outlines.rings import DEGREE, KEPT, MOST, TOLERANCES, _off, polygons, thinned
from loaders.tables.keys import InvalidRow
from tests.support.walks import every

SQUARE = [[113.26, 23.12], [113.27, 23.12], [113.27, 23.13], [113.26, 23.13], [113.26, 23.12]]
HOLE = [[113.262, 23.122], [113.264, 23.122], [113.264, 23.124], [113.262, 23.122]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def circle(count: int, rough: float = 0.0) -> list[list[float]]:
    """A ring of `count` positions, two kilometres wide, rough by so many degrees."""
    turns = [2 * pi * n / (count - 1) for n in range(count - 1)]
    far = [0.01 + rough * (n % 2) for n in range(count - 1)]
    made = [[113.26 + r * cos(t), 23.12 + r * sin(t)] for r, t in zip(far, turns, strict=True)]
    return [*made, made[0]]


def test_borders_holes_and_several_polygons_are_kept_apart():
    found = polygons({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [HOLE]]})
    assert [[len(r) for r in p] for p in found] == [[5, 4], [4]]
    assert found[0][0][1] == (113.27, 23.12)
    assert polygons(polygon([[*p, 12.5] for p in SQUARE])) == polygons(polygon(SQUARE)), "a height is left out"


@every(
    ("geometry", "reason"),
    [
        (None, "ring.no_polygon"),
        ("Polygon", "ring.no_polygon"),
        ({"type": "GeometryCollection", "geometries": []}, "ring.no_polygon"),
        ({"type": "Point", "coordinates": [113.26, 23.12]}, "ring.point"),
        ({"type": "LineString", "coordinates": SQUARE}, "ring.line"),
        ({"type": "Polygon"}, "ring.nesting"),
        (polygon(), "ring.missing"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], []]}, "ring.missing"),
        (polygon(SQUARE[:4]), "ring.not_closed"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "ring.too_short"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[0]]), "ring.no_area"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "ring.no_area"),
        (polygon([[23.12, 113.26]] * 5), "ring.outside_china"),
        (polygon([[12606000.0, 2646000.0]] * 5), "ring.outside_china"),
        (polygon([*SQUARE[:2], [float("nan"), 23.13], *SQUARE[3:]]), "ring.outside_china"),
        (polygon([*SQUARE[:2], [113.27, float("inf")], *SQUARE[3:]]), "ring.outside_china"),
        (polygon([*SQUARE[:2], [113.27, 10**400], *SQUARE[3:]]), "ring.outside_china"),
        (polygon([*SQUARE[:2], ["113.27", "23.13"], *SQUARE[3:]]), "ring.not_a_position"),
        (polygon([*SQUARE[:2], [113.27], *SQUARE[3:]]), "ring.not_a_position"),
        (polygon([*SQUARE[:2], None, *SQUARE[3:]]), "ring.not_a_position"),
        (polygon([*SQUARE[:2], [True, False], *SQUARE[3:]]), "ring.outside_china"),
        (polygon(circle(MOST + 1)), "ring.too_many_positions"),
        (polygon(circle(MOST), HOLE), "ring.too_many_positions"),
    ],
)
def test_what_is_no_outline_is_refused_with_the_reason(geometry: Any, reason: str):
    with pytest.raises(InvalidRow) as refused:
        polygons(geometry)
    assert refused.value.reason.code == reason


def test_an_outline_of_few_positions_is_not_touched():
    shapes = polygons(polygon(circle(KEPT)))
    assert thinned(shapes) == (shapes, 0.0)


@pytest.mark.parametrize("rough", [0.0, 1e-5, 5e-5])
def test_a_thinned_border_lies_within_what_is_stated(rough: float):
    shapes = polygons(polygon(circle(MOST, rough)))
    found, tolerance = thinned(shapes)
    ring = found[0][0]
    assert tolerance in TOLERANCES
    assert len(ring) <= KEPT
    assert ring[0] == ring[-1]
    metres = (DEGREE * cos(radians(23.12)), DEGREE)
    at, kept = np.array(shapes[0][0]) * metres, np.array(ring) * metres
    nearest = np.min([_off(at, a, b) for a, b in pairwise(kept)], axis=0)
    assert nearest.max() <= tolerance * 1.001


def islets(count: int, corners: int) -> list[list[list[tuple[float, float]]]]:
    """Rings of two metres, all in one place."""
    turns = [2 * pi * n / corners for n in range(corners)]
    tiny = [(113.26 + 1e-5 * cos(t), 23.12 + 1e-5 * sin(t)) for t in turns]
    return [[[*tiny, tiny[0]]] for _ in range(count)]


def test_an_islet_stays_a_ring_however_small():
    found, tolerance = thinned(islets(80, 40))
    assert tolerance > 0
    assert len(found) == 80
    assert all(len(p[0]) >= 4 and p[0][0] == p[0][-1] for p in found)


def test_too_many_islets_are_refused():
    with pytest.raises(InvalidRow, match="too_many_when_thinned"):
        thinned(islets(KEPT // 4 + 1, 8))
