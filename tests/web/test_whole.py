"""一人一档: the page of all that happened in a case, for workers and for inspectors; few pages of paper."""

import re
from pathlib import Path

from playwright.async_api import Browser

from api.access.tokens import issue
from api.settings import Settings
from graph_model.graph import Graph
from tests.api.loads import delete
from tests.api.test_inspection import GONE, NAMED, OTHER, allow
from tests.web.conftest import Seat, Site, fits, flaws, opened, sign_in
from tests.web.plain import words
from web.frame.session import COOKIE

PAGES = 6
"""The most pages of A4 that an inspector is given."""
LINES = 100
"""Lines of a long case: two years of visits each month with what follows from them."""


async def test_a_worker_sees_each_line_with_what_it_rests_on(seat: Seat):
    client = seat("director")
    item = await client.get(f"/item/{NAMED}")
    assert f'href="/item/{NAMED}/file"' in item.text
    page = await client.get(f"/item/{NAMED}/file")
    assert page.status_code == 200
    assert "一人一档" in page.text
    assert words(page.text).count("工作约定，法律没有规定") == 1, "said once, not at each line"
    assert "按写下的先后" in words(page.text)


async def test_only_a_case_has_one(seat: Seat):
    client = seat("director")
    work = await client.get("/work")
    other = next(c for c in re.findall(r'href="/item/([^"?/]+)', work.text) if not c.startswith("case-"))
    assert (await client.get(f"/item/{other}/file")).status_code == 404


async def test_an_inspector_says_what_for_and_reads_what_is_named(graph: Graph, seat: Seat, home: Path):
    await allow(graph, 1, "insp-2")
    client = seat("director")
    client.cookies.clear()
    client.cookies.set(COOKIE, issue(Settings(TONGXIN_HOME=home), "insp-2"))
    try:
        asked = await client.get("/inspect")
        assert "写进审计" in asked.text
        for code, why, told in (
            (NAMED, "", "why"),
            (OTHER, "季度抽查", "没有点名"),
            ("case-none", "季度抽查", "没有点名"),
        ):
            refused = await client.post(
                "/inspect", data={"code": code, "why": why}, headers={"origin": "http://service"}
            )
            assert refused.status_code == 422
            assert told == "why" or told in refused.text
        page = await client.post(
            "/inspect", data={"code": NAMED, "why": "季度抽查"}, headers={"origin": "http://service"}
        )
        assert page.status_code == 200
        assert "为检查打开：季度抽查" in words(page.text)
        assert f'href="/item/{NAMED}"' not in page.text, "there is nothing else that she may open"
    finally:
        await delete(graph, GONE)


async def test_it_fits_a_phone_and_a_long_case_six_pages(browser: Browser, site: Site):
    async with opened(browser, site, 360) as page:
        await sign_in(page, "儿童主任")
        await page.goto(f"/item/{NAMED}/file")
        assert not await flaws(page)
        await fits(page)
        await page.evaluate(
            "n => { const body = document.querySelector('.whole tbody'), row = body.rows[0];"
            " row.lastElementChild.textContent = '结果：见到；孩子怎么说：想跟奶奶住，星期六想去图书馆；下次：十二月';"
            " while (body.rows.length < n) body.append(row.cloneNode(true)); }",
            LINES,
        )
        paper = await page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= PAGES
