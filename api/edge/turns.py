"""A fair queue: clients that wait take turns, and one of them cannot take everything (排队)."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from api.edge.errors import Code
from api.edge.request import RequestRefusal
from knowledge.messages.message import message

RETRY_SECONDS = 2
"""Seconds after which a refused client may come again (配置值)."""


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """Limits of the queue (配置值)."""

    at_once: int = 16
    """Requests that are executed at the same time."""
    of_client: int = 8
    """Requests of one client that are executed at the same time."""
    waiting_of_client: int = 64
    waiting: int = 512
    seconds: float = 10.0
    """The longest wait."""


class FairQueue:
    """Gives turns to requests; of several waiting clients each gets one before any gets a second."""

    def __init__(self, limits: QueueLimits | None = None) -> None:
        self.limits = limits or QueueLimits()
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait for a turn; hold it during the body.

        Raises:
            RequestRefusal: 429 if this client has too many requests, 503 if all together have.
        """
        await self._enter(client)
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            self._wake()

    async def _enter(self, client: str) -> None:
        if self._free(client) and client not in self._waiting:
            self._running[client] += 1
            return
        mine = self._waiting.get(client, ())
        if len(mine) >= self.limits.waiting_of_client:
            raise busy(HTTPStatus.TOO_MANY_REQUESTS, "request.too_many")
        if sum(map(len, self._waiting.values())) >= self.limits.waiting:
            raise busy(HTTPStatus.SERVICE_UNAVAILABLE, "request.busy")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await asyncio.wait_for(turn, self.limits.seconds)
        except TimeoutError:
            self._leave(client, turn)
            raise busy(HTTPStatus.SERVICE_UNAVAILABLE, "request.busy") from None
        except asyncio.CancelledError:
            self._leave(client, turn)
            raise

    def _free(self, client: str) -> bool:
        return self._running.total() < self.limits.at_once and self._running[client] < self.limits.of_client

    def _wake(self) -> None:
        """Give free turns to those who wait: the client first that has waited longest since its last turn."""
        while client := next((c for c in self._waiting if self._free(c)), None):
            queue = self._waiting.pop(client)
            turn = queue.popleft()
            if queue:
                self._waiting[client] = queue  # behind the others
            if not turn.done():
                self._running[client] += 1
                turn.set_result(None)

    def _leave(self, client: str, turn: asyncio.Future[None]) -> None:
        queue = self._waiting.get(client)
        if queue and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._waiting[client]
        elif turn.done() and not turn.cancelled():  # its turn came while it left
            self._running[client] -= 1
            self._wake()


def busy(status: HTTPStatus, reason: str) -> RequestRefusal:
    """The refusal of a request for which there is no room now."""
    code = Code.TOO_MANY if status is HTTPStatus.TOO_MANY_REQUESTS else Code.UNAVAILABLE
    return RequestRefusal(status, message(reason, seconds=RETRY_SECONDS), code, {"Retry-After": str(RETRY_SECONDS)})
