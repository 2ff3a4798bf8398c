"""Opening hours as bits agree with a minute-by-minute walk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.week import ALL_HOURS, Regime, hour_bit, hour_ranges, hours_in, open_minutes, whole_hours
from tests.analytics.drawn_hours import opening_hours
from tests.analytics.plain_hours import bits, open_hours, plain_minutes

HOURS = st.integers(0, 503)


@given(opening_hours().filter(bool))
def test_the_minutes_are_those_of_a_walk(rows: tuple[str, ...]):
    assert bits(open_minutes(rows)) == {n for n, opened in enumerate(plain_minutes(rows)) if opened}
    assert bits(whole_hours(open_minutes(rows))) == open_hours(frozenset({rows}))


@given(st.integers(0, ALL_HOURS), st.frozensets(HOURS))
def test_stretches_tell_every_hour_once(dense: int, sparse: frozenset[int]):
    for mask in (dense, sum(1 << h for h in sparse)):
        told = hour_ranges(mask)
        hours = [
            list(Regime).index(s.regime) * 168 + day * 24 + hour
            for s in told
            for day in s.days
            for hour in range(s.start, s.end)
        ]
        assert len(hours) == len(set(hours))
        assert set(hours) == bits(mask)
        assert sum(s.hours for s in told) == len(hours)
        ends = {(s.regime, day, s.end) for s in told for day in s.days}
        starts = {(s.regime, day, s.start) for s in told for day in s.days}
        assert not ends & starts, "a stretch goes on as another: neither is maximal"


@given(opening_hours().filter(bool))
def test_hours_asked_are_written_as_opening_hours(rows: tuple[str, ...]):
    assert bits(hours_in(rows)) == open_hours(frozenset({rows}))


def test_no_hours_asked_is_every_hour_and_nonsense_is_refused():
    assert hours_in(()) == ALL_HOURS
    with pytest.raises(ValueError, match="row_unreadable"):
        hours_in(("when it suits",))


def test_a_bit_is_one_hour_of_the_504():
    every = [hour_bit(r, d, h) for r in Regime for d in range(7) for h in range(24)]
    assert every == [1 << n for n in range(504)]
