"""What the numbers of a quarter count, from the graph: items with all that happened to them (季度的数)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_model.casework.records import EventRow
from graph_model.casework.work import EARLIEST, LATEST
from graph_model.graph import Tx
from graph_model.rows import fixed, statements
from knowledge.casework.numbers.counting import Track

(TOUCHED,) = statements(__file__, "touched")
AT_ONCE = 2_000
"""Items that are read at once."""


@dataclass(frozen=True, slots=True)
class _TrackRow:
    id: str
    pseudonym: str | None
    events: tuple[Mapping[str, Any], ...]

    def track(self) -> Track:
        """The item with what happened to it."""
        rows = (
            EventRow(0, self.id, 0, e["action"], e["by"], e["at"], e["occurred"], e["changes"], (), e["roles"])
            for e in self.events
        )
        return Track.of((r.event(), tuple(r.roles)) for r in rows)


@dataclass(frozen=True, slots=True)
class NamedTrack:
    """An item with what happened to it, and the pseudonym of its child."""

    track: Track
    pseudonym: str | None


async def touched(tx: Tx, area: str | None, since: datetime) -> list[NamedTrack]:
    """All items of the actor's areas, or of one area in them, that are open or were touched since a moment."""
    made, after = list[NamedTrack](), ""
    while True:
        of: dict[str, Any] = {"from": fixed(since), "earliest": EARLIEST, "latest": LATEST}
        rows = await tx.rows(TOUCHED, _TrackRow, area=area, after=after, first=AT_ONCE, **of)
        made += [NamedTrack(r.track(), r.pseudonym) for r in rows]
        if len(rows) < AT_ONCE:
            return made
        after = rows[-1].id
