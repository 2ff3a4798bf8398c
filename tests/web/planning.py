"""A part of the planning page opened, and a draft saved on it."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.web.conftest import sign_in

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
    """Sign in and open a part of the page."""
    page.set_default_timeout(PATIENCE)
    await sign_in(page, role)
    await page.goto("/planning")
    await page.get_by_role("button", name=part, exact=True).click()
    return page.get_by_role("region", name=part, exact=True)


def read(path: Path) -> str:
    """The text of a downloaded table."""
    return path.read_text("utf-8-sig")


async def save(page: Page, name: str) -> None:
    """Paste and save the draft, then choose it as the network."""
    await page.get_by_label("草案名称").fill(name)
    await page.get_by_label("草案内容").fill(json.dumps(DRAFT, ensure_ascii=False))
    await page.get_by_role("button", name="检查并保存").click()
    await page.get_by_text(f"已保存“{name}”").wait_for()
    await page.get_by_label("用哪个网络").select_option(label=f"草案：{name}（demo-planner）")
