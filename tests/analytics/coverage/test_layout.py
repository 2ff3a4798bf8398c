"""What a layout knows of its communities, figures and points."""

from dataclasses import replace

import pytest
from hypothesis import given

from analytics.coverage.layout import CurrentLayout, Layout, LayoutCache
from analytics.coverage.reach import services_at_points
from analytics.coverage.uncovered import uncovered
from analytics.coverage.week import Regime, hour_bit
from knowledge.errors import BadInput
from knowledge.vocabulary import Tier
from tests.analytics.worlds import (
    ALL_DAY,
    communities,
    found_in,
    layouts,
    place,
    serving,
    small,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
WEDNESDAY_TEN = hour_bit(Regime.TERM, 2, 10)


@examples(30)
@given(layouts())
def test_uses_are_services_of_the_places_of_the_tiers(layout: Layout):
    told = services_at_points(layout)
    wanted = {p.id: len(p.services) for p in layout.network.points.values() if p.tier is not None}
    assert {p.id: n for p, n in told} == wanted
    assert [n for _, n in told] == sorted(wanted.values())


@examples(20)
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


def test_the_live_layout_lasts_as_long_as_its_network():
    one, other = small([]).network, small([]).network
    current = CurrentLayout()
    assert current.of(one) is current.of(one)
    assert current.of(one).cache.get("key", lambda: 1) == current.of(one).cache.get("key", lambda: 2) == 1
    assert current.of(other).network is other
    assert current.of(other).cache.get("key", lambda: 2) == 2


def test_a_changed_layout_has_a_cache_of_its_own():
    layout = small([])
    layout.cache.get("key", lambda: 1)
    assert replace(layout, name="other").cache.get("key", lambda: 2) == 2


def test_a_full_cache_starts_anew():
    cache = LayoutCache(size=2)
    assert [cache.get(key, lambda key=key: key) for key in ("a", "b", "c")] == ["a", "b", "c"]  # type: ignore[misc]  # a lambda with a default has no type
    assert cache.get("a", lambda: "again") == "again"
    assert cache.get("c", lambda: "again") == "c"
