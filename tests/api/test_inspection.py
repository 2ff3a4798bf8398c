"""An inspector reads what the file of the inspection names, for a purpose; who may know that, sees what is on file."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.request.context import today
from api.settings import Settings
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from network.entities import ANONYMOUS
from tests.api.conftest import Ask, answered
from tests.api.loads import delete
from tests.knowledge import access_oracle as oracle

ITEM = """query($c: String!, $why: String) { item(code: $c, inspecting: $why) {
  code child steps { mutation } siblings { code } raised { code } under { code } past { code }
  fields { fieldClass } timeline { withheld fields { fieldClass } }
  record { facts { fieldClass } hidden { fieldClass onFile } } } }"""
MADE = Statement(
    "made",
    "MATCH (c:Item {id: $case}) CREATE (a:Account {id: $who, subject: $who, roles: ['inspector'], "
    "areas: ['440104000000'], until: $until})-[:ASSIGNED {id: $who, part: 'member', approver: 'demo-lead', "
    "reason: '抽查', since: $since, until: $end}]->(c) "
    "WITH a MERGE (f:Feed {id: 'feed'}) SET f.access = coalesce(f.access, 0) + 1",
)
NAMED, OTHER = "case-demo-0001", "case-demo-0002"
SEEN = '{ whoSaw(case: "case-demo-0001", purpose: "复核") { who purposes } }'
CLASSES = ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8")


GONE = "MATCH (a:Account) WHERE a.id STARTS WITH 'insp-' DETACH DELETE a"


async def allow(graph: Graph, days: int, who: str = "insp-1") -> None:
    """An inspector's file names the case until so many days from now."""

    async def given(tx: Tx) -> None:
        until = today() + timedelta(days=30)
        since, end = today() - timedelta(days=3), today() + timedelta(days=days)
        await tx.write(MADE, who=who, case=NAMED, until=until, since=since, end=end)

    await delete(graph, GONE)
    await graph.write(ANONYMOUS, given)


@pytest.fixture
async def inspect(graph: Graph, client: httpx.AsyncClient, settings: Settings) -> AsyncIterator[Any]:
    """Asks as an inspector whose file names one case until a day, by default tomorrow."""

    async def post(query: str, days: int = 1, **variables: Any) -> dict[str, Any]:
        await allow(graph, days)
        headers = {"authorization": f"Bearer {issue(settings, 'insp-1')}"}
        reply = await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        return dict(reply.json())

    yield post
    await delete(graph, GONE)


def opened(item: Any) -> set[str]:
    entries = [f for e in item["timeline"] for f in e["fields"]]
    return {f["fieldClass"] for f in (*item["record"]["facts"], *item["fields"], *entries)}


async def test_only_what_the_file_names_and_only_for_a_purpose(inspect: Any, ask: Ask):
    item = answered(await inspect(ITEM, c=NAMED, why="季度抽查"), "item")
    may = {c for c in CLASSES if oracle.may(("inspector",), "read_cases", c, frozenset({"team"}), "inspection")}
    assert "F2" in opened(item)
    assert opened(item) <= may
    assert "F8" not in may
    assert item["steps"] == item["siblings"] == item["raised"] == []
    assert all(i["code"] != OTHER for i in (*item["under"], *item["past"]))
    told = (await ask('{ whoSaw(case: "case-demo-0001", purpose: "复核") { who purposes } }', "auditor"))["data"][
        "whoSaw"
    ]
    assert [t["purposes"] for t in told if t["who"] == "insp-1"] == [["检查", "季度抽查", "casework"]]


async def test_without_a_purpose_a_day_or_a_name_there_is_nothing(inspect: Any):
    assert answered(await inspect(ITEM, c=NAMED), "item")["code"] == "FORBIDDEN"
    assert answered(await inspect(ITEM, c=NAMED, why=" "), "item")["field"] == "inspecting"
    assert answered(await inspect(ITEM, c=NAMED, why="x" * 81), "item")["field"] == "inspecting"
    other = answered(await inspect(ITEM, c=OTHER, why="季度抽查"), "item")
    absent = answered(await inspect(ITEM, c="case-demo-none", why="季度抽查"), "item")
    assert other["code"] == absent["code"] == "NOT_FOUND"
    assert answered(await inspect(ITEM, 0, c=NAMED, why="季度抽查"), "item")["code"] == "NOT_FOUND", "it has ended"
    for listed in ("{ work { totalCount } }", "{ cases { totalCount } }", "{ children { code } }"):
        assert (await inspect(listed))["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert answered(await inspect('{ referralOptions(case: "case-demo-0001") { safety { doors { code } } } }'),
                    "referralOptions").get("code") != "OK"  # fmt: skip  # one call


@pytest.mark.parametrize("role", ["centre", "director", "lead", "auditor", "planner", "security"])
async def test_nobody_else_inspects(ask: Ask, role: str):
    assert answered(await ask(ITEM, role, c=NAMED, why="季度抽查"), "item")["code"] == "FORBIDDEN"


@pytest.mark.parametrize("role", ["director", "street", "centre", "lead", "welfare"])
async def test_who_may_know_it_sees_that_something_is_on_file(ask: Ask, role: str):
    """And nobody else: for them the class looks the same, filled or not."""
    cases = (await ask("{ work(scope: AREA, kind: CASE, first: 20) { nodes { code } } }", role))["data"]["work"][
        "nodes"
    ]
    told = set()
    for case in cases:
        for hidden in answered(await ask(ITEM, role, c=case["code"]), "item")["record"]["hidden"]:
            masked = oracle.may((role,), "see_masked", hidden["fieldClass"], frozenset({"area"}), "care")
            assert (hidden["onFile"] is not None) is masked, hidden
            told |= {(hidden["fieldClass"], hidden["onFile"])} if masked else set()
    assert told == ({("F2", True)} if role == "centre" else set())
