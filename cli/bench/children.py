"""Benchmarks of questions over all children of a district and of a city, through the service (儿童的基准).

The children are made beside those of the demo and taken away again; their keys are in a folder that is deleted.
"""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import psutil

from api.access.tokens import issue
from api.settings import Settings
from cli.bench.questions import Http, machine, until_it_serves
from cli.session import DatabaseServer, run
from graph_model.baseline import children as baseline
from graph_model.directory.snapshot import read as read_network
from graph_model.engine import choose_port
from graph_model.graph import Graph
from graph_model.persons import intake, persons
from graph_model.persons.seal import Vault
from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import DEFAULT, district
from loaders.shipped.load import DEMO_ACCOUNTS
from loaders.synthetic import people
from network.entities import Actor

SIZES = (3_000, 15_000)
"""A district, and a city."""
ASKED_EACH = 0.25
"""Seconds between two small questions beside a large one: their waits show what blocks the service."""
LATE = "100"
"""Seconds that a question may take here: what is late on a busy machine is measured, not refused."""
GOALS = "{ goal rate { numerator denominator } severities { count } duties { standings { standing count } } }"
QUESTIONS = {
    "goals": f"query($area: String!) {{ goals(area: $area) {GOALS} }}",
    "goalsReport": f"query($area: String!) {{ goalsReport(area: $area) {{ ... on Job {{ id }} "
    f"... on GoalsReport {{ goals {GOALS} }} }} }}",
    "bottlenecks": "query($area: String!) { bottlenecks(area: $area) { demand met unmet { children } } }",
    "entitlementGaps, 100 cases": "query($area: String!) { entitlementGaps(area: $area) "
    "{ rows(first: 100) { judged nodes { caseCode gap service { code } } } } }",
}
JOB = "query($id: ID!) { job(id: $id) { status result { kind } } }"
Prepare = Callable[[Graph], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ChildrenTiming:
    """One question at one size: seconds, processor seconds of service and database, the longest wait beside it."""

    name: str
    children: int
    seconds: float
    service: float
    database: float
    beside: float
    problem: str

    def text(self) -> str:
        """A row of the table."""
        shown = f"{self.seconds:.2f} | {self.service:.2f} | {self.database:.2f} | {self.beside * 1000:.0f}"
        return f"| {self.name} | {self.children:,} | {shown} | {self.problem or 'none'} |"


async def _fill(graph: Graph, keys: Path, everywhere: Actor, prefix: str, number: int) -> None:
    d = district(DEFAULT)
    today = date.today()  # noqa: DTZ011  # any day
    made, teams = people.make(d.areas, d.schools, rulebook(), today, number, d.names, prefix)
    with closing(Vault(keys)) as vault:
        vault.provide(c.key for c in made)
        for group in (*intake.records(vault, made), teams):
            await persons.put_all(graph, everywhere, group)


async def _ask(http: Http, document: str, **variables: str) -> dict[str, object]:
    data: dict[str, object] = json.loads(
        await http.post(json.dumps({"query": document, "variables": variables}).encode())
    )
    return data


async def _whole(port: int, token: str, document: str) -> str:
    """Ask, and wait for the job if it becomes one; the problem, if there was one."""
    http = Http(port, token)
    reply = await _ask(http, document, area=DEFAULT)
    job = ((reply.get("data") or {}).get("goalsReport") or {}).get("id")  # type: ignore[attr-defined]  # as JSON
    while job:
        await asyncio.sleep(ASKED_EACH)
        reply = await _ask(http, JOB, id=job)
        if '"RUNNING"' not in json.dumps(reply):
            break
    errors = json.dumps(reply.get("errors", ""), ensure_ascii=False)
    return errors[:80] if "errors" in reply else ""


async def _beside(port: int, waits: list[float]) -> None:
    http = Http(port, None)
    while True:
        began = time.perf_counter()
        await _ask(http, "{ __typename }")
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(ASKED_EACH)


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _measured(name: str, size: int, port: int, token: str, both: Sequence[psutil.Process]) -> ChildrenTiming:
    before, waits = [_spent(p) for p in both], list[float]()
    beside = asyncio.create_task(_beside(port, waits))
    began = time.perf_counter()
    try:
        problem = await _whole(port, token, QUESTIONS[name])
    finally:
        seconds = time.perf_counter() - began
        beside.cancel()
    service, database = (_spent(p) - b for p, b in zip(both, before, strict=True))
    return ChildrenTiming(name, size, seconds, service, database, max(waits, default=0.0), problem)


async def _served(server: DatabaseServer, keys: Path, size: int, rounds: int) -> list[ChildrenTiming]:
    """The median round of each question, by the processor time of the service; the first round warms up."""
    port, token = choose_port(), issue(server.settings, "demo-centre")
    more = {"PORT": str(port), "TONGXIN_HOME": str(server.settings.home), "TONGXIN_KEYS": str(keys)}
    environment = os.environ | more | {"TONGXIN_QUERY_SECONDS": LATE, "TONGXIN_DATABASE_SECONDS": LATE}
    command = (sys.executable, "-m", "cli", "serve")
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.DEVNULL)
    rows: dict[str, list[ChildrenTiming]] = {name: [] for name in QUESTIONS}
    try:
        await until_it_serves(port)
        both = [psutil.Process(process.pid), psutil.Process(server.pid or process.pid)]
        for number in range(rounds + 1):
            for name in QUESTIONS:
                row = await _measured(name, size, port, token, both)
                if number:
                    rows[name].append(row)
    finally:
        process.terminate()
        await process.wait()
    return [sorted(r, key=lambda x: x.service)[len(r) // 2] for r in rows.values()]


async def measure(server: DatabaseServer, graph: Graph, keys: Path, rounds: int) -> list[ChildrenTiming]:
    """All questions, with so many children beside those of the demo."""
    demo = next(a for a in DEMO_ACCOUNTS if a.id == "demo-centre")
    everywhere = Actor("bench", demo.role, (await read_network(graph)).roots)
    prefix, timings = f"bench-{uuid4().hex[:8]}", list[ChildrenTiming]()
    try:
        for size in SIZES:
            await _fill(graph, keys, everywhere, prefix, size)
            timings += await _served(server, keys, size, rounds)
    finally:
        while await graph.write(everywhere, baseline.removed, f"{prefix}-"):
            pass
    return timings


def markdown(config: Settings, prepare: Prepare, rounds: int) -> str:
    """The table of all questions at both sizes."""
    server = DatabaseServer(config)
    try:
        run(server, prepare)
        with tempfile.TemporaryDirectory() as folder:
            keys = Path(folder, "keys")
            shutil.copytree(config.key_folder, keys)
            rows = run(server, lambda graph: measure(server, graph, keys, rounds))
    finally:
        server.stop()
    load = statistics.fmean(os.getloadavg())
    head = f"{machine()}; the middle one of {rounds} rounds by the service's processor time; load {load:.0f}."
    lines = ["| question | children made | s | service, CPU s | database, CPU s | longest wait beside, ms | problem |"]
    return "\n".join([head, "", *lines, "|---|---|---|---|---|---|---|", *(r.text() for r in rows)])
