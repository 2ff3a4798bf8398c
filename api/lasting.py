"""Work beside requests that lasts as long as the service: what breaks it is logged, and it goes on (长久的工作)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from api.edge.errors import masked
from graph_model.errors import GraphUnavailable

AGAIN = 1.0
"""Seconds after which work that broke begins again (配置值)."""


@contextmanager
def alone() -> Iterator[None]:
    """What breaks in here is logged under a number and keeps nothing else from going on.

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
    """Do work to its end, however often it breaks."""
    while True:
        with alone():
            await work()
            return
        await asyncio.sleep(pause)
