"""A case is found by the whole name of its child, by whoever may read it, for a purpose; nobody else learns of it."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries
from graph_model.graph import Graph
from graph_model.keys.likeness import COMPLETE, LikenessIndex
from graph_model.keys.store import moment
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.casework.likeness import Described, marks
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import ANONYMOUS
from tests.api.conftest import answered, refused_field
from tests.api.test_refused_work import HERE, OWN_CASE, Kept
from tests.knowledge import access_oracle as oracle
from tests.support.canary import holding

NAME = "尉迟金丝雀"
FIND = """query($name: String!, $purpose: String! = "接到报告") {
  casesByName(name: $name, purpose: $purpose) { isComplete nodes { code pseudonym } } }"""
BY_CASE = Statement(
    "by_case",
    "MATCH (c:Case {id: $area})-[:ABOUT]->(m:Minor) "
    "RETURN m.id AS minor, m.pseudonym AS pseudonym, c.id AS case, '' AS record",
)


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened
        with opened.store.writing() as db:
            db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (COMPLETE, moment()))


async def named(graph: Graph, vault: Vault, where: str, name: str = NAME, statement: Statement = OWN_CASE) -> Kept:
    """A child whose name is on file from now on: the first of an area, or of a case."""
    row = await graph.row(ANONYMOUS, statement, Kept, area=where)
    assert row
    LikenessIndex(vault.store).put({row.minor: marks(Described(name=name))})
    return row


async def found(ask: Any, role: str | None, name: str = NAME) -> list[str]:
    of = answered(await ask(FIND, role, name=name), "casesByName")
    assert of["isComplete"]
    return [n["code"] for n in of["nodes"]]


async def test_a_case_is_found_by_the_whole_name_as_people_write_it(ask: Any, graph: Graph, vault: Vault):
    here = await named(graph, vault, DEMO_COMMUNITY)
    for given in (NAME, "尉迟·金丝雀", f" 尉迟 {NAME[2:]}　"):
        for role in ("director", "street", "lead", "welfare"):
            assert await found(ask, role, given) == [here.case], (role, given)
    for other in (NAME[:-1], NAME[2:], "尉迟"):
        assert await found(ask, "director", other) == [], "no part of a name"


async def test_a_child_elsewhere_is_not_there(ask: Any, graph: Graph, vault: Vault):
    there = await named(graph, vault, HERE, "尉迟小远")
    assert await found(ask, "lead", "尉迟小远") == [there.case]
    assert await found(ask, "director", "尉迟小远") == await found(ask, "director", "没有的人") == []


async def test_the_centre_finds_by_name_the_cases_whose_identity_it_reads(ask: Any, graph: Graph, vault: Vault):
    """Of its area it may know that a name is on file, not which: only its own cases are found."""
    cases = answered(await ask("{ cases(first: 100) { nodes { code } } }", "centre"), "cases")["nodes"]
    read = {"case": "", "hidden": ""}
    for code in (c["code"] for c in cases):
        of = answered(
            await ask("query($c: String!) { referralOptions(case: $c) { case { withheld } } }", "centre", c=code),
            "referralOptions",
        )["case"]
        read["hidden" if "F2" in of["withheld"] else "case"] = code
    assert all(read.values()), read
    await named(graph, vault, read["case"], "尉迟小近", BY_CASE)
    await named(graph, vault, read["hidden"], "尉迟小藏", BY_CASE)
    assert await found(ask, "centre", "尉迟小近") == [read["case"]]
    assert await found(ask, "centre", "尉迟小藏") == []
    assert await found(ask, "lead", "尉迟小藏") == [read["hidden"]]


@pytest.mark.parametrize("role", [r.value for r in ActorRole if r.value in oracle.READ])
def test_whoever_may_search_by_name_reads_some_names(role: str):
    """The right to search is of those who read identities of cases in their areas, in some relation."""
    relations = frozenset({"area", "team", "deputy"})
    reads = oracle.may((role,), "read_cases", "F2", relations, "care")
    lists = oracle.may((role,), "read_cases", "F1", frozenset({"area"}), "care")
    assert oracle.may((role,), "find_by_name", None, frozenset(), None) is (reads and lists)


@pytest.mark.parametrize(
    ("role", "code"), [(None, "UNAUTHENTICATED"), ("planner", "FORBIDDEN"), ("police", "FORBIDDEN")]
)
async def test_without_the_right_nothing_is_looked_for(
    ask: Any, graph: Graph, vault: Vault, role: str | None, code: str
):
    await named(graph, vault, DEMO_COMMUNITY)
    there, absent = [await ask(FIND, role, name=name) for name in (NAME, "没有的人")]
    assert answered(there, "casesByName")["code"] == code
    assert there == absent


async def test_a_purpose_is_asked_and_no_story(ask: Any):
    for purpose in ("", "  ", "因" * 81):
        assert refused_field(await ask(FIND, "director", name=NAME, purpose=purpose)) == "purpose"
    for name in ("", " · ", "尉" * 41):
        assert refused_field(await ask(FIND, "director", name=name)) == "name"


async def test_names_that_are_not_all_in_the_index_are_not_loaded(ask: Any, graph: Graph, vault: Vault):
    await named(graph, vault, DEMO_COMMUNITY)
    with vault.store.writing() as db:
        db.execute("DELETE FROM note WHERE name = ?", (COMPLETE,))
    assert answered(await ask(FIND, "director", name=NAME), "casesByName") == {"isComplete": False, "nodes": []}


async def test_each_search_is_audited_and_no_name_is_left_anywhere(
    ask: Any, graph: Graph, vault: Vault, home: Path, caplog: pytest.LogCaptureFixture, client: Any
):
    caplog.set_level(logging.DEBUG)
    here = await named(graph, vault, DEMO_COMMUNITY)
    for name in (NAME, f"{NAME}甲"):
        await ask(FIND, "director", name=name)
    await ask(FIND, "planner", name=NAME)
    lines = [e for e in entries(home / "audit", Keys.at(home / "keys" / KEY)) if e["what"] == ["casesByName"]][-3:]
    ids = [len(e["ids"]) for e in lines]
    assert ids == [1, 0, 0]
    assert [e["purpose"] for e in lines[:2]] == [["按姓名找个案", "接到报告"]] * 2
    assert [e["classes"] for e in lines] == [["F1", "F2"], [], []]
    assert not holding(home, NAME)
    assert NAME not in caplog.text
    assert NAME not in (await client.get("/metrics")).text
    assert here.minor not in str(lines)
