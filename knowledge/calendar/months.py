"""Calendar months: what is published once a month is of a month that is over (月份)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.errors import BadInput


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    def __str__(self) -> str:
        """As in ISO 8601: `2026-10`."""
        return f"{self.year:04}-{self.number:02}"

    @classmethod
    def parse(cls, text: str) -> "Month":
        """A month from `2026-10`.

        Raises:
            BadInput: Not a month.
        """
        try:
            return cls.of(date.fromisoformat(f"{text}-01"))
        except ValueError:
            raise BadInput("month", "input.month") from None

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def closed(cls, day: date) -> "Month":
        """The last month that is over on a day."""
        return cls.of(day.replace(day=1) - timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])
