"""A fair queue: clients that wait take turns, and one of them cannot take everything (排队)."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from api.edge.errors import RETRY_SECONDS, Code
from api.edge.request import RequestRefusal
from knowledge.messages.message import message


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """Limits of the queue (configured value)."""

    at_once: int = 16
    """Requests that are executed at the same time."""
    of_client: int = 8
    """Places of one client: a request takes one, a dear one several."""
    dear: int = 10_000
    """Cost of a document from which a request is dear."""
    of_dear: int = 4
    """Places that a dear request takes."""
    waiting_of_client: int = 64
    waiting: int = 512
    seconds: float = 10.0
    """The longest wait."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """A request that waits for its turn."""

    turn: asyncio.Future[None]
    slots: int


class FairQueue:
    """Fair queue of requests; of several waiting clients each gets one turn before any gets a second."""

    def __init__(self, limits: QueueLimits | None = None) -> None:
        self.limits = limits or QueueLimits()
        self._executed = 0
        self._slots: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[_Waiting]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str, cost: int = 0) -> AsyncIterator[None]:
        """Wait for a turn, and occupy it during the body.

        Raises:
            RequestRefusal: 429 if this client has too many requests, 503 if all together have.
        """
        slots = min(self.limits.of_dear if cost >= self.limits.dear else 1, self.limits.of_client)
        await self._enter(client, slots)
        try:
            yield
        finally:
            self._end(client, slots)
            self._wake()

    def _begin(self, client: str, slots: int) -> None:
        self._executed += 1
        self._slots[client] += slots

    def _end(self, client: str, slots: int) -> None:
        self._executed -= 1
        self._slots[client] -= slots
        if not self._slots[client]:
            del self._slots[client]

    async def _enter(self, client: str, slots: int) -> None:
        if self._free(client, slots) and client not in self._waiting:
            self._begin(client, slots)
            return
        mine = self._waiting.get(client, ())
        if len(mine) >= self.limits.waiting_of_client:
            raise busy(HTTPStatus.TOO_MANY_REQUESTS, "request.too_many")
        if sum(map(len, self._waiting.values())) >= self.limits.waiting:
            raise busy(HTTPStatus.SERVICE_UNAVAILABLE, "request.busy")
        waits = _Waiting(asyncio.get_running_loop().create_future(), slots)
        self._waiting.setdefault(client, deque()).append(waits)
        try:
            await asyncio.wait_for(waits.turn, self.limits.seconds)
        except TimeoutError:
            self._leave(client, waits)
            raise busy(HTTPStatus.SERVICE_UNAVAILABLE, "request.busy") from None
        except asyncio.CancelledError:
            self._leave(client, waits)
            raise

    def _free(self, client: str, slots: int) -> bool:
        return self._executed < self.limits.at_once and self._slots[client] + slots <= self.limits.of_client

    def _wake(self) -> None:
        """Give free turns to those who wait: the client first that has waited longest since its last turn."""
        while client := next((c for c, queue in self._waiting.items() if self._free(c, queue[0].slots)), None):
            queue = self._waiting.pop(client)
            first = queue.popleft()
            if queue:
                self._waiting[client] = queue  # behind the others
            if not first.turn.done():
                self._begin(client, first.slots)
                first.turn.set_result(None)

    def _leave(self, client: str, waits: _Waiting) -> None:
        queue = self._waiting.get(client)
        if queue and waits in queue:
            queue.remove(waits)
            if not queue:
                del self._waiting[client]
        elif waits.turn.done() and not waits.turn.cancelled():  # its turn came while it left
            self._end(client, waits.slots)
        self._wake()


def busy(status: HTTPStatus, reason: str) -> RequestRefusal:
    """The refusal of a request for which there is no room now."""
    code = Code.TOO_MANY if status is HTTPStatus.TOO_MANY_REQUESTS else Code.UNAVAILABLE
    return RequestRefusal(status, message(reason, seconds=RETRY_SECONDS), code, {"Retry-After": str(RETRY_SECONDS)})
