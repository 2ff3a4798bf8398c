"""管理：accounts, teams, deputies and who saw a child, by plain forms; nothing for anybody else."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.conftest import Site, fits, flaws, opened, sign_in
from tests.web.plain import desk, signed, words
from web.admin.page import attach_admin

CASE = "case-demo-0001"
MADE = {"code": "page-9", "role": ["DIRECTOR", "PLANNER"], "areas": "三眼井社区", "until": ""}
PAGES = ("accounts", "account/demo-lead", "teams?case=case-demo-0001", "deputies?account=demo-lead", "audit")


@pytest.fixture
async def office(graph: Graph, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with desk(graph, home, attach_admin) as client:
        signed(client, home, "security")
        yield client
    await delete(graph, "MATCH (a:Account) WHERE a.id STARTS WITH 'page-9' DETACH DELETE a")


async def approved(office: httpx.AsyncClient, home: Path) -> httpx.Response:
    """The account, approved by somebody else, who gets the code; afterwards its maker is signed in again."""
    signed(office, home, "lead")
    await office.post("/admin/account/page-9", data={"do": "approve", "reason": "新任"})
    invited = await office.post("/admin/account/page-9", data={"do": "invite"})
    signed(office, home, "security")
    return invited


async def test_an_account_is_made_invited_and_suspended_by_forms(office: httpx.AsyncClient, home: Path):
    reply = await office.post("/admin/accounts", data=MADE)
    assert reply.headers["location"] == "/admin/account/page-9", reply.text
    page = words((await office.get("/admin/account/page-9")).text)
    assert "等另一个人批准" in page
    assert "规划人员" in page
    invited = await approved(office, home)
    page = words((await office.get("/admin/account/page-9")).text)
    assert "儿童主任、规划人员" in page
    assert "还没有人用邀请码登录" in page
    assert "demo-lead批准：新任" in page
    code = re.search(r'class="code">([0-9a-f]{32})<', invited.text)
    assert code
    assert invited.headers["cache-control"] == "no-store"
    assert code[1] not in (await office.get("/admin/account/page-9")).text
    await office.post("/admin/account/page-9", data={"do": "suspend"})
    assert "停用" in words((await office.get("/admin/accounts", params={"q": "page-9"})).text)
    again = await office.post("/admin/accounts", data={**MADE, "until": "2030-01-01"})
    assert again.status_code == 422
    assert 'value="page-9"' in again.text
    assert 'value="2030-01-01"' in again.text
    unknown = await office.post("/admin/accounts", data={**MADE, "code": "page-99", "areas": "火星街道"})
    assert "没有叫“火星街道”的区划" in unknown.text
    changed = {"do": "change", "role": ["STREET"], "areas": "440104001000", "until": ""}
    assert (await office.post("/admin/account/page-9", data=changed)).status_code == 303
    assert "街道" in words((await office.get("/admin/account/page-9")).text)


async def test_a_part_is_approved_on_the_page_and_ended(office: httpx.AsyncClient, home: Path):
    await office.post("/admin/accounts", data=MADE)
    await approved(office, home)
    assert "批准加入" not in (await office.get("/admin/teams", params={"case": CASE})).text
    signed(office, home, "lead")
    joining = {"do": "assign", "case": CASE, "account": "page-9", "part": "MEMBER", "reason": "协助走访"}
    refused = await office.post("/admin/teams", data={**joining, "account": "demo-lead"})
    assert refused.status_code == 422
    assert "协助走访" in refused.text
    done = await office.post("/admin/teams", data=joining)
    assert done.headers["location"] == f"/admin/teams?case={CASE}", done.text
    assert "协助走访" in (await office.get(done.headers["location"])).text
    assert (await office.post("/admin/deputies", data={"deputy": "page-9", "principal": "page-9"})).status_code == 422
    assert (await office.get("/admin/teams", params={"case": "case-none"})).status_code == 404


async def test_an_auditor_sees_who_saw_a_child_and_changes_nothing(office: httpx.AsyncClient, home: Path):
    signed(office, home, "auditor")
    await office.post("/admin/audit", data={"case": CASE, "purpose": "家长投诉核查"})
    page = await office.post("/admin/audit", data={"case": CASE, "purpose": "复核"})
    assert "家长投诉核查" in page.text
    assert "demo-auditor" in page.text
    assert (await office.post("/admin/audit", data={"case": CASE, "purpose": ""})).status_code == 422
    assert 'method="post" action="/admin/account' not in (await office.get("/admin/accounts")).text
    assert (await office.post("/admin/account/demo-lead", data={"do": "suspend"})).status_code == 403


@pytest.mark.parametrize(
    ("role", "seen"), [(None, set()), ("director", set()), ("lead", {"accounts", "account", "teams", "deputies"})]
)
async def test_who_has_no_right_sees_none_of_it(
    office: httpx.AsyncClient, home: Path, role: str | None, seen: set[str]
):
    signed(office, home, role)
    for page in PAGES:
        name = re.split(r"[/?]", page)[0]
        status = (await office.get(f"/admin/{page}")).status_code
        wanted = 200 if name in seen else 303 if role is None else 403
        if name == "audit" and role:
            status = (await office.post("/admin/audit", data={"case": CASE, "purpose": "x"})).status_code
        assert status == wanted, page


async def test_the_pages_are_accessible_and_fit(browser: Browser, site: Site):
    for role, pages in (("安全管理员", PAGES[:4]), ("审计员", PAGES[4:])):
        async with opened(browser, site) as page:
            await sign_in(page, role)
            for path in pages:
                await page.goto(f"/admin/{path}")
                assert await flaws(page) == [], path
                await fits(page)
