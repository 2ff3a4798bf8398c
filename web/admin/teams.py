"""Teams of cases and deputies: looked up, approved, ended (个案组与代理)."""

from functools import partial

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.admin.forms import Form, again, denied, one, read, tried
from web.frame.pages import Visit
from web.parts.asking import Row

PARTS = ("WORKER", "MEMBER", "REPORTER")


async def teams(v: Visit, request: Request) -> Response:
    """The team of a case by its code."""
    if not v.may_see_teams:
        raise denied(v)
    form = await read(request)
    case = one(form, "case") or request.query_params.get("case", "").strip()
    done, why = await tried(partial(_change_team, v, form)) if form else (None, "")
    if done is not None:
        return RedirectResponse(f"/admin/teams?case={case}", 303)
    rows, absent = await tried(lambda: v.asker.ask("CaseTeam", case=case)) if case else ([], "")
    content = {
        "tab": "teams",
        "case": case,
        "rows": rows or [],
        "known": bool(case) and not absent,
        "parts": PARTS,
        "form": again(form),
        "why": why or absent,
    }
    return v.page("admin/teams.html", content, 422 if why else 404 if absent else 200)


async def _change_team(v: Visit, form: Form) -> Row:
    asked = {name: one(form, name) for name in ("case", "account", "reason")}
    if one(form, "do") == "end":
        ended: Row = await v.asker.ask("EndAssignment", input=asked)
        return ended
    dates = {name: one(form, name) or None for name in ("since", "until")}
    joined: Row = await v.asker.ask("AssignToCase", input={**asked, **dates, "part": one(form, "part") or "MEMBER"})
    return joined


async def deputies(v: Visit, request: Request) -> Response:
    """Serve the delegations of an account, as deputy and as principal."""
    if not v.may_see_teams:
        raise denied(v)
    form = await read(request)
    code = one(form, "deputy") or request.query_params.get("account", "").strip()
    done, why = await tried(partial(_change_deputy, v, form)) if form else (None, "")
    if done is not None:
        return RedirectResponse(f"/admin/deputies?account={code}", 303)
    rows = await v.asker.ask("Deputies", account=code) if code else []
    content = {
        "tab": "deputies",
        "account": code,
        "rows": rows,
        "form": again(form),
        "why": why,
    }
    return v.page("admin/deputies.html", content, 422 if why else 200)


async def _change_deputy(v: Visit, form: Form) -> Row:
    asked = {name: one(form, name) for name in ("deputy", "principal", "reason")}
    if one(form, "do") == "end":
        ended: Row = await v.asker.ask("EndDeputy", input=asked)
        return ended
    dates = {"until": one(form, "until") or None, "since": one(form, "since") or None}
    added: Row = await v.asker.ask("AddDeputy", input={**asked, **dates})
    return added
