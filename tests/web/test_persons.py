"""A case is found from every page, by its number or pseudonym, by whoever may read cases."""

import httpx
from playwright.async_api import Page, expect

from tests.web.conftest import Site, flaws, sign_in


async def test_a_case_is_found_from_any_page_by_keyboard_alone(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/rules")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("演示儿童")
    await page.keyboard.press("Enter")
    await expect(page.locator(".rows a").first).to_be_visible()
    assert page.url.endswith("/cases")
    assert not await flaws(page)
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(page.get_by_role("link", name="找个案")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.set_viewport_size({"width": 1366, "height": 768})
    await expect(page.get_by_role("link", name="找个案")).to_be_hidden()


async def test_the_search_is_for_those_who_read_cases(site: Site):
    for role, offered in (("", False), ("planner", False), ("director", True)):
        async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, timeout=60) as client:
            if role:
                await client.post("/sign-in", data={"role": role})
            assert ('action="/cases"' in (await client.get("/rules")).text) is offered, role
            found = (await client.post("/cases", data={"search": "演示儿童"})).text
        assert ("case-demo" in found) is offered, role
