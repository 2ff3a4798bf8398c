"""Opening hours: weekly rows, holidays, make-up working days and school terms (开放时间).

Rows are a subset of OpenStreetMap's `opening_hours`: an optional regime, days, time ranges.
`Mo-Fr 09:00-12:00` applies to ordinary days; `PH 10:00-16:00` or `PH off` to statutory holidays (法定节假日); `SH …` to
school holidays (寒暑假), `SD …` to school days (上学日), each replacing the ordinary rows; `24/7` means always.
Times are local times of Guangzhou.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

import chinese_calendar

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.terms import ESTIMATED, PeriodKind, SchoolCalendar
from knowledge.messages.message import Message, message
from knowledge.vocabulary import Verdict

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
AHEAD = 14
"""Days ahead in which the next opening or closing is searched."""
_ROW = re.compile(r"(?:(PH|SH|SD)(?: |$))?(?:((?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,\-]*) )?(off|[\d:,\-]+)")
_CODE = re.compile(r"PH|SH|SD|off|Mo|Tu|We|Th|Fr|Sa|Su")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
WEEK = frozenset(range(7))
SATURDAY = 5
MINUTES = 24 * 60
"""Minutes of a day."""

TimeRange = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Openness:
    """Opening state of a place at a moment."""

    verdict: Verdict
    """UNKNOWN if no hours are recorded: unknown hours do not mean closed."""
    tentative: bool = False
    """暂定: these days have no holiday table or school calendar; the answer is by weekday only."""
    until: datetime | None = None
    """Closing time if the place is open; None if it does not close within `AHEAD` days."""
    next: datetime | None = None
    """Next opening if the place is closed; None if there is none within `AHEAD` days."""


class UnreadableHours(ValueError):
    """Opening hours that cannot be parsed; the message quotes the row."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.code)
        self.message = problem


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One row: regime ("" for ordinary days), weekdays (Monday = 0), ranges in minutes from midnight (none: closed)."""

    regime: str
    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The calendar properties of one day."""

    weekday: int
    """Monday = 0; a make-up working day (调休上班) on a weekend counts as a Monday."""
    regime: str | None
    """PH on a statutory holiday, SH in the school holidays, SD on a school day, "" on any other day, such as a weekend
    in term; None if it is not known to be in a school term or vacation."""
    certain: bool
    """False if the year has no holiday table."""


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        a, b = DAYS.index(first), DAYS.index(last or first)
        days |= set(range(a, b + 1)) if a <= b else set(range(a, 7)) | set(range(b + 1))
    return frozenset(days)


def _row(text: str) -> HoursRow:
    if text.strip() == "24/7":
        return HoursRow("", WEEK, ((0, MINUTES),))
    match = _ROW.fullmatch(text.strip())
    if match is None or not (match[2] or match[1]):
        raise UnreadableHours(message("hours.row_unreadable", row=text))
    days = _days(match[2]) if match[2] else WEEK
    if match[3] == "off":
        return HoursRow(match[1] or "", days, ())
    spans = [_SPAN.fullmatch(span) for span in match[3].split(",")]
    ranges = tuple((int(span[1]) * 60 + int(span[2]), int(span[3]) * 60 + int(span[4])) for span in spans if span)
    if len(ranges) < len(spans) or any(a >= MINUTES or b > MINUTES or a == b for a, b in ranges):
        raise UnreadableHours(message("hours.row_unreadable", row=text))
    return HoursRow(match[1] or "", days, tuple((a, b if b > a else b + MINUTES) for a, b in ranges))


