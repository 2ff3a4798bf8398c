"""The page of a case: what is locked is opened for a cause, how many looked is told without names, kin are rows."""

import re
from collections.abc import AsyncIterator

import pytest

from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.web.conftest import Seat

DISTRICT = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
CASES = Statement(
    "cases",
    "MATCH (c:Item) WHERE c.item = 'case' AND NOT c.ended AND c.holder = 'demo-director' WITH c ORDER BY c.id LIMIT 2 "
    "MATCH (m:Minor {id: c.minor}) MERGE (h:Household {id: 'hh-file'}) MERGE (m)-[:IN_HOUSEHOLD]->(h) "
    "RETURN c.id AS key ORDER BY key",
)
APART = Statement("apart", "MATCH (h:Household {id: 'hh-file'}) DETACH DELETE h")
LOOKED = re.compile(r"近30天有(\d+)人打开过")


SOME = Statement(
    "some", "MATCH (c:Item) WHERE c.item = 'case' AND NOT c.ended RETURN c.id AS key ORDER BY key DESC LIMIT 40"
)


async def some(tx: Tx) -> list[str]:
    return [r.key for r in await tx.rows(SOME, KeyRow)]


async def put(tx: Tx) -> list[str]:
    return [r.key for r in await tx.rows(CASES, KeyRow)]


async def away(tx: Tx) -> None:
    await tx.write(APART)


@pytest.fixture
async def cases(graph: Graph) -> AsyncIterator[list[str]]:
    """Two cases of one household."""
    yield await graph.write(DISTRICT, put)
    await graph.write(DISTRICT, away)


async def test_how_many_looked_is_told_and_nobody_is_named(seat: Seat, cases: list[str]):
    own = [(await seat("director").get(f"/item/{cases[0]}")).text for _ in range(2)][-1]
    first = LOOKED.search(own)
    assert first
    street = (await seat("street").get(f"/item/{cases[0]}")).text
    street = (await seat("street").get(f"/item/{cases[0]}")).text
    again = LOOKED.search(street)
    assert again
    assert int(again[1]) >= max(int(first[1]), 2)
    assert "demo-director" not in street
    assert "/admin/audit" not in street


async def test_what_is_locked_is_opened_for_a_cause_by_whoever_may(seat: Seat, graph: Graph):
    for code in await graph.read(DISTRICT, some):
        opening = f"/item/{code}?do=emergencyReadOpen"
        page = (await seat("centre").get(f"/item/{code}")).text
        if any(f'href="{opening}#do"' in lock for lock in re.findall(r'<p class="lock">.*?</p>', page)):
            break
    else:
        raise AssertionError("the centre is on every team")
    form = (await seat("centre").get(opening)).text
    assert 'name="f-cause"' in form
    assert 'name="f-why"' in form
    assert f'href="{opening}#do"' not in (await seat("street").get(f"/item/{code}")).text


async def test_whoever_lives_there_too_is_a_row(seat: Seat, cases: list[str]):
    for one, other in (cases, reversed(cases)):
        page = (await seat("director").get(f"/item/{one}")).text
        kin = page[page.index('id="kin"') :].split("</dl>")[0]
        assert f'href="/item/{other}"' in kin
        assert "同住的孩子" in kin
        assert f'href="/item/{one}"' not in kin
