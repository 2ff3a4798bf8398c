"""GraphQL types of casework: items, what can be done, what happened (办理的类型)."""

from asyncio import Future, ensure_future
from datetime import datetime as DateTime
from typing import Annotated, Self

import strawberry

from api.casework.child import ChildRecord, child_record, guardian_of
from api.casework.files import FileContent, ItemFile, field_named, opened_file
from api.casework.inputs import KINDS
from api.casework.parts import (
    AvailableAction,
    HouseholdChild,
    ItemField,
    RunningClock,
    TimelineEntry,
    now,
    waited_for,
)
from api.casework.people import Colleague
from api.casework.reading import CaseLine, EventReader, lines, traced
from api.casework.refused import RefusedAction
from api.casework.standing import WHY, alone, classes, listing, own_classes, seen
from api.common import Info, Node, global_id
from api.enums import labelled
from api.network.types import Area
from api.request.context import Context
from graph_model.casework import store
from graph_model.casework.children import siblings
from graph_model.casework.looking import Held, past, standing
from graph_model.casework.records import EventRow
from graph_model.casework.work import WorkRow
from knowledge.access.policy import masked
from knowledge.casework.decide import available
from knowledge.casework.item import WorkItem as Row
from knowledge.casework.load import table
from knowledge.casework.order import Around, Doer, Order, RefusalCode
from knowledge.casework.rows import Awaited
from knowledge.errors import NotFound
from knowledge.messages.message import message
from knowledge.vocabulary import FieldClass

MOST_EVENTS, MOST_REPORTS = 200, 50
"""Events of an item from which its sealed fields are read, the latest value of each counts; reports of a case."""
CASE, REPORT = "case", "report"


