"""Pages as people use them: heights on two screens, taps of the main job, what it takes to be usable; with pictures.

`python tools/pages.py http://127.0.0.1:8131 [--pictures FOLDER]` opens every page of a running demo in Chromium, at
1366×768 and at 360×740, does its main job with as few taps as the page allows, and prints a table for docs/pages.
Nothing is measured that a person would not see; seconds are those of the machine, so look whether it was quiet.
"""

import argparse
import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SCREENS = {"desk": (1366, 768), "phone": (360, 740)}
TABLET = (820, 1180)
"""The third width of the pictures."""
TRIES = 5
"""How often a page is opened; the middle time counts."""
BOX = ".box textarea, textarea[name=said], main textarea"
USABLE = "() => { const n = performance.getEntriesByType('navigation')[0]; return n.domContentLoadedEventEnd; }"
"""Milliseconds from the request to where everything can be read, pressed and typed into."""
Step = tuple[str, str]
"""What a person does: `tap` a place that can be pressed, `type` into a field, `enter`."""


@dataclass(frozen=True, slots=True)
class Look:
    """A page as somebody opens it, and its main job."""

    name: str
    role: str
    """The Chinese name of a role of the demo; empty for who has not signed in."""
    path: str
    job: str = ""
    """The main job in words; empty where the page is only read."""
    steps: tuple[Step, ...] = ()
    done: str = ""
    """What is seen when the job is done, as a selector."""


ASKED = "13岁女孩怀孕"
GRANDMOTHER = "9岁男孩，父亲坐牢，母亲失联，跟奶奶住，低保"
UNSURE = (("tap", "label:has([value=unknown])"), ("tap", "main form button"))
NOT_SEEN = (
    ("tap", "a:has-text('没见到')"), ("tap", "label:has-text('没人')"), ("tap", "button:has-text('没见到')"),
)  # fmt: skip  # a row
LOOKS = (
    Look("此刻", "", "/", "看到打给谁", UNSURE, "[role=status]"),
    Look("谁负责", "", "/who", "问一件事", (("type", ASKED), ("enter", "")), "h2:has-text('现在做')"),
    Look("办事单", "", "/sheet", "问能办什么", (("type", GRANDMOTHER), ("enter", "")), "h2:has-text('能办')"),
    Look("今天（儿童主任）", "儿童主任", "/work", "记一次没见到",
         NOT_SEEN, "[role=status]:has-text('记下了')"),
    Look("今天（督导）", "街道", "/work", "打开第一个有危险的孩子", (("tap", "a[href^='/item/'] >> nth=0"),), ""),
    Look("报告", "儿童主任", "/report"),
    Look("按谁负责、空缺", "个案负责人", "/work?list=area"),
    Look("网络", "规划", "/network"),
    Look("本季的数", "规划", "/network?view=numbers"),
    Look("走访压力", "规划", "/network?view=load"),
    Look("转介往来", "个案负责人", "/network?view=flow"),
    Look("周六晚上", "规划", "/network?view=hour&day=5&hour=22"),
    Look("24小时", "规划", "/network?view=week"),
    Look("规划", "规划", "/planning"),
    Look("目标", "规划", "/planning?view=goals"),
    Look("规则", "", "/rules"),
    Look("载入", "区中心", "/load"),
    Look("开工清单", "区中心", "/load/district"),
    Look("来件（学校）", "学校", "/work"),
    Look("值班", "街道", "/duty"),
    Look("账户", "信息安全", "/admin"),
)  # fmt: skip  # a table


async def signed_in(browser: Browser, base: str, role: str) -> BrowserContext:
    """A browser profile of its own; `role` as on the sign-in page."""
    context = await browser.new_context(base_url=base, locale="zh-CN")
    if role:
        page = await context.new_page()
        await page.goto("/signin")
        await page.get_by_role("button", name=role).first.click()
        await page.get_by_role("button", name="退出").wait_for()
        await page.close()
    return context


async def measured(page: Page, look: Look, pictures: Path | None) -> dict[str, str]:
    """Heights of both screens, what the main job takes, seconds until the page can be used."""
    row = {"page": look.name}
    for screen, (width, height) in SCREENS.items():
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(look.path)
        tall = int(await page.evaluate("document.documentElement.scrollHeight"))
        row[screen] = f"{tall} ({tall / height:.1f})"
        await _picture(page, pictures, f"{look.name}-{width}")
    await page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    await _picture(page, pictures, f"{look.name}-{TABLET[0]}")
    await page.set_viewport_size({"width": SCREENS["phone"][0], "height": SCREENS["phone"][1]})
    row["ms"] = f"{await usable(page, look):.0f}"
    row["job"] = await job(page, look, pictures)
    return row


async def usable(page: Page, look: Look) -> float:
    """Milliseconds until everything can be pressed: the middle of some tries."""
    times = []
    for _ in range(TRIES):
        await page.goto(look.path)
        times.append(float(await page.evaluate(USABLE)))
    return sorted(times)[TRIES // 2]


async def job(page: Page, look: Look, pictures: Path | None) -> str:
    """The main job on the phone: taps and typings, and how tall what it leads to is; says so if it fails."""
    if not look.steps:
        return ""
    for verb, what in look.steps:
        if verb == "tap":
            await page.locator(what).first.click()
        elif verb == "type":
            await page.locator(BOX).first.fill(what)
        else:
            await page.keyboard.press("Enter")
    if look.done:
        await page.locator(look.done).first.wait_for()
    tall = int(await page.evaluate("document.documentElement.scrollHeight"))
    await _picture(page, pictures, f"{look.name}-job-360")
    taps, typed = (sum(v in verbs for v, _ in look.steps) for verbs in (("tap", "enter"), ("type",)))
    return f"{look.job}: {taps} taps, {typed} typings; {tall} px"


async def _picture(page: Page, folder: Path | None, name: str) -> None:
    if folder:
        await page.screenshot(path=folder / f"{name}.png", full_page=True)


def lines(rows: list[dict[str, str]]) -> Iterator[str]:
    """The table as Markdown."""
    yield "| page | 1366×768: px (screens) | 360×740: px (screens) | usable after ms | main job |"
    yield "|---|---|---|---|---|"
    for r in rows:
        yield f"| {r['page']} | {r['desk']} | {r['phone']} | {r['ms']} | {r['job']} |"


async def main(base: str, pictures: Path | None, only: str) -> list[dict[str, str]]:
    """Every page, each role in a profile of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    rows = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for look in (x for x in LOOKS if only in x.name):
            context = await signed_in(browser, base, look.role)
            page = await context.new_page()
            try:
                rows.append(await measured(page, look, pictures))
            except Exception as e:  # noqa: BLE001  # one page that cannot be used must not hide the others
                rows.append({"page": look.name, "desk": "", "phone": "", "ms": "", "job": f"failed: {str(e)[:90]!r}"})
            await context.close()
        await browser.close()
    return rows


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("base")
    given.add_argument("--pictures", type=Path)
    given.add_argument("--only", default="")
    args = given.parse_args()
    if args.pictures:
        args.pictures.mkdir(parents=True, exist_ok=True)
    print("\n".join(lines(asyncio.run(main(args.base, args.pictures, args.only)))))
