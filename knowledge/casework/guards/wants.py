"""Form fields that a condition may ask for though the row leaves them open: a form never hides them (条件要的栏目)."""

from collections.abc import Mapping

from knowledge.casework.rows import ActionRow

WANTS: Mapping[str, frozenset[str]] = {
    "access_lawful": frozenset({"reporter_withheld", "address_withheld"}),
    "age_told": frozenset({"age_about", "born"}),
    "assessed_for_return": frozenset({"assessment"}),
    "child_heard": frozenset({"child_view", "no_view"}),
    "child_known": frozenset({"minor"}),
    "danger_judged": frozenset({"note"}),
    "delegated": frozenset({"carer_checked", "carer_agrees", "carer_excluded"}),
    "handed_to_somebody": frozenset({"recipient", "elsewhere"}),
    "host_named": frozenset({"host"}),
    "not_on_file": frozenset({"another"}),
    "reporter_answered": frozenset({"reporter_told"}),
    "review_is_whole": frozenset({"file_read", "child_heard", "grade_fits", "plan_fits"}),
    "superior_named": frozenset({"above"}),
    "whose_instead": frozenset({"instead"}),
}
"""By the condition: a form without any of them may be refused for it."""


def wanted(action: ActionRow) -> frozenset[str]:
    """Return the fields of a form that are not required and that a condition of its action may ask for."""
    asked = frozenset(code for name in action.guards for code in WANTS.get(name, ()))
    return (asked & frozenset(action.form)) - {*action.needs, *action.asks}
