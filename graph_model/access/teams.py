"""Teams of cases: who joins, approved by whom, why, from when to when; an approval is never overwritten (个案组)."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from graph_model.access import accounts
from graph_model.commands import Command, commit, new_key
from graph_model.graph import Graph, Tx
from graph_model.persons import reasons
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.access.assignment import REASON_LENGTH, Approval, Part, check_assignment, check_delegation
from knowledge.errors import BadInput, NotFound
from network.entities import Actor

LOCK_CASE, HOME, TEAM, ASSIGN, END, LOCK_ACCOUNT, DELEGATIONS, DELEGATE, END_DELEGATION = statements(
    __file__,
    "lock_case",
    "home",
    "team",
    "assign",
    "end",
    "lock_account",
    "delegations",
    "delegate",
    "end_delegation",
)


@dataclass(frozen=True, slots=True)
class Joining:
    """An account that is to be on the team of a case."""

    case: str
    account: str
    part: Part
    approval: Approval


@dataclass(frozen=True, slots=True)
class TeamMember:
    """An account on the team of a case, from a day until another (excluded)."""

    id: str
    case: str
    account: str
    part: Part
    approver: str
    since: date
    until: date | None
    reason: str = ""
    kept: reasons.Kept = None
    """Reason as stored on its edge; None once it is decrypted."""

    def overlaps(self, approval: Approval) -> bool:
        """True if both cover a common day."""
        return (self.until is None or approval.since < self.until) and (
            approval.until is None or self.since < approval.until
        )

    def same(self, joining: Joining) -> bool:
        """True if it is what was approved."""
        a = joining.approval
        own = (self.case, self.account, self.part, self.approver, self.reason, self.since, self.until)
        return own == (joining.case, joining.account, joining.part, a.approver, a.reason, a.since, a.until)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Deputy of an account, from a day until another (excluded)."""

    id: str
    deputy: str
    principal: str
    approver: str
    since: date
    until: date
    reason: str = ""
    kept: reasons.Kept = None


@dataclass(frozen=True, slots=True)
class _Home:
    id: str
    minor: str
    areas: tuple[str, ...]
    """In which the child lives, from the community upwards."""


async def team(tx: Tx, case: str, vault: Vault) -> list[TeamMember]:
    """Return past, present and future members of the team of a case of the actor's areas.

    Raises:
        NotFound: No such case there.
        Sealed: A reason cannot be decrypted.
    """
    child = (await _home(tx, case)).minor
    rows = await tx.rows(TEAM, TeamMember, case=case)
    return [replace(m, reason=reasons.opened(vault, child, case, m.kept), kept=None) for m in rows]


async def _home(tx: Tx, case: str) -> _Home:
    """Return the home area of the child of a case.

    Raises:
        NotFound: No such case within the actor's areas.
    """
    row = await tx.row(HOME, _Home, case=case)
    if row is None:
        raise NotFound("case", case)
    return row


async def judged(tx: Tx, joining: Joining, on: date, vault: Vault) -> bool:
    """Check an assignment without a change; True if it exists already.

    Raises:
        BadInput: The account, its part or the approval is not valid.
        NotFound: No such case within the actor's areas, or no such account.
    """
    members = await team(tx, joining.case, vault)
    if any(m.same(joining) for m in members):
        return True
    known = await accounts.among(tx, [joining.account, joining.approval.approver])
    if joining.account not in known:
        raise NotFound("account", joining.account)
    approver = known.get(joining.approval.approver)
    areas = frozenset((await _home(tx, joining.case)).areas)
    check_assignment(known[joining.account], joining.part, joining.approval, approver, areas, on)
    if any(m.account == joining.account and m.part is joining.part and m.overlaps(joining.approval) for m in members):
        raise BadInput("account", "approval.already")
    return False


async def assign_in(tx: Tx, joining: Joining, on: date, vault: Vault, *, own: bool = False) -> None:
    """Put an account on a team in an open transaction: locked, judged, written. A case has one worker at a time.

    `own`: the reason is the program's, not what somebody wrote.

    Raises:
        BadInput: The account, its part or the approval does not do.
        NotFound: No such case within the actor's areas, or no such account.
    """
    await tx.rows(LOCK_CASE, KeyRow, case=joining.case, nonce=new_key())
    if await judged(tx, joining, on, vault):
        return
    a, child = joining.approval, (await _home(tx, joining.case)).minor
    reason = a.reason if own else reasons.sealed(vault, child, joining.case, a.reason.strip())
    if joining.part is Part.WORKER:
        ending = {"account": None, "part": Part.WORKER.value, "on": a.since, "by": a.approver, "reason": reason}
        await tx.rows(END, KeyRow, case=joining.case, **ending)
    await tx.rows(
        ASSIGN,
        KeyRow,
        id=new_key(),
        case=joining.case,
        account=joining.account,
        part=joining.part.value,
        approver=a.approver,
        reason=reason,
        since=a.since,
        until=a.until,
    )


