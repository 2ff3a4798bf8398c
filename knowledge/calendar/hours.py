"""Whether a place is open at a moment: weekly rows, holidays, make-up days, school terms (开放时间).

Rows are a subset of OpenStreetMap's `opening_hours`: an optional regime, days, spans.
`Mo-Fr 09:00-12:00` on ordinary days; `PH 10:00-16:00` or `PH off` on statutory holidays (法定节假日); `SH …` in school
holidays (寒暑假), `SD …` on school days (上学日), each instead of the ordinary rows; `24/7` is always.
Times are those of Guangzhou.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path

import chinese_calendar

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import Message, message
from knowledge.vocabulary import Verdict

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
AHEAD = 14
"""Days in which a next opening is looked for."""
_ROW = re.compile(r"(?:(PH|SH|SD)(?: |$))?(?:((?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,\-]*) )?(off|[\d:,\-]+)")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
WEEK = frozenset(range(7))

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Openness:
    """What is known of a place at a moment."""

    verdict: Verdict
    """UNKNOWN where no hours are recorded: unknown hours are not closed."""
    tentative: bool = False
    """暂定: no holiday table or school calendar for these days; computed by weekdays all the same."""
    until: datetime | None = None
    """When it closes, where it is open; None where it does not close within 14 days."""
    next: datetime | None = None
    """When it opens next, where it is closed; None where not within 14 days."""


class UnreadableHours(ValueError):
    """Opening hours that cannot be read; the message names the row."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.code)
        self.message = said


