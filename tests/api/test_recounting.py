"""School terms that are loaded bring the next visit of a child without risk nearer, and the event says why."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.casework.clock import recount
from graph_model.casework import store, work
from graph_model.casework.store import Desk
from graph_model.casework.work import WorkFilter, WorkRow
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.calendar.terms import PeriodKind
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Provenance
from network.snapshot import Network
from network.terms import SchoolPeriod
from tests.graph_model.test_casework import CLEAN, CLOCK, HERE, NOW, STREET, WANG, child, do, done, run

FORGET = Statement("forget", "MATCH (f:Feed {id: 'feed'}) REMOVE f.terms")
VACATION = date(2027, 1, 20)
EARLIER, LATER, PASSED = date(2026, 12, 20), date(2027, 2, 1), date(2026, 11, 20)


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    for statement in (*CLEAN, FORGET):
        await graph.write(STREET, run, statement, **({} if statement is FORGET else {"area": HERE}))


@pytest.fixture
def desk(graph: Graph, keys: Path) -> Iterator[Desk]:
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes.of(rulebook()))


def stating(network: Network, first: date) -> Network:
    """A network whose district states when the vacation begins."""
    rows = [
        SchoolPeriod("440104000000", date(2026, 9, 1), first, PeriodKind.TERM, "一", "某局", Provenance.LOADED),
        SchoolPeriod("440104000000", first, date(2027, 2, 22), PeriodKind.VACATION, "寒", "某局", Provenance.LOADED),
    ]
    return replace(network, local=replace(network.local, terms={r.id: r for r in rows}))


async def visit_of(graph: Graph, case: str) -> WorkRow:
    (row,) = [r for r in await graph.read(WANG, work.mine, WorkFilter(50, kind="visit")) if r.root == case]
    return row


async def due(graph: Graph, case: str) -> date:
    """The last day; its clock ends as the next begins."""
    return (await visit_of(graph, case)).next.astimezone(NOW.tzinfo).date() - timedelta(days=1)


async def counted(at: Desk, network: Network, days: int = 1) -> int:
    return await recount(replace(at, calendar=network.calendar), network, NOW + timedelta(days=days))


async def test_a_due_visit_comes_nearer_with_the_terms_that_are_loaded(graph: Graph, network: Network, desk: Desk):
    case = done(
        await do(desk, WANG, "case.open", minor=await child(graph, "cw-21"), key="a", grade="green", note="x")
    ).id
    red = done(await do(desk, WANG, "case.open", minor=await child(graph, "cw-22"), key="b", grade="red", note="x")).id
    eve, other = timedelta(days=1), await due(graph, red)
    assert await counted(desk, stating(network, VACATION)) >= 1
    assert await due(graph, case) == VACATION - eve
    newest = (await graph.read(STREET, store.events, (await visit_of(graph, case)).id, 9))[0]
    assert (newest.action, newest.by) == ("recount", CLOCK.id)
    assert await counted(desk, stating(network, VACATION)) == 0, "once"
    for first in (LATER, PASSED):
        assert await counted(desk, stating(network, first), days=2) == 0
        assert await due(graph, case) == VACATION - eve, "no child is put off by a file"
    assert await counted(desk, stating(network, EARLIER), days=3) >= 1
    assert await due(graph, case) == EARLIER - eve
    assert await due(graph, red) == other, "no vacation moves it"


async def test_a_case_that_begins_with_a_child_follows_the_terms_where_it_lives(
    graph: Graph, network: Network, desk: Desk
):
    here = replace(desk, calendar=stating(network, EARLIER).calendar)
    case = done(await do(here, WANG, "case.open", minor=await child(graph, "cw-23"), grade="green", note="x")).id
    assert await due(graph, case) == EARLIER - timedelta(days=1)
