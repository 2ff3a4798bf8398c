"""Service and database are killed under load: what was acknowledged is there, once and whole; nothing is half.

`test_an_answer_that_was_lost_changes_nothing` and `test_a_key_happens_once` stay in `make check`.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.settings import Settings
from graph_model import engine
from graph_model.casework.verify import verify
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from knowledge.casework.load import table
from loaders.shipped.load import DEMO_COMMUNITY
from tests.graph_model.test_casework import CLOCK
from tests.web.conftest import Site

pytestmark = pytest.mark.long
CLIENTS, KILLS, EACH = 8, 20, 30
"""Clients, kills of each process, and reports that are acknowledged between two kills."""
REGISTER = "mutation($input: ReportRegisterInput!) { reportRegister(input: $input) { ... on WorkItem { code } } }"
FEED = Statement(
    "feed",
    "MATCH (f:Feed {id: 'feed'}) OPTIONAL MATCH (v:Event) WHERE size($actor.areas) > 0 "
    "RETURN f.events AS said, count(v) AS there",
)
REPORTS = Statement(
    "reports",
    "MATCH (home:Area {code: $area}) MATCH (n:Item {area: home.code}) "
    "WHERE n.item = 'report' AND n.creator = 'demo-director' AND size($actor.areas) > 0 RETURN n.id AS key",
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number of the last event, and how many events are there."""

    said: int
    there: int


@pytest.fixture
def own(home: Path) -> Iterator[engine.Server]:
    """The suite's own server: whatever this does to it is its business, for it is the last of its process."""
    yield engine.ensure(home / "neo4j", progress=engine.Silent())
    engine.ensure(home / "neo4j", progress=engine.Silent())


class Load:
    """Clients that register reports, each with a key, and send again what was not acknowledged."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.headers = f"{url}/graphql", {"authorization": f"Bearer {token}"}
        self.acknowledged: dict[str, str] = {}
        self.repeated = 0
        self.stopped = False

    async def client(self, name: int) -> None:
        async with httpx.AsyncClient(timeout=20, headers=self.headers) as http:
            number = 0
            while not self.stopped:
                key = f"killed-{name}-{number}"
                form = {"key": key, "area": DEMO_COMMUNITY, "channel": "PHONE", "said": "负载"}
                while (code := await self._sent(http, form)) is None:
                    self.repeated += 1
                    await asyncio.sleep(0.05)
                self.acknowledged[key] = code
                number += 1

    async def _sent(self, http: httpx.AsyncClient, form: dict[str, str]) -> str | None:
        try:
            reply = await http.post(self.url, json={"query": REGISTER, "variables": {"input": form}})
            data: Any = (reply.json().get("data") or {}).get("reportRegister") or {}
        except (httpx.HTTPError, ValueError):
            return None
        return str(data["code"]) if "code" in data else None

    async def reached(self, count: int) -> None:
        while len(self.acknowledged) < count:  # noqa: ASYNC110  # the clients set nothing else
            await asyncio.sleep(0.05)


async def killed(site: Site, home: Path, own: engine.Server, kill: Callable[[], Awaitable[None]]) -> None:
    load = Load(site.url, issue(Settings(TONGXIN_HOME=home), "demo-director"))
    before, missing = await state(own)
    clients = [asyncio.create_task(load.client(n)) for n in range(CLIENTS)]
    for number in range(KILLS):
        await load.reached((number + 1) * EACH)
        await kill()
    await load.reached((KILLS + 1) * EACH)
    load.stopped = True
    await asyncio.gather(*clients)
    there, missing_now = await state(own)
    codes = list(load.acknowledged.values())
    assert len(set(codes)) == len(codes)
    assert set(codes) == there - before
    assert missing_now == missing, "an event without its number, or a number without its event"


async def state(own: engine.Server) -> tuple[set[str], int]:
    """The reports there are, and how many numbers have no event; every item is what its events make of it."""
    async with Graph(own.uri, own.user, own.password) as graph:
        _, findings = await verify(graph, CLOCK, table())
        assert findings == []
        numbers = await graph.row(CLOCK, FEED, Numbers) or Numbers(0, 0)
        return await graph.read(CLOCK, _reports), numbers.said - numbers.there


async def _reports(tx: Tx) -> set[str]:
    return {r.key for r in await tx.rows(REPORTS, KeyRow, area=DEMO_COMMUNITY)}


async def test_the_service_is_killed_under_load(home: Path, own: engine.Server):
    site = Site(own, home)
    await asyncio.to_thread(site.start)

    async def kill() -> None:
        assert site.process
        site.process.kill()
        await asyncio.to_thread(site.process.wait)
        await asyncio.to_thread(site.start)

    try:
        await killed(site, home, own, kill)
    finally:
        site.stop()


async def test_the_database_is_killed_under_load(home: Path, own: engine.Server):
    site = Site(own, home)
    await asyncio.to_thread(site.start)

    async def kill() -> None:
        pid = (await asyncio.to_thread(engine.status, home / "neo4j")).pid
        assert pid
        os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(engine.ensure, home / "neo4j", progress=engine.Silent())

    try:
        await killed(site, home, own, kill)
    finally:
        site.stop()
