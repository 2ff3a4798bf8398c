"""谁看过：who opened records of a child, by the code of a case, with a purpose that is recorded (审计)."""

from fastapi import Request
from starlette.responses import Response

from web.admin.forms import denied, one, read, tried
from web.frame.pages import Visit
from web.parts import moments
from web.parts.asking import Row
from web.parts.words import say, series


async def audit(v: Visit, request: Request) -> Response:
    """Serve the audit; the question is asked by a form: each view is itself recorded, so no address repeats it."""
    if not v.may("READ_AUDIT"):
        raise denied(v)
    form = await read(request)
    case, purpose = one(form, "case"), one(form, "purpose")
    rows, why = await tried(lambda: v.asker.ask("WhoSaw", case=case, purpose=purpose)) if form else (None, "")
    content = {
        "tab": "audit",
        "case": case,
        "purpose": purpose,
        "rows": None if rows is None else [_entry(r) for r in rows],
        "why": why,
    }
    return v.page("admin/audit.html", content, 422 if why else 200)


def _entry(r: Row) -> Row:
    return {
        "at": f"{moments.read(r['at']):%Y-%m-%d %H:%M}",
        "who": say("frame.with", words=r["who"], more=series(r["roleLabels"])),
        "why": series(r["purposes"]),
        "classes": series(r["openedLabels"]) or say("admin.no_classes"),
        "refused": r["outcome"] not in ("answered", "begun"),
    }
