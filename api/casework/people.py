"""Who is responsible, by role and area; who may be; who has how much to do (负责的人与工作量)."""

from datetime import date as Date
from datetime import datetime as DateTime
from typing import Self

import strawberry

from api.casework.parts import now
from api.common import Info
from api.enums import labelled
from api.network.types import Area
from api.request.context import Context
from graph_model.access import accounts
from graph_model.casework import work
from graph_model.casework.records import FAR
from graph_model.casework.work import LoadRow
from knowledge.access.accounts import Account
from knowledge.access.policy import Action, CaseRelation
from knowledge.casework.load import table
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from network.snapshot import Network


@strawberry.type
@labelled
class Colleague:
    """Somebody who works on cases: role and areas, never a name."""

    code: str
    roles: list[ActorRole]
    areas: list[Area]

    @classmethod
    def of(cls, account: Account, network: Network) -> Self:
        """From the account."""
        areas = [Area.of(network.areas[code]) for code in account.areas if code in network.areas]
        return cls(code=account.id, roles=list(account.roles), areas=areas)

    @classmethod
    async def named(cls, c: Context, account: str | None) -> Self | None:
        """By the key of an account; None if nobody has it."""
        found = await c.people.of(account) if account else None
        return cls.of(found, c.network) if found else None


@strawberry.type
class Workload:
    """What is open under one colleague, or under nobody."""

    items: int
    cases: int
    late: int
    due: DateTime | None
    _holder: strawberry.Private[str | None]

    @classmethod
    def made(cls, row: LoadRow) -> Self:
        """From the graph."""
        due = None if row.next >= FAR else row.next
        return cls(items=row.items, cases=row.cases, late=row.late, due=due, _holder=row.holder)

    @strawberry.field
    async def responsible(self, info: Info) -> Colleague | None:
        """Who it is."""
        return await Colleague.named(info.context, self._holder)


def may_hold(account: Account, area: str, network: Network, on: Date) -> bool:
    """Whether an account can be made responsible for a case in an area: it is good, there, and can go on with it."""
    workers = {role for role, relation in table().who["workers"] if relation is CaseRelation.AREA}
    above = {a.code for a in network.path(area)}
    return account.active(on) and bool(workers & set(account.roles)) and bool(above & set(account.areas))


@strawberry.type
class PeopleQuery:
    """Colleagues and their work."""

    @strawberry.field
    async def colleagues(self, info: Info, area: str) -> list[Colleague] | None:
        """Who can be made responsible for a case in an area, those nearest to it first."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        c.require(Action.READ_CASES)
        above = [a.code for a in c.network.path(area)]
        if not set(above) & set(c.actor.areas):
            raise NotFound("area", area)
        roles = {role for role, _ in table().who["workers"]}
        rows = await c.graph.read(c.actor, accounts.of_roles, sorted(r.value for r in roles))
        fit = [a for a in rows if may_hold(a, area, c.network, now().date())]
        fit.sort(key=lambda a: (min(above.index(code) for code in a.areas if code in above), a.id))
        return [Colleague.of(a, c.network) for a in fit]

    @strawberry.field
    async def workload(self, info: Info) -> list[Workload] | None:
        """Who has how much that is open in the caller's areas, those with most overdue first."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        c.require(Action.READ_CASES)
        return [Workload.made(r) for r in await c.graph.read(c.actor, work.workload, now())]
