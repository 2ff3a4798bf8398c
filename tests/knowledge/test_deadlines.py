"""Deadlines against a person who counts the days off on the calendar, one by one (民法典 201–203)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.calendar.deadlines import SHANGHAI, due
from knowledge.rows.rows import Deadline
from knowledge.vocabulary import Unit

ONE = timedelta(days=1)
LAST_TABLE = 2026
"""The last year of the State Council's table that the calendar library ships; raise it with the library."""

STARTS = st.datetimes(datetime(2014, 1, 1), datetime(2025, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001  # bounds


def row(unit: Unit, value: int | None = None) -> Deadline:
    return Deadline(who="police", act="处置", unit=unit, value=value, event="接报")


def works(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def midnight_after(day: date) -> datetime:
    after = day + ONE
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo("Asia/Shanghai"))


def moved(day: date) -> datetime:
    while not works(day):
        day += ONE
    return midnight_after(day)


def count_days(start: date, n: int) -> date:
    day = start
    for _ in range(n):
        day += ONE
    return day


def count_workdays(start: date, n: int) -> date:
    day, left = start, n
    while left:
        day += ONE
        left -= works(day)
    return day


def count_months(start: date, n: int) -> date:
    """Walk until `n` months have turned, then on to the same day of the month or the month's last day."""
    day, turned = start, 0
    while turned < n:
        day += ONE
        turned += day.day == 1
    while day.day != start.day and (day + ONE).day != 1:
        day += ONE
    return day


@given(STARTS, st.integers(1, 120))
def test_days_and_weeks(start: datetime, n: int) -> None:
    assert due(row(Unit.DAY, n), start).at == moved(count_days(start.date(), n))
    weeks = n % 12 + 1
    assert due(row(Unit.WEEK, weeks), start).at == moved(count_days(start.date(), 7 * weeks))


@given(STARTS, st.integers(1, 60))
def test_working_days(start: datetime, n: int) -> None:
    found = due(row(Unit.WORKDAY, n), start)
    assert found.at == midnight_after(count_workdays(start.date(), n))
    assert found.reason is None


@given(STARTS, st.integers(1, 18))
@example(datetime(2024, 1, 31, 9, tzinfo=SHANGHAI), 1)
@example(datetime(2023, 1, 31, 9, tzinfo=SHANGHAI), 1)
@example(datetime(2024, 2, 29, 9, tzinfo=SHANGHAI), 12)
@example(datetime(2023, 12, 31, 9, tzinfo=SHANGHAI), 6)
@example(datetime(2023, 11, 30, 9, tzinfo=SHANGHAI), 1)
def test_months_end_on_the_same_day_or_the_last(start: datetime, n: int) -> None:
    assert due(row(Unit.MONTH, n), start).at == moved(count_months(start.date(), n))


@given(STARTS)
@example(datetime(2024, 2, 29, 23, 59, tzinfo=SHANGHAI))
def test_a_year_is_twelve_months(start: datetime) -> None:
    assert due(row(Unit.YEAR, 1), start).at == moved(count_months(start.date(), 12))


@given(STARTS, st.integers(1, 200))
def test_hours_run_at_once_and_through_the_night(start: datetime, n: int) -> None:
    found = due(row(Unit.HOUR, n), start)
    assert found.at is not None
    assert found.at.timestamp() - start.timestamp() == n * 3600
    assert found.reason is None


@pytest.mark.parametrize(
    ("start", "days", "end", "why"),
    [
        # National Day 2024: 1–7 October off, Saturday 12 October worked in exchange.
        ("2024-09-21T08:00+08:00", 10, "2024-10-09T00:00+08:00", True),
        ("2024-10-02T08:00+08:00", 10, "2024-10-13T00:00+08:00", False),
        # The day of the event does not count, however early in the day.
        ("2024-06-03T00:00+08:00", 1, "2024-06-05T00:00+08:00", False),
        ("2024-06-03T23:59+08:00", 1, "2024-06-05T00:00+08:00", False),
        # A Saturday moves to Monday.
        ("2024-06-12T08:00+08:00", 3, "2024-06-18T00:00+08:00", True),
    ],
)  # fmt: skip
def test_known_days(start: str, days: int, end: str, why: bool) -> None:
    found = due(row(Unit.DAY, days), datetime.fromisoformat(start))
    assert found.at == datetime.fromisoformat(end)
    assert (found.reason is not None) is why


def test_the_day_is_that_of_shanghai() -> None:
    late = datetime(2024, 6, 3, 17, tzinfo=UTC)  # 4 June, 01:00 in Shanghai
    assert due(row(Unit.DAY, 1), late).at == datetime(2024, 6, 6, tzinfo=SHANGHAI)
    assert due(row(Unit.HOUR, 24), late).at == datetime(2024, 6, 4, 17, tzinfo=UTC)


def test_a_year_without_a_table_is_not_guessed() -> None:
    end_of_table = datetime(LAST_TABLE, 12, 28, 9, tzinfo=SHANGHAI)
    unknown = due(row(Unit.WORKDAY, 10), end_of_table)
    assert unknown.at is None
    assert unknown.reason
    days = due(row(Unit.DAY, 10), end_of_table)
    assert days.at == midnight_after(date(LAST_TABLE + 1, 1, 7))
    assert days.reason, "that holidays were not looked at must be said"
    assert due(row(Unit.HOUR, 240), end_of_table).reason is None


@pytest.mark.parametrize("unit", [Unit.PROMPT, Unit.TERM, Unit.PERIODIC, Unit.NONE])
def test_what_the_law_gives_no_number_for_has_no_moment_but_a_reason(unit: Unit) -> None:
    found = due(row(unit), datetime(2024, 6, 3, 9, tzinfo=SHANGHAI))
    assert found.at is None
    assert found.reason


def test_immediate_is_now() -> None:
    start = datetime(2024, 6, 3, 9, tzinfo=SHANGHAI)
    assert due(row(Unit.IMMEDIATE), start).at == start


@given(STARTS, st.sampled_from((Unit.DAY, Unit.WORKDAY, Unit.WEEK, Unit.MONTH, Unit.HOUR)), st.integers(1, 30))
def test_more_time_never_ends_earlier_and_a_later_start_never_ends_before(start: datetime, unit: Unit, n: int) -> None:
    now, longer = due(row(unit, n), start).at, due(row(unit, n + 1), start).at
    later = due(row(unit, n), start + timedelta(days=1)).at
    assert now is not None
    assert longer is not None
    assert later is not None
    assert start < now <= longer
    assert now <= later
