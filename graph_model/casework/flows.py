"""Sendings of open cases of an area, by body and sender, with the answers (转介往来)."""

from dataclasses import dataclass
from typing import Any

from graph_model.casework.work import EARLIEST, LATEST
from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.casework.table import Casework

(SENDINGS,) = statements(__file__, "sendings")
KIND, FIRST, BACK, VOID, INSTEAD = "attempt", "sent", "refused", "mistaken", "instead"
"""The kind of item that is sent to a body; its state until it is answered, after a refusal, and if it was an error; the
field with whose it is instead."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """Sendings from a community to a body; refused ones by the body that was named instead."""

    area: str
    recipient: str
    """Empty for bodies outside the system."""
    instead: str | None
    sent: int
    open: int
    waiting: int
    """Not answered yet."""
    overdue: int
    """Sendings past their time limit."""
    late: int
    """Answered, but not in time."""


async def sendings(tx: Tx, table: Casework, area: str | None) -> list[SentRow]:
    """All of the actor's areas, or of one area in them."""
    late = next(c.then for c in table.kinds[KIND].clock if c.then is not None and FIRST in c.during)
    of: dict[str, Any] = {"kind": KIND, "waiting": [FIRST], "back": [BACK], "void": [VOID], "late": late, "area": area}
    return await tx.rows(SENDINGS, SentRow, **{"from": EARLIEST}, until=LATEST, instead=f'"{INSTEAD}": "', **of)
