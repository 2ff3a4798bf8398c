"""Data for an order on an item: locked first, then read, within the actor's rights (事项的锁与读)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_model.casework.records import ItemRow
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement, statements
from knowledge.access.policy import CaseRelation, is_system
from knowledge.casework.item import WorkItem
from knowledge.casework.likeness import Described
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer
from knowledge.casework.rows import FieldType, ItemKind
from knowledge.errors import NotFound
from knowledge.roles import ActorRole
from network.entities import Actor

(
    ROOTS,
    LOCK_MINORS,
    HOMES,
    OPEN_CASES,
    UNDER_CASES,
    LOCK_ROOTS,
    HELD,
    RECEIVED,
    LOCK_POINT,
    ROOM,
    RAISED,
    PAST,
    NAMED,
    AREAS,
    ACCOUNTS,
    BODIES,
) = statements(
    __file__,
    "roots",
    "lock_minors",
    "homes",
    "open_cases",
    "under_cases",
    "lock_roots",
    "held",
    "received",
    "lock_point",
    "room",
    "raised",
    "past",
    "named",
    "areas",
    "accounts",
    "bodies",
)


@dataclass(frozen=True, slots=True)
class _RootRow:
    root: str
    minor: str | None


@dataclass(frozen=True, slots=True)
class _HomeRow:
    minor: str
    area: str


@dataclass(frozen=True, slots=True)
class _AccountRow:
    account: str
    roles: tuple[ActorRole, ...]


@dataclass(frozen=True, slots=True)
class _HeldRow(ItemRow):
    pseudonym: str | None
    holder: str | None
    owned: bool
    on_team: bool
    deputy: bool
    received: bool
    asked: bool
    emergency: bool
    """The actor has opened its child in an emergency, and the time is not up."""
    erased: bool
    """The record of its child was erased."""

    def relations(self, actor: Actor, *, inside: bool) -> frozenset[CaseRelation]:
        """Return the actor's relations to the item; `inside`: it is in the actor's own areas."""
        stands = {
            CaseRelation.AREA: inside,
            CaseRelation.RECIPIENT: self.received,
            CaseRelation.DECIDER: inside and f"{self.kind}:{self.state}" in table().disputed,
            CaseRelation.ASKED: self.asked,
            CaseRelation.OWNER: self.owned,
            CaseRelation.UNTAKEN: inside and self.kind == "report" and self.holder is None and not self.ended,
            CaseRelation.TEAM: self.on_team,
            CaseRelation.DEPUTY: self.deputy,
            CaseRelation.OWN: self.creator == actor.id,
            CaseRelation.BREAK_GLASS: inside and self.emergency,
            CaseRelation.REVIEWER: inside and self.kind == "emergency_read" and self.creator != actor.id,
            CaseRelation.SYSTEM: is_system(actor.roles),
        }
        return frozenset(r for r, holds in stands.items() if holds)


@dataclass(frozen=True, slots=True)
class NamedInForm:
    """Codes named by a form, by the type of its fields."""

    minors: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: ItemKind, form: Mapping[str, Any]) -> "NamedInForm":
        """From a form; values of a wrong type name nothing."""
        types = (FieldType.MINOR, FieldType.AREA, FieldType.ITEM, FieldType.ACCOUNT, FieldType.BODY)
        by_type: dict[FieldType, list[str]] = {t: [] for t in types}
        for code, value in form.items():
            row = kind.field_of(code)
            if row is not None and row.type in by_type and isinstance(value, str):
                by_type[row.type].append(value)
        return cls(*(tuple(by_type[t]) for t in types))


@dataclass(frozen=True, slots=True)
class Held:
    """Item, or parent of a new one, with all data for an order."""

    item: WorkItem | None
    doer: Doer
    around: Around
    pseudonym: str | None = None
    holder: str | None = None
    """The account responsible for the root."""
    described: Described | None = None
    """The child that an order would register; None for other orders."""

    def after(self, made: Decided) -> "Held":
        """Return the data for a further order after the result of one; a root may have become the actor's."""
        known = {i.id: i for i in (*self.around.others, *made.items)}
        around = replace(self.around, others=tuple(i for i in known.values() if not i.ended))
        own = {CaseRelation.OWNER} if made.item.owner == self.doer.account else set[CaseRelation]()
        doer = replace(self.doer, relations=self.doer.relations | own)
        return replace(self, item=made.item, around=around, doer=doer)


@dataclass(frozen=True, slots=True)
class _RoomRow:
    room: int


async def standing(graph: Graph, actor: Actor, item: str | None) -> Actor:
    """Return the actor with access to the item, which may be in her areas, sent to her body, or asking her."""
    if item is None or await graph.read(actor, _is_inside, item):
        return actor
    row = await graph.row(actor, RECEIVED, KeyRow, item=item)
    return replace(actor, areas=(*actor.areas, row.key)) if row else actor


async def was_sent(tx: Tx, item: str) -> bool:
    """True if an item was sent to the actor, also after her last step has ended it or if it is in her own areas."""
    return await tx.row(RECEIVED, KeyRow, item=item) is not None


