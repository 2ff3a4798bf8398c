"""一人一档: all that happened in a case and around its child, numbered; for workers and inspectors (档案)."""

from fastapi import Request
from starlette.responses import Response

from web.casework.told import articles
from web.frame.pages import Visit
from web.parts.asking import Refused, Row
from web.parts.forms import read_form
from web.parts.moments import exact, now, read
from web.parts.words import say, series

CASE = "CASE"
MOST = 200
"""Lines that are read at once."""
MINUTES = 16
"""Letters of a moment up to its minutes."""


async def whole(v: Visit, request: Request) -> Response:
    """The file of a case that the viewer works on."""
    return v.page("casework/printed/whole.html", await _content(v, request.path_params["code"], None))


async def inspect(v: Visit, request: Request) -> Response:
    """Serve the file of a case in an inspection; the case and the purpose come first, and the audit records them."""
    if request.method != "POST":
        return v.page("casework/printed/inspect.html", {"code": "", "why": "", "refused": ""})
    form = await read_form(request)
    code, why = (form.get(name, "").strip() for name in ("code", "why"))
    try:
        return v.page("casework/printed/whole.html", await _content(v, code, why))
    except Refused as e:
        refused = say("inspect.not_named") if e.code == "NOT_FOUND" else e.messages[0]
        return v.page("casework/printed/inspect.html", {"code": code, "why": why, "refused": refused}, 422)


async def _content(v: Visit, code: str, why: str | None) -> Row:
    lines: list[Row] = []
    while True:
        after = lines[-1]["entry"]["number"] if lines else None
        item = await v.asker.ask("WholeCase", code=code, inspecting=why, first=MOST, after=after)
        if item["itemKind"] != CASE:
            raise Refused("NOT_FOUND", say("casework.no_whole"))
        lines += item["wholeTimeline"]
        if len(item["wholeTimeline"]) < MOST:
            break
    rows = [_line(n, line) for n, line in enumerate(lines, 1)]
    return {"item": item, "rows": rows, "why": why, "sealed": _sealed(lines), "printed": exact(now())}


def _line(n: int, line: Row) -> Row:
    """A line: done and recorded, which step of which item, by whom, on what it rests, what was recorded."""
    e = line["entry"]
    done, recorded = (exact(read(e[k]))[:MINUTES] for k in ("occurredAt", "recordedAt"))
    return {
        **e,
        "n": n,
        "item": line["item"],
        "kind": line["itemKindLabel"],
        "done": done,
        "recorded": recorded if recorded != done else "",
        "who": series(e["byRoleLabels"]) or say("casework.program" if e["by"] else "casework.untold"),
        "rests": articles(e["citations"]),
    }


def _sealed(lines: list[Row]) -> list[str]:
    """Return the classes of facts that lines may contain and the viewer does not read."""
    return list(dict.fromkeys(label for line in lines for label in line["entry"]["withheldLabels"]))
