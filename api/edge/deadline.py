"""Every operation ends: with its answer, with a database that does not answer, or at its deadline (时限)."""

import time
from collections.abc import Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from api.edge.errors import Code
from api.edge.request import RequestRefusal
from graph_model.patience import Alive, while_alive
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


async def within(work: Coroutine[Any, Any, T], seconds: float, alive: Alive | None, *, changes: bool) -> T:
    """The result of an operation.

    Raises:
        GraphUnavailable: The database has fallen silent.
        RequestRefusal: It took longer than `seconds`.
    """
    started = time.monotonic()

    def check() -> None:
        if time.monotonic() - started > seconds:
            raise late(seconds, changes=changes)

    return await while_alive(work, alive, check)


def late(seconds: float, *, changes: bool) -> RequestRefusal:
    """The refusal at the deadline; a change may have been made all the same."""
    reason = "request.deadline_change" if changes else "request.deadline"
    return RequestRefusal(HTTPStatus.GATEWAY_TIMEOUT, message(reason, seconds=int(seconds)), Code.TIMEOUT)
