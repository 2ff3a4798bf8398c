"""Events of casework since a number: every process and every client follows the one sequence (变动的跟随)."""

from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

NEWEST, SINCE = statements(__file__, "newest", "since")
SPAN = 5_000
"""Events that one read covers at most (configured value)."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An event of an item, by its number."""

    seq: int
    item: str


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """Events visible to the actor; all up to the number `reached` have been read."""

    rows: tuple[ItemChange, ...]
    reached: int
    newest: int


@dataclass(frozen=True, slots=True)
class _Newest:
    events: int


async def newest(tx: Tx) -> int:
    """The number of the last event."""
    row = await tx.row(NEWEST, _Newest)
    return row.events if row else 0


async def since(tx: Tx, after: int, first: int, *, mine: bool = False, item: str | None = None) -> ItemChanges:
    """Return events after a number, the oldest first: in the actor's areas, or only those of her own items."""
    last = await newest(tx)
    until = min(last, after + SPAN)
    rows = await tx.rows(SINCE, ItemChange, after=after, until=until, first=first, mine=mine, item=item)
    return ItemChanges(tuple(rows), rows[-1].seq if len(rows) == first else until, last)
