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

INVITE, INVITED, ACCEPT, ACCEPTED = statements(__file__, "invite", "invited", "accept", "accepted")
VALID = timedelta(hours=72)
"""Validity of a code (configured value)."""
AGAIN = timedelta(minutes=15)
"""Time after its acceptance within which a code is answered again to whoever sends the same key (configured value)."""


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


def _repeat(code: str, key: str | None) -> str | None:
    """The hash of a code with the key of whoever sends it; None without a key: nothing is answered again."""
    return None if key is None else hashlib.sha256(f"{_hash(code)} {key}".encode()).hexdigest()


def own_subject(code: str, key: str | None) -> str:
    """Return the subject of a token of this service: the same one for the same code and key, otherwise a new one."""
    return f"own-{(_repeat(code, key) or secrets.token_hex(16))[:32]}"


async def invited(tx: Tx, code: str, subject: str, now: datetime, key: str | None = None) -> str | None:
    """The account that a code is good for, or was good for when the same subject sent it with the same key."""
    row = await tx.row(INVITED, KeyRow, hash=_hash(code), subject=subject, repeat=_repeat(code, key), now=now)
    return row.key if row else None


async def accept(graph: Graph, code: str, subject: str, now: datetime, key: str | None = None) -> Account:
    """Bind the account of a code to a subject, once; the account. With the same key it is answered again for a while.

    Raises:
        BadInput: The code is wrong, used or out of date, or another account has the subject.
    """
    repeat = _repeat(code, key)

    async def effect(tx: Tx) -> None:
        reason = "account.subject_taken"
        if await accounts.with_subject(tx, subject) is None:
            bound = {"subject": subject, "now": now, "repeat": repeat, "again": now + AGAIN}
            if await tx.rows(ACCEPT, KeyRow, hash=_hash(code), nonce=new_key(), **bound):
                return
            reason = "account.code_unknown"
        if not await tx.rows(ACCEPTED, KeyRow, subject=subject, repeat=repeat, now=now):
            raise BadInput("subject" if reason.endswith("taken") else "code", reason)

    async def answer(tx: Tx) -> Account:
        account = await accounts.with_subject(tx, subject)
        if account is None:
            raise BadInput("code", "account.code_unknown")
        return account

    return await commit(graph, ANONYMOUS, Command("account", new_key(), {"accept": _hash(code)}), effect, answer)
