"""规划，目标、待遇和报告：goals down to their objects, counts or cases, the meeting report and its files."""

from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook
from playwright.async_api import Page, expect

from tests.web.conftest import pictured, serious
from tests.web.planning import planning, read
from web.parts import files


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


def test_files_keep_codes_and_tell_formulas_as_text():
    table = (["代码", "名称"], [["440104001000", "=1+1"]])
    said = files.as_csv(table)
    assert said.startswith(b"\xef\xbb\xbf")
    assert "440104001000\t,'=1+1" in said.decode("utf-8-sig")
    sheet = load_workbook(BytesIO(files.as_xlsx(table))).worksheets[0]
    assert [c.value for c in sheet[2]] == ["440104001000", "'=1+1"]
