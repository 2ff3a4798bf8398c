"""规划：a planner tries changes, finds the next place, follows goals and benefits, keeps a draft, takes the report."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from openpyxl import load_workbook
from playwright.async_api import Locator, Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import Site, choose, pictured, serious, sign_in
from web.parts import files

PARTS = ("推演", "选址", "目标", "待遇", "草案", "报告")
PATIENCE = 240_000
"""Milliseconds: the whole district is judged, on a busy machine."""
expect.set_options(timeout=PATIENCE)
DRAFT: dict[str, Any] = {
    "areas": [
        {"code": "D", "name": "试验区", "level": "DISTRICT"},
        {"code": "S", "name": "试验街", "level": "STREET", "parent": "D"},
        {"code": "C1", "name": "一社区", "parent": "S", "minors": 180},
        {"code": "C2", "name": "二社区", "parent": "S", "minors": 360},
    ],
    "points": [{"code": "one", "area": "C1", "serves": ["C1"], "services": ["B21"], "hours": ["24/7"]}],
    "candidates": [
        {"code": "two", "name": "二社区文化室", "area": "C2", "serves": ["C2"], "services": ["B21"], "hours": ["24/7"]}
    ],
}


async def planning(page: Page, part: str, role: str = "规划人员") -> Locator:
    """A part of the page, opened as a person does."""
    page.set_default_timeout(PATIENCE)
    await sign_in(page, role)
    await page.goto("/planning")
    await page.get_by_role("button", name=part, exact=True).click()
    return page.get_by_role("region", name=part, exact=True)


def read(path: Path) -> str:
    """A table that was taken away."""
    return path.read_text("utf-8-sig")


async def kept(page: Page, name: str) -> None:
    """Keep the draft by pasting it, and choose it as the network."""
    await page.get_by_label("草案名称").fill(name)
    await page.get_by_label("草案内容").fill(json.dumps(DRAFT, ensure_ascii=False))
    await page.get_by_role("button", name="检查并保存").click()
    await page.get_by_text(f"已保存“{name}”").wait_for()
    await page.get_by_label("用哪个网络").select_option(label=f"草案：{name}（demo-planner）")


@pytest.mark.pictured
async def test_a_change_is_composed_and_compared(page: Page):
    board = await planning(page, "推演")
    await page.get_by_role("button", name="比较改动前后").click()
    await expect(page.get_by_text("先加一项改动")).to_be_visible()
    await page.get_by_role("button", name="加进来").click()
    await expect(page.get_by_text("还差一点")).to_be_visible()
    await choose(page, "哪个服务点", "syj", "三眼井社区未成年人保护关爱服务场所")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li")).to_have_count(1)
    await page.get_by_label("做什么").select_option(label="改开放时间")
    await page.get_by_label("开放时间", exact=True).select_option(label="每天 9:00–21:00")
    await choose(page, "哪个服务点", "德源里社区未成年人", "德源里社区未成年人")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li")).to_have_count(2)
    await page.get_by_label("做什么").select_option(label="调整岗位")
    await choose(page, "哪个岗位", "三眼井 儿童主任", "三眼井")
    await page.get_by_role("button", name="加进来").click()
    await expect(board.locator("ol li").nth(2)).to_contain_text("空缺")
    await page.get_by_role("button", name="比较改动前后").click()
    await page.get_by_role("heading", name="改动前后").wait_for()
    await expect(board.locator("table", has_text="改动前后对照")).to_contain_text("没有去处的")
    await expect(board.locator("table", has_text="新得到的去处")).to_contain_text("德源里社区")
    await expect(board.get_by_role("listitem").filter(has_text="社区没有关爱服务场所")).to_contain_text("三眼井")
    await expect(page.get_by_text("含演示数据")).to_be_visible()
    assert page.url.endswith("/planning")
    assert not await serious(page)
    await pictured(page, "planning")
    await page.emulate_media(media="print")
    assert await board.locator("table").first.is_visible()
    assert not await page.get_by_label("做什么").is_visible()


async def test_all_stands_on_the_keyboard(page: Page):
    await planning(page, "推演")
    await page.get_by_role("heading", name="已加的改动").wait_for()
    await page.get_by_role("button", name="草案", exact=True).focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="填入例子").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("草案内容")).to_have_value(re.compile("试验区"))


async def test_a_draft_is_kept_used_for_every_question_and_deleted(page: Page):
    shelf = await planning(page, "草案")
    await page.get_by_role("button", name="检查并保存").click()
    await expect(shelf.get_by_role("listitem").filter(has_text="写一个名称")).to_be_visible()
    await expect(shelf.get_by_role("listitem").filter(has_text="不是 JSON")).to_be_visible()
    await page.get_by_label("草案名称").fill("页面试验")
    wrong = {"points": [{"code": "a", "area": "C1", "serves": 3}, {"area": "C1", "serves": ["C1"]}], "posts": 7}
    await page.get_by_label("草案内容").fill(json.dumps(wrong))
    await page.get_by_role("button", name="检查并保存").click()
    await expect(shelf.get_by_role("listitem")).to_have_count(3)
    for field in ("points[0].serves", "points[1]", "posts"):
        await expect(shelf.get_by_role("listitem").filter(has_text=field)).to_be_visible()
    place = {"code": "a", "area": "ZZ", "serves": ["三"], "services": ["B99"], "hours": ["周一到"]}
    await page.get_by_label("草案内容").fill(json.dumps({"areas": [{"code": "三"}], "points": [place]}))
    await page.get_by_role("button", name="检查并保存").click()
    for said in ("第1个服务点的开放时间", "第1个服务点的服务：没有代码 B99", "第1个服务点的区划：没有区划 ZZ"):
        await expect(shelf.get_by_role("listitem").filter(has_text=said)).to_be_visible()
    await expect(shelf.get_by_text("这 3 处要改")).to_be_visible()
    assert "error" not in await shelf.inner_text()
    await kept(page, "页面试验")
    await page.get_by_role("button", name="推演", exact=True).click()
    await page.get_by_label("做什么").select_option(label="开设服务点")
    await choose(page, "草案里的候选点", "二社区", "二社区文化室")
    await page.get_by_role("button", name="加进来").click()
    await page.get_by_text("更多条件").first.click()
    await choose(page, "哪些需求或服务", "B21", "B21")
    await page.get_by_role("button", name="比较改动前后").click()
    await expect(page.get_by_text("总的更好")).to_contain_text(f"{504 * 18:,}")
    await page.get_by_role("button", name="选址", exact=True).click()
    sites = page.get_by_role("region", name="选址", exact=True)
    await sites.get_by_role("combobox", name="哪些需求或服务").press_sequentially("B21", delay=20)
    await sites.get_by_role("option", name="B21").first.dispatch_event("mousedown")
    await sites.get_by_label("加几处").fill("1")
    await page.get_by_role("button", name="算下一处").click()
    await page.get_by_role("heading", name="要做的事").wait_for()
    await expect(sites).to_contain_text("最优已证")
    await expect(sites).to_contain_text("只有这一个")
    await expect(sites.locator("ol li").first).to_contain_text("二社区文化室")
    await sites.get_by_text("这里为什么能提供、为什么不能").click()
    await expect(sites.locator("ol li").first).to_contain_text("是配置值")
    await expect(sites.locator("table", has_text="每多一处增加多少")).to_be_visible()
    assert not await serious(page)
    await page.get_by_role("button", name="草案", exact=True).click()
    await page.get_by_role("button", name="去掉：页面试验").click()
    await expect(page.get_by_text("已删除“页面试验”")).to_be_visible()
    await expect(page.get_by_label("用哪个网络").locator("option", has_text="页面试验")).to_have_count(0)


@pytest.fixture
def of_the_centre(site: Site, home: Path) -> str:
    """A draft of somebody else's."""
    headers = {"authorization": f"Bearer {issue(Settings(TONGXIN_HOME=home), 'demo-centre')}"}
    put = 'mutation { putDraft(input: {name: "中心的草案", draft: {}}) { draft { name } } }'
    reply = httpx.post(f"{site.url}/graphql", json={"query": put}, headers=headers, timeout=PATIENCE / 1000)
    return str(reply.json()["data"]["putDraft"]["draft"]["name"])


