"""规则与数据：every rule can be read word for word, with how sure and since when."""

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import choose, pictured, serious

WAIT = 60_000
"""Milliseconds that a busy machine may take."""


async def test_a_clause_is_found_while_typing_and_stands_word_for_word(page: Page):
    await page.goto("/rules")
    await choose(page, "查哪一条", "未成年人保护法 第9条", "第9条")
    card = page.locator("article", has_text="县级以上人民政府负责妇女儿童工作的机构")
    await card.wait_for(timeout=WAIT)
    assert "clause=WB/9" in page.url
    await expect(card).to_contain_text("2024-04-26起施行，现行")
    await expect(card).to_contain_text("日期依据")
    await expect(card.locator(".chip", has_text="读到原文")).to_be_visible()
    await expect(page.get_by_role("link", name="M01 ")).to_have_attribute("href", "/responsibility?matter=M01")
    assert not await serious(page)
    await page.get_by_role("link", name="2020修订").click()
    await expect(page.locator("article")).to_contain_text("民政部门承担", timeout=WAIT)
    await expect(page.locator("article")).to_contain_text("2024-04-26起被取代")


async def test_a_quote_of_an_answer_leads_to_its_clause(page: Page):
    await page.goto("/rules?clause=plan:三(二)1(3)")
    await page.get_by_role("heading", name="没有规定什么").wait_for(timeout=WAIT)
    main = page.locator("main, #main").first
    await expect(main).to_contain_text("征求意见稿，只作工作部署引用")
    await expect(main).to_contain_text("家访频率数字")
    await page.emulate_media(media="print")
    assert len(await page.pdf(format="A4")) > 20_000


async def test_a_day_without_a_version_says_what_to_do(page: Page):
    await page.goto("/rules?clause=SJ/29&on=2020-01-01")
    await expect(page.get_by_text("换一个日期再看")).to_be_visible(timeout=WAIT)
    await page.get_by_label("哪一天有效的").fill("2026-11-23")
    await page.get_by_label("哪一天有效的").press("Tab")
    await expect(page.locator("article blockquote")).to_be_visible(timeout=WAIT)


async def test_duties_of_a_body_come_a_page_at_a_time_with_offices_marked_as_what_they_are(page: Page):
    await page.goto("/rules?view=body")
    await choose(page, "哪一类机构", "派出所", "公安机关")
    await page.get_by_role("heading", name="本地单位").wait_for(timeout=WAIT)
    cards = page.locator("article")
    await expect(cards).to_have_count(20)
    await page.get_by_role("button", name="再看一些").click()
    await expect(cards.nth(20)).to_be_visible(timeout=WAIT)
    await expect(page.get_by_role("region", name="已显示").or_(page.get_by_role("table"))).not_to_have_count(0)
    await cards.first.locator("summary").click()
    await expect(cards.first.locator("blockquote").first).to_be_visible()


async def test_matters_are_filtered_and_found_while_typing(page: Page):
    await page.goto("/rules?view=matter")
    await page.get_by_text("共103项").wait_for(timeout=WAIT)
    await page.get_by_label("哪一类保护").select_option(label="学校保护")
    await expect(page.locator("article .chip", has_text="学校保护").first).to_be_visible(timeout=WAIT)
    await expect(page.locator("article .chip", has_text="家庭保护")).to_have_count(0, timeout=WAIT)
    await page.get_by_label("用自己的话找").press_sequentially("同学欺负", delay=20)
    await expect(page.get_by_role("link", name="M53 ")).to_be_visible(timeout=WAIT)
    assert not await serious(page)


async def test_a_service_says_who_may_have_it_and_where(page: Page):
    await page.goto("/rules?view=service")
    await choose(page, "哪一项服务", "临时救助")
    await page.get_by_role("heading", name="B05 临时救助").wait_for(timeout=WAIT)
    main = page.locator("#main")
    for said in ("谁能享受", "急难发生地街道", "要带什么", "规则来源", "凭记忆，未核"):
        await expect(main).to_contain_text(said)
    assert not await serious(page)


async def test_what_a_change_of_law_moved_is_shown_with_its_words(page: Page):
    await page.goto("/rules?view=change")
    await page.get_by_label("从哪一天之后").fill("2024-01-01")
    await page.get_by_label("到哪一天").fill("2024-12-31")
    await page.get_by_label("到哪一天").press("Tab")
    await page.get_by_role("button", name="看变更").click()
    await page.get_by_role("heading", name="2024-04-26").wait_for(timeout=WAIT)
    card = page.locator("article", has_text="M01")
    await expect(card).to_contain_text("不再负责")
    await card.locator("summary").click()
    await expect(card.locator("blockquote").first).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/rules?clause=XX/1", "/rules?body=martian", "/rules?service=B99", "/rules?document=x"]
)
async def test_what_does_not_exist_is_said_and_not_an_error_page(page: Page, address: str):
    await page.goto(address)
    await expect(page.locator(".notice.warn")).to_be_visible(timeout=WAIT)


async def test_it_can_be_read_at_three_widths(page: Page):
    await page.goto("/rules?clause=WB/9")
    await page.get_by_role("heading", name="其他版本").wait_for(timeout=WAIT)
    await pictured(page, "rules")
