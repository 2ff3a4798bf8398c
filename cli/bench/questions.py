"""Benchmarks of GraphQL requests against raw Cypher statements (基准).

Each round measures all variants in turn, so that a slow moment affects them all.
"""

import asyncio
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import psutil

from api.access.tokens import issue
from cli.bench.topics import TOPICS, BenchmarkTopic
from cli.session import DatabaseServer
from graph_model.graph import Graph
from graph_model.rows import Statement

Call = Callable[[], Awaitable[None]]


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
    """A minimal keep-alive HTTP connection."""

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


async def _round(call: Callable[[int], Call], clients: int, requests: int) -> tuple[list[float], float]:
    """Latencies in ms of `requests` requests by `clients` clients, and the total seconds."""
    times: list[float] = []

    async def one(n: int) -> None:
        request = call(n)
        for _ in range(max(1, requests // clients)):
            start = time.perf_counter()
            await request()
            times.append((time.perf_counter() - start) * 1000)

    start = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(clients)))
    return times, time.perf_counter() - start


def _cpu(processes: Sequence[psutil.Process]) -> float:
    return sum(t.user + t.system for p in processes for t in [p.cpu_times()])


async def compare(
    variants: Mapping[str, tuple[Callable[[int], Call], Sequence[psutil.Process]]],
    clients: int,
    requests: int,
    rounds: int,
) -> list[Measurement]:
    """Measure all variants in turn for several rounds; median, minimum and maximum of the rounds."""
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, (call, processes) in variants.items():
            before = _cpu(processes)
            times, _ = await _round(call, clients, requests)
            spent = _cpu(processes) - before
            if number:  # the first round warms up
                results[name].append((statistics.median(times), len(times) / spent if spent else 0.0))
    return [
        Measurement(
            name,
            clients,
            statistics.median(p for p, _ in rows),
            min(p for p, _ in rows),
            max(p for p, _ in rows),
            statistics.median(r for _, r in rows),
        )
        for name, rows in results.items()
    ]


def _body(document: str, variables: Mapping[str, object]) -> bytes:
    return json.dumps({"query": document, "variables": variables}).encode()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


async def measure(server: DatabaseServer, topic: str, requests: int, rounds: int) -> list[Measurement]:
    """Measure a topic over GraphQL and HTTP against its raw statement, on the same server and data."""
    port = free_port()
    environment = os.environ | {"PORT": str(port), "TONGXIN_HOME": str(server.settings.home)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli.main", "serve", env=environment, stdout=subprocess.DEVNULL
    )
    try:
        await until_it_serves(port)
        return await _measure(server, port, process.pid, TOPICS[topic](), requests, rounds)
    finally:
        process.terminate()
        await process.wait()


async def _measure(
    server: DatabaseServer, port: int, pid: int, comparison: BenchmarkTopic, requests: int, rounds: int
) -> list[Measurement]:
    token = issue(server.settings, "demo-street")
    this_process, service = psutil.Process(), psutil.Process(pid)
    database = [psutil.Process(server.pid)] if server.pid else []

    def http(document: str, variables: Mapping[str, object], bearer: str | None) -> Callable[[int], Call]:
        body = _body(document, variables)

        def make(_n: int) -> Call:
            connection = Http(port, bearer)

            async def ask() -> None:
                response = await connection.post(body)
                if b'"errors"' in response:
                    raise ValueError(response[:300])

            return ask

        return make

    async with server.graph() as graph:
        variants = {
            "raw Cypher, execute_query": (_raw(graph, comparison.raw, comparison.params), [this_process, *database]),
            "GraphQL/HTTP, fixed document": (
                http(comparison.fixed, comparison.fixed_variables, None),
                [service, *database],
            ),
            "GraphQL/HTTP, fixed document, signed in": (
                http(comparison.fixed, comparison.fixed_variables, token),
                [service, *database],
            ),
            "GraphQL/HTTP, full answer": (http(comparison.full, comparison.full_variables, None), [service, *database]),
        }
        return [m for n in (1, 32) for m in await compare(variants, n, requests, rounds)]


def _raw(graph: Graph, statement: Statement, params: Mapping[str, object]) -> Callable[[int], Call]:
    def make(_n: int) -> Call:
        async def ask() -> None:
            await graph.raw(statement, params)

        return ask

    return make


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
