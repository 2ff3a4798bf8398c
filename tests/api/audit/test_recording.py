"""What operations leave in the audit: each path to a child, with the classes that were really opened."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import get_named_type, is_interface_type, is_object_type

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries, verify
from api.common import global_id
from api.request.paging import cursor
from graph_model.audit.subjects import of_code
from graph_model.graph import Graph
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.api.hostile import SCHEMA

YUEXIU = "440104000000"
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
CASES = "{ cases(first: 2) { nodes { code } } }"
CASE = """query C($case: String!) { referralOptions(case: $case) { case { read withheld } } }"""
HOLDERS = """{ responsibility(subject: {matter: "M29"}, at: {code: "440104001007"}) {
  chain { posts { holderName } } } }"""
GAPS = f'{{ entitlementGaps(area: "{YUEXIU}") {{ rows(first: 3) {{ nodes {{ __typename }} }} }} }}'
COVERAGE = f'{{ obligationCoverage(area: "{YUEXIU}", obligation: "O62") {{ known }} }}'


class Book:
    """The lines that have come since the last look."""

    def __init__(self, keys: Path) -> None:
        self.folder, self.keys = keys.parent / "audit", Keys.at(keys / KEY)
        self.seen = {str(line) for line in self._all()}

    def _all(self) -> list[Mapping[str, Any]]:
        return [line for line in entries(self.folder, self.keys) if "who" in line]

    def new(self) -> list[Mapping[str, Any]]:
        """By content, not by number: other processes write files of their own beside ours."""
        lines = [line for line in self._all() if str(line) not in self.seen]
        self.seen.update(map(str, lines))
        return lines


@pytest.fixture
def audited(keys: Path) -> Book:
    return Book(keys)


@pytest.mark.parametrize(
    ("query", "what"),
    [(CASES, "cases"), (HOLDERS, "responsibility"), (GAPS, "entitlementGaps"), (COVERAGE, "obligationCoverage")],
)
async def test_each_path_to_a_person_leaves_one_line(ask: Any, audited: Book, query: str, what: str):
    reply = await ask(query, "centre")
    assert "errors" not in reply
    (line,) = audited.new()
    assert (line["who"], line["role"], line["what"], line["outcome"]) == ("demo-centre", "centre", [what], "answered")
    assert line["ids"]
    assert line["purpose"]


async def test_the_classes_in_the_line_are_those_that_were_opened(ask: Any, audited: Book):
    case = (await ask(CASES, "director"))["data"]["cases"]["nodes"][0]["code"]
    audited.new()
    used = (await ask(CASE, "director", case=case))["data"]["referralOptions"]["case"]
    (line,) = audited.new()
    assert set(line["classes"]) == {"F1", *used["read"]}
    assert not set(line["classes"]) & set(used["withheld"])
    assert audited.keys.id_of(case) in line["ids"]


LISTS: Mapping[str, str] = {
    "work": "{ work(scope: AREA, first: 3) { nodes { code child } } }",
    "childrenInDanger": "{ childrenInDanger(first: 3) { nodes { item { code child } } } }",
    "dutyBreaches": "{ dutyBreaches(first: 3) { item { code child } } }",
    "silentBodies": "{ silentBodies(first: 3) { first { code child } } }",
    "caseworkNumbers": '{ caseworkNumbers(codes: ["grades"]) { numbers { lines(first: 3) { code child } } } }',
    "changesSince": "query($after: String!) { changesSince(after: $after, first: 3) "
    "{ changes { item { code child } } } }",
    "children": "{ children(first: 3) { code child } }",
    "item": "query($code: String!) { item(code: $code) { code child under { code child } past { code child } "
    "raised { code child } siblings { code child } } }",
    "node": "query($id: ID!) { node(id: $id) { ... on WorkItem { code child } } }",
    "nodes": "query($ids: [ID!]!) { nodes(ids: $ids) { ... on WorkItem { code child } } }",
    "cases": "{ cases(first: 3) { nodes { code child: pseudonym } } }",
}
"""The roots from which a child is reached by name, each with a question that shows some."""
UNNAMED = {
    "referralOptions": "the case that it is asked about: below",
    "entitlementGaps": "above",
    "responsibility": "what is asked is said again",
    "referralBatch": "what is asked is said again",
    "casesByName": "tests/api/test_named.py, which makes a child with a name",
}
"""Those of which this file asks elsewhere, or where nobody on file is named."""

MAY_BE_EMPTY = frozenset({"changesSince", "childrenInDanger", "dutyBreaches", "silentBodies"})
"""What the demo data need not have: the items are made where those of the other lists are."""


def reached(kind: Any, seen: set[str]) -> set[str]:
    """The object types below a type."""
    named = get_named_type(kind)
    if named.name in seen or not hasattr(named, "fields"):
        return seen
    seen.add(named.name)
    for one in (named, *(SCHEMA.get_possible_types(named) if is_interface_type(named) else ())):
        seen.add(one.name)
        for field in one.fields.values():
            reached(field.type, seen)
    return seen


def test_every_root_that_reaches_a_child_has_a_question():
    naming = {n for n, k in SCHEMA.type_map.items() if is_object_type(k) and {"child", "pseudonym"} & set(k.fields)}
    roots = SCHEMA.query_type.fields if SCHEMA.query_type else {}
    found = {name for name, field in roots.items() if reached(field.type, set()) & naming}
    assert found == LISTS.keys() | UNNAMED.keys()


def names(answer: Any) -> set[tuple[str, str]]:
    """The codes in an answer that stand beside the name of a child."""
    if isinstance(answer, list):
        return {name for part in answer for name in names(part)}
    if not isinstance(answer, dict):
        return set()
    own = {(answer["code"], answer["child"])} if answer.get("child") else set()
    return own | {name for part in answer.values() for name in names(part)}


@pytest.mark.parametrize("root", LISTS)
async def test_the_line_has_every_child_that_was_shown(ask: Any, graph: Graph, audited: Book, root: str):
    worklist = (await ask(LISTS["work"], "street"))["data"]["work"]["nodes"]
    code = next(i["code"] for i in worklist if i["child"])
    one = global_id("WorkItem", code)
    audited.new()
    reply = await ask(LISTS[root], "street", code=code, id=one, ids=[one], after=cursor("0"))
    assert "errors" not in reply
    shown = names(reply["data"])
    assert shown or root in MAY_BE_EMPTY
    children = [minor for code, _ in shown for minor in await graph.read(STREET, of_code, code) or [code]]
    lines = audited.new()
    assert len(lines) <= 1
    ids = {i for line in lines for i in line["ids"]}
    assert {audited.keys.id_of(minor) for minor in children} <= ids
    assert all("F1" in line["classes"] for line in lines)


@pytest.mark.parametrize("kind", ["WorkItem", "CaseSummary"])
@pytest.mark.parametrize("root", ["node", "nodes"])
async def test_who_asks_in_vain_for_a_child_leaves_a_line(ask: Any, audited: Book, root: str, kind: str):
    nowhere = global_id(kind, "R-NOWHERE")
    assert "errors" not in await ask(LISTS[root], "director", id=nowhere, ids=[nowhere])
    (line,) = audited.new()
    assert (line["what"], line["outcome"], line["ids"]) == ([root], "NOT_FOUND", [])


async def test_a_refusal_leaves_a_line_and_a_stranger_a_count(ask: Any, audited: Book):
    await ask(CASES, "planner")
    (line,) = audited.new()
    assert (line["outcome"], line["ids"]) == ("FORBIDDEN", [])
    await ask(CASES)
    assert [line for line in audited.new() if line["what"] != ["refused"]] == []  # counts of the minute before


async def test_what_opens_nothing_leaves_nothing(ask: Any, audited: Book):
    await ask("{ areas(first: 1) { nodes { code } } hotlines { number } }", "centre")
    assert audited.new() == []


async def test_nothing_is_shown_or_changed_that_cannot_be_written(
    ask: Any, audited: Book, monkeypatch: pytest.MonkeyPatch
):
    def full(_descriptor: int) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", full)
        for query in (CASES, CASE, 'mutation { deleteDraft(input: {name: "none"}) { __typename } }'):
            variables = {"case": "case-demo-0001"} if query is CASE else {}
            reply = await ask(query, "centre", **variables)
            assert reply.get("data") is None
            assert reply["errors"][0]["extensions"]["reason"] == "audit.unwritable"
    assert "errors" not in await ask(CASES, "centre")
    assert [line["what"] for line in audited.new()] == [["cases"]]
    assert verify(audited.folder, audited.keys).sound
