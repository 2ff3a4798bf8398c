"""What one process writes, another sees at its next poll, whoever waits there: counted in polls, not in seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from graph_model.access import feed
from graph_model.access.feed import EVERY, Feed
from graph_model.graph import Graph, Tx
from graph_model.patience import Patience
from graph_model.rows import Statement
from network.entities import ANONYMOUS

BOUND = 2.0
"""Seconds within which the processes of a service see each other's events."""
MOVE = Statement("move", "MATCH (f:Feed {id: 'feed'}) SET f.access = coalesce(f.access, 0) + 1")


class Polls:
    """Lets a watcher poll when it is told to, in place of the time between two polls."""

    def __init__(self) -> None:
        self.turn, self.slept, self.waits = asyncio.Event(), asyncio.Event(), list[float]()

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.slept.set()
        await self.turn.wait()
        self.turn.clear()

    async def one(self) -> None:
        """One poll."""
        self.slept.clear()
        self.turn.set()
        await self.slept.wait()


@pytest.fixture
async def other(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Feed, Polls]]:
    """The feed of another process, which has polled once."""
    polls, made = Polls(), Feed(graph, Patience(600))

    class Paused:
        sleep = polls.sleep

        def __getattr__(self, name: str) -> object:
            return getattr(asyncio, name)

    monkeypatch.setattr(feed, "asyncio", Paused())
    watching = asyncio.create_task(made.watch())
    await polls.slept.wait()
    yield made, polls
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def test_whoever_waits_in_another_process_is_woken_by_one_poll(graph: Graph, other: tuple[Feed, Polls]):
    made, polls = other
    waiting = [asyncio.create_task(made.moved(600)) for _ in range(3)]
    await polls.one()
    assert not any(w.done() for w in waiting), "nothing has happened"

    async def write(tx: Tx) -> None:
        await tx.write(MOVE)

    await graph.write(ANONYMOUS, write)
    await polls.one()
    await asyncio.gather(*waiting)
    assert set(polls.waits) == {EVERY}
    assert 2 * EVERY < BOUND, "the poll that has just begun, and the next one"
