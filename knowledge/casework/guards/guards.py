"""Conditions of actions, named in rows: each returns the reason why an action is refused, or None (条件).

Without a form, a condition that the form can still meet counts as met.
"""

from collections.abc import Callable, Mapping
from datetime import date

from knowledge.casework.guards import danger, family, referral
from knowledge.casework.order import GuardView
from knowledge.files.content import SentFile
from knowledge.messages.message import Message, message

TO_COME = ("away_until", "until", "due_on", "again_on", "queue_until")
"""Fields of days that lie ahead."""
OVER = ("held_on", "dated", "told_on", "absent_since")
"""Fields of days that are over."""
THEMES_OF_BODIES = frozenset({"parents_publicity", "parents_guidance", "drill"})
"""Themes of activities that are a duty of the body that organised them."""


def _child_known(j: GuardView) -> Message | None:
    return None if j.minor or j.form is None else message("casework.no_child")


def _no_case_yet(j: GuardView) -> Message | None:
    if j.minor and (case := j.around.open_cases.get(j.minor)):
        return message("casework.has_case", code=case.id)
    return None


def _no_owner(j: GuardView) -> Message | None:
    return message("casework.has_owner") if j.item and j.item.owner else None


def _another_open_report(j: GuardView) -> Message | None:
    if j.form is None:
        return None
    into = j.around.named.get(j.form.get("into", ""))
    good = into is not None and into.kind == "report" and not into.ended and into != j.item
    return None if good else message("casework.not_another_report")


def _day_to_come(j: GuardView) -> Message | None:
    day = next((d for c in TO_COME if (d := (j.form or {}).get(c))), None)
    return message("casework.day_passed") if day and date.fromisoformat(day) <= j.today else None


def _nothing_pending(j: GuardView) -> Message | None:
    """Require that all items under a root have ended before it ends, except visits, which end with the case."""
    own = j.item.id if j.item else None
    waiting = [i for i in j.around.others if i.kind != "visit" and i.id not in (i.root, own) and not i.ended]
    return message("casework.tasks_open", count=len(waiting)) if waiting else None


def _has_case(j: GuardView) -> Message | None:
    if j.form is None and j.minor is None:
        return None
    return None if j.minor and j.around.open_cases.get(j.minor) else message("casework.no_case")


def _not_on_file(j: GuardView) -> Message | None:
    """Refuse to register a child again: likely matches are named, unless the form states that it is another child."""
    if j.form is None or j.form.get("another") is True or not j.around.likely:
        return None
    return message("casework.likely", children=list(j.around.likely))


def _another_record(j: GuardView) -> Message | None:
    """A record is joined to that of another child with a case of its own."""
    same = (j.form or {}).get("same_as")
    if j.form is None:
        return None
    return None if same != j.minor and same in j.around.open_cases else message("casework.not_another_child")


def _delegated(j: GuardView) -> Message | None:
    """A child is delegated only to somebody checked who is none of those whom the law excludes, and who agreed."""
    if j.form is None:
        return None
    good = all(j.field(c) is True for c in ("carer_checked", "carer_agrees")) and j.field("carer_excluded") is False
    return None if good else message("casework.carer_unfit")


def _incident_settled(j: GuardView) -> Message | None:
    """Require that a leak was stopped and reported, and that siblings were seen first after a grave incident."""
    opened = j.item.open if j.item else {}
    done = opened.get("stopped") and opened.get("authority") and opened.get("persons_told")
    if opened.get("what") == "leak" and not done:
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
    """Require a check before access to a file; protect the reporter, and the child's place from a suspect."""
    if j.field("who_asks") == "other" or j.field("identity_checked") is not True:
        return message("casework.not_entitled")
    if j.form is None:
        return None
    if j.form.get("reporter_withheld") is not True:
        return message("casework.reporter_shown")
    case = j.around.open_cases.get(j.minor or "")
    doubted = j.field("suspect") is not False or (case is not None and case.open.get("guardian_now") == "revoked")
    shown = doubted and j.form.get("address_withheld") is not True
    return message("casework.address_shown") if shown else None


def _day_past(j: GuardView) -> Message | None:
    days = [d for c in OVER if (d := (j.form or {}).get(c))]
    return message("casework.day_to_come") if any(date.fromisoformat(d) > j.today for d in days) else None


def _host_named(j: GuardView) -> Message | None:
    """Require the body where an activity fulfils a duty of a body."""
    of_body = (j.form or {}).get("theme") in THEMES_OF_BODIES
    return message("casework.no_host") if of_body and not (j.form or {}).get("host") else None


