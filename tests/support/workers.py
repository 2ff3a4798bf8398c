"""A service of several processes, and a desk at each."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psutil

from api.access.tokens import issue
from api.settings import Settings
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import ANONYMOUS
from tests.api.conftest import answered
from tests.api.test_casework import mutation
from tests.web.conftest import Site
from web.frame.session import COOKIE

PATIENCE = 240.0
"""Seconds within which another process takes the clock and a dead one is back, on a busy machine."""


def workers(site: Site) -> list[psutil.Process]:
    """The processes that serve."""
    assert site.process
    processes = list[psutil.Process]()
    for process in psutil.Process(site.process.pid).children():
        with suppress(psutil.Error):  # it has just died
            if "spawn_main" in " ".join(process.cmdline()):
                processes.append(process)
    return processes


@dataclass(frozen=True)
class Desk:
    """A connection to one worker, for as long as it lives."""

    http: httpx.AsyncClient
    settings: Settings

    def as_(self, role: str) -> None:
        """Have the session of a demo role, as another desk may have it too."""
        self.http.cookies.set(COOKIE, issue(self.settings, f"demo-{role}"))

    async def ask(self, query: str, role: str | None = None, token: str = "", **variables: Any) -> Any:
        given = token or (issue(self.settings, f"demo-{role}") if role else "")
        headers = {"authorization": f"Bearer {given}"} if given else {}
        reply = await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        return reply.json()


async def _worker_of(client: httpx.AsyncClient, site: Site) -> int | None:
    """The worker that a connection has been taken by."""
    reply = await client.get("/livez")
    mine = reply.extensions["network_stream"].get_extra_info("client_addr")[1]
    for worker in workers(site):
        with suppress(psutil.Error):
            if any(c.raddr and c.raddr.port == mine for c in worker.net_connections()):
                return worker.pid
    return None


@asynccontextmanager
async def at_each(site: Site, home: Path, number: int) -> AsyncIterator[tuple[Desk, ...]]:
    """A desk at each of so many workers."""
    headers = {"origin": site.url, "accept-language": "zh-CN"}
    until = time.monotonic() + PATIENCE
    async with AsyncExitStack() as opened:
        clients: dict[int, httpx.AsyncClient] = {}
        while len(clients) < number:
            assert time.monotonic() < until, "some worker takes no connection"
            client = httpx.AsyncClient(base_url=site.url, headers=headers, timeout=PATIENCE)
            await opened.enter_async_context(client)
            pid = await _worker_of(client, site)
            if pid is None:
                await asyncio.sleep(0.2)
            else:
                clients.setdefault(pid, client)
        settings = Settings(TONGXIN_HOME=home)
        yield tuple(Desk(client, settings) for client in clients.values())


@asynccontextmanager
async def both(site: Site, home: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """A desk at each of the two workers."""
    async with at_each(site, home, 2) as (first, second):
        yield first, second


FREE = "MATCH (l:Lease {id: 'clock'}) SET l.until = datetime()"
"""The clock is for whoever asks next; `NO_CLOCK` takes it back."""


async def lease(graph: Graph, text: LiteralString) -> None:
    """Change who has the clock."""

    async def write(tx: Tx) -> None:
        await tx.write(Statement("lease", text))

    await graph.write(ANONYMOUS, write)


async def register(desk: Desk, key: str, **further: str) -> str:
    """A report; its code."""
    form = {"key": key, "area": DEMO_COMMUNITY, "channel": "PHONE", "said": "有伤", "reporter": "老师", **further}
    made = answered(await desk.ask(mutation("reportRegister"), "director", input=form), "reportRegister")
    return str(made["code"])


async def until(seconds: float, true: Callable[[], Any]) -> None:
    """Wait until something is true, at most some seconds."""
    begun = time.monotonic()
    while not await true():
        assert time.monotonic() - begun < seconds
        await asyncio.sleep(0.1)
