"""待遇：entitlement gaps, as cases for those who may read them, as counts for others (应纳尽纳)."""

from starlette.responses import Response

from web.parts.asking import Row
from web.parts.words import say
from web.planning.scope import Params, Scope
from web.planning.tables import MADE, file

GAPS = {
    "MISSING": "planning.gap_missing",
    "RECEIPT_UNKNOWN": "planning.gap_receipt_unknown",
    "ENDED": "planning.gap_ended",
    "CONFLICT": "planning.gap_conflict",
    "ASK": "planning.gap_ask",
}
SHOWN = 20
"""Rows of counts on the page; the file has all."""


async def page(scope: Scope, params: Params) -> Response:
    """Serve one kind of gap, the gravest first; further pages of cases are requested in the body of a form."""
    gap = params.get("gap", "")
    gap = gap if gap in GAPS else "MISSING"
    reply = await scope.v.asker.ask("Gaps", area=scope.area, gap=gap, after=params.get("after") or None)
    kinds = [(say(key), scope.to("benefits", gap=code), code == gap) for code, key in GAPS.items()]
    content = {"kinds": kinds, "gap": gap, "note": reply["note"] or ""}
    if reply["rows"] is not None:
        return scope.v.page("planning/cases.html", {"scope": scope, **content, **_cases(reply["rows"])})
    rows = sorted(reply["counts"], key=lambda c: (-(c["children"] or 0), c["service"]["code"], c["area"]["code"]))
    headings = [say("planning.benefit"), say("planning.area"), say("planning.children")]
    if (kind := params.get("file", "")) in MADE:
        return file(say("planning.benefits"), kind, headings, [_count(c) for c in rows])
    shown = [_count(c) for c in rows if c["children"]]
    hidden = sum(c["children"] is None for c in rows)
    content |= {"headings": headings, "rows": shown[:SHOWN], "total": len(shown), "hidden": hidden, "any": bool(rows)}
    return scope.v.page("planning/benefits.html", {"scope": scope, **content})


def _count(c: Row) -> list[str]:
    children = say("planning.hidden") if c["children"] is None else str(c["children"])
    return [c["service"]["name"], c["area"]["name"], children]


def _cases(rows: Row) -> Row:
    at = rows["pageInfo"]
    return {
        "headings": [
            say("planning.case"),
            say("planning.pseudonym"),
            say("planning.benefit"),
            say("planning.why"),
            say("planning.ask_first"),
            say("planning.excludes"),
        ],
        "rows": [
            [
                r["caseCode"],
                r["pseudonym"],
                r["service"]["name"],
                r["reason"],
                r["missingFact"]["label"] if r["missingFact"] else "",
                r["other"]["name"] if r["other"] else "",
            ]
            for r in rows["nodes"]
        ],
        "judged": say("planning.judged", judged=rows["judged"], withheld=rows["withheld"]),
        "more": at["endCursor"] if at["hasNextPage"] else "",
    }
