"""The one box of every page: what has happened, or the number or pseudonym of a case for whoever may read cases."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from api.access.tokens import issue
from api.settings import Settings
from graph_model.keys.likeness import COMPLETE, LikenessIndex
from graph_model.keys.store import moment
from graph_model.persons.seal import Vault
from knowledge.casework.likeness import Described, marks
from tests.web.conftest import BOX, Site, flaws, sign_in
from web.frame.session import COOKIE

PATIENCE = 120_000
"""Milliseconds on a busy machine; nothing is measured by them."""
CODE = "case-demo-0001"
MINOR = "demo-0001"
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


NAME = "尉迟小丁"


@pytest.fixture
def on_file(home: Path) -> None:
    """The child of a case has a name."""
    with closing(Vault(home / "keys")) as vault:
        LikenessIndex(vault.store).put({MINOR: marks(Described(name=NAME))})


@pytest.mark.usefixtures("on_file")
async def test_a_case_is_found_by_name_from_any_page_for_a_purpose(page: Page):
    """Two steps after Enter: what for, and Find; the name never stands in an address."""
    await sign_in(page, "儿童主任")
    await page.goto("/rules")
    await page.keyboard.press("Control+k")
    await page.keyboard.type(NAME)
    await page.keyboard.press("Enter")
    await page.locator("#purpose").select_option("visit")
    await page.get_by_role("button", name="找", exact=True).click()
    await expect(page.locator("section .rows small").first).to_contain_text(CODE, timeout=PATIENCE)
    assert page.url.endswith("/find")
    assert not await flaws(page)
    await page.set_viewport_size({"width": 360, "height": 740})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.locator("section .rows a").first.click()
    await page.wait_for_url(f"**/sheet?case={CODE}")


@pytest.mark.usefixtures("on_file")
async def test_by_name_there_are_four_sentences(site: Site, home: Path):
    """Not allowed, what for, none, not loaded; what the words of the box tell besides is answered first."""
    async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, timeout=60) as client:

        async def said(role: str, **form: str) -> str:
            client.cookies.clear()
            if role:
                await client.post("/sign-in", data={"role": role})
            return (await client.post("/find", data=form)).text

        asked = {"name": NAME, "purpose": "visit"}
        assert "登录后才能按姓名找" in await said("", **asked)
        assert "你的角色不能按姓名找" in await said("planner", **asked)
        assert "请选为什么找" in await said("director", name=NAME)
        assert "你看得到身份的个案里，没有" in await said("director", **{**asked, "name": "没有的人"})
        found = await said("director", **asked)
        assert CODE in found
        assert "同名的不一定是同一个孩子" in found
        for words, offered in ((NAME, True), ("Ann Lee", True), ("被打了", False), ("孩子13岁", False)):
            page = (await client.post("/who", data={"words": words})).text
            assert ('action="/find"' in page) is offered, words
        with closing(Vault(home / "keys")) as vault:
            noted(vault, "DELETE FROM note WHERE name = ?", COMPLETE)
            try:
                assert "现在不能说没有" in await said("director", **asked)
            finally:
                noted(vault, "INSERT INTO note VALUES (?, ?)", COMPLETE, moment())


def noted(vault: Vault, statement: str, *values: str) -> None:
    with vault.store.writing() as db:
        db.execute(statement, values)