def _child_unknown(j: GuardView) -> Message | None:
    return message("casework.child_known") if j.item and j.item.minor else None


def _age_told(j: GuardView) -> Message | None:
    age_known = j.form is None or j.field("age_about") is not None or j.form.get("born")
    return None if age_known else message("casework.no_age")


def _child_heard(j: GuardView) -> Message | None:
    """Require the child's own words in every visit, or the reason why there are none, such as a baby."""
    heard = j.form is None or j.form.get("child_view") or j.form.get("no_view")
    return None if heard else message("casework.child_unheard")


def _reporter_answered(j: GuardView) -> Message | None:
    """Require an answer to a reporter who wants one when the case is opened."""
    wanted = j.form is not None and j.field("answer_wanted") is True
    return message("casework.reporter_waits") if wanted and not j.field("reporter_told") else None


def _root_open(j: GuardView) -> Message | None:
    """Refuse to begin an item under a case that has ended."""
    return message("casework.root_ended") if j.root is None else None


def _assessed_for_return(j: GuardView) -> Message | None:
    """Allow a return only after a valid assessment before return that rates the guardian as fit."""
    if j.form is None or j.item is None:
        return None
    named = j.around.named.get(j.form.get("assessment", ""))
    good = named is not None and named.root == j.item.root and named.since >= j.item.since and named.state == "valid"
    good = good and named is not None and named.open.get("what") == "before_return" and named.open.get("fit") is True
    return None if good else message("casework.no_assessment")


def _one_file(j: GuardView) -> Message | None:
    """One file a step, so that each has its own line in the audit and counts as one."""
    files = [v for v in (j.form or {}).values() if isinstance(v, SentFile)]
    return None if j.form is None or len(files) == 1 else message("casework.one_file")


GUARDS: Mapping[str, Callable[[GuardView], Message | None]] = {
    "call_made": danger.call_made,
    "child_known": _child_known,
    "no_case_yet": _no_case_yet,
    "no_owner": _no_owner,
    "not_lower": danger.not_lower,
    "as_grave": danger.as_grave,
    "another_open_report": _another_open_report,
    "as_urgent": danger.as_urgent,
    "danger_goes_on": danger.danger_goes_on,
    "danger_kept": danger.danger_kept,
    "urgency_kept": danger.urgency_kept,
    "another_urgency": danger.another_urgency,
    "danger_judged": danger.danger_judged,
    "same_child": danger.same_child,
    "seen_before_closing": danger.seen_before_closing,
    "seen_since_back": danger.seen_since_back,
    "day_to_come": _day_to_come,
    "nothing_pending": _nothing_pending,
    "one_attempt": referral.one_attempt,
    "need_is_open": referral.need_is_open,
    "case_goes_on": referral.case_goes_on,
    "nothing_under_way": referral.nothing_under_way,
    "attempts_left": referral.attempts_left,
    "new_recipient": referral.new_recipient,
    "way_outside": referral.way_outside,
    "service_given": referral.service_given,
    "whose_instead": referral.whose_instead,
    "not_theirs_by_rule": referral.not_theirs_by_rule,
    "not_ordered": referral.not_ordered,
    "has_room": referral.has_room,
    "child_unknown": _child_unknown,
    "age_told": _age_told,
    "incident_settled": _incident_settled,
    "paper_answered": _paper_answered,
    "access_lawful": _access_lawful,
    "handed_to_somebody": referral.handed_to_somebody,
    "moved_is_taken": referral.moved_is_taken,
    "one_handover": referral.one_handover,
    "one_placement": referral.one_placement,
    "one_change_of_guardian": referral.one_change_of_guardian,
    "one_review": referral.one_review,
    "one_question_of_costs": referral.one_question_of_costs,
    "review_is_whole": family.review_is_whole,
    "order_not_too_long": family.order_not_too_long,
    "order_ran_out": family.order_ran_out,
    "objection_over": family.objection_over,
    "no_crime_against_child": family.no_crime_against_child,
    "has_case": _has_case,
    "day_past": _day_past,
    "host_named": _host_named,
    "not_on_file": _not_on_file,
    "another_record": _another_record,
    "superior_named": referral.superior_named,
    "delegated": _delegated,
    "child_heard": _child_heard,
    "reporter_answered": _reporter_answered,
    "root_open": _root_open,
    "assessed_for_return": _assessed_for_return,
    "one_file": _one_file,
}
"""By the name in the rows."""
