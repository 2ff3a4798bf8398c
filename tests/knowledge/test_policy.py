"""The policy against an oracle written by hand, over every role, action, class, relation and purpose."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest

from knowledge.access.classes import class_of
from knowledge.access.policy import (
    ABOUT_CASES,
    SYSTEM,
    Action,
    CaseRelation,
    Purpose,
    Reason,
    Request,
    Rule,
    actions_of,
    allowed,
    decide,
    is_anonymous,
    is_system,
    policy,
    readable,
    who_may,
)
from knowledge.roles import ActorRole
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass
from tests.knowledge import access_oracle as oracle

RELATIONS = [frozenset(x) for n in range(3) for x in combinations(CaseRelation, n)]
SINGLE = [x for x in RELATIONS if len(x) < 2]
PURPOSES = (None, *Purpose)
CLASSES = (None, *FieldClass)


def expected(r: Request) -> bool:
    return oracle.may(
        tuple(role.value for role in r.roles),
        r.action.value,
        r.field_class.value if r.field_class else None,
        frozenset(x.value for x in r.relations),
        r.purpose.value if r.purpose else None,
    )


def asked(
    roles: tuple[ActorRole, ...], action: Action, relations: Sequence[frozenset[CaseRelation]]
) -> Iterator[Request]:
    for field_class, some, purpose in product(CLASSES, relations, PURPOSES):
        yield Request(roles, action, field_class, some, purpose)


def differs(rules: Sequence[Rule], role: ActorRole, action: Action) -> bool:
    return any(decide(r, rules).allowed is not expected(r) for r in asked((role,), action, SINGLE))


@pytest.mark.parametrize("role", ActorRole)
def test_every_cell_of_a_role(role: ActorRole):
    """With two relations at once only where relations count: `test_relations_are_not_looked_at_in_other_actions`."""
    for action in Action:
        for request in asked((role,), action, RELATIONS if action in ABOUT_CASES else SINGLE):
            assert decide(request).allowed is expected(request), request


def test_relations_are_not_looked_at_in_other_actions():
    """So that each alone shows what two at once would: no row that is not about cases names one."""
    assert not [r for r in policy() if r.action not in ABOUT_CASES and (r.relations or r.classes or r.purposes)]


@pytest.mark.long
@pytest.mark.parametrize("role", ActorRole)
def test_two_relations_at_once_change_nothing_in_other_actions(role: ActorRole):
    """In `make check`: each relation alone, above."""
    for action in set(Action) - ABOUT_CASES:
        for request in asked((role,), action, RELATIONS):
            assert decide(request).allowed is expected(request), request


@pytest.mark.parametrize("role", ActorRole)
def test_several_roles_may_what_one_of_them_may(role: ActorRole):
    """A role adds rights and takes none; relation, class and purpose must meet in one role."""
    for other in (ActorRole.PLANNER, ActorRole.INSPECTOR, ActorRole.POLICE):
        for action in (Action.READ_CASES, Action.COUNT_CASES, Action.EDIT_DRAFTS):
            for request in asked((role, other), action, SINGLE):
                assert decide(request).allowed is expected(request), request


def mutants() -> Iterator[tuple[str, tuple[Rule, ...], ActorRole, Action]]:
    """The policy with one thing wrong, and a role and action for which it matters."""
    rules = policy()
    for n, row in enumerate(rules):
        for changed, role in changes(row):
            rest = (*rules[:n], *([changed] if changed.roles else []), *rules[n + 1 :])
            yield f"{n}", rest, role, row.action


def changes(row: Rule) -> Iterator[tuple[Rule, ActorRole]]:
    some = min(row.roles, key=list(ActorRole).index)
    for role in row.roles:
        yield replace(row, roles=row.roles - {role}), role
    stranger = next(role for role in (ActorRole.SECURITY, ActorRole.INTEGRATOR) if role not in row.roles)
    yield replace(row, roles=row.roles | {stranger}), stranger
    yield replace(row, roles=row.roles | {ActorRole.ANONYMOUS}), ActorRole.ANONYMOUS
    for c in row.classes:
        yield replace(row, classes=row.classes - {c}), some
    for c in row.classes and {FieldClass.F6}:
        yield replace(row, classes=row.classes | {c}), some
    for relation in row.relations:
        yield replace(row, relations=row.relations - {relation}), some
    if row.relations and CaseRelation.OWN not in row.relations:
        yield replace(row, relations=row.relations | {CaseRelation.OWN}), some
    for purpose in set(Purpose) if row.purposes else ():
        yield replace(row, purposes=frozenset({purpose}) ^ row.purposes), some


def test_every_mutant_of_the_policy_is_caught():
    every = list(mutants())
    assert len(every) >= 60
    survived = [(at, role) for at, rules, role, action in every if not differs(rules, role, action)]
    assert not survived


def test_a_refusal_says_why_and_who_may():
    area, care = frozenset({CaseRelation.AREA}), Purpose.CARE
    read = Request((ActorRole.DIRECTOR,), Action.READ_CASES, FieldClass.F4, area, care)
    assert decide(replace(read, roles=(ActorRole.AUDITOR,))).reason is Reason.ROLE
    assert decide(replace(read, field_class=FieldClass.F6)).reason is Reason.FIELD_CLASS
    assert decide(read).reason is Reason.RELATION
    team = replace(read, relations=frozenset({CaseRelation.TEAM}))
    assert decide(replace(team, purpose=Purpose.PLANNING)).reason is Reason.PURPOSE
    assert decide(team).reason is Reason.ALLOWED
    assert decide(team).who_may == decide(read).who_may
    for action in set(Action) - {Action.PUBLISH_COUNTS}:
        assert who_may(action), "an action that nobody has is dead"
        assert not SYSTEM & set(who_may(action))
        assert all(allowed((role,), action) for role in who_may(action))


def test_the_auditor_reads_no_name_of_a_holder():
    assert Action.SEE_POST_HOLDERS not in actions_of((ActorRole.AUDITOR,))


def test_nobody_reads_a_sealed_judicial_record_and_an_inspector_never_the_reporter():
    for role, purpose in product(ActorRole, Purpose):
        assert FieldClass.F6 not in readable((role,), CaseRelation, purpose)
    assert FieldClass.F8 not in readable((ActorRole.INSPECTOR,), CaseRelation, Purpose.INSPECTION)


def test_system_roles_and_the_public():
    assert all(is_system((ActorRole.CENTRE, role)) for role in SYSTEM)
    assert not is_system((ActorRole.CENTRE,))
    assert is_anonymous((ActorRole.ANONYMOUS,))
    assert not is_anonymous((ActorRole.ANONYMOUS, ActorRole.CENTRE))
    assert actions_of((ActorRole.ANONYMOUS,)) == ()


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [("birth_date", "F2"), ("residence_area", "F3"), ("household_aid", "F4"), ("sexual_harm", "F5"), ("conduct", "F6")],
)
def test_a_fact_has_its_class(fact: str, wanted: str):
    assert class_of(fact).value == wanted


def test_every_fact_has_a_class_and_nothing_else_does():
    assert {class_of(f) for f in Situation.model_fields} <= set(FieldClass)
    with pytest.raises(KeyError):
        class_of("colour")
