"""Making and changing accounts, inviting, teams and deputies: whoever decides is whoever asks (账户的改动)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from datetime import date as Date
from datetime import datetime as DateTime

import strawberry

from api.common import Info
from api.request.context import Context, today
from api.staff.query import covered_by, keys_of, require_any, shown, within
from api.staff.types import CasePart, Deputy, Invitation, StaffAccount
from graph_model.access import accounts, approvals, invitations, teams
from knowledge.access.accounts import Account
from knowledge.access.assignment import Approval, Part
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.roles import ActorRole


@strawberry.input
class MakeAccountInput:
    """A new account."""

    code: str
    roles: list[ActorRole]
    areas: list[str] = strawberry.field(default_factory=list)
    until: Date | None = None


@strawberry.input
class ChangeAccountInput:
    """New state of an account; fields left out stay."""

    code: str
    roles: list[ActorRole] | None = None
    areas: list[str] | None = None
    until: Date | None = strawberry.UNSET
    suspended: bool | None = None


@strawberry.input
class InviteAccountInput:
    """The account that somebody is to take."""

    code: str


@strawberry.input
class ApproveAccountInput:
    """Account whose proposal takes effect, approved by the caller."""

    code: str
    reason: str


@strawberry.input
class AssignToCaseInput:
    """An account that joins the team of a case, approved by whoever asks."""

    case: str
    account: str
    part: Part
    reason: str
    since: Date | None = None
    until: Date | None = None


@strawberry.input
class EndAssignmentInput:
    """An account that is to be nothing in a case from today on."""

    case: str
    account: str
    reason: str


@strawberry.input
class AddDeputyInput:
    """Deputy of an account, approved by the caller."""

    deputy: str
    principal: str
    reason: str
    until: Date
    since: Date | None = None


@strawberry.input
class EndDeputyInput:
    """A delegation that ends today."""

    deputy: str
    principal: str
    reason: str


@strawberry.type
class MakeAccountPayload:
    """The account that was made."""

    account: StaffAccount


@strawberry.type
class ChangeAccountPayload:
    """The account afterwards."""

    account: StaffAccount


@strawberry.type
class InviteAccountPayload:
    """The code, this once."""

    invitation: Invitation


@strawberry.type
class ApproveAccountPayload:
    """The account afterwards."""

    account: StaffAccount


@strawberry.type
class AssignToCasePayload:
    """The team afterwards."""

    team: list[CasePart]


@strawberry.type
class EndAssignmentPayload:
    """The team afterwards."""

    team: list[CasePart]


@strawberry.type
class AddDeputyPayload:
    """The delegations of the deputy afterwards."""

    deputies: list[Deputy]


@strawberry.type
class EndDeputyPayload:
    """The delegations of the deputy afterwards."""

    deputies: list[Deputy]


@strawberry.type
class StaffMutation:
    """Accounts are made and changed by whoever manages them, parts and delegations by whoever approves access."""

    @strawberry.mutation
    async def make_account(self, info: Info, input: MakeAccountInput) -> MakeAccountPayload | None:
        """A new account; nobody signs in with it before an invitation is accepted."""
        wanted = {"roles": _roles(input.roles), "areas": _areas(info.context, input.areas), "until": input.until}
        return MakeAccountPayload(account=await _changed(info.context, input.code, wanted, new=True))

    @strawberry.mutation
    async def change_account(self, info: Info, input: ChangeAccountInput) -> ChangeAccountPayload | None:
        """Change an account; one's own can never be changed, and an ended right ends within a second."""
        wanted: dict[str, object] = {}
        if input.roles is not None:
            wanted["roles"] = _roles(input.roles)
        if input.areas is not None:
            wanted["areas"] = _areas(info.context, input.areas)
        if input.until is not strawberry.UNSET:
            wanted["until"] = input.until
        if input.suspended is not None:
            wanted["suspended"] = input.suspended
        return ChangeAccountPayload(account=await _changed(info.context, input.code, wanted))

    @strawberry.mutation
    async def invite_account(self, info: Info, input: InviteAccountInput) -> InviteAccountPayload | None:
        """A one-time code for an account; of one that reads children only its approver gets it."""
        c = info.context
        require_any(c, Action.MANAGE_ACCOUNTS, Action.APPROVE_ACCESS)
        c.trail.opened((input.code,), (), message("purpose.accounts"))
        made = await invitations.invite(c.graph, c.actor, input.code, c.actor.id, DateTime.now(UTC))
        return InviteAccountPayload(invitation=Invitation(account=input.code, code=made.code, until=made.until))

    @strawberry.mutation
    async def approve_account(self, info: Info, input: ApproveAccountInput) -> ApproveAccountPayload | None:
        """Put the proposal for an account into effect: by somebody responsible in all its areas, never its maker."""
        c = info.context
        c.require(Action.APPROVE_ACCESS)
        c.trail.opened((input.code,), (), message("purpose.accounts"))
        now = DateTime.now(UTC)
        account = await approvals.approve(c.graph, c.actor, input.code, c.actor.id, input.reason, now)
        c.changed()
        return ApproveAccountPayload(account=await shown(c, account))

    @strawberry.mutation
    async def assign_to_case(self, info: Info, input: AssignToCaseInput) -> AssignToCasePayload | None:
        """Put an account on the team of a case in the approver's areas; a worker ends the one before."""
        c, on = info.context, today()
        c.require(Action.APPROVE_ACCESS)
        c.trail.opened((input.case, input.account), (), message("purpose.team"))
        approval = Approval(c.actor.id, input.reason.strip(), input.since or on, input.until)
        joining = teams.Joining(input.case, input.account, input.part, approval)
        rows = await teams.assign(c.graph, c.actor, joining, on, keys_of(c))
        return AssignToCasePayload(team=[CasePart.of(m) for m in rows])

    @strawberry.mutation
    async def end_assignment(self, info: Info, input: EndAssignmentInput) -> EndAssignmentPayload | None:
        """End what an account is in a case, at once; whoever manages accounts can end it too."""
        c = info.context
        require_any(c, Action.APPROVE_ACCESS, Action.MANAGE_ACCOUNTS)
        c.trail.opened((input.case, input.account), (), message("purpose.team"))
        ending = teams.Ending(c.actor.id, input.reason, today())
        rows = await teams.end(c.graph, within(c), input.case, input.account, ending, keys_of(c))
        return EndAssignmentPayload(team=[CasePart.of(m) for m in rows])

    @strawberry.mutation
    async def add_deputy(self, info: Info, input: AddDeputyInput) -> AddDeputyPayload | None:
        """Make an account the deputy of another whose areas are all the approver's."""
        c, on = info.context, today()
        c.require(Action.APPROVE_ACCESS)
        c.trail.opened((input.deputy, input.principal), (), message("purpose.deputies"))
        approval = Approval(c.actor.id, input.reason.strip(), input.since or on, input.until)
        within_hers = covered_by(c)
        rows = await teams.delegate(
            c.graph, c.actor, input.deputy, input.principal, approval, on, within_hers, keys_of(c)
        )
        return AddDeputyPayload(deputies=[Deputy.of(d) for d in rows])

    @strawberry.mutation
    async def end_deputy(self, info: Info, input: EndDeputyInput) -> EndDeputyPayload | None:
        """End a delegation, at once; whoever manages accounts can end it too."""
        c = info.context
        require_any(c, Action.APPROVE_ACCESS, Action.MANAGE_ACCOUNTS)
        c.trail.opened((input.deputy, input.principal), (), message("purpose.deputies"))
        ending = teams.Ending(c.actor.id, input.reason, today())
        rows = await teams.end_delegation(c.graph, c.actor, input.deputy, input.principal, ending, keys_of(c))
        return EndDeputyPayload(deputies=[Deputy.of(d) for d in rows])


def _roles(roles: list[ActorRole]) -> tuple[ActorRole, ...]:
    return tuple(dict.fromkeys(roles))


def _areas(c: Context, codes: list[str]) -> tuple[str, ...]:
    """The codes of loaded areas.

    Raises:
        BadInput: One of them is not loaded.
    """
    for code in codes:
        if code not in c.network.areas:
            raise BadInput("areas", "area.not_loaded")
    return tuple(dict.fromkeys(codes))


async def _changed(c: Context, code: str, wanted: Mapping[str, object], *, new: bool = False) -> StaffAccount:
    """Make or change an account; whoever asks is whoever decided, and never for herself."""
    c.require(Action.MANAGE_ACCOUNTS)
    c.trail.opened((code,), (), message("purpose.accounts"))

    def after(account: Account) -> Account:
        return replace(account, **wanted)  # type: ignore[arg-type]  # names and types as in `Account`

    change = accounts.AccountChange(code, c.actor.id, today(), after, new)
    account = await accounts.change(c.graph, c.actor, change)
    c.changed()
    return await shown(c, account)
