"""A `neo4j://` address: reads go to a follower, writes to the leader, and a read waits for the writes before it.

Community Neo4j has no cluster, so two doors stand before the suite's one server.  Both pass Bolt through, but answer
the question for the routing table themselves: the one is router and leader, the other the only follower.  What a door
has seen is what that member of a cluster would have been asked.
"""

import asyncio
import importlib
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from graph_model import engine
from graph_model.directory.records import put_all
from graph_model.directory.snapshot import Networks
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from network.entities import ANONYMOUS, Actor

BOLT: Any = importlib.import_module("neo4j._codec.packstream.v1")
"""The driver's own reading and writing of Bolt's values; it has no types."""

WRITER = Actor("test-writer", ActorRole.AUDITOR)
LEAVE = Statement("leave", "CREATE (:Probe {key: 'routed'})")
LEFT = Statement("left", "MATCH (p:Probe {key: 'routed'}) RETURN count(p) AS number")
CLEAN = Statement("clean", "MATCH (p:Probe {key: 'routed'}) DELETE p")
FORGET = Statement("forget", "MATCH (c:Account {subject: 'test-routed'}) DETACH DELETE c")

GOODBYE, RUN, BEGIN, ROUTE, SUCCESS, RECORD = 0x02, 0x10, 0x11, 0x66, 0x70, 0x71
MAGIC = bytes.fromhex("6060b017")
BOLT_5_4 = bytes((0, 0, 4, 5))
"""The one version that the doors offer: its handshake is a single number each way."""


def unpacked(raw: bytes) -> tuple[int, list[Any]]:
    """A message: its kind and its fields."""
    unpacker = BOLT.Unpacker(BOLT.UnpackableBuffer(raw))
    size, kind = unpacker.unpack_structure_header()
    return kind[0], [unpacker.unpack() for _ in range(size)]


def succeeded(facts: dict[str, Any]) -> bytes:
    """A SUCCESS in one chunk."""
    buffer = BOLT.PackableBuffer()
    BOLT.Packer(buffer).pack_struct(bytes((SUCCESS,)), [facts])
    return len(buffer.data).to_bytes(2, "big") + bytes(buffer.data) + b"\0\0"


