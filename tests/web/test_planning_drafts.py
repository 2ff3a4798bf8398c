"""规划，草案：a what-if is kept by one press, compared, used, taken and deleted; somebody else's is only listed."""

import json

from playwright.async_api import Page, expect

from tests.web.conftest import Site, flaws
from tests.web.planning import CENTRE, DISTRICT, DRAFT, main_text, planner, visitor


async def test_a_what_if_is_kept_compared_and_deleted(page: Page):
    await planner(page)
    await page.goto(f"/planning?view=try&area={DISTRICT}&try=CLOSE~{CENTRE}")
    await page.get_by_role("button", name="存成草案").click()
    await expect(page.get_by_role("status")).to_contain_text("已存成“关闭：越秀区未成年救助保护中心")
    row = page.get_by_role("row").filter(has_text="关闭：越秀区未成年救助保护中心")
    await expect(row).to_contain_text("你")
    await row.get_by_role("link", name="与现行网络比").click()
    await expect(page.get_by_role("status").first).to_contain_text("222个社区的“临时监护、照料安置”")
    assert not await flaws(page)
    await row.get_by_role("link", name="在它上面再改").click()
    await expect(page.get_by_role("heading", name="如果这样改")).to_be_visible()
    assert "net=" in page.url
    await page.get_by_role("link", name="草案", exact=True).click()
    await row.get_by_text("删除", exact=True).click()
    await row.get_by_role("button", name="确定删除").click()
    await expect(page.get_by_role("status")).to_contain_text("已删除")
    await expect(row).to_have_count(0)


def test_a_draft_is_put_used_taken_away_and_others_are_told_apart(site: Site):
    text = json.dumps(DRAFT, ensure_ascii=False)
    with visitor(site, "centre") as other:
        other.post("/planning/put", data={"name": "中心的草案", "draft": "{}"})
    with visitor(site) as v:
        wrong = v.post("/planning/put", data={"name": "", "draft": "{"})
        assert wrong.status_code == 422
        assert "写一个名称" in main_text(wrong)
        assert "不是 JSON" in main_text(wrong)
        place = {"code": "a", "area": "ZZ", "serves": ["三"], "services": ["B99"], "hours": ["周一到"]}
        bad = json.dumps({"areas": [{"code": "三"}], "points": [place]}, ensure_ascii=False)
        wrong = v.post("/planning/put", data={"name": "不成", "draft": bad})
        for problem in ("第1个服务点的开放时间", "没有代码 B99", "没有区划 ZZ"):
            assert problem in main_text(wrong)
        assert "B99" in wrong.text.split("<textarea", 1)[1], "what was written stands there again"
        assert "已存成“下载试验”" in main_text(v.post("/planning/put", data={"name": "下载试验", "draft": text}))
        taken = v.get("/planning/draft", params={"name": "下载试验"})
        assert json.loads(taken.text) == DRAFT
        assert "attachment" in taken.headers["content-disposition"]
        opened = v.get("/planning", params={"view": "try", "net": "下载试验", "try": "OPEN~two"})
        assert "二社区多了“家庭教育指导”可去" in main_text(opened).replace(" ", "")
        kept = v.post("/planning/put", data={"net": "下载试验", "try": "OPEN~two", "view": "drafts"})
        assert "已存成“开设：二社区文化室”" in main_text(kept)
        compared = v.get("/planning", params={"view": "drafts", "compare": "开设：二社区文化室", "base": "下载试验"})
        assert "二社区多了“家庭教育指导”可去" in main_text(compared).replace(" ", "")
        other_areas = v.get("/planning", params={"view": "drafts", "compare": "下载试验", "area": DISTRICT})
        assert "区划不一样" in main_text(other_areas)
        listed = v.get("/planning", params={"view": "drafts"})
        assert "中心的草案" in main_text(listed)
        assert "确定删除：中心的草案" not in listed.text
        assert "不是你存的" in main_text(v.post("/planning/delete", data={"name": "中心的草案"}))
        for name in ("下载试验", "开设：二社区文化室"):
            assert f"已删除“{name}”" in main_text(v.post("/planning/delete", data={"name": name}))
    with visitor(site, "centre") as other:
        assert "已删除“中心的草案”" in main_text(other.post("/planning/delete", data={"name": "中心的草案"}))
