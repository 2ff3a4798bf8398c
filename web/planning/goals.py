"""目标：the plan's eleven goals with their obligations, and the objects of one obligation (目标与义务)."""

from starlette.responses import RedirectResponse, Response

from web.parts.asking import Refused, Row
from web.parts.words import say, series
from web.planning.scope import Params, Scope
from web.planning.tables import MADE, file

MOST = 100
"""Objects of one request for a file; the page's own number is in operations/planning.graphql."""


async def page(scope: Scope, params: Params) -> Response:
    """All goals, counted here and now or by a job; or the objects of one obligation."""
    if params.get("duty"):
        return await _duty(scope, params)
    if job := params.get("job", ""):
        state = await scope.v.asker.ask("GoalsJob", id=job)
        if state["status"] == "FAILED":
            raise Refused(state["problem"]["code"], state["problem"]["message"])
        if state["result"] is None:
            content = {"job": job if state["status"] == "RUNNING" else "", "far": _far(state["progress"])}
            return scope.v.page("planning/counting.html", {"scope": scope, **content})
        return _goals(scope, params, state["result"]["goals"], job)
    reply = await scope.v.asker.ask("GoalsReport", area=scope.area)
    if "status" in reply:
        return RedirectResponse(scope.to("goals", job=reply["id"]), status_code=303)
    return _goals(scope, params, reply["goals"], "")


def _far(progress: Row | None) -> str:
    """Return the progress of a job, in words."""
    if progress is None:
        return ""
    key = "planning.counting_read" if progress["stage"] == "READING" else "planning.counting_judged"
    return say(key, done=progress["done"], total=progress["total"])


def _goals(scope: Scope, params: Params, reply: list[Row], job: str) -> Response:
    """All goals."""
    if (kind := params.get("file", "")) in MADE:
        keys = ("numerator", "denominator", "doubtful", "notDue", "exempt")
        headings = ("goal_name", "done", "due", "doubtful", "not_due", "exempt")
        rows = [[g["goalLabel"], *(str(g["rate"][k]) for k in keys)] for g in reply]
        return file(say("planning.goals"), kind, [say(GOAL_HEADINGS[h]) for h in headings], rows)
    content = {
        "goals": [{**g, "rate_text": rate(g["rate"]), "duties": [_row(scope, d) for d in g["duties"]]} for g in reply],
        "how": reply[0]["rate"]["how"] if reply else "",
        "counts_only": scope.v.may("COUNT_CASES"),
        "files_at": scope.to("goals", job=job),
    }
    return scope.v.page("planning/goals.html", {"scope": scope, **content})


GOAL_HEADINGS = {
    "goal_name": "planning.goal_name",
    "done": "planning.done",
    "due": "planning.due",
    "doubtful": "planning.doubtful",
    "not_due": "planning.not_due",
    "exempt": "planning.exempt",
}


def _row(scope: Scope, d: Row) -> Row:
    hidden = any(s["count"] is None for s in d["standings"])
    return {
        **d,
        "rate_text": rate(d["rate"]) if d["known"] or hidden else say("planning.no_list"),
        "counts": [counted(s) for s in d["standings"]] if d["known"] else [],
        "note": d["note"] if hidden else "",
        "to": scope.to("goals", duty=d["obligation"]["code"]),
    }


def counted(s: Row) -> str:
    """A standing with its number."""
    shown = say("planning.hidden") if s["count"] is None else str(s["count"])
    return say("planning.standing", label=s["standingLabel"], count=shown)


def rate(r: Row | None) -> str:
    """A rate with its numbers as text."""
    if r is None:
        return say("planning.hidden")
    if not r["denominator"]:
        return say("planning.nothing_to_count")
    text = say("planning.rate", numerator=r["numerator"], denominator=r["denominator"], low=share(r["low"]))
    return text + (say("planning.rate_doubt", doubtful=r["doubtful"], high=share(r["high"])) if r["doubtful"] else "")


def share(value: float | None) -> str:
    """A share in per cent, rounded down so that less than all is never 100 %."""
    return f"{int((value or 0) * 100)}%"


async def _duty(scope: Scope, params: Params) -> Response:
    """The objects of an obligation by standing; children only for those who may read cases."""
    code, standing = params["duty"], params.get("standing") or None
    if (kind := params.get("file", "")) in MADE:
        return await _file(scope, code, standing, kind)
    after = params.get("after") or None
    d = await scope.v.asker.ask("Duty", area=scope.area, obligation=code, standing=standing, after=after)
    o = d["obligation"]
    lacks = (
        d["note"] or say("planning.no_list")
        if not d["known"]
        else say("planning.counts_only")
        if d["objects"] is None
        else ""
        if d["objects"]["nodes"]
        else say("planning.no_objects")
    )
    content = {
        "o": o,
        "holders": series(h["name"] for h in o["holders"]),
        "evidence": series(o["evidenceLabels"]),
        "lacks": lacks,
        "headings": _headings(),
        "rows": [] if lacks else [r for x in d["objects"]["nodes"] for r in _objects(x)],
        "total": 0 if lacks else d["objects"]["totalCount"],
        "more": "" if lacks or not d["objects"]["pageInfo"]["hasNextPage"] else d["objects"]["pageInfo"]["endCursor"],
        "standings": [
            {"code": s["standing"], "text": counted(s), "to": scope.to("goals", duty=code, standing=s["standing"])}
            for s in d["standings"]
        ],
        "standing": standing,
        "duty": code,
    }
    return scope.v.page("planning/duty.html", {"scope": scope, **content})


async def _file(scope: Scope, code: str, standing: str | None, kind: str) -> Response:
    rows, after, more = list[list[str]](), None, True
    while more:
        reply = (
            await scope.v.asker.ask(
                "Things", area=scope.area, obligation=code, standing=standing, after=after, first=MOST
            )
        )["objects"]
        rows += [row for x in reply["nodes"] for row in _objects(x)]
        more, after = reply["pageInfo"]["hasNextPage"], reply["pageInfo"]["endCursor"]
    return file(code, kind, _headings(), rows)


def _headings() -> list[str]:
    return [
        say("planning.object"),
        say("planning.standing_is"),
        say("planning.grave"),
        say("planning.why"),
        say("planning.last"),
        say("planning.due_on"),
    ]


def _objects(x: Row) -> list[list[str]]:
    """One row per component of an object."""
    grave = x["severityLabel"] if x["severity"] else ""
    return [[x["name"], p["standingLabel"], grave, _why(p), p["last"] or "", _due(p)] for p in x["parts"]]


def _why(p: Row) -> str:
    part = p["component"]
    return say("planning.component", name=part["name"], reason=p["reason"]) if part else str(p["reason"])


def _due(p: Row) -> str:
    return say("planning.overdue", due=p["due"], days=p["overdue"]) if p["overdue"] else p["due"] or ""
