"""People responsible, by role and area; candidates; workload; vacant posts (负责的人与工作量)."""

from collections.abc import Collection
from datetime import date as Date
from datetime import datetime as DateTime
from typing import Self

import strawberry

from api.casework.inputs import people
from api.casework.parts import mutation_name, now
from api.casework.standing import reads_items
from api.common import Info
from api.enums import labelled
from api.network.types import Area
from api.request.context import Context
from graph_model.access import accounts
from graph_model.casework import work
from graph_model.casework.records import FAR
from graph_model.casework.work import LoadRow
from knowledge.access.accounts import Account
from knowledge.access.assignment import RELATIONS, Part
from knowledge.access.policy import ACCOUNT_ROLES, readable
from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, FieldType, ItemKind
from knowledge.errors import BadInput, NotFound
from knowledge.roles import ActorRole
from knowledge.vocabulary import PostKind
from network.snapshot import Network

GIVEN = "caseHandOver"
"""The step that changes who is responsible for a case."""


@strawberry.type
@labelled
class Colleague:
    """Person who works on cases: role and areas, never a name."""

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
        person = await c.people.of(account) if account else None
        return cls.of(person, c.network) if person else None


@strawberry.type
class Workload:
    """Open items of one colleague, or of nobody."""

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
        """The person."""
        return await Colleague.named(info.context, self._holder)


def nameable(kind: ItemKind, action: ActionRow) -> frozenset[ActorRole]:
    """The roles of the accounts that can be named in a step: to be responsible, or to join a team for a conference."""
    if action.admits is not None:
        return frozenset(r for r in ACCOUNT_ROLES if readable((r,), RELATIONS[Part.MEMBER]))
    return table().holders(kind)


def _step(name: str | None) -> tuple[ItemKind, ActionRow]:
    """The step in which an account is to be named; by default the one that changes who is responsible for a case.

    Raises:
        BadInput: In no such step an account is named.
    """
    naming = {mutation_name(k, a): (k, a) for k in table().kinds.values() for a in people(k) if _names(k, a)}
    if name is not None and name not in naming:
        raise BadInput("step", "input.not_allowed", allowed=sorted(naming))
    return naming[name or GIVEN]


def _names(kind: ItemKind, action: ActionRow) -> bool:
    rows = [kind.field_of(code) for code in action.form]
    return any(f is not None and f.type is FieldType.ACCOUNT for f in rows)


def may_hold(account: Account, roles: Collection[ActorRole], above: Collection[str], on: Date) -> bool:
    """True if an account is active, in one of these roles, and has one of the areas above a place."""
    return account.active(on) and not set(account.roles).isdisjoint(roles) and not set(account.areas).isdisjoint(above)


@strawberry.type
class PeopleQuery:
    """Colleagues and their work."""

    @strawberry.field
    async def colleagues(self, info: Info, area: str, step: str | None = None) -> list[Colleague] | None:
        """The people who can be named in a step, in an area, those nearest to it first."""
        c = reads_items(info)
        above = [a.code for a in c.network.path(area)]
        if not set(above) & set(c.actor.areas):
            raise NotFound("area", area)
        roles = nameable(*_step(step))
        rows = await c.graph.read(c.actor, accounts.of_roles, sorted(r.value for r in roles))
        fit = [a for a in rows if may_hold(a, roles, above, now().date())]
        fit.sort(key=lambda a: (min(above.index(code) for code in a.areas if code in above), a.id))
        return [Colleague.of(a, c.network) for a in fit]

    @strawberry.field
    async def workload(self, info: Info) -> list[Workload] | None:
        """The open items of each person in the caller's areas, counted, those with most overdue first."""
        c = reads_items(info)
        return [Workload.made(r) for r in await c.graph.read(c.actor, work.workload, now())]


@strawberry.type
@labelled
class VacantPost:
    """Post without a holder, with the open items of its area."""

    area: Area
    kind: PostKind
    items: int
    cases: int
    late: int


@strawberry.type
class VacancyQuery:
    """Posts without a holder."""

    @strawberry.field
    async def vacant_posts(self, info: Info) -> list[VacantPost] | None:
        """Return the vacant posts of the caller's areas with open items beneath, most children first."""
        c = reads_items(info)
        network = c.network
        areas = {a.code for top in c.actor.areas for a in network.within(top)}
        posts = [p for code in sorted(areas) for p in network.posts_in.get(code, ()) if p.holder is None]
        rows = await c.graph.read(c.actor, work.beneath, sorted({p.area for p in posts}), now())
        open_in = {r.area: r for r in rows}
        made = [
            VacantPost(area=Area.of(network.areas[p.area]), kind=p.kind, items=r.items, cases=r.cases, late=r.late)
            for p in posts
            if (r := open_in.get(p.area))
        ]
        return sorted(made, key=lambda v: (-v.cases, -v.items))
