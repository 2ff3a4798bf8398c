"""Conditions of items sent to another body: attempts, hand-overs, reports to the body above (转介、移交的条件)."""

from knowledge.casework.item import WorkItem
from knowledge.casework.order import GuardView
from knowledge.messages.message import Message, message

MOST_ATTEMPTS = 3
"""Number of times that a referral is sent before the district must allow more (configured value)."""


def _under_way(j: GuardView, item: WorkItem | None) -> int:
    return sum(i.kind == "attempt" and i.parent == item.id for i in j.around.others) if item else 0


def one_attempt(j: GuardView) -> Message | None:
    """A need never waits for two bodies at once."""
    return message("casework.attempt_open") if _under_way(j, j.parent) else None


def need_is_open(j: GuardView) -> Message | None:
    """The district is asked about a sending only while its need is open and no other body has it."""
    if j.item is None or not any(i.id == j.item.parent for i in j.around.others):
        return message("casework.need_ended")
    beside = (i for i in j.around.others if i.kind == "attempt" and i.parent == j.item.parent and i.id != j.item.id)
    return message("casework.attempt_open") if any(beside) else None


def case_goes_on(j: GuardView) -> Message | None:
    """Require the open root of a parent that may have ended itself."""
    known = {i.id for i in j.around.others} | ({j.parent.id} if j.parent and not j.parent.ended else set())
    return None if j.parent is None or j.parent.root in known else message("casework.root_ended")


def nothing_under_way(j: GuardView) -> Message | None:
    """A need does not end while a body has it."""
    return message("casework.attempt_open") if _under_way(j, j.item) else None


def attempts_left(j: GuardView) -> Message | None:
    """After some attempts the district decides."""
    opened = j.parent.open if j.parent else {}
    allowed = MOST_ATTEMPTS * (1 + (opened.get("more") or 0))
    return message("casework.attempts", most=allowed) if (opened.get("attempts") or 0) >= allowed else None


def new_recipient(j: GuardView) -> Message | None:
    """Refuse a recipient that already had the referral, so that it does not go back and forth."""
    tried = (j.parent.open.get("tried") or "").split() if j.parent else []
    return message("casework.tried") if (j.form or {}).get("recipient") in tried else None


def way_outside(j: GuardView) -> Message | None:
    """Refuse this system as the way to a body that is not in it: somebody calls, goes there or writes."""
    return message("casework.way_outside") if (j.form or {}).get("way") == "system" else None


def service_given(j: GuardView) -> Message | None:
    """Require a completed attempt before a need counts as solved; after each negative answer another one."""
    opened = j.item.open if j.item else {}
    return None if (opened.get("given") or 0) > (opened.get("again") or 0) else message("casework.nothing_given")


def whose_instead(j: GuardView) -> Message | None:
    """Require the responsible body from whoever refuses a referral as not its own."""
    if (j.form or {}).get("why_refused") in ("place", "task") and not (j.form or {}).get("instead"):
        return message("casework.whose_instead")
    return None


def not_theirs_by_rule(j: GuardView) -> Message | None:
    """Refuse a rejection as not its own, or for want of consent, by a body that the rules name."""
    theirs = j.around.theirs
    if theirs and (j.form or {}).get("why_refused") in ("place", "task", "no_consent"):
        return message("casework.theirs", clause=theirs.clause, kind=theirs.kind)
    return None


def not_ordered(j: GuardView) -> Message | None:
    """A body that the district has ordered to do it does not send it back; it may ask the district again."""
    return message("casework.ordered") if j.item and j.item.open.get("ordered") else None


def has_room(j: GuardView) -> Message | None:
    """A point that is full accepts nobody."""
    return message("casework.full") if j.around.room is not None and j.around.room <= 0 else None


def moved_is_taken(j: GuardView) -> Message | None:
    """Moving away closes nothing: somebody elsewhere has taken the child over first."""
    moved = (j.form or {}).get("why_closed") == "moved"
    taken = j.item is not None and j.item.open.get("taken_elsewhere") is True
    return message("casework.not_taken") if moved and not taken else None


def handed_to_somebody(j: GuardView) -> Message | None:
    """A child is handed to a body, or to somebody who is named."""
    named = j.form is None or j.form.get("recipient") or j.form.get("elsewhere")
    return None if named else message("casework.to_whom")


def _only(kind: str, j: GuardView, *, beside: bool = False) -> Message | None:
    """A message if an item of the kind is open; of those under the same item alone if `beside`."""
    others = (i for i in j.around.others if i.kind == kind and not i.ended)
    above = j.parent.id if j.parent else None
    open_one = next((i for i in others if not beside or i.parent == above), None)
    return message("casework.begun", code=open_one.id) if open_one else None


def one_handover(j: GuardView) -> Message | None:
    """A child is handed over to one place at a time."""
    return _only("handover", j)


def one_placement(j: GuardView) -> Message | None:
    """Allow one placement at a time: a second decision on where a child lives changes the first."""
    return _only("placement", j)


def one_change_of_guardian(j: GuardView) -> Message | None:
    """One change of guardian is open at a time."""
    return _only("guardianship", j)


def one_review(j: GuardView) -> Message | None:
    """A case is reviewed once at a time."""
    return _only("review", j)


def one_question_of_costs(j: GuardView) -> Message | None:
    """Allow one open question of costs per service."""
    return _only("costs", j, beside=True)


def superior_named(j: GuardView) -> Message | None:
    """Require the name of the body above from whoever informs it, unless it is recorded."""
    return None if j.form is None or j.field("above") else message("casework.no_superior")
