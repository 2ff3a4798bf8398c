"""Other programs follow casework: changesSince, subscriptions, batches; by the rights of now, in every process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from api.access.tokens import issue, verifier
from api.app import create_app
from api.settings import Settings
from api.sockets import socket as edge
from api.sockets.socket import PROTOCOL
from graph_model.graph import Graph
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.conftest import TIMES, answered
from tests.api.loads import delete
from tests.api.sockets import Follower, following, served
from tests.api.test_casework import MADE, Worker, mutation

SINCE = """query($after: String, $mine: Boolean!) { changesSince(after: $after, mine: $mine) {
  cursor more changes { cursor code item { code stateLabel responsible } } } }"""
QUEUE = "subscription($after: String) { workChanged(after: $after) { cursor code item { stateLabel } } }"
ITEM = (
    "subscription($code: String!, $after: String) { itemChanged(code: $code, after: $after) { item { stateLabel } } }"
)
BATCH = """mutation($input: CaseworkBatchInput!) { caseworkBatch(input: $input) { rows { number mutation
  problem { code } result { __typename ... on WorkItem { code stateLabel } ... on RefusedAction { reason } } } } }"""
ELSEWHERE = "440104010113"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE, "MATCH (a:Account) WHERE a.id STARTS WITH 'follow-' DETACH DELETE a")


@pytest.fixture
def director(ask: Any) -> Worker:
    return Worker(ask, "director")


async def since(ask: Any, role: str, after: str | None = None, *, mine: bool = False) -> Any:
    return answered(await ask(SINCE, role, after=after, mine=mine), "changesSince")


async def test_a_program_follows_what_happens_from_its_cursor_on(ask: Any, director: Worker):
    start = (await since(ask, "street"))["cursor"]
    code = (await director.register())["code"]
    await director.do("reportTake", code=code)
    found = await since(ask, "street", start)
    assert [(c["code"], c["item"]["stateLabel"]) for c in found["changes"]] == [(code, "在处置")]
    assert not found["more"]
    assert (await since(ask, "street", found["cursor"]))["changes"] == []


async def test_my_changes_are_those_of_my_queue_and_of_what_left_it(ask: Any, director: Worker):
    start = (await since(ask, "director", mine=True))["cursor"]
    code = (await director.register())["code"]
    assert (await since(ask, "director", start, mine=True))["changes"] == []
    await director.do("reportTake", code=code)
    taken = await since(ask, "director", start, mine=True)
    assert [c["item"]["responsible"] for c in taken["changes"]] == ["demo-director"]
    await Worker(ask, "street").do("reportPassOn", code=code)
    left = await since(ask, "director", taken["cursor"], mine=True)
    assert [(c["code"], c["item"]["responsible"]) for c in left["changes"]] == [(code, None)]


async def test_nobody_follows_what_she_may_not_see(ask: Any, director: Worker):
    start = (await since(ask, "street"))["cursor"]
    await director.register()
    for role, mine, code in (("planner", False, "FORBIDDEN"), ("school", False, "FORBIDDEN")):
        assert (await since(ask, role, start, mine=mine))["code"] == code
    assert (await since(ask, "school", start, mine=True))["changes"] == []


async def test_a_cursor_of_another_database_is_refused(ask: Any):
    for wrong in ("!", "OTk5OTk5OTk5OQ=="):
        assert (await since(ask, "street", wrong))["field"] == "after"


async def test_each_step_of_a_batch_is_judged_alone(ask: Any):
    form = {"area": DEMO_COMMUNITY, "channel": "PHONE", "said": "有伤"}
    steps = [
        {"reportRegister": {"key": "b1", **form}},
        {"reportTake": {"key": "b2", "code": "R-NOSUCHONE"}},
        {"reportRegister": {"key": "b3", **form, "area": ELSEWHERE}},
        {"reportRegister": {"key": "b1", **form, "said": "另一件"}},
        {"reportRegister": {"key": "b1", **form}},
    ]
    rows = answered(await ask(BATCH, "director", input={"steps": steps}), "caseworkBatch")["rows"]
    assert [r["number"] for r in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["result"] == rows[4]["result"]
    assert [r["problem"] and r["problem"]["code"] for r in rows] == [None, "NOT_FOUND", None, "CONFLICT", None]
    assert rows[2]["result"]["__typename"] == "RefusedAction"
    for wrong in ([], [{"reportTake": {"key": "k", "code": "R-1"}}] * 501):
        assert answered(await ask(BATCH, "director", input={"steps": wrong}), "x")["field"] == "steps"
    both = [{**steps[0], **steps[1]}]
    assert answered(await ask(BATCH, "director", input={"steps": both}), "x")["code"] == "BAD_USER_INPUT"


@pytest.fixture
async def processes(graph: Graph, settings: Settings, keys: Path) -> AsyncIterator[tuple[str, str]]:
    """The service twice, each with its own pool, feed and clock, as two processes on one database have."""
    apps = [create_app(graph, verifier(settings), keys=keys, times=TIMES) for _ in range(2)]
    async with served(apps[0]) as one, served(apps[1]) as other:
        yield one, other


async def post(address: str, token: str, query: str, **variables: Any) -> Any:
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=60) as client:
        body = {"query": query, "variables": variables}
        return (await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})).json()


async def test_a_queue_and_an_item_are_followed_across_processes(
    settings: Settings, processes: tuple[str, str], ask: Any, director: Worker
):
    one, other = processes
    token = issue(settings, "demo-director")
    code = (await director.register())["code"]
    start = (await since(ask, "director"))["cursor"]
    async with following(one, token) as queue, following(one, token) as item:
        await queue.subscribe(QUEUE, after=start)
        await item.subscribe(ITEM, code=code, after=start)
        taken = {"key": "t", "code": code}
        await post(other, token, mutation("reportTake"), input=taken)
        event = (await queue.next())["workChanged"]
        assert (event["code"], event["item"]["stateLabel"]) == (code, "在处置")
        assert (await item.next())["itemChanged"]["item"]["stateLabel"] == "在处置"
        await post(other, token, mutation("reportPassOn"), input=taken | {"key": "r"})
        assert (await item.next())["itemChanged"]["item"]["stateLabel"] == "新报"
        await item.send("complete", id="1")
        await item.send("ping")
        assert (await item.receive())["type"] == "pong"


async def test_a_subscription_ends_with_its_account(
    graph: Graph, settings: Settings, processes: tuple[str, str], director: Worker
):
    """Another process suspends the account: the socket is closed without an event, and nothing more is shown."""
    await delete(
        graph,
        f"CREATE (:Account {{id: 'follow-1', subject: 'follow-1', roles: ['director'], areas: ['{DEMO_COMMUNITY}']}})",
    )
    async with following(processes[0], issue(settings, "follow-1")) as follower:
        await follower.subscribe(QUEUE.replace("(after: $after)", "(after: $after, mine: false)"))
        await asyncio.sleep(0.1)
        await director.register()
        assert (await follower.next())["workChanged"]["item"]["stateLabel"] == "新报"
        await delete(
            graph,
            "MATCH (a:Account {id: 'follow-1'}) SET a.suspended = true",
            "MERGE (f:Feed {id: 'feed'}) SET f.access = coalesce(f.access, 0) + 1",
        )
        await director.register(key="second", said="又一件")
        assert await follower.closed() == edge.FORBIDDEN


async def test_who_may_not_subscribe_is_told_so(settings: Settings, processes: tuple[str, str], director: Worker):
    code = (await director.register())["code"]
    async with following(processes[0]) as nobody:
        await nobody.subscribe(QUEUE)
        assert await nobody.closed() == edge.FORBIDDEN
    async with following(processes[0], issue(settings, "demo-school")) as school:
        await school.subscribe(ITEM, code=code)
        (error,) = (await school.receive())["payload"]
        assert error["extensions"]["code"] == "NOT_FOUND"
        for wrong in ("{ viewer { subject } }", "subscription { x", "subscription { nothing }"):
            await school.subscribe(wrong)
            message = await school.receive()
            assert (message["type"], len(message["payload"])) == ("error", 1)


async def test_a_socket_keeps_to_the_protocol(settings: Settings, processes: tuple[str, str]):
    address, token = processes[0], issue(settings, "demo-director")
    for origin in ("https://elsewhere.example", "null"):
        with pytest.raises(InvalidStatus):
            async with following(address, token, origin=origin):
                pass
    async with following(address, token, origin=f"http://{address}") as own:
        await own.send("connection_init")
        assert await own.closed() == edge.TOO_MANY
    for sent in ("{}", "[1]", "no json", '{"type": "subscribe", "id": "1"}'):
        async with following(address, token) as follower:
            await follower.socket.send(sent)
            assert await follower.closed() == edge.INVALID
    async with following(address, token) as twice:
        for _ in range(2):
            await twice.subscribe(QUEUE)
        assert await twice.closed() == edge.TAKEN


async def test_a_socket_says_first_who_it_is(processes: tuple[str, str]):
    bad = {"Authorization": "Bearer bad"}
    for kind, payload, code in (
        ("subscribe", {}, edge.UNAUTHORIZED),
        ("connection_init", bad, edge.FORBIDDEN),
    ):
        async with connect(f"ws://{processes[0]}/graphql", subprotocols=[Subprotocol(PROTOCOL)]) as socket:
            follower = Follower(socket)
            await follower.send(kind, payload=payload)
            assert await follower.closed() == code
