"""Requests that other sites start for a person are refused: forms, signing in and out (来源)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.parts.words import say

READING = ("GET", "HEAD", "OPTIONS")
PROGRAMS = ("/graphql",)
"""Addresses of programs, which send a token and no cookie."""
OWN = ("same-origin", "none")
"""What a browser says of a request that this site, or the person, has started."""


def own(headers: Mapping[str, str]) -> bool:
    """True if a request comes from this site's own pages, or from no browser.

    A browser names the origin with every form; it also says whether it is this site.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site is not None and site not in OWN:
        return False
    if origin is None:
        return True
    return bool(origin != "null" and urlsplit(origin).netloc == headers.get("host"))


class OwnOrigin:
    """Middleware that refuses such requests of other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with 403."""
        if scope["type"] == "http" and self._guarded(scope) and not own(Headers(scope=scope)):
            await PlainTextResponse(say("frame.other_site"), 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    @staticmethod
    def _guarded(scope: Scope) -> bool:
        """Every request that changes something for whoever has the cookie."""
        return scope["method"] not in READING and scope["path"] not in PROGRAMS
