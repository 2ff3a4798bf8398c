"""Attach the pages to the application: routes, headers, static files (挂接)."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, Request
from nicegui import app as pages
from nicegui import ui
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.admin.page import attach_admin
from web.casework.page import attach_casework
from web.frame.language import Language, chosen
from web.frame.origin import OwnOrigin
from web.frame.pages import Pages, first_page
from web.frame.session import TOKEN, Report, Web, accepted, refused_code, session_of, signed_in, signed_out, token_of
from web.frame.sessions import REST, Sessions
from web.frame.tabs import end, watch
from web.loading.page import attach_loading
from web.network.page import attach_network
from web.now.page import attach_now
from web.parts.words import say
from web.planning.page import attach_planning
from web.responsibility.page import attach_responsibility
from web.rules.page import attach_rules
from web.sheet.page import attach_sheet
from web.signin.page import attach_signin
from web.situation.page import attach_situation

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Everything from the same origin; the two unsafe exceptions are for Vue, which compiles templates in the browser."""


Field = Annotated[str, Form()]


class Headers:
    """Middleware that adds security headers to every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to each response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"  # with none, a browser hides the origin of forms
                if not scope["path"].startswith(("/_nicegui", "/static")):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Departed:
    """Middleware for whoever left before the page was ready: nobody waits for it, and nothing went wrong."""

    RAISED = ((RuntimeError, "No response returned."), (KeyError, "'REQUEST_METHOD'"))
    """What the page library and its sockets raise then: class and text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """End such a request without an error.

        Raises:
            RuntimeError: No response, though somebody waits.
            KeyError: A request without its method, though somebody waits.
        """
        left = False

        async def watched() -> Message:
            nonlocal left
            message = await receive()
            left = left or message["type"] == "http.disconnect"
            return message

        try:
            await self.app(scope, watched, send)
        except (RuntimeError, KeyError) as e:
            if not left or (type(e), str(e)) not in self.RAISED:
                raise


def attach(
    app: FastAPI, demo: Mapping[str, Callable[[], str]] | None = None, report: Report | None = None, rest: float = REST
) -> None:
    """Attach the pages to an application that answers GraphQL; once per process.

    Args:
        app: The application.
        demo: Demo roles, each with a function that issues its token.
        report: Makes the meeting report, for those who plan.
        rest: Seconds without anything done after which a session ends.
    """
    web = Web(app, demo or {}, report, Sessions(rest))
    pages.state.web = web

    @app.post("/sign-in", include_in_schema=False)
    async def sign_in(request: Request, role: Field = "", token: Field = "", code: Field = "") -> Response:
        issued = demo[role]() if demo and role in demo else token.strip()
        if code.strip():
            issued = await accepted(app, code.strip(), token_of(request)) or ""
            if not issued:
                return refused_code()
        if issued and not TOKEN.fullmatch(issued):
            return PlainTextResponse(say("signin.no_token"), 400)
        end(web, session_of(request))
        if not issued:
            return signed_out()
        web.sessions.begin(issued)
        return signed_in(issued, await first_page(app, issued, request), secure=request.url.scheme == "https")

    @app.post("/sign-out", include_in_schema=False)
    async def sign_out(request: Request) -> Response:
        end(web, session_of(request))
        return signed_out()

    @app.post("/language", include_in_schema=False)
    async def language(request: Request, to: Field = "") -> Response:
        return chosen(request, to)

    @app.api_route("/session", methods=["GET", "POST"], include_in_schema=False)
    async def session(request: Request) -> Response:
        token = session_of(request)
        look = web.sessions.use if request.method == "POST" else web.sessions.living
        return PlainTextResponse("living" if token is None or look(token) else "ended")

    made = Pages(app, web)
    attach_signin(made)
    attach_network(made)
    attach_situation(made)
    attach_responsibility(made)
    attach_planning(made)
    attach_sheet(made)
    attach_now(app, demo=bool(demo))
    attach_casework(made)
    attach_rules(made)
    attach_loading(made)
    attach_admin(made)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    pages.add_middleware(Headers)
    app.add_middleware(Departed)
    app.add_middleware(Language)
    app.add_middleware(OwnOrigin)
    pages.on_startup(partial(watch, web))
    ui.run_with(
        app,
        title=say("brand.name"),
        language="zh-CN",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30,
        viewport="width=device-width, initial-scale=1",
    )
