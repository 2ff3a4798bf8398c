"""A session of the pages ends in every process: by signing out at once, by rest; a lease is held by one of them."""

import asyncio
from collections.abc import AsyncIterator
from ctypes import c_double
from datetime import UTC, datetime, timedelta

import pytest

from graph_model.access import lease
from graph_model.access.feed import Feed
from graph_model.access.lease import Lease
from graph_model.access.sessions import FORGOTTEN, Sessions, session_key
from graph_model.graph import Graph
from graph_model.patience import Patience
from tests.api.loads import delete
from tests.conftest import Held

LIMITS = Patience(60)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def after(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (s:Session) DELETE s", "MATCH (l:Lease) DELETE l")


@pytest.fixture
async def two(graph: Graph, clock: Clock) -> AsyncIterator[tuple[Sessions, Sessions]]:
    """The sessions as two processes know them, each with its feed; a session rests after 100 seconds."""
    written = c_double()
    feeds = [Feed(graph, LIMITS, written) for _ in range(2)]
    tasks = [asyncio.create_task(feed.watch()) for feed in feeds]
    first, second = (Sessions(graph, feed, 100, clock) for feed in feeds)
    yield first, second
    for task in tasks:
        task.cancel()


async def test_who_has_signed_out_is_known_at_every_door(two: tuple[Sessions, Sessions], clock: Clock):
    first, second = two
    assert await first.begin("a")
    for sessions in two:
        assert not await sessions.over(session_key("a"))
        assert not await sessions.over(session_key("of a program"))
    await first.end("a")
    assert await first.over(session_key("a"))
    assert await second.over(session_key("a"))
    assert not await second.over(session_key("of a program"))
    clock.after(200)
    assert await first.begin("b")
    clock.after(200)
    for sessions in two:
        assert await sessions.over(session_key("b")), "what has rested is over at every door, not in its tab alone"
    await first.renew("b")
    assert not await second.over(session_key("b")), "whoever signs in again with her token goes on"
    await first.renew("a")
    assert await second.over(session_key("a")), "whoever has signed out needs another token"


async def test_signing_out_ends_a_session_in_every_process_at_once(two: tuple[Sessions, Sessions]):
    first, second = two
    assert await first.begin("a")
    for sessions in two:
        assert await sessions.use("a")
        assert await sessions.use("b")
    await first.end("a")
    assert await second.use("a") is False
    assert await second.living("a") is False
    assert await second.use("b"), "another session goes on"
    assert await second.begin("a"), "whoever signs in again with the same token"
    assert await first.use("a")


async def test_a_session_rests_in_all_processes_together(two: tuple[Sessions, Sessions], clock: Clock):
    first, second = two
    assert await first.use("a")
    for _ in range(5):
        clock.after(60)
        assert await second.use("a")
        assert await first.living("a"), "used elsewhere is not rested"
    clock.after(50)
    assert await first.living("a")
    clock.after(51)
    assert await first.living("a") is False, "looking is not using"
    assert await second.use("a") is False


async def test_what_no_token_can_have_any_more_is_forgotten(two: tuple[Sessions, Sessions], clock: Clock, graph: Graph):
    first, _ = two
    await first.use("a")
    await first.end("a")
    clock.after(FORGOTTEN.total_seconds() + 1)
    await first.begin("b")
    assert await Sessions(graph, Feed(graph, LIMITS), 100, clock).use("a")


async def test_a_token_that_no_page_has_accepted_leaves_nothing(two: tuple[Sessions, Sessions]):
    first, second = two
    assert await first.living("a stranger's")
    await first.end("a stranger's")
    assert await second.living("a stranger's")


async def test_an_end_that_cannot_be_written_yet_holds_here_and_then_everywhere(
    two: tuple[Sessions, Sessions], held: Held
):
    first, second = two
    await first.begin("a")
    async with held("MATCH (s:Session) SET s._lock = 'test'"):
        ending = asyncio.create_task(first.end("a"))
        await asyncio.sleep(0)
        assert await first.use("a") is False
        assert await second.living("a")
    await ending
    assert await second.living("a") is False


async def test_one_process_holds_a_lease_until_it_dies(graph: Graph, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lease, "SECONDS", 1)
    first, second = (Lease(graph, "work of a test") for _ in range(2))  # a service beside it holds the clock
    assert [sum(await asyncio.gather(first.held(), second.held())) for _ in range(3)] == [1, 1, 1]
    holder, other = (first, second) if await first.held() else (second, first)
    assert not await other.held()
    await asyncio.sleep(1.2)
    assert await other.held()
    assert not await holder.held()
    await other.release()
    assert await holder.held()
    assert await Lease(graph, "another work").held()
