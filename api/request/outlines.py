"""The outlines of one request: read together, and limited in their total size (轮廓)."""

from strawberry.dataloader import DataLoader

from graph_model.directory.outlines import of_areas
from graph_model.graph import Graph
from knowledge.errors import BadInput
from network.entities import ANONYMOUS, Outline

MOST = 40_000
"""The most positions in one answer: a district and its streets, each with the most of a loaded outline."""
TOGETHER = 100
"""The most areas in one read."""


class OutlineReader:
    """Reads the outlines of one request; they are public."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._positions = graph, 0
        self._read = DataLoader(self._together, max_batch_size=TOGETHER)

    async def _together(self, codes: list[str]) -> list[Outline | None]:
        return await self._graph.read(ANONYMOUS, of_areas, codes)

    async def of(self, code: str) -> Outline | None:
        """The outline of an area, or None if none is loaded.

        Raises:
            BadInput: The outlines of the request have too many positions.
            GraphUnavailable: The database cannot be used.
        """
        outline = await self._read.load(code)
        self._positions += len(outline.degrees) // 2 if outline else 0
        if self._positions > MOST:
            raise BadInput("outline", "area.too_many_positions", most=MOST)
        return outline
