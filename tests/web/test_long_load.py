"""载入文件 that takes long: its progress is on the page, it is stopped and done again, a failure is in words."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from neo4j import GraphDatabase
from playwright.async_api import Page, expect

from graph_model.engine import Server
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.conftest import Held
from tests.support.examples import ALL
from tests.web.conftest import pictured, serious, sign_in

CENTRE = Actor("test", ActorRole.CENTRE)
WAIT = 240_000
"""Milliseconds that a busy machine may take."""
ROWS = 5000 if ALL else 1000
"""In `make check-long` as many as one file may have."""
ROAD = "长载入试验路"
NETWORK = "MATCH (v:NetworkVersion {id: 'network'}) SET v.number = v.number"
FILE = "路名,起号,止号,单双号,区划\n" + "".join(f"{ROAD},{n},{n},全,440104001007\n" for n in range(1, ROWS + 1))
KILL = """
SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query
WHERE query CONTAINS 'MERGE (v:NetworkVersion' AND NOT query CONTAINS 'SHOW TRANSACTIONS'
TERMINATE TRANSACTIONS id YIELD transactionId RETURN transactionId
"""


@dataclass(frozen=True)
class Count:
    rows: int


async def counted(graph: Graph, text: str) -> int:
    async def work(tx: Tx) -> int:
        found = await tx.row(Statement("count", text), Count)
        assert found
        return found.rows

    return await graph.read(CENTRE, work)


async def segments(graph: Graph) -> int:
    return await counted(graph, "MATCH (s:Segment) WHERE s.road = '长载入试验路' RETURN count(s) AS rows")


@pytest.fixture
async def afterwards(graph: Graph) -> AsyncIterator[None]:
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(Statement("forget", "MATCH (s:Segment) WHERE s.road = '长载入试验路' DETACH DELETE s"))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(CENTRE, forget)


async def ready(page: Page) -> None:
    """The file is previewed, which may take long too."""
    page.set_default_timeout(WAIT)
    await sign_in(page, "区中心")
    await page.goto("/rules?view=load")
    await page.get_by_label("载入什么").select_option(label="门牌路段")
    await page.get_by_text("按一种写就行").wait_for()
    await page.get_by_label("选一个文件").set_input_files(
        {"name": "路段.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    await page.get_by_role("button", name=f"载入{ROWS}行").wait_for()
    await expect(page.get_by_role("region", name="前5行读作")).to_contain_text(ROAD)


@pytest.mark.usefixtures("afterwards")
async def test_a_long_load_is_stopped_and_wrote_nothing_then_done_again(page: Page, graph: Graph, held: Held):
    await ready(page)
    async with held(NETWORK):
        await page.get_by_role("button", name=f"载入{ROWS}行").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
        await expect(page.get_by_text("离开或另选主题、文件，就停下")).to_be_visible()
        await expect(page.get_by_text("回来再看")).to_have_count(0)
        assert not await serious(page)
        await pictured(page, "rules-loading")
        await page.get_by_role("button", name="停下，什么也不写").click()
        await page.get_by_text("正在停下").wait_for()
    await page.get_by_text("已停下。什么也没有写入").wait_for()
    await expect(page.get_by_role("button", name="停下，什么也不写")).to_have_count(0)
    assert await segments(graph) == 0
    async with held(NETWORK):
        await page.get_by_role("button", name="再来一次").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
    await page.get_by_role("heading", name="载入完成").wait_for()
    await expect(page.locator(".card.good")).to_contain_text(f"已写入{ROWS}行")
    assert await segments(graph) == ROWS


async def stopped(graph: Graph) -> int:
    """How many loads were asked to stop and still run."""
    text = "MATCH (j:Job) WHERE j.id > '' AND j.status = 'running' AND j.cancel RETURN count(j) AS rows"
    return await counted(graph, text)


async def until(graph: Graph, running: int) -> None:
    while True:
        if await stopped(graph) == running:
            return
        await asyncio.sleep(0.1)


@pytest.mark.usefixtures("afterwards")
async def test_who_leaves_stops_the_load(page: Page, graph: Graph, held: Held):
    await ready(page)
    async with held(NETWORK):
        await page.get_by_role("button", name=f"载入{ROWS}行").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
        await page.get_by_label("载入什么").select_option(label="机构")
        await until(graph, 1)
    await until(graph, 0)
    assert await segments(graph) == 0


@pytest.mark.usefixtures("afterwards")
async def test_a_load_that_fails_on_its_way_says_so_in_words(page: Page, graph: Graph, held: Held, loaded: Server):
    await ready(page)
    async with held(NETWORK):
        await page.get_by_role("button", name=f"载入{ROWS}行").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
        with GraphDatabase.driver(loaded.uri, auth=(loaded.user, loaded.password)) as driver, driver.session() as s:
            while not s.run(KILL).data():  # it comes to the lock when it has written its first rows
                pass
    alert = page.get_by_role("alert")
    await alert.wait_for()
    await expect(alert).to_contain_text("没有完成：数据库")
    assert await segments(graph) == 0
    await page.get_by_role("button", name="再试一次").click()
    await page.get_by_role("heading", name="载入完成").wait_for()
