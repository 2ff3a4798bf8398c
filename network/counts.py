"""The published table of a month: what readers of counts of children have (月度合计表)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.calendar.months import Month

Key = tuple[str, str]
"""Area and measure of a count."""


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """The published table of one month."""

    district: str
    month: Month
    made: date
    threshold: int
    areas: frozenset[str]
    """The district and its streets."""
    measures: frozenset[str]
    """Everything that was counted, shown or not."""
    shown: Mapping[Key, int]
    """By (area, measure); whatever is not here is hidden."""

    def value(self, area: str, measure: str) -> int | None:
        """The count, None if it is hidden or was not counted."""
        return self.shown.get((area, measure))
