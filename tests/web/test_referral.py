"""转介：a child described, or a case opened; the plan follows, and nothing of a child is in an address."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.conftest import Site, choose, opened, pictured, serious, sign_in


async def described(page: Page) -> None:
    await page.goto("/referral")
    await choose(page, "孩子在哪个街道", "syj", "三眼井")
    await page.get_by_label("周岁").fill("9")
    await page.get_by_label("周岁").blur()
    await answered(page, "处于无人照料状态", "是")
    await page.get_by_role("button", name="看怎么办").click()
    await page.get_by_role("heading", name="怎么办：按这个顺序").wait_for()


async def answered(page: Page, question: str, answer: str) -> None:
    await page.get_by_role("group", name=question).first.get_by_role("button", name=answer, exact=True).click()


@pytest.mark.pictured
async def test_the_doors_stand_first_then_the_plan_then_services_with_reasons(page: Page):
    await described(page)
    text = await page.locator("#main").inner_text()
    order = [text.index(said) for said in ("今晚有人照料", "怎么办：按这个顺序", "需要什么、能得到什么", "一页文字")]
    assert order == sorted(order)
    await expect(page.locator(".offer").first).to_contain_text("区民政局")
    assert "?" not in page.url
    assert not await serious(page)
    await pictured(page, "referral")


async def test_only_what_still_matters_is_asked_and_each_answer_changes_it(page: Page):
    await described(page)
    asked = page.get_by_role("group", name="自杀、自残")
    await expect(asked).to_have_count(1)
    await answered(page, "自杀、自残", "是")
    await expect(page.locator(".card.bad", has_text="救命就医").first).to_be_visible()
    await expect(page.locator(".call, .number", has_text="120").first).to_be_visible()


async def test_the_text_to_copy_bears_no_identity(page: Page):
    await described(page)
    await page.get_by_role("button", name="复制文字").click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert "脱敏" in copied
    assert "三眼井" not in copied or "社区" in copied


async def test_a_reload_loses_nothing_and_signing_out_clears_it(page: Page):
    await sign_in(page, "街道")
    await described(page)
    await page.reload()
    await expect(page.get_by_label("周岁")).to_have_value("9")
    await page.get_by_role("button", name="退出").click()
    await page.get_by_role("heading", name="孩子现在怎样？").wait_for()
    assert await page.evaluate("sessionStorage.getItem('referral')") is None


async def test_a_case_is_opened_by_those_with_the_right_and_leaves_no_trace_in_the_address(page: Page):
    await sign_in(page, "区中心")
    await page.goto("/referral")
    code = "case-demo-0007"
    await choose(page, "打开个案", "case-demo-000", code)
    await page.get_by_role("heading", name=f"个案 {code}").wait_for()
    assert code not in page.url
    kept = await page.evaluate("JSON.stringify(sessionStorage)")
    assert code not in kept


async def test_a_case_is_found_by_its_whole_code(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/referral")
    field = page.get_by_role("combobox", name="打开个案")
    await field.fill("case-demo-0")
    code = await page.locator("li[data-code]").first.get_attribute("data-code")
    assert code
    await field.fill(code)
    await expect(page.locator("li[data-code]")).to_have_count(1)
    await page.locator(f"li[data-code='{code}']").dispatch_event("mousedown")
    await page.get_by_role("heading", name=f"个案 {code}").wait_for()


async def test_facts_are_added_one_after_another_from_a_field_that_is_empty_again(page: Page):
    await page.goto("/referral")
    field = page.get_by_role("combobox", name="还知道什么")
    for typed, label in (("残疾", "残疾类别"), ("出生", "出生日期")):
        await field.fill(typed)
        await page.get_by_role("option", name=label, exact=True).dispatch_event("mousedown")
        await expect(page.get_by_label(label, exact=True)).to_have_count(1)
        await expect(field).to_have_value("")


@pytest.mark.parametrize("role", [None, "规划人员", "审计员"])
async def test_who_has_no_right_to_cases_sees_no_field_for_them(page: Page, role: str | None):
    if role:
        await sign_in(page, role)
    await page.goto("/referral")
    await page.get_by_role("heading", name="先说这几件").wait_for()
    await expect(page.get_by_role("combobox", name="打开个案")).to_have_count(0)


async def test_it_works_on_a_phone(browser: Browser, site: Site):
    async with opened(browser, site, 360, has_touch=True, is_mobile=True) as page:
        await described(page)
        await expect(page.locator(".plan li").first).to_be_visible()
