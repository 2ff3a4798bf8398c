"""Opening hours as schedules of HSDS, and schedules as opening hours (开放时间)."""

from collections.abc import Iterable, Iterator, Sequence

from knowledge.calendar.hours import DAYS, MINUTES, Hours, UnreadableHours
from network.exchange.rows import Row, Value

LAST = "23:59:59"
"""Midnight at the end of a day, which the form cannot write."""
ICAL = tuple(d.upper() for d in DAYS)
HOUR = 60
FIVE = len("09:00")


def _time(minutes: int) -> str:
    return LAST if minutes == MINUTES else f"{minutes % MINUTES // HOUR:02}:{minutes % HOUR:02}:00"


def schedules(hours: Sequence[str]) -> Iterator[dict[str, Value]]:
    """Yield one schedule per span. `description` is the row as written: the form has no field for holidays and terms.

    A row for holidays or term only has no days, so that nobody takes it for every week's.
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


def hours(rows: Iterable[Row]) -> tuple[tuple[str, ...], bool]:
    """Return opening hours from schedules, and whether all are understood; a row in our own form is used unchanged."""
    understood: dict[str, None] = {}
    complete = True
    for row in rows:
        text = str(row.get("description", ""))
        opening = text if _ours(text) else _weekly(row)
        complete &= opening is not None
        if opening is not None:
            understood[opening] = None
    try:
        Hours.parse(tuple(understood))
    except UnreadableHours:
        return (), False
    return tuple(understood), complete


def _ours(text: str) -> bool:
    try:
        Hours.parse((text,))
    except UnreadableHours:
        return False
    return True


def _weekly(row: Row) -> str | None:
    """Return a row of every week; None for months, other weeks, or a time that is over or not given."""
    other = ("byweekno", "bymonthday", "byyearday", "until", "count", "valid_to")
    if row.get("freq") != "WEEKLY" or row.get("interval", 1) != 1 or any(name in row for name in other):
        return None
    days = [d.strip().upper() for d in str(row.get("byday", "")).split(",")]
    if not set(days) <= set(ICAL) or "opens_at" not in row or "closes_at" not in row:
        return None
    opens, closes = (str(row[name])[:FIVE] for name in ("opens_at", "closes_at"))
    if str(row["closes_at"]).startswith(LAST) or closes == "00:00":
        closes = "24:00"
    text = f"{','.join(DAYS[n] for n in sorted(map(ICAL.index, days)))} {opens}-{closes}"
    return text if _ours(text) else None
