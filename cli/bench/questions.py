"""Measured ratios, side by side in one run; never a timed test (基准).

Each round asks the raw statement and the service in turn, so that a slow moment hits both.
"""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import psutil

from api import examples
from api.access.tokens import issue
from cli.session import Server
from graph_model.baseline.coverage import REACHED
from graph_model.baseline.referral import PLACES_GIVING
from graph_model.baseline.responsibility import ASSIGNED
from graph_model.graph import Graph
from graph_model.rows import Statement
from knowledge.rulebook.load import rulebook
from loaders.shipped.load import DEMO_COMMUNITY
from loaders.shipped.yuexiu import DISTRICT

Call = Callable[[], Awaitable[None]]

FIXED = """query Q($m: String!, $c: String!, $s: SituationInput) {
  responsibility(subject: {matter: $m}, at: {code: $c}, situation: $s) {
    matter { code name } place { code } on summary
    deadlines { act value unit }
    firstSteps { text } rulesHash networkVersion notice } }"""


FIXED_REFERRAL = """query Q($c: String!, $s: SituationInput) {
  referralOptions(at: {code: $c}, situation: $s, limit: 1) {
    place { code } on doors { code verdict } reporting { report }
    needs { need { code } offers { eligibility { fit } options { point { code } } } }
    rulesHash networkVersion notice } }"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of asking: latency in ms and requests a core-second (service and database)."""

    name: str
    clients: int
    p50: float
    low: float
    high: float
    per_core_second: float


class Http:
    """A keep-alive connection that does no more than a benchmark needs."""

    def __init__(self, port: int, token: str | None) -> None:
        self.port, self.token = port, token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> bytes:
        """Post a GraphQL body; the answer's body."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        head = f"POST /graphql HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        head += f"authorization: Bearer {self.token}\r\n" if self.token else ""
        writer.write(head.encode() + b"\r\n" + body)
        answered = await reader.readuntil(b"\r\n\r\n")
        length = next(int(x.split(b":")[1]) for x in answered.split(b"\r\n") if x.lower().startswith(b"content-length"))
        return await reader.readexactly(length)


async def _round(call: Callable[[int], Call], clients: int, requests: int) -> tuple[list[float], float]:
    """Latencies in ms of `requests` by `clients`, and the seconds that it took."""
    times: list[float] = []

    async def one(n: int) -> None:
        ask = call(n)
        for _ in range(max(1, requests // clients)):
            begun = time.perf_counter()
            await ask()
            times.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(clients)))
    return times, time.perf_counter() - begun


def _cpu(processes: Sequence[psutil.Process]) -> float:
    return sum(t.user + t.system for p in processes for t in [p.cpu_times()])


async def compare(
    ways: Mapping[str, tuple[Callable[[int], Call], Sequence[psutil.Process]]], clients: int, requests: int, rounds: int
) -> list[Measured]:
    """Every way in turn, several rounds; medians of the rounds with the least and the greatest."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, (call, processes) in ways.items():
            before = _cpu(processes)
            times, _ = await _round(call, clients, requests)
            spent = _cpu(processes) - before
            if number:  # the first round warms up
                found[name].append((statistics.median(times), len(times) / spent if spent else 0.0))
    return [
        Measured(
            name, clients, statistics.median(p for p, _ in rows), min(p for p, _ in rows), max(p for p, _ in rows),
            statistics.median(r for _, r in rows),
        )
        for name, rows in found.items()
    ]  # fmt: skip


def _body(document: str, variables: Mapping[str, object]) -> bytes:
    return json.dumps({"query": document, "variables": variables}).encode()


def _port() -> int:
    import socket  # noqa: PLC0415  # only the benchmark looks for a port

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Topic:
    """What is compared: a raw statement with its parameters, a fixed document and the full answer."""

    raw: Statement
    params: Mapping[str, object]
    fixed: str
    fixed_variables: Mapping[str, object]
    full: str
    full_variables: Mapping[str, object]


