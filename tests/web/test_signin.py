"""A one-time code on the sign-in page: it signs in once, and the second time says why not."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from playwright.async_api import Page

from cli.demo import ROLES
from graph_model.access.accounts import AccountChange, change
from graph_model.access.approvals import approve
from graph_model.access.invitations import invite
from graph_model.graph import Graph
from knowledge.access.accounts import Account
from knowledge.messages.message import speaking
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.api.loads import delete
from tests.web.conftest import Site

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
