"""Timeouts: a database that does not answer is noticed within seconds, also without an error (耐心)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from graph_model.errors import GraphUnavailable
from knowledge.messages.message import message

T = TypeVar("T")
TURN = 0.25
"""Seconds of one turn of waiting."""
GLANCE = 0.25
"""Seconds between two questions whether the database answers, while something runs: with the patience less than two."""
Alive = Callable[[], Awaitable[object]]
"""Raises if the database does not answer."""


def _nothing() -> None:
    return


async def while_alive(work: Awaitable[T], alive: Alive | None, check: Callable[[], None] = _nothing) -> T:
    """The result of work that may take long, as long as the database answers.

    Work that is given up is cancelled; a transaction that it has begun still runs to its end.

    Args:
        work: What is waited for.
        alive: Asked at each glance; None where the work needs no database.
        check: Called at each glance; what it raises ends the waiting.

    Raises:
        GraphUnavailable: The database has fallen silent.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=GLANCE))[0]:
            check()
            if alive is not None:
                await _unless_done(task, alive)
        return task.result()
    finally:
        task.cancel()


async def _unless_done(task: asyncio.Future[Any], alive: Alive) -> None:
    """Ask whether the database answers, but not for longer than the work runs."""
    asked = asyncio.ensure_future(alive())
    await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
    if asked.done() and not task.done():
        asked.result()
    else:
        asked.add_done_callback(lambda a: a.cancelled() or a.exception())


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
