"""The faults found are exactly those planted, whatever the seed and the day; each finding with words or none."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.conformance import ABSENCES, CHECKS, conformance
from knowledge.coverage.checks import STALE_AFTER, checks
from knowledge.errors import NotFound
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, Severity
from loaders.shipped import yuexiu
from loaders.synthetic import network as synthetic
from network.entities import CompleteList, NetworkVersion, ServicePoint
from network.snapshot import Network
from network.snapshot import network as index
from tests.support.examples import examples

ON = date(2026, 11, 23)
AREAS = yuexiu.areas()
STREETS = [a.code for a in AREAS if a.level is AreaLevel.STREET]


def built(made: synthetic.Synthetic) -> Network:
    bodies = (*yuexiu.bodies(), *made.bodies)
    return index(NetworkVersion(1, None), AREAS, bodies, made.points, made.posts)


def keys_by_check(network: Network, on: date = ON, within: str | None = None) -> dict[str, set[str]]:
    """Keys by check."""
    keys = defaultdict(set)
    for f in conformance(network, rulebook(), on, within):
        keys[f.check.code].add(f.key)
    return dict(keys)


def expected(planted: synthetic.Planted, network: Network) -> dict[str, set[str]]:
    """What was planted, and what follows from it: places below a street without station have no parent."""
    (hole,) = planted.street_without_station
    vacant = {kind: {v for v in planted.vacant if v.startswith(kind)} for kind in PostKind}
    nobody = {hole} if all(f"{k}@{hole}" in planted.vacant for k in ("station_head", "supervisor")) else set()
    every = {
        "street_station_or_person": nobody,
        "street_station": {hole},
        "station_head": vacant[PostKind.STATION_HEAD],
        "street_supervisor": vacant[PostKind.SUPERVISOR],
        "community_director": vacant[PostKind.DIRECTOR],
        "parent": {f"community_place@{a.code}" for a in network.children[hole]},
        "two_posts": set(planted.two_posts),
        "weekend_only": set(planted.weekend_only),
        "no_contact": set(planted.no_contact),
        "stale": set(planted.stale),
        "full": set(planted.supply.full),
        "no_hours": set(planted.supply.no_hours),
        "no_capacity": set(planted.supply.no_capacity),
    }
    return {code: keys for code, keys in every.items() if keys}


@examples(20)
@given(st.integers(0, 10**9), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_faults_found_are_those_planted(seed: int, on: date) -> None:
    made = synthetic.make(AREAS, on, seed)
    assert keys_by_check(built(made), on) == expected(made.planted, built(made))


def test_the_loaded_network_has_the_planted_faults(network: Network) -> None:
    assert keys_by_check(network) == expected(synthetic.make(AREAS, ON).planted, network)


def test_every_check_is_made() -> None:
    assert list(CHECKS) == list(checks())


def test_without_words_nothing_is_a_violation() -> None:
    for check in checks().values():
        assert bool(check.cite) is (check.severity in (Severity.VIOLATION, Severity.SHORT)), check.code
        by_law = any(c.clause.startswith("WB/") for c in check.cite)
        assert check.severity is not Severity.VIOLATION or by_law, "the plan carries no power to punish"


@pytest.fixture(scope="module")
def made() -> synthetic.Synthetic:
    return synthetic.make(AREAS, ON)


def test_a_place_taken_away_is_one_fault_more(made: synthetic.Synthetic) -> None:
    gone = next(p for p in made.points if p.tier and p.tier.value == "community")
    left = tuple(p for p in made.points if p.id != gone.id)
    assert keys_by_check(built(replace(made, points=left)))["community_place"] == {gone.area}


def test_a_neighbours_station_does_not_count(made: synthetic.Synthetic) -> None:
    """Facts 9: a second station next door leaves the hole; one that serves the street closes it, and is told."""
    (hole,) = made.planted.street_without_station
    station = next(p for p in made.points if p.body == "street_station")
    next_door = replace(station, id="second", area=hole)  # stands there, serves the street next to it
    beside = keys_by_check(built(replace(made, points=(*made.points, next_door))))
    assert beside["street_station"] == {hole}
    assert beside["overlap"] == {station.area}
    for_it = keys_by_check(built(replace(made, points=(*made.points, replace(station, id="second", serves=(hole,))))))
    assert "street_station" not in for_it
    assert for_it["beyond_street"] == {"second"}, "it stands in another street"


def test_law_wants_station_or_person_the_plan_a_station(made: synthetic.Synthetic) -> None:
    (hole,) = made.planted.street_without_station
    emptied = tuple(replace(p, holder=None) if p.area == hole else p for p in made.posts)
    without = keys_by_check(built(replace(made, posts=emptied)))
    assert without["street_station_or_person"] == {hole}
    person = tuple(replace(p, holder="somebody") if p.id == f"supervisor@{hole}" else p for p in emptied)
    designated = keys_by_check(built(replace(made, posts=person)))
    assert "street_station_or_person" not in designated
    assert designated["street_station"] == {hole}


def test_stale_begins_the_day_after_a_year(made: synthetic.Synthetic) -> None:
    point = replace(made.points[0], assured_on=ON - STALE_AFTER)
    network = built(replace(made, points=(point, *made.points[1:])))
    assert point.id not in keys_by_check(network).get("stale", set())
    assert point.id in keys_by_check(network, ON + timedelta(days=1))["stale"]


def test_a_post_without_a_record_is_vacant(made: synthetic.Synthetic) -> None:
    left = replace(made, posts=tuple(p for p in made.posts if p.area != "440104000000"))
    assert keys_by_check(built(left))["centre_head"] == {"centre_head@440104000000"}


def test_a_loaded_record_without_contact_is_a_fault_a_named_body_is_not(made: synthetic.Synthetic) -> None:
    loaded = replace(made.bodies[0], id="loaded", contact=None, provenance=Provenance.LOADED)
    sourced = replace(loaded, id="sourced", provenance=Provenance.SOURCED)
    silent = keys_by_check(built(replace(made, bodies=(*made.bodies, loaded, sourced))))["no_contact"]
    assert silent - set(made.planted.no_contact) == {"loaded"}


def test_one_of_several_hours_on_a_weekday_is_no_weekend_point(made: synthetic.Synthetic) -> None:
    point = replace(made.points[0], hours=("Sa-Su 09:00-17:00", "We 09:00-12:00"))
    weekend = replace(made.points[1], hours=("Sa 09:00-17:00", "Su 09:00-12:00"))
    unknown = replace(made.points[2], hours=())
    seen = keys_by_check(built(replace(made, points=(point, weekend, unknown, *made.points[3:]))))
    assert weekend.id in seen["weekend_only"]
    assert point.id not in seen["weekend_only"]
    assert unknown.id in seen["no_hours"]
    assert unknown.id not in seen["weekend_only"], "no hours known is not weekend only"


def test_a_network_of_nothing_lacks_everything() -> None:
    seen = keys_by_check(index(NetworkVersion(1, None), AREAS, (), (), ()))
    assert seen["street_station"] == set(STREETS) == seen["street_station_or_person"]
    assert len(seen["community_place"]) == len(seen["community_director"]) == 222
    assert len(seen["station_head"]) == len(seen["street_supervisor"]) == 18
    assert seen["district_centre"] == {"440104000000"}


def test_findings_are_of_the_area_asked(made: synthetic.Synthetic) -> None:
    network = built(made)
    street = STREETS[0]
    inside = {a.code for a in network.within(street)}
    assert all(f.area in inside for f in conformance(network, rulebook(), ON, street))
    whole = [f for f in conformance(network, rulebook(), ON) if f.area in inside]
    assert whole == list(conformance(network, rulebook(), ON, street))
    with pytest.raises(NotFound):
        conformance(network, rulebook(), ON, "999999999999")


def test_a_station_that_serves_the_communities_one_by_one_serves_the_street(made: synthetic.Synthetic) -> None:
    """One by one or as a whole: the same findings, also for the places below and for the offices."""
    network = built(made)

    def spelt(p: ServicePoint) -> ServicePoint:
        served = [a.code for code in p.serves for a in network.within(code) if a.level is AreaLevel.COMMUNITY]
        return replace(p, serves=tuple(served)) if p.tier else p

    one_by_one = built(replace(made, points=tuple(map(spelt, made.points))))
    assert keys_by_check(one_by_one) == keys_by_check(network)
    for street in STREETS:
        whole, parts = ({p.id for p in n.points_for.get(street, ())} for n in (network, one_by_one))
        assert whole == parts


def test_a_station_for_a_part_of_its_street_is_a_station_and_no_neighbours(made: synthetic.Synthetic) -> None:
    (hole,) = made.planted.street_without_station
    station = next(p for p in made.points if p.body == "street_station")
    first, *_ = built(made).children[hole]
    own = replace(station, id="own", area=hole, serves=(first.code,))
    assert "street_station" not in keys_by_check(built(replace(made, points=(*made.points, own))))
    neighbour = replace(station, id="own", serves=(first.code,))
    seen = keys_by_check(built(replace(made, points=(*made.points, neighbour))))
    assert seen["street_station"] == {hole}
    assert seen["beyond_street"] == {"own"}


def test_what_is_absent_is_a_matter_of_data_until_the_list_is_stated_complete() -> None:
    """Every check over a network of areas alone: 251 violations were told of what nobody had loaded."""
    bare = index(NetworkVersion(1, None), AREAS, (), (), ())
    seen = conformance(bare, rulebook(), ON)
    assert {f.check.code for f in seen} >= ABSENCES.keys()
    assert {f.severity for f in seen} == {Severity.DATA}
    assert all("不等于没有" in f.text and not f.stated for f in seen)
    kinds = {kind for needed in ABSENCES.values() for kind in needed}
    stated = [CompleteList(k, "440104000000", ON, "虚构", Provenance.SYNTHETIC) for k in kinds]
    told = conformance(index(NetworkVersion(1, None), AREAS, (), (), (), (), stated), rulebook(), ON)
    assert [(f.check.code, f.key) for f in told] == [(f.check.code, f.key) for f in seen]
    assert all(f.severity is f.check.severity and f.stated for f in told)
    early = conformance(
        index(NetworkVersion(1, None), AREAS, (), (), (), (), stated), rulebook(), ON - timedelta(days=1)
    )
    assert not any(f.stated for f in early), "a list is complete from its day on"
    assert all(f.stated for f in conformance(replace(bare, made_up=True), rulebook(), ON)), "a draft holds all it has"


def test_every_absence_is_stated_by_its_own_kinds_alone() -> None:
    every = {kind for needed in ABSENCES.values() for kind in needed}
    for code, needed in ABSENCES.items():
        others = [CompleteList(k, "440104000000", ON, "虚构", Provenance.SYNTHETIC) for k in every - set(needed)]
        network = index(NetworkVersion(1, None), AREAS, (), (), (), (), others)
        assert not any(f.stated for f in conformance(network, rulebook(), ON) if f.check.code == code), code


def test_a_statement_for_a_street_says_nothing_of_the_next() -> None:
    stated = CompleteList("community_place", STREETS[0], ON, "虚构", Provenance.SYNTHETIC)
    network = index(NetworkVersion(1, None), AREAS, (), (), (), (), [stated])
    inside = {a.code for a in network.within(STREETS[0])}
    for f in conformance(network, rulebook(), ON):
        if f.check.code == "community_place":
            assert f.stated is (f.area in inside)


def test_a_post_recorded_as_vacant_is_vacant(made: synthetic.Synthetic) -> None:
    told = [f for f in conformance(built(made), rulebook(), ON) if f.check.code == "community_director"]
    assert told
    assert all(f.severity is Severity.VIOLATION for f in told)
