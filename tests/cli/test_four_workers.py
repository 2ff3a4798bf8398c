"""`tongxin serve --workers 4`: four processes are one service (`test_workers.py` has what two of them show)."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph_model.engine import Server
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from network.entities import ANONYMOUS
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, mutation
from tests.cli.conftest import Tongxin
from tests.support.database import NO_CLOCK
from tests.support.workers import FREE, PATIENCE, Desk, at_each, lease, register, until, workers
from tests.web.conftest import Site

NUMBER = 4
ITEM = "query($code: String!) { item(code: $code) { code timeline { action } responsible } }"
CLOCKS = Statement("clocks", "MATCH (n:Item {id: $code}) RETURN n.clocks AS clocks, n.next AS next")
EARLIER = Statement(
    "earlier",
    "MATCH (n:Item {id: $code}) "
    "SET n.clocks = $clocks, n.next = $next, n.wake = n.wake - duration({hours: 1}) RETURN n.id AS key",
)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def service(loaded: Server, home: Path) -> Iterator[Site]:
    made = Site(loaded, home, "--workers", str(NUMBER))
    made.start()
    yield made
    made.stop()
    assert "Traceback" not in made.log.read_text("utf-8")


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await lease(graph, NO_CLOCK)
    await delete(graph, *MADE, "MATCH (n:Command) WHERE n.key CONTAINS 'four-' DETACH DELETE n")


@dataclass(frozen=True)
class _Clocks:
    clocks: str
    next: datetime


async def _an_hour_earlier(graph: Graph, code: str) -> None:
    """As if all clocks of an item had begun an hour earlier."""
    held = await graph.row(ANONYMOUS, CLOCKS, _Clocks, code=code)
    assert held
    earlier = {c: (datetime.fromisoformat(at) - HOUR).isoformat() for c, at in json.loads(held.clocks).items()}

    async def write(tx: Tx) -> None:
        await tx.rows(EARLIER, KeyRow, code=code, clocks=json.dumps(earlier), next=held.next - HOUR)

    await graph.write(ANONYMOUS, write)


async def _actions(desk: Desk, code: str) -> list[str]:
    item = answered(await desk.ask(ITEM, "director", code=code), "item")
    return [e["action"] for e in item["timeline"]]


@pytest.mark.long
async def test_four_are_one_service(
    service: Site, home: Path, graph: Graph, tongxin: Tongxin, environment: dict[str, str]
):
    """What is written at each is read at all others at once; one clock acts, once; pages and audit are those of one.

    Cheap: `test_workers.py` with two processes; that clocks of two processes act once: `test_casework_proof.py`.
    """
    async with at_each(service, home, NUMBER) as desks:
        assert len(workers(service)) == NUMBER
        codes = [await register(desk, f"four-{n}") for n, desk in enumerate(desks)]
        for code in codes:
            assert all([await _actions(desk, code) for desk in desks])
        for n, code in enumerate(codes):
            form = {"key": f"four-take-{n}", "code": code}
            await desks[n - 1].ask(mutation("reportTake"), "director", input=form)
            items = [answered(await desk.ask(ITEM, "director", code=code), "item") for desk in desks]
            assert {i["responsible"] for i in items} == {"demo-director"}, "taken at another than it was registered at"
        for desk in desks:
            desk.as_("director")
            for page in ("/work", "/who", f"/item/{codes[0]}"):
                assert (await desk.http.get(page)).status_code == 200, page
        waiting = await register(desks[0], "four-clock", urgency="NOW")
        await _an_hour_earlier(graph, waiting)
        await lease(graph, FREE)

        async def reminded() -> bool:
            return "remind" in await _actions(desks[-1], waiting)

        await until(PATIENCE, reminded)
        for desk in desks:
            assert (await _actions(desk, waiting)).count("remind") == 1
    verified = tongxin(environment, "audit", "verify")
    assert verified.returncode == 0, verified.stdout
