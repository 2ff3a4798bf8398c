"""Lengths of time and where their numbers come from: a statute's words, or a configured assumption (期限)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from knowledge.messages.message import Message, message
from knowledge.rows.rows import Row

CONFIGURED = "工作约定，法律没有规定"
"""Beginning of the source of every number that no text gives: the plan gives none."""


class Span(Row):
    """A length of time: one of days, months, years."""

    days: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    years: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(v is not None for v in (self.days, self.months, self.years)) != 1:
            raise PydanticCustomError("span_units", "write one of days, months, years")
        return self

    def after(self, day: date) -> date:
        """The day that lies so much later; a day which a month lacks is that month's last (民法典202)."""
        year, month = divmod(day.year * 12 + day.month - 1 + (self.months or 0) + 12 * (self.years or 0), 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days or 0)

    @property
    def words(self) -> Message:
        """Return the length in plain words."""
        lengths = ((self.days, "period.days"), (self.months, "period.months"), (self.years, "period.years"))
        return next(message(code, count=n) for n, code in lengths if n is not None)


class Sourced(Row):
    """Number with its origin: a statute's own words, or a configured value marked as such."""

    source: str = Field(min_length=1)
    statutory: bool = False
    clause: str | None = None
    """The clause whose words give the number; only for a statutory one."""


class Period(Span, Sourced):
    """Validity of evidence, counted from the day on which it happened."""


class GradedPeriod(Sourced):
    """A period that depends on an attribute of the thing, as the visits on the grade of risk."""

    attribute: str
    values: Mapping[str, Span] = Field(min_length=1)
    names: Mapping[str, str]
    """Name of each grade in plain words."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.names.keys() != self.values.keys():
            raise PydanticCustomError("names_of_values", "name every value, and no other")
        return self

    @property
    def words(self) -> Message:
        """Return every value with its length, in plain words."""
        each = (message("period.graded", grade=self.names[k], time=v.words) for k, v in self.values.items())
        return message("period.each", each=tuple(each))
