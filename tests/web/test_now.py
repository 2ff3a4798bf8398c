"""此刻：whoever opens the first page knows what to do before anything else, whatever is broken."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from api.app import create_app
from graph_model.graph import Graph
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from tests.web.conftest import Site, fits, flaws, opened
from web.now.page import ANSWERS, QUESTIONS, answers, attach_now
from web.parts.words import say

STATES = [
    {name: value for (name, *_), value in zip(QUESTIONS, (a, b, c), strict=True) if value}
    for a in (*ANSWERS, "") for b in (*ANSWERS, "") for c in (*ANSWERS, "")
]  # fmt: skip
"""Every state of the form: each question answered in one of three ways, or not at all."""


@pytest.fixture(scope="module")
async def lonely(book: Rulebook) -> AsyncIterator[httpx.AsyncClient]:
    """The service without a database: nothing listens at its address."""
    async with Graph("bolt://127.0.0.1:9", "neo4j", "none") as graph:
        app: FastAPI = create_app(graph, None, book)
        attach_now(app)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            yield client


async def test_each_of_the_64_states_gives_a_call_with_what_to_say_and_no_script(lonely: httpx.AsyncClient):
    assert len(STATES) == 64
    for state in STATES:
        reply = await lonely.post("/", data=state)
        assert reply.status_code == 200
        assert reply.text.count('<article class="call') >= 1, state
        assert "<script" not in reply.text
        assert "set-cookie" not in reply.headers
        calls = reply.text.split('<article class="call')[1:]
        assert all("<p>" in call.split("</article>")[0] for call in calls), state
        danger = any(value != "good" for value in state.values()) or len(state) < 3
        assert (say("now.fine") not in reply.text) is danger, state
        assert reply.text.count(" checked") == len(QUESTIONS), state


@pytest.mark.parametrize("name", [name for name, *_ in QUESTIONS])
async def test_an_unknown_answer_calls_for_whatever_the_dangerous_one_does(lonely: httpx.AsyncClient, name: str):
    good = {other: "good" for other, *_ in QUESTIONS if other != name}
    query = """query Q($safe: Boolean, $hurt: Boolean, $cared: Boolean) {
      emergency(safe: $safe, hurt: $hurt, cared: $cared) { danger calls { number texts body { code } } } }"""
    told = []
    for value in ("bad", "unknown", "", "nonsense"):
        variables = answers({**good, name: value})
        reply = await lonely.post("/graphql", json={"query": query, "variables": variables})
        told.append(reply.json()["data"]["emergency"])
        for call in told[-1]["calls"]:  # whoever does not know is asked to say only what is known, before all the rest
            call["texts"] = sorted(set(call["texts"]) - {str(message("sheet.say_known"))})
    assert told[0]["danger"]
    assert all(answer == told[0] for answer in told)


async def test_hotlines_are_answered_without_the_database_and_the_rest_is_refused_with_a_sentence(
    lonely: httpx.AsyncClient,
):
    reply = await lonely.post("/graphql", json={"query": "{ hotlines { number name use source } }"})
    assert reply.status_code == 200
    assert {"110", "120"} <= {h["number"] for h in reply.json()["data"]["hotlines"]}
    refused = await lonely.post("/graphql", json={"query": "{ areas(first: 1) { nodes { code } } }"})
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "2"
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_it_works_with_scripts_switched_off(browser: Browser, site: Site):
    async with opened(browser, site, java_script_enabled=False) as page:
        await page.goto("/")
        for number in ("110", "120"):
            assert await page.get_by_role("link", name=number).first.get_attribute("href") == f"tel:{number}"
        for question, answer in (("现在安全吗", "安全"), ("受伤或者生病了吗", "没有"), ("今晚有人照料吗", "有")):
            await page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        await page.get_by_role("button", name="看打哪个电话").click()
        await expect(page.get_by_text("眼下没有危险")).to_be_visible()
        await page.get_by_role("group", name="受伤或者生病了吗").get_by_label("有", exact=True).check()
        await page.get_by_role("button", name="看打哪个电话").click()
        await expect(page.locator(".call").first).to_contain_text("120")
        await expect(page.get_by_text("救命就医").first).to_be_visible()
        assert page.url.endswith("/")
        await page.get_by_label("说说什么事").fill("三眼井社区13岁女孩怀孕")
        await page.get_by_role("button", name="看谁负责").click()
        await expect(page.get_by_role("heading", name="现在做")).to_be_visible()


async def test_it_can_be_used_by_keyboard_alone_and_read_by_a_machine(page: Page):
    await page.goto("/")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.innerText") == "跳到正文"
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.name") == "hurt":
            break
    await page.keyboard.press("ArrowLeft")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="受伤").get_by_label("有", exact=True)).to_be_checked()
    await expect(page.locator(".call").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollHeight") <= 768 + 200
    assert not await flaws(page)
    await fits(page)
