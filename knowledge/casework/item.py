"""Items and events; an item is what its events make of it (事项与事件)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Item in a state that concerns a child, none yet, or a body."""

    id: str
    kind: str
    root: str
    """The item with which it is locked: itself, or the report or case that it belongs to."""
    state: str
    version: int
    """Number of events of the item."""
    area: str
    since: datetime
    """Since when it is in its state."""
    ended: bool = False
    minor: str | None = None
    owner: str | None = None
    """The account responsible; only of a root."""
    parent: str | None = None
    """The item under which it was created."""
    creator: str | None = None
    """The account whose action created it."""
    open: Mapping[str, Any] = field(default_factory=dict)
    """Fields of class F1, by code."""
    clocks: Mapping[str, datetime] = field(default_factory=dict)
    """End of each running clock, by code."""


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """Change of one item, complete, so that a replay needs neither rows nor encrypted values."""

    item: str
    action: str
    by: str
    """The account, or the program."""
    at: datetime
    """Time at which it was recorded."""
    occurred: datetime
    """Time at which it happened."""
    changes: Mapping[str, Any]
    """Changed attributes of the item; the first event of an item has all of them. `open` contains changed fields
    only.
    """
    sealed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Fields of other classes, by class; stored encrypted, apart from the event."""


def applied(item: WorkItem | None, event: ItemEvent) -> WorkItem:
    """The item after an event."""
    changes = dict(event.changes)
    if item is None:
        return WorkItem(id=event.item, version=1, **changes)
    changes["open"] = {**item.open, **changes.get("open", {})}
    return replace(item, version=item.version + 1, **changes)


def fold(events: Iterable[ItemEvent]) -> WorkItem:
    """The item that its events make, in their order.

    Raises:
        ValueError: No events.
    """
    item: WorkItem | None = None
    for event in events:
        item = applied(item, event)
    if item is None:
        raise ValueError("an item has at least one event")
    return item
