"""What a condition of an action may look at (条件看得到的)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.casework.item import WorkItem
from knowledge.casework.order import Around


@dataclass(frozen=True, slots=True)
class GuardView:
    """What a condition may look at."""

    item: WorkItem | None
    form: Mapping[str, Any] | None
    """None: the form is not filled in yet."""
    around: Around
    now: datetime
    parent: WorkItem | None = None
    """The item under which a new one would stand."""

    def field(self, code: str) -> Any:
        """The value of a field after the action: from the form, else from the item."""
        if self.form and self.form.get(code) is not None:
            return self.form[code]
        return self.item.open.get(code) if self.item else None

    @property
    def minor(self) -> str | None:
        """The child after the action."""
        return (self.form or {}).get("minor") or (self.item.minor if self.item else None)

    @property
    def root(self) -> WorkItem | None:
        """The open report or case that the item belongs to, or the item itself."""
        if self.item is None or self.item.id == self.item.root:
            return self.item
        return next((o for o in self.around.others if o.id == self.item.root), None)
