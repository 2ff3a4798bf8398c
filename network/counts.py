"""The published table of a month: what readers of counts of children have (月度合计表)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.calendar.months import Month
from knowledge.vocabulary import Labelled

Key = tuple[str, str]
"""Area and measure of a count."""


class CorrectionReason(Labelled):
    """Reason why a published month is counted again; a closed set, because free words could reveal a child."""

    LATE = "late", "迟到的记录补上以后重新合计"
    WRONG = "wrong", "记错的改正以后重新合计"
    PLACES = "places", "区划、住处改正以后重新合计"
    RULES = "rules", "规则改正以后重新合计"


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
    corrects: CorrectionReason | None = None
    """Reason for replacing the earlier table of the same month; None for the first of its month."""

    def value(self, area: str, measure: str) -> int | None:
        """The count, None if it is hidden or was not counted."""
        return self.shown.get((area, measure))
