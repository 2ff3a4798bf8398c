"""Background work that lasts as long as the service: an error is logged, and it goes on (长久的工作)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from api.edge.errors import masked
from graph_model.errors import GraphUnavailable

AGAIN = 1.0
"""Seconds after which work that broke begins again (configured value)."""


@contextmanager
def alone() -> Iterator[None]:
    """Log an error of the body under a number, and let everything else go on.

    Raises:
        GraphUnavailable: The database cannot be used: then nothing else can go on either.
    """
    try:
        yield
    except GraphUnavailable:
        raise
    except Exception as cause:  # noqa: BLE001  # whatever it is: nobody waits for an answer who could be told
        masked(cause)


async def lasting(work: Callable[[], Awaitable[None]], pause: float = AGAIN) -> None:
    """Run a task to its end, and restart it after each error."""
    while True:
        with alone():
            await work()
            return
        await asyncio.sleep(pause)