@lru_cache(16384)
def kind(day: date, calendar: SchoolCalendar = ESTIMATED) -> Day:
    """The kind of a day by the State Council's holiday table and the school terms of the place."""
    weekday, certain = day.weekday(), True
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        off, name, certain = weekday >= SATURDAY, None, False
    if not off and weekday >= SATURDAY:  # a make-up working day
        weekday = 0
    school = calendar.kind(day)
    if off and name:
        return Day(weekday, "PH", certain)
    if school is None:
        return Day(weekday, None, certain)
    return Day(weekday, "SH" if school is PeriodKind.VACATION else "" if off else "SD", certain)


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a place."""

    rows: tuple[HoursRow, ...]

    @classmethod
    def parse(cls, rows: Sequence[str]) -> "Hours":
        """Parse rows of text.

        Raises:
            UnreadableHours: A row that cannot be read, or "off" on days that other rows of the same regime open.
        """
        return _parsed(tuple(rows))

    def on(self, day: Day) -> tuple[HoursRow, ...]:
        """Return the rows that apply on a day.

        On a statutory holiday the `PH` rows apply; without any, only a place that never closes is open (an
        assumption without a text, a configured value). School holidays and school days use rows of their own, or
        else the ordinary ones.
        """
        own = [r for r in self.rows if day.regime and r.regime == day.regime]
        ordinary = [r for r in self.rows if not r.regime]
        if day.regime == "PH" and not _never_closes(ordinary):
            ordinary = []
        return tuple(r for r in own or ordinary if day.weekday in r.days)

    def spans(self, first: date, days: int, calendar: SchoolCalendar = ESTIMATED) -> list[TimeRange]:
        """The ranges in which the place is open in `days` days from `first`, sorted, adjacent ones joined."""
        ranges: list[TimeRange] = []
        for day in (first + timedelta(days=n) for n in range(days)):
            start = datetime.combine(day, time(), SHANGHAI)
            for row in self.on(kind(day, calendar)):
                ranges += [(start + timedelta(minutes=a), start + timedelta(minutes=b)) for a, b in row.spans]
        return _joined(sorted(ranges))

    def at(self, moment: datetime, calendar: SchoolCalendar = ESTIMATED) -> Openness:
        """Return the opening state at a moment; cached, because many places share hours and school year."""
        return _at(self, moment, calendar)

    def look(self, moment: datetime, calendar: SchoolCalendar = ESTIMATED) -> Openness:
        """As `at`, not cached."""
        if not self.rows:
            return Openness(Verdict.UNKNOWN)
        moment = moment.astimezone(SHANGHAI)
        today = moment.date()
        spans = self.spans(today - timedelta(days=1), AHEAD + 2, calendar)
        current = next((s for s in spans if s[0] <= moment < s[1]), None)
        following = next((s[0] for s in spans if s[0] > moment), None)
        tentative = self._tentative(today if current else following.date() if following else today, calendar)
        if current is not None:
            end = current[1] if current[1] <= moment + timedelta(days=AHEAD) else None
            return Openness(Verdict.YES, tentative, end)
        if following is None or following > moment + timedelta(days=AHEAD):
            return Openness(Verdict.NO, tentative)
        return Openness(Verdict.NO, tentative, next=following)

    def _tentative(self, day: date, calendar: SchoolCalendar) -> bool:
        date_kind = kind(day, calendar)
        schooled = any(r.regime in ("SH", "SD") for r in self.rows)
        return not date_kind.certain or (schooled and date_kind.regime is None)


@lru_cache(4096)
def _at(hours: Hours, moment: datetime, calendar: SchoolCalendar) -> Openness:
    return hours.look(moment, calendar)


@cache
def _parsed(rows: tuple[str, ...]) -> Hours:
    parsed = tuple(_row(r) for r in rows)
    for text, row in zip(rows, parsed, strict=True):
        others = frozenset[int]().union(*(o.days for o in parsed if o.spans and o.regime == row.regime))
        if not row.spans and others & row.days:
            raise UnreadableHours(message("hours.row_contradicts", row=text))
    return Hours(parsed)


def _never_closes(rows: Sequence[HoursRow]) -> bool:
    return all(any(d in r.days and (0, MINUTES) in r.spans for r in rows) for d in WEEK)


def _joined(spans: list[TimeRange]) -> list[TimeRange]:
    joined: list[TimeRange] = []
    for a, b in spans:
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], b))
        else:
            joined.append((a, b))
    return joined


def shown(rows: Sequence[str]) -> Iterator[str]:
    """The rows in words, in the language of the current answer."""
    return (_CODE.sub(lambda code: str(message(f"hours.{code[0]}")), text) for text in rows)


def weekday_name(number: int) -> Message:
    """The name of a weekday, from Monday = 0."""
    return message(f"hours.{DAYS[number]}")
