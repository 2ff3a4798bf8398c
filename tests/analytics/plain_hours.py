"""A plain reader of opening hours, minute by minute, to judge `analytics.coverage.week` by."""

from collections.abc import Sequence
from functools import cache

from analytics.coverage.week import Regime

DAY, WEEK = 1440, 7 * 1440
REGIMES = tuple(Regime)

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SPANS = (
    "09:00-17:30", "09:00-12:00,14:00-17:30", "15:30-18:00", "08:30-09:30", "18:00-21:00", "10:00-10:30",
    "10:30-12:00", "22:00-02:00", "00:00-24:00", "20:00-24:00", "00:00-06:00",
)  # fmt: skip
DAYS = ("Mo-Fr", "Sa-Su", "Mo-Su", "We", "Sa", "Mo,We,Fr", "Fr-Mo", "Su")
Line = tuple[str, frozenset[int], tuple[tuple[int, int], ...]]


def _numbered(days: str) -> frozenset[int]:
    numbers: set[int] = set()
    for part in days.split(","):
        ends = [WEEKDAYS.index(name) for name in part.split("-")]
        day = ends[0]
        numbers.add(day)
        while day != ends[-1]:
            day = (day + 1) % 7
            numbers.add(day)
    return frozenset(numbers)


def _line(row: str) -> Line:
    if row == "24/7":
        return "", frozenset(range(7)), ((0, DAY),)
    words = row.split(" ")
    regime = words.pop(0) if words[0] in {"PH", "SH", "SD"} else ""
    days = _numbered(words.pop(0)) if len(words) > 1 else frozenset(range(7))
    if words[0] == "off":
        return regime, days, ()
    spans = []
    for text in words[0].split(","):
        a, b = (int(t[:2]) * 60 + int(t[3:]) for t in text.split("-"))
        spans.append((a, b if b > a else b + DAY))
    return regime, days, tuple(spans)


def _lines_on(lines: Sequence[Line], regime: Regime, weekday: int) -> list[Line]:
    """Which lines a day follows: school days, school holidays, statutory holidays their own, where there are some."""
    ordinary = [x for x in lines if not x[0]]
    if regime is Regime.HOLIDAY:
        own = [x for x in lines if x[0] == "PH"]
        always = all(any(d in x[1] and (0, DAY) in x[2] for x in ordinary) for d in range(7))
        chosen = own or (ordinary if always else [])
    elif regime is Regime.VACATION:
        chosen = [x for x in lines if x[0] == "SH"] or ordinary
    elif weekday < 5:
        chosen = [x for x in lines if x[0] == "SD"] or ordinary
    else:
        chosen = ordinary
    return [x for x in chosen if weekday in x[1]]


@cache
def plain_minutes(rows: tuple[str, ...]) -> bytes:
    """For each minute of the three weeks, whether such a place is open: 1 or 0."""
    lines = [_line(r) for r in rows]
    minutes = bytearray(3 * WEEK)
    for r, regime in enumerate(REGIMES):
        for weekday in range(7):
            for _, _, spans in _lines_on(lines, regime, weekday):
                for a, b in spans:
                    for minute in range(a, b):
                        minutes[r * WEEK + (weekday * DAY + minute) % WEEK] = 1
    return bytes(minutes)


@cache
def open_hours(several: frozenset[tuple[str, ...]]) -> frozenset[int]:
    """The hours of the 504 in which at every minute some of several places is open."""
    opened = [plain_minutes(rows) for rows in several]
    return frozenset(
        hour for hour in range(504) if all(any(o[hour * 60 + minute] for o in opened) for minute in range(60))
    )


@cache
def bits(mask: int) -> frozenset[int]:
    """The positions of the bits that are set."""
    return frozenset(n for n, bit in enumerate(reversed(f"{mask:b}")) if bit == "1")
