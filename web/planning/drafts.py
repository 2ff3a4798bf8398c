"""Page 草案: networks apart from the live one, to list, compare, download, upload, delete (草案)."""

import json
from urllib.parse import quote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Asker, Refused, Row
from web.parts.files import download
from web.parts.forms import read_form
from web.parts.words import say
from web.planning.answer import answer
from web.planning.scope import PATH, Params, Scope, scope_of
from web.planning.tried import read, worded

LONGEST = 60
"""Letters of a name."""


def example() -> str:
    """A small valid draft as an example."""
    station = {"tier": "STREET", "bodyKind": "street_station", "capacity": 3, "staff": 2}
    place = {"services": ["B21"], "hours": ["Mo-Fr 09:00-17:00"]}
    return json.dumps(
        {
            "areas": [
                {"code": "D", "name": say("planning.example_district"), "level": "DISTRICT"},
                {"code": "S", "name": say("planning.example_street"), "level": "STREET", "parent": "D"},
                {"code": "C1", "name": say("planning.example_one"), "parent": "S", "minors": 180},
                {"code": "C2", "name": say("planning.example_two"), "parent": "S", "minors": 360},
            ],
            "points": [{"code": "station", "area": "S", "serves": ["C1"], **station, **place}],
            "candidates": [{"code": "new@C2", "area": "C2", "serves": ["C2"], "services": ["B21"], "hours": ["24/7"]}],
            "demand": [{"area": "C2", "code": "B21", "children": 4}],
        },
        ensure_ascii=False,
        indent=1,
    )


def attach(pages: Pages) -> None:
    """Serve what changes a draft, and its file."""

    async def put(v: Visit, request: Request) -> Response:
        scope, params = await _sent(v, request)
        problems, name = await (_keep(scope, params) if params.getlist("try") else _put(v.asker, params))
        if problems:
            return await _page(scope, params, problems)
        return RedirectResponse(scope.to("drafts", saved=name), status_code=303)

    async def delete(v: Visit, request: Request) -> Response:
        scope, params = await _sent(v, request)
        try:
            await v.asker.ask("DeleteDraft", input={"name": params.get("name", "")})
        except Refused as e:
            mine = say("planning.not_yours", name=params.get("name", "")) if e.code == "NOT_FOUND" else str(e)
            return await _page(scope, params, [mine])
        gone = scope if params.get("name") != scope.net else await scope_of(v, Params([]))
        return RedirectResponse(gone.to("drafts", deleted=params.get("name", "")), status_code=303)

    async def take(v: Visit, request: Request) -> Response:
        name = request.query_params.get("name", "")
        content = (await v.asker.ask("Draft", name=name))["content"]
        return download(f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1), "application/json")

    pages.add(f"{PATH}/put", "planning", put, ("POST",))
    pages.add(f"{PATH}/delete", "planning", delete, ("POST",))
    pages.add(f"{PATH}/draft", "planning", take)


async def _sent(v: Visit, request: Request) -> tuple[Scope, Params]:
    params = await read_form(request)
    return await scope_of(v, params), params


async def page(scope: Scope, params: Params) -> Response:
    """Serve the drafts, one of them compared if requested, and a form to upload one."""
    return await _page(scope, params, [])


async def _page(scope: Scope, params: Params, problems: list[str]) -> Response:
    compared = params.get("compare", "")
    mine = scope.v.viewer["subject"]
    content: Row = {
        "rows": [{**d, "mine": d["owner"] == mine, "file": _file(d["name"])} for d in scope.drafts],
        "saved": params.get("saved", ""),
        "deleted": params.get("deleted", ""),
        "compared": compared,
        "base": params.get("base", ""),
        "problems": problems,
        "name": params.get("name", ""),
        "text": params.get("draft", "") or (example() if params.get("example") else ""),
        "answer": None,
        "wrong": "",
    }
    if compared:
        try:
            base = params.get("base") or None
            area = None if scope.net or base else scope.within
            reply = await scope.v.asker.ask("CompareDrafts", draft=compared, base=base, area=area)
            where = say("planning.where", area=scope.areas[area] if area else say("planning.all_areas"), net=compared)
            content["answer"] = answer(scope, reply, [], where)
        except Refused as e:
            content["wrong"] = str(e)
    return scope.v.page("planning/drafts.html", {"scope": scope, **content}, 422 if problems else 200)


def _file(name: str) -> str:
    return f"{PATH}/draft?name={quote(name)}"


async def _keep(scope: Scope, params: Params) -> tuple[list[str], str]:
    """Keep the changes of a what-if as a draft, named after them."""
    tried = [t for text in params.getlist("try") if (t := read(text))]
    words = [(await worded(scope, t))["words"] for t in tried]
    name = say("frame.semicolon").join(words)[:LONGEST]
    changes = [t.input(n) for n, t in enumerate(tried)]
    draft: Row = {"changes": changes}
    if scope.net:
        base = (await scope.v.asker.ask("Draft", name=scope.net))["content"]
        draft = {**base, "changes": [*base.get("changes", []), *changes]}
    return await _saved(scope.v.asker, name, draft), name


async def _put(asker: Asker, params: Params) -> tuple[list[str], str]:
    """Put the draft that was pasted: all problems, of the text, then of its fields."""
    name = params.get("name", "").strip()
    problems = [] if name else [say("planning.need_name")]
    try:
        draft = json.loads(params.get("draft", ""))
    except json.JSONDecodeError as e:
        return [*problems, say("planning.no_json", line=e.lineno, column=e.colno)], name
    if not isinstance(draft, dict):
        return [*problems, say("planning.no_object")], name
    return problems or await _saved(asker, name, draft), name


async def _saved(asker: Asker, name: str, draft: Row) -> list[str]:
    try:
        await asker.ask("PutDraft", input={"name": name, "draft": draft})
    except Refused as e:
        if e.code == "FORBIDDEN":
            return [say("planning.name_taken", name=name)]
        return [line.partition(": ")[2] or line for text in e.messages for line in text.splitlines()]
    return []
