"""Open or closed: agreed with a minute-by-minute walk, on holidays, make-up days and school holidays."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import AHEAD, DAYS, Hours, shown
from knowledge.vocabulary import Verdict


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


WEEK = ("Mo-Fr 09:00-12:00", "Mo-Fr 14:00-17:30")


@pytest.mark.parametrize(
    ("rows", "moment", "wanted"),
    [
        (WEEK, at(2026, 11, 25), "yes"),
        (WEEK, at(2026, 11, 25, 12), "no"),  # the end is out
        (WEEK, at(2026, 11, 25, 9), "yes"),  # the start is in
        (WEEK, at(2026, 11, 28), "no"),  # Saturday
        (WEEK, at(2026, 10, 1), "no"),  # National Day, a Thursday
        (WEEK, at(2026, 10, 10), "yes"),  # a Saturday on which people work
        ((*WEEK, "PH 10:00-16:00"), at(2026, 10, 1), "yes"),
        (("Mo-Su 00:00-24:00",), at(2026, 10, 1, 3), "yes"),  # never closes
        (("Mo-Su 00:00-24:00", "PH off"), at(2026, 10, 1, 3), "no"),
        ((*WEEK, "SH Mo-Fr 15:00-18:00"), at(2026, 7, 20), "no"),
        ((*WEEK, "SH Mo-Fr 15:00-18:00"), at(2026, 7, 20, 17, 45), "yes"),
        (("SD Mo-Fr 16:00-18:00", "Sa-Su 09:00-17:00"), at(2026, 11, 25, 17), "yes"),
        (("SD Mo-Fr 16:00-18:00", "Sa-Su 09:00-17:00"), at(2026, 7, 20, 17), "no"),
        (("SD Mo-Fr 16:00-18:00", "SH Mo-Fr 09:00-12:00", "Sa-Su 09:00-17:00"), at(2026, 11, 28), "yes"),  # in term
        (("SH Mo-Fr 09:00-12:00", "Sa-Su 09:00-17:00"), at(2026, 7, 25), "no"),  # a Saturday in the summer holidays
        (("Fr 22:00-02:00",), at(2026, 11, 28, 1), "yes"),  # past midnight
        ((), at(2026, 11, 25), "unknown"),
    ],
)
def test_days_as_people_know_them(rows: tuple[str, ...], moment: datetime, wanted: str):
    assert Hours.parse(rows).at(moment).verdict.value == wanted


def test_a_year_without_table_is_computed_by_weekdays_and_tentative():
    found = Hours.parse(WEEK).at(at(2040, 1, 2))
    assert found.tentative
    assert found.verdict is (Verdict.YES if date(2040, 1, 2).weekday() < 5 else Verdict.NO)


def test_school_rows_outside_the_configured_terms_are_tentative():
    assert Hours.parse(("SD Mo-Fr 16:00-18:00",)).at(at(2024, 3, 6, 17)).tentative
    assert not Hours.parse(WEEK).at(at(2024, 3, 6)).tentative


def test_it_says_when_it_closes_and_opens():
    hours = Hours.parse(WEEK)
    assert hours.at(at(2026, 11, 25)).until == at(2026, 11, 25, 12)
    assert hours.at(at(2026, 11, 27, 18)).next == at(2026, 11, 30, 9)
    assert Hours.parse(("Mo-Su 00:00-24:00",)).at(at(2026, 11, 25)).until is None
    assert Hours.parse(("PH 10:00-12:00",)).at(at(2026, 11, 25)).next is None


@pytest.mark.parametrize(
    "row",
    [
        "", "Mo-Fr", "09:00-12:00", "Mo-Fr 25:00-26:00", "Mo-Fr 9-5", "Xx 09:00-10:00", "PH",
        "Mo-Fr 09:00-09:00", "Mo-Fr 00:00-00:00", "Mo-Fr 09:00-12:00,14:00-14:00", "Mo 24:00-09:00", "Mo 09:00-24:30",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(row: str):
    with pytest.raises(ValueError, match="row_unreadable"):
        Hours.parse((row,))


def test_open_and_closed_on_one_day_contradict():
    with pytest.raises(ValueError, match="contradicts"):
        Hours.parse(("Mo 09:00-17:00", "Mo-We off"))


def test_rows_are_told_in_chinese():
    assert list(shown(("SH Mo-Fr 15:00-18:00", "PH off"))) == ["寒暑假 周一-周五 15:00-18:00", "法定节假日 不开放"]


TIMES = st.integers(0, 47).map(lambda n: f"{n // 2:02d}:{30 * (n % 2):02d}")
SPANS = st.tuples(TIMES, TIMES | st.just("24:00")).filter(lambda s: s[0] != s[1]).map(lambda s: f"{s[0]}-{s[1]}")
RANGES = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda d: f"{d[0]}-{d[1]}")


def readable(rows: list[str]) -> bool:
    try:
        Hours.parse(rows)
    except ValueError:  # closed and open on one day
        return False
    return True


ROWS = st.lists(
    st.tuples(st.sampled_from(["", "", "PH ", "SH ", "SD "]), RANGES, SPANS | st.just("off")).map(
        "{0[0]}{0[1]} {0[2]}".format
    ),
    min_size=1,
    max_size=4,
).filter(readable)
MOMENTS = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 10)).map(  # noqa: DTZ001  # hypothesis takes naive bounds
    lambda m: m.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)


def open_then(rows: list[str], moment: datetime) -> bool:
    """Whether any row of today, or of yesterday past midnight, holds the minute: read again, word by word."""
    minute = moment.hour * 60 + moment.minute
    return any(
        low <= m < high
        for back, m in ((0, minute), (1, minute + 1440))
        for low, high in spans_of(rows, moment.date() - timedelta(days=back))
    )


HOLIDAYS = ["0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"]
WORKED = ["0104", "0214", "0228", "0509", "0920", "1010"]
"""2026 as the State Council's notice on holidays of 2026 prints it."""