def _responsibility() -> Topic:
    facts: dict[str, object] = {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"}
    known = {"age": "13", "sex": "female", "pregnant": "True", "reporter": "medical"}
    asked = {"subject": {"matter": "M08"}, "at": {"code": DEMO_COMMUNITY}, "situation": facts}
    today = date.today()  # noqa: DTZ011  # any day does
    return Topic(
        ASSIGNED, {"matter": "M08", "place": DEMO_COMMUNITY, "on": today, "facts": known},
        FIXED, {"m": "M08", "c": DEMO_COMMUNITY, "s": facts}, examples.RESPONSIBILITY, asked,
    )  # fmt: skip


def _referral() -> Topic:
    facts: dict[str, object] = {"age": 9, "unattended": True, "hukou": "LOCAL", "fatherState": "IMPRISONED"}
    services = [s for s, row in rulebook().services.items() if row.points]
    asked = {"at": {"code": DEMO_COMMUNITY}, "situation": facts}
    return Topic(
        PLACES_GIVING, {"place": DEMO_COMMUNITY, "services": services, "age": 9},
        FIXED_REFERRAL, {"c": DEMO_COMMUNITY, "s": facts}, examples.REFERRAL, asked,
    )  # fmt: skip


FIXED_COVERAGE = """query Q($code: String!, $area: String) { coverage(code: $code, area: $area) {
  subject { code } communities communitiesWithAtLeast medianTravel gap unlocated notes
  shares { state communities minors minorsUnknown } } }"""
FULL_COVERAGE = """query Q($code: String!, $area: String) { coverage(code: $code, area: $area) {
  communities communitiesWithAtLeast shares { state communities minors }
  rows { nodes { area { code name } state k points { code } minors } } } }"""


def _coverage() -> Topic:
    services = [s for s, row in rulebook().services.items() if "N16" in row.needs]
    asked = {"code": "N16", "area": DISTRICT}
    return Topic(
        REACHED, {"area": DISTRICT, "services": services, "age_from": 6, "age_under": 7},
        FIXED_COVERAGE, asked, FULL_COVERAGE, asked,
    )  # fmt: skip


TOPICS: Mapping[str, Callable[[], Topic]] = {
    "responsibility": _responsibility, "referral": _referral, "coverage": _coverage,
}  # fmt: skip
"""What can be measured."""


async def measure(server: Server, topic: str, requests: int, rounds: int) -> list[Measured]:
    """A topic over GraphQL and HTTP against its raw statement on the same server and data."""
    port = _port()
    environment = os.environ | {"PORT": str(port), "TONGXIN_HOME": str(server.settings.home)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli.main", "serve", env=environment, stdout=subprocess.DEVNULL
    )
    try:
        await _until_it_serves(port)
        return await _measure(server, port, process.pid, TOPICS[topic](), requests, rounds)
    finally:
        process.terminate()
        await process.wait()


async def _measure(server: Server, port: int, pid: int, t: Topic, requests: int, rounds: int) -> list[Measured]:
    token = issue(server.settings, "demo-street")
    here, service = psutil.Process(), psutil.Process(pid)
    database = [psutil.Process(server.pid)] if server.pid else []

    def http(document: str, variables: Mapping[str, object], bearer: str | None) -> Callable[[int], Call]:
        body = _body(document, variables)

        def make(_n: int) -> Call:
            connection = Http(port, bearer)

            async def ask() -> None:
                answered = await connection.post(body)
                if b'"errors"' in answered:
                    raise ValueError(answered[:300])

            return ask

        return make

    async with server.graph() as graph:
        ways = {
            "raw Cypher, execute_query": (_raw(graph, t.raw, t.params), [here, *database]),
            "GraphQL/HTTP, fixed document": (http(t.fixed, t.fixed_variables, None), [service, *database]),
            "GraphQL/HTTP, fixed document, signed in": (http(t.fixed, t.fixed_variables, token), [service, *database]),
            "GraphQL/HTTP, full answer": (http(t.full, t.full_variables, None), [service, *database]),
        }
        return [m for n in (1, 32) for m in await compare(ways, n, requests, rounds)]


def _raw(graph: Graph, statement: Statement, params: Mapping[str, object]) -> Callable[[int], Call]:
    def make(_n: int) -> Call:
        async def ask() -> None:
            await graph.raw(statement, params)

        return ask

    return make


async def _until_it_serves(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return
    raise TimeoutError


def machine() -> str:
    """What the figures were measured on."""
    day = date.today()  # noqa: DTZ011  # a label
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {day}"


def markdown(rows: Sequence[Measured], rounds: int, requests: int) -> str:
    """A table with ratios to the raw statement, and the machine."""
    base = {m.clients: m for m in rows if m.name.startswith("raw")}
    said = [
        f"{machine()}; {rounds} rounds of {requests} requests each way, in turn; medians (least–greatest).",
        "",
        "| way | clients | p50 ms | × raw | requests a core-second | × raw |",
        "|---|---|---|---|---|---|",
    ]
    for m in rows:
        b = base[m.clients]
        said.append(
            f"| {m.name} | {m.clients} | {m.p50:.2f} ({m.low:.2f}–{m.high:.2f}) | {m.p50 / b.p50:.2f} "
            f"| {m.per_core_second:.0f} | {m.per_core_second / b.per_core_second:.2f} |"
        )
    return "\n".join(said)
