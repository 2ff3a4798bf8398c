"""Timeouts: a database that does not answer is noticed within seconds, also without an error (耐心)."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from graph_model.errors import GraphUnavailable
from knowledge.messages.message import message

T = TypeVar("T")
TURN = 0.25
"""Seconds of one turn of waiting."""


class Patience:
    """Waits for short reads; while one of them is overdue, the next ones are refused at once.

    Waiting is counted in turns of the event loop: a loop that was busy for seconds with something else waits one turn
    more, and does not blame the database.
    """

    def __init__(self, seconds: float = 1.5) -> None:
        self._turns = max(1, round(seconds / TURN))
        self._overdue: set[asyncio.Task[Any]] = set()

    async def short(self, read: Coroutine[Any, Any, T]) -> T:
        """The result of a read that a working database answers within milliseconds.

        Raises:
            GraphUnavailable: No answer in time, or an earlier read still has none.
        """
        if self._overdue:
            read.close()
            raise GraphUnavailable(message("graph.silent"), passing=True)
        task = asyncio.create_task(read)
        task.add_done_callback(self._ended)
        for _ in range(self._turns):
            if (await asyncio.wait({task}, timeout=TURN))[0]:
                return task.result()
        self._overdue.add(task)
        raise GraphUnavailable(message("graph.silent"), passing=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._overdue.discard(task)
        if not task.cancelled():
            task.exception()  # mark as retrieved: asyncio would log it if nobody awaits the task
