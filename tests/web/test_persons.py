"""The one box of every page: what has happened, or the number or pseudonym of a case for whoever may read cases."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import BOX, Site, flaws, sign_in
from web.frame.session import COOKIE

PATIENCE = 120_000
"""Milliseconds on a busy machine; nothing is measured by them."""
CODE = "case-demo-0001"
HEADER = """() => {
  const box = document.querySelector('form.seek'), brand = document.querySelector('.brand').getBoundingClientRect();
  const at = box.getBoundingClientRect(), top = document.querySelector('.top').getBoundingClientRect();
  return { width: at.width, line: Math.abs(at.top + at.height / 2 - brand.top - brand.height / 2), height: top.height,
    wide: document.documentElement.scrollWidth };
}"""


@pytest.mark.parametrize(("language", "least"), [("zh-CN", 90), ("en", 40)])
async def test_on_a_phone_the_box_stands_beside_the_name_and_takes_no_line(
    browser: Browser, site: Site, home: Path, language: str, least: int
):
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, base_url=site.url, extra_http_headers={"accept-language": language}
    )
    page = await context.new_page()
    for role in ("", "director", "centre", "planner"):
        await context.clear_cookies()
        if role:
            token = issue(Settings(TONGXIN_HOME=home), f"demo-{role}")
            await context.add_cookies([{"name": COOKIE, "value": token, "url": site.url}])
        await page.goto("/no/page")
        seen = await page.evaluate(HEADER)
        assert seen["line"] <= 2, (role, seen)
        assert seen["width"] >= least, (role, seen)
        assert seen["height"] <= 2 * 44 + 10, (role, seen)
        assert seen["wide"] <= 360, (role, seen)
        await page.locator(BOX).focus()
        assert (await page.evaluate(HEADER))["width"] >= 300, role  # whoever types sees what she types
    await context.close()


async def test_what_is_said_on_any_page_is_answered(page: Page):
    await page.goto("/rules")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("三眼井社区13岁女孩怀孕")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="现在做")).to_be_visible(timeout=PATIENCE)
    await page.wait_for_load_state()  # keys are heard by a script that runs once the page is whole
    await page.keyboard.press("Control+k")
    assert await page.evaluate("document.activeElement.name") == "words"


async def test_a_case_is_found_from_any_page_by_keyboard_alone(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/rules")
    for given in ("演示儿童", CODE[-4:]):
        await page.keyboard.press("Control+k")
        await page.keyboard.press("Control+a")
        await page.keyboard.type(given)
        await page.keyboard.press("Enter")
        await expect(page.locator("section .rows small").first).to_contain_text("case-demo", timeout=PATIENCE)
        await expect(page.locator("main[aria-busy=true]")).to_have_count(0)
        assert given not in page.url
    assert not await flaws(page)
    await page.keyboard.press("Control+k")
    await page.keyboard.press("Control+a")
    await page.keyboard.type(CODE)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/sheet?case={CODE}")


@pytest.mark.parametrize("path", ["/who", "/sheet"])
async def test_cases_are_found_by_those_who_read_them(site: Site, path: str):
    for role, offered in (("", False), ("planner", False), ("director", True)):
        async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, timeout=60) as client:
            if role:
                await client.post("/sign-in", data={"role": role})
            found = (await client.post(path, data={"words": "演示儿童"})).text
        assert ("case-demo" in found) is offered, role
