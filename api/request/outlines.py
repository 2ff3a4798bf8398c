"""The outlines that one request asks for: read together, and no more than an answer can carry (轮廓)."""

from strawberry.dataloader import DataLoader

from graph_model.directory.outlines import of_areas
from graph_model.graph import Graph
from knowledge.errors import BadInput
from network.entities import ANONYMOUS, Outline

MOST = 40_000
"""Positions of one answer: a district and its streets, each with as many as a loaded outline can have."""
TOGETHER = 100
"""Areas of one read."""


class OutlineReader:
    """Everybody may see where an area ends."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._told = graph, 0
        self._read = DataLoader(self._together, max_batch_size=TOGETHER)

    async def _together(self, codes: list[str]) -> list[Outline | None]:
        return await self._graph.read(ANONYMOUS, of_areas, codes)

    async def of(self, code: str) -> Outline | None:
        """The outline of an area; None where none is loaded.

        Raises:
            BadInput: more than one answer carries.
            GraphUnavailable: the database cannot be used.
        """
        found = await self._read.load(code)
        self._told += len(found.degrees) // 2 if found else 0
        if self._told > MOST:
            raise BadInput("outline", "area.too_many_positions", most=MOST)
        return found
