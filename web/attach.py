"""Attach the pages to the application: routes, headers, static files (挂接)."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.admin.page import attach_admin
from web.casework.page import attach_casework
from web.duty.page import attach_duty
from web.files.page import attach_files
from web.frame.changed import attach_changed
from web.frame.language import Language, chosen
from web.frame.origin import OwnOrigin
from web.frame.pages import FIRST, Pages, begun
from web.frame.session import (
    TOKEN,
    Demo,
    Report,
    Trays,
    Web,
    accepted,
    own_tray,
    refused_code,
    session_of,
    signed_in,
    signed_out,
)
from web.loading.page import attach_loading
from web.network.page import attach_network
from web.now.page import attach_now
from web.paper.page import attach_paper
from web.parts.asking import Refused
from web.parts.forms import read_form
from web.parts.uploads import TooLarge
from web.parts.words import say
from web.persons.named import attach_name_search
from web.planning.page import attach_planning
from web.responsibility.page import attach_responsibility
from web.rules.page import attach_rules
from web.sheet.page import attach_sheet
from web.signin.page import attach_signin
from web.situation.page import attach_situation
from web.taking.page import attach_taking

TOO_LARGE = 413


class Static(StaticFiles):
    """Styles and scripts of the pages: revalidated each time, and never interpreted as another kind of file."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with its headers."""
        reply = await super().get_response(path, scope)
        reply.headers["X-Content-Type-Options"] = "nosniff"
        reply.headers["Cache-Control"] = "no-cache"
        return reply


def attach(
    app: FastAPI,
    demo: Demo | None = None,
    report: Report | None = None,
    trays: Trays = own_tray,
    names: Collection[str] | None = None,
) -> None:
    """Attach the pages to an application that answers GraphQL; once per process.

    Args:
        app: The application.
        demo: The accounts that may be tried.
        report: Makes the meeting report, for those who plan.
        trays: Storage of files and reports between pages, if the service has several processes.
        names: The names of the service in addresses; None: any.
    """
    web = Web(app, demo, report, trays)

    @app.post("/sign-in", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        try:
            return await _enter(web, request)
        except Refused as e:
            return (await made.visit(request, "signin")).refused(e)

    @app.post("/sign-out", include_in_schema=False)
    async def sign_out(request: Request) -> Response:
        await web.sessions.end(session_of(request))
        return signed_out()

    @app.post("/language", include_in_schema=False)
    async def language(request: Request) -> Response:
        return chosen(request, (await read_form(request)).get("to", ""))

    @app.api_route("/session", methods=["GET", "POST"], include_in_schema=False)
    async def session(request: Request) -> Response:
        return PlainTextResponse("ended" if await _ended(made, request) else "living")

    made = Pages(app, web)
    attach_signin(made)
    attach_network(made)
    attach_situation(made)
    attach_responsibility(made)
    attach_planning(made)
    attach_sheet(made)
    attach_name_search(made)
    attach_now(app, demo=bool(demo))
    attach_casework(made)
    attach_changed(made)
    attach_files(made)
    attach_paper(made)
    attach_duty(made)
    attach_rules(made)
    attach_loading(made)
    attach_taking(made)
    attach_admin(made)
    app.mount("/static", Static(directory=Path(__file__).parent / "static"))
    app.add_middleware(Language)
    app.add_middleware(OwnOrigin, names=names)
    app.add_exception_handler(404, partial(_missing, made))
    app.add_exception_handler(TooLarge, partial(_too_large, made))
    app.add_exception_handler(ClientDisconnect, _left)


async def _enter(web: Web, request: Request) -> Response:
    """Sign in by role, token or code; whoever names none of them is signed out.

    Raises:
        Refused: The service does not answer now: nobody has signed in, and who was before still is.
    """
    form = await read_form(request)
    role, token, code = (form.get(name, "").strip() for name in ("role", "token", "code"))
    issued = (web.demo and role and web.demo.issue(role)) or token
    if code:
        issued = await accepted(web.app, code, request) or ""
        if not issued:
            return refused_code()
    if issued and not TOKEN.fullmatch(issued):
        return PlainTextResponse(say("signin.no_token"), 400)
    former = session_of(request)
    if not issued:
        await web.sessions.end(former)
        return signed_out()
    try:
        page = await begun(web, issued, request)
    except Refused:
        if not code:
            raise
        page = FIRST  # the code is used up: her token must not be lost
    await web.sessions.end(former if former != issued else None)
    return signed_in(issued, page, secure=request.url.scheme == "https")


async def _ended(made: Pages, request: Request) -> bool:
    """True if the session of a page has ended; a POST counts as use of the session."""
    if request.method == "POST":
        return (await made.visit(request, "frame")).expired
    return await made.has_ended(request)


async def _too_large(made: Pages, request: Request, _error: Exception) -> Response:
    """The page of a form that was not read."""
    v = await made.visit(request, "frame")
    return v.page("frame/refused.html", {"why": say("frame.form_large")}, TOO_LARGE)


async def _left(_request: Request, _error: Exception) -> Response:
    """Answer that nobody reads: the client closed the connection before the whole form had arrived."""
    return Response(status_code=400)


async def _missing(made: Pages, request: Request, error: Exception) -> Response:
    """Serve the page of an unknown address; programs get the framework's answer."""
    for_people = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not for_people and isinstance(error, HTTPException):
        return await http_exception_handler(request, error)
    v = await made.visit(request, "frame")
    return v.page("frame/refused.html", {"why": say("frame.no_page")}, 404)
