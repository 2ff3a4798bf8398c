"""规划：a planner compares changes and computes the next place; nobody without the right sees anything."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import Site, choose, pictured, serious, sign_in
from tests.web.planning import PARTS, PATIENCE, planning


@pytest.mark.pictured
async def test_a_change_is_composed_and_compared(page: Page):
    board = await planning(page, "推演")
    await page.get_by_role("button", name="比较改动前后").click()
    await expect(page.get_by_text("先加一项改动")).to_be_visible()
    await page.get_by_role("button", name="加进来").click()
    await expect(page.get_by_text("还差一点")).to_be_visible()
    await choose(page, "哪个服务点", "syj", "三眼井社区未成年人保护关爱服务场所")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li")).to_have_count(1)
    await page.get_by_label("做什么").select_option(label="改开放时间")
    await page.get_by_label("开放时间", exact=True).select_option(label="每天 9:00–21:00")
    await choose(page, "哪个服务点", "德源里社区未成年人", "德源里社区未成年人")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li")).to_have_count(2)
    await page.get_by_label("做什么").select_option(label="调整岗位")
    await choose(page, "哪个岗位", "三眼井 儿童主任", "三眼井")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li").nth(2)).to_contain_text("空缺")
    await page.get_by_role("button", name="比较改动前后").click()
    await page.get_by_role("heading", name="改动前后").wait_for()
    await expect(board.locator("table", has_text="改动前后对照")).to_contain_text("没有去处的")
    await expect(board.locator("table", has_text="新得到的去处")).to_contain_text("德源里社区")
    await expect(board.get_by_role("listitem").filter(has_text="社区没有关爱服务场所")).to_contain_text("三眼井")
    await expect(page.get_by_text("含演示数据")).to_be_visible()
    assert page.url.endswith("/planning")
    assert not await serious(page)
    await pictured(page, "planning")
    await page.emulate_media(media="print")
    assert await board.locator("table").first.is_visible()
    assert not await page.get_by_label("做什么").is_visible()


async def test_all_stands_on_the_keyboard(page: Page):
    await planning(page, "推演")
    await page.get_by_role("heading", name="已加的改动").wait_for()
    await page.get_by_role("button", name="草案", exact=True).focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="填入例子").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("草案内容")).to_have_value(re.compile("试验区"))


async def test_long_work_is_watched_and_stopped(page: Page):
    sites = await planning(page, "选址")
    await page.get_by_role("button", name="算下一处").click()
    await expect(page.get_by_text("先选一项需求或服务")).to_be_visible()
    for code in ("N11", "N14", "N24"):
        await choose(page, "哪些需求或服务", code, code)
        await expect(sites.get_by_role("button", name=f"去掉：{code}")).to_be_visible()
    await page.get_by_label("加几处").fill("40")  # many places of limited capacity, shared fairly: minutes of search
    await page.get_by_text("更多条件").last.click()
    await page.get_by_label("覆盖按什么数").select_option(label="按未成年人数")
    await page.get_by_label("照顾最差的街道").fill("0.3")
    await page.get_by_label("照顾最差的街道").blur()
    await sites.get_by_role("group", name="受容量限制吗？").get_by_role("button", name="是", exact=True).click()
    await page.get_by_role("button", name="算下一处").click()
    await page.get_by_text("正在算，已").wait_for()
    await page.get_by_role("button", name="停下，用现在的结果").click()
    await page.get_by_role("heading", name="算出来的").wait_for()
    await expect(page.get_by_role("button", name="停下，用现在的结果")).to_have_count(0)
    await expect(sites.get_by_text("没有候选可以提供“司法救助”")).to_contain_text("人民法院")
    await expect(sites.get_by_text("这个答案背后的查询")).to_be_visible()
    await expect(sites.locator("pre")).to_contain_text("query NextPoints")


@pytest.mark.parametrize("role", ["审计员", "儿童主任", None])
async def test_without_the_right_there_is_neither_button_nor_data(page: Page, role: str | None):
    if role:
        await sign_in(page, role)
    await page.goto("/planning")
    await expect(page.get_by_text("给规划人员和区中心用")).to_be_visible()
    await expect(page.get_by_role("navigation").get_by_role("link", name="规划")).to_have_count(0)
    for part in PARTS:
        await expect(page.get_by_role("button", name=part, exact=True)).to_have_count(0)
    assert not await serious(page)


@pytest.mark.parametrize("role", ["demo-auditor", "demo-director", None])
def test_nor_does_the_api_answer(site: Site, home: Path, role: str | None):
    headers = {"authorization": f"Bearer {issue(Settings(TONGXIN_HOME=home), role)}"} if role else {}
    put = 'mutation { putDraft(input: {name: "x", draft: {}}) { draft { name } } }'
    expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
    reply = httpx.post(f"{site.url}/graphql", json={"query": put}, headers=headers, timeout=PATIENCE / 1000).json()
    assert reply["errors"][0]["extensions"]["code"] == expected
