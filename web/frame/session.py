"""Sign-in: the token is the session, in a cookie that scripts and other sites cannot read (登录)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import httpx
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


async def accepted(app: FastAPI, code: str, token: str | None) -> str | None:
    """The token of whoever takes an account with a one-time code: a new one, or her issuer's; None if it is refused."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages", headers=headers) as http:
        reply = await http.post("/invitation", json={"code": code})
    if reply.status_code != HTTPStatus.OK:
        return None
    issued: str | None = reply.json().get("token", token)
    return issued


def refused_code() -> Response:
    """Back to the sign-in page, which says that the code was refused."""
    return RedirectResponse("/signin?code=refused", status_code=303)


def signed_out() -> Response:
    """Redirect to the first page and delete the session cookie and the browser's session storage."""
    reply = RedirectResponse("/", status_code=303, headers={"Clear-Site-Data": '"storage"'})
    reply.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return reply