async def test_a_draft_is_taken_away_and_put_again_and_others_are_told_apart(page: Page, of_the_centre: str):
    shelf = await planning(page, "草案")
    await kept(page, "下载试验")
    async with page.expect_download() as taken:
        await page.get_by_role("button", name="下载：下载试验").click()
    download = await taken.value
    assert download.suggested_filename == "下载试验.json"
    text = (await download.path()).read_text("utf-8")
    assert json.loads(text) == DRAFT
    await expect(page.get_by_text("已下载“下载试验”")).to_be_visible()
    await page.get_by_label("草案名称").fill("下载试验二")
    await page.get_by_label("草案内容").fill(text)
    await page.get_by_role("button", name="检查并保存").click()
    await page.get_by_text("已保存“下载试验二”").wait_for()
    await expect(shelf.get_by_role("row").filter(has_text=of_the_centre)).to_contain_text("demo-centre")
    await expect(page.get_by_role("button", name=f"去掉：{of_the_centre}")).to_have_count(0)
    assert not await serious(page)
    for name in ("下载试验", "下载试验二"):
        await expect(shelf.get_by_role("cell", name="你", exact=True).first).to_be_visible()
        await page.get_by_role("button", name=f"去掉：{name}", exact=True).click()
        await expect(page.get_by_text(f"已删除“{name}”")).to_be_visible()


