"""规则：every rule can be read word for word on its own address, with what rests on it and where it comes from."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from graph_model.graph import Graph
from knowledge.rulebook.load import rulebook
from tests.web.conftest import Site, fits, flaws, opened
from tests.web.plain import desk, words
from web.rules.page import FORMER, VIEWS, attach_rules
from web.rules.rows import today


@pytest.fixture
async def library(graph: Graph, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with desk(graph, home, attach_rules) as client:
        yield client


async def read(client: httpx.AsyncClient, path: str, status: int = 200, **parts: str) -> str:
    reply = await client.get(path, params=parts)
    assert reply.status_code == status, reply.text
    return words(reply.text)


async def test_a_clause_stands_word_for_word_with_what_rests_on_it(library: httpx.AsyncClient):
    page = await read(library, "/rules/clause", code="WB/9")
    assert "县级以上人民政府负责妇女儿童工作的机构" in page
    assert "2024-04-26起施行，现行" in page
    assert "读到原文" in page
    before = await read(library, "/rules/clause", code="WB/9", on="2023-01-01")
    assert "民政部门承担" in before
    assert "2024-04-26起被取代" in before


async def test_what_a_clause_says_is_a_sentence_for_each_duty(library: httpx.AsyncClient):
    page = await read(library, "/rules/clause", code="WB/11")
    book = rulebook()
    duties = [
        (m, d)
        for m, d in book.duties()
        if d.named and not d.when.text and any(c.clause == "WB/11" for c in d.cite) and d.until is None
    ]
    assert duties
    for matter, duty in duties:
        assert "".join(f"{book.kinds[duty.body].name}（{duty.role.label}）：{duty.act}".split()) in page
        assert "".join(matter.name.split()) in page


async def test_a_clause_of_the_plan_tells_what_it_does_not_state(library: httpx.AsyncClient):
    page = await read(library, "/rules/clause", code="plan:三(二)1(3)")
    assert "征求意见稿，只作工作部署引用" in page
    assert "家访频率数字" in page
    assert "按职能推定" in page


async def test_every_clause_and_service_has_a_page(library: httpx.AsyncClient):
    book = rulebook()
    there = [p for c in book.texts.by_clause if (p := book.texts.provision(c, today()))]
    for provision in there[::250]:
        page = await read(library, "/rules/clause", code=provision.clause)
        assert "".join(provision.heading.split()) in page
    for service in list(book.services.values())[::9]:
        page = await read(library, "/rules/service", code=service.code)
        assert all(part in page for part in ("谁能享受", "去哪里办", "要带什么", "来源"))


async def test_a_search_leads_to_its_clause_and_a_document_to_its_clauses(library: httpx.AsyncClient):
    reply = await library.get("/rules", params={"q": "未成年人保护法 第11条"})
    assert "/rules/clause?code=WB%2F11" in reply.text
    assert "不等于没有规定" in await read(library, "/rules", q="量子纠缠")
    first = await library.get("/rules/document", params={"code": "WB"})
    assert first.text.count("/rules/clause?code=WB") == 20
    assert "after=" in first.text


async def test_lists_of_bodies_matters_acts_and_changes(library: httpx.AsyncClient):
    assert "全部职责" in await read(library, "/rules/body", code="police")
    assert "一般欺凌" in await read(library, "/rules/matters", q="同学欺负")
    assert "家庭保护" not in (await read(library, "/rules/matters", protection="SCHOOL")).split("个事项", 1)[1]
    assert f"共{len(rulebook().acts)}种" in await read(library, "/rules/acts")
    moved = words((await library.get("/rules/changes?from=2024-01-01&to=2024-12-31")).text)
    assert "2024-04-26" in moved
    assert "不再负责" in moved


ABSENT = [("clause", "XX/1"), ("body", "martian"), ("service", "B99"), ("document", "x")]


@pytest.mark.parametrize(("view", "code"), ABSENT)
async def test_what_does_not_exist_is_said_and_not_an_error_page(library: httpx.AsyncClient, view: str, code: str):
    reply = await library.get(f"/rules/{view}", params={"code": code})
    assert reply.status_code == 404
    assert 'role="alert"' in reply.text
    assert 'role="search"' in reply.text


async def test_a_day_without_a_version_says_what_to_do(library: httpx.AsyncClient):
    assert "换一个日期" in await read(library, "/rules/clause", 404, code="SJ/29", on="2020-01-01")


async def test_nonsense_in_an_address_is_no_error(library: httpx.AsyncClient):
    for view in ("", *(f"/{name}" for name in VIEWS)):
        parts = {"on": "x", "code": "\0", "q": "'", "protection": "x", "from": "9999", "to": "\U0001f600"}
        reply = await library.get(f"/rules{view}", params=parts)
        assert reply.status_code in {200, 404}, view
        assert (await library.get(f"/rules{view}", params={"after": "x", "q": "学"})).status_code < 500, view


async def test_former_addresses_lead_to_the_view(library: httpx.AsyncClient):
    for parameter, (view, name) in FORMER.items():
        reply = await library.get("/rules", params={parameter: "WB/9"})
        assert reply.headers["location"] == f"/rules/{view}?{name}=WB%2F9"


async def test_a_clause_is_read_and_printed_without_script_on_a_phone(browser: Browser, site: Site):
    async with opened(browser, site, 360, java_script_enabled=False) as page:
        await page.goto("/rules")
        await page.get_by_label("找条文").fill("家访 频率")
        await page.get_by_role("button", name="找").click()
        await page.get_by_role("link", name="三（二）1（3）").or_(page.locator("ol a")).first.click()
        await expect(page.locator("blockquote.whole")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollHeight") < 2400
    async with opened(browser, site) as wide:
        await wide.goto("/rules/clause?code=WB/9")
        assert len(await wide.pdf(format="A4")) > 20_000


async def test_the_views_can_be_read_at_three_widths(page: Page):
    views = (
        "/rules/clause?code=plan:三(二)1(3)",
        "/rules",
        "/rules/clause?code=WB/11",
        "/rules?q=寄宿",
        "/rules/service?code=B05",
        "/rules/body?code=police",
        "/rules/matters",
        "/rules/changes?from=2024-01-01&to=2024-12-31",
    )
    for path in views:
        await page.goto(path)
        assert await flaws(page) == [], path
        await fits(page)
