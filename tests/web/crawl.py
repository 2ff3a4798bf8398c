"""Every page that somebody can get to, walked link by link without a browser, and what stands on each."""

import re
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
from fastapi import FastAPI
from starlette.routing import Match, Route

from web.attach import attach

EACH = ("view", "list", "do", "topic")
"""Parameters of which each value is a page of its own."""
BOX = "data-say"
"""The field into which whoever is on a page says what has happened, or which case she looks for."""


def routes() -> list[Route]:
    """The addresses of pages."""
    app = FastAPI(openapi_url=None)
    attach(app)
    return [r for r in app.routes if isinstance(r, Route) and "GET" in (r.methods or ())]


def kind(address: str, known: list[Route]) -> tuple[str, ...]:
    """What two addresses of one kind of page have in common: the route, the kind of item, which parameters."""
    parts = urlsplit(address)
    scope = {"type": "http", "method": "GET", "path": parts.path}
    path = next((r.path for r in known if r.matches(scope)[0] is Match.FULL), parts.path)
    item = parts.path.split("/")[2].partition("-")[0] if path.startswith("/item/") else ""
    return (path, item, *sorted(f"{k}={v if k in EACH else ''}" for k, v in parse_qsl(parts.query)))


class Seen(HTMLParser):
    """A page as it is sent: its links, boxes, filled buttons that no fold hides, and what a person reads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links, self.boxes = list[str](), 0
        self.filled, self.words = list[str](), list[str]()
        self._closed = list[bool]()
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        self.boxes += BOX in of
        if tag == "details":
            self._closed.append("open" not in of and "roomy" not in (of.get("class") or ""))
        elif tag in ("script", "style", "pre", "code"):
            self._silent += 1
        elif tag == "a" and of.get("href"):
            self.links.append(str(of["href"]))
        if tag in ("a", "button") and "main" in (of.get("class") or "").split() and not any(self._closed):
            self.filled.append(f"{tag} {of.get('href') or of.get('name') or of.get('data-print', '')}")
        self.words += [of[name] or "" for name in ("title", "placeholder", "aria-label") if name in of]

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._closed.pop()
        elif tag in ("script", "style", "pre", "code"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


DEVELOPERS = re.compile(
    r"配置值|枚举|散列|哈希|（[MHL]）"
    r"|(?<![A-Za-z])(?:MEMORY|UNCLEAR|CONFIGURED|UNVERIFIED|NOT_[A-Z]+|None|null|undefined|NaN|GraphQL)(?![A-Za-z])"
)
"""Words of whoever made it, which say nothing to whoever reads it."""


def faults(seen: Seen) -> Iterable[str]:
    """What no page may have."""
    if seen.boxes != 1:
        yield f"{seen.boxes} boxes"
    if len(seen.filled) > 1:
        yield f"{len(seen.filled)} main buttons: {seen.filled}"
    if found := DEVELOPERS.findall(" ".join(seen.words)):
        yield f"developers' words: {sorted(set(found))}"


def unwalked(
    waiting: deque[str], own: set[str], known: list[Route], done: set[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses of kinds that are not done, each with its kind, while any are added; each of `own` once whatever is."""
    while waiting:
        address = waiting.popleft()
        what = kind(address, known)
        if what not in done or address in own:
            own.discard(address)
            yield address, what


async def walk(
    client: httpx.AsyncClient, begin: Iterable[str], known: list[Route], done: set[tuple[str, ...]]
) -> AsyncIterator[tuple[str, Seen]]:
    """Each page that links lead to, one of a kind, from the first ones; `begin` is walked whoever has been there."""
    waiting = deque(begin)
    for address, what in unwalked(waiting, set(waiting), known, done):
        reply = await client.get(address, headers={"accept": "text/html"}, follow_redirects=True)
        if reply.is_success:
            done.add(what)
        if not reply.headers.get("content-type", "").startswith("text/html"):
            continue
        seen = Seen(reply.text)
        yield address, seen
        here, host = [urlsplit(urljoin(str(reply.url), link)) for link in seen.links], reply.url.netloc.decode()
        waiting.extend(f"{u.path}?{u.query}" if u.query else u.path for u in here if u.netloc == host)
