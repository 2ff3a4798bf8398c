"""Conditions of guardianship, protection orders and reviews: what can have been decided (监护、保护令、督导)."""

from datetime import date, timedelta

from knowledge.calendar.deadlines import plus_months
from knowledge.casework.order import GuardView
from knowledge.messages.message import Message, message

LONGEST_ORDER = 6
"""Months that a protection order lasts at most (FJB/30)."""
OBJECTION = timedelta(days=30)
"""Period for objecting to a designated guardian (ZZ/10)."""


def _day(j: GuardView, code: str) -> date | None:
    value = j.field(code)
    return date.fromisoformat(value) if value else None


def order_not_too_long(j: GuardView) -> Message | None:
    """Limit the length of an order to the legal maximum, from the day on which it was made."""
    made, until = _day(j, "dated"), _day(j, "until")
    if j.form is None or made is None or until is None or until <= plus_months(made, LONGEST_ORDER):
        return None
    return message("casework.order_long", months=LONGEST_ORDER)


def order_ran_out(j: GuardView) -> Message | None:
    """Until its day an order ends by the court alone."""
    until = _day(j, "until")
    return message("casework.order_runs") if until is None or until >= j.today else None


def objection_over(j: GuardView) -> Message | None:
    """A designation is settled when nobody may object any more."""
    notified = _day(j, "told_on")
    return message("casework.objection_open") if notified is None or j.today <= notified + OBJECTION else None


def no_crime_against_child(j: GuardView) -> Message | None:
    """Guardianship of whoever committed an intentional crime against the child is not restored."""
    barred = j.form is not None and j.field("intentional_crime") is True
    return message("casework.never_restored") if barred else None


REVIEWED = ("file_read", "child_heard", "grade_fits", "plan_fits")
"""Parts of a case that a supervisor reviews."""


def review_is_whole(j: GuardView) -> Message | None:
    """Require that a review without changes confirms each part."""
    wrong = j.form is not None and not all(j.form.get(c) is True for c in REVIEWED)
    return message("casework.review_wanting") if wrong else None
