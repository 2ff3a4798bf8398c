"""After the police were called: what about the child tonight, by the rules (孩子今晚)."""

from collections.abc import Sequence

from web.casework.told import REPORT, grade_of
from web.parts.asking import Asker, Refused, Row

CALL = "call"
"""The step that records a call."""
ANSWERED = "answered"
CASE, AT_ONCE = "CASE", "NOW"
CONFIRM = "confirm"
"""Step for a child without any sign of danger: to see it in person."""
FIRST = 3
"""Steps that are shown unfolded."""
STEP, WHOM = "reportCall", "called"
"""The step with which a call is recorded, and its field for who was called."""


def called(item: Row) -> bool:
    """True if somebody was reached by telephone because of a report."""
    calls = [e for e in item["timeline"] if e["action"] == CALL]
    return any(f["name"] == ANSWERED and f["value"] == "true" for e in calls for f in e["fields"])


async def tonight(asker: Asker, item: Row) -> Row | None:
    """The next call and what to settle before the night; None where it is not the question."""
    urgent = any(f["name"] == "urgency" and f["value"] == "NOW" for f in item["fields"])
    if item["itemKind"] != REPORT or item["ended"] or not urgent or not called(item):
        return None
    advice = await asker.ask("Tonight")
    steps = [s["text"] for d in advice["doors"] for s in d["steps"]]
    forms = [f["values"] for s in item["actions"] if s["mutation"] == STEP for f in s["form"] if f["name"] == WHOM]
    calls = [{**c, "as": _choice(forms[0], c["body"]["name"])} for c in advice["calls"] if not c["number"] and forms]
    return {"calls": calls, "steps": steps[:FIRST], "more": steps[FIRST:]}


async def by_record(asker: Asker, item: Row) -> list[Row]:
    """Return immediate steps by the record of the child; none once it was assessed, or a report is open."""
    if item["itemKind"] != CASE or item["ended"] or grade_of(item) or item["raised"]:
        return []
    try:
        answer = await asker.ask("CaseNow", case=item["code"])
    except Refused:
        return []
    return [s for s in (answer["sheet"]["now"] if answer["sheet"] else ()) if s["when"] == AT_ONCE]


def in_danger(steps: Sequence[Row]) -> bool:
    """True if the record means danger, and is not merely incomplete."""
    return any(s["code"] != CONFIRM for s in steps)


def _choice(values: Sequence[Row], body: str) -> str:
    """The answer of the form that names a body, or the last, which is any other."""
    return str(next((v for v in values if body in v["label"]), values[-1])["code"])
