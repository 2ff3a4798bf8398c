"""今天、登记、走访 as a person uses them: on a phone, by keyboard, without script, after Back, without a connection."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.casework import CLEAN, WORDS
from tests.web.conftest import Site, fits, flaws, opened, sign_in

SAID = "说了什么"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN)


async def filled(page: Page, words: str = WORDS) -> None:
    """A report, typed as somebody would."""
    await page.goto("/report")
    await page.get_by_label(SAID, exact=False).fill(words)
    await page.get_by_text("微信", exact=True).click()


async def send(page: Page) -> None:
    await page.get_by_role("button", name="登记", exact=True).click()


async def untaken(page: Page) -> int:
    await page.goto("/work?list=untaken")
    return await page.locator(".rows > li").count()


async def test_not_seen_takes_three_taps_on_a_phone_without_script(browser: Browser, site: Site):
    async with opened(browser, site, 360) as page:
        await sign_in(page, "儿童主任")
        kept = await page.context.storage_state()
    async with opened(browser, site, 360, java_script_enabled=False, storage_state=kept) as page:
        await page.goto("/work")
        await page.get_by_role("link", name="没见到").first.click()  # 1
        await page.get_by_text("没人", exact=True).click()  # 2
        await page.get_by_role("button", name="没见到").click()  # 3
        told = page.get_by_role("status").filter(has_text="记下了")
        await expect(told).to_contain_text("为什么没见到：没人")
        await expect(told).to_contain_text("再去一次")


async def test_the_new_address_is_asked_of_one_that_has_moved(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/work")
    await page.get_by_role("link", name="没见到").first.click()
    where = page.get_by_label("搬到哪里", exact=False)
    await expect(where).to_be_hidden()
    await page.get_by_text("搬走", exact=True).click()
    await expect(where).to_be_visible()


async def test_a_report_of_danger_by_keyboard_alone_stands_on_top_until_a_call_is_recorded(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/report")
    await page.get_by_label(SAID, exact=False).focus()
    await page.keyboard.type(WORDS)
    for key in ("Tab", "Space", "Tab", "Tab", "Space"):  # how it came, where, how urgent
        await page.keyboard.press(key)
    await page.get_by_role("button", name="登记", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="登记好了")).to_be_visible()
    await page.goto("/work")
    await page.get_by_role("button", name="110打通了，记下").click()  # the one tap
    await expect(page.get_by_role("status").filter(has_text="记下了")).to_contain_text("110报警")


async def test_back_and_sent_again_is_one_report(page: Page):
    await sign_in(page, "儿童主任")
    before = await untaken(page)
    await filled(page)
    for _ in range(2):
        await send(page)
        await expect(page.get_by_role("heading", name="登记好了")).to_be_visible()
        await page.go_back()
        await page.get_by_label(SAID, exact=False).fill(WORDS)
        await page.get_by_text("微信", exact=True).click()
    assert await untaken(page) == before + 1


async def test_what_is_typed_without_a_connection_stays_and_is_sent_once(browser: Browser, site: Site):
    async with opened(browser, site, quiet=False) as page:
        await sign_in(page, "儿童主任")
        before = await untaken(page)
        await filled(page)
        await page.context.set_offline(offline=True)
        await send(page)
        await expect(page.get_by_role("status").filter(has_text="连不上")).to_be_visible()
        await expect(page.get_by_label(SAID, exact=False)).to_have_value(WORDS)
        await page.context.set_offline(offline=False)
        await expect(page.get_by_role("heading", name="登记好了")).to_be_visible(timeout=20_000)
        assert await untaken(page) == before + 1


async def test_a_draft_is_there_again_after_the_page_was_left(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/report")
    await page.get_by_label(SAID, exact=False).fill("写到一半")
    await page.reload()
    await expect(page.get_by_label(SAID, exact=False)).to_have_value("写到一半")


async def test_a_list_says_when_it_could_not_be_renewed_and_renews_itself(browser: Browser, site: Site):
    async with opened(browser, site, quiet=False) as page:
        await sign_in(page, "儿童主任")
        await page.goto("/work")
        await page.context.set_offline(offline=True)
        await expect(page.locator("#fresh")).to_contain_text("连不上，下面是")
        await page.context.set_offline(offline=False)
        await expect(page.locator("#fresh")).to_contain_text("更新于")


async def test_pages_of_casework_are_accessible_and_fit(browser: Browser, site: Site):
    async with opened(browser, site) as page:
        await sign_in(page, "儿童主任")
        for path in ("/work", "/report"):
            await page.goto(path)
            assert await flaws(page) == []
            assert await page.evaluate("document.documentElement.scrollHeight") <= 1000
            await fits(page)
        await filled(page)
        await page.get_by_text("马上", exact=True).click()
        await send(page)
        await expect(page.get_by_role("heading", name="登记好了")).to_be_visible()
        assert await flaws(page) == []
        await page.get_by_role("button", name="我来处置").click()
        await page.wait_for_url("**/item/*")
        assert await flaws(page) == []
        await fits(page)
