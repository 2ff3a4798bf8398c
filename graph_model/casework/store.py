"""Execution of an order: its data are locked, decided on and written in one transaction (办理)."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph_model.casework.children import of_age
from graph_model.casework.likeness import alone, described, in_forms, likely
from graph_model.casework.looking import Held, NamedInForm, items, lock, look, standing, under_cases, was_sent
from graph_model.casework.records import EventRow, EventUnder
from graph_model.casework.writing import write
from graph_model.commands import Command, commit
from graph_model.duty.roster import duty_line
from graph_model.graph import Graph, Tx
from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.terms import ESTIMATED, SchoolCalendar
from knowledge.casework.carry import code
from knowledge.casework.codes import RuleCodes
from knowledge.casework.decide import decide
from knowledge.casework.item import WorkItem
from knowledge.casework.likeness import Described, marks
from knowledge.casework.order import Decided, Order, RefusedOrder, Theirs
from knowledge.casework.table import Casework
from knowledge.duty.roster import DutyLine
from network.entities import Actor

EVENTS, FILED_ITEMS, UNDER_ROOT, JOINED, EVENTS_OF = statements(
    __file__, "events", "filed_items", "under_root", "joined", "events_of"
)


class _RefusedError(Exception):
    """Ends a transaction whose order was refused, so that nothing of it remains."""

    def __init__(self, refused: RefusedOrder) -> None:
        super().__init__()
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Sent:
    """A matter in an area, sent to a body on a day."""

    body: str
    matter: str
    area: str
    on: date


def _nobody(_sent: Sent) -> None:
    """Return None: no rules are consulted."""


def _nowhere(_body: str, _area: str) -> None:
    """Return None: no network is consulted."""


def _estimated(_area: str) -> SchoolCalendar:
    """Return the estimate: no network is consulted."""
    return ESTIMATED


@dataclass(frozen=True, slots=True)
class Desk:
    """Desk: carries out orders."""

    graph: Graph
    vault: Vault
    table: Casework
    codes: RuleCodes
    theirs: Callable[[Sent], Theirs | None] = _nobody
    """The rule by which a body is responsible for a matter in an area on a day."""
    above: Callable[[str, str], str | None] = _nowhere
    """The body above a body, for whoever lives in an area."""
    calendar: Callable[[str], SchoolCalendar] = _estimated
    """The school year of an area."""

    async def carry_out(self, actor: Actor, item: str | None, order: Order) -> Held | RefusedOrder:
        """Carry out an order once; a repetition with its key changes nothing. Return the new item, or the refusal.

        `item` is the item of the action, or the parent of a new one.

        Raises:
            NotFound: No such item, or it is not visible to the actor; the error does not reveal which.
            Conflict: The key was used for another order.
            GraphUnavailable: The database cannot be used.
        """
        kind = self.table.kinds[order.kind]
        on = order.now.astimezone(SHANGHAI).date()
        own = replace(order, key=f"{actor.id}|{order.key}")
        creating = self.table.action(order.kind, order.action).creating
        made = code(kind.prefix, own.key, 0) if creating or item is None else item
        request = [item, order.kind, order.action, dict(order.form), order.expected, str(order.occurred)]

        there = await standing(self.graph, actor, item)

        async def effect(tx: Tx) -> None:
            decided = await self.carry_out_in(tx, item, own, inside=there is actor)
            if isinstance(decided, RefusedOrder):
                raise _RefusedError(decided)

        async def answer(tx: Tx) -> Held:
            held = await look(tx, made, NamedInForm(), on, inside=there is actor)
            to_her = {CaseRelation.RECIPIENT} if await was_sent(tx, made) else set[CaseRelation]()
            return replace(held, doer=replace(held.doer, relations=held.doer.relations | to_her))

        try:
            return await commit(self.graph, there, Command("item", order.key, request), effect, answer)
        except _RefusedError as e:
            return e.refused

    async def carry_out_in(
        self, tx: Tx, item: str | None, order: Order, *, inside: bool = True
    ) -> Decided | RefusedOrder:
        """Carry out an order in an open transaction, under its locks; refused, it has written nothing.

        Raises:
            NotFound: No such item, or not the actor's to see.
        """
        await lock(tx, [(item, self._named(order))], order.key)
        held = await self._look(tx, item, order, order.key, inside=inside)
        decided = decide(self.table, held.item, _not_before(order, held), held.doer, held.around)
        if isinstance(decided, Decided):
            if decided.registered and held.described:
                LikenessIndex(self.vault.store).put({decided.registered.key: marks(held.described)})
            await write(tx, self.vault, self.table, decided)
        return decided

    async def lock_all(self, tx: Tx, rows: Sequence[tuple[str | None, Sequence[Order]]]) -> None:
        """Lock all that the orders of some rows, each on an item or under it, lock one by one; no other is waited for.

        Raises:
            NotFound: No such item, or it is not visible to the actor.
        """
        named = [(item, self._named(o)) for item, orders in rows for o in orders]
        if named:
            await lock(tx, named, rows[0][1][0].key)
        new = [(item, orders) for item, orders in rows if any(self._registers(o) for o in orders)]
        forms = [(item, {c: v for o in orders for c, v in o.form.items()}) for item, orders in new]
        await alone(tx, self.vault, [await in_forms(tx, self.vault, item, form) for item, form in forms])

    def _registers(self, order: Order) -> bool:
        return self.table.action(order.kind, order.action).registers

    async def judge(self, tx: Tx, item: str | None, orders: Sequence[Order]) -> Decided | RefusedOrder:
        """Return the result that orders would have, each on the one before; nothing is locked or written.

        Raises:
            NotFound: No such item, or it is not visible to the actor.
        """
        held = await self._look(tx, item, orders[0], None, inside=True)
        made = decide(self.table, held.item, _not_before(orders[0], held), held.doer, held.around)
        for order in orders[1:]:
            if isinstance(made, RefusedOrder):
                return made
            now, on = held.after(made), order.now.astimezone(SHANGHAI).date()
            new = await self._described(tx, now, order)
            alike = await likely(tx, self.vault, new, on, lock=False) if new else ()
            made = decide(self.table, now.item, _not_before(order, held), now.doer, replace(now.around, likely=alike))
        return made

    def _named(self, order: Order) -> NamedInForm:
        return NamedInForm.of(self.table.kinds[order.kind], order.form)

    async def _look(self, tx: Tx, item: str | None, order: Order, key: str | None, *, inside: bool) -> Held:
        """Return all data for an order, under its lock if it has one."""
        on = order.now.astimezone(SHANGHAI).date()
        held = await look(tx, item, self._named(order), on, key, inside=inside)
        new = await self._described(tx, held, order)
        around = replace(
            held.around,
            codes=self.codes,
            theirs=self._theirs(held, on),
            superior=self._superior(held),
            likely=await likely(tx, self.vault, new, on, lock=key is not None) if new else (),
            duty=await self._duty(tx, held, order),
            elsewhere=await self._elsewhere(tx, held, order),
            calendar=self.calendar(_home(held, order)),
            of_age=await self._of_age(tx, held, order),
        )
        return replace(held, around=around, described=new)

    def _theirs(self, held: Held, on: date) -> Theirs | None:
        """The rule by which the body is responsible to which an item was sent."""
        item, to = held.item, self._sent_to(held)
        matter = item.open.get("matter") if item else None
        return self.theirs(Sent(str(to), str(matter), item.area, on)) if item and to and matter else None

    def _sent_to(self, held: Held) -> str | None:
        """The body that an item was sent to."""
        item = held.item
        to: str | None = item.open.get(self.table.kinds[item.kind].addressee or "") if item else None
        return to

    def _superior(self, held: Held) -> str | None:
        """The body above the one that an item was sent to."""
        to = self._sent_to(held)
        return self.above(to, held.item.area) if held.item and to else None

    async def _duty(self, tx: Tx, held: Held, order: Order) -> DutyLine:
        """Return the people on duty at the place of the item, or of the event that a new one reports."""
        area = _area(held, order)
        if area is None or not self.table.asks_duty(self.table.action(order.kind, order.action)):
            return DutyLine()
        return await duty_line(tx, self.table, area, order.now)

    async def _of_age(self, tx: Tx, held: Held, order: Order) -> Mapping[str, date]:
        """The month in which the child comes of age, where the order asks for it."""
        return await of_age(tx, self.vault, held.around.homes if self.table.asks_age(order.kind, order.action) else ())

    async def _elsewhere(self, tx: Tx, held: Held, order: Order) -> tuple[WorkItem, ...]:
        """Return the open items under the child's open case, where the order reaches it."""
        root = held.item.root if held.item else None
        cases = [c.id for c in held.around.open_cases.values() if c.id != root]
        reached = any(r.of is None for r in self.table.action(order.kind, order.action).reaches)
        return await under_cases(tx, cases) if reached and cases else ()

    async def _described(self, tx: Tx, held: Held, order: Order) -> Described | None:
        """The child that an order would register; None for other orders."""
        if held.item is None or not self._registers(order):
            return None
        return await described(tx, self.vault, held.item, order.form)