async def test_long_work_is_watched_and_stopped(page: Page):
    sites = await planning(page, "选址")
    await page.get_by_role("button", name="算下一处").click()
    await expect(page.get_by_text("先选一项需求或服务")).to_be_visible()
    for code in ("N11", "N14", "N24"):
        await choose(page, "哪些需求或服务", code, code)
        await expect(sites.get_by_role("button", name=f"去掉：{code}")).to_be_visible()
    await page.get_by_label("加几处").fill("40")  # many places of limited capacity, shared fairly: minutes of search
    await page.get_by_text("更多条件").last.click()
    await page.get_by_label("覆盖按什么数").select_option(label="按未成年人数")
    await page.get_by_label("照顾最差的街道").fill("0.3")
    await page.get_by_label("照顾最差的街道").blur()
    await sites.get_by_role("group", name="受容量限制吗？").get_by_role("button", name="是", exact=True).click()
    await page.get_by_role("button", name="算下一处").click()
    await page.get_by_text("正在算，已").wait_for()
    await page.get_by_role("button", name="停下，用现在的结果").click()
    await page.get_by_role("heading", name="算出来的").wait_for()
    await expect(page.get_by_role("button", name="停下，用现在的结果")).to_have_count(0)
    await expect(sites.get_by_text("没有候选可以提供“司法救助”")).to_contain_text("人民法院")
    await expect(sites.get_by_text("这个答案背后的查询")).to_be_visible()
    await expect(sites.locator("pre")).to_contain_text("query NextPoints")


async def test_goals_lead_down_to_the_things(page: Page):
    part = await planning(page, "目标")
    await expect(part.locator("details.goal")).to_have_count(11)
    family = part.locator("details.goal", has_text="家庭保护")
    await family.locator("> summary").click()
    await expect(family).to_contain_text("倡导性缺口")
    await family.get_by_role("button", name="看每个对象：家长学校的宣传培训").click()
    await family.get_by_label("只看", exact=True).select_option(label="从未 222")
    await expect(family.locator("table")).to_contain_text("三眼井社区")
    await expect(family.locator("table")).not_to_contain_text("publicity")
    async with page.expect_download() as taken:
        await family.get_by_role("button", name="CSV").click()
    said = read(await (await taken.value).path())
    assert len(said.splitlines()) > 222, "the file has all of them, not the page's first"
    await family.get_by_role("button", name="看每个对象：监护评估与综合评估").click()
    await expect(family.get_by_text("你只看合计").last).to_be_visible()
    assert not await serious(page)
    await pictured(page, "planning-goals")


