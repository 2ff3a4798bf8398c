"""The table of actions against the table of field classes and an independent reading of the roles."""

import pytest

from knowledge.access.policy import Action, actions_of, allowed, table, who_may
from knowledge.access.rights import may_count, reach
from knowledge.vocabulary import ActorRole, FieldClass

ORACLE = {
    ActorRole.ANONYMOUS: set[str](),
    ActorRole.DIRECTOR: {"read_cases", "see_post_holders", "analyse_network", "file_records"},
    ActorRole.STREET: {"read_cases", "see_post_holders", "analyse_network", "file_records"},
    ActorRole.CENTRE: {a.value for a in Action} - {"count_cases"},
    ActorRole.PLANNER: {"count_cases", "analyse_network", "edit_drafts"},
    ActorRole.AUDITOR: {"see_post_holders", "analyse_network"},
}
"""Written down by role, where the table is by action."""


@pytest.mark.parametrize("role", ActorRole)
def test_each_role_has_exactly_these_actions(role: ActorRole):
    assert {a.value for a in actions_of(role)} == ORACLE[role]


@pytest.mark.parametrize("role", ActorRole)
def test_reading_and_counting_cases_agree_with_the_field_classes(role: ActorRole):
    assert allowed(role, Action.READ_CASES) is (reach(role, FieldClass.F1) == "area")
    assert allowed(role, Action.COUNT_CASES) is may_count(role, FieldClass.F1)


def test_whoever_is_refused_learns_who_may():
    assert all(who_may(action) for action in Action), "an action that nobody has is dead"
    assert table().keys() == set(Action)
