"""A cell of opening hours (开放时间单元格)."""

from knowledge.calendar.written import UnreadableWriting, written
from loaders.tables.keys import InvalidRow


def hours(text: str, column: str) -> tuple[str, ...]:
    """Opening hours as `Mo-Fr 09:00-17:30` or `PH off`, one text a span; Chinese words are understood."""
    try:
        return written(text)
    except UnreadableWriting as e:
        raise InvalidRow(column, str(e)) from None
