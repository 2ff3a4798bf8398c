"""End times of clocks of casework: minutes, working days, opening hours, intervals of visits (时钟)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI, end_of, plus_months
from knowledge.calendar.hours import Hours, kind
from knowledge.calendar.terms import ESTIMATED, SchoolCalendar
from knowledge.casework.following import AtLeast, When
from knowledge.casework.rows import ActionRow, Clock, ItemKind, Lasting
from knowledge.casework.settings import Interval
from knowledge.casework.table import Casework

FRIDAY = 4
HALF = 15
"""The last day of the first half of a month."""
SEARCHED = 60
"""Days in which opening hours are counted; a body that is open less is answered by its last day."""


def matches(when: When, fields: Mapping[str, Any]) -> bool:
    """True if the open fields meet all conditions."""
    return all(_meets(wanted, fields.get(code)) for code, wanted in when.items())


def leads(action: ActionRow, fields: Mapping[str, Any]) -> str | None:
    """The state to which an action leads with these open fields after it; None: it stays."""
    return next((state for state, when in action.to_when.items() if matches(when, fields)), action.to)


def targets(action: ActionRow) -> set[str]:
    """All states to which an action may lead; none where it stays."""
    return {*action.to_when, *filter(None, [action.to])}


def _meets(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, AtLeast):
        return isinstance(value, int) and value >= wanted.least
    known = "" if value is None else value
    return known in wanted if isinstance(wanted, tuple) else known == wanted


def running(
    kind: ItemKind,
    clocks: Mapping[str, datetime],
    state: str,
    action: str,
    fields: Mapping[str, Any],
    *,
    owned: bool = False,
) -> dict[str, datetime]:
    """The clocks that go on after an action that led to a state, to these open fields, to somebody responsible."""
    rows = {c.code: c for c in kind.clock}
    return {
        code: due
        for code, due in clocks.items()
        if state in rows[code].during
        and action not in (*rows[code].ends, *rows[code].starts)
        and matches(rows[code].when, fields)
        and not (owned and rows[code].untaken)
    }


def started(
    kind: ItemKind, state: str, action: str, fields: Mapping[str, Any], *, owned: bool = False
) -> Iterator[Clock]:
    """The clocks that an action starts; `owned`: somebody is responsible after it."""
    for row in kind.clock:
        begins = action in row.starts and state in row.during and matches(row.when, fields)
        if begins and not (owned and row.untaken):
            yield row


def unending(kind: ItemKind) -> Iterator[Clock]:
    """The clocks that run as long as an item is in their states: each way in starts them, and their end does so again.

    An item in such a state that has none of them was begun before there was such a row.
    """
    for row in kind.clock:
        ways = [a for a in kind.action if targets(a) & {*row.during}]
        ways_in = {a.code for a in ways if a.creating or not {*a.source} <= {*row.during}}
        if row.then in row.starts and ways_in <= {*row.starts} and not row.when and not row.untaken:
            yield row


def due(
    table: Casework,
    row: Clock,
    start: datetime,
    fields: Mapping[str, Any],
    hours: Hours | None = None,
    calendar: SchoolCalendar = ESTIMATED,
) -> datetime | None:
    """The moment at which a clock ends that starts at `start`; None if it runs to a day that is not given.

    `hours` are those of the body that must act, `calendar` the school year where the child lives.
    """
    start, lasts = start.astimezone(SHANGHAI), row.lasts
    if lasts.until is not None:
        return _until(lasts, start.date(), fields.get(lasts.until))
    if lasts.interval is not None:
        return end_of(_by_interval(table, lasts, start.date(), fields, calendar))
    if lasts.working_days is not None:
        return end_of(working_day(start.date(), lasts.working_days))
    if lasts.months is not None:
        return end_of(plus_months(start.date(), lasts.months))
    if lasts.opening_hours is not None:
        return open_after(hours or table.hours, start, lasts.opening_hours)
    return start + timedelta(minutes=lasts.minutes or 0, hours=lasts.hours or 0)


def _until(lasts: Lasting, on: date, day: str | None) -> datetime | None:
    """The end of a day that is given, some days after or before it; of a warning whose day has passed, of today."""
    if not day:
        return None
    last = date.fromisoformat(day) + timedelta(days=lasts.days or 0)
    return end_of(max(last, on) if (lasts.days or 0) < 0 else last)


def _by_interval(
    table: Casework, lasts: Lasting, on: date, fields: Mapping[str, Any], calendar: SchoolCalendar
) -> date:
    by, seen = table.intervals.by, fields.get(lasts.since or "")
    interval = by.get(fields.get(lasts.interval or "") or "", by[""])
    if lasts.since is None:
        return next_visit(interval, on, calendar)
    return visit_by(interval, date.fromisoformat(seen) if seen else None, on, calendar)


def is_working(day: date) -> bool:
    """True for a working day; a year without a holiday table has weekdays only."""
    what = kind(day)
    return what.regime != "PH" and what.weekday <= FRIDAY


def working_day(start: date, count: int) -> date:
    """The day `count` working days after a day."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def open_after(hours: Hours, start: datetime, count: int) -> datetime:
    """The moment at which a body has been open for `count` hours since `start`."""
    left, end = timedelta(hours=count), start
    for opens, closes in hours.spans(start.date() - timedelta(days=1), SEARCHED):
        first = max(opens, start)
        if first >= closes:
            continue
        end = closes
        if closes - first >= left:
            return first + left
        left -= closes - first
    return end


def next_visit(interval: Interval, last: date, calendar: SchoolCalendar = ESTIMATED) -> date:
    """The last day of the next visit after one on a day: in the next calendar period, and within the days.

    A vacation that begins meanwhile moves a quarterly visit to the day before it: every child is seen before it.
    """
    end = min(_end_of_next(interval.period, last), last + timedelta(days=interval.within))
    if interval.period == "quarter":
        eves = [v - timedelta(days=1) for v in calendar.vacations() if last < v - timedelta(days=1) < end]
        end = min([end, *eves])
    return end


def visit_by(interval: Interval, seen: date | None, on: date, calendar: SchoolCalendar = ESTIMATED) -> date:
    """The last day of a visit planned on a day, for a child last seen on another; None: not known, or never.

    Counted from when the child was seen, not from when it is planned. Where that day has passed already, or nobody has
    seen the child, the visit is counted from the day of planning; of a grade that is seen at once it is made before the
    period ends, and not before the next day.
    """
    if seen is not None and (by := next_visit(interval, seen, calendar)) >= on:
        return by
    if not interval.at_once:
        return next_visit(interval, on, calendar)
    return max(_end_of(interval.period, on), on + timedelta(days=1))


def _end_of(period: str, day: date) -> date:
    if period == "week":
        return day + timedelta(days=6 - day.weekday())
    if period == "half_month":
        return day.replace(day=HALF) if day.day <= HALF else _last_of_month(day)
    return _last_of_month(day) if period == "month" else _last_of_quarter(day)


def _end_of_next(period: str, day: date) -> date:
    if period == "week":
        return day + timedelta(days=13 - day.weekday())
    if period == "half_month":
        return _last_of_month(day) if day.day <= HALF else _last_of_month(day) + timedelta(days=HALF)
    if period == "month":
        return _last_of_month(_last_of_month(day) + timedelta(days=1))
    return _last_of_quarter(_last_of_quarter(day) + timedelta(days=1))


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _last_of_quarter(day: date) -> date:
    return _last_of_month(day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3))
