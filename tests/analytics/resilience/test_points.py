"""Loss of one point: by taking each away and computing coverage again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import ALL_HOURS, Regime, hour_bit
from analytics.resilience.connectivity import referral_network
from analytics.resilience.losses import only_points_of_tiers, point_losses
from knowledge.vocabulary import Tier
from network.entities import Population
from network.snapshot import Network
from tests.analytics.worlds import (
    MADE,
    Tuples,
    communities,
    found_in,
    layouts,
    minus,
    place,
    rebuilt,
    serving,
    size,
    small,
    spelt,
    without_point,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)


def pairwise_lost(layout: Layout, gone: Iterable[str], hours: int = ALL_HOURS) -> Tuples:
    """What is uncovered without some places and was not before."""
    left = layout
    for key in gone:
        left = without_point(left, key)
    return minus(spelt(uncovered(found_in(left), hours)), spelt(uncovered(found_in(layout), hours)))


def only_ones(network: Network) -> dict[str, dict[Tier, list[str]]]:
    """Places that alone are of their tier for a community."""
    found: dict[str, dict[Tier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for community in communities(network):
        for tier in Tier:
            mine = [p for p in serving(network, community) if p.tier is tier]
            if len(mine) == 1:
                found[mine[0].id][tier].append(community)
    return found


@examples(12)
@given(layouts(most=6), st.one_of(st.just(ALL_HOURS), st.integers(0, ALL_HOURS)))
def test_a_loss_is_what_is_uncovered_without_it_and_was_not_before(layout: Layout, hours: int):
    told = {x.point: x for x in point_losses(layout, found_in(layout), hours)}
    cuts = only_ones(layout.network)
    for key in layout.network.points:
        lost = pairwise_lost(layout, [key], hours)
        if not lost and key not in cuts:
            assert key not in told
            continue
        loss = told[key]
        assert loss.tuples == size(lost)
        cut_off = {a for mine in cuts.get(key, {}).values() for a in mine}
        assert set(loss.areas) == {a for a, _, _ in lost} | cut_off, "who loses something: hours or a tier"
        assert set(loss.codes) == {c for _, c, _ in lost}
        assert set(loss.tiers) == set(cuts.get(key, {}))
        assert len(loss.areas) == len(set(loss.areas))
        ages = defaultdict(set)
        for area, _, age in lost:
            ages[area].add(age)
        share = sum((layout.minors(a) or 0) * len(years) / 18 for a, years in ages.items())
        assert loss.minors == pytest.approx(share, abs=len(ages) or 1e-9), "rounding apart"
    assert set(told) <= set(layout.network.points)


@pytest.mark.long
@settings(max_examples=150)
@given(layouts())
def test_the_sum_of_a_loss_is_exact_in_many(layout: Layout):
    told = {x.point: x.tuples for x in point_losses(layout, found_in(layout))}
    for key in layout.network.points:
        assert told.get(key, 0) == size(pairwise_lost(layout, [key]))


@examples(20)
@given(layouts())
def test_the_gravest_comes_first(layout: Layout):
    told = [x.tuples for x in point_losses(layout, found_in(layout))]
    assert told == sorted(told, reverse=True)


def test_halves_of_an_hour_are_each_indispensable():
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1], minors=36)
    told = point_losses(layout, found_in(layout, ["N16"]))
    assert {x.point: x.tuples for x in told} == {"a": 36, "b": 36}
    assert {x.minors for x in told} == {36}


def test_a_second_place_takes_the_sting_out():
    layout = small([place("a", [ONE]), place("b", [STREET], age_under=6)], [1], minors=36)
    (loss,) = point_losses(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN)
    assert (loss.point, loss.tuples, loss.areas, loss.codes, loss.minors) == ("a", 12, (ONE,), ("N16",), 24)


def test_children_of_an_unknown_figure_are_not_counted():
    layout = small([place("a", [STREET])], [2])
    known = rebuilt(layout.network, populations=[Population(ONE, 90, "虚构", MADE)])
    (loss,) = point_losses(replace(layout, network=known), found_in(layout, ["N16"]))
    assert loss.minors == 90


@examples(60)
@given(layouts(nested=True))
def test_tier_cuts_are_the_only_ones_of_a_tier(layout: Layout):
    told = {key: {t: sorted(a) for t, a in by.items()} for key, by in only_points_of_tiers(layout).items()}
    assert told == {key: dict(by) for key, by in only_ones(layout.network).items()}


def test_a_place_for_a_community_and_its_street_is_one_place():
    """It is the only one of its tier for both communities, though it says one of them twice."""
    layout = small([place("a", [ONE, STREET], tier=Tier.STREET)], [2])
    assert {key: {t: sorted(a) for t, a in by.items()} for key, by in only_points_of_tiers(layout).items()} == {
        "a": {Tier.STREET: [ONE, TWO]}
    }
    assert all(a != b for a, b in referral_network(layout).edges), "no referral steps from a place to itself"


@examples(20)
@given(layouts(most=5))
def test_a_cut_leaves_communities_without_the_tier(layout: Layout):
    for key, by in only_points_of_tiers(layout).items():
        left = without_point(layout, key).network
        for tier, cut in by.items():
            assert {c for c in cut if any(p.tier is tier for p in serving(left, c))} == set()
