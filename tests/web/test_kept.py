"""What was typed into a form of casework stays in the tab, whatever its fields are, and is sent once."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.casework import CLEAN
from tests.web.conftest import ROOT, Site, opened, sign_in

FORMS = sorted((ROOT / "web/casework").glob("**/*.html"))
READS = {"inspect.html"}
"""Forms that only ask."""
WAITS = 60_000


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN)


@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.name)
def test_each_form_that_takes_a_step_is_kept_by_the_script_of_its_page(path: Path):
    text = path.read_text("utf-8")
    forms = re.findall(r'<form method="post"[^>]*>', text)
    assert path.name in READS or all("data-kept" in form for form in forms)
    if "{% extends" in text and ("data-kept" in text or "casework/fields.html" in text or "casework/many.html" in text):
        assert "/static/casework.js" in text
        assert "casework/sentences.html" in text, "the page can say that it is offline"


async def test_a_visit_is_sent_once_when_the_connection_is_back(browser: Browser, site: Site):
    async with opened(browser, site, 360, quiet=False) as page:
        await sign_in(page, "儿童主任")
        await page.locator("a[href*='do=visitNotSeen']").first.click()
        await page.get_by_text("没人", exact=True).click()
        await page.reload()
        await expect(page.get_by_label("没人")).to_be_checked()
        await expect(page.locator("[data-offline]").first).to_contain_text("上次写的还在", timeout=WAITS)
        await page.context.set_offline(offline=True)
        await page.locator("#step > .line > button").click()
        await expect(page.locator("[data-offline]").first).to_contain_text("连不上", timeout=WAITS)
        await expect(page.get_by_label("没人")).to_be_checked()
        sent: list[str] = []
        page.on("response", lambda r: sent.append(r.url) if r.request.method == "POST" and "/item/" in r.url else None)
        await page.context.set_offline(offline=False)
        await expect(page.get_by_role("status").filter(has_text="记下了")).to_contain_text("没人", timeout=WAITS)
        assert len(sent) == 1
        assert await page.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('typed ')).length") == 0


async def test_who_was_ticked_is_ticked_again_after_the_page_was_left(browser: Browser, site: Site):
    async with opened(browser, site, quiet=False) as page:
        await sign_in(page, "个案负责人")
        await page.goto("/work?list=area")
        await page.locator("td a[href*='list=person']").first.click()
        await page.locator("details:has(form[data-kept]) > summary").first.click()
        box = page.locator("input[name=of]").first
        await box.check()
        await page.locator("select[name='f-whyGiven']").select_option(index=1)
        await page.reload()
        await expect(page.locator("input[name=of]").first).to_be_checked()
        await expect(page.locator("select[name='f-whyGiven']")).not_to_have_value("")
        await page.context.set_offline(offline=True)
        await page.locator("button[value=caseHandOver]").click()
        await expect(page.locator("[data-offline]").first).to_contain_text("连不上", timeout=WAITS)
        await expect(box).to_be_checked()
