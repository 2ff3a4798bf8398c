"""Uncovered hours agree with a minute-by-minute walk, exactly."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, given_at_points, services_of
from analytics.coverage.reach import ReachState, reach
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import ALL_HOURS, Regime, hour_bit
from knowledge.errors import BadInput
from tests.analytics.plain_hours import open_hours
from tests.analytics.worlds import (
    BOOK,
    CODES,
    Tuples,
    answering,
    communities,
    found_in,
    giving,
    layouts,
    offices,
    perhaps_giving,
    place,
    rebuilt,
    size,
    small,
    spelt,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET, OTHER_STREET = "440104001000", "440104002000"
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)
HOURS = st.integers(0, 503)


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


@examples(40)
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


@examples(20)
@given(layouts(), st.frozensets(HOURS), st.tuples(st.integers(0, 17), st.integers(1, 18)).filter(lambda a: a[0] < a[1]))
def test_only_hours_and_ages_asked_are_told(layout: Layout, hours: frozenset[int], ages: tuple[int, int]):
    rows = uncovered(found_in(layout), sum(1 << h for h in hours), ages)
    oracle = {k: v for k, v in walked(layout, CODES, hours).items() if ages[0] <= k[2] < ages[1]}
    assert spelt(rows) == oracle


@examples(30)
@given(layouts())
def test_rows_are_maximal_in_ages(layout: Layout):
    rows = uncovered(found_in(layout))
    ends = {(r.area.code, r.code, r.age_under, r.hours, r.doubtful) for r in rows}
    starts = {(r.area.code, r.code, r.age_from, r.hours, r.doubtful) for r in rows}
    assert not ends & starts
    assert all(r.age_from < r.age_under and r.hours for r in rows)
    assert len({r.key for r in rows}) == len(rows), "the key names the row"


@examples(30)
@given(layouts())
def test_doubtful_are_the_places_that_would_serve_if_their_hours_or_services_were_known(layout: Layout):
    """And the offices of a kind that gives it; a row is certain where there are neither."""
    for row in uncovered(found_in(layout)):
        there = offices(layout.network, row.area.code, row.code)
        assert sorted(row.offices) == there
        assert row.certain is not (bool(there) or bool(row.doubtful))
        for age in range(row.age_from, row.age_under):
            could = perhaps_giving(layout.network, row.area.code, row.code, age)
            assert {p.id for p in row.doubtful} == {p.id for p in could}


@examples(30)
@given(layouts(), st.data())
def test_within_an_area_is_that_part_of_the_whole(layout: Layout, data: st.DataObject):
    code = data.draw(st.sampled_from(sorted(layout.network.areas)))
    inside = {a.code for a in layout.network.within(code)}
    part = spelt(uncovered(cells(layout, BOOK, CODES, code)))
    assert part == {k: v for k, v in walked(layout).items() if k[0] in inside}


@examples(25)
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
    term = [hour_bit(Regime.TERM, d, h) for d, h in ((6, 22), (6, 23), (0, 0), (0, 1))]
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
    assert {r.area.code for r in rows if r.state is ReachState.SERVED} == reached


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
    assert given_at_points(BOOK, "N16")
    assert not given_at_points(BOOK, "B05"), "applied for at the street office"
