"""纸表: blank and filled, for a purpose, on A4; on a phone and without script."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.conftest import Site, fits, flaws, opened, sign_in


async def test_a_visit_form_is_printed_blank_and_filled_for_a_purpose(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/paper/visit")
    await expect(page.get_by_role("heading", name="走访记录表")).to_be_visible()
    await expect(page.get_by_text("孩子自己怎么说")).to_be_visible()
    assert await flaws(page) == []
    await fits(page)
    await page.goto("/work")
    await page.get_by_role("link", name="见到孩子").first.click()
    code = page.url.split("/item/")[1].split("?")[0]
    await page.get_by_text("打印成纸表").click()
    await page.get_by_role("link", name="走访记录表").click()
    await expect(page.get_by_text("留在审计里")).to_be_visible()
    await page.get_by_role("link", name="带去走访、上门").click()
    await expect(page.locator(".heading")).to_contain_text(code)
    await fits(page)


@pytest.mark.parametrize("width", [360, 1366])
async def test_every_form_fits_without_script(browser: Browser, site: Site, width: int):
    async with opened(browser, site, width) as page:
        await sign_in(page, "儿童主任")
        kept = await page.context.storage_state()
    async with opened(browser, site, width, java_script_enabled=False, storage_state=kept) as page:
        await page.goto("/paper")
        paths = [await a.get_attribute("href") for a in await page.locator(".rows a").all()]
        assert len(paths) == 7
        for path in paths[:: 1 if width == 360 else 3]:
            await page.goto(path or "")
            wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, path
