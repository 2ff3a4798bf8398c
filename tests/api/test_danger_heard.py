"""Danger in the words of a report: heard at registration, and first until somebody has judged it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


@pytest.mark.parametrize(
    ("said", "heard"), [("身上有伤，说是爸爸打的，不敢回家", True), ("想问问暑假托管班怎么报名", False)]
)
async def test_what_may_be_danger_in_the_words_stands_first_until_somebody_judged(ask: Any, said: str, heard: bool):
    director, street = Worker(ask, "director"), Worker(ask, "street")
    report = await director.register(said=said)
    clock = "可能正有危险：打电话，或者定急缓"
    assert (report["clocks"][0]["label"] == clock) is heard
    again = await director.register(said=said)
    assert (again["code"], again["revision"]) == (report["code"], 1), "the same order"
    graded = await street.do("reportSetUrgency", code=report["code"], urgency="WEEK")
    assert clock not in {c["label"] for c in graded["clocks"]}
