"""The numbers of network, rules, rights, events, sessions, polled beside requests: a revocation acts soon (变动)."""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from ctypes import c_double
from dataclasses import dataclass
from typing import TypeVar

from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.patience import Patience, while_alive
from graph_model.rows import statements
from network.entities import ANONYMOUS, NetworkVersion

T = TypeVar("T")
(NUMBERS,) = statements(__file__, "numbers")
EVERY = 0.5
"""Seconds between two polls (configured value)."""
OLDEST = 0.9
"""Seconds after which what was read no longer counts: a right withdrawn elsewhere ends within a second."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Current numbers at the time of reading."""

    number: int
    rules: str | None
    access: int
    """Grows with each write to an account, a team or a delegation."""
    events: int
    """The number of the last event of casework."""
    sessions: int = 0
    """Grows whenever somebody signs in or out on the pages."""

    @property
    def network(self) -> NetworkVersion:
        """The version of the network."""
        return NetworkVersion(self.number, self.rules)


class Feed:
    """The newest numbers; without `watch` running, or where its last read is too old, each caller reads them itself."""

    def __init__(self, graph: Graph, patience: Patience, written: c_double | None = None) -> None:
        """`written` is the moment of the last write, shared by the processes of a service; without it, of this one."""
        self._graph, self._patience = graph, patience
        self._newest: tuple[float, Numbers] | None = None
        self._running: tuple[float, asyncio.Task[Numbers]] | None = None
        self._written = c_double() if written is None else written
        self._watching = False
        self._moved = asyncio.Event()

    async def watch(self) -> None:
        """Read the numbers every half second until cancelled; a silent database is tried again."""
        self._watching = True
        try:
            while True:
                with suppress(GraphUnavailable):
                    await self._read()
                await asyncio.sleep(EVERY)
        finally:
            self._watching = False

    def changed(self) -> None:
        """This process has written: whoever asks next, here or in another process of the service, reads it."""
        self._written.value = time.monotonic()  # the clock of the machine, the same in all of its processes

    async def current(self) -> Numbers:
        """Numbers that were true less than a second ago.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        newest = self._newest
        if self._watching and newest and newest[0] > max(self._written.value, time.monotonic() - OLDEST):
            return newest[1]
        return await self.read()

    async def read(self) -> Numbers:
        """Return the current numbers, ahead of waiting requests: a test of the database.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        return await self._patience.short(self._joined())

    async def beside(self, work: Awaitable[T]) -> T:
        """The result of a read or write that is no operation of GraphQL, as long as the database answers.

        Raises:
            GraphUnavailable: It has fallen silent; what was begun may still be written.
        """
        return await while_alive(work, self.read)

    async def moved(self, seconds: float) -> None:
        """Return as soon as any number has changed, at the latest after `seconds`: one reader for all who wait."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), seconds)

    async def _joined(self) -> Numbers:
        """One read for all who ask while it runs: beside a hundred requests it stays one connection."""
        now = time.monotonic()
        began, running = self._running or (0.0, None)
        if running is None or running.done() or began <= max(self._written.value, now - OLDEST):
            running = asyncio.create_task(self._read())
            self._running = now, running
        return await asyncio.shield(running)

    async def _read(self) -> Numbers:
        """Read them; a read counts from its beginning."""
        began = time.monotonic()
        read = await self._graph.ahead(ANONYMOUS, NUMBERS, Numbers) or Numbers(0, None, 0, 0)
        if self._newest is None or began > self._newest[0]:
            moved = self._newest is not None and self._newest[1] != read
            self._newest = began, read
            if moved:
                self._moved.set()
                self._moved = asyncio.Event()
        return read
