"""规划：what is most missing, a change and its answer, at addresses of their own; nobody without the right sees any."""

import html
import re
from itertools import product

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from analytics.siting.verdict import SitingVerdict
from tests.support.walks import every
from tests.web.conftest import Site, fits, flaws, opened
from tests.web.planning import CENTRE, DISTRICT, carried, main_text, planner, visitor
from web.parts.words import say
from web.planning.change import LONGEST
from web.planning.sites import VERDICTS
from web.planning.tried import MOST, STEPS, TriedChange, read

VIEWS = ("gaps", "try", "sites", "goals", "benefits", "drafts", "report")
UNKNOWN = "family_education_station@440104007106"
"""A point whose opening hours the demo does not have."""


@every(("step", "values"), product(STEPS, [(), ("",), ("24/7", "", "x;y")]))
def test_a_change_stands_in_an_address_as_it_is(step: str, values: tuple[str, ...]):
    change = TriedChange(step, "point@440104001007", values)
    assert read(change.text) == change
    assert change.input(0)["step"] == step


@pytest.mark.parametrize("text", ["", "CLOSE", "CLOSE~", "EXPLODE~x", "~x", "close~x"])
def test_what_is_no_change_is_none(text: str):
    assert read(text) is None


async def test_the_first_screen_says_what_is_missing_and_who_mends_it(page: Page):
    await planner(page)
    await page.goto("/planning")
    cards = page.locator(".cols .card")
    await expect(cards).to_have_count(3)
    for n in range(3):
        for row in ("谁来补", "怎么补", "影响", "依据"):
            await expect(cards.nth(n)).to_contain_text(row)
        await expect(cards.nth(n)).to_contain_text("未成年人口")
    await expect(page.locator(".button.main")).to_have_count(1)
    assert await page.evaluate("document.querySelector('main').getBoundingClientRect().bottom") <= 790
    assert not await flaws(page)
    await fits(page)
    assert await page.evaluate("document.documentElement.scrollHeight") <= 900


async def test_a_point_is_closed_by_keyboard_alone(page: Page):
    await planner(page)
    await page.goto("/planning")
    await page.get_by_label("如果", exact=True).focus()
    await page.keyboard.type("三眼井")
    await page.keyboard.press("Enter")
    await page.get_by_role("group", name="你说的是哪一处").get_by_role("button").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".tried")).to_contain_text("关闭：三眼井社区未成年人保护关爱服务场所")
    await expect(page.get_by_role("status")).to_contain_text("没有社区变差")
    await expect(page.get_by_role("status")).to_contain_text("网络新出现1项缺口：社区没有关爱服务场所")
    assert "try=CLOSE" in page.url
    assert not await flaws(page)


async def test_the_answer_is_a_sentence_then_24_hours_on_a_phone_without_script(browser: Browser, site: Site):
    async with opened(browser, site, 360, java_script_enabled=False) as page:
        await carried(page, site)
        await page.goto("/planning")
        await page.get_by_text("一处关了会怎样").click()
        await page.get_by_role("link", name="越秀区未成年救助保护中心").click()
        await expect(page.get_by_role("status")).to_contain_text("222个社区的“临时监护、照料安置”")
        await expect(page.get_by_role("status")).to_contain_text("再无去处")
        await expect(page.get_by_text("范围：越秀区")).to_be_visible()
        table = page.get_by_role("table", name="每个小时")
        await expect(table.locator("tbody tr").first.locator("td")).to_have_count(24)
        box = await table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 360, "all hours are in view"
        assert (await page.locator("html").bounding_box() or {"width": 0})["width"] <= 360


async def test_hours_are_changed_and_the_contrary_is_one_press_away(page: Page):
    await planner(page)
    await page.goto("/planning")
    await page.get_by_role("link", name="改时间、容量、服务、人").click()
    await page.get_by_label("哪个服务点").fill("法律援助中心")
    await page.get_by_label("开放时间", exact=True).select_option(label="每天 9:00–21:00")
    await page.get_by_role("button", name="看后果").click()
    await expect(page.get_by_role("status")).to_contain_text("多了“法律援助、代理”可去")
    await expect(page.get_by_role("status")).to_contain_text("没有社区变差")
    await page.get_by_role("link", name="反过来：如果它关了").click()
    await expect(page.get_by_role("status")).to_contain_text("再无去处")
    await page.set_viewport_size({"width": 1366, "height": 768})
    assert await page.evaluate("document.documentElement.scrollHeight") <= 1100
    await page.get_by_text("看地图").click()
    await expect(page.locator(".tiles li")).to_have_count(18)
    assert not await flaws(page)


def test_what_is_unknown_comes_before_the_answer_and_no_answer_is_certain(site: Site):
    with visitor(site) as v:
        text = main_text(v.get("/planning", params={"view": "try", "area": DISTRICT, "try": f"CLOSE~{UNKNOWN}"}))
    assert text.index("要核实") < text.index("按已登记的时段")
    assert "也没有社区变差。" in text
    assert "按已登记的时段，没有社区变好，也没有社区变差。" in text


