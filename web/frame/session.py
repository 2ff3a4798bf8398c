"""Signing in: the token itself is the session, in a cookie that no script and no other site can use (登录)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

COOKIE = "tongxin"
HOURS = 12
Report = Callable[[str, date, Callable[[str], None]], Awaitable[bytes]]
"""Makes the meeting report of an area on a day as a zip, telling each step; rights are asked of the API before."""


@dataclass(frozen=True, slots=True)
class Web:
    """What the pages were attached to."""

    app: FastAPI
    demo: Mapping[str, Callable[[], str]]
    """Demo roles with what issues their token; empty where another issuer signs."""
    report: Report | None = None


def token_of(request: HTTPConnection) -> str | None:
    """The token of a visit: that of a proxy which signs people in, else the cookie's."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and given.strip():
        return given.strip()
    return request.cookies.get(COOKIE) or None


def signed_in(token: str, *, secure: bool) -> Response:
    """To the first page, with the session's cookie."""
    reply = RedirectResponse("/", status_code=303)
    reply.set_cookie(COOKIE, token, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
    return reply


def signed_out() -> Response:
    """To the first page, without a session; what the browser kept of this visit goes too."""
    reply = RedirectResponse("/", status_code=303, headers={"Clear-Site-Data": '"storage"'})
    reply.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return reply