@dataclass(frozen=True, slots=True)
class Row:
    """One row: regime (empty for ordinary days), weekdays from Monday = 0, minutes from midnight; no span is closed."""

    regime: str
    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What kind of day it is."""

    weekday: int
    """A make-up working day (调休上班) counts as a Monday."""
    regime: str | None
    """PH on a statutory holiday, SH in the school holidays, SD on a school day; empty on any other day, such as a
    weekend in term; None where no term is configured for it."""
    certain: bool
    """Whether the year has a holiday table."""


def _days(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        a, b = DAYS.index(first), DAYS.index(last or first)
        found |= set(range(a, b + 1)) if a <= b else set(range(a, 7)) | set(range(b + 1))
    return frozenset(found)


def _row(text: str) -> Row:
    if text.strip() == "24/7":
        return Row("", WEEK, ((0, 1440),))
    m = _ROW.fullmatch(text.strip())
    if m is None or not (m[2] or m[1]):
        raise UnreadableHours(message("hours.row_unreadable", row=text))
    days = _days(m[2]) if m[2] else WEEK
    if m[3] == "off":
        return Row(m[1] or "", days, ())
    spans = [_SPAN.fullmatch(s) for s in m[3].split(",")]
    read = tuple((int(s[1]) * 60 + int(s[2]), int(s[3]) * 60 + int(s[4])) for s in spans if s)
    if len(read) < len(spans) or any(a >= 1440 or b > 1440 or a == b for a, b in read):  # noqa: PLR2004  # a day's minutes
        raise UnreadableHours(message("hours.row_unreadable", row=text))
    return Row(m[1] or "", days, tuple((a, b if b > a else b + 1440) for a, b in read))


@cache
def _calendar() -> tuple[tuple[bool, date, date], ...]:
    raw = tomllib.loads((Path(__file__).parent / "calendar.toml").read_text("utf-8"))
    rows = [(False, r["since"], r["until"]) for r in raw["vacation"]] + [
        (True, r["since"], r["until"]) for r in raw["term"]
    ]
    return tuple(rows)


@cache
def kind(day: date) -> Day:
    """What kind of day a date is: by the State Council's table, and by the configured school terms."""
    weekday, certain = day.weekday(), True
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        off, name, certain = weekday >= 5, None, False  # noqa: PLR2004  # Saturday
    if not off and weekday >= 5:  # noqa: PLR2004  # a weekend day on which people work
        weekday = 0
    term = next((t for t, since, until in _calendar() if since <= day < until), None)
    if off and name:
        return Day(weekday, "PH", certain)
    if term is None:
        return Day(weekday, None, certain)
    return Day(weekday, "SH" if not term else "" if off else "SD", certain)


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a place."""

    rows: tuple[Row, ...]

    @classmethod
    def parse(cls, rows: Sequence[str]) -> "Hours":
        """From rows of text.

        Raises:
            UnreadableHours: a row that cannot be read; it is named.
        """
        return _parsed(tuple(rows))

    def on(self, day: Day) -> tuple[Row, ...]:
        """The rows that hold on a day.

        A statutory holiday follows its `PH` rows; without any, only a place that never closes is open: configured,
        no text says it. School holidays and school days follow their own rows where there are some.
        """
        own = [r for r in self.rows if day.regime and r.regime == day.regime]
        ordinary = [r for r in self.rows if not r.regime]
        if day.regime == "PH" and not _never_closes(ordinary):
            ordinary = []
        return tuple(r for r in own or ordinary if day.weekday in r.days)

    def spans(self, first: date, days: int) -> list[Span]:
        """The spans in which it is open on days from `first`, joined where they touch, in order."""
        found: list[Span] = []
        for day in (first + timedelta(days=n) for n in range(days)):
            start = datetime.combine(day, time(), SHANGHAI)
            for row in self.on(kind(day)):
                found += [(start + timedelta(minutes=a), start + timedelta(minutes=b)) for a, b in row.spans]
        return _joined(sorted(found))

    def at(self, moment: datetime) -> Openness:
        """Whether it is open at a moment, until when, or from when again; many places share their hours."""
        return _at(self, moment)

    def look(self, moment: datetime) -> Openness:
        """As `at`, worked out anew."""
        if not self.rows:
            return Openness(Verdict.UNKNOWN)
        moment = moment.astimezone(SHANGHAI)
        today = moment.date()
        spans = self.spans(today - timedelta(days=1), AHEAD + 2)
        now = next((s for s in spans if s[0] <= moment < s[1]), None)
        then = next((s[0] for s in spans if s[0] > moment), None)
        tentative = self._tentative(today if now else then.date() if then else today)
        if now is not None:
            end = now[1] if now[1] <= moment + timedelta(days=AHEAD) else None
            return Openness(Verdict.YES, tentative, end)
        if then is None or then > moment + timedelta(days=AHEAD):
            return Openness(Verdict.NO, tentative)
        return Openness(Verdict.NO, tentative, next=then)

    def _tentative(self, day: date) -> bool:
        found = kind(day)
        schooled = any(r.regime in ("SH", "SD") for r in self.rows)
        return not found.certain or (schooled and found.regime is None)


@lru_cache(4096)
def _at(hours: Hours, moment: datetime) -> Openness:
    return hours.look(moment)


@cache
def _parsed(rows: tuple[str, ...]) -> Hours:
    read = tuple(_row(r) for r in rows)
    for text, row in zip(rows, read, strict=True):
        others = frozenset[int]().union(*(o.days for o in read if o.spans and o.regime == row.regime))
        if not row.spans and others & row.days:
            raise UnreadableHours(message("hours.row_contradicts", row=text))
    return Hours(read)


def _never_closes(rows: Sequence[Row]) -> bool:
    return all(any(d in r.days and (0, 1440) in r.spans for r in rows) for d in WEEK)


def _joined(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for a, b in spans:
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def shown(rows: Sequence[str]) -> Iterator[str]:
    """The rows in Chinese, for people."""
    for text in rows:
        said = text
        for code, zh in (("PH", "法定节假日"), ("SH", "寒暑假"), ("SD", "上学日"), ("off", "不开放")):
            said = said.replace(code, zh)
        for code, zh in zip(DAYS, ("周一", "周二", "周三", "周四", "周五", "周六", "周日"), strict=True):
            said = said.replace(code, zh)
        yield said
