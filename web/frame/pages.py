"""Pages: registration of a page made by the server, its visitor, and its frame (页框)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI, Request
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from web.frame.session import Web, session_of, token_of
from web.parts.asking import Asker, Refused, Row, address_of
from web.parts.plain import rendered
from web.parts.taken import TAKE, address_with, taken
from web.parts.words import say, series

SIGN_IN = "UNAUTHENTICATED"
STATUS = {
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "NO_TEXT_FOR_THAT_DAY": 404,
    "NO_TEXT_FOR_THAT_PLACE": 404,
    "CONFLICT": 409,
    "AMBIGUOUS": 422,
    "BAD_USER_INPUT": 422,
    "FILE_REFUSED": 422,
    "TOO_MANY_REQUESTS": 429,
    "GRAPHQL_PARSE_FAILED": 500,
    "GRAPHQL_VALIDATION_FAILED": 500,
    "INTERNAL_SERVER_ERROR": 500,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}
"""The status of a page that is refused, by the code of the refusal; 503 only where the service cannot answer now."""
AGAIN = {429: "2", 503: "2"}
"""Seconds after which a page may be requested again, by status, as text of a header."""
FIRST = "/who"
"""The first page of whoever has no work of her own here."""
PLACES: tuple[tuple[str, str, str | None], ...] = (
    ("casework", "/work", "DO_CASEWORK"),
    ("inspect", "/inspect", "INSPECT_CASES"),
    ("responsibility", "/who", None),
    ("sheet", "/sheet", "not_only_counts"),
    ("network", "/network", None),
    ("planning", "/planning", "EDIT_DRAFTS"),
    ("rules", "/rules", None),
    ("admin", "/admin", "staff"),
)
"""Key and address of each page in the navigation, and the right needed to see its link."""
BACKGROUND = "x-background"
"""Header of what a page asks by itself while nobody does anything: it does not lengthen the session."""
PUBLIC: Row = {"subject": None, "roles": ["ANONYMOUS"], "roleLabels": [""], "areas": [], "can": [], "speaksAs": None}


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's visit to one page."""

    asker: Asker
    viewer: Row
    key: str
    """The page, as the navigation names it."""
    demo: bool
    """True if all data is synthetic."""
    rest: float
    """Seconds without anything done after which the session ends."""
    expired: bool = False
    """True if a token was sent and refused."""
    reachable: bool = True
    """True if the service answered."""
    request: Request | None = None
    """Request of the visit; None outside the frame."""

    def may(self, right: str) -> bool:
        """True if the viewer has a right; the API checks again."""
        return right in self.viewer["can"]

    @property
    def may_load(self) -> bool:
        """True if the viewer may load any kind of file."""
        return any(self.may(right) for right in ("LOAD_NETWORK", "LOAD_CHILDREN", "FILE_RECORDS", "KEEP_ROSTER"))

    @property
    def may_see_teams(self) -> bool:
        """True if the viewer gives, approves or checks rights."""
        return any(self.may(right) for right in ("MANAGE_ACCOUNTS", "READ_AUDIT", "APPROVE_ACCESS"))

    @property
    def signed_in(self) -> bool:
        """True if the viewer has signed in."""
        return bool(self.viewer["roles"] != ["ANONYMOUS"])

    @property
    def subject(self) -> str:
        """The owner of the visit: what she uploads or makes is hers alone."""
        return str(self.viewer["subject"])

    @property
    def name(self) -> str:
        """Return the roles and areas of the viewer; empty if she has not signed in."""
        areas = series(a["name"] for a in self.viewer["areas"][:2])
        return f"{series(self.viewer['roleLabels'])} {areas}".strip()

    @property
    def places(self) -> list[tuple[str, str]]:
        """Key and address of the pages that the navigation offers."""
        shown = {
            "not_only_counts": not self.may("COUNT_CASES") or len(self.viewer["roles"]) > 1,
            "staff": self.may("MANAGE_ACCOUNTS") or self.may("READ_AUDIT"),
        }
        return [(key, path) for key, path, right in PLACES if right is None or shown.get(right, self.may(right))]

    def page(self, template: str, content: Mapping[str, Any], status: int = 200) -> Response:
        """A page in the frame, from a template that extends `frame/base.html`; or a table of it, if one is taken."""
        page = rendered(template, {**content, "v": self}, status)
        name = self.request.query_params.get(TAKE) if self.request else None
        return (taken(bytes(page.body).decode(), name) if name else None) or page

    def taking(self, name: str) -> tuple[str, str, str] | None:
        """Name, address and word to take a table of this page as CSV; None where the address does not make the page."""
        address = address_with(self.request, name) if self.request else ""
        return (name, address, say("taking.csv")) if address else None

    @property
    def takes(self) -> str:
        """The table that is taken; empty for the whole page."""
        return self.request.query_params.get(TAKE, "") if self.request else ""

    def refused(self, e: Refused) -> Response:
        """The page of a refusal; whoever must sign in is sent there."""
        if e.code == SIGN_IN:
            return RedirectResponse("/signin", status_code=303)
        status = STATUS.get(e.code, 500)
        page = self.page("frame/refused.html", {"why": str(e)}, status)
        if status in AGAIN:
            page.headers["Retry-After"] = AGAIN[status]
        return page


async def begun(web: Web, token: str, request: Request) -> str:
    """Begin the session after a sign-in, if the token is valid; return the first page, by the rights of the account.

    Raises:
        Refused: The service does not answer, so it is unknown whether the token is valid.
    """
    renewed = await web.sessions.renew(token)
    try:
        viewer = await Asker(web.app, token, address_of(request)).ask("Viewer")
    except Refused as e:
        if e.code == SIGN_IN:
            return FIRST  # which says that she must sign in
        raise
    if renewed is None or await web.sessions.begin(token) is None:
        raise Refused("UNAVAILABLE", say("frame.unreachable"))
    begins = (("DO_CASEWORK", "/work"), ("EDIT_DRAFTS", "/planning"))
    return next((page for right, page in begins if right in viewer["can"]), FIRST)


Page = Callable[[Visit, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one application."""

    app: FastAPI
    web: Web

    async def visit(self, request: Request, key: str) -> Visit:
        """Read the viewer; the public viewer if the token is refused or the service does not answer."""
        session = session_of(request)
        public = Asker(self.app, None, address_of(request))
        v = Visit(public, PUBLIC, key, bool(self.web.demo), self.web.sessions.rest, request=request)
        asker = Asker(self.app, token_of(request), address_of(request))
        try:
            viewer = await asker.ask("Viewer")
        except Refused as e:
            gone = e.code == SIGN_IN
            return replace(v, expired=gone, reachable=gone)
        look = self.web.sessions.living if request.headers.get(BACKGROUND) else self.web.sessions.use
        living = session is None or await look(session)  # only now: the token is good
        if living:
            return replace(v, asker=asker, viewer=viewer)
        return replace(v, expired=living is False, reachable=living is not None)

    async def has_ended(self, connection: HTTPConnection) -> bool:
        """True if the session of a page has ended; the check does not extend it."""
        session = session_of(connection)
        return session is not None and await self.web.sessions.living(session) is False

    def add(self, path: str, key: str, page: Page, methods: Sequence[str] = ("GET",)) -> None:
        """Serve a page; what the service refuses becomes a page too."""

        async def shown(request: Request) -> Response:
            v = await self.visit(request, key)
            try:
                return await page(v, request)
            except Refused as e:
                return v.refused(e)

        self.app.add_route(path, shown, methods=list(methods), include_in_schema=False)
