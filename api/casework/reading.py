"""What a caller reads of what happened to an item: by class, or because rows share it with her (可读的经过)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry

from api.casework.parts import TimelineEntry
from api.casework.standing import SHARED_WITH, WHY, classes, own_classes
from api.enums import labelled
from api.request.context import Context
from graph_model.casework.records import EventRow, opened
from knowledge.access.policy import CaseRelation, readable
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Doer
from knowledge.casework.rows import ItemKind
from knowledge.vocabulary import FieldClass


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

    def entry(self, row: EventRow) -> TimelineEntry:
        """An event as the caller sees it."""
        return TimelineEntry.of(self.c, self.kind, row, self.values(row), self.may(row))

    def values(self, row: EventRow) -> dict[str, Any]:
        """The values of an event that the caller may read."""
        values = {**row.event().changes.get("open", {}), **self.opened(row)}
        return self.shared(values, self.authored(row))

    def shared(self, values: Mapping[str, Any], more: frozenset[FieldClass] = frozenset()) -> dict[str, Any]:
        """The values that the caller may read: by class, or because rows share them with whoever must answer it."""
        own = own_classes(self.doer) | more
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
        return classes(self.doer) | self.authored(row)


def traced(c: Context, item: WorkItem, doer: Doer, rows: Iterable[EventRow]) -> None:
    """Write into the audit what is opened of these events."""
    reader = EventReader(c, table().kinds[item.kind], item.state, doer)
    read = {s.field_class for r in rows for s in r.blobs() if s.field_class in reader.may(r)}
    c.trail.opened([item.minor or item.id], {FieldClass.F1, *read}, WHY)
