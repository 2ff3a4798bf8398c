"""Outlines as GeoJSON coordinates in a reference system (轮廓)."""

from itertools import pairwise

import numpy as np

from network.crs import converted
from network.entities import Outline
from network.shift import Degrees

Ring = list[list[float]]


Polygon = list[Ring]


EXACT = 7
"""Decimals of a degree in the result: a centimetre."""


def polygons(outline: Outline, crs: str) -> list[Polygon]:
    """The coordinates of a GeoJSON MultiPolygon in a reference system.

    Raises:
        ValueError: An unknown system.
    """
    degrees: Degrees = np.array(outline.degrees).reshape(-1, 2)
    return _rings(outline, np.round(converted(degrees, outline.crs, crs), EXACT).tolist())


def stored(outline: Outline) -> list[Polygon]:
    """The same in the system in which they are stored, each number as it is."""
    return _rings(outline, np.array(outline.degrees).reshape(-1, 2).tolist())


def _rings(outline: Outline, positions: Ring) -> list[Polygon]:
    ends = [0, *np.cumsum(outline.rings).tolist()]
    rings = [positions[start:end] for start, end in pairwise(ends)]
    ends = [0, *np.cumsum(outline.polygons).tolist()]
    return [rings[start:end] for start, end in pairwise(ends)]
