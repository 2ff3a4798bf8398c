"""Outlines of areas, read for the few that are drawn, in the reference system that is asked (轮廓)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from graph_model.crs import Degrees, converted
from graph_model.entities import Outline
from graph_model.graph import Tx, statements

(OF_AREAS,) = statements(__file__, "of_areas")

Ring = list[list[float]]
Polygon = list[Ring]
EXACT = 7
"""Decimals of a degree that are told: a centimetre."""


async def of_areas(tx: Tx, codes: Sequence[str]) -> list[Outline | None]:
    """The outline of each area, in the order asked; None where none is loaded."""
    found = {o.area: o for o in await tx.rows(OF_AREAS, Outline, codes=list(dict.fromkeys(codes)))}
    return [found.get(code) for code in codes]


def polygons(outline: Outline, crs: str) -> list[Polygon]:
    """The coordinates of a GeoJSON MultiPolygon, in a reference system.

    Raises:
        ValueError: a system that is not known.
    """
    stored: Degrees = np.array(outline.degrees).reshape(-1, 2)
    positions: Ring = np.round(converted(stored, outline.crs, crs), EXACT).tolist()
    ends = [0, *np.cumsum(outline.rings).tolist()]
    rings = [positions[start:end] for start, end in pairwise(ends)]
    ends = [0, *np.cumsum(outline.polygons).tolist()]
    return [rings[start:end] for start, end in pairwise(ends)]
