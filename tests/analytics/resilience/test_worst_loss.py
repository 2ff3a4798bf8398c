"""The worst loss of k points is the best of all subsets."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import ALL_HOURS, Regime, hour_bit
from analytics.resilience.losses import worst_loss
from knowledge.errors import BadInput
from network.entities import Population
from tests.analytics.worlds import (
    MADE,
    Tuples,
    communities,
    found_in,
    layouts,
    minus,
    place,
    rebuilt,
    size,
    small,
    spelt,
    without_point,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
HOURS = st.integers(0, 503)
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)


def pairwise_lost(layout: Layout, gone: Iterable[str], hours: int = ALL_HOURS) -> Tuples:
    """What is uncovered without some places and was not before."""
    left = layout
    for key in gone:
        left = without_point(left, key)
    return minus(spelt(uncovered(found_in(left), hours)), spelt(uncovered(found_in(layout), hours)))


def weight(lost: Tuples, layout: Layout, *, minors: bool) -> float:
    """Years of age, or children."""
    return sum((layout.minors(a) or 0) / 18 if minors else 1 for a, _, _ in lost)


@examples(25)
@given(layouts(most=5), st.integers(1, 3), HOURS, st.booleans(), st.integers(0, 60))
def test_the_worst_loss_is_the_best_of_all_subsets(layout: Layout, k: int, hour: int, minors: bool, each: int):
    figures = [Population(c, 18 * (each + n), "虚构", MADE) for n, c in enumerate(communities(layout.network))]
    layout = replace(layout, network=rebuilt(layout.network, populations=figures))
    told = worst_loss(layout, found_in(layout), k, 1 << hour, minors=minors)
    keys = sorted(layout.network.points)
    best = max(
        weight(pairwise_lost(layout, some, 1 << hour), layout, minors=minors)
        for some in combinations(keys, min(k, len(keys)))
    )
    assert told.proven
    assert told.lost == best
    assert len(set(told.points)) == len(told.points) <= k
    assert weight(pairwise_lost(layout, told.points, 1 << hour), layout, minors=minors) == best
    nothing = replace(layout, network=rebuilt(layout.network, points=[]))
    covered = minus(spelt(uncovered(found_in(nothing), 1 << hour)), spelt(uncovered(found_in(layout), 1 << hour)))
    assert told.covered == weight(covered, layout, minors=minors)


@pytest.mark.long
@settings(max_examples=150)
@given(layouts(), st.integers(1, 4), st.sampled_from((10, 58, 82, 178, 227)))
def test_the_worst_loss_is_the_best_of_all_subsets_in_many(layout: Layout, k: int, hour: int):
    told = worst_loss(layout, found_in(layout), k, 1 << hour)
    keys = sorted(layout.network.points)
    assert told.lost == max(
        size(pairwise_lost(layout, some, 1 << hour)) for some in combinations(keys, min(k, len(keys)))
    )


def test_two_places_that_replace_each_other_fall_together():
    points = [place("a", [ONE]), place("b", [ONE]), place("c", [OTHER], age_under=6)]
    layout = small(points, minors=18)
    one = worst_loss(layout, found_in(layout, ["N16"]), 1, WEDNESDAY_TEN)
    assert (one.points, one.lost, one.covered, one.proven) == (("c",), 6, 24, True)
    two = worst_loss(layout, found_in(layout, ["N16"]), 2, WEDNESDAY_TEN)
    assert (set(two.points), two.lost) == ({"a", "b"}, 18)


def test_an_hour_of_two_halves_is_lost_with_either():
    """Together they cover the hour (`analytics.coverage.reach.uncovered`), so that each of them is the worst one."""
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1])
    told = worst_loss(layout, found_in(layout, ["N16"]), 1, WEDNESDAY_TEN)
    assert (told.lost, told.covered) == (18, 18)


@pytest.mark.parametrize("k", [0, -1])
def test_no_places_are_no_question(k: int):
    layout = small([place("a", [ONE])])
    with pytest.raises(BadInput):
        worst_loss(layout, found_in(layout), k, WEDNESDAY_TEN)
