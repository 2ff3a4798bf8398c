"""One visit to a household: a tick for each child who was seen too, each with her own words."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor
from tests.web.conftest import Site, flaws, opened, sign_in
from web.casework.household import unsaid

DISTRICT = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
TOGETHER = Statement(
    "together",
    "MATCH (v:Item {area: $area}) WHERE v.item = 'visit' AND v.state = 'due' AND v.holder = 'demo-director' "
    "WITH v ORDER BY v.id LIMIT 2 MATCH (m:Minor {id: v.minor}) MERGE (h:Household {id: 'hh-web'}) "
    "MERGE (m)-[:IN_HOUSEHOLD]->(h) RETURN v.id AS key ORDER BY key",
)
APART = Statement("apart", "MATCH (h:Household {id: 'hh-web'}) DETACH DELETE h")
STATES = Statement("states", "MATCH (v:Item) WHERE v.id IN $ids RETURN v.state AS key")


async def together(tx: Tx) -> list[str]:
    return [r.key for r in await tx.rows(TOGETHER, KeyRow, area=DEMO_COMMUNITY)]


async def apart(tx: Tx) -> None:
    await tx.write(APART)


async def states(tx: Tx, ids: list[str]) -> list[str]:
    return [r.key for r in await tx.rows(STATES, KeyRow, ids=ids)]


@pytest.fixture
async def visits(graph: Graph) -> AsyncIterator[list[str]]:
    """The planned visits of two children who live together."""
    yield await graph.write(DISTRICT, together)
    await graph.write(DISTRICT, apart)


async def test_one_visit_is_recorded_for_both_children(browser: Browser, site: Site, graph: Graph, visits: list[str]):
    one, two = visits
    async with opened(browser, site, quiet=False) as page:  # a form that stands again is no success
        await sign_in(page, "儿童主任")
        await page.goto(f"/item/{one}?do=visitSeen")
        for name in ("alone", "danger"):
            await page.locator(f'input[name="f-{name}"][value="false"]').check(force=True)
        await page.locator('textarea[name="f-childView"]').fill("说在家很好")
        await page.locator(f'input[name="also-{two}"]').check()
        assert await flaws(page) == []
        await page.get_by_role("button", name="见到孩子").click()
        await expect(page.get_by_role("alert")).to_contain_text("勾上的孩子要写")
        await page.locator(f'textarea[name="view-{two}"]').fill("想妈妈")
        await page.locator(f'input[name="danger-{two}"][value="false"]').check(force=True)
        await page.get_by_role("button", name="见到孩子").click()
        await page.wait_for_url("**/work?did=*")
        assert await graph.read(DISTRICT, states, visits) == ["seen", "seen"]


def test_a_tick_needs_her_own_words_and_whether_there_is_danger():
    child = {"child": "童", "also": "1", "view": " ", "danger": "false"}
    assert "童" in unsaid([child])
    assert unsaid([{**child, "view": "好"}]) == ""
    assert "童" in unsaid([{**child, "view": "好", "danger": ""}])
    assert unsaid([{**child, "also": ""}]) == ""
