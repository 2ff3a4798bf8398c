"""The moment at which a deadline ends, counted by 民法典 201–203 (期限计算)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from knowledge.messages.message import Message, message
from knowledge.rows.rows import Deadline
from knowledge.vocabulary import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Due:
    """The moment at which a deadline ends, or why it cannot be computed."""

    at: datetime | None
    """None if it cannot be computed."""
    reason: Message | None = None
    """Reason why `at` is None, or why the day was moved."""


def _working(day: date) -> bool | None:
    """True for a working day by the State Council's calendar; None for years without a calendar."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def end_of(day: date) -> datetime:
    """The end of a day, as 00:00 of the next."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a month without that day (民法典202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _workdays(start: date, count: int) -> date | None:
    day = start
    while count:
        day += timedelta(days=1)
        working = _working(day)
        if working is None:
            return None
        count -= working
    return day


def due(row: Deadline, start: datetime) -> Due:
    """The moment by which the act must be done if its event happened at `start`.

    The day of the event does not count. A last day that is a holiday moves to the next working day (民法典201、203).
    Hours run from the event itself (民法典201(2)). The end of the last day is given as 00:00 of the next day.
    """
    start = start.astimezone(SHANGHAI)
    if row.unit in (Unit.IMMEDIATE, Unit.PROMPT):
        now = row.unit is Unit.IMMEDIATE
        return Due(start, message("due.immediate")) if now else Due(None, message("due.prompt"))
    if row.value is None:
        return Due(None, message("due.no_number", unit=row.unit.label))
    if row.unit is Unit.HOUR:
        return Due(start + timedelta(hours=row.value))
    last = _last_day(row.unit, row.value, start.date())
    if last is None:
        return Due(None, message("due.no_workdays"))
    moved = _next_working(last)
    if moved is None:
        return Due(end_of(last), message("due.no_holidays"))
    return Due(end_of(moved), message("due.moved") if moved != last else None)


def _last_day(unit: Unit, value: int, start: date) -> date | None:
    if unit is Unit.WORKDAY:
        return _workdays(start, value)
    if unit in (Unit.DAY, Unit.WEEK):
        return start + timedelta(days=value * (7 if unit is Unit.WEEK else 1))
    return plus_months(start, value * (12 if unit is Unit.YEAR else 1))


def _next_working(day: date) -> date | None:
    while not (working := _working(day)):
        if working is None:
            return None
        day += timedelta(days=1)
    return day
