"""Conditions of actions that rows name: each tells why an action cannot be done, or nothing (条件).

Without a form a condition that the form can still meet is met.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.item import WorkItem
from knowledge.casework.order import Around
from knowledge.messages.message import Message, message

GRADES = ("green", "blue", "yellow", "red")
NOT_ASSESSED = "yellow"
TO_COME = ("away_until", "until")
"""Fields of days that lie ahead."""


@dataclass(frozen=True, slots=True)
class GuardView:
    """What a condition may look at."""

    item: WorkItem | None
    form: Mapping[str, Any] | None
    """None: the form is not filled in yet."""
    around: Around
    now: datetime
    parent: WorkItem | None = None
    """The item under which a new one would stand."""

    def field(self, code: str) -> Any:
        """The value of a field after the action: from the form, else from the item."""
        if self.form and self.form.get(code) is not None:
            return self.form[code]
        return self.item.open.get(code) if self.item else None

    @property
    def minor(self) -> str | None:
        """The child after the action."""
        return (self.form or {}).get("minor") or (self.item.minor if self.item else None)

    @property
    def root(self) -> WorkItem | None:
        """The open report or case that the item belongs to, or the item itself."""
        if self.item is None or self.item.id == self.item.root:
            return self.item
        return next((o for o in self.around.others if o.id == self.item.root), None)


def _call_made(j: GuardView) -> Message | None:
    """A report of immediate danger does not end without a recorded call."""
    if j.field("urgency") == "now" and not (j.item and j.item.open.get("calls")):
        return message("casework.no_call")
    return None


def _child_known(j: GuardView) -> Message | None:
    return None if j.minor or j.form is None else message("casework.no_child")


def _no_case_yet(j: GuardView) -> Message | None:
    if j.minor and (case := j.around.open_cases.get(j.minor)):
        return message("casework.has_case", code=case)
    return None


def _no_owner(j: GuardView) -> Message | None:
    return message("casework.has_owner") if j.item and j.item.owner else None


def _not_lower(j: GuardView) -> Message | None:
    grade = (j.form or {}).get("grade")
    current = (j.root.open.get("grade") if j.root else None) or NOT_ASSESSED
    if grade and GRADES.index(grade) < GRADES.index(current):
        return message("casework.lower_grade")
    return None


def _another_open_report(j: GuardView) -> Message | None:
    if j.form is None:
        return None
    into = j.around.named.get(j.form.get("into", ""))
    good = into is not None and into.kind == "report" and not into.ended and into != j.item
    return None if good else message("casework.not_another_report")


def _day_to_come(j: GuardView) -> Message | None:
    day = next((d for c in TO_COME if (d := (j.form or {}).get(c))), None)
    today = j.now.astimezone(SHANGHAI).date()
    return message("casework.day_passed") if day and date.fromisoformat(day) <= today else None


def _nothing_pending(j: GuardView) -> Message | None:
    """What is to be done ends before its root does; a planned visit ends with the case."""
    waiting = [i for i in j.around.others if i.kind != "visit" and i.id != i.root and not i.ended]
    return message("casework.tasks_open", count=len(waiting)) if waiting else None


MOST_ATTEMPTS = 3
"""How often a referral is sent before the district allows more (配置值)."""


def _under_way(j: GuardView, item: WorkItem | None) -> int:
    return sum(i.kind == "attempt" and i.parent == item.id for i in j.around.others) if item else 0


def _one_attempt(j: GuardView) -> Message | None:
    """A need never waits for two bodies at once."""
    return message("casework.attempt_open") if _under_way(j, j.parent) else None


def _nothing_under_way(j: GuardView) -> Message | None:
    return message("casework.attempt_open") if _under_way(j, j.item) else None


def _attempts_left(j: GuardView) -> Message | None:
    opened = j.parent.open if j.parent else {}
    allowed = MOST_ATTEMPTS * (1 + (opened.get("more") or 0))
    return message("casework.attempts", most=allowed) if (opened.get("attempts") or 0) >= allowed else None


def _new_recipient(j: GuardView) -> Message | None:
    """A body that had it is not asked again, and nothing goes back and forth."""
    tried = (j.parent.open.get("tried") or "").split() if j.parent else []
    return message("casework.tried") if (j.form or {}).get("recipient") in tried else None


def _service_given(j: GuardView) -> Message | None:
    """Nothing is solved that nobody has done; after each answer the next service is waited for."""
    opened = j.item.open if j.item else {}
    return None if (opened.get("given") or 0) > (opened.get("again") or 0) else message("casework.nothing_given")


def _whose_instead(j: GuardView) -> Message | None:
    """Whoever says that it is not theirs names whose it is."""
    if (j.form or {}).get("why_refused") in ("place", "task") and not (j.form or {}).get("instead"):
        return message("casework.whose_instead")
    return None


def _not_theirs_by_rule(j: GuardView) -> Message | None:
    """What the rules say is a body's own is not refused as not its own: the district decides."""
    theirs = j.around.theirs
    if theirs and (j.form or {}).get("why_refused") in ("place", "task"):
        return message("casework.theirs", clause=theirs.clause, kind=theirs.kind)
    return None


