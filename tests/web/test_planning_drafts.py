"""规划，草案：saved, used for every question, downloaded and deleted; somebody else's is only listed."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from api.access.tokens import issue
from api.settings import Settings
from tests.web.conftest import Site, choose, serious
from tests.web.planning import DRAFT, PATIENCE, planning, save


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
    await save(page, "页面试验")
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
    await save(page, "下载试验")
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
