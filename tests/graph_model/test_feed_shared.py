"""The numbers that every request needs are read once for all who ask together."""

import asyncio
from typing import Any

import pytest

from graph_model.access.feed import Feed
from graph_model.graph import Graph
from graph_model.patience import Patience


async def test_a_hundred_who_ask_together_share_one_read(graph: Graph, monkeypatch: pytest.MonkeyPatch):
    """Each of them asked for itself once, beside a busy database, and so many questions were taken for its silence."""
    reads, ahead = list[Any](), graph.ahead

    async def counted(*given: Any, **more: Any) -> Any:
        reads.append(given)
        return await ahead(*given, **more)

    monkeypatch.setattr(graph, "ahead", counted)
    feed = Feed(graph, Patience(60))
    told = await asyncio.gather(*(feed.read() for _ in range(50)), *(feed.current() for _ in range(50)))
    assert (len(reads), len(set(told))) == (1, 1)
    first = asyncio.create_task(feed.read())
    while len(reads) < 2:  # noqa: ASYNC110  # its read has begun
        await asyncio.sleep(0)
    feed.changed()
    await feed.current()
    await first
    assert len(reads) == 3, "whoever asks after a write does not take a read that began before it"
