"""网络：each view at its address, its main job by clicking and by keyboard, without script, and for whom it may be."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import Site, fits, flaws, opened, sign_in

CENTRE = "point=legal_aid_centre@440104000000"


@pytest.fixture(scope="module")
def public(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=120) as made:
        yield made


@pytest.fixture(scope="module")
def planner(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=120) as made:
        made.post("/sign-in", data={"role": "planner"})
        yield made


def text(client: httpx.Client, query: str = "") -> str:
    """What a person reads of a view, without tags."""
    reply = client.get(f"/network?{query}")
    assert reply.status_code == 200, reply.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.text.split("<main")[1]))


def test_the_public_reads_how_many_in_which_streets(public: httpx.Client):
    told = text(public)
    assert "社区没有儿童主任" in told
    assert not any(word in told.split("一处关了会怎样")[0] for word in ("违反法律", "谁来补", "居委会：", "旧南海县"))
    assert re.search(r"[一-龥]+街道 [0-9]", told)


async def test_the_gravest_three_come_first_with_owner_remedy_and_whom_they_touch(page: Page):
    await sign_in(page, "规划")
    await page.goto("/network")
    await expect(page.get_by_role("heading", level=1)).to_have_text("最缺的三件事")
    first = page.locator("main section").first
    await expect(first).to_contain_text("违反法律")
    await expect(first).to_contain_text("居民委员会")
    await expect(first).to_contain_text("居委会确定专人")
    await expect(first).to_contain_text("6 个社区，未成年人 4,807 名（人口数）")
    second = page.locator("main section").nth(1)
    await expect(second).to_contain_text("越秀区人民街道办事处")
    await expect(second).to_contain_text("连带 15 处缺口")
    assert not await flaws(page)
    await fits(page)
    assert await page.evaluate("document.documentElement.scrollHeight") <= 1000
    await page.get_by_role("link", name="全部 43 项缺口").click()
    card = page.locator("article").first
    await card.locator("summary").click()
    await expect(card.locator("blockquote").first).to_be_visible()


async def test_everything_is_reached_by_keyboard_without_script_and_on_a_phone(browser: Browser, site: Site):
    async with opened(browser, site, 360, java_script_enabled=False) as page:
        await page.goto("/network")
        await page.get_by_label("地方").focus()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator(".head")).to_contain_text("洪桥街道 8 个社区")
        assert "area=440104001000" in page.url
        link = page.get_by_role("link", name="三级网络")
        await link.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_contain_text("8 个社区，8 个有关爱服务场所")
        await expect(page.locator(".tree")).not_to_contain_text("六榕街道")


async def test_the_tree_opens_by_keyboard_and_shows_what_is_vacant(page: Page):
    await page.goto("/network?view=tree")
    assert not await flaws(page)
    await fits(page)
    street = page.locator("summary", has_text="六榕街道")
    await expect(street).to_contain_text("站长 空缺")
    community = page.get_by_text("旧南海县社区居委会", exact=True)
    assert not await community.is_visible()
    await street.focus()
    await page.keyboard.press("Enter")
    await expect(community).to_be_visible()


async def test_the_map_draws_what_is_known_and_lists_the_rest(page: Page):
    await page.goto("/network?view=map")
    await expect(page.locator(".map svg a")).to_have_count(62)
    told = await page.locator("main").inner_text()
    assert "没有载入区界和街道界" in told
    assert "服务点 832 处，画出 62 处" in told
    assert not await flaws(page)
    await fits(page)
    await page.get_by_role("navigation", name="哪一级").get_by_role("link", name="街道工作站").click()
    await expect(page.locator("table.cards tbody tr")).to_have_count(10)
    await page.locator(".map svg a").first.click()
    await expect(page.locator("main")).to_contain_text("登录以后，可以看这一处关了会怎样")
    assert "point=" in page.url


async def test_the_week_is_a_table_of_24_hours_in_view(page: Page, browser: Browser, site: Site):
    await page.goto("/network?view=week&need=N13")
    await expect(page.locator("table.heat tbody tr")).to_have_count(7)
    monday = page.locator("table.heat tbody tr").first
    await expect(monday.locator("th")).to_contain_text("上学日")
    cells = await monday.locator("td b").all_inner_texts()
    assert (len(cells), cells[10], cells[3]) == (24, "222", "0?")
    assert await monday.locator("td small").nth(10).inner_text() == "k1"
    told = await page.locator("main").inner_text()
    assert told.index("不详（时间没有登记") < told.index("k1"), "what is not known comes before what is proven"
    region = page.locator(".scroll", has=page.locator("table.heat"))
    assert await region.evaluate("b => b.scrollWidth <= b.clientWidth"), "24 hours are in view"
    assert not await flaws(page)
    await fits(page)
    async with opened(browser, site, 360) as narrow:
        await narrow.goto(page.url)
        box = narrow.locator(".scroll", has=narrow.locator("table.heat"))
        assert await box.evaluate("b => b.scrollWidth > b.clientWidth + 100")
        assert await narrow.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("哪种日子").select_option(label="寒暑假")
    await page.get_by_role("button", name="看").last.click()
    await page.locator("caption", has_text="法律援助、代理 · 寒暑假").first.wait_for(state="attached")


def test_saturday_night_says_what_is_not_known_before_what_is_proven(public: httpx.Client):
    told = text(public, "view=hour&need=N13")
    assert "周六 22:00–23:00" in told
    assert told.index("项需求不详") < told.index("项都有去处") < told.index("项有社区无去处")
    assert "不等于关闭" in told
    assert "街道轮廓没有载入，所以不画图，只列街道" in told
    assert "六榕街道 不详 16" in told
    assert "222 个社区" in told


def test_what_is_absent_is_never_what_is_only_not_loaded(public: httpx.Client):
    told = text(public, "view=missing")
    names = ("确实缺 9", "没载入 0", "未登记", "要核实", "不公开 2")
    assert "街道没有未成年人保护工作站 1 人民街道" in told, "the places below it are no stations"
    assert "连带 15 处缺口" in told
    assert [told.index(n) for n in names] == sorted(told.index(n) for n in names)
    assert told.index("没有开放时间") > told.index("未登记")
    assert told.index("已满") > told.index("要核实")


def test_all_gaps_are_reached_page_by_page(public: httpx.Client):
    seen: list[str] = []
    address = "/network?view=findings&severity=all"
    while True:
        reply = public.get(address).text
        seen += re.findall(r"<li>(.*?)</li>", reply.split("<main")[1], re.DOTALL)
        onwards = re.search(r'<a href="([^"]+)">下一页', reply)
        if not onwards:
            break
        address = onwards.group(1).replace("&amp;", "&")
    assert len(seen) == 43


async def test_what_fails_with_a_point_a_person_or_two_points_is_said(page: Page):
    await sign_in(page, "规划")
    await page.goto("/network")
    await page.get_by_label("如果关").select_option(label="越秀区法律援助中心（演示点）")
    await page.get_by_role("button", name="看会失去什么").click()
    await expect(page.get_by_role("heading", name="如果越秀区法律援助中心（演示点）关闭")).to_be_visible()
    told = await page.locator("main").inner_text()
    assert "222 个社区、222 对" in told
    assert "未成年人约 178,400 名（按人口估计，不是使用人数）" in told
    assert "2 种：" in told
    assert not await flaws(page)
    await fits(page)
    await page.get_by_role("link", name="薄弱点").click()
    await expect(page.locator("summary", has_text="一人多岗")).to_be_visible()
    assert not await flaws(page)
    await fits(page)
    await page.locator("summary", has_text="一人多岗").click()
    await expect(page.locator("li", has_text="个岗位由一人担任").first).to_be_visible()
    await page.get_by_label("几点").select_option(label="10:00–11:00")
    await page.get_by_role("button", name="推算").click()
    await expect(page.locator("#worst")).to_contain_text("损失最大的是同时失去")


def test_the_public_is_not_offered_what_it_is_refused(public: httpx.Client):
    told = text(public, "view=weak&k=2&day=1&hour=9&regime=TERM")
    assert "最缺的三件事" in told
    assert "薄弱点" not in told
    assert "登录以后" in text(public, CENTRE)
    assert "再无去处" not in text(public, CENTRE)
    refused = public.get("/network?network=x", follow_redirects=True)
    assert refused.url.path == "/signin"


@pytest.fixture(scope="module")
def draft(site: Site, home: Path) -> str:
    token = issue(Settings(TONGXIN_HOME=home), "demo-planner")
    areas = [{"code": "D", "name": "试验区", "level": "DISTRICT"}, {"code": "C", "name": "甲社区", "parent": "D"}]
    asked = {
        "query": 'mutation($d: DraftInput!) { putDraft(input: {name: "页面草案", draft: $d}) { draft { name } } }',
        "variables": {"d": {"areas": areas}},
    }
    reply = httpx.post(f"{site.url}/graphql", json=asked, headers={"authorization": f"Bearer {token}"}, timeout=60)
    assert "errors" not in reply.json(), reply.text
    return "页面草案"


def test_a_planner_looks_at_her_draft(planner: httpx.Client, draft: str):
    assert f"草案：{draft}" in text(planner)
    for view, said in (
        ("tree", "甲社区"),
        ("map", "没有一处登记了可以公开的位置"),
        ("week", "没有登记任何服务"),
        ("weak", "没有这样的服务点"),
        ("", "居民委员会（这里的没载入）"),
    ):
        told = text(planner, f"view={view}&network={draft}")
        assert said in told, view
        assert f"· 草案：{draft}" in told


@pytest.mark.parametrize(
    "query", ["view=no&hour=x&day=9&page=-1", "area=nowhere", "view=hour&hour=99&need=Z", "point=none"]
)
def test_an_address_that_nobody_made_is_answered(public: httpx.Client, query: str):
    assert text(public, query)


def test_each_number_has_its_list_and_its_decision_and_hides_what_is_small(planner: httpx.Client, public: httpx.Client):
    told = text(planner, "view=numbers")
    assert "本季的 10 个数" in told
    assert told.count("要定的事") == 10
    for words in ("没有儿童主任的社区 6", "周六 22:00 去得到的需求", "到期未走访的儿童 已公布", "不公布"):
        assert words in told
    mine = text(public, "view=numbers")
    assert "本季的 5 个数" in mine
    assert "走访" not in mine
    load = text(planner, "view=load")
    assert "不公布不等于没有" in load
    assert load.index("个街道的数不公布") < load.index("每人最多的是")
    assert "要定的事" in load
    assert "孩子只数到街道" in load
    assert "走访压力" not in text(public, "view=load")


def test_flows_between_bodies_are_for_who_reads_cases_and_others_read_why(planner: httpx.Client, public: httpx.Client):
    assert "认得出是哪个孩子" in text(planner, "view=flow")
    assert "转介往来" not in text(public, "view=flow")


def test_who_may_not_analyse_sees_the_page_without_what_is_refused(site: Site):
    with httpx.Client(base_url=site.url, timeout=120) as partner:
        partner.post("/sign-in", data={"role": "partner"})
        assert "这个账号不做网络推演" in text(partner)
        assert "这个账号不做网络推演" in text(partner, CENTRE)