async def _is_inside(tx: Tx, item: str) -> bool:
    return await tx.row(ROOTS, _RootRow, item=item) is not None


async def lock(tx: Tx, orders: Iterable[tuple[str | None, NamedInForm]], key: str) -> None:
    """Lock the children, then the roots of orders and open cases, then the points that they were sent to.

    Whoever carries out several orders locks for all of them before the first: each kind of lock in the order of its
    keys, so that nobody waits for somebody who waits for her.

    Raises:
        NotFound: No such item, or it is not visible to the actor; the error does not reveal which.
    """
    some = list(orders)
    items = sorted({item for item, _ in some if item})
    rows = [await _root(tx, code) for code in sorted({*items, *(i for _, named in some for i in named.items)})]
    minors = {r.minor for r in rows if r.minor} | {m for _, named in some for m in named.minors}
    if minors:
        await tx.rows(LOCK_MINORS, KeyRow, minors=sorted(minors), key=key)
    cases = [r.id for r in await tx.rows(OPEN_CASES, ItemRow, minors=sorted(minors))] if minors else []
    if rows or cases:
        await tx.rows(LOCK_ROOTS, KeyRow, roots=sorted({*cases, *(r.root for r in rows)}), key=key)
    if items:
        await tx.rows(LOCK_POINT, KeyRow, items=items, key=key)


async def _root(tx: Tx, item: str) -> _RootRow:
    row = await tx.row(ROOTS, _RootRow, item=item)
    if row is None:
        raise NotFound("item", item)
    return row


async def look(
    tx: Tx, item: str | None, named: NamedInForm, on: date, key: str | None = None, *, inside: bool = True
) -> Held:
    """Read the data for an order on an item, under its lock if it has one.

    `inside`: the item is in the actor's own areas, and not only sent to her body.

    Raises:
        NotFound: No such item, or it is not visible to the actor; the error does not reveal which.
    """
    rows = await tx.rows(HELD, _HeldRow, item=item, key=key, on=on) if item else []
    own = next((r for r in rows if r.id == item), None)
    if item and own is None:
        raise NotFound("item", item)
    minors = sorted({*named.minors, *([own.minor] if own and own.minor else [])})
    homes = {r.minor: r.area for r in await tx.rows(HOMES, _HomeRow, minors=minors)} if minors else {}
    cases = [r.item() for r in await tx.rows(OPEN_CASES, ItemRow, minors=minors)] if minors else []
    room = await tx.row(ROOM, _RoomRow, item=item) if item else None
    raised = [r.item() for r in await tx.rows(RAISED, ItemRow, item=item)] if item else []
    areas = await _known(tx, AREAS, named.areas)
    bodies = await _known(tx, BODIES, named.bodies)
    known = [await tx.row(ACCOUNTS, _AccountRow, account=a, area=own.area, on=on) for a in named.accounts if own]
    around = Around(
        tuple(r.item() for r in rows if not r.ended),
        tuple(raised),
        {i.id: i for i in await items(tx, named.items)},
        homes,
        {case.minor: case for case in cases if case.minor},
        areas.__contains__,
        bodies,
        {r.account: r.roles for r in known if r},
        room=room.room if room else None,
        erased=own is not None and own.erased,
    )
    relations = own.relations(tx.actor, inside=inside) if own else _relations(tx.actor, homes.values(), areas)
    doer = Doer(tx.actor.id, tx.actor.roles, relations, tx.actor.signed_in)
    return Held(own.item(), doer, around, own.pseudonym, own.holder) if own else Held(None, doer, around)


async def under_cases(tx: Tx, cases: Iterable[str]) -> tuple[WorkItem, ...]:
    """Return the open items under cases that are locked with an order."""
    rows = await tx.rows(UNDER_CASES, ItemRow, cases=sorted(cases))
    return tuple(r.item() for r in rows)


async def items(tx: Tx, codes: Iterable[str]) -> list[WorkItem]:
    """Return the items with these codes that the actor may see."""
    asked = list(codes)
    return [r.item() for r in await tx.rows(NAMED, ItemRow, items=asked)] if asked else []


async def past(tx: Tx, item: str, first: int) -> list[WorkItem]:
    """Return the ended items under the root of an item, the latest first."""
    return [r.item() for r in await tx.rows(PAST, ItemRow, item=item, first=first)]


async def _known(tx: Tx, statement: Statement, codes: Sequence[str]) -> frozenset[str]:
    """Return the codes that a statement matches; without codes nothing is read."""
    return frozenset(r.key for r in await tx.rows(statement, KeyRow, codes=list(codes))) if codes else frozenset()


def _relations(actor: Actor, homes: Iterable[str], areas: Iterable[str]) -> frozenset[CaseRelation]:
    """Return an actor's relations to an item that does not exist yet, by the named place."""
    system = {CaseRelation.SYSTEM} if is_system(actor.roles) else set[CaseRelation]()
    return frozenset(system | ({CaseRelation.AREA} if [*homes, *areas] else set()))
