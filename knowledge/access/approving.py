"""Parts of an account that need the approval of a second person, and who may approve (批准账户).

未成年人网络保护条例 36: staff read a minor's records only after approval by a responsible person, and on record.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from knowledge.access.accounts import Account, Proposal
from knowledge.access.assignment import REASON_LENGTH
from knowledge.access.policy import Action, CaseRelation, Purpose, allowed, readable, who_may
from knowledge.errors import BadInput
from knowledge.roles import ActorRole


@dataclass(frozen=True, slots=True)
class AccountApproval:
    """An approval of a change of an account; `by` is None for the first account that can approve anything."""

    account: str
    by: str | None
    at: datetime
    reason: str
    roles: tuple[ActorRole, ...]
    areas: tuple[str, ...] = ()
    until: date | None = None


def reads_children(roles: Iterable[ActorRole]) -> bool:
    """True if one of the roles can read anything about a child, in any relation to the case."""
    held = tuple(roles)
    return any(readable(held, CaseRelation, purpose) for purpose in Purpose)


def wanted(account: Account) -> Account:
    """The account as whoever manages accounts wants it, approved or not."""
    p = account.proposal
    if p is None:
        return account
    return replace(account, roles=p.roles, areas=p.areas, until=p.until, body=p.body, proposal=None)


def granted(before: Account, after: Account, by: str | None) -> Account:
    """Return the part of a wanted account that takes effect at once; a part to be approved makes the whole a proposal.

    Roles that read nothing about a child, and everything that is taken away, take effect at once. A changed subject
    is another person: nothing was approved for that person.
    """
    same = before.roles if before.subject == after.subject else ()
    roles = tuple(r for r in after.roles if r in same or not reads_children((r,)))
    now = replace(after, roles=roles, proposal=None)
    if reads_children(roles):
        ends = [day for day in (before.until, after.until) if day is not None]
        areas = tuple(a for a in after.areas if a in before.areas)
        now = replace(now, areas=areas, until=min(ends, default=None), body=before.body)
    if now == after:
        return now
    return replace(now, proposal=Proposal(by, after.roles, after.areas, after.until, after.body))


def approvers(accounts: Iterable[Account], on: date) -> dict[str, Account]:
    """Return the accounts that may approve what others read, by their keys."""
    return {a.id: a for a in accounts if a.active(on) and allowed(a.roles, Action.APPROVE_ACCESS)}


def check_approver(
    account: Account, by: str | None, may: Mapping[str, Account], above: Mapping[str, Collection[str]]
) -> None:
    """Check who approves what an account reads, or hands over its code: responsible in all its areas, never its maker.

    `above` has for each area of the account the area itself and those over it. Nobody is named only where nobody
    could be: in the shell, for the first who approves there.

    Raises:
        BadInput: Whoever is named may not, or nobody is named though somebody may.
    """
    own = {account.id, account.proposal.by if account.proposal else None}
    areas = wanted(account).areas
    able = {a.id for a in may.values() if all(set(a.areas) & set(above.get(area, ())) for area in areas)} - own
    if by is None and not able:
        return
    if by is not None and by in own:
        raise BadInput("approver", "approval.self")
    if by not in may:
        raise BadInput("approver", "approval.approver", roles=tuple(r.label for r in who_may(Action.APPROVE_ACCESS)))
    if by not in able:
        raise BadInput("approver", "approval.not_there")


def check_reason(reason: str) -> None:
    """Check the reason of an approval.

    Raises:
        BadInput: None, or a story.
    """
    if not 0 < len(reason.strip()) <= REASON_LENGTH:
        raise BadInput("reason", "approval.reason", most=REASON_LENGTH)
