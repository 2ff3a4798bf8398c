"""What of an account holds at once and what waits for a second person: over all pairs of roles, and who may approve."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from knowledge.access.accounts import Account, Proposal
from knowledge.access.approving import approvers, check_approver, granted, reads_children, wanted
from knowledge.access.policy import ACCOUNT_ROLES, Action, allowed
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from tests.knowledge import access_oracle as oracle
from tests.support.walks import every

ON = date(2026, 11, 23)
COMMUNITY, STREET, DISTRICT, ELSEWHERE = "440104001007", "440104001000", "440104000000", "440104003104"
ABOVE = {
    COMMUNITY: (COMMUNITY, STREET, DISTRICT),
    STREET: (STREET, DISTRICT),
    ELSEWHERE: (ELSEWHERE, "440104003000", DISTRICT),
}
PAIRS = [*combinations(ACCOUNT_ROLES, 1), *combinations(ACCOUNT_ROLES, 2)]
NEW = Account("s1", ())
WORKER = Account("s1", (ActorRole.DIRECTOR,), (COMMUNITY,), "sub", ON + timedelta(days=9))
GIVER = Account("l7", (ActorRole.STREET,), (STREET,))
PROPOSED = granted(NEW, WORKER, "a1")


def refused(reason: str) -> AbstractContextManager[object]:
    return pytest.raises(BadInput, check=lambda e: e.reason == reason)


def test_the_roles_that_read_children_are_those_of_the_design():
    """F1 and more, in whatever relation; by hand, beside the table that the policy is compared with."""
    none = {"planner", "integrator", "security", "auditor"}
    assert {r.value for r in ACCOUNT_ROLES if not reads_children((r,))} == none
    assert all(oracle.READ[name].strip() == "-" or name in none for name in oracle.READ if name in none)


def test_nobody_can_both_make_accounts_and_approve_them():
    for roles in PAIRS:
        if allowed(roles, Action.MANAGE_ACCOUNTS) and allowed(roles, Action.APPROVE_ACCESS):
            assert ActorRole.SECURITY in roles, "two roles that no account can have together: test_assignment.py"


@every("roles", PAIRS)
def test_a_new_account_reads_no_child_before_it_is_approved(roles: tuple[ActorRole, ...]):
    asked = replace(WORKER, roles=roles)
    now = granted(NEW, asked, "a1")
    assert not reads_children(now.roles)
    assert (now.proposal is not None) is reads_children(roles)
    assert wanted(now) == asked
    assert granted(wanted(now), asked, "a2").proposal is None, "approved as it is, the same again waits for nobody"


@pytest.mark.parametrize(
    "more",
    [
        {"roles": (ActorRole.DIRECTOR, ActorRole.LEAD)},
        {"areas": (COMMUNITY, ELSEWHERE)},
        {"until": None},
        {"until": ON + timedelta(days=10)},
        {"body": "b-1"},
        {"subject": "somebody-else"},
    ],
)
def test_what_reads_more_waits_and_what_was_approved_goes_on(more: dict[str, object]):
    asked = replace(WORKER, **more)  # type: ignore[arg-type]  # names and types as in `Account`
    now = granted(WORKER, asked, "a1")
    assert now.proposal is not None
    assert set(now.roles) <= set(WORKER.roles)
    assert (now.areas, now.until, now.body) == (WORKER.areas, WORKER.until, None) or not now.roles
    assert not now.roles if "subject" in more else now.roles == WORKER.roles
    assert wanted(now) == asked


@pytest.mark.parametrize(
    "less",
    [
        {"until": ON + timedelta(days=1)},
        {"suspended": True},
        {"roles": (ActorRole.PLANNER,)},
        {"roles": (ActorRole.DIRECTOR, ActorRole.PLANNER)},
    ],
)
def test_what_reads_no_more_holds_at_once(less: dict[str, object]):
    asked = replace(WORKER, **less)  # type: ignore[arg-type]  # as above
    assert granted(WORKER, asked, "a1") == asked


def test_what_is_taken_away_ends_at_once_beside_what_waits():
    asked = replace(WORKER, areas=(ELSEWHERE,), roles=(ActorRole.LEAD, ActorRole.DIRECTOR))
    now = granted(WORKER, asked, "a1")
    assert (now.roles, now.areas) == ((ActorRole.DIRECTOR,), ())


def test_who_may_approve():
    lead = Account("l8", (ActorRole.LEAD,), (DISTRICT,))
    far = Account("l9", (ActorRole.STREET,), ("440104003000",))
    idle = replace(lead, id="l10", suspended=True)
    may = approvers([GIVER, lead, far, idle, Account("a1", (ActorRole.SECURITY,)), replace(lead, id="s1")], ON)
    for able in (GIVER.id, lead.id):
        check_approver(PROPOSED, able, may, ABOVE)
    refusals: tuple[tuple[str | None, str], ...] = (
        ("s1", "approval.self"),
        ("a1", "approval.self"),
        (far.id, "approval.not_there"),
        (idle.id, "approval.approver"),
        ("nobody", "approval.approver"),
        (None, "approval.approver"),
    )
    for by, why in refusals:
        with refused(why):
            check_approver(PROPOSED, by, may, ABOVE)
    with refused("approval.self"):
        check_approver(replace(PROPOSED, proposal=Proposal(lead.id, (ActorRole.LEAD,), (STREET,))), lead.id, may, ABOVE)
    with refused("approval.not_there"):
        check_approver(
            replace(PROPOSED, proposal=Proposal("a1", (ActorRole.LEAD,), (STREET, ELSEWHERE))), GIVER.id, may, ABOVE
        )


def test_nobody_is_needed_only_where_nobody_could():
    check_approver(PROPOSED, None, {}, ABOVE)
    elsewhere = {"l9": Account("l9", (ActorRole.STREET,), ("440104003000",))}
    check_approver(PROPOSED, None, elsewhere, ABOVE)
    waiting = granted(Account("l9", ()), GIVER, "a1")
    assert approvers([waiting], ON) == {}, "who is not approved approves nobody"