async def test_a_planner_sees_counts_and_the_centre_sees_cases(page: Page):
    part = await planning(page, "待遇")
    await part.locator("table").wait_for()
    await expect(part.locator("td", has_text="隐去").first).to_be_visible()
    await expect(part).not_to_contain_text("case-")
    assert not await serious(page)
    await page.get_by_role("button", name="退出").click()
    part = await planning(page, "待遇", "区中心")
    await part.get_by_label("看哪一种").select_option(label="不明，先问一项")
    await expect(part.locator("td", has_text="case-").first).to_be_visible()
    first = await part.locator("td", has_text="case-").first.inner_text()
    await part.get_by_role("button", name="再看后面的").click()
    await expect(part.locator("td", has_text=first)).to_have_count(0)
    await expect(part.locator("td", has_text="case-").first).to_be_visible()
    assert page.url.endswith("/planning"), "a case never stands in an address"


async def test_the_report_is_made_with_its_progress_and_holds_no_child(page: Page):
    part = await planning(page, "报告")
    await part.get_by_label("区划").select_option(label="人民街道")
    async with page.expect_download() as taken:
        await page.get_by_role("button", name="生成报告").click()
        await expect(part.locator("ol.steps li").first).to_be_visible()
    await expect(part.locator("ol.steps li")).to_have_count(4)
    download = await taken.value
    assert download.suggested_filename.startswith("覆盖报告-440104010000-")
    with ZipFile(await download.path()) as zipped:
        names = set(zipped.namelist())
        said = "".join(zipped.read(n).decode("utf-8-sig") for n in names if n.endswith((".html", ".csv")))
    assert {"report.html", "report.docx", "tables.xlsx", "map.geojson", "缺口.csv"} <= names
    assert "人民街道" in said
    assert "case-" not in said
    assert "演示儿童" not in said
    assert not await serious(page)


async def test_a_report_is_stopped_and_leaves_nothing(page: Page):
    part = await planning(page, "报告")
    await part.get_by_label("区划").select_option(label="越秀区")
    await page.get_by_role("button", name="生成报告").click()
    await part.get_by_role("button", name="停下，不要报告了").click()
    await expect(part.get_by_text("已停下，没有生成报告")).to_be_visible()
    await expect(part.get_by_role("button", name="再下载一次")).to_have_count(0)
    await expect(part.get_by_role("button", name="停下，不要报告了")).to_have_count(0)


async def test_an_area_that_is_not_hers_is_refused(page: Page):
    part = await planning(page, "报告")
    field = part.get_by_label("区划")
    await field.evaluate("e => { e.add(new Option('x', '440000000000')); }")
    await field.select_option("440000000000")
    await page.get_by_role("button", name="生成报告").click()
    await expect(part.get_by_role("alert")).to_contain_text("没有这项权限")


@pytest.mark.parametrize("role", ["审计员", "儿童主任", None])
async def test_without_the_right_there_is_neither_button_nor_data(page: Page, role: str | None):
    if role:
        await sign_in(page, role)
    await page.goto("/planning")
    await expect(page.get_by_text("给规划人员和区中心用")).to_be_visible()
    await expect(page.get_by_role("navigation").get_by_role("link", name="规划")).to_have_count(0)
    for part in PARTS:
        await expect(page.get_by_role("button", name=part, exact=True)).to_have_count(0)
    assert not await serious(page)


@pytest.mark.parametrize("role", ["demo-auditor", "demo-director", None])
def test_nor_does_the_api_answer(site: Site, home: Path, role: str | None):
    headers = {"authorization": f"Bearer {issue(Settings(TONGXIN_HOME=home), role)}"} if role else {}
    put = 'mutation { putDraft(input: {name: "x", draft: {}}) { draft { name } } }'
    expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
    reply = httpx.post(f"{site.url}/graphql", json={"query": put}, headers=headers, timeout=PATIENCE / 1000).json()
    assert reply["errors"][0]["extensions"]["code"] == expected


def test_files_keep_codes_and_tell_formulas_as_text():
    table = (["代码", "名称"], [["440104001000", "=1+1"]])
    said = files.as_csv(table)
    assert said.startswith(b"\xef\xbb\xbf")
    assert "440104001000\t,'=1+1" in said.decode("utf-8-sig")
    sheet = load_workbook(BytesIO(files.as_xlsx(table))).worksheets[0]
    assert [c.value for c in sheet[2]] == ["440104001000", "'=1+1"]
