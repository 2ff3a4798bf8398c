"""Opening hours as schedules of HSDS, and schedules as opening hours (开放时间)."""

from collections.abc import Iterator, Sequence

from knowledge.calendar.hours import DAYS, MINUTES, Hours
from network.exchange.rows import Value

LAST = "23:59:59"
"""Midnight at the end of a day, which the form cannot write."""
ICAL = tuple(d.upper() for d in DAYS)
HOUR = 60


def _time(minutes: int) -> str:
    return LAST if minutes == MINUTES else f"{minutes % MINUTES // HOUR:02}:{minutes % HOUR:02}:00"


def schedules(hours: Sequence[str]) -> Iterator[dict[str, Value]]:
    """One schedule a span. `description` is the row as written: holidays and terms have no place in the form.

    A row that holds on holidays or in term only says no days, so that nobody takes it for every week's.
    """
    for text in hours:
        (row,) = Hours.parse((text,)).rows
        if row.regime or not row.spans:
            yield {"description": text}
            continue
        days = ",".join(ICAL[d] for d in sorted(row.days))
        for start, end in row.spans:
            yield {
                "freq": "WEEKLY",
                "byday": days,
                "opens_at": _time(start),
                "closes_at": _time(end),
                "description": text,
            }
