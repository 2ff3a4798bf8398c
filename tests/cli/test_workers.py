"""`tongxin serve --workers 2`: one service to people and programs, whichever process answers; one that dies returns."""

import asyncio
import base64
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.access.tokens import issue
from api.settings import Settings
from graph_model.engine import Server
from graph_model.graph import Graph
from graph_model.rows import Statement
from network.entities import ANONYMOUS
from tests.api.conftest import answered
from tests.api.coverage_queries import DRAFT, PUT
from tests.api.loads import delete
from tests.api.sockets import following
from tests.api.test_casework import MADE, mutation
from tests.api.test_changes import SINCE
from tests.api.test_long_load import AREAS, CANCEL, JOB, LOAD, NETWORK, NEW
from tests.api.test_staff import APPROVE, CHANGE, DIRECTOR, INVITE, MAKE
from tests.cli.conftest import Tongxin
from tests.conftest import Held
from tests.support.database import NO_CLOCK
from tests.support.workers import FREE, PATIENCE, Desk, both, lease, register, until, workers
from tests.web.conftest import Site
from web.frame.session import COOKIE

AREA = "query($text: String!) { areas(search: $text) { nodes { code } } }"
QUEUE = "subscription($after: String) { workChanged(after: $after, mine: false) { code } }"


@pytest.fixture(scope="module")
def service(loaded: Server, home: Path) -> Iterator[Site]:
    made = Site(loaded, home, "--workers", "2")
    made.start()
    yield made
    left = workers(made)
    made.stop()
    assert left
    assert not [p for p in left if p.is_running()], "a worker outlives the service"
    told = made.log.read_text("utf-8")
    assert "Traceback" not in told, told


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        *MADE,
        f"MATCH (n:Area {{code: '{NEW}'}}) DETACH DELETE n",
        "MATCH (n:Draft {name: '两个进程'}) DETACH DELETE n",
        "MATCH (n:Account) WHERE n.id STARTS WITH 'two-' DETACH DELETE n",
        "MATCH (n:Command) WHERE n.key CONTAINS 'two-' DETACH DELETE n",
    )


