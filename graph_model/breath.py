"""Work of many rows in the event loop lets others in between (让出)."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")
HELD = 0.02
"""Seconds after which a holder of the event loop yields to others (configured value)."""


async def by_turns(rows: Iterable[T]) -> AsyncIterator[T]:
    """Yield the rows; between two of them other tasks run, if these have used the event loop for long."""
    since = perf_counter()
    for row in rows:
        yield row
        if perf_counter() - since >= HELD:
            await asyncio.sleep(0)
            since = perf_counter()
