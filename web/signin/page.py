"""登录：sign in with a token of the issuer, with an invitation, or as a demo role (登录)."""

from collections.abc import Collection

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit


def attach_signin(pages: Pages) -> None:
    """Serve the page; the token is sent with a form, never in a URL."""

    async def sign_in(v: Visit, request: Request) -> Response:
        refused = request.query_params.get("code") == "refused"
        return v.page("signin/page.html", {"roles": await _demo_roles(v, pages.web.demo), "refused": refused})

    pages.add("/signin", "signin", sign_in)


async def _demo_roles(v: Visit, demo: Collection[str]) -> list[tuple[str, str]]:
    """The roles that may be tried, each with its label; none with an external issuer."""
    labels = {row["role"].lower(): row["roleLabel"] for row in await v.asker.ask("StaffRoles")} if demo else {}
    return [(role, labels[role]) for role in demo]
