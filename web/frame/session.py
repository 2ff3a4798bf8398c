"""Sign-in: the token is the session, in a cookie that scripts and other sites cannot read (登录)."""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from web.frame.sessions import PageSessions
from web.frame.tray import Tray, TrayRoom
from web.parts.asking import WITHIN, Refused, Row
from web.parts.words import spoken

COOKIE = "tongxin"
ATTEMPT = "attempt"
"""The key with which a browser sends a code: if the answer is lost, the same browser is answered again."""
KEY = re.compile("[0-9a-f]{32}")
HOURS = 12
Report = Callable[[str, date, str, Callable[[str], None]], Awaitable[bytes]]
"""Makes the meeting report of an area on a day, of a draft if one is named, as a zip, and reports each step.

The page checks rights before.
"""
Trays = Callable[[str, TrayRoom], Tray[Any]]
"""Function from a name to its tray, the store of things of one kind: the same one in every process of the service."""


def own_tray(_name: str, room: TrayRoom) -> Tray[Any]:
    """A tray of this process, which is the only one."""
    return Tray(room)


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A district with its demo accounts."""

    name: str
    """Empty where there is but one and it is not known how it is called."""
    accounts: Mapping[str, str]
    """Values that the form sends, and the role."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The accounts that may be tried."""

    issue: Callable[[str], str | None]
    """A token for what the form sends; None: there is no such account."""
    places: Callable[[], Awaitable[Sequence[DemoPlace]]]
    """The districts, the one that is served first."""


@dataclass(frozen=True, slots=True)
class Web:
    """The application that the pages are attached to."""

    app: FastAPI
    demo: Demo | None = None
    """The accounts that may be tried; none with an external issuer."""
    report: Report | None = None
    trays: Trays = own_tray

    @property
    def sessions(self) -> PageSessions:
        """The sessions of the service."""
        sessions: PageSessions = self.app.state.sessions
        return sessions


TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,4000}")
"""Characters of a token; anything else can be neither a header nor a cookie."""


def token_of(request: HTTPConnection) -> str | None:
    """The token of a request: from a proxy that signs people in, otherwise from the cookie."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    bearer = given.strip() if scheme.lower() == "bearer" else ""
    token = bearer or request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else None


def session_of(request: HTTPConnection) -> str | None:
    """The token in the cookie, whose session ends here; None if a proxy signs people in, and out."""
    return None if request.headers.get("authorization") else token_of(request)


def signed_in(token: str, page: str, *, secure: bool) -> Response:
    """Redirect to the first page of whoever has signed in and set the session cookie; her code has done its work."""
    reply = RedirectResponse(page, status_code=303)
    reply.delete_cookie(ATTEMPT, httponly=True, samesite="strict")
    reply.set_cookie(COOKIE, token, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
    return reply


def _key(request: HTTPConnection) -> str | None:
    """The key of a browser; None if it has none of ours."""
    key = request.cookies.get(ATTEMPT, "")
    return key if KEY.fullmatch(key) else None


def attempting(request: HTTPConnection, reply: Response) -> Response:
    """The sign-in page with the key of the browser, which it gets with the first one."""
    key = _key(request) or secrets.token_hex(16)
    reply.set_cookie(ATTEMPT, key, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return reply


async def accepted(app: FastAPI, code: str, request: HTTPConnection) -> str | None:
    """The token of whoever takes an account with a one-time code: a new one, or her issuer's; None if it is refused.

    Raises:
        Refused: The service does not answer now: the code was not judged.
    """
    token, key = token_of(request), _key(request)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    headers["accept-language"] = spoken()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=WITHIN, headers=headers) as http:
        reply = await http.post("/invitation", json={"code": code, "key": key})
    answer: Row = reply.json()
    if reply.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        raise Refused("UNAVAILABLE", answer["errors"][0]["message"])
    if reply.status_code != HTTPStatus.OK:
        return None
    issued: str | None = answer.get("token", token)
    return issued


def refused_code() -> Response:
    """Redirect to the sign-in page, with the message that the code was refused."""
    return RedirectResponse("/signin?code=refused", status_code=303)


def signed_out() -> Response:
    """Redirect to the first page and delete the session cookie and the browser's session storage."""
    reply = RedirectResponse("/", status_code=303, headers={"Clear-Site-Data": '"storage"'})
    for cookie in (COOKIE, ATTEMPT):
        reply.delete_cookie(cookie, httponly=True, samesite="strict")
    return reply
