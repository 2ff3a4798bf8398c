"""The numbers of a quarter and the bodies that do not answer: each as its list, only to who reads the items."""

from datetime import datetime
from typing import Any

import pytest

from api.casework.parts import now
from graph_model.graph import Graph
from knowledge.calendar.quarters import Quarter
from knowledge.casework.numbers.load import numbers
from tests.api.conftest import Ask, answered
from tests.api.loads import delete

HERE = "440104001007"
NUMBERS = """query($area: String, $quarter: String, $codes: [String!]) {
  caseworkNumbers(area: $area, quarter: $quarter, codes: $codes) { quarter over end near numbers {
    code label count late waiting basis citations { clause } groups { code label count }
    lines(first: 500) { code child area groupLabel late at } } } }"""
SILENT = """query($area: String) { silentBodies(area: $area, first: 200) {
  body { code name } since waiting late nextLine { code } nextAt clock { code due } first { code waitsFor } } }"""
CASES = """query($area: String) {
  work(scope: AREA, kind: CASE, area: $area, first: 1) { totalCount nodes { area { code } } } }"""
WAITING = "{ work(scope: AREA, kind: ATTEMPT, first: 100) { nodes { code waitsFor } } }"


async def told(ask: Ask, who: str = "street", **of: Any) -> Any:
    return answered(await ask(NUMBERS, who, **of), "caseworkNumbers")


async def test_each_number_is_as_long_as_its_list(ask: Ask):
    answer = await told(ask)
    assert [n["code"] for n in answer["numbers"]] == [r.code for r in numbers()]
    assert (answer["quarter"], answer["over"]) == (str(Quarter.of(now().date())), False)
    for n in answer["numbers"]:
        assert min(n["count"], 500) == len(n["lines"]), n["code"]
        assert n["count"] == sum(g["count"] for g in n["groups"]), n["code"]
        assert n["count"] > 500 or (n["late"] or 0) == (
            sum(x["late"] for x in n["lines"]) if n["late"] is not None else 0
        )
        assert n["citations"] or "工作约定" in n["basis"]
    assert any(n["count"] for n in answer["numbers"])


async def test_children_with_a_case_are_those_of_the_worklist(ask: Ask):
    work = answered(await ask(CASES, "street"), "work")
    (n,) = (await told(ask, codes=["grades"]))["numbers"]
    assert work["totalCount"]
    assert n["count"] <= work["totalCount"]
    area = work["nodes"][0]["area"]["code"]
    (here,) = (await told(ask, codes=["grades"], area=area))["numbers"]
    assert 0 < here["count"] <= n["count"]
    assert {x["code"] for x in here["lines"]} <= {x["code"] for x in n["lines"]}


async def test_a_quarter_that_is_over_ends_with_it(ask: Ask):
    current = Quarter.of(now().date())
    before = current.before
    assert (await told(ask, codes=[]))["near"] == [str(before)]
    answer = await told(ask, quarter=str(before), codes=["visits"])
    assert answer["near"] == [str(before.before), str(current)]
    assert (await told(ask, quarter="2020-Q1", codes=[]))["near"] == ["2020-Q2"]
    assert (answer["over"], datetime.fromisoformat(answer["end"])) == (True, before.end)
    for wrong in (str(Quarter.of(now().date()).following), "2026-Q5", "1999-Q4"):
        assert (await told(ask, quarter=wrong))["code"] == "BAD_USER_INPUT"


async def test_bodies_that_are_waited_for_are_those_of_the_lists(ask: Ask):
    silent: Any = answered(await ask(SILENT, "street"), "silentBodies")
    waiting = answered(await ask(WAITING, "street"), "work")["nodes"]
    assert sum(s["waiting"] for s in silent) >= sum(w["waitsFor"] == "RECIPIENT" for w in waiting)
    assert all(s["first"]["waitsFor"] == "RECIPIENT" for s in silent)
    assert all(s["late"] <= s["waiting"] for s in silent)
    assert [s["late"] == 0 for s in silent] == sorted(s["late"] == 0 for s in silent)


@pytest.mark.parametrize("who", ["planner", "auditor", "security", "school"])
async def test_who_reads_no_items_is_told_no_numbers(ask: Ask, who: str):
    assert (await told(ask, who))["code"] == "FORBIDDEN"
    assert answered(await ask(SILENT, who), "silentBodies")["code"] == "FORBIDDEN"


async def test_reporters_who_have_been_silent_for_a_year_are_named_by_kind(ask: Ask, graph: Graph):
    query = "query($area: String) { caseworkNumbers(area: $area, codes: []) { silent silentLabels } }"
    put = (
        f"CREATE (:Item {{id: 'R-silent', item: 'report', area: '{HERE}'}}), "
        "(:Account {id: 'silent', roles: ['hospital']}), "
        "(:Event {id: 'silent', item: 'R-silent', action: 'register', by: 'silent', at: datetime() - duration($ago)})"
    )
    clean = "MATCH (n) WHERE n.id IN ['R-silent', 'silent'] DETACH DELETE n"
    silent = {}
    try:
        for ago in ("P13M", "P11M"):
            await delete(graph, clean, put.replace("$ago", f"'{ago}'"))
            answer = answered(await ask(query, "street", area=HERE), "caseworkNumbers")
            assert len(answer["silent"]) == len(answer["silentLabels"])
            silent[ago] = set(answer["silent"])
    finally:
        await delete(graph, clean)
    assert silent["P13M"] == silent["P11M"] | {"HOSPITAL"}
    assert silent["P13M"] <= {"SCHOOL", "HOSPITAL", "POLICE"}