async def assign(graph: Graph, actor: Actor, joining: Joining, on: date, vault: Vault) -> list[TeamMember]:
    """Put an account on the team of a case; the team afterwards. See `assign_in`."""
    request = {"case": joining.case, "account": joining.account}
    command = Command("assignment", new_key(), request)
    effect = partial(assign_in, joining=joining, on=on, vault=vault)
    return await commit(graph, actor, command, effect, partial(team, case=joining.case, vault=vault))


@dataclass(frozen=True, slots=True)
class Ending:
    """End of a right today, with the decider and the reason."""

    by: str
    reason: str
    on: date

    def check(self) -> None:
        """Check the reason: a right can always be ended, but never without one.

        Raises:
            BadInput: No reason, or a story.
        """
        if not 0 < len(self.reason.strip()) <= REASON_LENGTH:
            raise BadInput("reason", "approval.reason", most=REASON_LENGTH)


async def end(graph: Graph, actor: Actor, case: str, account: str, ending: Ending, vault: Vault) -> list[TeamMember]:
    """End what an account is in a case, from today on; the team afterwards.

    Raises:
        NotFound: No such case within the actor's areas, or the account is nothing in it.
    """
    ending.check()

    async def effect(tx: Tx) -> None:
        reason = reasons.sealed(vault, (await _home(tx, case)).minor, case, ending.reason)
        ended = {"by": ending.by, "reason": reason, "on": ending.on}
        if not await tx.rows(END, KeyRow, case=case, account=account, part=None, **ended):
            raise NotFound("assignment", account)

    command = Command("assignment", new_key(), {"case": case, "account": account, "end": True})
    return await commit(graph, actor, command, effect, partial(team, case=case, vault=vault))


async def delegations(tx: Tx, account: str, vault: Vault) -> list[Delegation]:
    """Return the delegations of an account, as deputy and as principal.

    Raises:
        Sealed: A reason cannot be decrypted.
    """
    rows = await tx.rows(DELEGATIONS, Delegation, account=account)
    return [replace(d, reason=reasons.opened(vault, _whose(d.principal), d.principal, d.kept), kept=None) for d in rows]


def _whose(principal: str) -> str:
    """Return the subject whose key encrypts the reason of a delegation."""
    return f"account:{principal}"


async def delegate(  # noqa: PLR0913, PLR0917  # who, for whom, approved how, with which keys
    graph: Graph,
    actor: Actor,
    deputy: str,
    principal: str,
    approval: Approval,
    on: date,
    within: frozenset[str],
    vault: Vault,
) -> list[Delegation]:
    """Make an account the deputy of another; return the delegations of the deputy afterwards.

    `within` are all areas at or below the approver's.

    Raises:
        BadInput: One of the accounts or the approval is not valid.
        NotFound: No such account.
    """

    async def effect(tx: Tx) -> None:
        await tx.rows(LOCK_ACCOUNT, KeyRow, id=principal, nonce=new_key())
        there, here = await accounts.one(tx, principal), await accounts.one(tx, deputy)
        approver = (await accounts.among(tx, [approval.approver])).get(approval.approver)
        check_delegation(here, there, approval, approver, on, covered=within.issuperset(there.areas))
        dates = {"since": approval.since, "until": approval.until}
        reason = reasons.sealed(vault, _whose(principal), principal, approval.reason.strip())
        by = {"approver": approval.approver, "reason": reason}
        await tx.rows(DELEGATE, KeyRow, id=new_key(), deputy=deputy, principal=principal, **by, **dates)

    command = Command("delegation", new_key(), {"deputy": deputy, "principal": principal})
    return await commit(graph, actor, command, effect, partial(delegations, account=deputy, vault=vault))


async def end_delegation(
    graph: Graph, actor: Actor, deputy: str, principal: str, ending: Ending, vault: Vault
) -> list[Delegation]:
    """End a delegation from today on; the delegations of the deputy afterwards.

    Raises:
        NotFound: There is none.
    """
    ending.check()

    async def effect(tx: Tx) -> None:
        rows = await tx.rows(DELEGATIONS, Delegation, account=deputy)
        if not any((d.deputy, d.principal) == (deputy, principal) for d in rows):
            raise NotFound("delegation", deputy)  # no key is made under a name that somebody made up
        reason = reasons.sealed(vault, _whose(principal), principal, ending.reason)
        ended = {"by": ending.by, "reason": reason, "on": ending.on}
        if not await tx.rows(END_DELEGATION, KeyRow, deputy=deputy, principal=principal, **ended):
            raise NotFound("delegation", deputy)

    command = Command("delegation", new_key(), {"deputy": deputy, "principal": principal, "end": True})
    return await commit(graph, actor, command, effect, partial(delegations, account=deputy, vault=vault))
