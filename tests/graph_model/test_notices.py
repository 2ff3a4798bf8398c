"""The outbox in the graph: made once, given until it is taken, without anything of a child."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from api.casework.clock import clock_of
from cli.notices.commands import delivered, line
from graph_model.casework.records import item_row
from graph_model.graph import Graph, Tx
from graph_model.notices import outbox
from graph_model.rows import Statement
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.notices.rows import notices
from network.entities import Actor
from tests.api.loads import delete

AREA = "440104001007"
CLOCK = clock_of((AREA,))
MORNING = datetime(2031, 3, 3, 10, tzinfo=SHANGHAI)
"""A Monday on which no other test does anything."""
PUT = Statement("put", "MERGE (n:Item {id: $id}) SET n += $row, n.holder = $holder")
NODES = Statement("nodes", "MATCH (x:Notice) WHERE x.day >= date('2031-01-01') RETURN x.key AS key")


@pytest.fixture
async def told(graph: Graph) -> AsyncIterator[Actor]:
    """A visit to a red child who was not seen, whose worker is responsible for it."""
    due = MORNING - timedelta(hours=1)
    opened = {"grade": "red", "misses": 1, "canary": "金丝雀"}
    visit = WorkItem(
        "V-notice", "visit", "V-notice", "due", 1, AREA, due, ended=False, open=opened, clocks={"again_red": due}
    )

    async def put(tx: Tx) -> None:
        row = item_row(table(), visit)
        await tx.write(PUT, id=row["id"], row=row["row"], holder="notice-worker")

    await graph.write(CLOCK, put)
    yield CLOCK
    await delete(
        graph,
        "MATCH (n:Item {id: 'V-notice'}) DETACH DELETE n",
        "MATCH (x:Notice) WHERE x.day >= date('2031-01-01') DELETE x",
    )


async def waiting(graph: Graph) -> dict[str, str]:
    found = await graph.read(CLOCK, outbox.waiting)
    return {n.key: n.code for n in found if n.account == "notice-worker"}


async def test_a_notice_is_made_once_and_given_until_it_is_taken(graph: Graph, told: Actor):
    assert await outbox.notify(graph, told, table(), notices(), MORNING) > 0
    first = await waiting(graph)
    assert sorted(first.values()) == ["due", "red_late", "red_unseen"]
    assert await outbox.notify(graph, told, table(), notices(), MORNING + timedelta(minutes=1)) == 0
    assert await waiting(graph) == first, "nobody has taken them"
    (key, *rest) = first
    assert await graph.write(told, outbox.take, [key, "no such key"]) == {key}
    assert set(await waiting(graph)) == set(rest)
    assert await outbox.notify(graph, told, table(), notices(), MORNING + timedelta(minutes=2)) == 0, "told already"
    assert await outbox.notify(graph, told, table(), notices(), MORNING + timedelta(days=1)) > 0


async def test_a_command_takes_what_it_ends_well_on(graph: Graph, told: Actor):
    await outbox.notify(graph, told, table(), notices(), MORNING)
    found = [n for n in await graph.read(told, outbox.waiting) if n.account == "notice-worker"]
    assert list(delivered(["false"], found)) == []
    assert list(delivered(["true"], found)) == [n.key for n in found]
    given = [json.loads(line(n)) for n in found]
    assert all(set(g) == {"key", "account", "day", "text"} for g in given)
    assert not any("金丝雀" in str(g) or "V-notice" in str(g) or AREA in str(g) for g in given)
