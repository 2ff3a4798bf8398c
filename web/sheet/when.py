"""Moments in plain words (什么时候)."""

from datetime import datetime

from web.parts.moments import now, read, weekday
from web.parts.words import say

MORNING = 10
"""Hour assumed for another day than today: offices are open."""


def moment(given: str) -> str:
    """Monday, 30 November, 9:00."""
    at = read(given)
    return say("sheet.moment", weekday=weekday(at), month=at.month, day=at.day, time=f"{at.hour}:{at.minute:02}")


def day(given: str) -> str:
    """Saturday, 28 November 2026."""
    at = datetime.fromisoformat(given)
    return say("sheet.day", year=at.year, month=at.month, day=at.day, weekday=weekday(at))


def asked_at(on: str) -> str | None:
    """The moment of the question: now, or in the morning of another day."""
    return None if not on or on == f"{now():%Y-%m-%d}" else f"{on}T{MORNING}:00:00+08:00"
