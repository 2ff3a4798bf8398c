"""自有表格: a body's own forms, loaded once and filled in for an item (自有表格)."""

import base64
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from web.frame.pages import SIGN_IN, Pages, Visit
from web.parts.asking import Refused, Row
from web.parts.files import download
from web.parts.uploads import TooLarge, UploadedForm, uploaded
from web.parts.words import say

LARGEST = 2 * 2**20
"""The largest form in bytes; the service checks again."""
WRONG, TOO_LARGE = 422, 413
PAGES = {SIGN_IN, "FORBIDDEN", "NOT_FOUND"}
"""Refusals with a page of their own; any other is shown beside the form."""
PURPOSES = {"CARRY": "paper.for_carry", "HAND": "paper.for_hand", "FILE": "paper.for_file"}
"""Purposes of a filled form, with their words."""


def attach_own(pages: Pages) -> None:
    """Serve the pages."""
    pages.add("/paper/own", "paper", _own, ("GET", "POST"))
    pages.add("/item/{code}/own/{form}", "paper", _filled)


async def _own(v: Visit, request: Request) -> Response:
    """Serve the forms of the viewer's areas, and process one that is sent: checked first, then loaded, or deleted."""
    if request.method == "GET":
        return await _shown(v, {})
    if not v.signed_in:
        raise Refused(SIGN_IN, SIGN_IN)
    try:
        form = await uploaded(request, LARGEST, fields=8)
    except TooLarge:
        return await _shown(v, {"why": say("paper.own_large", most=LARGEST >> 20)}, TOO_LARGE)
    if "delete" in form.fields:
        await v.asker.ask("DeleteBodyForm", input={"code": form.fields["delete"]})
        return RedirectResponse("/paper/own", 303)
    return await _sent(v, form)


async def _sent(v: Visit, form: UploadedForm) -> Response:
    given = {name: form.fields.get(name, "") for name in ("key", "name", "kind", "area")}
    content = base64.b64encode(form.files.get("file", ("", b""))[1]).decode()
    preview = form.fields.get("do") != "load"
    try:
        made = await v.asker.ask("PutBodyForm", input={**given, "content": content, "preview": preview})
    except Refused as e:
        if e.code in PAGES:
            raise
        return await _shown(v, {"why": str(e), "given": given}, WRONG)
    if made["form"]:
        return RedirectResponse("/paper/own", 303)
    return await _shown(v, {"made": made, "given": given}, WRONG if made["unknown"] else 200)


async def _shown(v: Visit, more: Mapping[str, Any], status: int = 200) -> Response:
    by_area = [await v.asker.ask("BodyForms", area=a["code"]) for a in v.viewer["areas"]]
    rows: dict[str, Row] = {f["code"]: f for some in by_area for f in some}
    content = {
        "forms": list(rows.values()),
        "kinds": await v.asker.ask("FormKinds"),
        "may": v.may("FILE_RECORDS"),
        "areas": v.viewer["areas"],
        "own": {a["code"] for a in v.viewer["areas"]},
        "key": uuid4().hex,
        "given": dict.fromkeys(("name", "kind", "area"), ""),
        "made": None,
        "why": "",
    }
    return v.page("paper/own.html", {**content, **more}, status)


async def _filled(v: Visit, request: Request) -> Response:
    """Serve the form of an item; its purpose comes first, decides on the content, and is recorded in the audit."""
    code, form, purpose = (*(request.path_params[k] for k in ("code", "form")), request.query_params.get("for", ""))
    if purpose not in PURPOSES:
        return v.page("paper/own_ask.html", {"code": code, "form": form, "ways": PURPOSES.items()})
    made = await v.asker.ask("FilledBodyForm", code=code, form=form, printedFor=purpose)
    content = base64.b64decode(made["content"])
    return download(made["name"], content, made["mediaType"], {"X-Content-Type-Options": "nosniff"})
