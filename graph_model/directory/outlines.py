"""Outlines of areas, read for the few that are drawn, in the reference system that is asked (轮廓)."""

from collections.abc import Sequence

from graph_model.graph import Tx
from graph_model.rows import statements
from network.entities import Outline

(OF_AREAS,) = statements(__file__, "of_areas")


async def of_areas(tx: Tx, codes: Sequence[str]) -> list[Outline | None]:
    """The outline of each area, in the order asked; None where none is loaded."""
    found = {o.area: o for o in await tx.rows(OF_AREAS, Outline, codes=list(dict.fromkeys(codes)))}
    return [found.get(code) for code in codes]
