"""A published table is written once; a correction is a table of its own, read from its day on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from api.request.context import today
from graph_model.counts import tables
from graph_model.counts.tables import LAST
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.calendar.months import Month
from network.counts import CorrectionReason, MonthlyCounts
from tests.api.count_queries import DISTRICT
from tests.api.test_differencing import CENTRE


async def test_of_two_writers_one_wins(graph: Graph) -> None:
    key, month = (DISTRICT, "need/N16"), Month(2001, 1)
    areas, measures = frozenset({DISTRICT}), frozenset({"need/N16"})
    first, second = (MonthlyCounts(DISTRICT, month, today(), 10, areas, measures, {key: n}) for n in (20, 30))
    try:
        assert await tables.create(graph, CENTRE, first, 900) == first
        assert await tables.create(graph, CENTRE, second, 900) == first
    finally:
        await graph.write(CENTRE, _removed)


async def test_a_correction_is_read_from_its_day_on_and_says_why(ask: Any, graph: Graph) -> None:
    found = await graph.read(CENTRE, tables.latest, DISTRICT)
    assert found
    before = found.counts()
    corrected = replace(before, made=today(), corrects=CorrectionReason.LATE)
    question = "query($area: String!) { entitlementGaps(area: $area) { note table { month correction } } }"
    try:
        await tables.create(graph, CENTRE, corrected, 900)
        now = (await ask(question, "planner", area=DISTRICT))["data"]["entitlementGaps"]
        assert (now["table"]["month"], now["table"]["correction"]) == (str(before.month), CorrectionReason.LATE.zh)
        assert CorrectionReason.LATE.zh in now["note"]
        stood = await graph.read(CENTRE, tables.latest, DISTRICT, LAST, today() - timedelta(days=1))
        assert stood is None or stood.counts().corrects is None
    finally:
        await graph.write(CENTRE, _removed)


async def _removed(tx: Tx) -> None:
    await tx.write(Statement("remove", "MATCH (t:MonthlyCounts {number: 900}) DELETE t"))
