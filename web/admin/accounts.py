"""Accounts: search, creation, changes, suspension, invitation; nobody changes her own (账户)."""

from functools import partial

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.admin.forms import Form, again, areas, one, read, tried
from web.frame.pages import Visit
from web.parts import moments
from web.parts.asking import Row
from web.parts.words import say, series

SHOWN = 20


async def accounts(v: Visit, request: Request) -> Response:
    """All accounts, or those that a word fits; a new one is made here."""
    form = await read(request)
    why = ""
    if form:
        made, why = await tried(partial(_make, v, form))
        if made:
            return RedirectResponse(f"/admin/account/{made['code']}", 303)
    words = request.query_params.get("q", "").strip()
    after = request.query_params.get("after")
    reply = await v.asker.ask("StaffAccounts", search=words or None, first=SHOWN, after=after)
    content = {
        "tab": "accounts",
        "q": words,
        "rows": [_row(a) for a in reply["nodes"]],
        "total": reply["totalCount"],
        "more": reply["pageInfo"]["endCursor"] if reply["pageInfo"]["hasNextPage"] else None,
        "roles": await _roles(v) if v.may("MANAGE_ACCOUNTS") else [],
        "form": again(form),
        "chosen": form.get("role", []),
        "why": why,
    }
    return v.page("admin/accounts.html", content, 422 if why else 200)


async def _roles(v: Visit) -> list[Row]:
    """The roles that an account may have: code and label."""
    rows: list[Row] = await v.asker.ask("StaffRoles")
    return rows


def _row(a: Row) -> Row:
    p = a["proposed"]
    state = "no_sign_in" if a["active"] and not a["canSignIn"] else "active" if a["active"] else "ended"
    state = "suspended" if a["suspended"] else "waits" if p and not a["roles"] else state
    words = say(f"admin.state_{state}")
    return {
        **a,
        **_what(a),
        "proposed": {**p, **_what(p)} if p else None,
        "approvals": [{**x, **_what(x), "at": f"{moments.read(x['at']):%Y-%m-%d %H:%M}"} for x in a["approvals"]],
        "state": say("admin.state_more", state=words) if p and a["roles"] else words,
    }


def _what(a: Row) -> Row:
    """Roles and areas in words."""
    return {"role": series(a["roleLabels"]), "area": series(x["name"] for x in a["areas"])}


async def _make(v: Visit, form: Form) -> Row:
    asked = {
        "code": one(form, "code"),
        "roles": form.get("role", []),
        "areas": await areas(v, one(form, "areas")),
        "until": one(form, "until") or None,
    }
    made: Row = await v.asker.ask("MakeAccount", input=asked)
    return dict(made["account"])


async def account(v: Visit, request: Request) -> Response:
    """Serve one account; the code of an invitation is in the response to the form and nowhere else."""
    code = request.path_params["code"]
    form = await read(request)
    done, why = await tried(partial(_change, v, code, form)) if form else (None, "")
    if done is not None and "invitation" not in done:
        return RedirectResponse(f"/admin/account/{code}", 303)
    a = await v.asker.ask("StaffAccount", code=code)
    content = {
        "tab": "accounts",
        "a": _row(a),
        "own": a["code"] == v.viewer["subject"],
        "roles": await _roles(v) if v.may("MANAGE_ACCOUNTS") else [],
        "deputies": await v.asker.ask("Deputies", account=code),
        "invitation": done["invitation"] if done else None,
        "why": why,
    }
    return v.page("admin/account.html", content, 422 if why else 200)


async def _change(v: Visit, code: str, form: Form) -> Row:
    do = one(form, "do")
    if do == "invite":
        made: Row = await v.asker.ask("InviteAccount", input={"code": code})
        return {"invitation": made["invitation"]}
    if do == "approve":
        approved: Row = await v.asker.ask("ApproveAccount", input={"code": code, "reason": one(form, "reason")})
        return dict(approved["account"])
    asked: Row = {"code": code}
    if do in ("suspend", "resume"):
        asked["suspended"] = do == "suspend"
    else:
        asked["roles"] = form.get("role", [])
        asked["areas"] = await areas(v, one(form, "areas"))
        asked["until"] = one(form, "until") or None
    changed: Row = await v.asker.ask("ChangeAccount", input=asked)
    return dict(changed["account"])