def test_a_point_is_opened_a_post_filled_and_all_stand_in_the_address(site: Site):
    with visitor(site) as v:
        reply = v.get(
            "/planning",
            params={"view": "try", "area": DISTRICT, "do": "OPEN", "where": "440104001007", "services": ["B21", "B13"],
                    "hours": "24/7", "tier": "NONE"},
        )  # fmt: skip
        assert "开设：新设：三眼井" in main_text(reply)
        assert "变差" in main_text(reply)
        assert v.get(str(reply.url)).text == reply.text, "its address reproduces the view"
        more = {"view": "try", "area": DISTRICT, "try": reply.url.params.get_list("try"), "do": "MOVE_POST"}
        choices = v.get("/planning", params={**more, "post_words": "丹桂里"})
        assert "你说的是哪一处" in main_text(choices) or "丹桂里" in main_text(choices)
        lacking = v.get("/planning", params={**more, "do": "RESIZE", "point_words": ""})
        assert lacking.status_code == 422
        assert "还差" in main_text(lacking)
        nothing = v.get("/planning", params={**more, "post_words": "不存在的岗位"})
        assert "没有找到“不存在的岗位”" in main_text(nothing)


def test_many_changes_travel_in_the_body_of_a_form(site: Site):
    changes = [f"RESIZE~community_place@4401040{n:05d}~{n}" for n in range(1007, 1007 + MOST)]
    long = [f"{c}{'0' * 120}" for c in changes]
    with visitor(site) as v:
        reply = v.post("/planning", data={"view": "try", "area": DISTRICT, "try": long})
    assert 'method="post" action="/planning"' in reply.text
    assert len(str(reply.url)) < LONGEST


@pytest.mark.parametrize(
    "address",
    [
        f"/planning?view=try&try=CLOSE~nowhere&area={DISTRICT}",
        "/planning?view=try&try=REHOUR~x~never",
        "/planning?view=gaps&area=000",
        "/planning?view=gaps&net=nobody",
        "/planning?view=goals&duty=nothing",
        "/planning?view=sites&job=nothing",
        "/planning?view=sites&ask=1",
        "/planning?view=report&made=nothing",
        "/planning?view=drafts&compare=nobody",
        "/planning/report/file?made=nothing",
        "/planning/draft?name=nobody",
    ],
)
def test_no_error_leaves_a_blank_page(site: Site, address: str):
    with visitor(site) as v:
        reply = v.get(address)
    assert reply.status_code < 500, reply.text
    assert 'class="told"' in reply.text
    assert "退出" in reply.text
    assert len(main_text(reply)) > 20


@pytest.mark.parametrize("role", ["auditor", "director", ""])
def test_without_the_right_there_is_neither_view_nor_data(site: Site, role: str):
    with visitor(site, role) as v:
        for view in VIEWS:
            reply = v.get("/planning", params={"view": view, "try": f"CLOSE~{CENTRE}"})
            assert reply.status_code == (403 if role else 401)
            assert "给规划人员和区中心用" in main_text(reply)
            assert "越秀区未成年救助保护中心" not in main_text(reply)
            assert 'href="/planning"' not in reply.text
        for path in ("/planning/put", "/planning/delete", "/planning/report"):
            reply = v.post(path, data={"name": "x", "draft": "{}", "of": DISTRICT, "job": "x"}, follow_redirects=False)
            assert reply.status_code == (403 if role else 303), path
            assert role or reply.headers["location"] == "/signin"


def test_other_sites_start_nothing(site: Site):
    reply = httpx.post(f"{site.url}/planning/delete", data={"name": "x"}, headers={"origin": "http://elsewhere"})
    assert reply.status_code == 403


def test_only_the_verdict_enough_says_that_nothing_is_to_be_added():
    counts = {"what": "“x”", "pairs": 222, "newly": 0, "before": 7, "count": 0, "rest": "215个不详"}
    for verdict, key in VERDICTS.items():
        text = say(key, **counts)
        assert ("不用再加" in text) == (verdict == "ENOUGH"), verdict
        assert verdict in ("ENOUGH", "OFFICE") or ("7个" in text and "215个不详" in text), verdict
    assert set(VERDICTS) == {v.name for v in SitingVerdict}


def test_who_plans_begins_with_what_is_missing_and_mends_it_in_one_press(site: Site):
    with visitor(site, "") as v:
        first = v.post("/sign-in", data={"role": "planner"})
        assert first.url.path == "/planning"
        (to,) = set(re.findall(r'href="([^"]*mend=440104010000[^"]*)"', first.text))
        text = main_text(v.get(html.unescape(to)))
    assert "开设：" in text
    assert "多了“" in text
    assert "09:00" in text.split("多了“")[1].split("范围：")[0], "the sentence says when"
    assert "不是使用人数" in text
    assert "还差" not in text
