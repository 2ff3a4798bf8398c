"""The faults found are exactly those planted, whatever the seed and the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.structure import STALE_AFTER, Faults, faults
from graph_model.entities import NetworkVersion
from graph_model.network import Network
from graph_model.network import network as index
from knowledge.vocabulary import AreaLevel, Provenance
from loaders import synthetic, yuexiu

ON = date(2026, 11, 23)
AREAS = yuexiu.areas()


def built(made: synthetic.Synthetic) -> Network:
    bodies = (*yuexiu.bodies(), *made.bodies)
    return index(NetworkVersion(1, None), AREAS, bodies, made.points, made.posts)


def as_faults(planted: synthetic.Planted) -> Faults:
    return Faults(
        planted.street_without_station, (), planted.vacant, planted.two_posts, planted.weekend_only,
        planted.no_contact, planted.stale,
    )  # fmt: skip


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_faults_found_are_those_planted(seed: int, on: date) -> None:
    made = synthetic.make(AREAS, on, seed)
    assert faults(built(made), on) == as_faults(made.planted)


def test_the_loaded_network_has_the_planted_faults(network: Network) -> None:
    planted = synthetic.make(AREAS, ON).planted
    assert faults(network, ON) == as_faults(planted)


def test_every_kind_of_fault_is_planted() -> None:
    planted = synthetic.make(AREAS, ON).planted
    assert all((planted.street_without_station, planted.vacant, planted.two_posts, planted.weekend_only,
                planted.no_contact, planted.stale))  # fmt: skip


@pytest.fixture(scope="module")
def made() -> synthetic.Synthetic:
    return synthetic.make(AREAS, ON)


def test_a_place_taken_away_is_one_fault_more(made: synthetic.Synthetic) -> None:
    before = faults(built(made), ON)
    gone = next(p for p in made.points if p.tier and p.tier.value == "community" and p.id not in before.stale)
    left = tuple(p for p in made.points if p.id != gone.id)
    after = faults(built(replace(made, points=left)), ON)
    assert after.community_without_place == (gone.area,)
    assert after.street_without_station == before.street_without_station


def test_a_neighbours_station_does_not_count(made: synthetic.Synthetic) -> None:
    """Facts 9: a second station next door leaves the hole; one that serves the street closes it."""
    (hole,) = made.planted.street_without_station
    station = next(p for p in made.points if p.body == "street_station")
    next_door = replace(station, id="second", area=hole)  # stands there, serves the street next to it
    assert faults(built(replace(made, points=(*made.points, next_door))), ON).street_without_station == (hole,)
    for_it = replace(station, id="second", serves=(hole,))
    assert faults(built(replace(made, points=(*made.points, for_it))), ON).street_without_station == ()


def test_stale_begins_the_day_after_a_year(made: synthetic.Synthetic) -> None:
    point = replace(made.points[0], assured_on=ON - STALE_AFTER)
    network = built(replace(made, points=(point, *made.points[1:])))
    assert point.id not in faults(network, ON).stale
    assert point.id in faults(network, ON + timedelta(days=1)).stale


def test_a_post_without_a_record_is_vacant(made: synthetic.Synthetic) -> None:
    left = replace(made, posts=tuple(p for p in made.posts if p.area != "440104000000"))
    assert set(faults(built(left), ON).vacant) - set(made.planted.vacant) == {"centre_head@440104000000"}


def test_a_loaded_record_without_contact_is_a_fault_a_named_body_is_not(made: synthetic.Synthetic) -> None:
    loaded = replace(made.bodies[0], id="loaded", contact=None, provenance=Provenance.LOADED)
    sourced = replace(loaded, id="sourced", provenance=Provenance.SOURCED)
    found = faults(built(replace(made, bodies=(*made.bodies, loaded, sourced))), ON).no_contact
    assert set(found) - set(made.planted.no_contact) == {"loaded"}


def test_one_of_several_hours_on_a_weekday_is_no_weekend_point(made: synthetic.Synthetic) -> None:
    point = replace(made.points[0], hours=("Sa-Su 09:00-17:00", "We 09:00-12:00"))
    weekend = replace(made.points[1], hours=("Sa 09:00-17:00", "Su 09:00-12:00"))
    unknown = replace(made.points[2], hours=())
    found = faults(built(replace(made, points=(point, weekend, unknown, *made.points[3:]))), ON).weekend_only
    assert weekend.id in found
    assert point.id not in found
    assert unknown.id not in found, "no hours known is not weekend only"


def test_a_network_of_nothing_lacks_everything() -> None:
    bare = index(NetworkVersion(1, None), AREAS, (), (), ())
    found = faults(bare, ON)
    assert len(found.street_without_station) == 18
    assert len(found.community_without_place) == 222
    assert len(found.vacant) == 1 + 2 * 18 + 222
    assert {a.code for a in AREAS if a.level is AreaLevel.STREET} == set(found.street_without_station)
