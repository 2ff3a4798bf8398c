"""今天、登记、走访: a worker does her day without script; a refusal says why, and another site can send nothing."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from api.access.tokens import issue, verifier
from api.app import create_app
from api.settings import Settings
from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.conftest import Site, opened, pictured, serious, sign_in
from web.casework.page import attach_casework
from web.frame.origin import OwnOrigin
from web.frame.session import COOKIE, token_of

CLEAN = (
    "MATCH (n:Item) WHERE n.root STARTS WITH 'R-' "
    "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s"
)


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, CLEAN)


@pytest.fixture
async def desk(graph: Graph, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The director at her desk, without a browser."""
    settings = Settings(TONGXIN_HOME=home)
    app: FastAPI = create_app(graph, verifier(settings), keys=settings.key_folder)
    attach_casework(app, token_of)
    app.add_middleware(OwnOrigin)
    transport = httpx.ASGITransport(app)
    cookies = {COOKIE: issue(settings, "demo-director")}
    async with httpx.AsyncClient(transport=transport, base_url="http://service", cookies=cookies) as client:
        yield client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


async def registered(desk: httpx.AsyncClient, **more: str) -> str:
    page = (await desk.get("/report")).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area
    form = {
        "do": "reportRegister",
        "key": hidden(page, "key"),
        "f-area": area[1],
        "f-channel": "PHONE",
        "f-said": "有伤",
    }
    reply = await desk.post("/report", data={**form, **more})
    assert reply.status_code == 200, reply.text
    found = re.search(r'href="(/item/R-\w+)\?', reply.text)
    assert found
    return found[1]


async def test_danger_in_the_words_is_told_at_once(desk: httpx.AsyncClient):
    page = (await desk.get("/report")).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area
    words = "班主任微信说三年级学生身上有伤，孩子说是爸爸打的，不敢回家"
    form = {"do": "reportRegister", "key": "k0", "f-area": area[1], "f-channel": "WECHAT", "f-said": words}
    reply = await desk.post("/report", data=form)
    assert 'role="alert"' in reply.text
    assert "tel:110" in reply.text
    assert words not in reply.text
    assert "还没有人接的报告" in (await desk.get("/work")).text


@pytest.mark.parametrize(("name", "value"), [("f-said", "   "), ("f-ageAbout", "-5")])
async def test_what_was_typed_stands_again_where_something_is_wrong(desk: httpx.AsyncClient, name: str, value: str):
    page = (await desk.get("/report")).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area
    form = {
        "do": "reportRegister",
        "key": "k",
        "f-area": area[1],
        "f-channel": "PHONE",
        "f-said": "有伤",
        "f-number": "N-77",
    }
    reply = await desk.post("/report", data={**form, name: value})
    assert reply.status_code == 422
    assert "N-77" in reply.text
    assert "$input" not in reply.text


async def test_what_is_registered_can_be_taken_and_shows_what_was_said(desk: httpx.AsyncClient):
    where = await registered(desk)
    page = (await desk.get(where)).text
    assert "<script" not in page
    taken = await desk.post(where, data={"do": "reportTake", "key": "k1", "revision": hidden(page, "revision")})
    assert (taken.status_code, taken.headers["location"]) == (303, "/work?done")
    page = (await desk.get(where)).text
    assert "有伤" in page
    assert where in (await desk.get("/work")).text


async def test_a_refusal_keeps_what_was_typed_and_says_why(desk: httpx.AsyncClient):
    where = await registered(desk, **{"f-urgency": "NOW"})
    await desk.post(where, data={"do": "reportTake", "key": "k2", "revision": "1"})
    ending = {"f-whyEnded": "UNFOUNDED", "f-reporterTold": "TOLD", "f-note": "到校核实过"}
    early = await desk.post(where, data={"do": "reportEnd", "key": "k3", "revision": "2", **ending})
    assert "现在不能做" in early.text
    assert early.status_code == 422
    late = await desk.post(
        where, data={"do": "reportCall", "key": "k4", "revision": "1", "f-called": "POLICE", "f-answered": "true"}
    )
    assert late.status_code == 422
    assert "已被别人改过" in late.text


async def test_a_form_of_another_site_is_not_taken(desk: httpx.AsyncClient):
    where = await registered(desk)
    reply = await desk.post(where, data={"do": "reportTake", "key": "k5"}, headers={"origin": "http://evil.example"})
    assert reply.status_code == 403
    assert "还没有人负责" in (await desk.get(where)).text


async def test_who_has_not_signed_in_is_sent_there_and_absent_is_404(desk: httpx.AsyncClient):
    assert (await desk.get("/item/R-222222222")).status_code == 404
    desk.cookies.clear()
    for path in ("/work", "/report", "/item/R-222222222"):
        reply = await desk.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, "/signin")


async def tapped(page: Page, name: str) -> None:
    await page.get_by_role("link", name=name).first.click()


async def test_not_seen_takes_three_taps_on_a_phone_without_script(browser: Browser, site: Site):
    async with opened(browser, site, 360) as page:
        await sign_in(page, "儿童主任")
        kept = await page.context.storage_state()
    async with opened(browser, site, 360, java_script_enabled=False, storage_state=kept) as page:
        await page.goto("/work")
        before = await page.get_by_text("走访 · 待访").count()
        assert before
        await tapped(page, "没见到")  # 1
        await page.get_by_text("没人", exact=True).click()  # 2
        await page.get_by_role("button", name="没见到").click()  # 3
        await expect(page.get_by_role("heading", name="今天", exact=True)).to_be_visible()
        assert await page.get_by_text("走访 · 待访").count() == before


async def test_pages_of_casework_are_accessible_and_fit(browser: Browser, site: Site):
    async with opened(browser, site) as page:
        await sign_in(page, "儿童主任")
        for name, path in (("work", "/work"), ("report", "/report")):
            await page.goto(path)
            assert await serious(page) == []
            await pictured(page, name)
        await page.get_by_label("说了什么", exact=False).fill("班主任微信说三年级学生身上有伤")
        await page.get_by_text("微信", exact=True).click()
        await page.get_by_role("button", name="登记").click()
        await expect(page.get_by_role("heading", name="登记好了")).to_be_visible()
        assert await serious(page) == []
        await tapped(page, "我来处置")
        await expect(page.get_by_text("新报", exact=True)).to_be_visible()
        assert await serious(page) == []
        await pictured(page, "item")
