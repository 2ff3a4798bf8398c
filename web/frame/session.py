"""Sign-in: the token is the session, in a cookie that scripts and other sites cannot read (登录)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

COOKIE = "tongxin"
HOURS = 12
Report = Callable[[str, date, Callable[[str], None]], Awaitable[bytes]]
"""Makes the meeting report of an area on a day as a zip and reports each step; the page checks rights before."""


@dataclass(frozen=True, slots=True)
class Web:
    """The application that the pages are attached to."""

    app: FastAPI
    demo: Mapping[str, Callable[[], str]]
    """Demo roles with the functions that issue their tokens; empty with an external issuer."""
    report: Report | None = None


def token_of(request: HTTPConnection) -> str | None:
    """The token of a request: from a proxy that signs people in, otherwise from the cookie."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and given.strip():
        return given.strip()
    return request.cookies.get(COOKIE) or None


def signed_in(token: str, *, secure: bool) -> Response:
    """Redirect to the first page of those who have signed in and set the session cookie."""
    reply = RedirectResponse("/responsibility", status_code=303)
    reply.set_cookie(COOKIE, token, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
    return reply


def signed_out() -> Response:
    """Redirect to the first page and delete the session cookie and the browser's session storage."""
    reply = RedirectResponse("/", status_code=303, headers={"Clear-Site-Data": '"storage"'})
    reply.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return reply
