"""The door to Neo4j: a caller who is cancelled leaves nothing open behind him, and no write half done."""

import asyncio
import gc
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

import psutil
import pytest

from graph_model import engine
from graph_model.directory.snapshot import version
from graph_model.errors import GraphUnavailable
from graph_model.graph import CONNECTIONS, Graph, Tx
from graph_model.rows import KeyRow, Statement, plain
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.roles import ActorRole
from network.entities import ANONYMOUS, Actor

WRITER = Actor("test-writer", ActorRole.AUDITOR)
MOMENTS = [n * 0.0005 for n in range(40)]
"""Seconds after which a caller is cancelled: while it connects (some 10 ms), logs in, reads."""

LEAVE = Statement("leave", "CREATE (:Probe {key: $key})")
SLOWLY = Statement("slowly", "UNWIND range(1, 200000) AS n WITH sum(n) AS total RETURN total")
LEFT = Statement("left", "MATCH (p:Probe) RETURN p.key AS key")
CLEAN = Statement("clean", "MATCH (p:Probe) DELETE p")


Ask = Callable[[Graph], Coroutine[object, object, object]]


def opened(server: engine.Server) -> Graph:
    return Graph(server.uri, server.user, server.password)


async def cancelled_after(seconds: float, work: "asyncio.Task[object]") -> None:
    await asyncio.sleep(seconds)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def _row(graph: Graph) -> object:
    return await graph.row(ANONYMOUS, Statement("one", "RETURN 1 AS number"), dict[str, int])


async def _read(graph: Graph) -> object:
    return await graph.read(ANONYMOUS, version)


@pytest.mark.parametrize("ask", [_read, _row], ids=["read", "row"])
async def test_a_cancelled_read_leaves_no_socket_to_the_collector(server: engine.Server, ask: Ask) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for moment in MOMENTS:
            async with opened(server) as graph:
                await cancelled_after(moment, asyncio.create_task(ask(graph)))
        gc.collect()
    assert not [w.message for w in told if issubclass(w.category, ResourceWarning)]


async def test_the_connection_of_a_cancelled_read_is_used_again(server: engine.Server) -> None:
    port = int(server.uri.rpartition(":")[2])

    def connections() -> set[int]:
        held = psutil.Process().net_connections(kind="tcp")
        return {c.laddr.port for c in held if c.raddr and c.raddr.port == port and c.status == psutil.CONN_ESTABLISHED}

    before = connections()
    async with opened(server) as graph:
        await _read(graph)
        mine = connections() - before
        assert len(mine) == 1
        for moment in MOMENTS[:8]:
            await cancelled_after(moment, asyncio.create_task(_read(graph)))
            await asyncio.sleep(0.05)
            await _read(graph)
        held = connections() - before
        assert mine <= held, "it was thrown away"
        assert len(held) < len(MOMENTS[:8]), "each cancelled read has left one"


@pytest.fixture
async def clean(graph: Graph) -> AsyncIterator[Graph]:
    yield graph

    async def gone(tx: Tx) -> None:
        await tx.write(CLEAN)

    await graph.write(WRITER, gone)


async def test_a_cancelled_write_is_done_whole_before_the_graph_closes(server: engine.Server, clean: Graph) -> None:
    async def two(tx: Tx) -> None:
        await tx.write(LEAVE, key="first")
        await tx.write(SLOWLY)
        await tx.write(LEAVE, key="second")

    async with opened(server) as graph:
        await cancelled_after(0.02, asyncio.create_task(graph.write(WRITER, two)))

    async def keys(tx: Tx) -> set[str]:
        return {r["key"] for r in await tx.rows(LEFT, dict[str, str])}

    assert await clean.read(ANONYMOUS, keys) == {"first", "second"}


@dataclass(frozen=True)
class When:
    at: datetime


async def test_a_moment_of_a_named_zone_is_written_and_read_back(graph: Graph) -> None:
    """Given to the driver as it is, every few hundredth such moment ends the process."""
    moment = datetime(2026, 11, 27, 9, 30, tzinfo=SHANGHAI)
    for _ in range(300):
        found = await graph.row(ANONYMOUS, Statement("told", "RETURN $moment AS at"), When, moment=moment)
    assert found is not None
    assert found.at == moment
    assert plain(When(moment))["at"].tzinfo is UTC


async def test_what_every_request_needs_goes_past_a_hundred_who_wait(graph: Graph):
    """One long list reads so many things that they wait for connections; nobody takes that for a silent database."""
    gate, one = asyncio.Event(), Statement("one", "RETURN 'there' AS key")

    async def slow(tx: Tx) -> str:
        (row,) = await tx.rows(one, KeyRow)
        await gate.wait()
        return row.key

    reads = [asyncio.create_task(graph.read(ANONYMOUS, slow)) for _ in range(6 * CONNECTIONS)]
    await asyncio.sleep(0)
    assert await graph.ahead(ANONYMOUS, one, KeyRow) == KeyRow("there")
    gate.set()
    assert await asyncio.gather(*reads) == ["there"] * len(reads)


async def test_a_read_ends_at_the_limit_of_whoever_asks(server: engine.Server) -> None:
    """The service limits its reads; a command waits as long as a load, since nobody waits beside it."""
    endless = Statement("endless", "UNWIND range(1, 2000000000) AS n WITH sum(n) AS total RETURN total")
    async with Graph(server.uri, server.user, server.password, read_timeout=0.1) as graph:
        with pytest.raises(GraphUnavailable) as refused:
            await graph.row(ANONYMOUS, endless, dict[str, int])
        assert refused.value.problem.code == "graph.timed_out"
        with pytest.raises(GraphUnavailable):
            await graph.read(ANONYMOUS, lambda tx: tx.rows(endless, dict[str, int]))
