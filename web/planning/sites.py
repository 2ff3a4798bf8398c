"""选址：where to open the next points, with proof; a long search has an address, is stopped and repeated (选址)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.responses import RedirectResponse, Response

from web.parts.asking import Refused, Row
from web.parts.words import say, series
from web.planning.scope import Params, Scope, area_names
from web.planning.tried import FOUND

OBJECTIVES = {
    "MAX_COVER": "planning.max_cover",
    "COVER_ALL": "planning.cover_all",
    "MIN_DISTANCE": "planning.min_distance",
}
UNITS = {"PAIR": "planning.unit_pair", "COMMUNITY": "planning.unit_community", "MINORS": "planning.unit_minors"}
MEASURES = {
    "SERVED": "planning.measure_served",
    "STRAIGHT": "planning.measure_straight",
    "TRAVEL": "planning.measure_travel",
}
NUMBERS = ("budget", "equity", "stopGain", "seconds")
WHEN = {
    "TERM-2-19": "planning.term_evening",
    "TERM-2-10": "planning.term_morning",
    "TERM-5-10": "planning.term_saturday",
    "VACATION-2-10": "planning.vacation",
    "HOLIDAY-2-10": "planning.holiday",
    "any": "planning.any_hour",
}
"""Hours at which a point must be open: those of the meeting report, and any; the first unless one is chosen."""
FIELDS = ("objective", "unit", "k", "when", *NUMBERS, "capacitated", "measure", "limit")
"""The fields of the question with one value; needs and candidates have several."""
NEW = "new@"
"""Prefix of the key of a candidate that is a new building."""
VERDICTS = {
    "SITES": "planning.verdict_sites",
    "UNKNOWN": "planning.verdict_unknown",
    "OFFICE": "planning.verdict_office",
    "NOWHERE": "planning.verdict_nowhere",
    "SHORT": "planning.verdict_short",
    "LIMITED": "planning.verdict_limited",
    "ENOUGH": "planning.verdict_enough",
}
"""Claim of an answer, chosen by what was counted: the proof of a search does not show who is reached."""
PROOFS = {
    "OPTIMAL": "planning.proof_optimal",
    "CONDITIONAL": "planning.proof_conditional",
    "BOUNDED": "planning.proof_bounded",
    "INFEASIBLE": "planning.proof_infeasible",
    "CANCELLED": "planning.proof_cancelled",
}
VALUES = {
    "COVER_ALL": "planning.value_cover_all",
    "MAX_COVER": "planning.value_max_cover",
    "MIN_DISTANCE": "planning.value_min_distance",
}
UNFINISHED = frozenset({"BOUNDED", "INFEASIBLE", "CANCELLED"})
PAIRS = (
    ("newly", "newlyCovered", "planning.newly"),
    ("left", "uncovered", "planning.left"),
    ("unreachable", "unreachable", "planning.unreachable"),
    ("short", "short", "planning.short"),
    ("unsure", "doubtful", "planning.unsure"),
)
"""The lists of an answer: name, field, title; what is in none of them is reached already."""
UNIQUE = {True: "planning.unique_yes", False: "planning.unique_no"}
NAMED, SHOWN = 12, 20
"""Points of an alternative that are named; pairs of a list that are shown."""


def address(scope: Scope, params: Params, job: str = "") -> str:
    """The address of a question, with the job that answers it."""
    pairs = [(name, params[name]) for name in FIELDS if params.get(name)]
    pairs += [(name, v) for name in ("codes", "candidates") for v in params.getlist(name) if v]
    return scope.to("sites", ("ask", "1"), *pairs, *([("job", job)] if job else []))


def question(scope: Scope, params: Params) -> Row:
    """The question as the service takes it."""
    numbers = {name: number(params.get(name, "")) for name in NUMBERS}
    measure = params.get("measure", "SERVED")
    asked: Row = {
        "objective": params.get("objective") or "MAX_COVER",
        "unit": params.get("unit") or "PAIR",
        "codes": [c for c in params.getlist("codes") if c],
        "candidates": params.getlist("candidates"),
        "area": scope.within,
        "k": int(params["k"]) if params.get("k", "").isdecimal() else None,
        "capacitated": params.get("capacitated") == "1",
        **numbers,
    }
    if (when := params.get("when") or next(iter(WHEN))) in WHEN and when != "any":
        regime, weekday, hour = when.split("-")
        asked["hour"] = {"regime": regime, "weekday": int(weekday), "hour": int(hour)}
    if measure in MEASURES and measure != "SERVED":
        asked["standard"] = {"measure": measure, "within": number(params.get("limit", ""))}
    if asked["objective"] == "COVER_ALL":  # asks for the fewest points, without a number or steps
        asked |= {"k": None, "budget": None, "stopGain": None}
    elif asked["budget"] is None and asked["k"] is None:
        asked["k"] = 3
    return {name: value for name, value in asked.items() if value is not None}


def number(text: str) -> float | None:
    """A number, or None."""
    try:
        return float(text)
    except ValueError:
        return None


async def page(scope: Scope, params: Params) -> Response:
    """The question; its answer, or the job that will have it."""
    asked = question(scope, params)
    content: Row = {"job": None, "answer": None, "wrong": ""}
    try:
        if params.get("job"):
            content |= await _job(scope, params)
        elif params.get("ask") and asked["codes"]:
            reply = await scope.v.asker.ask("NextPoints", question=asked, draft=scope.draft)
            if "status" in reply:
                return RedirectResponse(address(scope, params, reply["id"]), status_code=303)
            content["answer"] = await _answer(scope, params, reply)
        elif params.get("ask"):
            content["wrong"] = say("planning.need_codes")
    except Refused as e:
        content["wrong"] = str(e)
    content |= await _form(scope, params)
    return scope.v.page("planning/sites.html", {"scope": scope, **content}, 422 if content["wrong"] else 200)


async def _job(scope: Scope, params: Params) -> Row:
    job = await scope.v.asker.ask("Job", id=params["job"])
    if job["status"] == "RUNNING":
        return {"job": {"id": params["job"], "fields": parse_qsl(urlsplit(address(scope, params)).query)}}
    if job["status"] == "FAILED":
        raise Refused(job["problem"]["code"], job["problem"]["message"])
    return {"answer": await _answer(scope, params, job["result"]) if job["result"] else None}


async def _form(scope: Scope, params: Params) -> Row:
    def options(rows: dict[str, str], name: str) -> list[tuple[str, str, bool]]:
        return [(code, say(key), params.get(name) == code) for code, key in rows.items()]

    return {
        "given": {name: params.get(name, "") for name in (*FIELDS, "only")},
        "objectives": options(OBJECTIVES, "objective"),
        "units": options(UNITS, "unit"),
        "measures": options(MEASURES, "measure"),
        "whens": options(WHEN, "when"),
        "chosen": [c for c in params.getlist("codes") if c],
        "needs": [(c, n) for c, n in scope.codes.items() if c.startswith("N")],
        "services": [(c, n) for c, n in scope.codes.items() if c.startswith("B")],
        "again": address(scope, params),
        "candidates": await _candidates(scope, params),
    }


async def _candidates(scope: Scope, params: Params) -> list[Row]:
    """The places that were chosen, and those that fit the words just typed."""
    rows = [{"code": c, "name": await _named(scope, c), "on": True} for c in params.getlist("candidates")]
    words = params.get("only", "").strip()
    if not words:
        return rows
    own = bool(scope.net)
    reply = await scope.v.asker.ask("Points", search=words, draft=scope.draft, candidates=own, first=FOUND)
    more = [{"code": n["code"], "name": n["name"], "on": False} for n in reply["nodes"]]
    if not own:
        areas = await scope.v.asker.ask("Areas", search=words, level="COMMUNITY", first=FOUND // 2)
        new = [(NEW + a["code"], say("planning.new_at", area=a["name"])) for a in areas["nodes"]]
        more = [*({"code": c, "name": n, "on": False} for c, n in new), *more]
    known = {r["code"] for r in rows}
    return [*rows, *(r for r in more if r["code"] not in known)]


async def _named(scope: Scope, key: str) -> str:
    """The name of a site."""
    if key.startswith(NEW):
        names = await area_names(scope, {key.removeprefix(NEW)})
        return say("planning.new_at", area=next(iter(names.values())))
    for candidates in (bool(scope.net), False):
        reply = await scope.v.asker.ask("Points", search=key, draft=scope.draft, candidates=candidates, first=1)
        if reply["nodes"]:
            return str(reply["nodes"][0]["name"])
    return key


async def _answer(scope: Scope, params: Params, a: Row) -> Row:
    """The answer for the template: what it may claim and of what, then what to do, then the proof."""
    lists: dict[str, Any] = {name: a[key] for name, key, _ in PAIRS}
    names = await area_names(scope, {p["areaCode"] for pairs in lists.values() for p in pairs[:SHOWN]})
    other = [await _named(scope, key) for key in (a["alternative"] or [])[:NAMED]]
    return {
        "claim": say(VERDICTS[a["verdict"]], **_counts(scope, params, a)),
        "asked": _asked(scope, params),
        "check": _check(a),
        "not_hosted": [say("planning.not_hosted", text=x["text"]) for x in a["notHosted"]],
        "proof": say(PROOFS[a["proof"]], label=a["proofLabel"]) if a["actions"] or a["proof"] in UNFINISHED else "",
        "actions": [{**x, "offers": sorted(x["offers"], key=lambda o: not o["offered"])} for x in a["actions"]],
        "alternative": say("planning.alternative", names=series(other)) if other else "",
        "facts": _facts(a),
        "gains": [(str(g["k"]), f"{g['value']:,.6g}", f"{g['gain']:,.6g}") for g in a["gains"]],
        "stopped": say("planning.stopped", k=a["stopped"]) if a["stopped"] is not None else "",
        "lists": [_list(scope, key, lists[name], names) for name, _, key in PAIRS if lists[name]],
    }


def _counts(scope: Scope, params: Params, a: Row) -> dict[str, str]:
    """Return the counts of the sentences of a verdict; no part is left out of any of them."""
    numbers = {name: len(a[key]) for name, key, _ in PAIRS}
    rest = [("left", "planning.count_left"), ("unreachable", "planning.count_never"), ("short", "planning.count_short")]
    rest += [("unsure", "planning.count_unsure")]
    parts = [say(key, count=f"{numbers[name]:,}") for name, key in rest if numbers[name]]
    return {
        "what": quoted(scope.named(c) for c in params.getlist("codes") if c),
        "pairs": f"{a['pairs']:,}",
        "newly": f"{numbers['newly']:,}",
        "before": f"{a['pairs'] - sum(numbers.values()):,}",
        "count": str(len(a["actions"])),
        "rest": series(parts) or say("planning.count_none"),
    }


def _asked(scope: Scope, params: Params) -> str:
    """Return the limits of the answer: the area, the hour, how near."""
    when = params.get("when") or next(iter(WHEN))
    measure = MEASURES.get(params.get("measure", ""), MEASURES["SERVED"])
    return say(
        "planning.sites_scope",
        where=scope.where,
        when=say(WHEN.get(when, "planning.any_hour")),
        measure=say(measure),
        limit=say("planning.sites_limit", limit=params["limit"]) if params.get("limit") else "",
    )


def _check(a: Row) -> list[str]:
    """Say whom to ask for hours, and what has no location, before anything is concluded."""
    lines = []
    if a["toCheck"]:
        count = len(a["doubtful"]) + a["unknownBefore"]
        names = series(a["toCheck"][:NAMED])
        if len(a["toCheck"]) > NAMED:
            names = say("planning.and_more", names=names, count=len(a["toCheck"]))
        lines.append(say("planning.check_hours", count=f"{count:,}", names=names))
    if a["unlocated"]:
        lines.append(say("planning.check_places", count=f"{a['unlocated']:,}"))
    return lines


def quoted(names: Iterable[str]) -> str:
    """Return names that may contain commas themselves, in quotation marks."""
    return "".join(say("planning.quoted", name=name) for name in names)


def _list(scope: Scope, key: str, pairs: list[Row], names: dict[str, str]) -> Row:
    rows = [(names[p["areaCode"]], scope.named(p["code"])) for p in pairs[:SHOWN]]
    more = say("planning.more", shown=SHOWN, count=len(pairs)) if len(pairs) > SHOWN else ""
    return {"name": say(key), "count": len(pairs), "rows": rows, "more": more}


def _facts(a: Row) -> list[tuple[str, str]]:
    """The value with its bound, whether the solution is unique, and what stays uncovered."""
    value, bound = f"{a['value']:,.6g}", f"{a['bound']:,.6g}"
    worth = say("planning.value_said", value=value, what=say(VALUES[a["objective"]], unit=a["unitLabel"]))
    rows = [(say("planning.value"), worth)]
    if a["proof"] != "INFEASIBLE":
        gap = say("planning.gap", value=f"{a['gap'] * 100:.1f}") if a["gap"] else say("planning.no_gap")
        rows.append((say("planning.bound"), say("planning.bound_said", bound=bound, gap=gap)))
    if a["unique"] is not None:
        rows.append((say("planning.unique"), say(UNIQUE[a["unique"]])))
    rows += [
        (say("planning.covered"), say("planning.covered_said", covered=a["covered"], newly=len(a["newlyCovered"]))),
        (say("planning.left"), say("planning.left_said", left=len(a["uncovered"]), never=len(a["unreachable"]))),
    ]
    return [*rows, (say("planning.unmet"), f"{a['unmet']:,}")] if a["unmet"] else rows
