"""规则：the law library, and the rules by body, matter, act, service and change; each view has its address (规则)."""

from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Page, Pages, Visit
from web.rules import casework, library, lists, services
from web.rules.rows import given

FORMER = {
    "clause": ("clause", "code"),
    "document": ("document", "code"),
    "body": ("body", "code"),
    "service": ("service", "code"),
}
"""Parameters of the former single address: the view that each became, and the parameter's name there."""
VIEWS: dict[str, Page] = {
    "clause": library.clause,
    "document": library.document,
    "bodies": lists.bodies,
    "body": lists.body,
    "matters": lists.matters,
    "acts": lists.acts,
    "changes": lists.changes,
    "casework": casework.casework,
    "services": services.services,
    "service": services.service,
}


def attach_rules(pages: Pages) -> None:
    """Serve the views below `/rules`."""
    pages.add("/rules", "rules", _library)
    for name, view in VIEWS.items():
        pages.add(f"/rules/{name}", "rules", view)


async def _library(v: Visit, request: Request) -> Response:
    """The law library; an address of the former page leads to its view."""
    parts = given(request)
    for parameter, (view, name) in FORMER.items():
        if parts.get(parameter):
            on = {"on": parts["on"]} if parts.get("on") else {}
            query = urlencode({name: parts[parameter], **on})
            return RedirectResponse(f"/rules/{view}?{query}", 303)
    if parts.get("view") == "load":
        return RedirectResponse("/load", 303)
    return await library.library(v, request)
