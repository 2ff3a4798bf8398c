"""Benchmarks of GraphQL requests against raw Cypher statements (基准).

Each round measures all variants in turn, so that a slow moment affects them all.
"""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import TypeVar

import psutil

from api.access.tokens import issue
from cli.bench.topics import TOPICS
from cli.session import DatabaseServer
from graph_model.engine import choose_port
from graph_model.graph import Graph
from graph_model.rows import Statement

Call = Callable[[], Awaitable[None]]
STEP = 11
"""By how many questions one client is ahead of another."""
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Measurement:
    """Result of one variant: latency in ms, and requests per core-second (service and database)."""

    name: str
    clients: int
    p50: float
    low: float
    high: float
    per_core_second: float


class Http:
    """Minimal persistent HTTP connection."""

    def __init__(self, port: int, token: str | None) -> None:
        self.port, self.token = port, token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> bytes:
        """Post a GraphQL body and return the body of the response; the service ends a connection that has rested."""
        try:
            return await self._exchanged(body)
        except (asyncio.IncompleteReadError, ConnectionError):
            if self._streams is None:
                raise
            self._streams = None
            return await self._exchanged(body)

    async def _exchanged(self, body: bytes) -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        head = f"POST /graphql HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        head += f"authorization: Bearer {self.token}\r\n" if self.token else ""
        writer.write(head.encode() + b"\r\n" + body)
        headers = await reader.readuntil(b"\r\n\r\n")
        length = next(int(x.split(b":")[1]) for x in headers.split(b"\r\n") if x.lower().startswith(b"content-length"))
        return await reader.readexactly(length)


@dataclass(frozen=True, slots=True)
class Latencies:
    """One round, or several: latencies in ms, the median of them, and requests per core-second."""

    times: Sequence[float]
    p50: float
    a_core: float

    @classmethod
    def of(cls, rounds: Sequence["Latencies"]) -> "Latencies":
        """The medians of rounds, with all their latencies."""
        times = [t for r in rounds for t in r.times]
        return cls(times, statistics.median(r.p50 for r in rounds), statistics.median(r.a_core for r in rounds))


async def timed_round(
    call: Callable[[int], Call], processes: Sequence[psutil.Process], clients: int, requests: int
) -> Latencies:
    """`requests` requests by `clients` clients, and the processor time that these processes take for them."""
    times, before = list[float](), _cpu(processes)

    async def one(n: int) -> None:
        request = call(n)
        for _ in range(max(1, requests // clients)):
            start = time.perf_counter()
            await request()
            times.append((time.perf_counter() - start) * 1000)

    await asyncio.gather(*(one(n) for n in range(clients)))
    spent = _cpu(processes) - before
    return Latencies(times, statistics.median(times), len(times) / spent if spent else 0.0)


def _cpu(processes: Sequence[psutil.Process]) -> float:
    return sum(t.user + t.system for p in processes for t in [p.cpu_times()])


async def compare(
    variants: Mapping[str, tuple[Callable[[int], Call], Sequence[psutil.Process]]],
    clients: int,
    requests: int,
    rounds: int,
) -> list[Measurement]:
    """Measure all variants in turn for several rounds; median, minimum and maximum of the rounds."""
    results: dict[str, list[Latencies]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, (call, processes) in variants.items():
            row = await timed_round(call, processes, clients, requests)
            if number:  # the first round warms up
                results[name].append(row)
    return [
        Measurement(name, clients, whole.p50, min(r.p50 for r in rows), max(r.p50 for r in rows), whole.a_core)
        for name, rows in results.items()
        for whole in [Latencies.of(rows)]
    ]


def _body(document: str, variables: Mapping[str, object]) -> bytes:
    return json.dumps({"query": document, "variables": variables}).encode()


@asynccontextmanager
async def served(server: DatabaseServer, *options: str) -> AsyncIterator[tuple[int, psutil.Process]]:
    """A service of its own beside a database: its port and process."""
    port = choose_port()
    environment = os.environ | {"PORT": str(port), "TONGXIN_HOME": str(server.settings.home)}
    command = (sys.executable, "-m", "cli", "serve", *options)
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.DEVNULL)
    try:
        await until_it_serves(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def measure(server: DatabaseServer, topic: str, requests: int, rounds: int) -> list[Measurement]:
    """Measure a topic over GraphQL and HTTP against its raw statement, on the same server and data."""
    asked, token = TOPICS[topic](), issue(server.settings, "demo-street")
    database = [psutil.Process(server.pid)] if server.pid else []
    fixed, full = _body(asked.fixed, asked.fixed_variables), _body(asked.full, asked.full_variables)
    async with served(server) as (port, service), server.graph() as graph:
        over = [service, *database]
        variants = {
            "raw Cypher, execute_query": (raw(graph, asked.raw, [asked.params]), [psutil.Process(), *database]),
            "GraphQL/HTTP, fixed document": (over_http(port, [fixed], None), over),
            "GraphQL/HTTP, fixed document, signed in": (over_http(port, [fixed], token), over),
            "GraphQL/HTTP, full answer": (over_http(port, [full], None), over),
        }
        return [m for n in (1, 32) for m in await compare(variants, n, requests, rounds)]


def over_http(port: int, bodies: Sequence[bytes], bearer: str | None) -> Callable[[int], Call]:
    """Clients that post one body after another, each from another one on; an error ends the benchmark."""

    def make(n: int) -> Call:
        connection, turn = Http(port, bearer), in_turn(bodies, n)

        async def ask() -> None:
            response = await connection.post(next(turn))
            if b'"errors"' in response:
                raise ValueError(response[:300])

        return ask

    return make


def raw(graph: Graph, statement: Statement, params: Sequence[Mapping[str, object]]) -> Callable[[int], Call]:
    """Clients that run a statement with one set of parameters after another."""

    def make(n: int) -> Call:
        turn = in_turn(params, n)

        async def ask() -> None:
            await graph.raw(statement, next(turn))

        return ask

    return make


def in_turn(given: Sequence[Given], client: int) -> Iterator[Given]:
    """All of them again and again, for each client from another one on."""
    start = client * STEP % len(given)
    return cycle([*given[start:], *given[:start]])


async def until_it_serves(port: int) -> None:
    """Wait until somebody listens.

    Raises:
        TimeoutError: Nobody does.
    """
    for _ in range(3000):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return
    raise TimeoutError


def machine() -> str:
    """The machine and the day of the measurement."""
    day = date.today()  # noqa: DTZ011  # a label
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {day}"


def markdown(rows: Sequence[Measurement], rounds: int, requests: int) -> str:
    """A table with ratios to the raw statement, and the machine."""
    base = {m.clients: m for m in rows if m.name.startswith("raw")}
    lines = [
        f"{machine()}; {rounds} rounds of {requests} requests each way, in turn; medians (least–greatest).",
        "",
        "| way | clients | p50 ms | × raw | requests a core-second | × raw |",
        "|---|---|---|---|---|---|",
    ]
    for m in rows:
        b = base[m.clients]
        lines.append(
            f"| {m.name} | {m.clients} | {m.p50:.2f} ({m.low:.2f}–{m.high:.2f}) | {m.p50 / b.p50:.2f} "
            f"| {m.per_core_second:.0f} | {m.per_core_second / b.per_core_second:.2f} |"
        )
    return "\n".join(lines)
