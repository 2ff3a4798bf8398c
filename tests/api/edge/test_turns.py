"""Clients take turns, and every operation ends."""

import asyncio
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse

from api.app import WITHOUT_DATABASE
from api.edge.database import Database
from api.edge.deadline import within
from api.edge.request import RequestRefusal
from api.edge.turns import FairQueue, QueueLimits
from graph_model.errors import GraphUnavailable
from graph_model.patience import Patience


async def test_a_client_that_comes_late_does_not_wait_for_all_of_one_that_came_first():
    queue, order = FairQueue(QueueLimits(at_once=1, of_client=1)), list[str]()

    async def ask(client: str) -> None:
        async with queue.turn(client):
            await asyncio.sleep(0)
            order.append(client)

    await asyncio.gather(*(ask("greedy") for _ in range(10)), ask("late"))
    assert order.index("late") <= 2
    assert len(order) == 11


async def test_who_has_too_many_is_refused_and_the_others_are_not():
    queue = FairQueue(QueueLimits(at_once=2, of_client=1, waiting_of_client=1, waiting=2))
    async with queue.turn("greedy"):
        waiting = asyncio.create_task(queue.turn("greedy").__aenter__())
        await asyncio.sleep(0)
        with pytest.raises(RequestRefusal) as refused:
            await queue.turn("greedy").__aenter__()
        assert refused.value.status == 429
        assert refused.value.headers["Retry-After"]
        async with queue.turn("other"):
            pass
    await waiting


async def test_all_together_are_refused_where_no_room_is_left_or_the_wait_is_too_long():
    queue = FairQueue(QueueLimits(at_once=1, waiting=1, seconds=0.01))
    async with queue.turn("first"):
        second = asyncio.create_task(queue.turn("second").__aenter__())
        await asyncio.sleep(0)
        for refused in (queue.turn("third").__aenter__(), second):
            with pytest.raises(RequestRefusal) as told:
                await refused
            assert told.value.status == 503
    async with queue.turn("third"):  # whoever gave up holds no place
        pass


async def test_whoever_leaves_while_waiting_holds_no_place():
    queue = FairQueue(QueueLimits(at_once=1))
    async with queue.turn("first"):
        left = asyncio.create_task(queue.turn("second").__aenter__())
        await asyncio.sleep(0)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
    async with queue.turn("third"):
        pass


async def test_a_dear_request_takes_several_places_of_its_client_and_none_of_another():
    queue = FairQueue(QueueLimits(at_once=8, of_client=3, dear=10, of_dear=2))
    async with queue.turn("greedy", 10), queue.turn("greedy"):
        second = asyncio.create_task(queue.turn("greedy", 10).__aenter__())
        await asyncio.sleep(0)
        async with queue.turn("other", 10):
            assert not second.done()
    await second


async def test_a_dear_request_that_gives_up_lets_the_cheap_ones_behind_it_go_on():
    queue = FairQueue(QueueLimits(of_client=2, dear=10, of_dear=2))
    async with queue.turn("one"):
        dear = asyncio.create_task(queue.turn("one", 10).__aenter__())
        await asyncio.sleep(0)
        cheap = asyncio.create_task(queue.turn("one").__aenter__())
        await asyncio.sleep(0)
        dear.cancel()
        await cheap


@pytest.mark.parametrize("changes", [False, True])
async def test_the_deadline_says_that_it_was_the_time(monkeypatch: pytest.MonkeyPatch, changes: bool):
    monkeypatch.setattr("graph_model.patience.GLANCE", 0.001)
    with pytest.raises(RequestRefusal) as refused:
        await within(asyncio.Event().wait(), 0.0, None, changes=changes)
    assert refused.value.status == 504
    assert ("可能已经改了" in str(refused.value.message)) is changes


async def test_an_operation_ends_when_the_database_falls_silent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("graph_model.patience.TURN", 0.001)
    monkeypatch.setattr("graph_model.patience.GLANCE", 0.001)
    patience, answers = Patience(0.002), asyncio.Event()

    async def alive() -> None:
        await patience.short(answers.wait())

    with pytest.raises(GraphUnavailable):
        await within(asyncio.Event().wait(), 60, alive, changes=False)
    with pytest.raises(GraphUnavailable):  # at once: the overdue read still has no answer
        await patience.short(asyncio.sleep(0))
    answers.set()
    await asyncio.sleep(0.01)
    assert await patience.short(asyncio.sleep(0, "healed")) == "healed"


async def test_a_whole_introspection_waits_its_turn_and_110_for_none(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    """It keeps a processor busy for half a second: many of them at once would keep everybody waiting."""
    turns: list[int] = []
    take = FairQueue.turn

    def counted(queue: FairQueue, who: str, cost: int = 0) -> AbstractAsyncContextManager[None]:
        turns.append(cost)
        return take(queue, who, cost)

    monkeypatch.setattr(FairQueue, "turn", counted)
    assert "errors" not in (await client.post("/graphql", json={"query": get_introspection_query()})).json()
    assert len(turns) == 1
    assert "errors" not in (await client.post("/graphql", json={"query": "{ __typename }"})).json()
    assert len(turns) == 1
    (emergency,) = parse("{ emergency { danger } hotlines { number } }").definitions
    assert isinstance(emergency, OperationDefinitionNode)
    assert Database(without=WITHOUT_DATABASE).at_once(emergency)
