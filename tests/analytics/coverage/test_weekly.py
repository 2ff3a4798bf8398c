"""Each hour of the week agrees with a walk over every minute, and with the question about that hour alone."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, Measure, Standard
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.summary import summary
from analytics.coverage.week import Regime, hour_bit
from analytics.coverage.weekly import AreaCount, DayInterval, DayKind, RegimeDay, week
from network.entities import ServicePoint
from tests.analytics.plain_hours import open_hours
from tests.analytics.worlds import ALL_DAY, BOOK, communities, giving, layouts, offices, perhaps_giving, place, small
from tests.support.examples import examples

ONE = "440104001001"
BANDS = st.tuples(st.integers(0, 17), st.integers(1, 18)).filter(lambda a: a[0] < a[1])
BEST_FIRST = (ReachState.SERVED, ReachState.FULL, ReachState.UNKNOWN, ReachState.NONE)


def spelt(days: Sequence[RegimeDay]) -> dict[int, DayInterval]:
    """The run of each of the 504 hours; an hour told twice or never is an error."""
    found: dict[int, DayInterval] = {}
    for d in days:
        assert [r.start for r in d.intervals] == [0, *(r.end for r in d.intervals)][: len(d.intervals)]
        for run in d.intervals:
            for hour in range(run.start, run.end):
                at = hour_bit(d.regime, d.weekday, hour).bit_length() - 1
                assert at not in found
                found[at] = run
    assert sorted(found) == list(range(504))
    return found


def has_room(point: ServicePoint) -> bool:
    return point.capacity is None or point.load is None or point.load < point.capacity


def walked(layout: Layout, code: str, ages: tuple[int, int]) -> list[dict[str, tuple[ReachState, int]]]:
    """State and number of places of every community at every hour, by looking at each minute of each place."""
    found: list[dict[str, tuple[ReachState, int]]] = [{} for _ in range(504)]
    for community in communities(layout.network):
        there = bool(offices(layout.network, community, code))
        for age in range(*ages):
            points = giving(layout.network, community, code, age)
            known = [p for p in points if p.hours]
            room = open_hours(frozenset(p.hours for p in known if has_room(p)))
            any_one = open_hours(frozenset(p.hours for p in known))
            alone = [open_hours(frozenset({p.hours})) for p in known if has_room(p)]
            if not any(has_room(p) for p in known):
                room = frozenset()
            if not known:
                any_one = frozenset()
            unsure = there or bool(perhaps_giving(layout.network, community, code, age))
            doubt = ReachState.UNKNOWN if unsure else ReachState.NONE
            for hour in range(504):
                state = ReachState.SERVED if hour in room else ReachState.FULL if hour in any_one else doubt
                here = state, sum(hour in a for a in alone)
                found[hour][community] = max(
                    found[hour].get(community, here), here, key=lambda h: (BEST_FIRST.index(h[0]), -h[1])
                )
    return found


@examples(30)
@given(layouts(nested=True), st.sampled_from(("N11", "N16", "B41")), BANDS)
def test_every_hour_is_what_a_walk_over_its_minutes_finds(layout: Layout, code: str, ages: tuple[int, int]):
    told = spelt(week(layout, cells(layout, BOOK, [code]), ages))
    for hour, by_area in enumerate(walked(layout, code, ages)):
        run = told[hour]
        for state, count in zip(BEST_FIRST, (run.served, run.full, run.unknown, run.none), strict=True):
            figures = [layout.minors(a) for a, (s, _) in by_area.items() if s is state]
            assert count == AreaCount(len(figures), sum(f or 0 for f in figures), figures.count(None)), (hour, state)
        ks = [k for _, k in by_area.values()]
        assert run.min_k == min(ks)
        assert run.k_cover == tuple(sum(k >= n for k in ks) for n in range(1, max(ks) + 1))


@examples(15)
@given(layouts(), BANDS, st.sampled_from((Standard(), Standard(Measure.STRAIGHT, 3.0))))
def test_an_hour_of_the_week_is_that_hour_asked_alone(layout: Layout, ages: tuple[int, int], standard: Standard):
    found = tuple(cells(layout, BOOK, ["N11"], None, standard))
    told = spelt(week(layout, found, ages))
    for hour, run in told.items():
        alone = summary(reach(layout, found, 1 << hour, ages, standard))
        assert [(x.communities, x.minors, x.minors_unknown) for x in alone.states] == [
            (n.communities, n.minors, n.minors_unknown) for n in (run.served, run.full, run.unknown, run.none)
        ]
        assert run.k_cover == alone.k_cover


@examples(20)
@given(layouts(), BANDS)
def test_runs_are_maximal_and_every_community_is_in_one_state(layout: Layout, ages: tuple[int, int]):
    days = week(layout, cells(layout, BOOK, ["N11"]), ages)
    assert [(d.regime, d.weekday) for d in days] == [(r, n) for r in Regime for n in range(7)]
    for d in days:
        for r in d.intervals:
            assert sum(n.communities for n in (r.served, r.full, r.unknown, r.none)) == len(communities(layout.network))
            assert list(r.k_cover) == sorted(r.k_cover, reverse=True)
        for a, b in zip(d.intervals, d.intervals[1:], strict=False):
            assert replace(a, start=0, end=0) != replace(b, start=0, end=0), "one run told as two"


def test_a_week_of_one_place_by_hand():
    """Term: Monday to Friday nine to six in the first of two communities; a second place on Wednesday morning."""
    first = place("a", [ONE], hours=("Mo-Fr 09:00-18:00",))
    second = place("b", [ONE], hours=("We 09:30-12:00",))
    days = week(small([first, second], [2], 100), cells(small([first, second], [2], 100), BOOK, ["N16"]), (0, 18))
    wednesday = next(d for d in days if (d.regime, d.weekday) == (Regime.TERM, 2))
    assert wednesday.kind is DayKind.SCHOOL_DAY
    one, both, none = AreaCount(1, 100, 0), AreaCount(2, 200, 0), AreaCount(0, 0, 0)
    assert wednesday.intervals == (
        DayInterval(0, 9, none, none, none, both, 0, ()),
        DayInterval(9, 10, one, none, none, one, 0, (1,)),  # the second opens within the hour: it does not count
        DayInterval(10, 12, one, none, none, one, 0, (1, 1)),
        DayInterval(12, 18, one, none, none, one, 0, (1,)),
        DayInterval(18, 24, none, none, none, both, 0, ()),
    )
    closed = [d for d in days if d.intervals == (DayInterval(0, 24, none, none, none, both, 0, ()),)]
    assert [(d.regime, d.weekday) for d in closed] == [
        *((r, d) for r in (Regime.TERM, Regime.VACATION) for d in (5, 6)), *((Regime.HOLIDAY, d) for d in range(7)),
    ]  # fmt: skip
    assert [d.kind for d in days] == [
        *[DayKind.SCHOOL_DAY] * 5, *[DayKind.WEEKEND] * 2, *[DayKind.VACATION] * 7, *[DayKind.HOLIDAY] * 7,
    ]  # fmt: skip


def test_a_full_place_is_not_no_place():
    always = place("a", [ONE], hours=ALL_DAY, capacity=1, load=1)
    layout = small([always], [1])
    days = week(layout, cells(layout, BOOK, ["N16"]), (0, 18))
    (run,) = days[0].intervals
    assert (run.full, run.served, run.min_k) == (AreaCount(1, 0, 1), AreaCount(0, 0, 0), 0)
