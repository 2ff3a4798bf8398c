"""Accounts, approvals and delegations that cannot be: each refusal once, and the whole table of roles."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from knowledge.access.accounts import ALONE, DATED, EVERYWHERE, Account, check_account
from knowledge.access.assignment import (
    LONGEST_DELEGATION,
    RELATIONS,
    Approval,
    Part,
    check_assignment,
    check_delegation,
)
from knowledge.access.policy import ACCOUNT_ROLES, SYSTEM, Action, CaseRelation, allowed
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from tests.knowledge import access_oracle as oracle
from tests.support.walks import every

ON = date(2026, 11, 23)
DAY = timedelta(days=1)
HOME = frozenset({"440104001007", "440104001000", "440104000000"})
WORKER = Account("s2031", (ActorRole.DIRECTOR,), ("440104001007",))
OTHER = Account("s2032", (ActorRole.DIRECTOR,), ("440104001008",))
APPROVER = Account("l0007", (ActorRole.STREET,), ("440104001000",))
APPROVAL = Approval(APPROVER.id, "个案承办", ON)


def refused(reason: str, field: str | None = None) -> AbstractContextManager[object]:
    return pytest.raises(BadInput, check=lambda e: e.reason == reason and field in (None, e.field))


def test_an_account_that_can_be():
    check_account(WORKER, ON)
    check_account(replace(WORKER, subject="7f3c-…", until=ON + DAY), ON)
    check_account(replace(WORKER, roles=(ActorRole.DIRECTOR, ActorRole.PLANNER)), ON)


@every("roles", [(), *combinations(ActorRole, 1), *combinations(ActorRole, 2)])
def test_every_pair_of_roles(roles: tuple[ActorRole, ...]):
    """Of the program none, alone those that must be, with areas and an end what needs them: nothing else is refused."""
    whole = Account("s2031", roles, ("440104001007",), until=ON + DAY)
    fine = bool(roles) and set(roles) <= set(ACCOUNT_ROLES) and (len(roles) == 1 or not set(roles) & ALONE)
    if not fine:
        with pytest.raises(BadInput):
            check_account(whole, ON)
        return
    check_account(whole, ON)
    for poorer, free in (
        (replace(whole, areas=()), EVERYWHERE),
        (replace(whole, until=None), set(ACCOUNT_ROLES) - DATED),
    ):
        if set(roles) <= set(free):
            check_account(poorer, ON)
        else:
            with pytest.raises(BadInput):
                check_account(poorer, ON)


def test_who_gives_rights_reads_nothing_of_a_child():
    for role in ALONE:
        assert set(oracle.READ[role.value].split()) == {"-"}
        assert not allowed((role,), Action.APPROVE_ACCESS)


@pytest.mark.parametrize(
    "key", ["", "demo-street", "陈老师", "a b", "loader", "Anonymous", "shell:root", "x" * 65, "-a"]
)
def test_a_key_that_is_none(key: str):
    with pytest.raises(BadInput):
        check_account(replace(WORKER, id=key), ON)


@pytest.mark.parametrize("subject", ["", " a", "a ", "a\nb", "x" * 256])
def test_a_subject_that_is_none(subject: str):
    with refused("account.subject"):
        check_account(replace(WORKER, subject=subject), ON)


def test_an_account_ends_on_its_day():
    assert replace(WORKER, until=ON + DAY).active(ON)
    assert not replace(WORKER, until=ON).active(ON)
    assert not replace(WORKER, suspended=True).active(ON)
    with refused("account.until_past"):
        check_account(replace(WORKER, until=ON), ON)


def test_an_assignment_that_can_be():
    check_assignment(WORKER, Part.WORKER, APPROVAL, APPROVER, HOME, ON)
    check_assignment(OTHER, Part.MEMBER, replace(APPROVAL, until=ON + DAY), APPROVER, HOME, ON)


@every("role", ActorRole)
def test_who_may_approve_is_who_the_oracle_says(role: ActorRole):
    approver = replace(APPROVER, roles=(role,))
    if "approve_access" in oracle.DO.get(role.value, set()):
        check_assignment(WORKER, Part.MEMBER, APPROVAL, approver, HOME, ON)
    else:
        with refused("approval.approver", "approver"):
            check_assignment(WORKER, Part.MEMBER, APPROVAL, approver, HOME, ON)


@every(("role", "part"), product([r for r in ActorRole if r not in SYSTEM], Part))
def test_who_could_read_nothing_joins_no_team(role: ActorRole, part: Part):
    names = frozenset(r.value for r in RELATIONS[part])
    could = any(oracle.may((role.value,), "read_cases", "F1", names, p) for p in ("care", "inspection"))
    account = replace(WORKER, roles=(role,))
    if could:
        check_assignment(account, part, APPROVAL, APPROVER, HOME, ON)
    else:
        with refused("approval.role"):
            check_assignment(account, part, APPROVAL, APPROVER, HOME, ON)


@pytest.mark.parametrize(
    ("changed", "approver", "reason"),
    [
        ({"reason": " "}, APPROVER, "approval.reason"),
        ({"reason": "长" * 81}, APPROVER, "approval.reason"),
        ({"approver": WORKER.id}, replace(APPROVER, id=WORKER.id), "approval.self"),
        ({}, None, "approval.approver"),
        ({}, replace(APPROVER, suspended=True), "approval.approver"),
        ({}, replace(APPROVER, until=ON), "approval.approver"),
        ({}, replace(APPROVER, areas=("440104002000",)), "approval.not_there"),
        ({"since": ON - DAY}, APPROVER, "approval.backdated"),
        ({"until": ON}, APPROVER, "approval.until"),
    ],
)
def test_an_approval_that_is_none(changed: dict[str, Any], approver: Account | None, reason: str):
    with refused(reason):
        check_assignment(WORKER, Part.MEMBER, replace(APPROVAL, **changed), approver, HOME, ON)


def test_a_suspended_account_joins_no_team():
    with refused("approval.inactive"):
        check_assignment(replace(WORKER, suspended=True), Part.MEMBER, APPROVAL, APPROVER, HOME, ON)


def test_delegations():
    approval = replace(APPROVAL, until=ON + LONGEST_DELEGATION)
    check_delegation(OTHER, WORKER, approval, APPROVER, ON, covered=True)
    for deputy, given, covered, reason in (
        (WORKER, approval, True, "approval.deputy_self"),
        (OTHER, approval, False, "approval.not_there"),
        (OTHER, replace(approval, until=None), True, "approval.too_long"),
        (OTHER, replace(approval, until=ON + LONGEST_DELEGATION + DAY), True, "approval.too_long"),
        (replace(OTHER, suspended=True), approval, True, "approval.inactive"),
        (replace(OTHER, roles=(ActorRole.PLANNER,)), approval, True, "approval.role"),
    ):
        with refused(reason):
            check_delegation(deputy, WORKER, given, APPROVER, ON, covered=covered)


def test_relations_of_parts():
    """The worker is of the team and the case is hers; who only reported it is not of the team."""
    assert RELATIONS[Part.WORKER] == {CaseRelation.OWN, CaseRelation.TEAM}
    assert RELATIONS[Part.MEMBER] == {CaseRelation.TEAM}
    assert RELATIONS[Part.REPORTER] == {CaseRelation.OWN}
