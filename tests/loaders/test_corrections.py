"""A published month takes a correction: a table of its own, of the month that was published last, once a reason."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.calendar.months import Month
from knowledge.errors import BadInput
from loaders.counts.publish import standing
from network.counts import CorrectionReason, MonthlyCounts

SEPTEMBER, OCTOBER, NOVEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 11)
TABLE = MonthlyCounts("440104000000", OCTOBER, date(2026, 11, 2), 10, frozenset(), frozenset(), {})
CORRECTED = replace(TABLE, corrects=CorrectionReason.LATE)


def test_what_is_published_stands_until_there_is_a_reason():
    assert standing(None, OCTOBER, None) is None
    assert standing(TABLE, NOVEMBER, None) is None
    assert standing(TABLE, OCTOBER, None) is TABLE
    assert standing(TABLE, OCTOBER, CorrectionReason.LATE) is None
    assert standing(CORRECTED, OCTOBER, CorrectionReason.LATE) is CORRECTED, "asked again, it is not made again"
    assert standing(CORRECTED, OCTOBER, CorrectionReason.WRONG) is None
    assert standing(CORRECTED, OCTOBER, None) is CORRECTED


@pytest.mark.parametrize(
    ("previous", "month", "why", "code"),
    [
        (None, OCTOBER, CorrectionReason.LATE, "counts.nothing_to_correct"),
        (TABLE, NOVEMBER, CorrectionReason.LATE, "counts.nothing_to_correct"),
        (TABLE, SEPTEMBER, CorrectionReason.LATE, "counts.later_published"),
        (TABLE, SEPTEMBER, None, "counts.later_published"),
    ],
)
def test_only_the_month_that_was_published_last_is_corrected(
    previous: MonthlyCounts | None, month: Month, why: CorrectionReason | None, code: str
):
    with pytest.raises(BadInput) as refused:
        standing(previous, month, why)
    assert refused.value.message.code == code
