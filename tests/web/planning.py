"""What the tests of 规划 share: somebody who has signed in, a draft, texts of a page."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.web.conftest import Site, sign_in

PATIENCE = 240_000
"""Milliseconds: the whole district is judged, on a busy machine."""
expect.set_options(timeout=PATIENCE)
DISTRICT = "440104000000"
CENTRE = "rescue_centre@440104000000"
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


async def planner(page: Page) -> None:
    """Sign in as one who plans."""
    page.set_default_timeout(PATIENCE)
    await sign_in(page, "规划人员")


async def carried(page: Page, site: Site) -> None:
    """Bring the session of one who plans along, where no script runs."""
    page.set_default_timeout(PATIENCE)
    with visitor(site) as v:
        token = v.cookies["tongxin"]
    await page.context.add_cookies([{"name": "tongxin", "value": token, "url": site.url}])


@contextmanager
def visitor(site: Site, role: str = "planner") -> Iterator[httpx.Client]:
    """Somebody who has signed in with a demo role and follows where a page sends her."""
    with httpx.Client(base_url=site.url, timeout=240, follow_redirects=True) as client:
        if role:
            client.headers["accept-language"] = "zh-CN"
            client.post("/sign-in", data={"role": role})
        yield client


def main_text(reply: httpx.Response) -> str:
    """The text of the main part of a page."""
    main = reply.text.split("<main", 1)[-1].split("</main>", 1)[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))
