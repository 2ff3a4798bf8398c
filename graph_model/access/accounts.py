"""Accounts in the graph: made and changed by those who may, read by the subject of a token (账户)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from graph_model.commands import Command, commit, new_key
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, plain, statements
from knowledge.access.accounts import Account, check_account
from knowledge.access.approving import granted, wanted
from knowledge.access.policy import Action, allowed, who_may
from knowledge.errors import BadInput, Conflict, NotFound
from network.entities import ANONYMOUS, Actor

BY_SUBJECT, BY_IDS, SOME, OF_ROLES, TAKE, PUT = statements(
    __file__, "by_subject", "by_ids", "some", "of_roles", "take", "put"
)


@dataclass(frozen=True, slots=True)
class _Made:
    fresh: bool


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Change of one account: who decided it, on which day, and the account afterwards."""

    id: str
    by: str | None
    """The account of whoever decided; None only for the first who may manage accounts."""
    on: date
    after: Callable[[Account], Account]
    new: bool = False
    """The account must not exist yet; `after` then gets one without roles."""


async def of_subject(graph: Graph, subject: str) -> Account | None:
    """The account with a token's subject, in one read."""
    return await graph.ahead(ANONYMOUS, BY_SUBJECT, Account, subject=subject)


async def with_subject(tx: Tx, subject: str) -> Account | None:
    """The account with a subject."""
    return await tx.row(BY_SUBJECT, Account, subject=subject)


async def some(tx: Tx, first: int, after: str = "") -> list[Account]:
    """A page of accounts by their keys."""
    return await tx.rows(SOME, Account, first=first, after=after)


async def among(tx: Tx, ids: Sequence[str]) -> dict[str, Account]:
    """The accounts with these keys."""
    return {a.id: a for a in await tx.rows(BY_IDS, Account, ids=list(dict.fromkeys(ids)))}


async def of_roles(tx: Tx, roles: Sequence[str]) -> list[Account]:
    """The accounts in one of these roles, whether or not they are good today."""
    return await tx.rows(OF_ROLES, Account, roles=list(roles))


async def one(tx: Tx, account: str) -> Account:
    """An account.

    Raises:
        NotFound: There is none with this key.
    """
    rows = await among(tx, [account])
    if account not in rows:
        raise NotFound("account", account)
    return rows[account]


async def locked(tx: Tx, account: str) -> Account:
    """An account, locked until the end of the transaction.

    Raises:
        NotFound: There is none with this key.
    """
    taken = await tx.row(TAKE, _Made, id=account, nonce=new_key())
    if taken is None or taken.fresh:
        raise NotFound("account", account)
    return await one(tx, account)


async def change(graph: Graph, actor: Actor, what: AccountChange) -> Account:
    """Make or change an account.

    Raises:
        BadInput: The account cannot be so, or whoever decided may not.
        Conflict: It should be new and is there.
        NotFound: It should be there and is not.
    """

    async def effect(tx: Tx) -> None:
        await change_in(tx, what)

    async def answer(tx: Tx) -> Account:
        return await one(tx, what.id)

    return await commit(graph, actor, Command("account", new_key(), what.id), effect, answer)


async def change_in(tx: Tx, what: AccountChange) -> None:
    """Make or change an account in an open transaction: locked, read, judged, written; see `change`."""
    taken = await tx.row(TAKE, _Made, id=what.id, nonce=new_key())
    fresh = taken is not None and taken.fresh
    if fresh is not what.new:
        raise NotFound("account", what.id) if fresh else Conflict("account", what.id)
    before = Account(what.id, ()) if fresh else await one(tx, what.id)
    account = what.after(wanted(before))
    check_account(account, what.on)
    await check_decider(tx, account, what.by, what.on)
    await check_free(tx, account)
    await put(tx, granted(before, account, what.by), what.by)


async def put(tx: Tx, account: Account, by: str | None) -> None:
    """Write an account; the transaction has locked it."""
    proposal = plain(account.proposal) if account.proposal else None
    await tx.rows(PUT, KeyRow, by=by, **{**plain(account), "proposal": proposal})


async def check_decider(tx: Tx, account: Account, by: str | None, on: date) -> None:
    """Check that whoever decided may manage accounts; only the first of those decides for herself.

    Raises:
        BadInput: Nobody is named though there is somebody, or whoever is named may not.
    """
    who = await tx.rows(OF_ROLES, Account, roles=list(who_may(Action.MANAGE_ACCOUNTS)))
    may = {a.id: a for a in who if a.active(on) and allowed(a.roles, Action.MANAGE_ACCOUNTS)}
    if by is None and not may.keys() - {account.id}:
        if not allowed(account.roles, Action.MANAGE_ACCOUNTS):
            raise BadInput("role", "account.first", roles=tuple(r.label for r in who_may(Action.MANAGE_ACCOUNTS)))
    elif by not in may or by == account.id:
        raise BadInput("by", "account.by")


async def check_free(tx: Tx, account: Account) -> None:
    """Check that no other account has the subject.

    Raises:
        BadInput: Another has it.
    """
    other = await with_subject(tx, account.subject) if account.subject else None
    if other is not None and other.id != account.id:
        raise BadInput("subject", "account.subject_taken")
