"""The hours of a week under each calendar regime as bits of one number: unions and gaps at machine speed (时段)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.calendar.hours import DAYS, Day, Hours
from knowledge.vocabulary import Labelled

DAY = 1440
WEEK = 7 * DAY
HOUR = 60


class Regime(Labelled):
    """The three kinds of week that opening hours know; a holiday stands on any weekday."""

    TERM = "term", "学期"
    VACATION = "vacation", "寒暑假"
    HOLIDAY = "holiday", "法定节假日"


MINUTES = len(Regime) * WEEK
HOURS = MINUTES // HOUR
ALL_MINUTES = (1 << MINUTES) - 1
ALL_HOURS = (1 << HOURS) - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours on some weekdays of a regime; `end` 24 is midnight."""

    regime: Regime
    days: tuple[int, ...]
    """Weekdays from Monday = 0."""
    start: int
    end: int

    @property
    def hours(self) -> int:
        """How many hours of the week these are."""
        return len(self.days) * (self.end - self.start)

    def text(self) -> str:
        """In Chinese."""
        named = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
        whole = self.days == tuple(range(self.days[0], self.days[-1] + 1)) and len(self.days) > 1
        said = f"{named[self.days[0]]}至{named[self.days[-1]]}" if whole else "、".join(named[d] for d in self.days)
        return f"{self.regime.zh}{said} {self.start:02d}:00–{self.end:02d}:00"


def _day(regime: Regime, weekday: int) -> Day:
    if regime is Regime.TERM:
        return Day(weekday, "SD" if weekday < DAYS.index("Sa") else "", certain=True)
    return Day(weekday, "SH" if regime is Regime.VACATION else "PH", certain=True)


@cache
def minutes(rows: tuple[str, ...]) -> int:
    """Every minute of the three weeks at which a place with these opening hours is open, as a set of bits.

    Bit `regime · 10080 + weekday · 1440 + minute`; what runs past Sunday's midnight comes round to Monday.
    """
    hours = Hours.parse(rows)
    found = 0
    for n, regime in enumerate(Regime):
        for weekday in range(7):
            for row in hours.on(_day(regime, weekday)):
                for a, b in row.spans:
                    found |= _span(n, weekday * DAY + a, weekday * DAY + b)
    return found


def _span(regime: int, start: int, end: int) -> int:
    base = regime * WEEK
    if end <= WEEK:
        return ((1 << (end - start)) - 1) << (base + start)
    return _span(regime, start, WEEK) | _span(regime, 0, end - WEEK) if start < WEEK else _span(regime, 0, end - WEEK)


@lru_cache(65536)
def whole_hours(open_minutes: int) -> int:
    """The hours of which every minute is open, as a set of 504 bits: half an open hour is not a served hour."""
    window = open_minutes
    for step in (1, 2, 4, 8, 16, 28):  # 1+1+2+4+8+16+28 = 60 minutes in a row
        window &= window >> step
    found = 0
    for hour in range(HOURS):
        found |= (window >> (hour * HOUR) & 1) << hour
    return found


def bit(regime: Regime, weekday: int, hour: int) -> int:
    """The one hour of the 504."""
    return 1 << (list(Regime).index(regime) * 168 + weekday * 24 + hour)


@lru_cache(4096)
def stretches(hours: int) -> tuple[Stretch, ...]:
    """A set of hours as maximal stretches; weekdays with the same stretch are told together."""
    found: list[Stretch] = []
    for n, regime in enumerate(Regime):
        by_run: dict[tuple[int, int], list[int]] = {}
        for weekday in range(7):
            day = hours >> (n * 168 + weekday * 24) & 0xFFFFFF
            for run in _runs(day):
                by_run.setdefault(run, []).append(weekday)
        found += [Stretch(regime, tuple(days), a, b) for (a, b), days in sorted(by_run.items(), key=_first)]
    return tuple(found)


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


def asked(rows: Sequence[str]) -> int:
    """The hours that a planner asks about, written as opening hours are; none is every hour.

    Raises:
        ValueError: a row that cannot be read.
    """
    return whole_hours(minutes(tuple(rows))) if rows else ALL_HOURS
