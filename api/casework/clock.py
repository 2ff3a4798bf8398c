"""Clock of casework: steps at the end of a clock, as ordinary orders of the program (时钟的执行)."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256

from api.lasting import alone
from graph_model.access import use
from graph_model.casework import likeness, work
from graph_model.casework.desk import desk_of
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkFilter, WorkRow
from graph_model.graph import Graph
from graph_model.notices.outbox import notify
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.terms import Layer
from knowledge.casework import clocks
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.notices.rows import notices
from knowledge.casework.order import Order, RefusedOrder
from knowledge.casework.rows import Clock
from knowledge.errors import Conflict
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from network.entities import Actor
from network.snapshot import Network

EACH = 60.0
"""Seconds between two runs (configured value)."""
PART = 200
"""Items of one run at most, and of one read."""


def clock_of(areas: Iterable[str]) -> Actor:
    """The program as an actor in these areas."""
    return Actor("clock", ActorRole.CLOCK, tuple(areas))


async def look(graph: Graph, vault: Vault, book: Rulebook, network: Network) -> None:
    """Do all due work of the clocks; an error in one part does not prevent the others.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    desk, at = desk_of(graph, vault, book, network), datetime.now(SHANGHAI)
    for part in (
        partial(begin, desk, network.roots, at),
        partial(recount, desk, network, at),
        partial(tick, desk, network.roots, at),
        partial(notify, graph, clock_of(network.roots), table(), notices(), at),
    ):
        with alone():
            await part()


async def tick(desk: Desk, areas: Iterable[str], now: datetime) -> int:
    """Do the due steps, and return their number.

    The key of each order is the item, the clock and its end: two processes, or a clock set back, do it once. An
    item without a possible step (damaged, or refusing) delays no other.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    actor, done, stuck, full = clock_of(areas), 0, 0, True
    while full and done < PART:
        rows = await desk.graph.read(actor, work.waking, now, PART, stuck)
        for row in rows:
            before = done
            with alone():
                for order in _orders(row, now):
                    with suppress(Conflict):
                        done += not isinstance(await desk.carry_out(actor, row.id, order), RefusedOrder)
            stuck += done == before
        full = len(rows) == PART
    return done


def _orders(row: WorkRow, now: datetime) -> Iterable[Order]:
    item = row.item()
    for clock in table().kinds[item.kind].clock:
        due = item.clocks.get(clock.code)
        if clock.then is not None and due is not None and due <= now:
            key = f"clock:{item.id}:{clock.code}:{due.isoformat()}"
            yield Order(item.kind, clock.then, {}, key, max(now, item.since))


async def recount(desk: Desk, network: Network, now: datetime) -> int:
    """Recount the clocks that depend on the school year, if areas state another one; return the number of changes.

    The end of a clock only comes nearer (decision 0073). The terms of the last count are stored, so that it is done
    once whoever loads them; after an interruption it starts from the beginning and changes nothing twice.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    actor, mark, done = clock_of(network.roots), _mark(network.terms), 0
    if (await desk.graph.read(actor, use.held)).terms == mark:
        return 0
    async for item, clock in _running(desk, actor):
        by = clocks.due(desk.table, clock, now, item.open, calendar=network.calendar(item.area))
        if by is None or by >= item.clocks[clock.code]:
            continue
        order = Order(item.kind, str(clock.recount), {}, f"terms:{item.id}:{clock.code}:{mark}", now)
        with suppress(Conflict):
            done += not isinstance(await desk.carry_out(actor, item.id, order), RefusedOrder)
    await desk.graph.write(actor, use.mark_terms, mark)
    return done


async def begin(desk: Desk, areas: Iterable[str], now: datetime) -> int:
    """Start clocks that open items lack because they began before a release had them, once; return their number.

    Children of a former release get the marks by which a like one is recognized.

    It works as if the clock had just ended: the program takes its step, which starts it and all that goes with it.
    So a child in red whose case is older than reviews is reviewed now, and not in a month. An item that was changed
    meanwhile gets it at the next run.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    actor, done, left = clock_of(areas), 0, False
    await likeness.complete(desk.graph, actor, desk.vault)
    rows = {k.code: tuple(clocks.unending(k)) for k in desk.table.kinds.values()}
    mark = " ".join(f"{kind}.{c.code}" for kind, some in rows.items() for c in some)
    if (await desk.graph.read(actor, use.held)).begun == mark:
        return 0
    for kind in (k for k, some in rows.items() if some):
        async for row in work.whole(desk.graph, actor, WorkFilter(PART, kind=kind)):
            item = row.item()
            for clock in (c for c in rows[kind] if item.state in c.during and c.code not in item.clocks):
                order = Order(kind, str(clock.then), {}, f"begun:{item.id}:{clock.code}", max(now, item.since))
                try:
                    done += not isinstance(await desk.carry_out(actor, item.id, order), RefusedOrder)
                except Conflict:
                    left = True
    if not left:
        await desk.graph.write(actor, use.mark_begun, mark)
    return done


async def _running(desk: Desk, actor: Actor) -> AsyncIterator[tuple[WorkItem, Clock]]:
    """Open items, each with a running clock that depends on the school year."""
    for kind in desk.table.kinds.values():
        moved = [c for c in kind.clock if c.recount is not None]
        if moved:
            async for row in work.whole(desk.graph, actor, WorkFilter(PART, kind=kind.code)):
                item = row.item()
                for clock in moved:
                    if clock.code in item.clocks:
                        yield item, clock


def _mark(terms: Mapping[str, Layer]) -> str:
    """Return a digest of the terms that areas state; empty if none states any."""
    stated = sorted((area, *map(repr, layer)) for area, layer in terms.items())
    return sha256(repr(stated).encode()).hexdigest()[:12] if stated else ""
