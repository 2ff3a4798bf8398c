"""Carers of a child, and since when each: a row a person, by the day where it is known (监护随时间)."""

from datetime import date, timedelta

from web.parts.asking import Row
from web.parts.moments import day_and_year
from web.parts.words import say

PARENTS = (("father_state", "father_since", "casework.father"), ("mother_state", "mother_since", "casework.mother"))
"""Facts on file of each parent: the state, since when, and who it is."""
CARER = "caregiver"
ABLE = "able"
"""The state of a parent who can care for the child."""
PARTS, BEFORE = 12, 4
"""Widths that a line can have; as much of it lies before the first day that is known, or is now."""


def life(record: Row | None, today: date) -> Row | None:
    """The rows, and from when the lines run; None where nothing of it is on file, or the viewer may not read it."""
    facts = {f["fact"]: f for f in record["facts"]} if record else {}
    known = {
        of: date.fromisoformat(facts[since]["value"]) for of, since, _ in PARENTS if of in facts and since in facts
    }
    start = _start(min(known.values(), default=None), today)
    rows = [_parent(say(who), facts[of], known.get(of), start, today) for of, _, who in PARENTS if of in facts]
    if CARER in facts:
        now = _part(say("casework.now_carer", who=facts[CARER]["valueLabel"]), BEFORE, "held")
        rows.append({"who": say("casework.carer"), "parts": [_part("", PARTS - BEFORE, "blank"), now]})
    return {"rows": rows, "start": day_and_year(start)} if rows else None


def _start(first: date | None, today: date) -> date:
    """Return the start of the lines, so that a third of them lies before the first known day."""
    span = today - first if first and first < today else timedelta(days=365)
    return today - span * PARTS / (PARTS - BEFORE)


def _parent(who: str, state: Row, since: date | None, start: date, today: date) -> Row:
    """A parent: what was before is not on file; now is the state, dashed where the parent cannot care."""
    kind = "" if state["value"] == ABLE else "gone"
    if since is None:
        return {"who": who, "parts": [_part(say("casework.since_unknown", state=state["valueLabel"]), PARTS, kind)]}
    before = min(max(round(PARTS * ((since - start) / (today - start))), 1), PARTS - 1)
    text = say("casework.since_day", state=state["valueLabel"], day=day_and_year(since))
    return {"who": who, "parts": [_part("", before, "blank"), _part(text, PARTS - before, kind)]}


def _part(text: str, width: int, kind: str) -> Row:
    return {"text": text, "width": width, "kind": kind}
