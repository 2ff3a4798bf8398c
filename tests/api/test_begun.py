"""A case of a former release gets the clocks that it never had: once, by the program, and as its events say."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.casework.clock import begin
from graph_model.casework import store, work
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.casework.work import WorkFilter
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.casework import clocks
from knowledge.casework.codes import RuleCodes
from knowledge.casework.item import WorkItem, fold
from knowledge.casework.load import table
from knowledge.rulebook.load import rulebook
from tests.graph_model.test_casework import CLEAN, CLOCK, HERE, NOW, STREET, WANG, child, do, done, run

FORGET = Statement("forget", "MATCH (f:Feed {id: 'feed'}) REMOVE f.begun")
LATER = ("review", "before_adult", "adult")
"""Clocks of a case that a former release did not have."""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    await graph.write(STREET, run, FORGET)
    yield
    for statement in (*CLEAN, FORGET):
        await graph.write(STREET, run, statement, **({} if statement is FORGET else {"area": HERE}))


@pytest.fixture
def desk(graph: Graph, keys: Path) -> Iterator[Desk]:
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes.of(rulebook()))


def former(desk: Desk) -> Desk:
    """The program of a release without these clocks."""
    case = table().kinds["case"]
    rows = tuple(c for c in case.clock if c.code not in LATER)
    kinds = {**table().kinds, "case": case.model_copy(update={"clock": rows})}
    return replace(desk, table=replace(table(), kinds=kinds))


async def history(graph: Graph, code: str) -> list[str]:
    return [r.action for r in reversed(await graph.read(STREET, store.events, code, 50))]


async def now_is(graph: Graph, code: str) -> WorkItem:
    return fold(r.event() for r in reversed(await graph.read(STREET, store.events, code, 50)))


async def test_a_case_of_before_gets_its_clocks_once_and_is_reviewed_by_its_grade(graph: Graph, desk: Desk):
    cases = {}
    for n, grade in enumerate(("red", "green")):
        minor = await child(graph, f"cw-3{n}")
        cases[grade] = done(await do(former(desk), WANG, "case.open", minor=minor, key=grade, grade=grade)).id
    assert not set((await now_is(graph, cases["red"])).clocks) & set(LATER)
    newer = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-32"), key="new", grade="green")).id
    before = await history(graph, newer)
    assert await begin(desk, STREET.areas, NOW) >= 2
    for code in cases.values():
        assert (await history(graph, code))[-1] == "review"
        assert "review" in (await now_is(graph, code)).clocks
    reviewed = {r.root for r in await graph.read(WANG, work.mine, WorkFilter(50, kind="review"))}
    assert reviewed & set(cases.values()) == {cases["red"]}, "of a child in red it is due now"
    assert await history(graph, newer) == before, "a case that has them is left alone"
    assert await begin(desk, STREET.areas, NOW) == 0, "once"
    await graph.write(STREET, run, FORGET)
    assert await begin(desk, STREET.areas, NOW) == 0, "and nothing twice, whoever asks again"
    assert (await verify(graph, CLOCK, table()))[1] == []


def test_only_what_every_way_in_starts_is_taken_to_be_missing():
    named = {f"{k.code}.{c.code}" for k in table().kinds.values() for c in clocks.unending(k)}
    assert "case.review" in named
    assert not [n for n in named if n.endswith(("ask_take", "ask_soon", "first_call"))]
