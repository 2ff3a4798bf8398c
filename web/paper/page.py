"""纸表: every form blank, and filled from an item for a purpose (纸表)."""

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit
from web.paper.own import PURPOSES, attach_own
from web.parts.asking import Row
from web.parts.basis import rests
from web.parts.moments import day, now, read
from web.parts.words import say

YES_NO = (("true", "paper.yes"), ("false", "paper.no"))


def attach_paper(pages: Pages) -> None:
    """Serve the pages."""
    pages.add("/paper", "paper", _list)
    attach_own(pages)
    pages.add("/paper/{form}", "paper", _blank)
    pages.add("/item/{code}/paper/{form}", "paper", _filled)


async def _list(v: Visit, _request: Request) -> Response:
    return v.page("paper/list.html", {"forms": await v.asker.ask("Papers"), "may_load": v.may("FILE_RECORDS")})


async def _blank(v: Visit, request: Request) -> Response:
    form = await v.asker.ask("Paper", code=request.path_params["form"])
    return v.page("paper/paper.html", _sheet(form, None))


async def _filled(v: Visit, request: Request) -> Response:
    """Serve the form of an item; its purpose comes first, decides on the content, and is recorded in the audit."""
    name, code = request.path_params["form"], request.path_params["code"]
    form, purpose = await v.asker.ask("Paper", code=name), request.query_params.get("for", "")
    if purpose not in PURPOSES:
        ways = [(p, say(words)) for p, words in PURPOSES.items()]
        return v.page("paper/ask.html", {"form": form, "code": code, "ways": ways})
    item = await v.asker.ask("ItemOnPaper", code=code, printedFor=purpose)
    if item["itemKind"] != form["itemKind"]:
        return v.page("frame/refused.html", {"why": say("paper.other_kind")}, 404)
    form = await v.asker.ask("Paper", code=name, printedFor=purpose, state=item["state"])
    return v.page("paper/paper.html", _sheet(form, item) | {"purpose": say(PURPOSES[purpose])})


def _sheet(form: Row, item: Row | None) -> Row:
    """The form for the template; without an item there is room to write."""
    known = {f["name"]: f for f in item["fields"]} if item else {}
    parts = [
        {**p, "rests": rests(p["basis"]), "lines": [_line(f, known.get(f["name"])) for f in p["fields"]]}
        for p in form["parts"]
    ]
    return {
        "form": form,
        "item": item,
        "parts": parts,
        "day": day(now()),
        "purpose": "",
        "beside": _beside(item) if item else [],
    }


def _line(field: Row, known: Row | None) -> Row:
    options = [{**o, "chosen": known is not None and o["code"] == known["value"]} for o in field["values"]]
    if field["fieldType"] == "BOOL":
        shown = known["value"] if known else ""
        options = [{"label": say(words), "chosen": shown == value} for value, words in YES_NO]
    return {
        "label": field["label"],
        "required": field["required"],
        "options": options,
        "value": known["valueLabel"] if known else "",
        "long": field["fieldType"] == "TEXT",
    }


def _beside(item: Row) -> list[Row]:
    """Return the other open items: subject, state, deadline."""
    return [
        {**i, "what": i["headline"] or i["itemKindLabel"], "by": day(read(i["due"])) if i["due"] else ""}
        for i in item["under"]
    ]
