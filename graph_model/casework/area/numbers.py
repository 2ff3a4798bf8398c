"""Numbers of a quarter from the graph: items with their events (季度的数)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph_model.casework.records import EventRow
from graph_model.casework.work import EARLIEST, LATEST
from graph_model.graph import Tx
from graph_model.rows import KeyRow, fixed, statements
from knowledge.casework.numbers.counting import Track

TOUCHED, TRACKS, DOERS, REPORTED = statements(__file__, "touched", "tracks", "doers", "reported")
AT_ONCE = 2_000
"""Items that are read at once."""
Roles = Mapping[str, tuple[str, ...]]
"""The roles of accounts."""


@dataclass(frozen=True, slots=True)
class _TrackRow:
    id: str
    pseudonym: str | None
    events: tuple[tuple[str, str, str, str], ...]

    def track(self, roles: Roles) -> Track:
        """The item with what happened to it."""
        rows = (_event(self.id, *e, roles.get(e[1], ())) for e in self.events)
        return Track.of((r.event(), tuple(r.roles)) for r in rows)


def _event(item: str, action: str, by: str, occurred: str, changes: str, roles: tuple[str, ...]) -> EventRow:
    """An event; when it was recorded is not counted by."""
    at = datetime.fromisoformat(occurred)
    return EventRow(0, item, 0, action, by, at, at, changes, (), roles)


@dataclass(frozen=True, slots=True)
class _DoerRow:
    account: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedTrack:
    """An item with what happened to it, and the pseudonym of its child."""

    track: Track
    pseudonym: str | None


async def touched(tx: Tx, area: str | None, since: datetime) -> list[NamedTrack]:
    """All items of the actor's areas, or of one area in them, that are open or were touched since a moment."""
    moments = {"from": fixed(since), "earliest": EARLIEST, "latest": LATEST}
    ids = [r.key for r in await tx.rows(TOUCHED, KeyRow, area=area, **moments)]
    rows = list[_TrackRow]()
    for first in range(0, len(ids), AT_ONCE):
        rows += await tx.rows(TRACKS, _TrackRow, ids=ids[first : first + AT_ONCE])
    roles = await _roles(tx, rows)
    return [NamedTrack(r.track(roles), r.pseudonym) for r in rows]


async def _roles(tx: Tx, rows: Iterable[_TrackRow]) -> Roles:
    """The roles of everybody who took a step, each read once."""
    people = sorted({by for r in rows for _, by, *_ in r.events})
    return {d.account: d.roles for d in await tx.rows(DOERS, _DoerRow, ids=people)}


async def reported(tx: Tx, area: str | None, since: datetime) -> frozenset[str]:
    """The roles of which somebody has registered a report in the actor's areas, or in one area in them."""
    rows = await tx.rows(REPORTED, KeyRow, area=area, **{"from": fixed(since)})
    return frozenset(r.key for r in rows)
