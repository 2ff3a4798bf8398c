"""Requests that other sites start for a person are refused: forms, sockets, signing in and out (来源)."""

from collections.abc import Collection, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from web.parts.following import REFUSED
from web.parts.words import say

READING = ("GET", "HEAD", "OPTIONS")
PROGRAMS = ("/graphql",)
"""Addresses of programs, which send a token and no cookie."""
OWN = ("same-origin", "none")
"""Values of a browser header for a request that this site, or the person, has started."""


def own(headers: Mapping[str, str]) -> bool:
    """True if a request comes from this site's own pages, or from no browser.

    A browser names the origin with every form, and whether it is this site. One that hides both still names the
    page that it comes from.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in OWN:
        return False
    came = headers.get("origin", headers.get("referer"))
    return came is None or (came != "null" and urlsplit(came).netloc == headers.get("host"))


def known(host: str, names: Collection[str] | None) -> bool:
    """True if the service has this name: of another one that leads here (DNS rebinding) the browser takes it for that.

    An address of numbers cannot be made to lead elsewhere; without names every one is this service's.
    """
    name = urlsplit(f"//{host}").hostname or ""
    if names is None or name in names:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class OwnOrigin:
    """Middleware that refuses such requests of other sites."""

    def __init__(self, app: ASGIApp, names: Collection[str] | None = None) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with 403."""
        if scope["type"] == "http" and self._guarded(scope) and not self._fine(Headers(scope=scope)):
            await PlainTextResponse(say("frame.other_site"), 403)(scope, receive, send)
            return
        if scope["type"] == "websocket" and scope["path"] not in PROGRAMS and not self._fine(Headers(scope=scope)):
            await WebSocketClose(REFUSED)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _fine(self, headers: Headers) -> bool:
        return known(headers.get("host", ""), self.names) and own(headers)

    @staticmethod
    def _guarded(scope: Scope) -> bool:
        """Every request that changes something for whoever has the cookie."""
        return scope["method"] not in READING and scope["path"] not in PROGRAMS
