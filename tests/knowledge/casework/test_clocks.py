"""When clocks end, compared with days counted by hand."""

from datetime import date, datetime

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.clocks import due, next_visit, open_after, working_day
from knowledge.casework.load import table
from knowledge.casework.rows import Clock


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("grade", "last", "by"),
    [
        ("red", "2026-11-23", "2026-12-03"),  # Monday: the next week ends on 12-06, ten days on 12-03
        ("red", "2026-11-28", "2026-12-06"),  # Saturday: the next week ends first
        ("yellow", "2026-11-03", "2026-11-23"),
        ("yellow", "2026-11-14", "2026-11-30"),
        ("yellow", "2026-11-28", "2026-12-15"),
        ("", "2026-11-28", "2026-12-15"),  # not assessed: as yellow
        ("blue", "2026-11-05", "2026-12-31"),
        ("green", "2026-11-05", "2027-01-24"),  # the day before the winter vacation
        ("green", "2026-03-10", "2026-06-30"),
    ],
)
def test_the_next_visit(grade: str, last: str, by: str):
    assert next_visit(table().intervals.by[grade], date.fromisoformat(last)) == date.fromisoformat(by)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-27", 2, "2026-12-01"),  # Friday
        ("2026-09-30", 1, "2026-10-08"),  # the National Day holiday
        ("2031-01-03", 1, "2031-01-06"),  # no calendar of that year: weekdays
    ],
)
def test_working_days(start: str, count: int, end: str):
    assert working_day(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-23T09:00", "2026-11-23T15:00"),
        ("2026-11-23T16:30", "2026-11-24T12:00"),
        ("2026-11-27T17:30", "2026-11-30T15:00"),  # Friday evening: a closed station breaches nothing
        ("2026-09-30T17:00", "2026-10-08T14:30"),  # the holiday does not count
    ],
)
def test_four_opening_hours(start: str, end: str):
    assert open_after(table().hours, at(start), 4) == at(end)


def test_a_day_that_is_not_given_starts_no_clock():
    row = next(c for c in table().kinds["task"].clock if c.lasts.until)
    assert isinstance(row, Clock)
    assert due(table(), row, at("2026-11-23T09:00"), {}) is None
    assert due(table(), row, at("2026-11-23T09:00"), {"due_on": "2026-11-25"}) == at("2026-11-26T00:00")
