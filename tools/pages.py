"""Pages as people use them: heights on three screens, taps and seconds; with pictures (`make screenshots`).

`tools/pages.py [--base http://127.0.0.1:8000] [--only 今天] [--readme]` opens every page of a demo with a month of
casework in Chromium, as the role whose page it is, and does its main job with as few taps as the page allows. Without
`--base` it starts a demo of its own. It writes the table into docs/pages/measured.md and every picture into
`$TONGXIN_HOME/pictures`, which is not kept in the repository; with `--readme` the pictures of the README, too.
With `--usable` (`make usable`) it only opens each page, warm, and prints its seconds beside the bar.
Nothing is measured that a person would not see. Seconds are those of the machine: the table shows how busy it was.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.async_api import Browser, BrowserContext, Page, TimeoutError, async_playwright  # noqa: A004  # playwright's own

ROOT = Path(__file__).parent.parent
HOME = Path(os.environ.get("TONGXIN_HOME", ROOT / ".tongxin"))
TABLE = ROOT / "docs/pages/measured.md"
MARKS = ("<!-- measured -->\n", "<!-- /measured -->\n")
"""Marks in the document; the text between them is written by this tool."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SCREENS = ((1366, 768), (768, 1024), (360, 740))
TRIES = 3
"""Number of times that a page is opened; the median time counts."""
BAR = 0.5
"""Seconds within which a page is to be usable, of a warm service on an idle machine."""
BOX = ".box textarea, textarea[name=said], main textarea"
FIRST = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
USABLE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
"""Milliseconds from the request to the first line, and to where everything can be read, pressed and typed into."""
TALL = "document.documentElement.scrollHeight"
FOLDS = """(() => { const fold = document.querySelector('main > .folds, main > .cols details.card:not([open])');
  return fold && Math.round(fold.getBoundingClientRect().top + scrollY); })()"""
"""Script for the position of the folds of an answer; null on a page without."""
PORT = 8165
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """A page as somebody opens it, and its main job: a row of `pages.toml`."""

    name: str
    path: str
    role: str = ""
    """The Chinese name of a role of the demo; empty for who has not signed in."""
    job: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    """Actions of a person: `tap` a place, `type` into the box, `enter`."""
    done: str = ""
    """Selector of the page's state when the job is done."""
    readme: str = ""


LOOKS = [Look(**row) for row in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["look"]]
DONE = "，做完"
"""Ends the name of the picture of what a job leads to."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures and their folder."""

    folder: Path
    readme: bool

    async def keep(self, page: Page, look: Look, more: str = "") -> None:
        """The whole page; its first screen for the README, where it is one of its pictures."""
        size = page.viewport_size or {"width": 0}
        await page.screenshot(path=self.folder / f"{look.name}{more}-{size['width']}.png", full_page=True)
        if self.readme and look.readme and bool(look.steps) is bool(more) and size["width"] == SCREENS[0][0]:
            await page.screenshot(path=ROOT / f"docs/pages/{look.readme}.png")


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


async def measured(page: Page, look: Look, pictures: Pictures) -> Row:
    """Heights on all screens, seconds until the first line and until all can be used, what the main job takes."""
    row = await seconds(page, look)
    row["tall"] = await heights(page, look, pictures)
    await on(page, SCREENS[-1])
    try:
        row["job"] = await job(page, look, pictures) if look.steps else ""
    except TimeoutError as e:  # one job that cannot be done must not hide the other pages
        row["job"] = f"{look.job}: failed, {str(e).splitlines()[-1].strip()}"
    return row


