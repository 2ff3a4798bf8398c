"""Emergency readings as who checks the use of rights sees them: who, when, why, reviewed by whom (紧急查阅)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_model.casework.records import CLOSED
from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.casework.load import table
from knowledge.casework.rows import ItemKind

(EMERGENCIES,) = statements(__file__, "emergencies")


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """A child that somebody opened in an emergency; nothing of the child itself."""

    code: str
    minor: str | None
    """The key of the child, for the audit alone."""
    kind: str
    state: str
    by: str
    opened: datetime
    fields: str
    clocks: str
    closed: datetime | None
    review: Mapping[str, Any] | None

    @property
    def open(self) -> Mapping[str, Any]:
        """The fields that everybody reads who may see it."""
        return dict(json.loads(self.fields))

    @property
    def item_kind(self) -> ItemKind:
        """Return the rows of the kind of item."""
        return table().kinds[self.kind]

    def label(self, field: str) -> str | None:
        """The value of a choice in words; None if it has none yet."""
        row = self.item_kind.field_of(field)
        return next((str(v) for v in row.values if v.code == self.open.get(field)), None) if row else None

    @property
    def words(self) -> tuple[str, ...]:
        """Item, who, cause, state, by whom reviewed and how."""
        reviewer = str(self.review["by"]) if self.review else ""
        state = str(self.item_kind.state_of(self.state))
        return self.code, self.by, self.label("cause") or "", state, reviewer, self.label("verdict") or ""

    @property
    def until(self) -> datetime:
        """Return the end of the reading, or its latest possible end."""
        running = [datetime.fromisoformat(at) for at in json.loads(self.clocks).values()]
        return self.closed or min(running, default=self.opened)


async def emergencies(tx: Tx, first: int) -> list[EmergencyRow]:
    """Emergency readings of children of the actor's areas, the latest first."""
    return await tx.rows(EMERGENCIES, EmergencyRow, since=CLOSED, first=first)
