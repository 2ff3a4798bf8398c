"""All that happened in a case and around its child as one list: the lines of its items, for nobody more than those."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.access.tokens import issue
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from knowledge.casework.load import table
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor
from network.snapshot import Network
from tests.api.conftest import Ask, answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker
from tests.api.test_inspection import GONE, NAMED, allow
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


LEAD = Actor("demo-lead", ActorRole.LEAD, ("440104000000",))
CHILD = Statement("child", "MATCH (c:Item {id: $case}) RETURN c.minor AS key")
INSPECTED = (
    'query($c: String!) { item(code: $c, inspecting: "抽查") { wholeTimeline { item entry '
    "{ by byRoles fields { value fieldClass } } } } }"
)
BESIDE = Statement(
    "beside",
    "MATCH (c:Item {id: $case}) MERGE (f:Feed {id: 'feed'}) SET f.events = f.events + size($rows) "
    "WITH c, f.events - size($rows) AS base UNWIND range(0, size($rows) - 1) AS at "
    "WITH c, base + at + 1 AS seq, $rows[at] AS r "
    "CREATE (n:Item {id: r.id, root: coalesce(r.root, c.id), item: r.kind, state: r.state, version: 1, area: c.area, "
    "since: c.since, ended: true, minor: CASE WHEN r.other THEN 'K-OTHER' ELSE c.minor END, fields: '{}', "
    "clocks: '{}'})"
    "-[:EVENT]->(:Event {seq: seq, item: r.id, version: 1, action: r.action, by: 'demo-lead', at: c.since, "
    "occurred: c.since, changes: '{\"clocks\": {}}'})",
)
LEFT = "MATCH (n:Item) WHERE n.id STARTS WITH 'F-' OPTIONAL MATCH (n)-[:EVENT]->(v) DETACH DELETE n, v"


async def test_every_kind_of_item_that_concerns_the_child_is_in_it(ask: Ask, graph: Graph):
    """Each kind of the rows once, of the child, where it stands; a further one of another child is not."""
    case = (await Worker(ask, "director").work(kind="CASE", first=1))["nodes"][0]["code"]
    rows = [
        {
            "id": f"F-{kind.code}{other or ''}",
            "root": f"F-{kind.code}{other or ''}" if kind.root else "F-screening" if kind.code == "candidate" else None,
            "kind": kind.code,
            "state": kind.state[-1].code,
            "action": next(a.code for a in kind.action if a.creating),
            "other": bool(other),
        }
        for kind in table().kinds.values()
        for other in (("", "2") if kind.root or kind.code == "candidate" else ("",))
    ]

    async def put(tx: Tx) -> None:
        await tx.write(BESIDE, case=case, rows=rows)

    try:
        await graph.write(LEAD, put)
        for role in ("director", "lead"):
            whole = answered(await ask(WHOLE, role, c=case), "item")["wholeTimeline"]
            assert {i for line in whole if (i := line["item"]).startswith("F-")} == {
                r["id"] for r in rows if not r["other"]
            }
    finally:
        await delete(graph, LEFT)


async def test_the_report_that_began_it_and_its_calls_are_in_it(ask: Ask, graph: Graph, client: Any, settings: Any):
    """Also a report that was merged into it; an inspector reads what was done, not what was said nor by whom."""
    director, school = Worker(ask, "director"), Worker(ask, "school")
    row = await graph.row(LEAD, CHILD, KeyRow, case=NAMED)
    assert row
    child = row.key
    first = (await director.register(key="first", urgency="NOW", minor=child))["code"]
    other = (await director.register(key="other", urgency="WEEK", said="邻居也听见哭声"))["code"]
    assert "code" in await director.do("reportTake", code=first)
    assert "code" in await director.do("reportTake", "take-2", code=other)
    assert "code" in await director.do("reportCall", code=first, called="POLICE", answered=True, receipt="JJ-77")
    merged = await director.do("reportMerge", code=other, into=first)
    assert merged["state"] == "MERGED", merged
    whole = answered(await ask(WHOLE, "director", c=NAMED), "item")["wholeTimeline"]
    told = {f["value"] for line in whole if line["item"] in (first, other) for f in line["entry"]["fields"]}
    assert {"JJ-77", "三年级学生身上有伤，说是爸爸打的", "邻居也听见哭声"} <= told
    by_school = await school.do(
        "reportRegister", "school", area=DEMO_COMMUNITY, channel="PHONE", said="校医看见伤", minor=child
    )
    await allow(graph, 1, "insp-3")
    try:
        headers = {"authorization": f"Bearer {issue(settings, 'insp-3')}"}
        reply = await client.post("/graphql", json={"query": INSPECTED, "variables": {"c": NAMED}}, headers=headers)
        lines = [line for line in answered(reply.json(), "item")["wholeTimeline"] if line["item"].startswith("R-")]
        assert {f["fieldClass"] for line in lines for f in line["entry"]["fields"]} == {"F1"}
        assert "JJ-77" in str(lines)
        assert by_school["code"] in {line["item"] for line in lines}
        assert "school" not in str(lines).casefold()
    finally:
        await delete(graph, GONE)
