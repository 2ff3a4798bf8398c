"""Every page that somebody can get to, walked link by link as each role, has no flaw that axe-core knows."""

from collections import deque

import pytest
from playwright.async_api import Browser, Error, Page

from cli.demo import ROLES
from knowledge.roles import ActorRole
from tests.web.conftest import BOX, Site, flaws, opened, sign_in
from tests.web.crawl import routes, unwalked

OWN = ("/", "/who", "/sheet", "/work", "/network", "/planning", "/admin")
"""Pages that each role sees in its own way."""
ASKED = ("/who?matter=M08&at=440104001007#age=13", "/sheet?at=440104001007#age=9&fatherState=imprisoned")
"""What was asked before: the facts of the child stand behind the #, which a script sends in the body of a form."""
BEGIN = (
    *OWN, *ASKED, "/report", "/duty", "/paper", "/rules", "/load", "/take",
    "/signin", "/no/page",
)  # fmt: skip  # a table
NO_PAGE = {
    "/session", "/places", "/responsibility", "/referral",
    "/planning/report/file", "/planning/draft", "/take/{topic}", "/load/template",
    "/item/{code}/file/{revision}/{name}",
}  # fmt: skip  # a table
"""What scripts ask for, addresses of before, and files."""
ELSEWHERE = {"/item/{code}/own/{form}"}
"""What the demo has no data for, and a test of its own looks at."""
REFUSED = "refused"
LINKS = """[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin)
  .map(a => a.pathname + a.search + a.hash)"""
UNFINISHED = "main[aria-busy=true], [data-look]"
"""An answer or work on its way: it takes the place of the page."""
UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true; })"
SCREENS = ((1366, False), (360, True))
"""Widths, and whether it is night."""


async def opens(page: Page, address: str) -> bool | None:
    """Open a page whole; False if it is refused, None if it is a file."""
    try:
        reply = await page.goto(address)
    except Error as e:
        if "Download is starting" not in str(e):
            raise
        return None
    await page.locator(UNFINISHED).wait_for(state="detached")
    return reply is not None and reply.ok


async def seen(page: Page) -> list[str]:
    """The flaws of a page with all folds open, on a wide screen by day and on a phone by night, and its one box."""
    boxes = await page.locator(BOX).count()
    found = [] if boxes == 1 else [f"{page.url} has {boxes} boxes"]
    for width, dark in SCREENS:
        await page.set_viewport_size({"width": width, "height": 768})
        await page.emulate_media(color_scheme="dark" if dark else "light")
        await page.evaluate(UNFOLD)
        found += [f"{page.url} at {width}: {flaw}" for flaw in await flaws(page)]
    return found


@pytest.mark.long
async def test_no_page_has_a_flaw_whoever_walks(browser: Browser, site: Site):
    """The cheap tests that stay are those of each page, which ask `flaws` of its main views."""
    known, done, found = routes(), set[tuple[str, ...]](), list[str]()
    for role in ("", *ROLES):
        async with opened(browser, site, quiet=False) as page:  # a page that is refused is looked at too
            if role:
                await sign_in(page, ActorRole[role.upper()].label)
            waiting = deque(BEGIN)
            for address, what in unwalked(waiting, set(OWN), known, done):
                whole = await opens(page, address)
                new = what if whole is not False else (*what, REFUSED)  # another role may open it
                if whole is not None and (new not in done or whole):
                    found += await seen(page)
                    waiting.extend(await page.evaluate(LINKS))
                done.add(new)
    assert not found, "\n".join(found)
    opened_once = {path for path, *more in done if REFUSED not in more}
    assert {r.path for r in known} - opened_once - ELSEWHERE == NO_PAGE
