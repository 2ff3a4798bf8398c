"""Opening times as bits of one integer, so that unions and gaps are single operations (时段).

The 504 hours (30,240 minutes) are three weeks, one for each `Regime`: bit `regime * 168 + weekday * 24 + hour`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.calendar.hours import DAYS, Day, Hours, weekday_name
from knowledge.messages.message import message
from knowledge.vocabulary import Labelled

DAY = 1440
WEEK = 7 * DAY
HOUR = 60


class Regime(Labelled):
    """The three kinds of week that opening hours distinguish; a holiday may fall on any weekday."""

    TERM = "term", "学期"
    VACATION = "vacation", "寒暑假"
    HOLIDAY = "holiday", "法定节假日"


HOURS = len(Regime) * WEEK // HOUR
ALL_HOURS = (1 << HOURS) - 1


@dataclass(frozen=True, slots=True)
class HourRange:
    """The same hours on some weekdays of a regime; `end` 24 is midnight."""

    regime: Regime
    days: tuple[int, ...]
    """Weekdays from Monday = 0."""
    start: int
    end: int

    @property
    def hours(self) -> int:
        """Number of hours in the week."""
        return len(self.days) * (self.end - self.start)

    def text(self) -> str:
        """In the language of the current answer, such as 学期周一至周五 09:00–17:00."""
        names = tuple(map(weekday_name, self.days))
        consecutive = self.days == tuple(range(self.days[0], self.days[-1] + 1)) and len(self.days) > 1
        days = message("hours.days", first=names[0], last=names[-1]) if consecutive else names
        return str(message("hours.range", regime=self.regime.label, days=days, start=self.start, end=self.end))


def _day(regime: Regime, weekday: int) -> Day:
    if regime is Regime.TERM:
        return Day(weekday, "SD" if weekday < DAYS.index("Sa") else "", certain=True)
    return Day(weekday, "SH" if regime is Regime.VACATION else "PH", certain=True)


@cache
def open_minutes(rows: tuple[str, ...]) -> int:
    """The minutes of the three weeks at which a point with these opening hours is open, as bits.

    Bit `regime * 10080 + weekday * 1440 + minute`. Hours past midnight on Sunday continue on Monday of the same regime.

    Raises:
        ValueError: A row that cannot be parsed.
    """
    hours = Hours.parse(rows)
    bits = 0
    for n, regime in enumerate(Regime):
        for weekday in range(7):
            for row in hours.on(_day(regime, weekday)):
                for a, b in row.spans:
                    bits |= _span(n, weekday * DAY + a, weekday * DAY + b)
    return bits


def _span(regime: int, start: int, end: int) -> int:
    base = regime * WEEK
    if end <= WEEK:
        return ((1 << (end - start)) - 1) << (base + start)
    return _span(regime, start, WEEK) | _span(regime, 0, end - WEEK) if start < WEEK else _span(regime, 0, end - WEEK)


@lru_cache(65536)
def whole_hours(minutes: int) -> int:
    """The hours of which every minute is open, as 504 bits; a partly open hour does not count."""
    window = minutes
    for step in (1, 2, 4, 8, 16, 28):  # 1+1+2+4+8+16+28 = 60 minutes in a row
        window &= window >> step
    bits = 0
    for hour in range(HOURS):
        bits |= (window >> (hour * HOUR) & 1) << hour
    return bits


def hour_bit(regime: Regime, weekday: int, hour: int) -> int:
    """One hour as a bit; weekdays from Monday = 0."""
    return 1 << (list(Regime).index(regime) * 168 + weekday * 24 + hour)


@lru_cache(4096)
def hour_ranges(hours: int) -> tuple[HourRange, ...]:
    """Hours as ranges, as long as possible; weekdays of a regime with the same range share one."""
    ranges: list[HourRange] = []
    for n, regime in enumerate(Regime):
        by_run: dict[tuple[int, int], list[int]] = {}
        for weekday in range(7):
            day = hours >> (n * 168 + weekday * 24) & 0xFFFFFF
            for run in _runs(day):
                by_run.setdefault(run, []).append(weekday)
        ranges += [HourRange(regime, tuple(days), a, b) for (a, b), days in sorted(by_run.items(), key=_first)]
    return tuple(ranges)


def _first(item: tuple[tuple[int, int], list[int]]) -> tuple[list[int], tuple[int, int]]:
    return item[1], item[0]


def _runs(day: int) -> Iterator[tuple[int, int]]:
    start = None
    for hour in range(25):
        here = day >> hour & 1
        if here and start is None:
            start = hour
        elif not here and start is not None:
            yield start, hour
            start = None


def hours_in(rows: Sequence[str]) -> int:
    """The hours described by rows of opening hours, as bits; no rows: every hour.

    Raises:
        ValueError: A row that cannot be parsed.
    """
    return whole_hours(open_minutes(tuple(rows))) if rows else ALL_HOURS
