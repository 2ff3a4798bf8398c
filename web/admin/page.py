"""管理：for whoever manages accounts, approves access or reads the audit; each page from rows, no script (管理)."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.admin import accounts, audit, emergencies, teams
from web.frame.pages import Pages, Visit

BOTH = ("GET", "POST")


def attach_admin(pages: Pages) -> None:
    """Serve the pages."""
    pages.add("/admin", "admin", _first)
    pages.add("/admin/accounts", "admin", accounts.accounts, BOTH)
    pages.add("/admin/account/{code}", "admin", accounts.account, BOTH)
    pages.add("/admin/teams", "admin", teams.teams, BOTH)
    pages.add("/admin/deputies", "admin", teams.deputies, BOTH)
    pages.add("/admin/emergencies", "admin", emergencies.emergencies)
    pages.add("/admin/audit", "admin", audit.audit, BOTH)


async def _first(v: Visit, _request: Request) -> Response:
    """The page that the viewer needs first."""
    name = "accounts" if v.may("MANAGE_ACCOUNTS") else "audit" if v.may("READ_AUDIT") else "teams"
    return RedirectResponse(f"/admin/{name}" if v.signed_in else "/signin", 303)
