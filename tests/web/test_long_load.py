"""载入文件 that takes long: its progress is on its page, it is stopped and done again, a failure is in words."""

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
from tests.web.conftest import fits, flaws, sign_in

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
    await page.goto("/load?topic=segments")
    await page.get_by_label("选一个文件").set_input_files(
        {"name": "路段.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    await page.get_by_role("button", name="预览").click()
    await page.get_by_role("button", name=f"载入{ROWS}行").wait_for()
    await expect(page.get_by_role("region", name="前5行读作")).to_contain_text(ROAD)


@pytest.mark.usefixtures("afterwards")
async def test_a_long_load_is_stopped_and_wrote_nothing_then_done_again(page: Page, graph: Graph, held: Held):
    await ready(page)
    async with held(NETWORK):
        await page.get_by_role("button", name=f"载入{ROWS}行").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
        assert not await flaws(page)
        await fits(page)
        await page.get_by_role("button", name="停下，什么也不写").click()
        stopped = page.get_by_text("已停下。什么也没有写入")  # at once, where the load was between two of its steps
        await page.get_by_text("正在停下").or_(stopped).first.wait_for()
    await page.get_by_text("已停下。什么也没有写入").wait_for()
    assert await segments(graph) == 0
    async with held(NETWORK):
        await page.get_by_role("button", name="再来一次").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
    await page.get_by_role("heading", name="载入完成").wait_for()
    await expect(page.get_by_role("status")).to_contain_text(f"已写入{ROWS}行")
    assert await segments(graph) == ROWS


@pytest.mark.usefixtures("afterwards")
async def test_who_leaves_finds_the_load_at_its_address_and_others_are_answered(page: Page, graph: Graph, held: Held):
    await ready(page)
    where = page.url
    async with held(NETWORK):
        await page.get_by_role("button", name=f"载入{ROWS}行").click()
        await page.get_by_text(f"已写入 0 / {ROWS:,} 条").wait_for()
        await page.goto("/rules/clause?code=WB/11")
        await page.get_by_text("哪些事靠它").wait_for()
        await page.goto("/load")
        await page.get_by_text("正在处理").first.wait_for()
    await page.goto(where)
    await page.get_by_role("heading", name="载入完成").wait_for()
    assert await segments(graph) == ROWS


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
    await expect(alert).to_contain_text("数据库")
    assert await segments(graph) == 0
    await page.get_by_role("button", name="再试一次").click()
    await page.get_by_role("heading", name="载入完成").wait_for()
