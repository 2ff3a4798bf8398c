"""Services and benefits by their rules: who may have one, where to apply, what to bring (服务与待遇)."""

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Visit
from web.parts.asking import Row
from web.parts.words import say
from web.rules.rows import clause_at, conditional, given, quotes


async def services(v: Visit, request: Request) -> Response:
    """All services, or those that a name fits."""
    words = given(request).get("q", "")
    rows = [s for s in await v.asker.ask("Services") if words in s["name"] or words == s["code"]]
    return v.page("rules/services.html", {"tab": "services", "q": words, "rows": rows})


async def service(v: Visit, request: Request) -> Response:
    """One service; the question has no facts, so that requirements are listed and not judged."""
    reply = await v.asker.ask("ServiceRules", service=given(request).get("code", ""))
    if "message" in reply:
        return v.page("rules/absent.html", {"q": "", "on": None, "tab": "services", "why": reply["message"]}, 404)
    e = reply["results"][0]
    content = {
        "tab": "services",
        "s": e["service"],
        "plan": [(code.partition(":")[2], clause_at(code)) for code in e["service"]["plan"]],
        "requirements": [{**r, "quotes": quotes(r["citations"])} for r in e["requirements"]],
        "where": [*map(_route, e["routes"]), *map(_applicant, e["applicants"])],
        "materials": [{**m, "text": conditional(m)} for m in e["materials"]],
        "relations": [_line(_beside(x), x) for x in e["relations"]],
        "deadlines": [_line(_deadline(d), d) for d in e["deadlines"]],
        "texts": [_text(t) for t in e["texts"]],
    }
    return v.page("rules/service.html", content)


def _line(text: str, row: Row) -> Row:
    return {"text": text, "quotes": quotes(row["citations"]), "source": row.get("source")}


def _route(a: Row) -> Row:
    confirm = say("rules.confirm", body=a["confirm"]["name"]) if a["confirm"] else ""
    head = say("frame.colon", head=a["whereLabel"], rest=a["accept"]["name"] + confirm)
    return _line(f"{head}{say('frame.stop')}{conditional(a)}", a)


def _applicant(a: Row) -> Row:
    return _line(say("rules.applicant", text=conditional(a)), a)


def _beside(x: Row) -> str:
    return say("frame.colon", head=f"{x['kindLabel']} {x['other']['name']}", rest=x["text"])


def _deadline(d: Row) -> str:
    value = "" if d["value"] is None else d["value"]
    return say(
        "rules.deadline",
        who=d["who"]["name"],
        act=d["act"],
        value=value,
        unit=d["unitLabel"],
        event=d["event"],
        kind=d["kindLabel"],
    )


def _text(t: Row) -> str:
    since = t["inForceFrom"] or say("rules.open_start")
    return say("rules.text", document=t["document"], version=t["version"], since=since, force=t["forceLabel"])
