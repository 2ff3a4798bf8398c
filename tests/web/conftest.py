"""The pages in a real browser, over the service in a process of its own, over the suite's Neo4j."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from playwright.async_api import Browser, BrowserContext, Page, TimeoutError, async_playwright, expect  # noqa: A004  # playwright's own timeout

from api.access.tokens import issue
from api.settings import Settings
from graph_model.engine import Server, choose_port
from graph_model.graph import Graph
from tests.web import crawl
from tests.web.plain import application
from web.casework.page import attach_casework
from web.duty.page import attach_duty
from web.files.page import attach_files
from web.frame.session import COOKIE
from web.paper.page import attach_paper

ROOT = Path(__file__).parent.parent.parent
expect.set_options(timeout=30_000)  # a first answer takes seconds on a slow machine; nothing here is timed
WIDTHS = (1366, 820, 360)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is installed: a page costs Chromium without windows a fifth of what it costs one that has them."""


class Site:
    """The service as its own process; may be stopped and started again on the same port."""

    def __init__(self, server: Server, home: Path, *options: str) -> None:
        self._options = options
        self.port = choose_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "pages.log"
        self._env = {
            **os.environ,
            "NEO4J_URI": server.uri, "NEO4J_USER": server.user, "NEO4J_PASSWORD": server.password,
            "TONGXIN_HOME": str(home), "PORT": str(self.port), "PYTHONUNBUFFERED": "1",
            "TONGXIN_DATABASE_SECONDS": "60", "TONGXIN_QUERY_SECONDS": "600",
        }  # fmt: skip
        self._env.pop("PYTEST_CURRENT_TEST", None)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "serve", *self._options],
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=log,
            )
        while True:
            try:
                httpx.get(f"{self.url}/livez", timeout=5)
            except httpx.HTTPError:
                assert self.process.poll() is None, self.log.read_text("utf-8")
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Stop it as an operator would."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def memory(self) -> int:
        """Resident memory of the service, in MB."""
        assert self.process is not None
        return int(psutil.Process(self.process.pid).memory_info().rss // 2**20)


@pytest.fixture(scope="session")
def site(loaded: Server, home: Path) -> Iterator[Site]:
    made = Site(loaded, home)
    made.start()
    yield made
    made.stop()
    log = made.log.read_text("utf-8")
    assert "Traceback" not in log, log


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        pytest.skip(f"no Chromium: apt-get install {BROWSERS[0]}, or {BROWSERS[1]}")
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield made
        await made.close()


@asynccontextmanager
async def opened(
    browser: Browser, site: Site, width: int = 1366, *, quiet: bool = True, **options: Any
) -> AsyncIterator[Page]:
    """A page in a browser profile of its own, with an empty cache."""
    context = await browser.new_context(
        viewport={"width": width, "height": 768}, locale="zh-CN", base_url=site.url, **options
    )
    async with watched(context, site, quiet=quiet) as page:
        yield page
    await context.close()


@asynccontextmanager
async def watched(context: BrowserContext, site: Site, *, quiet: bool = True) -> AsyncIterator[Page]:
    """A page whose every request must stay on the machine and, where it is to be `quiet`, whose console stays clean."""
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    away: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: away.append(r.url) if not r.url.startswith((site.url, "data:", "blob:")) else None)
    page.on("websocket", lambda w: away.append(w.url) if f":{site.port}/" not in w.url else None)
    page.on("console", lambda m: errors.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    await page.close()
    assert not away, f"left the machine: {away}"
    assert not (quiet and errors), errors


@pytest.fixture(scope="session")
async def profile(browser: Browser, site: Site) -> AsyncIterator[BrowserContext]:
    """A browser profile for many tests: the scripts of the pages are fetched and compiled once."""
    context = await browser.new_context(viewport={"width": WIDTHS[0], "height": 768}, locale="zh-CN", base_url=site.url)
    yield context
    await context.close()


@pytest.fixture
async def page(profile: BrowserContext, site: Site) -> AsyncIterator[Page]:
    """A page for the public, at 1366 × 768: nobody has signed in, nothing is stored."""
    await profile.clear_cookies()
    async with watched(profile, site) as made:
        yield made


Seat = Callable[[str], httpx.AsyncClient]
"""Somebody of a role at her desk, without a browser."""


@pytest.fixture
async def seat(graph: Graph, home: Path) -> AsyncIterator[Seat]:
    """People at their desks: the pages of casework, without a browser."""
    settings, made = Settings(TONGXIN_HOME=home), list[httpx.AsyncClient]()
    app = application(graph, home, attach_casework, attach_files, attach_duty, attach_paper)

    def of(role: str) -> httpx.AsyncClient:
        cookies = {COOKIE: issue(settings, f"demo-{role}")}
        made.append(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service", cookies=cookies))
        return made[-1]

    yield of
    for client in made:
        await client.aclose()


async def sign_in(page: Page, role: str) -> None:
    """As a person does: open the page, choose the role (its Chinese name)."""
    await page.goto("/signin")
    await page.get_by_role("button", name=role).first.click()  # the invited roles come first
    await page.get_by_role("button", name="退出").wait_for()


async def choose(page: Page, label: str, typed: str, option: str | None = None) -> None:
    """Type into a field that finds things, and take what fits."""
    await page.get_by_role("combobox", name=label).press_sequentially(typed, delay=20)
    await page.wait_for_timeout(400)  # as a person's hand does: the last letter has been sent by then
    option_row = page.get_by_role("option", name=option or typed).first
    await option_row.wait_for()
    await option_row.dispatch_event("mousedown")
    try:
        await option_row.wait_for(state="hidden", timeout=10_000)
    except TimeoutError:  # the last letters came late and opened it anew: a person would take it once more
        await option_row.dispatch_event("mousedown")
        await option_row.wait_for(state="hidden")


async def flaws(page: Page) -> list[str]:
    """What axe-core finds, of whatever grade, each with where; a page that is still coming is waited for."""
    await page.wait_for_load_state()
    await page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    violations = await page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [f"{v['impact']} {v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in violations]


BOX = f"[{crawl.BOX}]"
"""The field into which whoever is on a page says what has happened, or which case she looks for."""
SCREENS = {1366: 768, 360: 2 * 740}
"""Pixels of what stands before the folds of an answer, by width: one screen of a desk, two of a phone."""
FOLD = "main > .folds, main > .cols details.card:not([open])"


async def unfolded(page: Page) -> None:
    """What is for now stands above the folds: on one screen of a desk and on two of a phone."""
    for width, most in SCREENS.items():
        await page.set_viewport_size({"width": width, "height": 740})
        await page.reload()
        await page.locator("main[aria-busy=true]").wait_for(state="detached")
        first = page.locator(FOLD).first
        await first.wait_for()
        box = await first.bounding_box()
        assert box is not None
        assert box["y"] <= most, f"{page.url} folds from {box['y']} px on a screen of {width}"
    await page.set_viewport_size({"width": WIDTHS[0], "height": 768})


async def printed(page: Page) -> int:
    """How many pages of A4 a page takes."""
    return len(re.findall(rb"/Type\s*/Page[^s]", await page.pdf(format="A4", prefer_css_page_size=True)))


async def fits(page: Page) -> None:
    """Nothing may need scrolling sideways at three widths."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 768})
        await page.wait_for_timeout(150)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide on a screen of {width}"
    await page.set_viewport_size({"width": WIDTHS[0], "height": 768})