async def next_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The next message: as it came, and joined from its chunks; empty chunks between messages keep a line alive."""
    came, joined = b"", b""
    while True:
        head = await reader.readexactly(2)
        chunk = await reader.readexactly(int.from_bytes(head, "big"))
        came, joined = came + head + chunk, joined + chunk
        if not chunk and joined:
            return came, joined


@dataclass
class Door:
    """A TCP door before the server, and what was asked through it."""

    server: int
    roles: dict[str, "Door"] = field(default_factory=dict)
    """The routing table that it tells."""
    port: int = 0
    asked_to_route: int = 0
    began: list[dict[str, Any]] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    """Given back by the server after each transaction."""

    async def come(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        assert await client.readexactly(4) == MAGIC
        await client.readexactly(16)
        server, to_server = await asyncio.open_connection("127.0.0.1", self.server)
        to_server.write(MAGIC + BOLT_5_4 + bytes(12))
        to_client.write(await server.readexactly(4))
        due: deque[bytes | None] = deque()  # an answer for each request in its order; None: the server's
        try:
            await asyncio.gather(self._ask(client, to_client, to_server, due), self._answer(server, to_client, due))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            to_client.close()
            to_server.close()

    async def _ask(
        self,
        client: asyncio.StreamReader,
        to_client: asyncio.StreamWriter,
        to_server: asyncio.StreamWriter,
        due: deque[bytes | None],
    ) -> None:
        while True:
            came, joined = await next_message(client)
            kind, fields = unpacked(joined)
            if kind == ROUTE:
                self.asked_to_route += 1
                due.append(succeeded({"rt": self._table()}))
                _hand_over(to_client, due)
                continue
            if kind == BEGIN:
                self.began.append(fields[0])
            elif kind == RUN:
                self.ran.append(fields[0])
            if kind != GOODBYE:
                due.append(None)
            to_server.write(came)

    async def _answer(
        self, server: asyncio.StreamReader, to_client: asyncio.StreamWriter, due: deque[bytes | None]
    ) -> None:
        while True:
            came, joined = await next_message(server)
            to_client.write(came)
            kind, fields = unpacked(joined)
            if kind == SUCCESS and "bookmark" in fields[0]:
                self.bookmarks.append(fields[0]["bookmark"])
            if kind != RECORD:
                due.popleft()
                _hand_over(to_client, due)

    def _table(self) -> dict[str, Any]:
        servers = [{"role": role, "addresses": [f"127.0.0.1:{d.port}"]} for role, d in self.roles.items()]
        return {"ttl": 300, "db": "neo4j", "servers": servers}


def _hand_over(to_client: asyncio.StreamWriter, due: deque[bytes | None]) -> None:
    while due and due[0] is not None:
        to_client.write(due.popleft() or b"")


@dataclass
class Cluster:
    """Two doors; `address` is what an operator would write."""

    leader: Door
    follower: Door
    server: engine.Server

    def graph(self) -> Graph:
        return Graph(f"neo4j://127.0.0.1:{self.leader.port}", self.server.user, self.server.password)


@pytest.fixture
async def cluster(loaded: engine.Server, graph: Graph) -> AsyncIterator[Cluster]:
    real = int(loaded.uri.rpartition(":")[2])
    leader, follower = Door(real), Door(real)
    leader.roles = follower.roles = {"ROUTE": leader, "WRITE": leader, "READ": follower}
    open_ = [await asyncio.start_server(door.come, "127.0.0.1", 0) for door in (leader, follower)]
    leader.port, follower.port = (s.sockets[0].getsockname()[1] for s in open_)
    yield Cluster(leader, follower, loaded)
    for s in open_:
        s.close()
        await s.wait_closed()
    await graph.write(WRITER, write, CLEAN)
    await graph.write(WRITER, write, FORGET)


async def write(tx: Tx, statement: Statement) -> None:
    await tx.write(statement)


async def count(tx: Tx) -> int:
    return next(r["number"] for r in await tx.rows(LEFT, dict[str, int]))


async def test_reads_go_to_the_follower_and_writes_to_the_leader(cluster: Cluster) -> None:
    async with cluster.graph() as graph:
        await graph.write(WRITER, write, LEAVE)
        assert await graph.read(ANONYMOUS, count) == 1
        assert await graph.row(ANONYMOUS, LEFT, dict[str, int]) == {"number": 1}
    assert cluster.leader.asked_to_route
    assert cluster.leader.ran == [LEAVE.text]
    assert cluster.follower.ran == [LEFT.text, LEFT.text]
    assert [b.get("mode", "w") for b in cluster.leader.began] == ["w"]
    assert [b["mode"] for b in cluster.follower.began] == ["r", "r"]


async def test_a_later_read_waits_for_the_write_before_it(cluster: Cluster) -> None:
    async with cluster.graph() as graph:
        await graph.read(ANONYMOUS, count)
        await graph.write(WRITER, write, LEAVE)
        await graph.read(ANONYMOUS, count)
        await graph.row(ANONYMOUS, LEFT, dict[str, int])
    (written,) = cluster.leader.bookmarks
    before, *after = cluster.follower.began
    assert written not in before.get("bookmarks", ())
    # a read brings its own bookmark, that of the state it saw: the last one read is never older than the write
    assert after[0]["bookmarks"] == [written]
    assert after[1]["bookmarks"] == [cluster.follower.bookmarks[1]]


async def test_another_service_does_not_wait(cluster: Cluster) -> None:
    """What holds between services: no bookmark crosses, so a follower that lags may answer from before the write."""
    async with cluster.graph() as writes, cluster.graph() as reads:
        await writes.write(WRITER, write, LEAVE)
        await reads.read(ANONYMOUS, count)
    assert not cluster.follower.began[0].get("bookmarks")


async def test_another_service_sees_a_change_of_the_network_when_it_next_asks_for_the_version(cluster: Cluster) -> None:
    account = Actor("test-routed", ActorRole.STREET, ("440104001000",))
    async with cluster.graph() as writes, cluster.graph() as reads:
        networks = Networks(reads, every=0.0)
        before = (await networks.current()).version.number
        await put_all(writes, WRITER, [account])
        assert (await networks.current()).version.number > before
