"""规划：work that takes long has an address, is watched, stopped and repeated, and holds up nobody else."""

import time
from io import BytesIO
from zipfile import ZipFile

import httpx
from playwright.async_api import Page, expect

from tests.web.conftest import Site, flaws
from tests.web.planning import DISTRICT, main_text, planner, visitor

MINUTES = {
    "view": "sites", "area": DISTRICT, "ask": "1", "codes": ["N11", "N14", "N24"], "k": "40", "unit": "MINORS",
    "equity": "0.3", "capacitated": "1", "stopGain": "0",
}  # fmt: skip
"""Many places of limited capacity, shared fairly: minutes of search."""


async def test_a_search_is_watched_at_its_address_stopped_and_repeated(page: Page, site: Site):
    await planner(page)
    await page.goto(f"/planning?{httpx.QueryParams(MINUTES)}")
    await expect(page.get_by_role("status")).to_contain_text("正在算")
    assert "job=" in page.url
    begun = time.monotonic()
    with visitor(site) as other:
        assert "谁来补" in main_text(other.get("/planning")), "others are answered meanwhile"
    assert time.monotonic() - begun < 60
    assert not await flaws(page)
    address = page.url
    await page.get_by_role("button", name="停下，用现在的结果").click()
    await expect(page.get_by_text("没有候选可以提供“司法救助”")).to_be_visible(timeout=60_000)
    assert page.url == address
    again = page.get_by_role("link", name="用同样的条件再算一次")
    assert "job=" not in (await again.get_attribute("href") or "job=")
    await expect(page.get_by_label("加几处")).to_have_value("40")


def test_what_is_uncertain_comes_before_what_is_proven(site: Site):
    with visitor(site) as v:
        reply = v.get("/planning", params={"view": "sites", "ask": "1", "codes": "N18", "k": "2", "area": DISTRICT})
    text = main_text(reply)
    assert "只看有没有一处" in text
    assert "不用再加" not in text


def test_a_report_is_watched_taken_and_holds_no_child(site: Site):
    with visitor(site) as v:
        reply = v.post("/planning/report", data={"of": "440104010000", "on": "2026-11-23", "view": "report"})
        address = str(reply.url)
        assert "made=" in address
        while "data-look" in reply.text:
            assert "正在做" in main_text(reply)
            assert 'http-equiv="refresh"' in reply.text, "it goes on without script"
            time.sleep(0.2)
            reply = v.get(address)
        assert "报告做好了：覆盖报告-440104010000-2026-11-23.zip" in main_text(reply)
        key = reply.url.params["made"]
        taken = v.get("/planning/report/file", params={"made": key})
        assert "attachment" in taken.headers["content-disposition"]
        with visitor(site, "centre") as other:
            assert other.get("/planning/report/file", params={"made": key}).status_code == 404, "hers alone"
    with ZipFile(BytesIO(taken.content)) as zipped:
        names = set(zipped.namelist())
        text = "".join(zipped.read(n).decode("utf-8-sig") for n in names if n.endswith((".html", ".csv")))
    assert {"report.html", "report.docx", "tables.xlsx", "map.geojson", "缺口.csv"} <= names
    assert "人民街道" in text
    assert "case-" not in text
    assert "演示儿童" not in text


def test_a_report_is_stopped_and_leaves_nothing(site: Site):
    with visitor(site) as v:
        reply = v.post("/planning/report", data={"of": DISTRICT, "on": "2026-11-23", "view": "report"})
        key = reply.url.params["made"]
        reply = v.post("/planning/report/stop", data={"made": key, "view": "report"})
        while "data-look" in reply.text:
            time.sleep(0.2)
            reply = v.get(str(reply.url))
        assert "已停下，没有生成报告" in main_text(reply)
        assert v.get("/planning/report/file", params={"made": key}).status_code == 404


def test_an_area_that_is_not_hers_and_a_day_that_is_none_are_refused(site: Site):
    with visitor(site) as v:
        reply = v.post("/planning/report", data={"of": "440000000000", "on": "2026-11-23"})
        assert reply.status_code == 403
        assert "没有这项权限" in main_text(reply)
        reply = v.post("/planning/report", data={"of": DISTRICT, "on": "soon"})
        assert "统计日要写成日期" in main_text(reply)
