"""Whatever breaks beside requests stops nothing else: no damaged item all other clocks, no error the whole work."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.casework import clock
from api.casework.clock import tick
from api.lasting import alone, lasting
from graph_model.casework.store import Desk
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph, Tx
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.messages.message import message
from tests.api.loads import CENTRE, delete
from tests.api.test_casework import MADE, Worker

AREAS = ("440000000000",)
DAMAGE = Statement("damage", "MATCH (n:Item {id: $code}) SET n.item = 'nothing', n.wake = datetime('2026-01-01')")


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


@pytest.fixture
def desk(graph: Graph, keys: Path) -> Iterator[Desk]:
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes())


async def damaged(tx: Tx, code: str) -> None:
    await tx.write(DAMAGE, code=code)


async def test_a_damaged_item_keeps_no_other_from_its_clock(
    ask: Any, graph: Graph, desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    """Not even if a look takes no more items than are damaged."""
    director, late = Worker(ask, "director"), datetime.now(SHANGHAI) + timedelta(minutes=17)
    await tick(desk, AREAS, late)  # what others have left
    bad, good = [(await director.register(urgency="NOW", key=key))["code"] for key in ("bad", "good")]
    await graph.write(CENTRE, damaged, bad)
    monkeypatch.setattr(clock, "PART", 1)
    assert await tick(desk, AREAS, late) == 1
    assert (await director.item(good))["timeline"][0]["by"] == "clock"
    assert "internal_error" in "".join(capfd.readouterr())


async def test_work_that_breaks_is_logged_without_texts_and_begins_again(capfd: pytest.CaptureFixture[str]):
    begun: list[int] = []

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) < 3:
            raise KeyError("小明")

    await lasting(work, pause=0)
    assert begun == [0, 1, 2]
    told = "".join(capfd.readouterr())
    assert told.count("internal_error") == 2
    assert "小明" not in told


def test_a_database_that_is_away_is_told_to_whoever_can_wait():
    with pytest.raises(GraphUnavailable), alone():
        raise GraphUnavailable(message("graph.silent"))
