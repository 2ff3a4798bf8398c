"""From the sheet into casework in one press: the form of a step, filled in (一下就开)."""

from web.frame.pages import Visit
from web.parts.asking import Refused, Row
from web.parts.words import series
from web.situation.reading import ChildReading

REPORT, REFERRAL, BENEFIT, TASK = "reportRegister", "referralOpen", "entitlementBegin", "taskOpen"
URGENCY = {"NOW": "TODAY", "TONIGHT": "TODAY", "TODAY": "TODAY", "WEEK": "WEEK"}
COMMUNITY = 12
"""Digits of the code of a community."""
NOTHING: Row = {"to": "", "steps": frozenset(), "report": None}
"""For whoever does no casework."""


def report(v: Visit, r: ChildReading, *, urgent: bool) -> Row:
    """Return the fields of a report of this child; empty for viewers who do no casework."""
    if not v.may("DO_CASEWORK"):
        return NOTHING
    words = r.state.words or series(c["text"] for c in r.chips)
    fields = {
        "said": words,
        "urgency": "NOW" if urgent else "TODAY",
        "area": r.state.at if len(r.state.at) == COMMUNITY else "",
        "ageAbout": r.state.facts.get("age", ""),
    }
    return {**NOTHING, "to": "/report", "report": _fields(REPORT, fields)}


async def of_case(v: Visit, code: str) -> Row:
    """The address of a case and what may be begun under it now."""
    if not v.may("DO_CASEWORK"):
        return NOTHING
    try:
        steps = (await v.asker.ask("Begins", code=code))["actions"]
    except Refused:
        return NOTHING
    can = frozenset(s["mutation"] for s in steps if s["begins"] and not s["why"])
    return {**NOTHING, "to": f"/item/{code}", "steps": can}


def task(text: str) -> Row:
    """A step of the sheet as a task."""
    return _fields(TASK, {"what": "OTHER", "text": text})


def carried(b: Row) -> Row:
    """A row of the table as a referral."""
    return _fields(REFERRAL, {"need": b["code"], "urgency": URGENCY[b["when"]], "text": b["name"]})


def applied(b: Row) -> Row:
    """A benefit of the table as an application."""
    return _fields(BENEFIT, {"service": b["code"]})


def _fields(step: str, fields: Row) -> Row:
    return {"do": step, "fields": {f"f-{name}": value for name, value in fields.items() if value}}
