"""Months: parsed, closed, ended."""

from datetime import date

import pytest

from knowledge.calendar.months import Month
from knowledge.errors import BadInput


def test_a_month_is_closed_when_it_is_over():
    assert Month.closed(date(2026, 11, 1)) == Month.closed(date(2026, 11, 30)) == Month(2026, 10)
    assert str(Month.closed(date(2027, 1, 15))) == "2026-12"
    assert Month(2028, 2).last == date(2028, 2, 29)


def test_a_month_is_read_as_it_is_written():
    assert Month.parse("2026-10") == Month(2026, 10) < Month(2027, 1)
    for text in ("2026-13", "2026", "十月", "2026-1", "2026-10-01"):
        with pytest.raises(BadInput):
            Month.parse(text)
