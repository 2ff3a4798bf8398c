"""Outlines of areas, read on demand (轮廓)."""

from collections.abc import Sequence

from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements
from network.entities import Outline

OF_AREAS, DRAWN = statements(__file__, "of_areas", "drawn")


async def of_areas(tx: Tx, codes: Sequence[str]) -> list[Outline | None]:
    """The outline of each area, in the order of `codes`; None if none is loaded."""
    outlines = {o.area: o for o in await tx.rows(OF_AREAS, Outline, codes=list(dict.fromkeys(codes)))}
    return [outlines.get(code) for code in codes]


async def drawn(tx: Tx, codes: Sequence[str]) -> frozenset[str]:
    """Return the areas that have an outline."""
    return frozenset(r.key for r in await tx.rows(DRAWN, KeyRow, codes=list(codes)))
