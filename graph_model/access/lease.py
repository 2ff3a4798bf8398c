"""A lease: one process at a time has it, and when it dies another takes it (轮值)."""

import asyncio
import os
import secrets
from contextlib import suppress

from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from network.entities import ANONYMOUS

HOLD, RELEASE = statements(__file__, "hold", "release")
EACH = 5.0
"""Seconds after which a process asks for it again, or renews it (configured value)."""
SECONDS = 20
"""Seconds until a lease without renewal expires (configured value)."""


class Lease:
    """Lease of one process, identified by its number on the machine and a random part.

    A process that pauses for longer than `SECONDS` loses it without notice: an action under a lease must do no harm
    if it is done twice.
    """

    def __init__(self, graph: Graph, what: str) -> None:
        self._graph, self._what = graph, what
        self._by = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def held(self) -> bool:
        """Take or renew it; False while another process has it.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        return await self._graph.write(ANONYMOUS, _hold, self._what, self._by)

    async def release(self) -> None:
        """Leave it to whoever asks next; of a silent database it takes itself back."""
        with suppress(GraphUnavailable, TimeoutError):
            async with asyncio.timeout(1):
                await self._graph.write(ANONYMOUS, _release, self._what, self._by)


async def _hold(tx: Tx, what: str, by: str) -> bool:
    return bool(await tx.rows(HOLD, KeyRow, id=what, by=by, seconds=SECONDS))


async def _release(tx: Tx, what: str, by: str) -> None:
    await tx.rows(RELEASE, KeyRow, id=what, by=by)
