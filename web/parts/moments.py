"""Moments in plain words: days for people, hours under two days, the end of a day by its day (时间的说法)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from web.parts.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK = 7
SHORT = 2 * DAY
"""Under this, hours are counted."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment by which something is due, in words."""

    text: str
    note: str
    late: bool = False


def now() -> datetime:
    """Now, in Guangzhou."""
    return datetime.now(SHANGHAI)


def read(moment: str) -> datetime:
    """A moment of the API, in Guangzhou."""
    return datetime.fromisoformat(moment).astimezone(SHANGHAI)


def _ends(at: datetime) -> bool:
    return at.time() == time()


def _day_of(at: datetime) -> datetime:
    """The day that people name: what is due at midnight is due on the day that ends."""
    return at - DAY if _ends(at) else at


def day(at: datetime, *, named: bool = True) -> str:
    """A day by month and number, and by the day of the week."""
    on = say("moments.day", month=say("moments.months").split()[at.month - 1], day=at.day)
    return say("moments.with_weekday", day=on, weekday=weekday(at)) if named else on


def weekday(at: datetime) -> str:
    """The day of the week."""
    return say("moments.weekday", letter=say("moments.letters").split()[at.weekday()])


def clock(at: datetime) -> str:
    """The time of a day; empty at the end of a day."""
    return "" if _ends(at) else f"{at.hour}:{at.minute:02}"


def day_and_year(on: date) -> str:
    """A day with its year."""
    return say("moments.with_year", year=on.year, day=day(datetime.combine(on, time()), named=False))


def exact(at: datetime) -> str:
    """A moment to the second, with its year, for a proof."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def when(moment: str | None, at: datetime) -> str:
    """A moment by itself: today with its time, otherwise its day."""
    if not moment:
        return ""
    then = read(moment)
    on = _day_of(then)
    head = say("moments.today") if on.date() == at.date() else day(on)
    return f"{head} {clock(then)}".strip()


def left(span: timedelta) -> str:
    """Return a duration in the unit that people would use."""
    if span < HOUR:
        return say("moments.minutes", count=max(1, int(span / timedelta(minutes=1))))
    return say("moments.hours", count=int(span / HOUR)) if span < SHORT else say("moments.days", count=span.days)


def due(moment: str, at: datetime, *, others: bool = False) -> Moment:
    """By when something is due; what others owe is over, what we owe is late."""
    then = read(moment)
    on = _day_of(then)
    if then <= at:
        text = say("moments.over" if others else "moments.late", span=left(at - then))
        return Moment(text, say("moments.was_due", day=day(on, named=False)), late=True)
    days = (on.date() - at.date()).days
    rest = say("moments.left", span=left(then - at))
    if days <= 1:
        return Moment(f"{say('moments.tomorrow' if days else 'moments.today')} {clock(then)}".strip(), rest)
    if days <= WEEK:
        return Moment(weekday(on), day(on, named=False))
    return Moment(day(on, named=False), rest)


def waited(since: str, at: datetime) -> str:
    """Return the number of the day of waiting."""
    return say("moments.nth_day", count=(at.date() - read(since).date()).days + 1)
