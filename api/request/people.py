"""The accounts that one request names, read together (负责的人)."""

from collections.abc import Sequence

from strawberry.dataloader import DataLoader

from graph_model.access import accounts
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from network.entities import Actor

TOGETHER = 200
"""The most accounts in one read."""


class PeopleReader:
    """Reads accounts for one request, each once."""

    def __init__(self, graph: Graph, actor: Actor) -> None:
        self._graph, self._actor = graph, actor
        self._read = DataLoader(self._together, max_batch_size=TOGETHER)

    async def _together(self, ids: list[str]) -> Sequence[Account | None]:
        rows = await self._graph.read(self._actor, accounts.among, ids)
        return [rows.get(i) for i in ids]

    async def of(self, account: str) -> Account | None:
        """An account, or None if there is none with this key."""
        return await self._read.load(account)
