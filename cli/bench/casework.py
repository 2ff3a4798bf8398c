"""Benchmarks of casework: orders beside a raw statement, worklists over many open items (办理的基准).

Everything is written in communities of the demo and taken away again.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import product
from uuid import uuid4

from api.settings import Settings
from cli.bench.bars import Bar, lines
from cli.bench.questions import machine
from cli.session import DatabaseServer, run
from graph_model.access.feed import Feed
from graph_model.baseline import casework as baseline
from graph_model.casework import work
from graph_model.casework.desk import desk_of
from graph_model.casework.looking import Held
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkFilter
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import TIMEOUT, Graph, with_actor
from graph_model.patience import Patience
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from knowledge.casework.order import Order
from knowledge.rulebook.load import rulebook
from loaders.shipped.load import DEMO_ACCOUNTS, DEMO_COMMUNITY
from network.entities import Actor

OPEN = 15_000
"""Open items over which a worklist is read."""
PART = 1_000
FIRST = 50
"""Items of a page."""
WORKLIST, WORKLIST_MS = f"worklist over {OPEN} open items", 50.0
"""Measured list, and its bar."""
WORKERS = 8
FOLLOWED = 40
"""Orders that are followed: each waits for a poll."""
Call = Callable[[], Awaitable[object]]
Prepare = Callable[[Graph], Awaitable[None]]
Row = tuple[str, int, float, float]
"""Name, workers, p50 in ms, number a second."""


async def _timed(name: str, call: Call, workers: int, count: int) -> Row:
    times: list[float] = []

    async def one() -> None:
        for _ in range(max(1, count // workers)):
            began = time.perf_counter()
            await call()
            times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(workers)))
    return name, workers, statistics.median(times), len(times) / (time.perf_counter() - began)


def _middle(rows: Sequence[Row]) -> Row:
    """The median round."""
    return sorted(rows, key=lambda r: r[2])[len(rows) // 2]


def _variants(graph: Graph, desk: Desk, actor: Actor) -> tuple[tuple[tuple[str, Call], ...], ...]:
    """Writes, then lists; the raw statement first."""

    async def order() -> None:
        form = {"area": DEMO_COMMUNITY, "channel": "phone", "said": "基准"}
        given = Order("report", "register", form, uuid4().hex, datetime.now(SHANGHAI))
        if not isinstance(made := await desk.carry_out(actor, None, given), Held):
            raise TypeError(made.code)

    async def raw() -> None:
        new = {"id": f"{actor.id}-{uuid4().hex}", "area": DEMO_COMMUNITY}
        await graph.raw(baseline.REPORTED, with_actor(actor, new))

    async def listed() -> None:
        await graph.read(actor, work.in_areas, WorkFilter(FIRST))

    async def counted() -> None:
        await graph.read(actor, work.in_areas, WorkFilter(FIRST))
        await graph.read(actor, work.count, WorkFilter(FIRST), mine=False)

    states = tuple(table().awaited(actor.roles)) or ("case:closing",)
    few = {
        "untaken cases": WorkFilter(FIRST, kind="case", free=True),
        "awaited": WorkFilter(FIRST, states=states, waiting=True),
    }

    def beside(wanted: WorkFilter) -> Call:
        return lambda: graph.read(actor, partial(work.listed, own=False, shown=True), wanted)

    async def raw_list() -> None:
        await graph.raw(baseline.LISTED, with_actor(actor, {"area": DEMO_COMMUNITY, "first": FIRST}))

    return (
        (("raw write", raw), ("order: a report is registered", order)),
        (
            (f"raw list over {OPEN} open items", raw_list),
            (WORKLIST, listed),
            ("with its total", counted),
            *((f"list beside them: {name}", beside(wanted)) for name, wanted in few.items()),
        ),
    )


async def measure(graph: Graph, vault: Vault, requests: int, rounds: int) -> list[list[Row]]:
    """Measure writes and lists: all variants in turn, several rounds; the first round warms up."""
    actor = replace(next(a for a in DEMO_ACCOUNTS if a.id == "demo-director"), id=f"bench-{uuid4().hex[:8]}")
    desk = desk_of(graph, vault, rulebook(), await read_network(graph))
    measured = []
    try:
        writes, lists = _variants(graph, desk, actor)
        for calls in (writes, lists):
            if calls is lists:
                await _fill(graph, actor)
            by_variant: dict[tuple[str, int], list[Row]] = {}
            for number in range(rounds + 1):
                for workers, (name, call) in product((1, WORKERS), calls):
                    row = await _timed(name, call, workers, requests)
                    if number:
                        by_variant.setdefault((name, workers), []).append(row)
            measured.append([_middle(rows) for rows in by_variant.values()])
        measured[0].append(await _followed(graph, writes[1][1], requests))
    finally:
        while await graph.write(actor, baseline.removed, DEMO_COMMUNITY):
            pass
    return measured


async def _followed(graph: Graph, order: Call, requests: int) -> Row:
    """Measure the time of an order until a follower in another process of the service is woken."""
    other = Feed(graph, Patience(TIMEOUT))
    watching = asyncio.create_task(other.watch())

    async def seen() -> None:
        waiting = asyncio.create_task(other.moved(TIMEOUT))
        await order()
        await waiting

    try:
        await other.current()
        return await _timed("order, until another process sees it", seen, 1, min(requests, FOLLOWED))
    finally:
        watching.cancel()


async def _fill(graph: Graph, actor: Actor) -> None:
    for part in range(OPEN // PART):
        more = {"area": DEMO_COMMUNITY, "part": part, "count": PART}
        await graph.raw(baseline.FILLED, with_actor(actor, more))


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    raw = {workers: row for row in rows for workers in [row[1]] if row[0].startswith("raw")}
    for name, workers, p50, rate in rows:
        base = raw[workers]
        yield f"| {name} | {workers} | {p50:.1f} | {p50 / base[2]:.2f} | {rate:.0f} | {rate / base[3]:.2f} |"


def markdown(config: Settings, prepare: Prepare, requests: int, rounds: int) -> str:
    """A table with ratios to the raw statement of the same number of workers."""
    server = DatabaseServer(config)
    try:
        run(server, prepare)
        with closing(Vault(config.key_folder)) as vault:
            groups = run(server, lambda graph: measure(graph, vault, requests, rounds))
    finally:
        server.stop()
    return "\n".join(
        [
            f"{machine()}; {rounds} rounds of {requests} each way, in turn; the median round.",
            "",
            "| way | workers | p50 ms | × raw | a second | × raw |",
            "|---|---|---|---|---|---|",
            *(line for rows in groups for line in _lines(rows)),
            "",
            *lines(
                [Bar(f"{WORKLIST}, p50", row[2], WORKLIST_MS, "ms") for row in groups[1] if row[:2] == (WORKLIST, 1)]
            ),
        ]
    )
