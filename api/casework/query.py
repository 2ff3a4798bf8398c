"""Query.work, Query.item: what is to be done, and one item whole (工作清单、事项)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime as DateTime
from datetime import timedelta
from enum import Enum
from functools import partial

import strawberry

from api.casework.inputs import KINDS, people
from api.casework.parts import AvailableAction, now
from api.casework.standing import WHY, inspected, reads_items, seen
from api.casework.types import WorkItem
from api.common import Info
from api.request.context import Context
from api.request.paging import Connection, forward, key_of, size_of
from api.request.selected import selected
from graph_model.casework import work
from graph_model.casework.work import EARLIEST, LATEST, WorkFilter
from graph_model.persons.cases import children_in
from knowledge.access.policy import Action, CaseRelation
from knowledge.casework.load import table
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass


@strawberry.enum
class WorkScope(Enum):
    """Person whose work a list contains."""

    MINE = "mine"
    AREA = "area"
    UNTAKEN = "untaken"
    AWAITED = "awaited"


@strawberry.enum
class WorkDue(Enum):
    """By when the work of a list is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    ANY = "any"


@strawberry.enum
class PrintedFor(Enum):
    """Purpose of printing an item."""

    CARRY = "carry"
    HAND = "hand"
    FILE = "file"


PRINTED = {
    PrintedFor.CARRY: "printed_for.carry",
    PrintedFor.HAND: "printed_for.hand",
    PrintedFor.FILE: "printed_for.file",
}
"""Purpose of printing in the audit, by message."""


def until(due: WorkDue, at: DateTime) -> DateTime:
    """The moment before which the work of a list is due."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = {
        WorkDue.OVERDUE: at,
        WorkDue.TODAY: midnight + timedelta(days=1, seconds=1),
        WorkDue.WEEK: midnight + timedelta(days=8, seconds=1),
        WorkDue.ANY: LATEST,
    }
    return moments[due]


def worklist(
    roles: Iterable[ActorRole], scope: WorkScope, kind: str | None = None, *, waiting: bool | None = None
) -> WorkFilter:
    """Return the filter of the open items of a list for these roles."""
    awaited = scope is WorkScope.AWAITED
    return WorkFilter(
        first=0,
        kind=kind,
        free=scope is WorkScope.UNTAKEN,
        states=tuple(table().awaited(roles) if awaited else table().waiting(roles)),
        received=tuple(table().received),
        waiting=True if awaited else waiting,
    )


def _after(given: str | None) -> tuple[DateTime, str]:
    key = key_of(given)
    if not key:
        return EARLIEST, ""
    moment, _, code = key.partition("|")
    try:
        return DateTime.fromisoformat(moment), code
    except ValueError:
        raise BadInput("after", "input.not_a_cursor") from None


async def item(c: Context, code: str) -> WorkItem:
    """Return one item.

    Raises:
        NotFound: No such item, or it is not visible to the caller; the error does not reveal which.
    """
    return WorkItem.held(c, await seen(c, code))


COUNTED = frozenset({"totalCount", "__typename"})
"""Fields of a list that need none of its rows."""


@strawberry.type
class ChildOption:
    """A child that an item can be about."""

    code: str
    child: str


@strawberry.type
class CaseworkQuery:
    """Worklists and items."""

    @strawberry.field
    async def children(self, info: Info, search: str = "", first: int | None = None) -> list[ChildOption] | None:
        """By pseudonym."""
        size = size_of(first)
        c = reads_items(info)
        rows = await c.graph.read(c.actor, children_in, search, size)
        c.trail.opened([r.id for r in rows], (FieldClass.F1,), WHY)
        return [ChildOption(code=r.id, child=r.pseudonym) for r in rows]

    @strawberry.field
    async def work(
        self,
        info: Info,
        scope: WorkScope = WorkScope.MINE,
        due: WorkDue = WorkDue.ANY,
        kind: KINDS | None = None,
        area: str | None = None,
        waiting: bool | None = None,
        responsible: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[WorkItem] | None:
        """Open items, the earliest due first."""
        c, size = info.context, size_of(first)
        c.require(Action.DO_CASEWORK)
        if scope is not WorkScope.MINE:
            c.require(Action.READ_CASES)
        shown = worklist(c.actor.roles, scope, kind.value if kind else None, waiting=waiting)
        wanted = replace(
            shown, first=size + 1, until=until(due, now()), area=area, holder=responsible, after=_after(after)
        )
        asked, mine = selected(info), scope is WorkScope.MINE
        rows, total = await c.graph.read(c.actor, work.listed, wanted, own=mine, shown=bool(asked - COUNTED))
        keyed = ((f"{r.next.isoformat()}|{r.id}", r) for r in rows)
        return forward(keyed, partial(WorkItem.listed, c), size, after or "", total)

    @strawberry.field
    async def item(
        self, info: Info, code: str, printed_for: PrintedFor | None = None, inspecting: str | None = None
    ) -> WorkItem | None:
        """One item with what can be done; for an inspector, what she may read of it."""
        c = info.context
        if inspecting is not None:
            return WorkItem.held(c, await inspected(c, code, inspecting))
        c.require(Action.DO_CASEWORK)
        if printed_for is not None:
            c.trail.opened([], (), message(PRINTED[printed_for]))
        return await item(c, code)

    @strawberry.field
    def new_items(self, info: Info) -> list[AvailableAction] | None:
        """The steps with which the caller can begin something in her areas."""
        c = info.context
        c.require(Action.DO_CASEWORK)
        offers = []
        for row in table().kinds.values():
            for action in people(row):
                pairs = table().may(action)
                near = any((role, CaseRelation.AREA) in pairs for role in c.actor.roles)
                if action.creating and action.under is None and near:
                    offers.append(AvailableAction.of(row, action, None))
        return offers
