"""登录：sign in with a token of the issuer, or as a demo role (登录)."""

from fastapi import Request
from nicegui import app as pages

from web.frame.frame import Visit, page
from web.frame.session import Web
from web.parts import pieces
from web.parts.words import say


@page("/signin", "signin")
async def sign_in(_v: Visit, request: Request) -> None:
    """The token is sent with a form, never in a URL."""
    web: Web = pages.state.web
    pieces.heading(1, say("signin.title"))
    if request.query_params.get("code") == "refused":
        pieces.text("p", say("signin.code_refused"), role="alert")
    if web.demo:
        pieces.text("p", say("signin.demo"))
        with pieces.tag("div", "roles"):
            for role in web.demo:
                with pieces.tag("form", method="post", action="/sign-in"):
                    pieces.tag("input", type="hidden", name="role", value=role)
                    pieces.text("button", say(f"roles.{role}"), type="submit")
    with pieces.tag("form", "card", method="post", action="/sign-in"):
        with pieces.tag("div", "field"):
            pieces.text("label", say("signin.token"), for_="token")
            pieces.tag("input", id="token", name="token", type="password", autocomplete="off", required=True)
        pieces.text("button", say("signin.enter"), type="submit")
    with pieces.tag("form", "card", method="post", action="/sign-in"):
        with pieces.tag("div", "field"):
            pieces.text("label", say("signin.code"), for_="code")
            pieces.tag("input", id="code", name="code", type="password", autocomplete="off", required=True)
        pieces.text("button", say("signin.accept"), type="submit")
