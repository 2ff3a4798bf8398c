"""Each page's main job with the keyboard alone: every stop is seen, has a ring and follows the one before."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.casework import CLEAN
from tests.web.conftest import sign_in

MOST = 60
"""Stops after which somebody gives up."""
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = e.matches('.picks input, .choice input') ? e.closest('label') : e;
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
  return {
    place: [...document.querySelectorAll('*')].indexOf(e),
    text: (e.labels?.length ? e.labels[0].innerText : e.getAttribute('aria-label') || e.innerText || '').trim(),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN)


async def stop(page: Page, place: int) -> dict[str, Any]:
    """The next stop, which must be seen, have a ring, and stand behind the one before."""
    await page.keyboard.press("Tab")
    at: dict[str, Any] | None = await page.evaluate(STOP)
    assert at, "the focus has left the page"
    assert at["ring"], at
    assert at["seen"], at
    assert at["place"] > place, f"{at} stands before the one before"
    return at


async def reach(page: Page, text: str) -> int:
    """Go on by Tab until something with this text has the focus; how many stops it took."""
    place = await page.evaluate(f"({STOP})()?.place ?? -1")
    for taken in range(1, MOST):
        at = await stop(page, place)
        if text in at["text"]:
            return taken
        place = at["place"]
    raise AssertionError(f"{text} is not reached")


@pytest.mark.parametrize(("path", "heading"), [("/who", "现在做"), ("/sheet", "能办")])
async def test_a_question_is_asked_and_answered(page: Page, path: str, heading: str):
    await page.goto(path)
    assert await reach(page, "说说什么事") <= 10
    await page.keyboard.type("三眼井社区13岁女孩怀孕")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert await reach(page, "说说什么事") <= 12


async def test_a_visit_is_recorded(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/work")
    await reach(page, "没见到")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/item/**")  # the list has such a button too
    await expect(page.get_by_role("button", name="没见到")).to_be_visible()
    await reach(page, "没人")
    await page.keyboard.press("Space")
    await reach(page, "没见到")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text="记下了")).to_contain_text("没人")


async def test_a_report_is_registered(page: Page):
    await sign_in(page, "街道")
    await page.goto("/report")
    await reach(page, "说了什么")
    await page.keyboard.type("邻居说孩子晚上一个人在家")
    await reach(page, "电话")
    await page.keyboard.press("Space")
    await reach(page, "哪个社区")
    await page.keyboard.press("ArrowDown")
    await reach(page, "登记")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_contain_text("登记好了")


async def test_what_a_district_lacks_is_found_and_opened(page: Page):
    await sign_in(page, "区中心")
    await page.goto("/load/district")
    await reach(page, "补待遇标准")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_contain_text("待遇标准")
    assert "topic=standards" in page.url
