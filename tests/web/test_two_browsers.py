"""A referral between two desks: the director in one browser, the body that it was sent to in another."""

from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest
from playwright.async_api import Browser, Page, expect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from graph_model.graph import Graph
from network.entities import Body
from network.snapshot import Network
from tests.api.loads import delete
from tests.api.test_recipient import DISTRICT, body_for, put_body
from tests.web.casework import CLEAN
from tests.web.conftest import Site, opened, sign_in
from web.frame.session import COOKIE
from web.parts.following import REFUSED

ASKED, TAG = "请核实孩子住在哪里", ".head .tag"
TURNS = 30
PATIENCE = 120_000
"""Milliseconds on a busy machine; nothing is measured by them."""


@pytest.fixture
async def body(graph: Graph, network: Network) -> AsyncIterator[Body]:
    """The police station of the community, to which the account of the school belongs for this test."""
    found = body_for(network)
    await graph.write(DISTRICT, put_body, found.id, ["440104010113"])
    yield found
    await graph.write(DISTRICT, put_body, None, ["440104000000"])
    await delete(graph, *CLEAN)


async def press(page: Page) -> None:
    """The button of the form that stands open, and the answer waited for."""
    await page.locator("#step > .line > button").click()
    await page.locator("[data-offline]").wait_for(state="hidden")


async def sent(page: Page, body: Body) -> str:
    """A need of the first child of the list, sent to a body by what a person types and presses; its address."""
    await page.goto("/work?list=mine")
    await page.locator("a[href^='/item/case-']").first.click()
    case = page.url.partition("?")[0]
    await page.goto(f"{case}?do=referralOpen")
    await page.locator("[name='f-need']").fill("N08")
    await page.get_by_text("本周", exact=True).click()
    await press(page)
    await page.wait_for_url("**/item/F-*")
    need = page.url.partition("?")[0]
    await page.goto(f"{need}?do=attemptSend")
    await page.locator("[name='f-recipient']").fill(body.name)
    await page.get_by_text("本系统", exact=False).click()
    await page.locator("[name='f-forThem']").fill(ASKED)
    await press(page)
    await page.wait_for_url("**/item/S-*")
    return page.url.partition("?")[0]


async def listed(page: Page, path: str) -> None:
    """Open an item from 今天: that the account belongs to a body reaches the service within seconds (0029)."""
    link = page.locator(f"a[href^='{path}']").first
    for _ in range(TURNS):
        await page.goto("/work")
        if await link.count():
            break
        await page.wait_for_timeout(500)
    await link.click()


async def test_two_roles_in_two_browsers_work_on_one_referral(browser: Browser, site: Site, body: Body):
    quiet = {"quiet": False}  # a step that is refused is an answer of its own
    async with opened(browser, site, **quiet) as director, opened(browser, site, 360, **quiet) as school:
        await sign_in(director, "儿童主任")
        await sign_in(school, "学校")
        there = await sent(director, body)
        await listed(school, there.removeprefix(site.url))
        await expect(school.locator("main")).to_contain_text(ASKED)
        await director.goto(f"{there}?do=attemptWithdraw")
        await school.goto(f"{there}?do=attemptAccept")
        await press(school)
        await expect(school.get_by_role("status").first).to_contain_text("对方接了")
        await director.locator("[name='f-note']").fill("改送别处")
        await press(director)
        await expect(director.locator("main")).to_contain_text("先做了“对方接了”")
        await expect(director.locator(TAG).first).to_have_text("在办")
        await school.goto(f"{there}?do=attemptDone")
        await school.locator("[name='f-result']").fill("已核实，孩子在奶奶家")
        await press(school)
        await director.goto(there)
        await expect(director.locator(TAG).first).to_have_text("办完")


async def listens(page: Page) -> list[str]:
    """今天 with no look of its own: what is new is told to it, or it stays as it is. All that the socket ever says."""
    heard: list[str] = []
    await page.add_init_script("window.setInterval = () => 0;")
    async with page.expect_websocket() as opening:
        await page.goto("/work")
    socket = await opening.value
    socket.on("framereceived", lambda said: heard.append(str(said)))
    await expect(page.locator("#lists")).to_have_attribute("data-listening", "", timeout=PATIENCE)
    return heard


async def test_what_one_does_the_other_sees_at_once(browser: Browser, site: Site, body: Body):
    quiet = {"quiet": False}
    async with opened(browser, site, **quiet) as director, opened(browser, site, 360, **quiet) as school:
        await sign_in(director, "儿童主任")
        await sign_in(school, "学校")
        first = await sent(director, body)
        await listed(school, first.removeprefix(site.url))  # the body of the account has reached the service
        to_school = await listens(school)
        there = (await sent(director, body)).removeprefix(site.url)
        await expect(school.locator(f"#lists a[href^='{there}']").first).to_be_attached(timeout=PATIENCE)
        to_director = await listens(director)
        row = director.locator("#lists li", has=director.locator(f"a[href^='{there}']")).first
        before = await row.inner_text()
        await school.goto(f"{there}?do=attemptAccept")
        await press(school)
        await expect(row).not_to_have_text(before, timeout=PATIENCE)
    assert set(to_school) | set(to_director) <= {"listening", "changed"}, "no word of a child"


async def test_a_socket_ends_with_the_session_and_is_no_other_sites(site: Site):
    async with httpx.AsyncClient(base_url=site.url) as client:
        await client.post("/sign-in", data={"role": "director"})
        cookies = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
        address = f"ws://127.0.0.1:{site.port}/changed"
        elsewhere = address.replace("127.0.0.1", "elsewhere.example")
        async with connect(address) as socket:  # a page whose session has just ended hears that it has, no error
            await socket.wait_closed()
        assert socket.close_code == REFUSED
        for uri, headers in ((address, {**cookies, "Origin": "http://elsewhere.example"}), (elsewhere, cookies)):
            with pytest.raises(InvalidStatus):
                async with connect(uri, additional_headers=headers, host="127.0.0.1"):
                    pass
        async with connect(address, additional_headers={**cookies, "Origin": site.url}) as socket:
            assert await socket.recv() == "listening"
            await client.post("/sign-out")
            with suppress(ConnectionClosed):
                while True:
                    assert await socket.recv() == "changed"
        assert socket.close_code == REFUSED


async def test_whoever_accepts_what_was_withdrawn_sees_why_it_is_gone(browser: Browser, site: Site, body: Body):
    quiet = {"quiet": False}
    async with opened(browser, site, **quiet) as director, opened(browser, site, 360, **quiet) as school:
        await sign_in(director, "儿童主任")
        await sign_in(school, "学校")
        there = await sent(director, body)
        await school.goto(f"{there}?do=attemptAccept")
        await director.goto(f"{there}?do=attemptWithdraw")
        await director.locator("[name='f-note']").fill("改送别处")
        await press(director)
        await director.wait_for_url("**/work?did=S-*")
        await press(school)
        await expect(school.get_by_role("alert").first).to_contain_text("撤回了、改送别处")
        await expect(school.get_by_role("alert").first).not_to_contain_text(ASKED)
        await school.goto("/work")
        await expect(school.locator("main")).not_to_contain_text(there.rpartition("/")[2])
