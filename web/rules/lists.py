"""The rules by kind of body, matter and act, and changes of the law (目录)."""

from datetime import timedelta
from itertools import groupby

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.words import say
from web.rules.rows import address, conditional, day, following, given, quotes, today

SHOWN = 20
MANY = 50
YEAR = timedelta(days=365)
PROTECTIONS = {
    "MECHANISM": "rules.mechanism",
    "FAMILY": "rules.family",
    "SCHOOL": "rules.school",
    "SOCIETY": "rules.society",
    "NETWORK": "rules.net",
    "GOVERNMENT": "rules.government",
    "JUSTICE": "rules.justice",
    "PLATFORM": "rules.platform",
}


async def bodies(v: Visit, request: Request) -> Response:
    """The kinds of body by level, or those that a name fits."""
    words = given(request).get("q", "")
    kinds = await v.asker.ask("RuleKinds")
    fit = [k for k in kinds if any(words in name for name in (k["name"], *k["aliases"]))]
    levels = [(level, list(some)) for level, some in groupby(fit, key=lambda k: str(k["bodyLevelLabel"]))]
    return v.page("rules/bodies.html", {"tab": "bodies", "q": words, "levels": levels})


async def body(v: Visit, request: Request) -> Response:
    """All duties of a kind of body on a day, and its offices."""
    parts = given(request)
    code, on = parts.get("code", ""), day(parts.get("on"))
    kind = next((k for k in await v.asker.ask("RuleKinds") if k["code"] == code), None)
    if kind is None:
        return v.page("rules/bodies.html", {"tab": "bodies", "q": code, "levels": []}, 404)
    duties = await v.asker.ask("DutiesOf", bodyKind=code, on=on, first=SHOWN, after=parts.get("after"))
    offices = await v.asker.ask("Offices", bodyKind=code, first=MANY)
    rows = [
        {**d, "act": conditional(d["duty"], "act"), "quotes": quotes(d["duty"]["citations"], on)}
        for d in duties["nodes"]
    ]
    content = {
        "tab": "bodies",
        "kind": kind,
        "rows": rows,
        "total": duties["totalCount"],
        "more": following(duties, "/body", code=code, on=on),
        "offices": offices,
        "day": on or today().isoformat(),
    }
    return v.page("rules/body.html", content)


async def matters(v: Visit, request: Request) -> Response:
    """Matters by protection or by words."""
    parts = given(request)
    words = parts.get("q", "")
    protection = parts.get("protection", "")
    protection = protection if protection in PROTECTIONS else ""
    asked = {"protection": protection or None, "search": words or None, "after": parts.get("after")}
    reply = await v.asker.ask("RuleMatters", **asked, first=MANY)
    content = {
        "tab": "matters",
        "q": words,
        "protection": protection,
        "protections": [(code, say(key)) for code, key in PROTECTIONS.items()],
        "rows": reply["nodes"],
        "total": reply["totalCount"],
        "more": following(reply, "/matters", q=words, protection=protection),
    }
    return v.page("rules/matters.html", content)


async def acts(v: Visit, request: Request) -> Response:
    """Serve the acts that can be asked about: may somebody do this."""
    reply = await v.asker.ask("RuleActs", first=MANY, after=given(request).get("after"))
    content = {"tab": "acts", "rows": reply["nodes"], "total": reply["totalCount"], "more": following(reply, "/acts")}
    return v.page("rules/acts.html", content)


async def changes(v: Visit, request: Request) -> Response:
    """Changes of the law between two days: bodies added and removed, with the citations."""
    parts = given(request)
    to = day(parts.get("to")) or today().isoformat()
    since = day(parts.get("from")) or (today() - YEAR).isoformat()
    rows = await v.asker.ask("Changes", **{"from": min(since, to), "to": max(since, to)})
    days = [(on, [_change(c) for c in some]) for on, some in groupby(rows, key=lambda c: str(c["on"]))]
    return v.page("rules/changes.html", {"tab": "changes", "since": since, "to": to, "days": days})


def _change(c: Row) -> Row:
    moved = [
        (label, who["kind"]["name"], address("/body", code=who["kind"]["code"]), who["roleLabel"])
        for key, label in (("added", say("rules.added")), ("removed", say("rules.removed")))
        for who in c[key]
    ]
    return {"matter": c["matter"], "moved": moved, "quotes": quotes(c["because"])}
