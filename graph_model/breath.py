"""Work of many rows in the event loop lets others in between (让出)."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")
HELD = 0.02
"""Seconds after which whoever holds the event loop lets others in (配置值)."""


async def by_turns(rows: Iterable[T]) -> AsyncIterator[T]:
    """The rows; between two of them others get their turn, if these have held the event loop for long."""
    since = perf_counter()
    for row in rows:
        yield row
        if perf_counter() - since >= HELD:
            await asyncio.sleep(0)
            since = perf_counter()