def _area(held: Held, order: Order) -> str | None:
    """Return the area of the item, or of the event that a new one reports."""
    area = order.form.get("area") or (held.item.area if held.item else None)
    return area if isinstance(area, str) else None


def _home(held: Held, order: Order) -> str:
    """Return the home area of the child, whose school year counts; else the area of the item."""
    minor = order.form.get("minor") or (held.item.minor if held.item else None)
    return held.around.homes.get(str(minor)) or _area(held, order) or ""


def _not_before(order: Order, held: Held) -> Order:
    """The order at a moment that is not before what is known: the clock of a machine may have been set back."""
    known = [i.since for i in (held.item, *held.around.others) if i is not None]
    return replace(order, now=max([order.now, *known]))


@dataclass(frozen=True, slots=True)
class _RootItemRow:
    id: str
    root: str


async def in_file(tx: Tx, root: WorkItem) -> dict[str, str]:
    """The items of the file of a root that the actor may see, each with its root.

    Of a case it is all that concerns the child: also the reports, and those that were merged into them.
    """
    of_child = root.kind == "case" and root.minor
    rows = await (tx.rows(FILED_ITEMS, _RootItemRow, root=root.id) if of_child else _under(tx, {root.id}))
    known = {r.id: r.root for r in rows}
    further = {r for r in known.values() if known.get(r) == r} if of_child else set[str]()
    while further:
        joins = await tx.rows(JOINED, KeyRow, items=sorted(further))
        further = {into for r in joins if (into := json.loads(r.key).get("open", {}).get("joined"))} - set(known)
        known |= {r.id: r.root for r in await _under(tx, further)}
    return known


async def reports_of(tx: Tx, case: WorkItem, prefix: str, first: int) -> list[WorkItem]:
    """The reports in the file of a case, also ended and merged ones, the latest first; `prefix` is of their codes."""
    known = await in_file(tx, case)
    rows = await items(tx, sorted(i for i in known if i.startswith(f"{prefix}-")))
    return sorted(rows, key=lambda i: i.since, reverse=True)[:first]


async def _under(tx: Tx, roots: Iterable[str]) -> list[_RootItemRow]:
    return await tx.rows(UNDER_ROOT, _RootItemRow, roots=sorted(roots))


async def events_of(tx: Tx, items: Iterable[str], first: int, after: int | None = None) -> list[EventUnder]:
    """The events of items that the actor may see, the oldest first."""
    return await tx.rows(EVENTS_OF, EventUnder, items=sorted(items), first=first, after=after)


async def events(tx: Tx, item: str, first: int, before: int | None = None) -> list[EventRow]:
    """The events of an item that the actor may see, the newest first."""
    return await tx.rows(EVENTS, EventRow, item=item, first=first, before=before)
