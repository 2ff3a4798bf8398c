"""Times in cells: a day with a time of day, opening hours (时刻)."""

import re
import unicodedata
from datetime import datetime, timedelta

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.written import UnreadableWriting, written
from loaders.tables import cells
from loaders.tables.keys import InvalidRow

_CLOCK = re.compile(r"(\d{1,2})(?:[:时](\d{2})?)分?(?::\d{2})?$")
"""The time at the end of a moment: 18:00, 18时, 18时30分."""


def moment(text: str, column: str) -> datetime:
    """A day with a time of day, as 2026-11-28 18:00.

    Raises:
        InvalidRow: It is empty, no day, or has no time.
    """
    plain = unicodedata.normalize("NFKC", cells.required(text, column)).strip().replace("T", " ")
    clock, day = _CLOCK.search(plain), cells.day(plain.split(" ")[0], column)
    if day is None or clock is None or int(clock[1]) > 24 or int(clock[2] or 0) > 59:  # noqa: PLR2004  # of a clock
        raise InvalidRow(column, "cell.not_a_moment")
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return start + timedelta(hours=int(clock[1]), minutes=int(clock[2] or 0))


def hours(text: str, column: str) -> tuple[str, ...]:
    """Opening hours as `Mo-Fr 09:00-17:30` or `PH off`, one text a span; Chinese words are understood."""
    try:
        return written(text)
    except UnreadableWriting as e:
        raise InvalidRow(column, str(e)) from None