@strawberry.type
@labelled
class WorkItem(Node):
    """Item in a state: a report, a case, a visit, a task."""

    code: str
    item_kind: KINDS
    item_kind_label: str
    state: str
    state_label: str
    ended: bool
    revision: int
    since: DateTime
    created_under: str | None
    child: str | None
    responsible: str | None
    due: DateTime | None
    overdue: bool
    clocks: list[RunningClock]
    waits_for: Awaited | None
    _row: strawberry.Private[Row]
    _held: strawberry.Private[Held | None]
    _doer: strawberry.Private[Doer]
    _looking: strawberry.Private[Future[Held] | None] = None
    _reading: strawberry.Private[Future[list[EventRow]] | None] = None

    @classmethod
    def _made(
        cls, c: Context, row: Row, doer: Doer, held: Held | None, pseudonym: str | None, holder: str | None
    ) -> Self:
        """Make the type of an item, and record in the audit whose item is shown."""
        c.trail.opened([row.minor or row.id], (FieldClass.F1,), WHY)
        kind = table().kinds[row.kind]
        state = kind.state_of(row.state)
        clocks = [RunningClock.of(c, row.clocks[c.code]) for c in kind.clock if c.code in row.clocks]
        clocks.sort(key=lambda c: c.due)
        return cls(
            id=global_id("WorkItem", row.id),
            code=row.id,
            item_kind=KINDS(row.kind),
            item_kind_label=str(kind),
            state=row.state.upper(),
            state_label=str(state),
            ended=row.ended,
            revision=row.version,
            since=row.since,
            created_under=row.parent,
            child=pseudonym,
            responsible=holder,
            due=clocks[0].due if clocks else None,
            overdue=bool(clocks) and clocks[0].overdue,
            clocks=clocks,
            waits_for=waited_for(kind, state, doer),
            _row=row,
            _held=held,
            _doer=doer,
        )

    @classmethod
    def held(cls, c: Context, held: Held) -> Self:
        """Return the type of an item with the data for an order.

        Raises:
            NotFound: The caller's roles may not know of it.
        """
        if held.item is None or FieldClass.F1 not in classes(held.doer):
            raise NotFound("item", held.item.id if held.item else "")
        return cls._made(c, held.item, held.doer, held, held.pseudonym, held.holder)

    @classmethod
    def listed(cls, c: Context, row: WorkRow) -> Self:
        """From a worklist."""
        return cls._made(c, row.item(), listing(c, row), None, row.pseudonym, row.holder)

    @strawberry.field
    def headline(self, info: Info) -> str | None:
        """Return the subject of the item, in words."""
        kind = table().kinds[self._row.kind]
        title = {kind.title: self._row.open.get(kind.title)} if kind.title else {}
        return next((f.value_label for f in ItemField.all(info.context, kind, title)), None)

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """Return the home area of the child, or the area of the report."""
        return Area.live(info, self._row.area)

    @strawberry.field
    def steps(self) -> list[AvailableAction]:
        """The steps by state, role and relation, the main one first; conditions are judged by `actions`."""
        return sorted((o for o in self._offers(Around()) if o.why is None), key=lambda o: not o.main)

    @strawberry.field
    async def actions(self, info: Info) -> list[AvailableAction] | None:
        """Every step that the caller may take here, with the reason if not now."""
        held = await self._look(info.context)
        return self._offers(held.around)

    def _offers(self, around: Around) -> list[AvailableAction]:
        kind = table().kinds[self._row.kind]
        order = Order(kind.code, "", {}, "", now())
        offers = available(table(), self._row, self._doer, around, order)
        return [AvailableAction.of(of, a, why) for of, a, why in offers if not why or why.code is RefusalCode.GUARD]

    @strawberry.field
    async def under(self, info: Info) -> list["WorkItem"] | None:
        """The other open items of the same report or case."""
        c, held = info.context, await self._look(info.context)
        rows = held.around.others if FieldClass.F1 in own_classes(held.doer) else ()
        return [WorkItem._made(c, i, held.doer, None, self.child, held.holder) for i in rows if i.id != self.code]

    @strawberry.field
    async def siblings(self, info: Info) -> list[HouseholdChild] | None:
        """The other children of the household, each with the visit that is planned."""
        c, held = info.context, await self._look(info.context)
        if self._row.minor is None or FieldClass.F1 not in own_classes(held.doer) or alone(held.doer):
            return []
        rows = await c.graph.read(c.actor, siblings, self._row.minor)
        c.trail.opened([r.minor for r in rows], (FieldClass.F1,), WHY)
        return [HouseholdChild(code=r.minor, child=r.pseudonym, case=r.case, visit=r.visit) for r in rows]

    @strawberry.field
    async def raised(self, info: Info) -> list["WorkItem"] | None:
        """The open reports that it has brought about: a danger seen at a visit."""
        c, held = info.context, await self._look(info.context)
        rows = held.around.raised if FieldClass.F1 in own_classes(held.doer) and not alone(held.doer) else ()
        return [WorkItem._made(c, i, held.doer, None, self.child, i.owner) for i in rows]

    @strawberry.field
    async def holder(self, info: Info) -> Colleague | None:
        """The person responsible, by role and areas."""
        return await Colleague.named(info.context, self.responsible)

    @strawberry.field
    async def record(self, info: Info) -> ChildRecord | None:
        """Return the record of the child."""
        return await self.on_file(info.context)

    async def on_file(self, c: Context) -> ChildRecord | None:
        """Return the record of the child."""
        held = await self._look(c)
        minor, own = self._row.minor, own_classes(held.doer)
        known = masked(held.doer.roles, held.doer.relations)
        return await child_record(c, minor, own, known, WHY) if minor and FieldClass.F1 in own else None

    @strawberry.field
    async def guardian(self, info: Info) -> str | None:
        """Return the guardian by the child's open case, for everybody who works in its area, on whatever item."""
        return guardian_of(await self._look(info.context))

    @strawberry.field
    def open_fields(self, info: Info) -> list[ItemField]:
        """The fields that everybody reads who may see the item; nothing sealed is opened for them."""
        return ItemField.all(
            info.context, table().kinds[self._row.kind], self._reader(info.context).shared(self._row.open)
        )

    @strawberry.field
    async def past(self, info: Info, first: int = 50) -> list["WorkItem"] | None:
        """Return the ended items under the same report or case."""
        c, held = info.context, await self._look(info.context)
        seen_so = FieldClass.F1 in own_classes(held.doer)
        rows = await c.graph.read(c.actor, past, self.code, min(max(first, 1), MOST_EVENTS)) if seen_so else []
        shown = [i for i in rows if i.root == self._row.root or not alone(held.doer)]
        return [WorkItem._made(c, i, held.doer, None, self.child, held.holder) for i in shown]

    @strawberry.field
    async def reports(self, info: Info) -> list["WorkItem"] | None:
        """Return the reports on the child of a case, the latest first."""
        c, held = info.context, await self._look(info.context)
        if self._row.kind != CASE or FieldClass.F1 not in own_classes(held.doer) or alone(held.doer):
            return []
        rows = await c.graph.read(c.actor, store.reports_of, self._row, table().kinds[REPORT].prefix, MOST_REPORTS)
        return [WorkItem._made(c, i, held.doer, None, self.child, i.owner) for i in rows]

    async def _look(self, c: Context) -> Held:
        """Return the item and its surroundings, read once for all fields of an answer, which are resolved together."""
        if self._held is None:
            self._looking = self._looking or ensure_future(seen(c, self.code, self._doer.purpose))
            self._held = await self._looking
            self._doer = self._held.doer
        return self._held

    @strawberry.field
    async def fields(self, info: Info) -> list[ItemField] | None:
        """The latest value of each field that the caller may read."""
        return await self.known(info.context)

    async def known(self, c: Context) -> list[ItemField]:
        """As `fields`."""
        rows, reader = await self._latest(c), self._reader(c)
        values = reader.shared(self._row.open)
        for row in reversed(rows):
            values |= reader.shared(reader.opened(row), reader.authored(row))
        return ItemField.all(c, table().kinds[self._row.kind], values)

    @strawberry.field
    async def files(self, info: Info) -> list[ItemFile] | None:
        """The files that the caller may open, the newest first; none is opened."""
        kind, rows = table().kinds[self._row.kind], await self._latest(info.context)
        reader = self._reader(info.context)
        return [f for r in rows for f in ItemFile.of(kind, r, reader.values(r))]

    @strawberry.field
    async def file(self, info: Info, revision: int, name: str) -> FileContent | None:
        """Open one file; the audit has the item, its class and the purpose."""
        c, field = info.context, field_named(table().kinds[self._row.kind], name)
        rows = await self._latest(c)
        while rows and rows[-1].version > revision:
            rows = await self._events(c, MOST_EVENTS, rows[-1].seq)
        values = next((self._reader(c).values(r) for r in rows if r.version == revision), {})
        if field is None or not values.get(field.code):
            raise NotFound("file", name)
        c.trail.opened([self._row.minor or self.code], {field.field_class}, message("purpose.file"))
        return await opened_file(c, self.code, field.code, values[field.code])

    @strawberry.field
    async def timeline(self, info: Info, first: int = 50, before: int | None = None) -> list[TimelineEntry] | None:
        """Return the events, the newest first."""
        most = min(max(first, 1), MOST_EVENTS)
        rows = await (self._latest(info.context) if before is None else self._events(info.context, most, before))
        return [self._reader(info.context).entry(r) for r in rows[:most]]

    @strawberry.field
    async def whole_timeline(self, info: Info, first: int = 200, after: int | None = None) -> list[CaseLine] | None:
        """Return the events under the report or case; of a case also other events about the child."""
        c, held = info.context, await self._look(info.context)
        if self.code != self._row.root or FieldClass.F1 not in own_classes(held.doer):
            return []
        return await lines(c, self._row, held.doer, min(max(first, 1), MOST_EVENTS), after)

    async def _latest(self, c: Context) -> list[EventRow]:
        """The latest events, read once for all fields of an answer that need them."""
        if self._reading is None:
            self._reading = ensure_future(self._events(c, MOST_EVENTS, None))
        return await self._reading

    async def _events(self, c: Context, first: int, before: int | None) -> list[EventRow]:
        held = await self._look(c)
        rows = await c.graph.read(await standing(c.graph, c.actor, self.code), store.events, self.code, first, before)
        traced(c, held.item or self._row, self._doer, rows)
        return rows

    def _reader(self, c: Context) -> EventReader:
        return EventReader(c, table().kinds[self._row.kind], self._row.state, self._doer)


WorkPayload = Annotated[WorkItem | RefusedAction, strawberry.union("WorkPayload")]
