"""GraphQL types of accounts, teams, deputies and the audit (账户与审计的类型)."""

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import datetime as DateTime
from typing import Any

import strawberry

from api.enums import labelled
from api.network.types import Area
from graph_model.access import teams
from knowledge.access import approving
from knowledge.access.accounts import Account, Proposal
from knowledge.access.assignment import Part
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass
from network.snapshot import Network


@strawberry.type
@labelled
class ProposedAccount:
    """Requested state of an account, until a second person has approved it."""

    by: str | None
    roles: list[ActorRole]
    areas: list[Area]
    until: Date | None

    @classmethod
    def of(cls, p: Proposal, network: Network) -> "ProposedAccount":
        """From the graph."""
        return cls(by=p.by, roles=list(p.roles), areas=_areas(p.areas, network), until=p.until)


@strawberry.type
@labelled
class AccountApproval:
    """An approval of a change of an account: by whom, when and why."""

    by: str | None
    at: DateTime
    reason: str
    roles: list[ActorRole]
    areas: list[Area]
    until: Date | None

    @classmethod
    def of(cls, p: approving.AccountApproval, network: Network) -> "AccountApproval":
        """From the graph."""
        return cls(
            by=p.by,
            at=p.at.astimezone(SHANGHAI),
            reason=p.reason,
            roles=list(p.roles),
            areas=_areas(p.areas, network),
            until=p.until,
        )


def _areas(codes: Iterable[str], network: Network) -> list[Area]:
    """Return the areas that are loaded."""
    return [Area.of(network.areas[code]) for code in codes if code in network.areas]


@strawberry.type
@labelled
class StaffAccount:
    """Person who may sign in; the subject at the issuer is never shown."""

    code: str
    roles: list[ActorRole]
    areas: list[Area]
    until: Date | None
    suspended: bool
    active: bool
    can_sign_in: bool
    reads_children: bool
    proposed: ProposedAccount | None
    approvals: list[AccountApproval]

    @classmethod
    def of(
        cls, a: Account, network: Network, on: Date, approvals: Iterable[approving.AccountApproval]
    ) -> "StaffAccount":
        """From the graph; an area that is no longer loaded is left out."""
        return cls(
            code=a.id,
            roles=list(a.roles),
            areas=_areas(a.areas, network),
            until=a.until,
            suspended=a.suspended,
            active=a.active(on),
            can_sign_in=a.active(on) and a.subject is not None,
            reads_children=approving.reads_children(a.roles),
            proposed=ProposedAccount.of(a.proposal, network) if a.proposal else None,
            approvals=[AccountApproval.of(p, network) for p in approvals if p.account == a.id],
        )


@strawberry.type
@labelled
class CasePart:
    """Part of an account in a case, from a day until another, with approver and reason."""

    account: str
    case: str
    part: Part
    since: Date
    until: Date | None
    approver: str
    reason: str

    @classmethod
    def of(cls, m: teams.TeamMember) -> "CasePart":
        """From the graph."""
        return cls(
            account=m.account,
            case=m.case,
            part=m.part,
            since=m.since,
            until=m.until,
            approver=m.approver,
            reason=m.reason,
        )


@strawberry.type
class Deputy:
    """Deputy of an account, from a day until another, with approver and reason."""

    deputy: str
    principal: str
    since: Date
    until: Date
    approver: str
    reason: str

    @classmethod
    def of(cls, d: teams.Delegation) -> "Deputy":
        """From the graph."""
        return cls(
            deputy=d.deputy,
            principal=d.principal,
            since=d.since,
            until=d.until,
            approver=d.approver,
            reason=d.reason,
        )


@strawberry.type
@labelled
class AuditEntry:
    """An operation that opened a record of a child: when, who, in which roles, what, why, which classes."""

    at: DateTime
    who: str
    roles: list[ActorRole]
    what: list[str]
    purposes: list[str]
    opened: list[FieldClass]
    outcome: str

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "AuditEntry":
        """From a line of the audit."""
        return cls(
            at=DateTime.fromisoformat(line["at"]),
            who=line["who"],
            roles=[ActorRole(role) for role in line["role"].split("+")],
            what=list(line["what"]),
            purposes=list(line["purpose"]),
            opened=[FieldClass(c) for c in line["classes"]],
            outcome=line["outcome"],
        )


@strawberry.type
@labelled
class AccountRole:
    """A role that an account may have."""

    role: ActorRole


@strawberry.type
class Invitation:
    """A one-time code, shown this once; only its hash is stored."""

    account: str
    code: str
    until: DateTime
