"""Members of the team of a case and deputies, and what their approval needs (审批).

未成年人网络保护条例 36: staff read a minor's records only after approval by a responsible person, and on record.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.access.accounts import Account
from knowledge.access.policy import Action, CaseRelation, Purpose, allowed, readable, who_may
from knowledge.errors import BadInput
from knowledge.vocabulary import Labelled

REASON_LENGTH = 80
"""Most characters of a reason: a few words, never a story about a child."""
LONGEST_DELEGATION = timedelta(days=92)
"""Longest period of a delegation before it must be renewed (configured value)."""


class Part(Labelled):
    """Function of an account in a case; relations to the case follow from it."""

    WORKER = "worker", "承办人"
    MEMBER = "member", "成员"
    REPORTER = "reporter", "报告人"


RELATIONS = {
    Part.WORKER: frozenset({CaseRelation.OWN, CaseRelation.TEAM}),
    Part.MEMBER: frozenset({CaseRelation.TEAM}),
    Part.REPORTER: frozenset({CaseRelation.OWN}),
}


def part_named(text: str) -> Part:
    """A part by its code or label.

    Raises:
        BadInput: No such part.
    """
    part = next((p for p in Part if text.strip() in (p.value, p.zh, p.label)), None)
    if part is None:
        raise BadInput("part", "input.not_allowed", allowed=[f"{p.value} {p.label}" for p in Part])
    return part


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval of a part: by whom, why, from which day and until which (excluded)."""

    approver: str
    reason: str
    since: date
    until: date | None = None


def check_approval(approval: Approval, approver: Account | None, who: str, on: date) -> None:
    """Check an approval: by somebody else, who may approve and is active, with a reason, for days to come.

    Raises:
        BadInput: Something of it is missing.
    """
    if not 0 < len(approval.reason.strip()) <= REASON_LENGTH:
        raise BadInput("reason", "approval.reason", most=REASON_LENGTH)
    if approval.approver == who:
        raise BadInput("approver", "approval.self")
    if approver is None or not approver.active(on) or not allowed(approver.roles, Action.APPROVE_ACCESS):
        who_approve = tuple(role.label for role in who_may(Action.APPROVE_ACCESS))
        raise BadInput("approver", "approval.approver", roles=who_approve)
    if approval.since < on:
        raise BadInput("since", "approval.backdated")
    if approval.until is not None and approval.until <= approval.since:
        raise BadInput("until", "approval.until")


def check_assignment(
    account: Account, part: Part, approval: Approval, approver: Account | None, home: frozenset[str], on: date
) -> None:
    """Check that an account may join a case of a child who lives in `home`: the area and those above it.

    Raises:
        BadInput: The account, its role, its end or the approval does not do.
    """
    check_approval(approval, approver, account.id, on)
    if approver is not None and home.isdisjoint(approver.areas):
        raise BadInput("approver", "approval.not_there")
    if not account.active(on):
        raise BadInput("account", "approval.inactive")
    if not any(readable(account.roles, RELATIONS[part], purpose) for purpose in Purpose):
        raise BadInput("account", "approval.role")


def check_delegation(
    deputy: Account, principal: Account, approval: Approval, approver: Account | None, on: date, *, covered: bool
) -> None:
    """Check that `deputy` may act for `principal`; `covered`: all areas of the principal are also the approver's.

    Raises:
        BadInput: The deputy is the principal, the delegation has no end or is too long, or an account is not eligible.
    """
    if deputy.id == principal.id:
        raise BadInput("account", "approval.deputy_self")
    check_approval(approval, approver, deputy.id, on)
    if not covered:
        raise BadInput("approver", "approval.not_there")
    if approval.until is None or approval.until - approval.since > LONGEST_DELEGATION:
        raise BadInput("until", "approval.too_long", most=LONGEST_DELEGATION.days)
    if not deputy.active(on):
        raise BadInput("account", "approval.inactive")
    if not readable(deputy.roles, {CaseRelation.DEPUTY}):
        raise BadInput("account", "approval.role")