@pytest.fixture
async def desks(service: Site, home: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    async with both(service, home) as made:
        yield made


async def test_whoever_signs_in_at_one_is_known_at_the_other_until_she_signs_out(desks: tuple[Desk, Desk]):
    first, second = desks
    reply = await first.http.post("/sign-in", data={"role": "director"})
    second.http.cookies = first.http.cookies
    token = first.http.cookies[COOKIE]
    assert reply.headers["location"] == "/work"
    for desk in (second, first, second):
        assert (await desk.http.get("/work")).status_code == 200
        assert (await desk.http.get("/session")).text == "living"
    copied = httpx.Cookies({COOKIE: token})
    second.http.cookies = copied
    await first.http.post("/sign-out")
    assert (await second.http.get("/session")).text == "ended"
    assert (await second.http.get("/work")).headers["location"] == "/signin"
    for desk in desks:
        refused = answered(await desk.ask("{ viewer { subject } }", token=token), "viewer")
        assert refused["code"] == "UNAUTHENTICATED", "nor is it good without the page"


async def test_an_account_is_made_at_one_taken_at_the_other_and_suspended_in_both(desks: tuple[Desk, Desk]):
    first, second = desks
    made = await first.ask(MAKE, "security", input={**DIRECTOR, "code": "two-1"})
    assert not answered(made, "makeAccount")["account"]["active"]
    approved = await second.ask(APPROVE, "lead", input={"code": "two-1", "reason": "新任"})
    assert answered(approved, "approveAccount")["account"]["active"]
    code = answered(await second.ask(INVITE, "lead", input={"code": "two-1"}), "inviteAccount")["invitation"]
    token = (await first.http.post("/invitation", json={"code": code["code"]})).json()["token"]
    again = await second.http.post("/invitation", json={"code": code["code"]})
    assert again.status_code == 400, "a code is used once, whoever is asked"
    for desk in desks:
        assert answered(await desk.ask("{ viewer { subject } }", token=token), "viewer")["subject"] == "two-1"
    await first.ask(CHANGE, "security", input={"code": "two-1", "suspended": True})
    assert answered(await second.ask("{ viewer { subject } }", token=token), "viewer")["code"] == "UNAUTHENTICATED"


async def test_what_was_written_at_one_is_read_at_the_other_at_once(desks: tuple[Desk, Desk]):
    first, second = desks
    for desk in desks:
        assert answered(await desk.ask(AREA, text="长载入试验社区"), "areas")["nodes"] == []
    file = {"name": "a.csv", "content": base64.b64encode(AREAS.encode()).decode()}
    await first.ask(LOAD, "centre", topic="areas", file=file)
    shown = answered(await second.ask(AREA, text="长载入试验社区"), "areas")
    assert [n["code"] for n in shown["nodes"]] == [NEW]
    await second.ask(PUT, "planner", name="两个进程", draft=DRAFT)
    kept = await first.ask('{ draft(name: "两个进程") { name } }', "planner")
    assert answered(kept, "draft")["name"] == "两个进程"
    code = await register(first, "two-1")
    taken = await second.ask(mutation("reportTake"), "director", input={"key": "two-2", "code": code})
    assert answered(taken, "reportTake")["responsible"] == "demo-director"


async def test_a_file_is_sent_to_one_looked_at_and_loaded_through_the_other(desks: tuple[Desk, Desk]):
    first, second = desks
    first.as_("centre")
    second.http.cookies = first.http.cookies
    file = {"file": ("试验.csv", AREAS.encode(), "text/csv")}
    where = (await first.http.post("/load", data={"topic": "areas"}, files=file)).headers["location"]
    assert "将写入1行" in (await second.http.get(where)).text.replace(" ", "")
    assert where in (await second.http.get("/load")).text
    await second.http.post(where, data={"do": "load"})
    assert "载入完成" in (await first.http.get(where)).text
    await first.http.post(where, data={"do": "drop"})
    assert (await second.http.get(where)).status_code == 404


async def test_a_job_is_begun_at_one_watched_and_stopped_at_the_other(desks: tuple[Desk, Desk], held: Held):
    first, second = desks
    file = {"name": "a.csv", "content": base64.b64encode(AREAS.encode()).decode()}
    async with held(NETWORK):
        job = (await first.ask(LOAD, "centre", topic="areas", file=file))["data"]["loadFile"]["result"]["id"]

        async def writing() -> bool:
            at = (await second.ask(JOB, "centre", id=job))["data"]["job"]["progress"]
            return bool(at) and at["stage"] == "WRITING"

        await until(PATIENCE, writing)
        assert (await second.ask(CANCEL, "centre", id=job))["data"]["cancelJob"]

    async def ended() -> bool:
        return bool((await second.ask(JOB, "centre", id=job))["data"]["job"]["status"] == "CANCELLED")

    await until(PATIENCE, ended)
    assert (await first.ask(JOB, "centre", id=job))["data"]["job"]["status"] == "CANCELLED"


async def test_a_report_is_made_in_one_and_stopped_or_taken_through_the_other(desks: tuple[Desk, Desk]):
    first, second = desks
    first.as_("planner")
    second.http.cookies = first.http.cookies
    asked = {"of": "440104000000", "on": "2026-11-23", "view": "report"}
    where = (await first.http.post("/planning/report", data=asked)).headers["location"]
    key = httpx.URL(where).params["made"]
    assert (await second.http.post("/planning/report", data=asked)).headers["location"] == where, "the same one"
    await second.http.post("/planning/report/stop", data={"made": key, "view": "report"})

    async def over() -> str:
        text = (await second.http.get(where)).text
        return "" if "data-look" in text else text

    await until(PATIENCE, over)
    assert "已停下，没有生成报告" in await over()
    where = (await first.http.post("/planning/report", data={**asked, "of": "440104010000"})).headers["location"]
    await until(PATIENCE, over)
    assert "报告做好了" in await over()
    key = httpx.URL(where).params["made"]
    assert len((await second.http.get("/planning/report/file", params={"made": key})).content) > 10_000


async def test_who_follows_sees_what_happens_anywhere(service: Site, desks: tuple[Desk, Desk], home: Path):
    token = issue(Settings(TONGXIN_HOME=home), "demo-street")
    start = answered(await desks[0].ask(SINCE, "street", mine=False), "changesSince")
    async with following(service.url.removeprefix("http://"), token) as follower:
        await follower.subscribe(QUEUE, after=start["cursor"])
        for n, desk in enumerate(desks):
            code = await register(desk, f"two-f{n}")
            seen = await asyncio.wait_for(follower.next(), PATIENCE)
            assert seen["workChanged"]["code"] == code


@dataclass(frozen=True)
class _Holder:
    holder: str
    until: datetime


async def clock_holder(graph: Graph) -> int | None:
    """The process that runs the clock of casework now."""
    text = "MATCH (l:Lease {id: 'clock'}) RETURN l.holder AS holder, l.until AS until"
    row = await graph.row(ANONYMOUS, Statement("holder", text), _Holder)
    if row is None or row.until <= datetime.now(UTC) or row.holder == "suite":
        return None
    return int(row.holder.split("-")[0])


async def test_one_that_dies_is_started_again_and_another_takes_the_clock(
    service: Site, home: Path, graph: Graph, tongxin: Tongxin, environment: dict[str, str]
):
    async def ours() -> bool:
        """A service of other tests may have the clock of this database too."""
        if await clock_holder(graph) in {w.pid for w in workers(service)}:
            return True
        await lease(graph, FREE)
        await asyncio.sleep(1)
        return False

    await until(PATIENCE, ours)
    dead = await clock_holder(graph)
    assert dead
    os.kill(dead, signal.SIGKILL)

    async def answers() -> bool:
        async with httpx.AsyncClient(base_url=service.url, timeout=PATIENCE) as client:
            with suppress(httpx.TransportError):  # the dead one had taken this connection already
                return (await client.get("/livez")).status_code == 200
        return False

    async def taken() -> bool:
        return await clock_holder(graph) not in {None, dead}

    try:
        await until(10, answers)
        await until(PATIENCE, taken)
    finally:
        await lease(graph, NO_CLOCK)
    async with both(service, home) as (first, second):
        for desk in (first, second):
            assert answered(await desk.ask("{ viewer { subject } }", "centre"), "viewer")["subject"] == "demo-centre"
        texts = [(await desk.http.get("/metrics")).text for desk in (first, second)]
        asked = [re.findall(r'requests_total{operation="query",status="200"} (\S+)', text) for text in texts]
        assert asked[0] == asked[1], "the counts are those of all"
        assert float(asked[0][0]) >= len(texts)
    verified = tongxin(environment, "audit", "verify")
    assert verified.returncode == 0, verified.stdout


@pytest.mark.long
async def test_one_that_stands_still_is_replaced(service: Site):
    """As above, of one that lives and answers nobody; how it is judged is in `test_hung.py`."""
    still = workers(service)[0]
    still.suspend()

    async def replaced() -> bool:
        return not still.is_running() and len(workers(service)) > 1

    await until(PATIENCE, replaced)
    assert f"进程 {still.pid} 有 60 秒没有动静" in service.log.read_text("utf-8").replace("\n", " ")
