"""此刻：whoever opens the first page knows what to do before anything else."""

import pytest
from playwright.async_api import Page, expect

from tests.web.conftest import choose, pictured, serious


async def test_the_numbers_stand_before_any_question(page: Page):
    await page.goto("/")
    await page.get_by_role("heading", name="有危险，先打电话").wait_for()
    for number in ("110", "120"):
        assert await page.get_by_role("link", name=number).first.get_attribute("href") == f"tel:{number}"
    order = await page.evaluate(
        "() => { const t = document.querySelector('main').innerText; return [t.indexOf('110'), t.indexOf('安全吗')] }"
    )
    assert 0 <= order[0] < order[1]


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("受伤或者生病了吗？", "是", "救命就医"),
        ("孩子现在安全吗？", "否", "救命就医"),
        ("孩子现在安全吗？", "否", "先让孩子离开侵害人和危险场所"),
        ("有人照料吗？", "否", "民政"),
    ],
)
async def test_each_answer_says_whom_to_call(page: Page, question: str, answer: str, told: str):
    await page.goto("/")
    await page.get_by_role("group", name=question).get_by_role("button", name=answer, exact=True).click()
    await expect(page.locator(".card.bad").first).to_be_visible()
    assert told in await page.locator("main").inner_text()


async def test_all_well_is_said_and_taken_back(page: Page):
    await page.goto("/")
    hurt = page.get_by_role("group", name="受伤或者生病了吗？")
    await hurt.get_by_role("button", name="否").click()
    await expect(page.get_by_text("没有要立即打的电话")).to_be_visible()
    await hurt.get_by_role("button", name="是").click()
    await expect(page.locator(".card.bad").first).to_be_visible()
    await hurt.get_by_role("button", name="不知道").click()
    await expect(page.locator(".card.bad")).to_have_count(0)


async def test_the_place_names_the_office(page: Page):
    await page.goto("/")
    await page.get_by_role("group", name="有人照料吗？").get_by_role("button", name="否", exact=True).click()
    await page.locator(".card.bad").first.wait_for()
    await choose(page, "孩子在哪里", "syj", "三眼井")
    await expect(page.locator(".office", has_text="越秀区民政局").first).to_be_visible()


@pytest.mark.pictured
async def test_it_can_be_used_by_keyboard_alone_and_read_by_a_machine(page: Page):
    await page.goto("/")
    await page.get_by_role("heading", name="孩子现在怎样").wait_for()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.innerText") == "跳到正文"
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == "否":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator(".card.bad").first).to_be_visible()
    assert not await serious(page)
    await pictured(page, "now")
