"""Standards of distance: inclusive, unknown locations, loaded travel, medians."""

from dataclasses import replace
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, Measure, Standard
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.summary import summary
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import Regime, hour_bit
from knowledge.errors import BadInput
from tests.analytics.worlds import (
    ALL_DAY,
    BOOK,
    found_in,
    giving,
    layouts,
    place,
    rebuilt,
    small,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET, OTHER_STREET = "440104001000", "440104002000"
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle on a sphere."""
    (x, y), (u, v) = [(radians(lon), radians(lat)) for lon, lat in (a, b)]
    return 2 * 6371.0 * asin(sqrt(sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2))


def located(here: tuple[float, float] | None, there: tuple[float, float] | None) -> Layout:
    layout = small([place("a", [ONE], hours=ALL_DAY)], [1])
    network = layout.network
    if here:
        spot = replace(network.areas[ONE], lon=here[0], lat=here[1], crs="GCJ-02")
        network = rebuilt(network, areas=[*(a for a in network.areas.values() if a.code != ONE), spot])
    if there:
        stood = replace(network.points["a"], lon=there[0], lat=there[1], crs="GCJ-02")
        network = rebuilt(network, points=[stood])
    return replace(layout, network=network)


SPOT = st.tuples(st.floats(113.20, 113.30), st.floats(23.10, 23.20))


@examples(50)
@given(SPOT, SPOT)
def test_the_standard_is_inclusive(here: tuple[float, float], there: tuple[float, float]):
    layout = located(here, there)
    way = layout.travel_to(layout.network.areas[ONE], layout.network.points["a"], Measure.STRAIGHT)
    assert way == pytest.approx(kilometres(here, there), rel=0.01, abs=0.001)
    assert way is not None
    for within, state in (
        (way, ReachState.SERVED),
        (way * 0.999 - 1e-6, ReachState.NONE),
        (way + 0.1, ReachState.SERVED),
    ):
        if within < 0:
            continue
        standard = Standard(Measure.STRAIGHT, within)
        found = tuple(cells(layout, BOOK, ["N16"], None, standard))
        (row,) = reach(layout, found, WEDNESDAY_TEN, (6, 7), standard)
        assert row.state is state
        assert bool(uncovered(found)) is (state is ReachState.NONE)
        if state is ReachState.SERVED:
            assert row.travel == pytest.approx(way)


@pytest.mark.parametrize(("here", "there"), [(None, (113.25, 23.15)), ((113.25, 23.15), None), (None, None)])
def test_an_unknown_location_is_unknown(here: tuple[float, float] | None, there: tuple[float, float] | None):
    layout = located(here, there)
    standard = Standard(Measure.STRAIGHT, 100.0)
    found = tuple(cells(layout, BOOK, ["N16"], None, standard))
    (row,) = reach(layout, found, WEDNESDAY_TEN, (6, 7), standard)
    assert (row.state, row.k, row.travel) == (ReachState.UNKNOWN, 0, None)
    (bare,) = uncovered(found)
    assert [p.id for p in bare.doubtful] == ["a"]
    (served,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert served.state is ReachState.SERVED, "without a distance no location is needed"


def test_a_loaded_way_is_inclusive_and_a_missing_pair_cannot_be_travelled():
    point = place("a", [STREET], hours=ALL_DAY)
    layout = small([point], [2], travel={(ONE, "a"): 12.0})
    for within, state in ((12.0, ReachState.SERVED), (11.9, ReachState.NONE)):
        standard = Standard(Measure.TRAVEL, within)
        rows = reach(layout, tuple(cells(layout, BOOK, ["N16"], None, standard)), WEDNESDAY_TEN, (6, 7), standard)
        by = {r.area.code: r for r in rows}
        assert by[ONE].state is state
        assert by[TWO].state is ReachState.NONE, "a pair that is absent cannot be travelled"
        if state is ReachState.SERVED:
            assert by[ONE].travel == 12.0


def test_a_distance_does_not_make_a_neighbours_place_count():
    layout = located((113.25, 23.15), (113.25, 23.15))
    away = [replace(p, serves=(OTHER,)) for p in layout.network.points.values()]
    beside = small([], [1, 1])
    spot = layout.network.areas[ONE]
    network = rebuilt(
        beside.network, areas=[*(a for a in beside.network.areas.values() if a.code != ONE), spot], points=away
    )
    standard = Standard(Measure.STRAIGHT, 5.0)
    found = tuple(cells(replace(beside, network=network), BOOK, ["N16"], None, standard))
    states = {r.area.code: r.state for r in reach(beside, found, WEDNESDAY_TEN, (6, 7), standard)}
    assert states[ONE] is ReachState.NONE


@pytest.mark.parametrize("within", [None, -1.0, float("nan"), float("inf")])
def test_a_standard_that_says_nothing_is_refused(within: float | None):
    with pytest.raises(BadInput):
        Standard(Measure.STRAIGHT, within)


@examples(30)
@given(layouts())
def test_median_and_worst_way(layout: Layout):
    standard = Standard(Measure.STRAIGHT, 1000.0)
    rows = reach(layout, tuple(cells(layout, BOOK, ["N11"], None, standard)), None, (6, 7), standard)
    told = summary(rows)
    ways = sorted(r.travel for r in rows if r.travel is not None)
    assert told.travel_unknown == len(rows) - len(ways)
    if not ways:
        assert (told.median_travel, told.worst_travel, told.gap) == (None, None, None)
        return
    n = len(ways)
    assert told.worst_travel == ways[-1]
    assert told.median_travel == pytest.approx((ways[(n - 1) // 2] + ways[n // 2]) / 2)
    assert told.gap == pytest.approx(ways[-1] - (ways[(n - 1) // 2] + ways[n // 2]) / 2)
    for r in rows:
        near = [
            w
            for p in giving(layout.network, r.area.code, "N11", 6)
            if p.id in r.points and (w := layout.travel_to(r.area, p, Measure.STRAIGHT)) is not None
        ]
        assert r.travel == (min(near) if near else None)
