"""Approval of accounts by a second person; approvals are stored (批准账户)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph_model.access import accounts
from graph_model.commands import Command, commit, new_key
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.access.accounts import Account
from knowledge.access.approving import (
    AccountApproval,
    approvers,
    check_approver,
    check_reason,
    reads_children,
    wanted,
)
from knowledge.access.policy import Action, who_may
from knowledge.errors import BadInput
from network.entities import Actor

ABOVE, APPROVE, APPROVALS = statements(__file__, "above", "approve", "approvals")


@dataclass(frozen=True, slots=True)
class _Above:
    key: str
    areas: tuple[str, ...]


async def approve(graph: Graph, actor: Actor, key: str, by: str | None, reason: str, now: datetime) -> Account:
    """Put the proposal for an account into effect, and return the account.

    Raises:
        BadInput: Nothing is proposed, or the approver may not approve it.
        NotFound: No such account.
    """
    check_reason(reason)

    async def effect(tx: Tx) -> None:
        account = await accounts.locked(tx, key)
        if account.proposal is None:
            raise BadInput("account", "approval.nothing_proposed")
        await check_giver(tx, account, by, now.date())
        whole, first = wanted(account), not reads_children(account.roles)
        await accounts.put(tx, whole, account.proposal.by)
        about = {"roles": list(whole.roles), "areas": list(whole.areas), "until": whole.until}
        given = {"by": by, "at": now, "reason": reason.strip()}
        await tx.rows(APPROVE, KeyRow, id=key, first=first, **given, **about)

    async def answer(tx: Tx) -> Account:
        return await accounts.one(tx, key)

    return await commit(graph, actor, Command("account", new_key(), {"approve": key}), effect, answer)


async def check_giver(tx: Tx, account: Account, by: str | None, on: date) -> None:
    """Check who approves an account that reads children, or hands over its code.

    Raises:
        BadInput: Whoever is named may not, or nobody is named though somebody may.
    """
    every = await accounts.of_roles(tx, [role.value for role in who_may(Action.APPROVE_ACCESS)])
    rows = await tx.rows(ABOVE, _Above, areas=list(wanted(account).areas))
    check_approver(account, by, approvers(every, on), {r.key: r.areas for r in rows})


async def of(tx: Tx, keys: Sequence[str]) -> list[AccountApproval]:
    """Return the approvals of some accounts, the latest first."""
    return await tx.rows(APPROVALS, AccountApproval, ids=list(keys))
