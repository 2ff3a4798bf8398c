"""Duty roster: dated rows of people on duty, the order in which they are asked, uncovered hours (值班)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.calendar.hours import TimeRange

LONGEST = timedelta(days=31)
"""The longest time on duty in one row (configured value)."""
RANKS = 5
"""Number of people who replace each other in one place: A, B… (configured value)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An account on duty in an area from a moment until another (excluded)."""

    id: str
    area: str
    rank: int
    """Order of asking: 1 is first, later ranks are replacements."""
    account: str
    since: datetime
    until: datetime
    phone: str | None = None
    """The number of the desk, not of a person."""
    absent: bool = False
    """True if on leave: the next rank replaces this person."""
    source: str = ""

    def meets(self, other: "Shift") -> bool:
        """True if both are for the same place and turn at some moment."""
        same = (self.area, self.rank) == (other.area, other.rank)
        return same and self.since < other.until and other.since < self.until


@dataclass(frozen=True, slots=True)
class DutyLine:
    """People asked when a report comes in, in their order; and those notified where nobody is on duty."""

    accounts: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    def following(self, asked: Iterable[str], owner: str | None) -> str | None:
        """Return the next person in the line who has not been asked; None after the last."""
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
