"""Benchmark of a city: a district alone, then with its neighbours in one graph (城市的基准)."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import psutil

from api.request.context import today
from cli.ask.questions import ask
from cli.bench.questions import Http, until_it_serves
from cli.bench.sizes import ASKED, KILO, MATTER, QUESTION, WRITES, SizeTiming, database, middle, table, timed
from cli.session import DatabaseServer, run
from graph_model.directory import divisions
from graph_model.directory.records import put_all
from graph_model.directory.snapshot import Networks
from graph_model.engine import choose_port
from graph_model.graph import Graph
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from loaders.intake.contract import LOADER
from loaders.shipped.districts import DEFAULT, district
from loaders.shipped.load import load_demo, load_district, load_rules
from network.entities import Body

CITY, OWN_OFFICES = 4, "01"
"""Digits that the codes of a city's districts share; the two after them of what the list calls 市辖区, no district."""
WORKERS, CONNECTIONS = 4, 32
"""Processes of the service, and connections that the kernel deals to them."""
LOOKS, LOOK = 6000, 0.02
"""Number of polls for a condition, and seconds between."""
ASKS = json.dumps(
    {"query": f'{{ responsibility(subject: {{matter: "{MATTER}"}}, at: {{code: "{DEFAULT}"}}) {{ networkVersion }} }}'}
).encode()
ANSWER, SERVED = "an answer in one district, read and answered", "the same by the service"


def city_of(code: str) -> tuple[str, ...]:
    """The districts of the city of a district, the district first."""
    rows = (divisions.area(*row) for row in divisions.rows(code[:CITY]))
    districts = [a.code for a in rows if a.level is AreaLevel.DISTRICT and a.code[CITY:6] != OWN_OFFICES]
    return (code, *(c for c in districts if c != code))


async def _add(graph: Graph, codes: Sequence[str], on: date) -> None:
    for code in codes:
        await load_district(graph, d=district(code))
        await load_demo(graph, on, d=district(code))


async def _office(graph: Graph) -> Body:
    network = await Networks(graph).current()
    return next(b for b in network.bodies.values() if b.area == DEFAULT)


async def _write(graph: Graph, body: Body, number: int) -> None:
    await put_all(graph, LOADER, [replace(body, aliases=(str(number),))])


async def _of_size(graph: Graph, size: str) -> list[SizeTiming]:
    """Measure a network of this size: read, read again after a write, a question on one of its districts."""
    networks, body = Networks(graph, every=0.0), await _office(graph)
    whole = await timed("read whole", size, "", networks.current)
    again = list[SizeTiming]()
    for n in range(WRITES):
        await _write(graph, body, n)
        again.append(await timed("read again after a write", size, "2 s", networks.current))
    answer = await timed(ANSWER, size, "as alone", lambda: ask(graph, "responsibility", dict(QUESTION)), ASKED)
    return [whole, middle(again), answer]


async def _shown(connections: Sequence[Http]) -> list[int]:
    """Return the version of the network that each connection gets."""
    replies = await asyncio.gather(*(c.post(ASKS) for c in connections))
    return [json.loads(r)["data"]["responsibility"]["networkVersion"] for r in replies]


def _listening(service: psutil.Process, port: int) -> list[psutil.Process]:
    """The processes that take connections."""
    ready = list[psutil.Process]()
    for child in service.children(recursive=True):
        with suppress(psutil.Error):  # it has just ended
            if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in child.net_connections()):
                ready.append(child)
    return ready


async def _all_serve(service: psutil.Process, port: int) -> list[psutil.Process]:
    """Wait until each process takes connections.

    Raises:
        TimeoutError: One does not.
    """
    await until_it_serves(port)
    for _ in range(LOOKS):
        if len(ready := _listening(service, port)) == WORKERS:
            return ready
        await asyncio.sleep(LOOK)
    raise TimeoutError


async def _service(server: DatabaseServer, port: int, service: psutil.Process, size: str) -> list[SizeTiming]:
    """A service of several processes: an answer, how soon all show a write of another one, the memory of each."""
    processes = await _all_serve(service, port)
    connections = [Http(port, None) for _ in range(CONNECTIONS)]
    size = f"{size}, {WORKERS} processes"
    first = await timed("first answers of all", size, "", lambda: _shown(connections))
    one = await timed(SERVED, size, "as alone", lambda: connections[0].post(ASKS), ASKED)
    shown = list[SizeTiming]()
    async with server.graph() as graph:
        body = await _office(graph)
        for n in range(WRITES):
            before = max(await _shown(connections))
            await _write(graph, body, ASKED + n)
            seconds = await _until_all(connections, before)
            shown.append(SizeTiming("a write of another process shown by all", size, seconds, bar="2 s"))
    memory = max(p.memory_full_info().pss for p in processes) / KILO / KILO
    return [*(replace(r, processor=None, memory=None) for r in (first, one)), replace(middle(shown), memory=memory)]


async def _until_all(connections: Sequence[Http], before: int) -> float:
    """Return the seconds until every connection gets a later version.

    Raises:
        TimeoutError: One never does.
    """
    began = time.perf_counter()
    for _ in range(LOOKS):
        if min(await _shown(connections)) > before:
            return time.perf_counter() - began
        await asyncio.sleep(LOOK)
    raise TimeoutError


def _served(server: DatabaseServer, size: str) -> list[SizeTiming]:
    port = choose_port()
    environment = os.environ | {"PORT": str(port), "TONGXIN_HOME": str(server.settings.home)}
    command = (sys.executable, "-m", "cli", "serve", "--workers", str(WORKERS))
    process = psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        return asyncio.run(_service(server, port, process, size))
    finally:
        process.terminate()
        process.wait()


def _ratios(alone: Sequence[SizeTiming], whole: Sequence[SizeTiming]) -> str:
    """Each row among the neighbours × alone, in seconds and, where they are known, in processor seconds."""

    def times(one: SizeTiming, other: SizeTiming) -> str:
        cpu = f" ({one.processor / other.processor:.2f} of CPU)" if one.processor and other.processor else ""
        return f"{one.name}: {one.seconds / other.seconds:.2f}{cpu}"

    return f"With neighbours × alone. {'; '.join(map(times, whole, alone))}."


def markdown(size: int) -> str:
    """The table of a district alone and among the districts of its city, of all or of so many."""
    codes, on = city_of(DEFAULT), today()
    codes = codes[: size or None]
    with tempfile.TemporaryDirectory(prefix="tongxin-bench-") as folder, database(Path(folder)) as server:
        run(server, lambda graph: load_rules(graph, rulebook()))
        measured = list[list[SizeTiming]]()
        for added, name in ((codes[:1], "1 district"), (codes[1:], f"{len(codes)} districts")):
            run(server, partial(_add, codes=added, on=on))
            rows = run(server, partial(_of_size, size=name))
            measured.append([*rows, *_served(server, name)])
    alone, whole = measured
    return table([*alone, *whole], _ratios(alone, whole))
