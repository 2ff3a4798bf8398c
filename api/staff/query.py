"""accounts, account, caseTeam, deputies, whoSaw: for whoever manages accounts, approves access, reads the audit."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

import strawberry

from api.audit.log import AuditLog
from api.audit.verify import entries
from api.common import Info
from api.request.context import Context, today
from api.request.paging import Connection, page
from api.staff.types import AccountRole, AuditEntry, CasePart, Deputy, StaffAccount
from graph_model.access import accounts as model
from graph_model.access import approvals, teams
from graph_model.audit import subjects
from graph_model.graph import Tx
from graph_model.persons.seal import Vault
from knowledge.access.accounts import Account
from knowledge.access.approving import AccountApproval, reads_children, wanted
from knowledge.access.assignment import REASON_LENGTH
from knowledge.access.policy import ACCOUNT_ROLES, Action
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from network.entities import Actor

EACH = 500
"""Accounts read at once."""
LATEST = 200
"""Most entries of the audit in one answer; the latest first."""


def require_any(c: Context, *actions: Action) -> None:
    """Check that the actor may do one of some actions.

    Raises:
        Unauthenticated: Nobody has signed in.
        Forbidden: The role may do none; the error is that of the first.
    """
    if not any(map(c.may, actions)):
        c.require(actions[0])


def within(c: Context) -> Actor:
    """The actor in her areas; who withdraws rights or reads the audit, and sees no child, in all."""
    return c.actor if c.may(Action.APPROVE_ACCESS) else replace(c.actor, areas=c.network.roots)


@strawberry.type
class StaffQuery:
    """Accounts, teams of cases, deputies, and who saw a child."""

    @strawberry.field
    async def accounts(
        self,
        info: Info,
        search: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[StaffAccount] | None:
        """Every account by its code, approvers those of their areas; `search` takes a part of the code, or a role."""
        c, on = info.context, today()
        require_any(c, Action.MANAGE_ACCOUNTS, Action.READ_AUDIT, Action.APPROVE_ACCESS)
        c.trail.opened((), (), message("purpose.accounts"))
        every, given = await c.graph.read(c.actor, _every)
        covered = covered_by(c)
        rows = [(a.id, a) for a in every if _fits(a, search) and _shown(c, a, covered)]
        return page(rows, lambda a: StaffAccount.of(a, c.network, on, given), first, after, last, before)

    @strawberry.field
    async def account(self, info: Info, code: str) -> StaffAccount | None:
        """One account."""
        c = info.context
        require_any(c, Action.MANAGE_ACCOUNTS, Action.READ_AUDIT, Action.APPROVE_ACCESS)
        c.trail.opened((code,), (), message("purpose.accounts"))
        a = await c.graph.read(c.actor, model.one, code)
        if not _shown(c, a, covered_by(c)):
            raise NotFound("account", code)
        return await shown(c, a)

    @strawberry.field
    async def account_roles(self) -> list[AccountRole] | None:
        """The roles that an account may have."""
        return [AccountRole(role=role) for role in ACCOUNT_ROLES]

    @strawberry.field
    async def case_team(self, info: Info, case: str) -> list[CasePart] | None:
        """Return past, present and future members of the team of a case; approvers see those of their areas."""
        c = info.context
        require_any(c, Action.APPROVE_ACCESS, Action.MANAGE_ACCOUNTS, Action.READ_AUDIT)
        c.trail.opened((case,), (), message("purpose.team"))
        return [CasePart.of(m) for m in await c.graph.read(within(c), teams.team, case, keys_of(c))]

    @strawberry.field
    async def deputies(self, info: Info, account: str) -> list[Deputy] | None:
        """Return the delegations of an account, as deputy and as principal."""
        c = info.context
        require_any(c, Action.APPROVE_ACCESS, Action.MANAGE_ACCOUNTS, Action.READ_AUDIT)
        c.trail.opened((account,), (), message("purpose.deputies"))
        return [Deputy.of(d) for d in await c.graph.read(c.actor, teams.delegations, account, keys_of(c))]

    @strawberry.field
    async def who_saw(self, info: Info, case: str, purpose: str) -> list[AuditEntry] | None:
        """The readings of records of a child, by the code of a case or of the child, latest first; it leaves a line."""
        c = info.context
        c.require(Action.READ_AUDIT)
        if not 0 < len(purpose.strip()) <= REASON_LENGTH:
            raise BadInput("purpose", "approval.reason", most=REASON_LENGTH)
        if c.audit is None:
            raise BadInput("case", "settings.no_key_store")
        c.trail.opened((case,), (), purpose.strip())
        about = await c.graph.read(within(c), subjects.of_code, case)
        return await asyncio.to_thread(_seen, c.audit, [case, *about])


def keys_of(c: Context) -> Vault:
    """The keys of what is sealed.

    Raises:
        BadInput: The service has no key store.
    """
    if c.vault is None:
        raise BadInput("input", "settings.no_key_store")
    return c.vault


async def shown(c: Context, a: Account) -> StaffAccount:
    """An account with what was approved of it."""
    return StaffAccount.of(a, c.network, today(), await c.graph.read(c.actor, approvals.of, [a.id]))


async def _every(tx: Tx) -> tuple[list[Account], list[AccountApproval]]:
    rows: list[Account] = []
    while some := await model.some(tx, EACH, rows[-1].id if rows else ""):
        rows += some
    return rows, await approvals.of(tx, [a.id for a in rows])


def _fits(a: Account, search: str | None) -> bool:
    words = (search or "").strip().lower()
    return words in a.id.lower() or any(words in (role.value, role.label.lower()) for role in wanted(a).roles)


def covered_by(c: Context) -> frozenset[str]:
    """The actor's areas and all within them."""
    return frozenset(a.code for top in c.actor.areas for a in c.network.within(top))


def _shown(c: Context, a: Account, covered: frozenset[str]) -> bool:
    """True if the actor manages or audits accounts, or might approve this one: it reads children, in her areas only."""
    whole = wanted(a)
    approved_here = reads_children(whole.roles) and covered.issuperset(whole.areas)
    return approved_here or c.may(Action.MANAGE_ACCOUNTS) or c.may(Action.READ_AUDIT)


def _seen(log: AuditLog, records: Sequence[str]) -> list[AuditEntry]:
    """The entries about some records; reading all files takes a moment, so it is done beside the event loop."""
    wanted = {log.keys.id_of(r) for r in records}

    def about() -> Iterator[AuditEntry]:
        for line in entries(log.folder, log.keys):
            if not wanted.isdisjoint(line.get("ids", ())):
                yield AuditEntry.of(line)

    return list(about())[-LATEST:][::-1]