async def seconds(page: Page, look: Look) -> Row:
    """Seconds until the first line and until all can be used, on the phone; the first opening only warms."""
    await on(page, SCREENS[-1])
    _, *times = [await opened(page, look) for _ in range(TRIES + 1)]
    first, usable = (sorted(t)[TRIES // 2] for t in zip(*times, strict=True))
    return {"page": look.name, "role": look.role, "first": f"{first:.2f}", "usable": f"{usable:.2f}"}


async def on(page: Page, screen: tuple[int, int]) -> None:
    """As on a screen of this size."""
    await page.set_viewport_size({"width": screen[0], "height": screen[1]})


async def opened(page: Page, look: Look) -> tuple[float, float]:
    """Seconds until the first line is painted, and until everything can be used."""
    await page.goto("about:blank")
    reply = await page.goto(look.path)
    if reply is None or not reply.ok:  # a refusal is short and quick
        sys.exit(f"{look.name}: {reply and reply.status}")
    return await page.evaluate(FIRST) / 1000, await page.evaluate(USABLE) / 1000


async def heights(page: Page, look: Look, pictures: Pictures, more: str = "") -> str:
    """Return the height of the page on each screen, in pixels and screens, and the position of its folds."""
    sizes = []
    for screen in reversed(SCREENS):  # what a wide screen has unfolded stays open on a narrow one
        await on(page, screen)
        await page.wait_for_timeout(100)  # the layout follows
        tall, folds = int(await page.evaluate(TALL)), await page.evaluate(FOLDS)
        sizes.append(f"{tall:,} ({tall / screen[1]:.1f})" + (f" folds at {folds:,}" if folds else ""))
        await pictures.keep(page, look, more)
    return " | ".join(reversed(sizes))


async def job(page: Page, look: Look, pictures: Pictures) -> str:
    """The main job on the phone: taps, typings and seconds of the service, and how tall what it leads to is."""
    await page.goto(look.path)
    began = time.monotonic()
    for verb, what in look.steps:
        if verb == "tap":
            await page.locator(what).first.click()
        elif verb == "type":
            await page.locator(BOX).first.fill(what)
        else:
            await page.keyboard.press("Enter")
    if look.done:
        await page.locator(look.done).first.wait_for()
    seconds = time.monotonic() - began
    tall = await heights(page, look, pictures, DONE)
    taps, typed = (sum(v in verbs for v, _ in look.steps) for verbs in (("tap", "enter"), ("type",)))
    return f"{look.job}: {taps} taps, {typed} typings, {seconds:.1f} s; then {tall.replace(' | ', ' / ')}"


def lines(rows: list[Row]) -> Iterator[str]:
    """The table as Markdown."""
    heads = [f"{w}×{h}: px (screens)" for w, h in SCREENS]
    yield f"| page | role | {' | '.join(heads)} | first line s | usable s | main job on the phone |"
    yield "|---" * (len(heads) + 5) + "|"
    for r in rows:
        yield f"| {r['page']} | {r['role'] or '–'} | {r['tall']} | {r['first']} | {r['usable']} | {r['job']} |"


def beside_bar(rows: list[Row]) -> Iterator[str]:
    """Yield the seconds of each page beside the bar, and the number of pages within it."""
    kept = [float(r["usable"]) <= BAR for r in rows]
    yield "| page | role | first line s | usable s | bar s | |"
    yield "|---" * 6 + "|"
    for r, ok in zip(rows, kept, strict=True):
        yield f"| {r['page']} | {r['role'] or '–'} | {r['first']} | {r['usable']} | {BAR} | {'' if ok else 'over'} |"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    yield f"{sum(kept)} of {len(kept)} pages are usable within {BAR} s; {load}."


async def walked(base: str, pictures: Pictures | None, only: str) -> list[Row]:
    """Every page, each role in a profile of its own; without pictures only the seconds."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    rows = list[Row]()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for look in (x for x in LOOKS if only in x.name):
            context = await signed_in(browser, base, look.role)
            page = await context.new_page()
            rows.append(await measured(page, look, pictures) if pictures else await seconds(page, look))
            await context.close()
        await browser.close()
    return rows


@contextmanager
def demo() -> Iterator[str]:
    """A demo with a month of casework in a folder of its own, which is gone afterwards."""
    base = f"http://127.0.0.1:{PORT}"
    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HOME) as home:
        env = {**os.environ, "TONGXIN_HOME": home, "PORT": str(PORT)}
        process = subprocess.Popen([sys.executable, "-m", "cli", "demo", "--month"], cwd=ROOT, env=env)
        try:
            while not ready(base):
                if process.poll() is not None:
                    sys.exit(process.returncode)
                time.sleep(1)
            yield base
        finally:
            process.terminate()
            process.wait()


def ready(base: str) -> bool:
    """True if the demo answers."""
    try:
        return httpx.get(f"{base}/readyz", timeout=5).is_success
    except httpx.HTTPError:
        return False


def written(rows: list[Row], busy: float) -> None:
    """Put the table into the document."""
    before, _, rest = TABLE.read_text("utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    measured = (
        f"Measured {time.strftime('%Y-%m-%d')}; {busy:.1f} processes ran on {os.cpu_count()} cores before it began.\n\n"
    )
    table = "\n".join(lines(rows))
    TABLE.write_text(f"{before}{MARKS[0]}{measured}{table}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--base", help="a demo that runs already")
    given.add_argument("--only", default="", help="pages whose name has this; the document stays as it is")
    given.add_argument("--readme", action="store_true")
    given.add_argument("--usable", action="store_true", help="only the seconds, beside the bar; nothing is written")
    args = given.parse_args()
    kept = Pictures(HOME / "pictures", args.readme)
    kept.folder.mkdir(parents=True, exist_ok=True)

    def whole(base: str) -> None:
        """Measure, print and store the table."""
        busy = os.getloadavg()[0]
        rows = asyncio.run(walked(base, kept, args.only))
        print("\n".join(lines(rows)))
        if not args.only:
            written(rows, busy)

    def quick(base: str) -> None:
        """Print the seconds of each page beside the bar."""
        print("\n".join(beside_bar(asyncio.run(walked(base, None, args.only)))))

    look_at = quick if args.usable else whole
    if args.base:
        look_at(args.base)
    else:
        with demo() as made:
            look_at(made)
