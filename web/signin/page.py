"""登录：sign in with a token of the issuer, with an invitation, or as a demo role (登录)."""

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit
from web.frame.session import Demo, attempting


def attach_signin(pages: Pages) -> None:
    """Serve the page; the token is sent with a form, never in a URL."""

    async def sign_in(v: Visit, request: Request) -> Response:
        refused = request.query_params.get("code") == "refused"
        page = v.page("signin/page.html", {"places": await _demo(v, pages.web.demo), "refused": refused})
        return attempting(request, page)

    pages.add("/signin", "signin", sign_in)


async def _demo(v: Visit, demo: Demo | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The districts with the roles that may be tried, each with its label; none with an external issuer."""
    if demo is None:
        return []
    labels = {row["role"].lower(): row["roleLabel"] for row in await v.asker.ask("StaffRoles")}
    return [(p.name, [(name, labels[role]) for name, role in p.accounts.items()]) for p in await demo.places()]
