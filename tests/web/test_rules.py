"""规则与数据：every rule can be read word for word, with how sure and since when."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from network.entities import Actor
from tests.web.conftest import choose, pictured, serious, sign_in

WAIT = 60_000
"""Milliseconds that a busy machine may take."""


async def test_a_clause_is_found_while_typing_and_stands_word_for_word(page: Page):
    await page.goto("/rules")
    await page.get_by_role("combobox", name="查哪一条").fill("未成年人保护法 第9条")
    await page.get_by_role("option", name="第9条").first.dispatch_event("mousedown", timeout=WAIT)
    card = page.locator("article", has_text="县级以上人民政府负责妇女儿童工作的机构")
    await card.wait_for(timeout=WAIT)
    assert "clause=WB/9" in page.url
    await expect(card).to_contain_text("2024-04-26起施行，现行")
    await expect(card).to_contain_text("日期依据")
    await expect(card.locator(".chip", has_text="读到原文")).to_be_visible()
    await expect(page.get_by_role("link", name="M01 ")).to_have_attribute("href", "/who?matter=M01")
    assert not await serious(page)
    await page.get_by_role("link", name="2020修订").click()
    await expect(page.locator("article")).to_contain_text("民政部门承担", timeout=WAIT)
    await expect(page.locator("article")).to_contain_text("2024-04-26起被取代")


async def test_a_quote_of_an_answer_leads_to_its_clause(page: Page):
    await page.goto("/rules?clause=plan:三(二)1(3)")
    await page.get_by_role("heading", name="没有规定什么").wait_for(timeout=WAIT)
    main = page.locator("main, #main").first
    await expect(main).to_contain_text("征求意见稿，只作工作部署引用")
    await expect(main).to_contain_text("家访频率数字")
    await page.emulate_media(media="print")
    assert len(await page.pdf(format="A4")) > 20_000


async def test_a_day_without_a_version_says_what_to_do(page: Page):
    await page.goto("/rules?clause=SJ/29&on=2020-01-01")
    await expect(page.get_by_text("换一个日期再看")).to_be_visible(timeout=WAIT)
    await page.get_by_label("哪一天有效的").fill("2026-11-23")
    await page.get_by_label("哪一天有效的").press("Tab")
    await expect(page.locator("article blockquote")).to_be_visible(timeout=WAIT)


async def test_duties_of_a_body_come_a_page_at_a_time_with_offices_marked_as_what_they_are(page: Page):
    await page.goto("/rules?view=body")
    await choose(page, "哪一类机构", "派出所", "公安机关")
    await page.get_by_role("heading", name="本地单位").wait_for(timeout=WAIT)
    cards = page.locator("article")
    await expect(cards).to_have_count(20)
    await page.get_by_role("button", name="再看一些").click()
    await expect(cards.nth(20)).to_be_visible(timeout=WAIT)
    await expect(page.get_by_role("region", name="已显示").or_(page.get_by_role("table"))).not_to_have_count(0)
    await cards.first.locator("summary").click()
    await expect(cards.first.locator("blockquote").first).to_be_visible()


async def test_matters_are_filtered_and_found_while_typing(page: Page):
    await page.goto("/rules?view=matter")
    await page.get_by_text(f"共{len(rulebook().matters)}项").wait_for(timeout=WAIT)
    await page.get_by_label("哪一类保护").select_option(label="学校保护")
    await expect(page.locator("article .chip", has_text="学校保护").first).to_be_visible(timeout=WAIT)
    await expect(page.locator("article .chip", has_text="家庭保护")).to_have_count(0, timeout=WAIT)
    await page.get_by_label("用自己的话找").press_sequentially("同学欺负", delay=20)
    await expect(page.get_by_role("link", name="M53 ")).to_be_visible(timeout=WAIT)
    assert not await serious(page)


async def test_a_service_says_who_may_have_it_and_where(page: Page):
    await page.goto("/rules?view=service")
    await choose(page, "哪一项服务", "临时救助")
    await page.get_by_role("heading", name="B05 临时救助").wait_for(timeout=WAIT)
    main = page.locator("#main")
    for said in ("谁能享受", "急难发生地街道", "要带什么", "规则来源", "凭记忆，未核"):
        await expect(main).to_contain_text(said)
    assert not await serious(page)


async def test_what_a_change_of_law_moved_is_shown_with_its_words(page: Page):
    await page.goto("/rules?view=change")
    await page.get_by_label("从哪一天之后").fill("2024-01-01")
    await page.get_by_label("到哪一天").fill("2024-12-31")
    await page.get_by_label("到哪一天").press("Tab")
    await page.get_by_role("button", name="看变更").click()
    await page.get_by_role("heading", name="2024-04-26").wait_for(timeout=WAIT)
    card = page.locator("article", has_text="M01")
    await expect(card).to_contain_text("不再负责")
    await card.locator("summary").click()
    await expect(card.locator("blockquote").first).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/rules?clause=XX/1", "/rules?body=martian", "/rules?service=B99", "/rules?document=x"]
)
async def test_what_does_not_exist_is_said_and_not_an_error_page(page: Page, address: str):
    await page.goto(address)
    await expect(page.locator(".notice.warn")).to_be_visible(timeout=WAIT)


@pytest.mark.pictured
async def test_it_can_be_read_at_three_widths(page: Page):
    await page.goto("/rules?clause=WB/9")
    await page.get_by_role("heading", name="其他版本").wait_for(timeout=WAIT)
    await pictured(page, "rules")


HEADINGS = "区划码,社区名称,层次,上级区划代码,备柱"
NEW, STREET = "440104001998", "440104001000"


def chosen(name: str, text: str, encoding: str = "utf-8") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode(encoding)}


async def begin(page: Page, topic: str) -> None:
    await page.goto("/rules?view=load")
    await page.get_by_label("载入什么").select_option(label=topic, timeout=WAIT)
    await page.get_by_text("必须有的列").wait_for(timeout=WAIT)


@pytest.fixture
async def afterwards(graph: Graph) -> AsyncIterator[None]:
    """The area that a test loads is taken away again, and the service sees it."""
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(Statement("forget", "MATCH (n:Area {code: '440104001998'}) DETACH DELETE n"))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(Actor("test", ActorRole.CENTRE), forget)


@pytest.mark.usefixtures("afterwards")
async def test_a_file_is_mapped_previewed_loaded_and_twice_is_once(page: Page):
    await sign_in(page, "区中心")
    await page.get_by_role("link", name="规则与数据").click()
    await page.get_by_role("link", name="载入文件").click()
    await begin(page, "区划")
    rows = f"{HEADINGS}\n{NEW},载入试验社区,社区,{STREET},x\n4401040019,坏,社区,{STREET},\n"
    await page.get_by_label("选一个文件").set_input_files(chosen("试验.csv", rows, "gbk"))
    await page.get_by_text("还缺必须的列").wait_for(timeout=WAIT)
    assert not await serious(page)
    await page.get_by_label("“备柱”是哪一列").select_option(label="代码（必须）")
    await page.get_by_role("button", name="按上面的对应再看一次").click()
    await expect(page.get_by_text("有两个表头对应了同一列")).to_be_visible(timeout=WAIT)
    for heading, column in {"区划码": "代码（必须）", "上级区划代码": "上级代码（必须）", "备柱": "不用这一列"}.items():
        await page.get_by_label(f"“{heading}”是哪一列").select_option(label=column)
    await page.get_by_role("button", name="按上面的对应再看一次").click()
    load = page.get_by_role("button", name="载入1行")
    await load.wait_for(timeout=WAIT)
    await expect(page.get_by_role("region", name="前2行读作")).to_contain_text("载入试验社区")
    refused = page.get_by_role("table").last
    await expect(refused).to_contain_text("不是区划代码")
    assert not await serious(page)
    await pictured(page, "rules-load")
    await load.click()
    await page.get_by_role("heading", name="载入完成").wait_for(timeout=WAIT)
    await expect(page.locator(".card.good")).to_contain_text("已写入1行")
    good = f"代码,名称,级别,上级代码\n{NEW},载入试验社区,社区,{STREET}\n"
    await page.get_by_label("选一个文件").set_input_files(chosen("试验.csv", good))
    await page.get_by_text("1行已在册，不变").wait_for(timeout=WAIT)
    await expect(page.get_by_role("button", name="载入", exact=False)).to_have_count(0)


async def test_a_file_that_cannot_be_used_says_what_to_do(page: Page):
    await sign_in(page, "区中心")
    await begin(page, "机构")
    field = page.get_by_label("选一个文件")
    secret = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    for name, content, said in (
        ("a.xlsx", secret, "去掉密码"),
        ("b.csv", b"", "文件是空的"),
        ("c.pdf", b"%PDF-1.7", "选 xlsx"),
        ("d.csv", b"x" * (4 * 2**20 + 1), "文件超过 4 MB"),
        ("e.csv", b"a,b\n" * 100_000, "还缺必须的列"),
    ):
        await field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        await expect(page.locator(".notice.bad, .notice.warn").last).to_contain_text(said, timeout=WAIT)


async def test_the_template_is_downloaded_and_read_back_without_a_trace_of_a_child(page: Page, tmp_path: Path):
    await sign_in(page, "区中心")
    await begin(page, "儿童个案档案")
    await expect(page.locator(".notice.warn")).to_contain_text("记入审计")
    async with page.expect_download(timeout=WAIT) as download:
        await page.get_by_role("link", name="下载模板 children.csv").click()
    path = tmp_path / "children.csv"
    await (await download.value).save_as(path)
    await page.get_by_label("选一个文件").set_input_files(path)
    await page.get_by_role("button", name="载入1行").wait_for(timeout=WAIT)
    shown = await page.locator("#main").inner_text()
    assert "2015-03-01" not in shown
    await page.get_by_text("这个答案背后的查询").click()
    await expect(page.locator("pre")).to_contain_text('"content": "…"')
    assert page.url.endswith("/rules?view=load")


@pytest.mark.parametrize(("role", "offered"), [(None, None), ("规划人员", None), ("审计员", None), ("儿童主任", 1)])
async def test_only_what_one_may_load_is_offered(page: Page, role: str | None, offered: int | None):
    if role:
        await sign_in(page, role)
    await page.goto("/rules?view=load")
    if offered is None:
        await page.get_by_text("你的角色没有这项权限").wait_for(timeout=WAIT)
        assert await page.get_by_role("link", name="载入文件").count() == 0
        assert await page.locator("input[type=file]").count() == 0
        return
    options = page.get_by_label("载入什么").locator("option")
    await expect(options).to_have_count(offered + 1, timeout=WAIT)
    await expect(options.last).to_have_text("台账")
