"""The frame of every page: emergency link, navigation, the signed-in person, notices (页框)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request
from nicegui import app as pages
from nicegui import ui

from web.frame.session import Web, session_of
from web.frame.tabs import living, touching
from web.parts import pieces
from web.parts.asking import Asker, Refused, Row, address_of
from web.parts.words import say

PLACES: tuple[tuple[str, str, str | None], ...] = (
    ("casework", "/work", "DO_CASEWORK"),
    ("responsibility", "/who", None),
    ("sheet", "/sheet", "cases_or_public"),
    ("network", "/network", None),
    ("planning", "/planning", "EDIT_DRAFTS"),
    ("rules", "/rules", None),
)
"""Key and address of each page, and the right needed to see its link."""
PATIENCE = 60
"""Seconds that a page may take to read the viewer, on a busy machine."""
PUBLIC: Row = {"subject": None, "roles": ["ANONYMOUS"], "roleLabels": [""], "areas": [], "can": []}


@dataclass(frozen=True, slots=True)
class LiveVisit:
    """One person's visit to one page."""

    asker: Asker
    viewer: Row
    reachable: bool
    """True if the service answered."""
    expired: bool
    """True if a token was sent and refused."""

    def may(self, right: str) -> bool:
        """True if the viewer holds a right; the API checks again."""
        return right in self.viewer["can"]

    @property
    def signed_in(self) -> bool:
        """True if the viewer has signed in."""
        return bool(self.viewer["roles"] != ["ANONYMOUS"])


Builder = Callable[[LiveVisit, Request], Awaitable[None]]


async def visit(request: Request) -> LiveVisit:
    """Read the viewer; the public viewer if the token is refused or the service does not answer."""
    web: Web = pages.state.web
    token = living(web, request)
    if token is None and session_of(request) is not None:
        return LiveVisit(Asker(web.app, None, address_of(request)), PUBLIC, reachable=True, expired=True)
    asker = Asker(web.app, token, address_of(request))
    try:
        return LiveVisit(asker, await asker.ask("Viewer"), reachable=True, expired=False)
    except Refused as e:
        gone = e.code == "UNAUTHENTICATED"
        return LiveVisit(Asker(web.app, None, address_of(request)), PUBLIC, reachable=gone, expired=gone)


def offered(v: LiveVisit) -> list[tuple[str, str]]:
    """The pages in the navigation: at most five beside the emergency page."""
    counts_only = v.may("COUNT_CASES") and not v.may("READ_CASES")
    return [
        (key, path)
        for key, path, right in PLACES
        if right is None or (not counts_only if right == "cases_or_public" else v.may(right))
    ]


def page(path: str, key: str) -> Callable[[Builder], Builder]:
    """Register a page; its builder runs inside the main part of the frame."""

    def register(build: Builder) -> Builder:
        title = f"{say(f'{key}.title')} · {say('brand.name')}"

        @ui.page(path, title=title, response_timeout=PATIENCE)
        async def shown(request: Request) -> None:
            v = await visit(request)
            ui.add_head_html('<link rel="stylesheet" href="/static/tongxin.css">')
            if v.signed_in:
                touching(pages.state.web, request)
            _header(v, key)
            with pieces.tag("div", id="main", tabindex=-1):
                _notices(v)
                await build(v, request)
            _footer()

        return build

    return register


def _header(v: LiveVisit, here: str) -> None:
    with ui.header(fixed=False, elevated=False, bordered=False, add_scroll_padding=False).classes("top"):
        pieces.link(say("frame.skip"), "#main").classes("skip")
        pieces.link(say("frame.now"), "/").classes("now")
        with pieces.tag("nav", aria_label=say("frame.nav")):
            for key, path in offered(v):
                place = pieces.link(say(f"{key}.title"), path)
                if key == here:
                    pieces.set_to(place, aria_current="page")
        with pieces.tag("div", "who"):
            if v.signed_in:
                pieces.text("span", _who(v))
                with pieces.tag("form", method="post", action="/sign-out"):
                    pieces.text("button", say("frame.sign_out"), "quiet", type="submit")
            else:
                pieces.link(say("frame.sign_in"), "/signin").classes("quiet")


def _who(v: LiveVisit) -> str:
    areas = say("frame.comma").join(a["name"] for a in v.viewer["areas"][:2])
    return f"{v.viewer['roleLabels'][0]} {areas}".strip()


def _notices(v: LiveVisit) -> None:
    if v.expired:
        pieces.notice(say("frame.expired"), "warn")
    if not v.reachable:
        pieces.notice(say("frame.unreachable"), "warn")


def _footer() -> None:
    with ui.element("footer"):
        pieces.text("p", say("frame.footer"))
        with ui.element("p"):
            pieces.link(say("frame.console"), "/console")
