"""Uncovered hours agree with a minute-by-minute walk; and the laws of being reached."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.layout import Layout, Measure, Pair, Standard, placed, services_of
from analytics.coverage.reach import State, cells, reach, uncovered, uses
from analytics.coverage.summary import summary
from analytics.coverage.week import ALL_HOURS, Regime, asked, bit, minutes, stretches, whole_hours
from knowledge.errors import BadInput
from knowledge.vocabulary import Tier
from network.entities import Body, ServicePoint
from tests.analytics.worlds import (
    ALL_DAY,
    BOOK,
    CODES,
    MADE,
    Tuples,
    answering,
    bits,
    communities,
    found_in,
    giving,
    layouts,
    offices,
    open_hours,
    open_minutes,
    opening_hours,
    place,
    rebuilt,
    serving,
    size,
    small,
    spelt,
)

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET, OTHER_STREET = "440104001000", "440104002000"
WEDNESDAY_TEN = bit(Regime.TERM, 2, 10)
HOURS = st.integers(0, 503)
BEST_FIRST = (State.SERVED, State.FULL, State.UNKNOWN, State.NONE)


def walked(layout: Layout, codes: Sequence[str] = CODES, asked_about: frozenset[int] = frozenset(range(504))) -> Tuples:
    """Every uncovered tuple, by looking at each place at each minute."""
    found = {}
    for community in communities(layout.network):
        for code in codes:
            for age in range(18):
                rows = frozenset(p.hours for p in giving(layout.network, community, code, age) if p.hours)
                left = asked_about - open_hours(rows)
                if left:
                    found[community, code, age] = left
    return found


def open_for_an_hour(points: Sequence[ServicePoint], hour: int) -> list[ServicePoint]:
    """The places that are by themselves open for the whole hour."""
    return [p for p in points if p.hours and hour in open_hours(frozenset({p.hours}))]


def state_of(points: Sequence[ServicePoint], hour: int) -> tuple[State, int]:
    """The state that some places give a child at an hour, and how many have room."""
    open_then = open_for_an_hour(points, hour)
    room = [p for p in open_then if p.capacity is None or p.load is None or p.load < p.capacity]
    if room:
        return State.SERVED, len(room)
    if open_then:
        return State.FULL, 0
    return (State.UNKNOWN if any(not p.hours for p in points) else State.NONE), 0


# ---- the week ----


@given(opening_hours().filter(bool))
def test_the_minutes_are_those_of_a_walk(rows: tuple[str, ...]):
    assert bits(minutes(rows)) == {n for n, opened in enumerate(open_minutes(rows)) if opened}
    assert bits(whole_hours(minutes(rows))) == open_hours(frozenset({rows}))


@given(st.integers(0, ALL_HOURS), st.frozensets(HOURS))
def test_stretches_tell_every_hour_once(dense: int, sparse: frozenset[int]):
    for mask in (dense, sum(1 << h for h in sparse)):
        told = stretches(mask)
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
    assert bits(asked(rows)) == open_hours(frozenset({rows}))


def test_no_hours_asked_is_every_hour_and_nonsense_is_refused():
    assert asked(()) == ALL_HOURS
    with pytest.raises(ValueError, match="cannot read"):
        asked(("when it suits",))


def test_a_bit_is_one_hour_of_the_504():
    every = [bit(r, d, h) for r in Regime for d in range(7) for h in range(24)]
    assert every == [1 << n for n in range(504)]


# ---- what is uncovered ----


@settings(max_examples=40)
@given(layouts(nested=True))
def test_uncovered_is_exactly_what_a_walk_finds(layout: Layout):
    rows = uncovered(found_in(layout))
    oracle = walked(layout)
    assert spelt(rows) == oracle
    assert sum(r.count for r in rows) == size(oracle)


@pytest.mark.long
@settings(max_examples=500)
@given(layouts(nested=True))
def test_uncovered_is_exactly_what_a_walk_finds_in_many(layout: Layout):
    assert spelt(uncovered(found_in(layout))) == walked(layout)


@settings(max_examples=20)
@given(layouts(), st.frozensets(HOURS), st.tuples(st.integers(0, 17), st.integers(1, 18)).filter(lambda a: a[0] < a[1]))
def test_only_hours_and_ages_asked_are_told(layout: Layout, hours: frozenset[int], ages: tuple[int, int]):
    rows = uncovered(found_in(layout), sum(1 << h for h in hours), ages)
    oracle = {k: v for k, v in walked(layout, CODES, hours).items() if ages[0] <= k[2] < ages[1]}
    assert spelt(rows) == oracle


@settings(max_examples=30)
@given(layouts())
def test_rows_are_maximal_in_ages(layout: Layout):
    rows = uncovered(found_in(layout))
    ends = {(r.area.code, r.code, r.age_under, r.hours, r.doubtful) for r in rows}
    starts = {(r.area.code, r.code, r.age_from, r.hours, r.doubtful) for r in rows}
    assert not ends & starts
    assert all(r.age_from < r.age_under and r.hours for r in rows)
    assert len({r.key for r in rows}) == len(rows), "the key names the row"


@settings(max_examples=30)
@given(layouts())
def test_doubtful_are_the_places_without_hours_that_would_serve(layout: Layout):
    """And the offices of a kind that gives it; a row is certain where there are neither."""
    for row in uncovered(found_in(layout)):
        there = offices(layout.network, row.area.code, row.code)
        assert sorted(row.offices) == there
        assert row.certain is not (bool(there) or bool(row.doubtful))
        for age in range(row.age_from, row.age_under):
            could = giving(layout.network, row.area.code, row.code, age)
            assert {p.id for p in row.doubtful} == {p.id for p in could if not p.hours}


@settings(max_examples=30)
@given(layouts(), st.data())
def test_within_an_area_is_that_part_of_the_whole(layout: Layout, data: st.DataObject):
    code = data.draw(st.sampled_from(sorted(layout.network.areas)))
    inside = {a.code for a in layout.network.within(code)}
    part = spelt(uncovered(cells(layout, BOOK, CODES, code)))
    assert part == {k: v for k, v in walked(layout).items() if k[0] in inside}


@settings(max_examples=25)
@given(layouts(), layouts(most=1), st.data())
def test_a_place_more_never_lowers_coverage(layout: Layout, other: Layout, data: st.DataObject):
    lowest = sorted(layout.network.areas)
    for point in other.network.points.values():
        new = replace(point, id="new", serves=(data.draw(st.sampled_from(lowest)),))
        more = rebuilt(layout.network, points=[*layout.network.points.values(), new])
        before = spelt(uncovered(found_in(layout)))
        after = spelt(uncovered(found_in(replace(layout, network=more))))
        assert all(hours <= before.get(key, frozenset()) for key, hours in after.items())


def test_every_tuple_of_nothing_is_uncovered():
    rows = uncovered(found_in(small(), ["N16"]))
    assert sum(r.count for r in rows) == 3 * 18 * 504
    assert [(r.age_from, r.age_under) for r in rows] == [(0, 18)] * 3


def test_an_empty_answer_is_the_proof():
    always = place("a", ["440104000000"], hours=("24/7",))
    assert uncovered(found_in(small([always]), ["N16"])) == ()
    assert [(r.count, r.hours) for r in uncovered(found_in(small([replace(always, age_under=17)]), ["N16"]))] == [
        (504, ALL_HOURS)
    ] * 3


def test_two_halves_of_an_hour_make_one_but_half_makes_none():
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    both = uncovered(found_in(small([first, second], [1]), ["N16"]))
    assert sum(r.count for r in both) == (504 - 2) * 18, "an hour in term, an hour in the holidays"
    assert sum(r.count for r in uncovered(found_in(small([first], [1]), ["N16"]))) == 504 * 18


def test_a_night_goes_round_the_week():
    late = place("a", [ONE], hours=("Su 22:00-02:00",))
    (row,) = uncovered(found_in(small([late], [1]), ["N16"]))
    term = [bit(Regime.TERM, d, h) for d, h in ((6, 22), (6, 23), (0, 0), (0, 1))]
    assert not row.hours & sum(term)
    assert row.count == (504 - 8) * 18


@pytest.mark.parametrize(
    ("serves", "reached"),
    [
        ((ONE,), {ONE}),
        ((STREET,), {ONE, TWO}),
        ((OTHER_STREET,), {OTHER}),
        ((TWO, OTHER), {TWO, OTHER}),
        (("440104000000",), {ONE, TWO, OTHER}),
    ],
)
def test_a_neighbours_place_never_counts(serves: tuple[str, ...], reached: set[str]):
    """Facts 9; where it stands is nothing to the question."""
    layout = small([place("a", serves, hours=("24/7",), area=ONE)])
    assert {r.area.code for r in uncovered(found_in(layout, ["N16"]))} == {ONE, TWO, OTHER} - reached
    rows = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (0, 18))
    assert {r.area.code for r in rows if r.state is State.SERVED} == reached


def test_what_is_no_code_is_refused():
    with pytest.raises(BadInput):
        found_in(small(), ["N99"])
    with pytest.raises(BadInput):
        services_of(BOOK, "X")
    with pytest.raises(BadInput):
        list(cells(small(), BOOK, ["N16"], "999999999999"))


def test_a_code_asks_for_the_services_that_the_rules_name():
    needs = {n for s in BOOK.services.values() for n in s.needs}
    for code in (*needs, *BOOK.services):
        assert set(services_of(BOOK, code)) == answering(BOOK, code)
    assert placed(BOOK, "N16")
    assert not placed(BOOK, "B05"), "applied for at the street office"


# ---- who is reached at an hour ----


@settings(max_examples=40)
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
            if alone is State.NONE and offices(layout.network, r.area.code, code):
                alone = State.UNKNOWN  # the office's hours are not recorded
            assert (r.state, r.k) == (alone, k), (r.area.code, code)


@settings(max_examples=40)
@given(layouts(), HOURS, st.tuples(st.integers(0, 17), st.integers(1, 18)).filter(lambda a: a[0] < a[1]))
def test_a_band_is_as_its_worst_age(layout: Layout, hour: int, ages: tuple[int, int]):
    for code in CODES:
        found = found_in(layout, [code])
        band = {r.area.code: r.state for r in reach(layout, found, 1 << hour, ages)}
        worst: dict[str, State] = {}
        for age in range(*ages):
            for r in reach(layout, found, 1 << hour, (age, age + 1)):
                worst[r.area.code] = max(worst.get(r.area.code, State.SERVED), r.state, key=BEST_FIRST.index)
        assert band == worst


@settings(max_examples=25)
@given(layouts(), HOURS)
def test_reached_at_an_hour_is_not_uncovered_then(layout: Layout, hour: int):
    """Full places count as places, several together as one: whose hour is not covered has nobody, or nobody known."""
    for code in CODES:
        found = found_in(layout, [code])
        for age in (0, 5, 13, 17):
            bare = {r.area.code for r in uncovered(found, 1 << hour, (age, age + 1))}
            rows = reach(layout, found, 1 << hour, (age, age + 1))
            assert bare == {r.area.code for r in rows if r.state in (State.UNKNOWN, State.NONE)}


@settings(max_examples=40)
@given(layouts(), st.one_of(st.none(), HOURS))
def test_shares_add_up_and_k_cover_falls(layout: Layout, hour: int | None):
    rows = reach(layout, found_in(layout, ["N11"]), None if hour is None else 1 << hour, (6, 12))
    told = summary(rows)
    count = len(communities(layout.network))
    assert sum(s.communities for s in told.shares) == count == len(rows)
    assert [s.state for s in told.shares] == [s for s in BEST_FIRST if s in {x.state for x in told.shares}]
    for share in told.shares:
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


@settings(max_examples=30)
@given(layouts())
def test_at_any_hour_a_place_is_there_whenever_it_opens(layout: Layout):
    """Every place that could take the child counts, whatever its hours, if it has any."""
    network = layout.network
    opening = [p for p in network.points.values() if not p.hours or 1 in open_minutes(p.hours)]
    layout = replace(layout, network=rebuilt(network, points=opening))
    for r in reach(layout, found_in(layout, ["N11"]), None, (6, 7)):
        points = giving(layout.network, r.area.code, "N11", 6)
        known = [p for p in points if p.hours]
        room = [p for p in known if p.free is None or p.free > 0]
        if known:
            assert (r.state, r.k) == (State.SERVED if room else State.FULL, len(room))
        else:
            unsure = points or offices(network, r.area.code, "N11")
            assert (r.state, r.k) == (State.UNKNOWN if unsure else State.NONE, 0)


@pytest.mark.parametrize("hour", [None, WEDNESDAY_TEN])
def test_a_place_that_never_opens_is_none(hour: int | None):
    """No hour of the three weeks is covered by it: it is not there at any hour."""
    layout = small([place("a", [ONE], hours=("Mo-Su off",))], [1])
    found = found_in(layout, ["N16"])
    assert sum(r.count for r in uncovered(found)) == 18 * 504
    (row,) = reach(layout, found, hour, (6, 7))
    assert (row.state, row.k) == (State.NONE, 0)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"hours": ALL_DAY}, State.SERVED),
        ({"hours": ALL_DAY, "capacity": 5, "load": 4}, State.SERVED),
        ({"hours": ALL_DAY, "capacity": 5}, State.SERVED),  # how many are there is not known
        ({"hours": ALL_DAY, "capacity": 5, "load": 5}, State.FULL),
        ({"hours": ALL_DAY, "capacity": 0, "load": 9}, State.FULL),
        ({"hours": ()}, State.UNKNOWN),
        ({"hours": ("Sa 09:00-12:00",)}, State.NONE),
        ({"hours": ALL_DAY, "age_from": 7}, State.NONE),
        ({"hours": ALL_DAY, "age_under": 6}, State.NONE),
        ({"hours": ALL_DAY, "age_from": 6, "age_under": 7}, State.SERVED),
        ({"hours": ALL_DAY, "services": ("B19",)}, State.NONE),
    ],
)
def test_states_of_one_place(facts: Mapping[str, Any], state: State):
    layout = small([place("a", [ONE], **facts)], [1])
    (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert row.state is state
    assert row.k == (state is State.SERVED)


@pytest.mark.parametrize(
    ("kind", "area", "state"),
    [
        ("community_committee", ONE, State.UNKNOWN),
        ("street_station", STREET, State.UNKNOWN),
        ("street_station", OTHER_STREET, State.NONE),
        ("community_committee", TWO, State.NONE),
        ("police_station", STREET, State.NONE),  # gives nothing of this need
    ],
)
def test_an_office_is_there_but_its_hours_are_not_known(kind: str, area: str, state: State):
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
    for points, state in (((full, unknown), State.FULL), ((full, unknown, free), State.SERVED)):
        layout = small(points, [1])
        (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
        assert row.state is state


def test_two_halves_of_an_hour_reach():
    """The hour is covered: no state may say that nobody is there."""
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1])
    (row,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert (row.state, row.k) == (State.SERVED, 0), "no place is open for the whole hour"


# ---- distance ----


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


@settings(max_examples=50)
@given(SPOT, SPOT)
def test_the_standard_is_inclusive(here: tuple[float, float], there: tuple[float, float]):
    layout = located(here, there)
    way = layout.way(layout.network.areas[ONE], layout.network.points["a"], Measure.STRAIGHT)
    assert way == pytest.approx(kilometres(here, there), rel=0.01, abs=0.001)
    assert way is not None
    for within, state in ((way, State.SERVED), (way * 0.999 - 1e-6, State.NONE), (way + 0.1, State.SERVED)):
        if within < 0:
            continue
        standard = Standard(Measure.STRAIGHT, within)
        found = tuple(cells(layout, BOOK, ["N16"], None, standard))
        (row,) = reach(layout, found, WEDNESDAY_TEN, (6, 7), standard)
        assert row.state is state
        assert bool(uncovered(found)) is (state is State.NONE)
        if state is State.SERVED:
            assert row.way == pytest.approx(way)


@pytest.mark.parametrize(("here", "there"), [(None, (113.25, 23.15)), ((113.25, 23.15), None), (None, None)])
def test_an_unknown_location_is_unknown(here: tuple[float, float] | None, there: tuple[float, float] | None):
    layout = located(here, there)
    standard = Standard(Measure.STRAIGHT, 100.0)
    found = tuple(cells(layout, BOOK, ["N16"], None, standard))
    (row,) = reach(layout, found, WEDNESDAY_TEN, (6, 7), standard)
    assert (row.state, row.k, row.way) == (State.UNKNOWN, 0, None)
    (bare,) = uncovered(found)
    assert [p.id for p in bare.doubtful] == ["a"]
    (served,) = reach(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN, (6, 7))
    assert served.state is State.SERVED, "without a distance no location is asked for"


def test_a_loaded_way_is_inclusive_and_a_missing_pair_cannot_be_travelled():
    point = place("a", [STREET], hours=ALL_DAY)
    layout = small([point], [2], travel={(ONE, "a"): 12.0})
    for within, state in ((12.0, State.SERVED), (11.9, State.NONE)):
        standard = Standard(Measure.TRAVEL, within)
        rows = reach(layout, tuple(cells(layout, BOOK, ["N16"], None, standard)), WEDNESDAY_TEN, (6, 7), standard)
        by = {r.area.code: r for r in rows}
        assert by[ONE].state is state
        assert by[TWO].state is State.NONE, "a pair that is absent cannot be travelled"
        if state is State.SERVED:
            assert by[ONE].way == 12.0


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
    assert states[ONE] is State.NONE


@pytest.mark.parametrize("within", [None, -1.0, float("nan"), float("inf")])
def test_a_standard_that_says_nothing_is_refused(within: float | None):
    with pytest.raises(BadInput):
        Standard(Measure.STRAIGHT, within)


@settings(max_examples=30)
@given(layouts())
def test_median_and_worst_way(layout: Layout):
    standard = Standard(Measure.STRAIGHT, 1000.0)
    rows = reach(layout, tuple(cells(layout, BOOK, ["N11"], None, standard)), None, (6, 7), standard)
    told = summary(rows)
    ways = sorted(r.way for r in rows if r.way is not None)
    assert told.unlocated == len(rows) - len(ways)
    if not ways:
        assert (told.median_way, told.worst_way, told.gap) == (None, None, None)
        return
    n = len(ways)
    assert told.worst_way == ways[-1]
    assert told.median_way == pytest.approx((ways[(n - 1) // 2] + ways[n // 2]) / 2)
    assert told.gap == pytest.approx(ways[-1] - (ways[(n - 1) // 2] + ways[n // 2]) / 2)
    for r in rows:
        near = [
            w
            for p in giving(layout.network, r.area.code, "N11", 6)
            if p.id in r.places and (w := layout.way(r.area, p, Measure.STRAIGHT)) is not None
        ]
        assert r.way == (min(near) if near else None)


# ---- what a layout knows ----


@settings(max_examples=30)
@given(layouts())
def test_uses_are_services_of_the_places_of_the_tiers(layout: Layout):
    told = uses(layout)
    wanted = {p.id: len(p.services) for p in layout.network.points.values() if p.tier is not None}
    assert {p.id: n for p, n in told} == wanted
    assert [n for _, n in told] == sorted(wanted.values())


@settings(max_examples=20)
@given(layouts())
def test_a_layout_knows_its_communities_and_figures(layout: Layout):
    assert [a.code for a in layout.communities()] == communities(layout.network)
    for a in layout.communities():
        figure = layout.network.populations.get(a.code)
        assert layout.minors(a.code) == (figure.minors if figure else None)
        assert [b.code for b in layout.communities(a.code)] == [a.code]
        assert {p.id for p in serving(layout.network, a.code)} <= set(layout.all_points)
    with pytest.raises(BadInput):
        layout.communities("999999999999")


def test_tiers_are_no_matter_of_reach():
    """A place is reached by what it gives and whom it is for, whatever its tier."""
    for tier in (None, *Tier):
        layout = small([place("a", [ONE], hours=ALL_DAY, tier=tier)], [1])
        assert uncovered(found_in(layout, ["N16"]), WEDNESDAY_TEN) == ()
