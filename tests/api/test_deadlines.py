"""What ends on which day, and which periods of a text have passed: the same as by adding up the items one by one."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.casework.parts import now
from graph_model.casework.records import item_row
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.calendar.deadlines import SHANGHAI, end_of
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from tests.api.conftest import Ask, answered
from tests.api.loads import delete
from tests.api.test_casework import MADE
from tests.api.test_children_in_danger import STREET

UPCOMING = "query($area: String, $days: Int = 30) { upcoming(area: $area, days: $days) { day count } }"
BREACHES = (
    "query($area: String, $first: Int = 50) { dutyBreaches(area: $area, first: $first) "
    "{ item { code area { code } } clock { code overdue } citations { clause quote } } }"
)
WORK = """query($area: String, $after: String) { work(scope: AREA, area: $area, first: 100, after: $after) {
  nodes { code due overdue } pageInfo { hasNextPage endCursor } } }"""
HERE = ("440104001007", "440104001104")
PUT = Statement("put", "MERGE (n:Item {id: $id}) SET n += $row")
LAW, CONFIGURED = "checked", "papers"
"""Clocks of a benefit: the period of the street by a text, and one that is configured."""


def items() -> list[WorkItem]:
    """Benefits whose clocks end on many days, at midnight too, some long ago, some by a text."""
    moments = [now() + timedelta(days=d, hours=d % 24) for d in range(-3, 35, 2)]
    moments += [end_of((now() + timedelta(days=d)).date()) for d in (0, 1, 6)]
    return [
        WorkItem(
            f"B-due{n}", "entitlement", f"B-due{n}", state, 1, HERE[n % 2], now(), ended=False,
            open={"service": "B02"}, clocks={clock: at},
        )
        for n, (at, (clock, state)) in enumerate(
            (at, of) for at in moments for of in ((LAW, "submitted"), (CONFIGURED, "preparing"))
        )
    ]  # fmt: skip


@pytest.fixture
async def due(graph: Graph) -> AsyncIterator[list[WorkItem]]:
    async def put(tx: Tx, item: WorkItem) -> None:
        row = item_row(table(), item)
        await tx.write(PUT, id=row["id"], row=row["row"])

    made = items()
    for item in made:
        await graph.write(STREET, put, item)
    yield made
    await delete(graph, "MATCH (n:Item) WHERE n.id STARTS WITH 'B-due' DETACH DELETE n", *MADE)


def got(reply: Any, name: str) -> Any:
    return answered(reply, name)


async def listed(ask: Ask, area: str | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        page = got(await ask(WORK, "street", area=area, after=page["pageInfo"]["endCursor"]), "work")
        rows += page["nodes"]
    return rows


@pytest.mark.parametrize("area", [None, HERE[0]])
async def test_each_day_has_what_the_list_has(ask: Ask, due: list[WorkItem], area: str | None):
    told = {d["day"]: d["count"] for d in got(await ask(UPCOMING, "street", area=area), "upcoming")}
    moments = [datetime.fromisoformat(r["due"]) for r in await listed(ask, area) if r["due"] and not r["overdue"]]
    by_day = Counter((m - timedelta(seconds=1)).astimezone(SHANGHAI).date().isoformat() for m in moments)
    assert len(told) == 30
    assert told == {day: by_day.get(day, 0) for day in told}
    assert sum(told.values()) > len(due) / 4
    assert 0 in told.values()


async def test_only_what_a_text_sets_is_a_breach(ask: Ask, due: list[WorkItem]):
    told = got(await ask(BREACHES, "street"), "dutyBreaches")
    ours = [b for b in told if b["item"]["code"].startswith("B-due")]
    late = {i.id for i in due if LAW in i.clocks and i.clocks[LAW] <= now()}
    assert {b["item"]["code"] for b in ours} == late
    assert late
    assert all(b["clock"] == {"code": LAW, "overdue": True} and b["citations"] for b in told)
    assert len(got(await ask(BREACHES, "street", first=1), "dutyBreaches")) == 1
    one = got(await ask(BREACHES, "street", area=HERE[0]), "dutyBreaches")
    assert {b["item"]["area"]["code"] for b in one} == {HERE[0]}


@pytest.mark.parametrize("role", ["planner", "auditor", "security", "school"])
async def test_nobody_else_asks(ask: Ask, role: str):
    for query, name in ((UPCOMING, "upcoming"), (BREACHES, "dutyBreaches")):
        assert got(await ask(query, role), name)["code"] == "FORBIDDEN"


async def test_days_and_areas_are_those_there_are(ask: Ask):
    assert got(await ask(UPCOMING, "street", days=0), "upcoming")["code"] == "BAD_USER_INPUT"
    assert got(await ask(UPCOMING, "street", days=93), "upcoming")["code"] == "BAD_USER_INPUT"
    assert got(await ask(BREACHES, "street", first=201), "dutyBreaches")["code"] == "BAD_USER_INPUT"
    assert got(await ask(UPCOMING, "street", area="999999999999"), "upcoming")["code"] == "NOT_FOUND"
