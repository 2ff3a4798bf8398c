"""网络：the page does its main job by clicking and typing, tells each what she may know, and prints."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import Site, opened, pictured, serious, sign_in

PATIENT = 120_000
"""Milliseconds: a busy machine is no fault of the page."""
TITLE = "#main h2"


async def view(page: Page, name: str) -> None:
    """Choose what to see, as a person does."""
    await page.get_by_role("navigation", name="看什么").get_by_role("link", name=name).click()
    await page.locator(TITLE, has_text=name).wait_for(timeout=PATIENT)
    await page.wait_for_function("!document.querySelector('.busy')", timeout=PATIENT)


async def at(page: Page, address: str = "/network") -> None:
    await page.goto(address)
    await page.locator(TITLE).first.wait_for(timeout=PATIENT)
    await page.wait_for_function("!document.querySelector('.busy')", timeout=PATIENT)


@pytest.mark.pictured
async def test_the_gravest_gaps_come_first_with_clause_and_remedy(page: Page):
    await at(page)
    card = page.locator("article").first
    await expect(card).to_contain_text("违反法律")
    await expect(card).to_contain_text("怎样补：")
    await card.locator("summary").click()
    await expect(card.locator("blockquote").first).to_be_visible()
    assert not await serious(page)
    await pictured(page, "network")
    await page.get_by_role("link", name="未达方案要求").click()
    await page.locator("article", has_text="街道没有未成年人保护工作站").wait_for(timeout=PATIENT)
    assert await page.locator("article .chip.bad").count() == 0


async def test_all_gaps_are_reached_page_by_page(page: Page):
    await at(page, "/network?severity=all")
    said = await page.get_by_role("navigation", name="翻页").inner_text()
    seen = await page.locator("article li").all_inner_texts()
    await page.get_by_role("link", name="下一页").click()
    await page.get_by_role("link", name="上一页").wait_for(timeout=PATIENT)
    later = await page.locator("article li").all_inner_texts()
    assert later
    assert not set(seen) & set(later)
    assert "本页 20 条" in said


async def test_a_street_is_chosen_and_stays_in_every_view(page: Page):
    await at(page)
    await page.get_by_label("哪里？").select_option(label="洪桥街道")
    await page.get_by_role("button", name="看").click()
    await page.get_by_role("heading", name="缺口 · 洪桥街道").wait_for(timeout=PATIENT)
    await view(page, "三级网络")
    await expect(page.locator("#main")).to_contain_text("8 个社区，8 个有关爱服务场所")
    await expect(page.locator(".tree")).not_to_contain_text("六榕街道")


async def test_the_tree_opens_by_keyboard_and_shows_what_is_vacant(page: Page):
    await at(page)
    await view(page, "三级网络")
    await expect(page.locator(".notice", has_text="演示数据")).to_be_visible()
    assert not await serious(page)
    await pictured(page, "network-tree")
    street = page.locator("summary", has_text="六榕街道")
    await expect(street).to_contain_text("站长 空缺")
    community = page.get_by_text("旧南海县社区居委会", exact=True)
    assert not await community.is_visible()
    await street.focus()
    await page.keyboard.press("Enter")
    await expect(community).to_be_visible()


async def test_the_map_draws_what_is_known_and_lists_the_rest(page: Page):
    await at(page)
    await view(page, "地图")
    await expect(page.locator(".map svg a")).to_have_count(62)
    told = await page.locator("#main").inner_text()
    assert "没有载入区界和街道界" in told
    assert "tongxin load outlines" in told
    assert "画出 62 处" in told
    assert not await serious(page)
    await pictured(page, "network-map")
    await page.get_by_role("navigation", name="哪一级").get_by_role("link", name="街道工作站").click()
    await expect(page.locator("tbody tr")).to_have_count(17, timeout=PATIENT)
    await page.locator(".map svg a").first.click()
    await page.get_by_text("登录以后，可以看这一处关了会怎样").wait_for(timeout=PATIENT)
    assert "point=" in page.url


async def test_the_week_is_a_table_whose_numbers_can_be_read(page: Page, browser: Browser, site: Site):
    await at(page)
    await view(page, "时段")
    await page.get_by_label("哪项需求或服务？").select_option(label="法律援助、代理")
    await page.get_by_role("button", name="看").last.click()
    heat = page.get_by_role("table", name="法律援助、代理")
    await heat.first.wait_for(timeout=PATIENT)
    await expect(page.locator("table.heat tbody tr")).to_have_count(7)
    monday = page.locator("table.heat tbody tr").first
    await expect(monday.locator("th")).to_contain_text("上学日")
    cells = await monday.locator("td b").all_inner_texts()
    assert len(cells) == 24
    assert cells[10] == "222"
    assert cells[3].startswith("0")
    assert await monday.locator("td small").nth(10).inner_text() == "k1"
    assert not await serious(page)
    await pictured(page, "network-week")
    async with opened(browser, site, 360) as narrow:
        await at(narrow, page.url)
        box = narrow.locator(".scroll", has=narrow.locator("table.heat"))
        assert await box.evaluate("b => b.scrollWidth > b.clientWidth + 100")
        assert await narrow.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("哪种日子？").select_option(label="寒暑假")
    await page.get_by_role("button", name="看").last.click()
    await page.locator("caption", has_text="寒暑假").first.wait_for(timeout=PATIENT)
    assert await page.get_by_label("哪项需求或服务？").evaluate("s => s.selectedOptions[0].label") == "法律援助、代理"


async def test_what_fails_with_a_place_a_person_or_two_places_is_told(page: Page):
    await sign_in(page, "规划")
    await at(page)
    await view(page, "薄弱点")
    assert not await serious(page)
    await pictured(page, "network-weak")
    await expect(page.locator("li", has_text="个岗位由一人担任").first).to_be_visible()
    await page.get_by_label("几点").select_option(label="10:00–11:00")
    await page.get_by_role("button", name="推算").click()
    await page.get_by_text("损失最大的是同时失去").wait_for(timeout=PATIENT)
    await page.locator("tbody a", has_text="法律援助中心").first.click()
    await page.get_by_role("heading", name="如果这一处关闭").wait_for(timeout=PATIENT)
    await page.get_by_text("222 个社区、222 对").wait_for(timeout=PATIENT)
    await page.wait_for_function("!document.querySelector('.busy')", timeout=PATIENT)
    told = await page.locator("#main").inner_text()
    assert "涉及未成年人约 178,400 名" in told
    assert "2 种：" in told
    assert not await serious(page)
    await pictured(page, "network-point")


async def test_the_public_is_not_offered_what_it_is_refused(page: Page):
    await at(page, "/network?view=weak&k=2&day=1&hour=9&regime=term")
    assert await page.get_by_role("link", name="薄弱点").count() == 0
    assert await page.get_by_label("哪个网络？").count() == 0
    await page.get_by_role("heading", name="缺口").wait_for()
    await at(page, "/network?point=legal_aid_centre@440104000000")
    assert await page.get_by_role("heading", name="如果这一处关闭").count() == 0


async def test_a_draft_refused_to_the_public_says_so(page: Page):
    await page.goto("/network?network=x")
    await page.get_by_role("alert").get_by_text("请先登录").wait_for(timeout=PATIENT)


@pytest.fixture(scope="module")
def draft(site: Site, home: Path) -> str:
    token = issue(Settings(TONGXIN_HOME=home), "demo-planner")
    areas = [{"code": "D", "name": "试验区", "level": "DISTRICT"}, {"code": "C", "name": "甲社区", "parent": "D"}]
    asked = {
        "query": 'mutation($d: DraftInput!) { putDraft(input: {name: "页面草案", draft: $d}) { draft { name } } }',
        "variables": {"d": {"areas": areas}},
    }
    reply = httpx.post(f"{site.url}/graphql", json=asked, headers={"authorization": f"Bearer {token}"}, timeout=60)
    assert "errors" not in reply.json(), reply.text
    return "页面草案"


async def test_a_planner_looks_at_her_draft(page: Page, draft: str):
    await sign_in(page, "规划")
    await at(page, "/network?view=tree")
    await page.get_by_label("哪个网络？").select_option(label=f"草案：{draft}")
    await page.get_by_role("button", name="看").click()
    await page.locator(TITLE, has_text=f"草案：{draft}").wait_for(timeout=PATIENT)
    await expect(page.locator(".tree")).to_contain_text("甲社区")
    for name, said in (
        ("地图", "没有一处登记了可以公开的位置"),
        ("时段", "没有登记任何服务"),
        ("薄弱点", "没有这样的服务点"),
    ):
        await view(page, name)
        await expect(page.locator("#main")).to_contain_text(said)


async def test_it_prints_with_what_is_folded_and_copies_its_query(page: Page):
    await at(page, "/network?severity=all")
    await page.get_by_text("这个答案背后的查询").first.click()
    await page.get_by_role("button", name="复制查询").first.click()
    assert "query Findings" in await page.evaluate("navigator.clipboard.readText()")
    await page.emulate_media(media="print")
    assert await page.locator("blockquote").first.is_visible()
    assert not await page.get_by_role("navigation", name="看什么").is_visible()
    assert not await page.locator("pre").first.is_visible()
    assert len(await page.pdf(format="A4")) > 50_000
