"""Items and events as rows of the graph (办理的记录)."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph_model.casework.files import described
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import fixed
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.item import ItemEvent, WorkItem
from knowledge.casework.rows import ItemKind
from knowledge.casework.table import Casework
from knowledge.errors import Erased
from knowledge.vocabulary import FieldClass, Provenance

MOMENTS = frozenset({"since"})
FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""The next moment of an open item without a running clock: worklists show it last."""
CLOSED = datetime(1970, 1, 1, tzinfo=UTC)
"""Until when an emergency reading that has ended is open."""
SOURCE = "办理"
"""The source of records that casework makes."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as stored; open fields and clocks are JSON."""

    id: str
    kind: str
    root: str
    state: str
    version: int
    area: str
    since: datetime
    ended: bool
    minor: str | None
    owner: str | None
    creator: str | None
    parent: str | None
    open: str
    clocks: str

    def item(self) -> WorkItem:
        """The item."""
        clocks = {code: datetime.fromisoformat(at) for code, at in json.loads(self.clocks).items()}
        return WorkItem(
            self.id,
            self.kind,
            self.root,
            self.state,
            self.version,
            self.area,
            self.since,
            self.ended,
            self.minor,
            self.owner,
            self.parent,
            self.creator,
            json.loads(self.open),
            clocks,
        )


def item_row(table: Casework, item: WorkItem) -> dict[str, Any]:
    """An item as parameters.

    `next` is the end of its first clock while it is open; `wake` that of the first on which the program acts; until
    `reads` its creator reads the record of the child; it is past where such an item is not open any more.
    """
    waking = {c.code for c in table.kinds[item.kind].clock if c.then is not None}
    wakes = [at for code, at in item.clocks.items() if code in waking]
    row = {
        "item": item.kind,
        "root": item.root,
        "state": item.state,
        "version": item.version,
        "area": item.area,
        "since": fixed(item.since),
        "ended": item.ended,
        "minor": item.minor,
        "owner": item.owner,
        "creator": item.creator,
        "parent": item.parent,
        "recipient": item.open.get(table.kinds[item.kind].addressee or ""),
        "fields": _json(item.open),
        "clocks": _json(item.clocks),
        "next": None if item.ended else fixed(min(item.clocks.values(), default=FAR)),
        "wake": fixed(min(wakes, default=None)),
        "reads": _reads(table.kinds[item.kind], item, wakes),
    }
    asked = list(table.kinds[item.kind].asked(item))
    return {"id": item.id, "row": row, "asked": asked, "case": _case(table, item) if item.kind == "case" else None}


def _reads(kind: ItemKind, item: WorkItem, wakes: Iterable[datetime]) -> datetime | None:
    if kind.state_of(item.state).opens:
        return min(wakes).astimezone(UTC)
    return CLOSED if any(s.opens for s in kind.state) else None


def _case(table: Casework, item: WorkItem) -> dict[str, Any]:
    """Return the fields of a case for all who read cases."""
    return {
        "kind": table.kinds["case"].name,
        "status": table.kinds["case"].state_of(item.state).name,
        "opened": item.since.astimezone(SHANGHAI).date(),
        "provenance": Provenance.LOADED.value,
        "source": SOURCE,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """An encrypted part of an event."""

    subject: str
    field_class: FieldClass
    blob: bytes


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as stored."""

    seq: int
    item: str
    version: int
    action: str
    by: str
    at: datetime
    occurred: datetime
    changes: str
    sealed: tuple[Mapping[str, Any], ...]
    roles: tuple[str, ...]
    """The roles that the account has now; none for the program."""

    def event(self) -> ItemEvent:
        """The event without its sealed fields."""
        changes = json.loads(self.changes)
        clocks = {code: datetime.fromisoformat(at) for code, at in changes["clocks"].items()}
        moments = {k: datetime.fromisoformat(v) for k, v in changes.items() if k in MOMENTS}
        return ItemEvent(
            self.item, self.action, self.by, self.at, self.occurred, {**changes, **moments, "clocks": clocks}
        )

    def blobs(self) -> list[SealedRow]:
        """The sealed parts."""
        return [SealedRow(s["subject"], FieldClass(s["class"]), s["blob"]) for s in self.sealed]


@dataclass(frozen=True, slots=True)
class EventUnder(EventRow):
    """An event of an item of the file of a report or case."""

    kind: str
    state: str
    """The state of its item now."""
    root: str
    minor: str | None


def node(item: str, version: int) -> str:
    """The name of an event to which its sealed parts are bound."""
    return f"{item}@{version}"


def subject(item: WorkItem, field_class: FieldClass) -> str:
    """The owner of the key that seals a field: the reporter, the child, or the item as long as no child is known."""
    if field_class is FieldClass.F8:
        return f"reporter:{item.root}"
    return item.minor or f"item:{item.root}"


def subjects(event: ItemEvent, item: WorkItem) -> dict[str, str]:
    """The owner of the key that seals each class of an event."""
    return {c: subject(item, FieldClass(c)) for c in event.sealed}


def event_row(vault: Vault, event: ItemEvent, version: int, item: WorkItem) -> dict[str, Any]:
    """An event of an item as parameters, its sealed fields encrypted under the keys of their subjects.

    Raises:
        Sealed: A subject has no key.
    """
    name = node(event.item, version)
    whose = subjects(event, item)
    by_class = {c: described(values, version) for c, values in event.sealed.items()}
    sealed = [
        {"subject": whose[c], "class": c, "blob": vault.seal(whose[c], Bound("Event", name, FieldClass(c)), values)}
        for c, values in by_class.items()
    ]
    row = {
        "item": event.item,
        "version": version,
        "action": event.action,
        "by": event.by,
        "at": fixed(event.at),
        "occurred": fixed(event.occurred),
        "changes": _json(event.changes),
    }
    return {"item": event.item, "row": row, "sealed": sealed}


def opened(vault: Vault, row: EventRow, classes: frozenset[FieldClass]) -> dict[str, Any]:
    """The sealed fields of an event that are of these classes.

    Raises:
        Sealed: A key is missing or does not fit.
    """
    values: dict[str, Any] = {}
    for s in row.blobs():
        if s.field_class in classes:
            with suppress(Erased):  # the parts of others stay readable
                values |= vault.open(s.subject, Bound("Event", node(row.item, row.version), s.field_class), s.blob)
    return values
