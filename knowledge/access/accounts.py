"""Accounts: what one is, and which cannot be made (账户)."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.access.policy import ACCOUNT_ROLES, is_anonymous, is_system
from knowledge.errors import BadInput
from knowledge.roles import ActorRole

ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,63}")
"""Code of an account: a staff number, never a name, because the audit contains it."""
RESERVED = re.compile(r"demo-|anonymous$|" + "|".join(f"{role.value}$" for role in ActorRole), re.IGNORECASE)
"""Keys of the demo and of the program's own actors."""
LONGEST_SUBJECT = 200
"""Most characters of a subject, as in a token."""
ALONE = frozenset({ActorRole.SECURITY, ActorRole.AUDITOR})
"""Roles that give rights or check their use: their account has no other role (configured: separation of duties)."""
EVERYWHERE = frozenset({ActorRole.SECURITY, ActorRole.AUDITOR, ActorRole.INTEGRATOR})
"""Roles that need no area: they read nothing of a child by area."""
DATED = frozenset({ActorRole.INSPECTOR})
"""Roles that end on a day (检查限期)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Requested new state of an account, complete, until somebody else approves it."""

    by: str | None
    roles: tuple[ActorRole, ...]
    areas: tuple[str, ...] = ()
    until: date | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Account that can sign in; `subject`: the person's subject at the issuer, None until the invitation is accepted.

    Roles, areas, end and body are those in effect; a change that waits for approval is in `proposal` alone, so that
    no reader of an account mistakes it for granted (knowledge/access/approving.py).
    """

    id: str
    roles: tuple[ActorRole, ...]
    areas: tuple[str, ...] = ()
    subject: str | None = None
    until: date | None = None
    """The first day on which it is no longer good."""
    suspended: bool = False
    body: str | None = None
    """The body or service point for which she receives what is sent to it."""
    proposal: Proposal | None = None

    def active(self, on: date) -> bool:
        """True if whoever has it may act that day."""
        return bool(self.roles) and not self.suspended and (self.until is None or on < self.until)


def role_named(text: str) -> ActorRole:
    """A role by its code or label.

    Raises:
        BadInput: No account can have such a role.
    """
    role = next((r for r in ACCOUNT_ROLES if text.strip() in (r.value, r.zh, r.label)), None)
    if role is None:
        raise BadInput("role", "account.no_such_role", allowed=tuple(f"{r.value} {r.label}" for r in ACCOUNT_ROLES))
    return role


def check_account(account: Account, on: date) -> None:
    """Check an account before it is made or changed; its areas are checked against the network elsewhere.

    Raises:
        BadInput: Something of it cannot be.
    """
    if not ID.fullmatch(account.id):
        raise BadInput("account", "account.id", most=64)
    if RESERVED.match(account.id):
        raise BadInput("account", "account.reserved")
    if account.subject is not None and not _is_subject(account.subject):
        raise BadInput("subject", "account.subject", most=LONGEST_SUBJECT)
    if account.until is not None and account.until <= on:
        raise BadInput("until", "account.until_past")
    check_roles(account)


def _is_subject(text: str) -> bool:
    """True if the text can be the subject of a token."""
    return 0 < len(text) <= LONGEST_SUBJECT and text.isprintable() and text == text.strip()


def check_roles(account: Account) -> None:
    """Check the roles of an account, and that it has what they need.

    Raises:
        BadInput: No role, one of the program itself, two that must be two people, or without area or end.
    """
    roles = set(account.roles)
    if not roles or is_anonymous(roles) or is_system(roles) or ActorRole.ANONYMOUS in roles:
        raise BadInput("role", "account.no_role")
    if roles & ALONE and len(roles) > 1:
        raise BadInput("role", "account.alone", roles=tuple(r.label for r in ActorRole if r in ALONE))
    if not account.areas and not roles <= EVERYWHERE:
        raise BadInput("area", "account.no_area")
    if roles & DATED and account.until is None:
        raise BadInput("until", "account.no_end")
