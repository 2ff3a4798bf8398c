"""All that happened in a case as one list: the same lines as its items have one by one, for nobody more than those."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph_model.graph import Graph
from network.snapshot import Network
from tests.api.conftest import Ask, answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker
from tests.api.test_recipient import body_for

LINE = "number action recordedAt withheld basis fields { name value } citations { clause }"
WHOLE = (
    "query($c: String!, $after: Int, $first: Int = 200) "
    "{ item(code: $c) { code wholeTimeline(first: $first, after: $after) { item entry { " + LINE + " } } } }"
)
PARTS = "query($c: String!) { item(code: $c) { under { code } past(first: 200) { code } timeline { " + LINE + " } } }"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *MADE)


@pytest.fixture
async def case(ask: Any, network: Network) -> str:
    """A case with a referral that was refused, for a reason."""
    director = Worker(ask, "director")
    code: str = (await director.work(kind="CASE", first=1))["nodes"][0]["code"]
    need = (await director.do("referralOpen", under=code, need="N08", urgency="WEEK"))["code"]
    first = await director.do("attemptSend", under=need, recipient=body_for(network).id, way="PHONE", forThem="请核实")
    assert "code" in first, first
    await director.do("attemptRefuse", code=first["code"], whyRefused="FULL", evidence="排到明年")
    return code


async def test_it_is_what_its_items_have_one_by_one(ask: Ask, case: str):
    for role in ("director", "street", "welfare"):
        whole = answered(await ask(WHOLE, role, c=case), "item")["wholeTimeline"]
        own = answered(await ask(PARTS, role, c=case), "item")
        parts = {case: own["timeline"]}
        for beside in (*own["under"], *own["past"]):
            parts[beside["code"]] = answered(await ask(PARTS, role, c=beside["code"]), "item")["timeline"]
        expected = sorted((e["number"], code, e) for code, entries in parts.items() for e in entries)
        told = [(line["entry"]["number"], line["item"], line["entry"]) for line in whole]
        of_case = {line["item"] for line in whole}
        assert told == [x for x in expected if x[1] in of_case]
        assert len({code for _, code, _ in told}) > 2


async def test_a_step_says_on_what_it_rests(ask: Ask, case: str):
    whole = answered(await ask(WHOLE, "director", c=case), "item")["wholeTimeline"]
    assert all(line["entry"]["basis"] for line in whole)
    rests = {bool(line["entry"]["citations"]) for line in whole}
    assert False in rests, "what is configured cites nothing"


async def test_it_is_read_in_parts(ask: Ask, case: str):
    whole = answered(await ask(WHOLE, "director", c=case), "item")["wholeTimeline"]
    parts: list[Any] = []
    while more := answered(
        await ask(WHOLE, "director", c=case, first=2, after=parts[-1]["entry"]["number"] if parts else None), "item"
    )["wholeTimeline"]:
        parts += more
    assert parts == whole


async def test_of_a_part_there_is_none(ask: Ask, case: str):
    under = answered(await ask(PARTS, "director", c=case), "item")["under"]
    for beside in under:
        assert answered(await ask(WHOLE, "director", c=beside["code"]), "item")["wholeTimeline"] == []
