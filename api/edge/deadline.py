"""Every operation ends: with its answer, with a database that does not answer, or at its deadline (时限)."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from api.edge.errors import Code
from api.edge.request import RequestRefusal
from knowledge.messages.message import message

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Time limits in seconds (configured values)."""

    database: float = 1.5
    """A short read, before the database counts as silent."""
    query: float = 10.0
    change: float = 60.0
    """Limit of a mutation; longer work continues as a job."""


GLANCE = 0.5
"""Seconds between two questions whether the database answers, while an operation runs."""


async def within(
    work: Coroutine[Any, Any, T], seconds: float, alive: Callable[[], Awaitable[None]] | None, *, changes: bool
) -> T:
    """The result of an operation.

    Raises:
        RequestRefusal: It took longer than `seconds`.
    """
    task = asyncio.create_task(work)
    started = time.monotonic()
    try:
        while not (await asyncio.wait({task}, timeout=GLANCE))[0]:
            if time.monotonic() - started > seconds:
                raise late(seconds, changes=changes)
            if alive is not None:
                await _unless_done(task, alive)
        return task.result()
    finally:
        task.cancel()


async def _unless_done(task: asyncio.Task[Any], alive: Callable[[], Awaitable[None]]) -> None:
    """Ask whether the database answers, but not for longer than the operation runs."""
    asked = asyncio.ensure_future(alive())
    await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
    if asked.done() and not task.done():
        asked.result()
    else:
        asked.add_done_callback(lambda a: a.cancelled() or a.exception())


def late(seconds: float, *, changes: bool) -> RequestRefusal:
    """The refusal at the deadline; a change may have been made all the same."""
    reason = "request.deadline_change" if changes else "request.deadline"
    return RequestRefusal(HTTPStatus.GATEWAY_TIMEOUT, message(reason, seconds=int(seconds)), Code.TIMEOUT)
