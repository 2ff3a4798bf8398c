"""The state of a community at an hour: worst age, best point, k-cover."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout, Pair
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.summary import summary
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import Regime, hour_bit
from network.entities import Body, ServicePoint
from tests.analytics.plain_hours import open_hours, plain_minutes
from tests.analytics.worlds import (
    ALL_DAY,
    CODES,
    MADE,
    communities,
    found_in,
    giving,
    layouts,
    offices,
    perhaps_giving,
    place,
    rebuilt,
    small,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET, OTHER_STREET = "440104001000", "440104002000"
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)
HOURS = st.integers(0, 503)
BEST_FIRST = (ReachState.SERVED, ReachState.FULL, ReachState.UNKNOWN, ReachState.NONE)


def open_for_an_hour(points: Sequence[ServicePoint], hour: int) -> list[ServicePoint]:
    """The places that are by themselves open for the whole hour."""
    return [p for p in points if p.hours and hour in open_hours(frozenset({p.hours}))]


def state_of(points: Sequence[ServicePoint], hour: int) -> tuple[ReachState, int]:
    """The state that some places give a child at an hour, and how many have room."""
    open_then = open_for_an_hour(points, hour)
    room = [p for p in open_then if p.capacity is None or p.load is None or p.load < p.capacity]
    if room:
        return ReachState.SERVED, len(room)
    if open_then:
        return ReachState.FULL, 0
    return (ReachState.UNKNOWN if any(not p.hours for p in points) else ReachState.NONE), 0


@examples(40)
@given(layouts(nested=True), HOURS, st.integers(0, 17))
def test_a_state_is_that_of_its_places(layout: Layout, hour: int, age: int):
    for code in CODES:
        rows = reach(layout, found_in(layout, [code]), 1 << hour, (age, age + 1))
        assert sorted(r.area.code for r in rows) == communities(layout.network)
        for r in rows:
            points = giving(layout.network, r.area.code, code, age)
            alone, k = state_of(points, hour)
            together = hour in open_hours(frozenset(p.hours for p in points if p.hours))
            if together and not open_for_an_hour(points, hour):
                continue  # halves of an hour from several places: stated in its own test
            perhaps = perhaps_giving(layout.network, r.area.code, code, age) or offices(
                layout.network, r.area.code, code
            )
            if alone is ReachState.NONE and perhaps:
                alone = ReachState.UNKNOWN  # the hours of an office, or what a place does, are not recorded
            assert (r.state, r.k) == (alone, k), (r.area.code, code)


@examples(40)
@given(layouts(), HOURS, st.tuples(st.integers(0, 17), st.integers(1, 18)).filter(lambda a: a[0] < a[1]))
def test_a_band_is_as_its_worst_age(layout: Layout, hour: int, ages: tuple[int, int]):
    for code in CODES:
        found = found_in(layout, [code])
        band = {r.area.code: r.state for r in reach(layout, found, 1 << hour, ages)}
        worst: dict[str, ReachState] = {}
        for age in range(*ages):
            for r in reach(layout, found, 1 << hour, (age, age + 1)):
                worst[r.area.code] = max(worst.get(r.area.code, ReachState.SERVED), r.state, key=BEST_FIRST.index)
        assert band == worst


@examples(25)
@given(layouts(), HOURS)
def test_reached_at_an_hour_is_not_uncovered_then(layout: Layout, hour: int):
    """Full places count as places, several together as one: whose hour is not covered has nobody, or nobody known."""
    for code in CODES:
        found = found_in(layout, [code])
        for age in (0, 5, 13, 17):
            bare = {r.area.code for r in uncovered(found, 1 << hour, (age, age + 1))}
            rows = reach(layout, found, 1 << hour, (age, age + 1))
            assert bare == {r.area.code for r in rows if r.state in (ReachState.UNKNOWN, ReachState.NONE)}


@examples(40)
@given(layouts(), st.one_of(st.none(), HOURS))
def test_shares_add_up_and_k_cover_falls(layout: Layout, hour: int | None):
    rows = reach(layout, found_in(layout, ["N11"]), None if hour is None else 1 << hour, (6, 12))
    told = summary(rows)
    count = len(communities(layout.network))
    assert sum(s.communities for s in told.states) == count == len(rows)
    assert [s.state for s in told.states] == [s for s in BEST_FIRST if s in {x.state for x in told.states}]
    for share in told.states:
        mine = [r for r in rows if r.state is share.state]
        assert share.communities == len(mine)
        assert share.minors == sum(r.minors for r in mine if r.minors is not None)
        assert share.minors_unknown == sum(r.minors is None for r in mine)
        known = [r.demand for r in mine if r.demand is not None]
        assert share.demand == (sum(known) if known else None)
    assert all(a >= b for a, b in zip(told.k_cover, told.k_cover[1:], strict=False)), "it falls with k"
    for k, many in enumerate(told.k_cover, 1):
        assert many == sum(r.k >= k for r in rows)
    assert max((r.k for r in rows), default=0) <= len(told.k_cover) or not told.k_cover[-1:], "no k is left out"
    assert len(told.worst) == min(10, count)
    for r in rows:
        assert r.minors == layout.minors(r.area.code)
        assert r.demand == layout.demand.get(Pair(r.area.code, "N11"))


@examples(30)
@given(layouts())
def test_at_any_hour_a_place_is_there_whenever_it_opens(layout: Layout):
    """Every place that could take the child counts, whatever its hours, if it has any."""
    network = layout.network
    opening = [p for p in network.points.values() if not p.hours or 1 in plain_minutes(p.hours)]
    layout = replace(layout, network=rebuilt(network, points=opening))
    for r in reach(layout, found_in(layout, ["N11"]), None, (6, 7)):
        points = giving(layout.network, r.area.code, "N11", 6)
        known = [p for p in points if p.hours]
        room = [p for p in known if p.free is None or p.free > 0]
        if known:
            assert (r.state, r.k) == (ReachState.SERVED if room else ReachState.FULL, len(room))
        else:
            perhaps = perhaps_giving(layout.network, r.area.code, "N11", 6)
            unsure = perhaps or offices(network, r.area.code, "N11")
            assert (r.state, r.k) == (ReachState.UNKNOWN if unsure else ReachState.NONE, 0)


@pytest.mark.parametrize("hour", [None, WEDNESDAY_TEN])
def test_a_place_that_never_opens_is_none(hour: int | None):
    """No hour of the three weeks is covered by it: it is not there at any hour."""
    layout = small([place("a", [ONE], hours=("Mo-Su off",))], [1])
    found = found_in(layout, ["N16"])
    assert sum(r.count for r in uncovered(found)) == 18 * 504
    (row,) = reach(layout, found, hour, (6, 7))
    assert (row.state, row.k) == (ReachState.NONE, 0)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"hours": ALL_DAY}, ReachState.SERVED),
        ({"hours": ALL_DAY, "capacity": 5, "load": 4}, ReachState.SERVED),
        ({"hours": ALL_DAY, "capacity": 5}, ReachState.SERVED),  # how many are there is not known
        ({"hours": ALL_DAY, "capacity": 5, "load": 5}, ReachState.FULL),
        ({"hours": ALL_DAY, "capacity": 0, "load": 9}, ReachState.FULL),
        ({"hours": ()}, ReachState.UNKNOWN),
        ({"hours": ("Sa 09:00-12:00",)}, ReachState.NONE),
        ({"hours": ALL_DAY, "age_from": 7}, ReachState.NONE),
        ({"hours": ALL_DAY, "age_under": 6}, ReachState.NONE),
        ({"hours": ALL_DAY, "age_from": 6, "age_under": 7}, ReachState.SERVED),
        ({"hours": ALL_DAY, "services": ("B19",)}, ReachState.NONE),
    ],
)
def test_states_of_one_place(facts: Mapping[str, Any], state: ReachState):
    layout = small([place("a", [ONE], **facts)], [1])
    (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert row.state is state
    assert row.k == (state is ReachState.SERVED)


@pytest.mark.parametrize(
    ("kind", "area", "state"),
    [
        ("community_committee", ONE, ReachState.UNKNOWN),
        ("street_station", STREET, ReachState.UNKNOWN),
        ("street_station", OTHER_STREET, ReachState.NONE),
        ("community_committee", TWO, ReachState.NONE),
        ("police_station", STREET, ReachState.NONE),  # gives nothing of this need
    ],
)
def test_an_office_is_there_but_its_hours_are_not_known(kind: str, area: str, state: ReachState):
    layout = small()
    office = Body("b", "某处", kind, area, "虚构", MADE)
    layout = replace(layout, network=rebuilt(layout.network, bodies=[office]))
    found = found_in(layout, ["N16"])
    by = {r.area.code: r for r in reach(layout, found, WEDNESDAY_TEN, (6, 7))}
    assert (by[ONE].state, by[ONE].k) == (state, 0)
    assert sum(r.count for r in uncovered(found)) == 3 * 18 * 504, "nothing is covered by it"


def test_the_best_of_several_places_counts():
    full, unknown = place("f", [ONE], hours=ALL_DAY, capacity=1, load=1), place("u", [ONE], hours=())
    free = place("r", [ONE], hours=ALL_DAY)
    for points, state in (((full, unknown), ReachState.FULL), ((full, unknown, free), ReachState.SERVED)):
        layout = small(points, [1])
        (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
        assert row.state is state


def test_two_halves_of_an_hour_reach():
    """The hour is covered: no state may say that nobody is there."""
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1])
    (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert (row.state, row.k) == (ReachState.SERVED, 0), "no place is open for the whole hour"
