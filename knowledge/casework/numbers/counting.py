"""Items and their events counted by the rows of a quarter's numbers; pure (数一季)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from knowledge.casework import clocks
from knowledge.casework.item import ItemEvent, WorkItem, applied
from knowledge.casework.numbers.rows import EVERY, NumberRow

VOID = "mistaken"
"""The state of what was recorded by mistake: it is counted nowhere."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TakenStep:
    """An event with its item before and after it."""

    event: ItemEvent
    before: WorkItem | None
    after: WorkItem
    roles: tuple[str, ...] = ()
    """The roles of whoever took it."""


@dataclass(frozen=True, slots=True)
class Track:
    """An item with all that happened to it, in order."""

    steps: tuple[TakenStep, ...]

    @classmethod
    def of(cls, events: Iterable[tuple[ItemEvent, tuple[str, ...]]]) -> "Track":
        """From the events of an item, each with the roles of whoever acted."""
        made, item = list[TakenStep](), None
        for event, roles in events:
            before, item = item, applied(item, event)
            made.append(TakenStep(event, before, item, roles))
        return cls(tuple(made))

    @property
    def item(self) -> WorkItem:
        """The item as it is now."""
        return self.steps[-1].after

    def until(self, moment: datetime) -> TakenStep | None:
        """The last step that happened before a moment."""
        known = [s for s in self.steps if s.event.occurred < moment]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a number counts."""

    item: WorkItem
    at: datetime
    """Time at which the step was taken, or since which the item is in its state."""
    group: str
    """Group of the line, by the attribute `by` of its row."""
    days: float | None = None
    """Days until the item ended; None if it has not."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class NumberCount:
    """A number with its list."""

    row: NumberRow
    lines: tuple[Line, ...]

    @property
    def groups(self) -> Mapping[str, int]:
        """Return the number of lines by group, the largest first."""
        return dict(Counter(x.group for x in self.lines).most_common())

    @property
    def late(self) -> int:
        """Return the number of late lines."""
        return sum(x.late for x in self.lines)

    @property
    def waiting(self) -> int:
        """Return the number of lines that have not ended."""
        return sum(x.days is None for x in self.lines) if self.row.until else 0

    def days(self, share: float) -> float | None:
        """Within how many days so many of ten of those that have ended did so; None if none has."""
        ended = sorted(x.days for x in self.lines if x.days is not None)
        return ended[max(ceil(share * len(ended)) - 1, 0)] if ended else None


def counted(rows: Sequence[NumberRow], tracks: Sequence[Track], start: datetime, end: datetime) -> list[NumberCount]:
    """The numbers of the time from `start` until `end` (excluded), or until now where that is earlier."""
    known = [t for t in tracks if t.item.state != VOID]
    return [NumberCount(row, tuple(_lines(row, known, start, end))) for row in rows]


def _lines(row: NumberRow, tracks: Sequence[Track], start: datetime, end: datetime) -> Iterator[Line]:
    under = _by_root(tracks, row.of) if row.of else {}
    seen = set[str]()
    for track in tracks:
        if row.item in (EVERY, track.item.kind):
            lines = _taken(row, track, under, start, end) if row.on else _standing(row, track, end)
            for line in lines:
                child = line.item.minor or line.item.root
                if (row.only_late and not line.late) or (row.of_people and child in seen):
                    continue
                seen.add(child)
                yield line


def _by_root(tracks: Iterable[Track], kind: str) -> dict[str, list[Track]]:
    made: dict[str, list[Track]] = {}
    for track in tracks:
        if track.item.kind == kind:
            made.setdefault(track.item.root, []).append(track)
    return made


def _taken(
    row: NumberRow, track: Track, under: Mapping[str, Sequence[Track]], start: datetime, end: datetime
) -> Iterator[Line]:
    """The steps of an item that are counted."""
    for step in track.steps:
        at = step.event.occurred
        if step.event.action not in row.on or not start <= at < end or not clocks.matches(row.when, step.after.open):
            continue
        closing = _closing(row, under.get(track.item.root, ()) if row.of else (track,), at, end)
        days = (closing.event.occurred - at) / DAY if closing else None
        yield Line(
            track.item, at, _group(row, step, closing, track.until(end)), days, _late(row, step, closing, track, end)
        )


def _closing(row: NumberRow, tracks: Iterable[Track], since: datetime, end: datetime) -> TakenStep | None:
    """The first step after a moment that ends what has begun."""
    steps = (s for t in tracks for s in t.steps if s.event.action in row.until)
    later = [s for s in steps if since <= s.event.occurred < end]
    return min(later, key=lambda s: s.event.occurred, default=None)


def _late(row: NumberRow, step: TakenStep, closing: TakenStep | None, track: Track, end: datetime) -> bool:
    """True if the first clock had ended before the closing step, the step itself, or the end of the period."""
    if row.until and closing is None:
        last = track.until(end)
        return last is not None and _over(row, last.after, end)
    ending = closing or step
    return ending.before is not None and _over(row, ending.before, ending.event.occurred)


def _over(row: NumberRow, item: WorkItem, at: datetime) -> bool:
    """True if a clock of the row has ended by the moment."""
    return any(due <= at for code, due in item.clocks.items() if code in row.late or EVERY in row.late)


def _standing(row: NumberRow, track: Track, end: datetime) -> Iterator[Line]:
    """The item, if it is in one of the states at the end."""
    last = track.until(end)
    if last is None or (last.after.ended if row.item == EVERY else last.after.state not in row.states):
        return
    if clocks.matches(row.when, last.after.open):
        yield Line(track.item, last.after.since, _group(row, last, None, last), late=_over(row, last.after, end))


def _group(row: NumberRow, step: TakenStep, closing: TakenStep | None, last: TakenStep | None) -> str:
    """Return the group of a line."""
    item = (last or step).after
    named: dict[str | None, Any] = {
        None: "",
        "state": item.state,
        "kind": item.kind,
        "until": closing.event.action if closing else "",
        "role": step.roles[0] if step.roles else "",
    }
    value = named[row.by] if row.by in named else step.after.open.get(row.by or "")
    return "" if value is None else str(value)
