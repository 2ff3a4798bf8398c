"""最缺的三件事：who mends them, how, and what they cost children; then what hangs on one point (缺口)."""

import asyncio

from starlette.responses import Response

from web.parts.asking import Row
from web.parts.words import say, series
from web.planning.scope import Params, Scope

TOP, NAMED, LOSSES = 3, 3, 6
"""Causes with a card of their own; names in a line; points whose loss is listed."""
TIERS = {
    "street_station_or_person": "STREET",
    "street_station": "STREET",
    "community_place": "COMMUNITY",
    "district_centre": "DISTRICT",
}
"""Checks that a new point mends, with its tier."""
PLAN = "plan:"
"""Begins the clauses of the plan."""


async def page(scope: Scope, _params: Params) -> Response:
    """The first view of the page."""
    asker = scope.v.asker
    asked = (
        asker.beside().ask("TopCauses", area=scope.within, draft=scope.draft),
        asker.beside().ask("Losses", area=scope.within, draft=scope.draft),
    )
    gravest, lost = await asyncio.gather(*asked)
    causes = [_cause(scope, c) for c in gravest["causes"]]
    content = {
        "top": causes[:TOP],
        "rest": causes[TOP:],
        "total": sum(s["count"] for s in gravest["conformance"]["severities"]),
        "severities": [s for s in gravest["conformance"]["severities"] if s["count"]],
        "losses": [_loss(scope, p) for p in lost["places"][:LOSSES]],
    }
    return scope.v.page("planning/gaps.html", {"scope": scope, **content})


def _cause(scope: Scope, c: Row) -> Row:
    names = [o["name"] for o in c["objects"]]
    owners = [o["name"] for o in c["owners"]]
    kind = c["owner"]["name"] if c["owner"] else ""
    clause = c["citations"][0] if c["citations"] else None
    tier = TIERS.get(c["check"]["code"])
    where = c["objects"][0]["code"] if names else ""
    return {
        **c,
        "title": say("planning.cause_one", what=c["check"]["name"], name=names[0])
        if c["count"] == 1
        else say("planning.cause_many", what=c["check"]["name"], count=c["count"]),
        "names": "" if c["count"] == 1 else _some(names, c["count"]),
        "who": _some(owners, len(owners)) if 0 < len(owners) <= TOP else kind or say("planning.owner_open"),
        "basis": _basis(clause) if clause else "",
        "try": scope.to("try", mend=where, tier=tier) if tier and c["stated"] and where else "",
        "try_words": say("planning.if_mended" if c["count"] == 1 else "planning.if_one_mended", name=names[0])
        if names
        else "",
    }


def _basis(clause: Row) -> str:
    """Return the citation, in its short form."""
    if clause["clause"].startswith(PLAN):
        return say("planning.by_plan", article=clause["article"])
    document = clause["document"].removeprefix(say("planning.state"))
    return say("planning.by_law", document=document, article=clause["article"])


def _some(names: list[str], count: int) -> str:
    shown = series(names[:NAMED])
    return say("planning.and_more", names=shown, count=count) if count > NAMED else shown


def _loss(scope: Scope, p: Row) -> Row:
    subjects = [scope.named(s["code"]) for s in p["subjects"]]
    return {**p, "what": _some(subjects, len(subjects)), "to": scope.to("try", ("try", f"CLOSE~{p['point']['code']}"))}
