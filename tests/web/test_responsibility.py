"""谁负责：the page does its main job by typing and clicking."""

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import choose, pictured, serious


async def asked(page: Page, matter: str, option: str) -> None:
    await page.goto("/responsibility")
    await choose(page, "什么事", matter, option)
    await choose(page, "孩子在哪里", "syj", "三眼井")
    await page.get_by_role("button", name="查谁负责").click()
    await page.get_by_role("heading", name="为什么不是").wait_for()


@pytest.mark.pictured
async def test_own_words_and_initials_lead_to_bodies_with_the_clause(page: Page):
    await asked(page, "同学欺负", "一般欺凌")
    card = page.locator("article", has=page.get_by_role("heading", name="教育行政部门")).first
    await expect(card).to_contain_text("广州市越秀区教育局")
    await card.locator("summary").first.click()
    await expect(card.locator("blockquote").first).to_be_visible()
    assert "matter=M53" in page.url
    assert "at=440104001007" in page.url
    assert not await serious(page)
    await pictured(page, "responsibility")


async def test_a_missing_fact_is_asked_and_changes_the_answer_and_never_the_address(page: Page):
    await asked(page, "同学欺负", "一般欺凌")
    before = page.url
    await page.get_by_label("情节轻重").select_option(label="严重")
    await expect(
        page.locator("article", has=page.get_by_role("heading", name="公安机关")).locator(".chip")
    ).to_have_count(0)
    assert page.url == before


async def test_why_not_and_may_they_are_answered(page: Page):
    await page.goto("/responsibility?matter=M36&at=440104001007")
    await page.get_by_role("heading", name="为什么不是").wait_for()
    await choose(page, "哪一类机构", "街道未", "街道未成年人保护工作站")
    await expect(page.locator("main")).to_contain_text("查过：")
    await choose(page, "什么行为", "网吧")
    await choose(page, "谁来做", "互联网上网", "互联网上网")
    await expect(page.locator(".card", has_text="不得").last).to_be_visible()


async def test_several_readings_are_offered(page: Page):
    await page.goto("/responsibility")
    await choose(page, "什么事", "孩子没人要了", "按我说的话直接查")
    await choose(page, "孩子在哪里", "syj", "三眼井")
    await page.get_by_role("button", name="查谁负责").click()
    await page.get_by_text("有几种可能").wait_for()
    assert "several" not in await page.locator("#main").inner_text()
    await expect(page.get_by_text("按代码选择")).to_have_count(0)
    await page.locator(".roles button").first.click()
    await page.get_by_role("heading", name="为什么不是").wait_for()
    await expect(page.get_by_text("演示数据，勿拨打").first).to_be_visible()
    assert "do not call" not in await page.locator("#main").inner_text()


async def typed(page: Page, words: str) -> None:
    await page.goto("/responsibility")
    await choose(page, "孩子在哪里", "syj", "三眼井")
    box = page.get_by_role("combobox", name="什么事")
    await box.fill(words)
    await box.press("Enter")


async def test_own_words_work_on_enter_and_show_what_was_understood(page: Page):
    await typed(page, "女儿13岁怀孕了，医院不报")
    facts = page.locator(".told button")
    await expect(facts.filter(has_text="周岁：13")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_text("先打110").first).to_be_visible()
    assert "age" not in page.url
    await facts.filter(has_text="怀孕或流产").click()
    await expect(facts.filter(has_text="怀孕或流产")).to_have_attribute("aria-pressed", "false")
    assert not await serious(page)


async def test_nothing_of_ours_says_where_to_turn(page: Page):
    await typed(page, "今天天气真好")
    await expect(page.locator(".notice", has_text="12345")).to_be_visible()


async def test_a_refusal_is_in_the_language_of_the_page(page: Page):
    await page.goto("/responsibility?matter=M36")
    await page.get_by_label("或者写地址").fill("哪里")
    await page.get_by_label("或者写地址").blur()
    await page.get_by_role("button", name="查谁负责").click()
    said = "读不出路名和门牌号，请写“路名+号”，或直接写街道、社区。"
    await expect(page.locator(".notice", has_text="门牌号")).to_have_text(said)


async def test_nothing_asked_says_what_to_do(page: Page):
    await page.goto("/responsibility")
    await page.get_by_role("button", name="查谁负责").click()
    await expect(page.get_by_text("先写明是什么事")).to_be_visible()


async def test_the_query_behind_is_copied(page: Page):
    await asked(page, "同学欺负", "一般欺凌")
    await page.get_by_text("这个答案背后的查询").first.click()
    await page.get_by_role("button", name="复制查询").first.click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert "query Responsible" in copied
    assert '"matter": "M53"' in copied


async def test_it_prints_with_every_quote(page: Page):
    await asked(page, "同学欺负", "一般欺凌")
    await page.emulate_media(media="print")
    assert await page.locator("blockquote").first.is_visible()
    assert len(await page.pdf(format="A4")) > 50_000