def as_printed(day: date) -> tuple[int, str]:
    """Weekday and kind of a day of 2026, from the notice and the configured terms, without the code under test."""
    md = f"{day:%m%d}"
    if any(low <= md <= high for low, high in (h.split("-") for h in HOLIDAYS)):
        return day.weekday(), "PH"
    weekday = 0 if md in WORKED else day.weekday()
    if "0202" <= md < "0302" or "0711" <= md < "0901":
        return weekday, "SH"
    return weekday, "SD" if weekday < 5 else ""


def spans_of(rows: list[str], day: date) -> list[tuple[int, int]]:
    weekday, regime = as_printed(day)
    parts = [r.split(" ") for r in rows]
    sorted_ = {name: [p for p in parts if (p[0] if len(p) == 3 else "") == name] for name in ("", "PH", "SH", "SD")}
    whole = all(any(has(p[0], d) and p[1] == "00:00-24:00" for p in sorted_[""]) for d in range(7))
    mine = sorted_[regime] or (sorted_[""] if whole or regime != "PH" else [])
    found = []
    for p in mine:
        if has(p[-2], weekday) and p[-1] != "off":
            a, b = ((int(t[:2]) * 60 + int(t[3:])) for t in p[-1].split("-"))
            found.append((a, b if b > a else b + 1440))
    return found


def has(days: str, weekday: int) -> bool:
    first, last = (DAYS.index(d) for d in days.split("-"))
    walk = [first]
    while walk[-1] != last:
        walk.append((walk[-1] + 1) % 7)
    return weekday in walk


@given(ROWS, MOMENTS)
def test_agrees_with_reading_the_rows_again(rows: list[str], moment: datetime):
    assert (Hours.parse(rows).at(moment).verdict is Verdict.YES) is open_then(rows, moment)


@given(ROWS, MOMENTS)
def test_next_and_until_are_where_it_turns(rows: list[str], moment: datetime):
    found = Hours.parse(rows).at(moment)
    turn = found.next or found.until
    last = turn or moment + timedelta(days=AHEAD)
    walk = moment
    while walk < last:
        assert open_then(rows, walk) is (found.verdict is Verdict.YES)
        walk += timedelta(minutes=30)
    if turn is not None:
        assert open_then(rows, turn) is not (found.verdict is Verdict.YES)
