"""规则与数据：the rules by clause, body, matter, service and change, and loading of files (规则)."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from web.frame.frame import LiveVisit, page
from web.parts import pieces
from web.parts.words import say
from web.rules import clause as rules_clause
from web.rules import lists as rules_lists
from web.rules import load as rules_load
from web.rules.pieces import Given

View = Callable[[LiveVisit, Given], Awaitable[None]]
VIEWS: dict[str, tuple[str, str, View]] = {
    "text": ("rules.by_text", "clause", rules_clause.texts),
    "body": ("rules.by_body", "body", rules_lists.bodies),
    "matter": ("rules.by_matter", "protection", rules_lists.matters),
    "service": ("rules.by_service", "service", rules_lists.services),
    "change": ("rules.by_change", "from", rules_lists.changes),
    "load": ("rules.by_load", "load", rules_load.load),
}
"""Each view: the text of its link, the URL parameter that selects it, its builder."""


@page("/rules", "rules")
async def rules(v: LiveVisit, request: Request) -> None:
    """One view at a time; its URL can be bookmarked and shared."""
    given = dict(request.query_params)
    named = given.get("view", "")
    here = named if named in VIEWS else next((k for k, (_, part, _) in VIEWS.items() if part in given), "text")
    pieces.heading(1, say("rules.title"))
    with pieces.tag("nav", "views", aria_label=say("rules.views")):
        for key, (label, _, _) in VIEWS.items():
            if key == "load" and not v.may_load():
                continue
            place = pieces.link(say(label), f"/rules?view={key}")
            if key == here:
                pieces.set_to(place, aria_current="page")
    await VIEWS[here][2](v, given)
