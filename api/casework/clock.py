"""The clock of casework: what rows say happens when a clock ends, as ordinary orders of the program (时钟的执行)."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from graph_model.casework import work
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkRow
from knowledge.casework.load import table
from knowledge.casework.order import Order, RefusedOrder
from knowledge.errors import Conflict
from knowledge.roles import ActorRole
from network.entities import Actor

EACH = 60.0
"""Seconds between two looks (配置值)."""
PART = 200
"""Items a look works on at most before it looks again."""


def clock_of(areas: Iterable[str]) -> Actor:
    """The program as an actor in these areas."""
    return Actor("clock", ActorRole.CLOCK, tuple(areas))


async def tick(desk: Desk, areas: Iterable[str], now: datetime) -> int:
    """Do what is due, and return how much was done.

    The key of each order is the item, the clock and its end: two processes, or a clock set back, do it once.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    actor, done = clock_of(areas), 0
    for row in await desk.graph.read(actor, work.waking, now, PART):
        for order in _orders(row, now):
            with suppress(Conflict):
                done += not isinstance(await desk.carry_out(actor, row.id, order), RefusedOrder)
    return done


def _orders(row: WorkRow, now: datetime) -> Iterable[Order]:
    item = row.item()
    for clock in table().kinds[item.kind].clock:
        due = item.clocks.get(clock.code)
        if clock.then is not None and due is not None and due <= now:
            key = f"clock:{item.id}:{clock.code}:{due.isoformat()}"
            yield Order(item.kind, clock.then, {}, key, max(now, item.since))
