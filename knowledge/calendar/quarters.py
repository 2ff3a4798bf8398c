"""Quarters of a year, the periods of the statistics of casework (季度)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import BadInput

MONTHS = 3
LAST = 4
_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        """As people of all countries write it: `2026-Q4`."""
        return f"{self.year:04}-Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """A quarter from `2026-Q4`.

        Raises:
            BadInput: Not a quarter.
        """
        written = _WRITTEN.fullmatch(text)
        if written is None or not date.min.year < int(written[1]) < date.max.year:
            raise BadInput("quarter", "input.quarter")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter of a day."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @property
    def following(self) -> "Quarter":
        """The next one."""
        return Quarter(self.year, self.number + 1) if self.number < LAST else Quarter(self.year + 1, 1)

    @property
    def before(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, LAST)

    @property
    def first(self) -> date:
        """Return the first day of the quarter."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def start(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return self.following.start
