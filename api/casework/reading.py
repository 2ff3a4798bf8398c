"""Events of an item that a caller may read: by class, or because rows share them with her (可读的经过)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import strawberry

from api.casework.parts import TimelineEntry
from api.casework.standing import SHARED_WITH, WHY, alone, classes, own_classes, seen
from api.enums import labelled
from api.request.context import Context
from graph_model.casework import store
from graph_model.casework.records import EventRow, EventUnder, opened
from knowledge.access.policy import CaseRelation, readable
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Doer
from knowledge.casework.rows import ItemKind
from knowledge.errors import NotFound
from knowledge.vocabulary import FieldClass

ALL = frozenset(FieldClass)


@strawberry.type
@labelled
class CaseLine:
    """One line of the whole file of a report or case."""

    item: str
    item_kind_label: str
    entry: TimelineEntry


@dataclass(frozen=True, slots=True)
class EventReader:
    """The rights of a caller over the events of an item in a state."""

    c: Context
    kind: ItemKind
    state: str
    doer: Doer
    most: frozenset[FieldClass] = ALL
    """The classes that are read of it at most."""

    def entry(self, row: EventRow) -> TimelineEntry:
        """An event as the caller sees it."""
        return TimelineEntry.of(self.c, self.kind, row, self.values(row), self.may(row))

    def values(self, row: EventRow) -> dict[str, Any]:
        """The values of an event that the caller may read."""
        values = {**row.event().changes.get("open", {}), **self.opened(row)}
        return self.shared(values, self.authored(row))

    def shared(self, values: Mapping[str, Any], more: frozenset[FieldClass] = frozenset()) -> dict[str, Any]:
        """The values that the caller may read: by class, or because rows share them with whoever must answer it."""
        own = (own_classes(self.doer) | more) & self.most
        shared = self.kind.shared_in(self.state) if SHARED_WITH & self.doer.relations else frozenset()
        named = {*own, *shared}
        return {f.code: values[f.code] for f in self.kind.field if f.code in values and {f.field_class, f.code} & named}

    def opened(self, row: EventRow) -> dict[str, Any]:
        """The sealed values that the caller may open."""
        return opened(self.c.vault, row, self.may(row)) if self.c.vault else {}

    def authored(self, row: EventRow) -> frozenset[FieldClass]:
        """The classes of an event that the caller may read because she recorded it herself."""
        mine = row.by == self.doer.account
        return readable(self.doer.roles, {CaseRelation.AUTHOR}) if mine else frozenset()

    def may(self, row: EventRow) -> frozenset[FieldClass]:
        """The classes of an event that the caller may read."""
        return (classes(self.doer) | self.authored(row)) & self.most


async def lines(c: Context, item: WorkItem, doer: Doer, first: int, after: int | None) -> list[CaseLine]:
    """Return the events of a root, the oldest first, by the caller's relations; of a case all about the child."""
    items = await c.graph.read(c.actor, store.in_file, item)
    stands = {item.root: (doer, ALL)}
    for root in sorted({*items.values()} - {item.root}):
        stands |= await _stand(c, root, doer)
    rows = await c.graph.read(c.actor, store.events_of, [i for i, r in items.items() if r in stands], first, after)
    made = []
    for row in rows:
        at, most = stands[row.root]
        reader = EventReader(c, table().kinds[row.kind], row.state, at, most)
        _opened_line(c, row, reader)
        entry = reader.entry(row)
        made.append(
            CaseLine(
                item=row.item,
                item_kind_label=str(reader.kind),
                entry=replace(entry, by="", by_roles=[]) if alone(at) and _reports(row) else entry,
            )
        )
    return made


async def _stand(c: Context, root: str, doer: Doer) -> dict[str, tuple[Doer, frozenset[FieldClass]]]:
    """Return the caller's relations to another root of the file, with the readable classes; empty without any right.

    An inspection names cases: of what lies beside them an inspector reads what happened, and nothing that is sealed.
    """
    if alone(doer):
        return {root: (doer, frozenset({FieldClass.F1}))}
    try:
        there = (await seen(c, root)).doer
    except NotFound:
        return {}
    return {root: (there, ALL)} if FieldClass.F1 in own_classes(there) else {}


def _reports(row: EventUnder) -> bool:
    """True if a step was taken by a body that reports, so that its name would identify the reporter."""
    return not {*row.roles}.isdisjoint(r.value for r in table().told_by(table().kinds[row.kind]))


def _opened_line(c: Context, row: EventUnder, reader: EventReader) -> None:
    """Write into the audit what is opened of a line."""
    read = {s.field_class for s in row.blobs() if s.field_class in reader.may(row)}
    c.trail.opened([row.minor or row.item], {FieldClass.F1, *read}, WHY)


def traced(c: Context, item: WorkItem, doer: Doer, rows: Iterable[EventRow]) -> None:
    """Write into the audit what is opened of these events."""
    reader = EventReader(c, table().kinds[item.kind], item.state, doer)
    read = {s.field_class for r in rows for s in r.blobs() if s.field_class in reader.may(r)}
    c.trail.opened([item.minor or item.id], {FieldClass.F1, *read}, WHY)
