"""Invitations: a one-time code binds an account to whoever signs in with it; only its hash is stored (邀请码)."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from graph_model.access import accounts, approvals
from graph_model.commands import Command, commit, new_key
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.access.accounts import Account
from knowledge.access.approving import reads_children
from knowledge.errors import BadInput
from network.entities import ANONYMOUS, Actor

INVITE, INVITED, ACCEPT = statements(__file__, "invite", "invited", "accept")
VALID = timedelta(hours=72)
"""Validity of a code (configured value)."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code, to be handed over once and stored nowhere."""

    code: str
    until: datetime


def _hash(code: str) -> str:
    """The code has 128 random bits: nothing slower is needed."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


async def invite(graph: Graph, actor: Actor, account: str, by: str | None, now: datetime) -> Invitation:
    """A new code for an account; an earlier one is void. Until it is accepted, whoever signs in so far still can.

    Whoever has the code can sign in: for an account that reads children only those get it who approve such accounts.

    Raises:
        BadInput: Whoever decided may not, or the account is not good.
        NotFound: No such account.
    """
    made = Invitation(secrets.token_hex(16), now + VALID)

    async def effect(tx: Tx) -> None:
        known, on = await accounts.locked(tx, account), now.date()
        if reads_children(known.roles):
            await approvals.check_giver(tx, replace(known, proposal=None), by, on)
        elif not known.roles:
            raise BadInput("account", "approval.proposed")
        else:
            await accounts.check_decider(tx, known, by, on)
        if not known.active(on):
            raise BadInput("account", "approval.inactive")
        await tx.rows(INVITE, KeyRow, id=account, hash=_hash(made.code), until=made.until, by=by, nonce=new_key())

    async def answer(_tx: Tx) -> Invitation:
        return made

    return await commit(graph, actor, Command("account", new_key(), {"invite": account}), effect, answer)


async def invited(tx: Tx, code: str, now: datetime) -> str | None:
    """The account that a code is good for; None for any other."""
    row = await tx.row(INVITED, KeyRow, hash=_hash(code), now=now)
    return row.key if row else None


async def accept(graph: Graph, code: str, subject: str, now: datetime) -> Account:
    """Bind the account of a code to a subject, once; the account.

    Raises:
        BadInput: The code is wrong, used or out of date, or another account has the subject.
    """

    async def effect(tx: Tx) -> None:
        if await accounts.with_subject(tx, subject) is not None:
            raise BadInput("subject", "account.subject_taken")
        if not await tx.rows(ACCEPT, KeyRow, hash=_hash(code), subject=subject, now=now, nonce=new_key()):
            raise BadInput("code", "account.code_unknown")

    async def answer(tx: Tx) -> Account:
        account = await accounts.with_subject(tx, subject)
        if account is None:
            raise BadInput("code", "account.code_unknown")
        return account

    return await commit(graph, ANONYMOUS, Command("account", new_key(), {"accept": _hash(code)}), effect, answer)
