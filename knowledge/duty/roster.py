"""The roster: dated rows of people on duty, the line in which they are asked, hours that nobody has (值班)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.calendar.hours import TimeRange

LONGEST = timedelta(days=31)
"""The longest time on duty in one row (配置值)."""
RANKS = 5
"""How many stand in for each other in one place: A, B… (配置值)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An account on duty in an area from a moment until another (excluded)."""

    id: str
    area: str
    rank: int
    """1 is asked first; whoever comes after it stands in."""
    account: str
    since: datetime
    until: datetime
    phone: str | None = None
    """The number of the desk, not of a person."""
    absent: bool = False
    """On leave: whoever comes after her stands in."""
    source: str = ""

    def meets(self, other: "Shift") -> bool:
        """True if both are for the same place and turn at some moment."""
        same = (self.area, self.rank) == (other.area, other.rank)
        return same and self.since < other.until and other.since < self.until


@dataclass(frozen=True, slots=True)
class DutyLine:
    """The people who are asked when something comes in, in their order; and those notified where nobody is on duty."""

    accounts: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    def following(self, asked: Iterable[str], owner: str | None) -> str | None:
        """The next one in the line who was not asked yet; None after the last."""
        known = {*asked, owner}
        return next((a for a in self.accounts if a not in known), None)


def uncovered(shifts: Sequence[Shift], start: datetime, end: datetime) -> list[TimeRange]:
    """The hours of a time in which none of these shifts runs."""
    gaps, at = list[TimeRange](), start
    for s in sorted((s for s in shifts if not s.absent), key=lambda s: s.since):
        if s.since > at:
            gaps.append((at, min(s.since, end)))
        at = max(at, s.until)
        if at >= end:
            return gaps
    return [*gaps, (at, end)]
