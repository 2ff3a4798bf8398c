"""The law library: search, documents, a clause on its own address with what rests on it (法规库)."""

from itertools import groupby

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.words import say, series
from web.rules.rows import address, clause_at, conditional, day, day_in, following, given, period, today

SHOWN = 20
SHORT = 6
"""Matters that rest on a clause before a fold."""
EXTRACT = 90
"""Characters of a clause in a list."""


async def library(v: Visit, request: Request) -> Response:
    """Serve the matches of a search, or all documents."""
    parts = given(request)
    words, on = parts.get("q", ""), day(parts.get("on"))
    if not words:
        return v.page(
            "rules/library.html", {"q": "", "on": on, "tab": "library", "groups": _groups(await _documents(v))}
        )
    reply = await v.asker.ask("FindClauses", search=words, on=on, first=SHOWN, after=parts.get("after"))
    rows = [{**_row(c, on), "document": c["document"]} for c in reply["nodes"]]
    more = following(reply, "", q=words, on=on)
    content = {"q": words, "on": on, "tab": "library", "rows": rows, "total": reply["totalCount"], "more": more}
    return v.page("rules/search.html", content)


async def _documents(v: Visit) -> list[Row]:
    documents: list[Row] = await v.asker.ask("Documents")
    return documents


def _groups(documents: list[Row]) -> list[tuple[str, list[Row]]]:
    """The documents by rank, those that are in force nowhere here last."""
    documents = [d if d["appliesHere"] else {**d, "forceLabel": say("rules.elsewhere")} for d in documents]
    order = {label: n for n, label in enumerate(dict.fromkeys(d["forceLabel"] for d in documents))}
    ranked = sorted(documents, key=lambda d: (not d["appliesHere"], order[d["forceLabel"]]))
    rows = [
        {
            **d,
            "address": address("/document", code=d["code"]),
            "period": say("rules.period", version=d["versions"][-1]["version"], period=period(d["versions"][-1])),
        }
        for d in ranked
    ]
    return [(label, list(some)) for label, some in groupby(rows, key=lambda d: str(d["forceLabel"]))]


def _row(c: Row, on: str | None) -> Row:
    text = c["paragraphs"][0] if c["paragraphs"] else ""
    return {
        "heading": c["heading"],
        "territory": c.get("territory"),
        "text": text[:EXTRACT] + ("…" if len(text) > EXTRACT else ""),
        "address": clause_at(c["code"], on),
    }


async def document(v: Visit, request: Request) -> Response:
    """The clauses of a document."""
    parts = given(request)
    code = parts.get("code", "")
    mine = next((d for d in await _documents(v) if d["code"] == code), None)
    if mine is None:
        return _absent(v, say("rules.no_document"))
    reply = await v.asker.ask("DocumentClauses", document=code, first=SHOWN, after=parts.get("after"))
    content = {
        "q": "",
        "on": None,
        "tab": "library",
        "d": mine,
        "versions": [{**x, "period": period(x)} for x in mine["versions"]],
        "rows": [_row(c, None) for c in reply["nodes"]],
        "more": following(reply, "/document", code=code),
    }
    return v.page("rules/document.html", content)


async def clause(v: Visit, request: Request) -> Response:
    """A clause word for word, on a day."""
    parts = given(request)
    on = day(parts.get("on"))
    c = await v.asker.ask("Clause", code=parts.get("code", ""), on=on)
    if "message" in c:
        return _absent(v, f"{c['message']} {say('rules.no_version')}", on)
    stated = _stated(c)
    derived = _derived(c["duties"])
    named = {m["code"] for m in c["matters"]} - {d["code"] for d in derived}
    content = {
        "q": "",
        "on": on,
        "tab": "library",
        "c": c,
        "period": period(c),
        "stated": stated,
        "first": derived[:SHORT],
        "rest": derived[SHORT:],
        "plan": [m for m in c["matters"] if m["code"] in named],
        "others": [{**o, "period": period(o), "address": clause_at(c["code"], day_in(o))} for o in c["otherVersions"]],
        "today": on or today().isoformat(),
    }
    return v.page("rules/clause.html", content)


def _stated(c: Row) -> list[tuple[str, str]]:
    """Return the analysis of a clause of the plan: heading and words."""
    parts = {
        "rules.kind": c["clauseKindLabel"] or "",
        "rules.items": series(c["items"]),
        "rules.frequency": c["frequency"] or "",
        "rules.numbers": series(c["numbers"]),
    }
    return [(say(key), text) for key, text in parts.items() if text]


def _derived(duties: list[Row]) -> list[Row]:
    """Return the rules derived from a clause: each matter, who must act in it, and a short sentence a duty."""
    groups = groupby(duties, key=lambda d: (d["matter"]["code"], d["matter"]["name"]))
    return [_matter(code, name, list(rows)) for (code, name), rows in groups]


def _matter(code: str, name: str, duties: list[Row]) -> Row:
    who = dict.fromkeys(d["kind"]["name"] for d in duties)
    return {
        "code": code,
        "matter": name,
        "who": series(who),
        "rows": [(_sentence(d), d["duty"]["named"]) for d in duties],
    }


def _sentence(d: Row) -> str:
    return say("rules.derived", who=d["kind"]["name"], role=d["roleLabel"], act=conditional(d["duty"], "act"))


def _absent(v: Visit, why: str, on: str | None = None) -> Response:
    return v.page("rules/absent.html", {"q": "", "on": on, "tab": "library", "why": why}, 404)
