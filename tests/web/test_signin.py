"""A one-time code on the sign-in page: it signs in once, and the second time says why not."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page

from api.access.tokens import verifier
from api.app import create_app
from api.settings import Settings
from cli.demo import ROLES, demo_of, subject
from graph_model.access.accounts import AccountChange, change
from graph_model.access.approvals import approve
from graph_model.access.invitations import invite
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from knowledge.messages.message import speaking
from knowledge.roles import ActorRole
from loaders.shipped.districts import DEFAULT
from network.entities import Actor
from network.snapshot import Network
from tests.api.loads import delete
from tests.web.conftest import Site
from tests.web.plain import TIMES, desk
from web.attach import attach
from web.frame.session import ATTEMPT, Demo, DemoPlace
from web.signin.page import attach_signin

SHELL = Actor("shell:test", ActorRole.OPERATOR, ("440104000000",))


@pytest.fixture
async def code(graph: Graph) -> AsyncIterator[str]:
    now = datetime.now(UTC)

    def after(a: Account) -> Account:
        return replace(a, roles=(ActorRole.DIRECTOR,), areas=("440104001007",))

    await change(graph, SHELL, AccountChange("page-1", "demo-security", now.date(), after, new=True))
    await approve(graph, SHELL, "page-1", "demo-lead", "新任", now)
    yield (await invite(graph, SHELL, "page-1", "demo-lead", now)).code
    await delete(graph, "MATCH (a:Account {id: 'page-1'}) DETACH DELETE a")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_role_of_the_demo_is_offered_by_its_only_label(site: Site, language: str):
    page = httpx.get(f"{site.url}/signin", headers={"accept-language": language}, timeout=30).text
    with speaking(language):
        assert re.findall(r"name=\"role\" value=\"(\w+)\"><button>([^<]+)<", page) == [
            (role, html.escape(ActorRole(role).label, quote=False).replace("'", "&#39;")) for role in ROLES
        ]


def named(district: str) -> DemoPlace:
    """A district with one account."""
    return DemoPlace(district, {f"director-{district}": "director"})


@pytest.mark.parametrize("districts", [["甲区"], ["甲区", "乙区"]])
async def test_accounts_of_several_districts_are_offered_by_district(graph: Graph, home: Path, districts: list[str]):
    async def places() -> list[DemoPlace]:
        return [named(d) for d in districts]

    async with desk(graph, home, attach_signin, demo=Demo(lambda _: None, places)) as client:
        page = (await client.get("/signin")).text
    assert re.findall(r"name=\"role\" value=\"director-(\w+)\"", page) == districts
    assert re.findall(r"<h2>(\w+)</h2>", page) == (districts if len(districts) > 1 else [])


async def test_the_page_offers_the_districts_whose_demo_is_here(graph: Graph, home: Path, network: Network):
    demo = demo_of(Settings(TONGXIN_HOME=home), graph)
    assert demo
    assert [(p.name, tuple(p.accounts)) for p in await demo.places()] == [(network.areas[DEFAULT].name, ROLES)]
    assert demo.issue("director")
    assert demo.issue("director-440106")
    assert demo.issue("nobody") is None
    other = demo_of(Settings(TONGXIN_HOME=home, TONGXIN_DISTRICT="440106"), graph)
    assert other
    assert subject(Settings(TONGXIN_DISTRICT="440106"), "lead") == "demo-lead-440106"


async def test_an_answer_that_was_lost_on_its_way_comes_again(graph: Graph, home: Path, code: str):
    """The browser has its key from the sign-in page; what it was answered has not arrived."""
    settings = Settings(TONGXIN_HOME=home)
    app = create_app(graph, verifier(settings), keys=settings.key_folder, times=TIMES)
    attach(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as browser:
        await browser.get("/signin")
        key = browser.cookies[ATTEMPT]
        await browser.post("/sign-in", data={"code": code})
        assert ATTEMPT not in browser.cookies
        browser.cookies.clear()
        browser.cookies.set(ATTEMPT, key, domain="service.local")
        await browser.get("/signin?code=refused")
        reply = await browser.post("/sign-in", data={"code": code})
        assert reply.headers["location"] == "/work"
        assert "退出" in (await browser.get("/work")).text
        await browser.post("/sign-out")
        await browser.get("/signin")
        for _ in range(2):  # with a key of another browser, and without one
            again = await browser.post("/sign-in", data={"code": code})
            assert again.headers["location"] == "/signin?code=refused", "what has arrived is used up"
            browser.cookies.clear()


async def entered(page: Page, code: str) -> None:
    await page.goto("/signin")
    await page.get_by_label("邀请码（一次性）").fill(code)
    await page.get_by_role("button", name="用邀请码登录").click()


async def test_a_code_signs_in_once(page: Page, code: str):
    await entered(page, code)
    await page.get_by_role("button", name="退出").wait_for()
    await page.get_by_role("button", name="退出").click()
    await entered(page, code)
    await page.get_by_role("alert").filter(has_text="已用过").wait_for()