def _has_room(j: GuardView) -> Message | None:
    return message("casework.full") if j.around.room is not None and j.around.room <= 0 else None


def _handed_to_somebody(j: GuardView) -> Message | None:
    named = j.form is None or j.form.get("recipient") or j.form.get("elsewhere")
    return None if named else message("casework.to_whom")


def _one_handover(j: GuardView) -> Message | None:
    """A child is handed over to one place at a time."""
    open_one = next((i for i in j.around.others if i.kind == "handover" and not i.ended), None)
    return message("casework.begun", code=open_one.id) if open_one else None


def _incident_settled(j: GuardView) -> Message | None:
    """A leak ends when it was stopped and told; where a child came to grief, the siblings were seen first."""
    opened = j.item.open if j.item else {}
    told = opened.get("stopped") and opened.get("authority") and opened.get("persons_told")
    if opened.get("what") == "leak" and not told:
        return message("casework.leak_open")
    if opened.get("what") == "grave" and not (opened.get("authority") and opened.get("siblings_seen")):
        return message("casework.siblings_unseen")
    return None


def _paper_answered(j: GuardView) -> Message | None:
    opened = j.item.open if j.item else {}
    if opened.get("what") == "proposal" and not opened.get("reply_number"):
        return message("casework.no_reply")
    unvisited = opened.get("what") == "admonition" and not opened.get("visits")
    return message("casework.not_looked_in") if unvisited else None


def _access_lawful(j: GuardView) -> Message | None:
    """Nobody unchecked reads a file, nobody learns who reported, and a suspect not where the child is."""
    if j.field("who_asks") == "other" or j.field("identity_checked") is not True:
        return message("casework.not_entitled")
    if j.form is None:
        return None
    if j.form.get("reporter_withheld") is not True:
        return message("casework.reporter_shown")
    shown = j.field("suspect") is not False and j.form.get("address_withheld") is not True
    return message("casework.address_shown") if shown else None


def _child_unknown(j: GuardView) -> Message | None:
    return message("casework.child_known") if j.item and j.item.minor else None


def _age_told(j: GuardView) -> Message | None:
    told = j.form is None or j.field("age_about") is not None or j.form.get("born")
    return None if told else message("casework.no_age")


def _root_open(j: GuardView) -> Message | None:
    """Nothing begins again under a case that has ended."""
    return message("casework.root_ended") if j.root is None else None


def _assessed_for_return(j: GuardView) -> Message | None:
    """A child goes back only after an assessment before return that is valid and finds the guardian fit."""
    if j.form is None or j.item is None:
        return None
    named = j.around.named.get(j.form.get("assessment", ""))
    good = named is not None and named.root == j.item.root and named.since >= j.item.since and named.state == "valid"
    good = good and named is not None and named.open.get("what") == "before_return" and named.open.get("fit") is True
    return None if good else message("casework.no_assessment")


GUARDS: Mapping[str, Callable[[GuardView], Message | None]] = {
    "call_made": _call_made,
    "child_known": _child_known,
    "no_case_yet": _no_case_yet,
    "no_owner": _no_owner,
    "not_lower": _not_lower,
    "another_open_report": _another_open_report,
    "day_to_come": _day_to_come,
    "nothing_pending": _nothing_pending,
    "one_attempt": _one_attempt,
    "nothing_under_way": _nothing_under_way,
    "attempts_left": _attempts_left,
    "new_recipient": _new_recipient,
    "service_given": _service_given,
    "whose_instead": _whose_instead,
    "not_theirs_by_rule": _not_theirs_by_rule,
    "has_room": _has_room,
    "child_unknown": _child_unknown,
    "age_told": _age_told,
    "incident_settled": _incident_settled,
    "paper_answered": _paper_answered,
    "access_lawful": _access_lawful,
    "handed_to_somebody": _handed_to_somebody,
    "one_handover": _one_handover,
    "root_open": _root_open,
    "assessed_for_return": _assessed_for_return,
}
"""By the name in the rows."""
