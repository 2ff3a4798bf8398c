"""The language of a page: what its reader chose, otherwise what her browser asks for (页面的语言)."""

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.parts.words import languages, preferred, speaking

COOKIE = "language"
YEAR = 365 * 24 * 3600
OWN_PATH = re.compile(r"/(?![/\\])")
"""A path; with a second slash of either kind a browser would leave this site."""


class Language:
    """Middleware that answers each request in its language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, in the language that was chosen or is preferred."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with speaking(language_of(Headers(scope=scope))):
            await self.app(scope, receive, send)


def language_of(headers: Headers) -> str:
    """The language of a request; a cookie that names none counts as no choice."""
    try:
        chosen = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        chosen = None
    return chosen.value if chosen and chosen.value in languages() else preferred(headers.get("accept-language", ""))


def chosen(request: Request, language: str) -> Response:
    """Back to the page from which the language was chosen; a fragment of its address stays in the browser."""
    came = urlsplit(request.headers.get("referer", ""))
    own = came.netloc == request.headers.get("host") and OWN_PATH.match(came.path)
    reply = RedirectResponse((f"{came.path}?{came.query}" if came.query else came.path) if own else "/", 303)
    if language in languages():
        reply.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="strict")
    return reply
