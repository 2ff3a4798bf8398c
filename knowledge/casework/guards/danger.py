"""Conditions that prevent losing a danger: calls, urgency, grades, seeing the child (危险的条件)."""

from knowledge.casework.item import WorkItem
from knowledge.casework.order import GuardView
from knowledge.messages.message import Message, message

GRADES = ("green", "blue", "yellow", "red")
NOT_ASSESSED = "yellow"
URGENCIES = ("month", "week", "today", "now")
NOW = URGENCIES[-1]
"""The urgency of danger."""
SEEN_ON = "seen_on"
"""The day on which the child was last seen in person."""
AFTER, BACK = "after", "back"
"""Fields of a visit that must come first until the child has been seen: after a report, after a return."""


def call_made(j: GuardView) -> Message | None:
    """A report of immediate danger does not end before somebody was reached by telephone."""
    return message("casework.no_call") if j.field("urgency") == NOW and not _reached(j) else None


def _reached(j: GuardView) -> bool:
    """True if a call was answered: only answered calls are counted."""
    return bool(j.item and j.item.open.get("calls"))


def urgency_kept(j: GuardView) -> Message | None:
    """Allow whoever takes a report to raise its urgency, never to lower it."""
    return message("casework.urgency_lowered") if _less(j, (j.form or {}).get("urgency")) else None


def danger_judged(j: GuardView) -> Message | None:
    """Allow only a supervisor with a note to lower the urgency of danger while no call was answered."""
    if j.item is None or j.item.open.get("urgency") != NOW or not _less(j, (j.form or {}).get("urgency")):
        return None
    good = _reached(j) or (j.second and (j.form or {}).get("note"))
    return None if good else message("casework.danger_unjudged")


def _less(j: GuardView, urgency: str | None) -> bool:
    known = j.item.open.get("urgency") if j.item else None
    return bool(known and urgency) and URGENCIES.index(str(urgency)) < URGENCIES.index(str(known))


def another_urgency(j: GuardView) -> Message | None:
    """Refuse an unchanged urgency: it would only restart the clocks."""
    same = j.item and j.form and j.form.get("urgency") == j.item.open.get("urgency")
    return message("casework.same_urgency") if same else None


def not_lower(j: GuardView) -> Message | None:
    """Require a second person for a lower grade; danger counts as the highest grade until the child was seen."""
    grade = (j.form or {}).get("grade")
    endangered = j.root is not None and j.root.open.get("urgency") == NOW and _unseen_since(j)
    current = GRADES[-1] if endangered else (j.root.open.get("grade") if j.root else None) or NOT_ASSESSED
    if grade and GRADES.index(grade) < GRADES.index(current):
        return message("casework.danger_unseen" if endangered else "casework.lower_grade")
    return None


def _unseen_since(j: GuardView) -> bool:
    """True if nobody has seen the child since danger was reported, or since the child came back."""
    visits = [i for i in j.around.others if i.kind == "visit"] or [i for i in (j.root,) if i]
    return any(i.open.get(AFTER) for i in visits)


def as_grave(j: GuardView) -> Message | None:
    """A lower grade than the indicators propose is decided by somebody else."""
    return message("casework.less_grave") if j.less_grave else None


def as_urgent(j: GuardView) -> Message | None:
    """Require that a report is merged only into one that is at least as urgent."""
    into = j.around.named.get((j.form or {}).get("into", ""))
    own = j.field("urgency")
    there = into.open.get("urgency") if into else None
    lost = into is not None and own and (not there or URGENCIES.index(there) < URGENCIES.index(own))
    return message("casework.less_urgent") if lost else None


def same_child(j: GuardView) -> Message | None:
    """Reports of two children are not one."""
    into = j.around.named.get((j.form or {}).get("into", ""))
    two = into is not None and into.minor and j.minor and into.minor != j.minor
    return message("casework.two_children") if two else None


def danger_goes_on(j: GuardView) -> Message | None:
    """Require an open case of the child where a danger is ended because it goes on in a case."""
    there = j.minor and j.around.open_cases.get(j.minor)
    lost = j.form is not None and j.field("why_ended") == "case_open" and not there
    return message("casework.no_case_for_danger") if lost else None


def danger_kept(j: GuardView) -> Message | None:
    """Require that a record is joined only to one with at least the same danger."""
    other = j.around.open_cases.get((j.form or {}).get("same_as", ""))
    if other is None or j.item is None:
        return None
    lost = not _in_danger(other) and _in_danger(j.item)
    return message("casework.danger_lost", code=other.id) if lost else None


def _in_danger(case: WorkItem) -> bool:
    return case.open.get("urgency") == NOW or case.open.get("grade") == GRADES[-1]


def seen_before_closing(j: GuardView) -> Message | None:
    """A case of danger does not close before somebody has seen the child."""
    seen = any(i.open.get(SEEN_ON) for i in (*j.around.others, *([j.item] if j.item else [])))
    unseen = not seen or _unseen_since(j)
    return message("casework.never_seen") if j.item and _in_danger(j.item) and unseen else None


def seen_since_back(j: GuardView) -> Message | None:
    """A child that came back is seen before it may be away again."""
    unseen = any(i.kind == "visit" and i.open.get(AFTER) == BACK for i in j.around.others)
    return message("casework.unseen_since_back") if unseen else None
