"""The no-orphan proof against a brute force over matters, roles and areas."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.errors import NotFound
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Level, Provenance
from loaders.shipped import yuexiu
from network import days
from network.entities import Body, NetworkVersion
from network.places import by_code
from network.responsibility.offices import OfficeStatus, offices
from network.responsibility.orphans import orphans
from network.snapshot import Network
from network.snapshot import network as index
from tests.support.areas import of_level

ON = date(2026, 11, 23)
DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
Key = tuple[str, str, str, str]


def keys(network: Network, book: Rulebook, on: date, within: str | None = None) -> list[Key]:
    found = orphans(network, book, on, within)
    return [(o.matter.code, o.role.value, o.kind.code, o.area.code) for o in found]


def brute(network: Network, book: Rulebook, on: date) -> set[Key]:
    found = set()
    there = {
        (b.kind, b.area)
        for b in network.bodies.values()
        if (b.since or date.min) <= on < (b.until or date.max)
    }  # fmt: skip
    # A place of the network is an office too, for the areas that it serves: a station is both.
    there |= {(s.body, code) for s in network.points.values() for code in s.serves}
    for matter in book.matters.values():
        for d in matter.duty:
            level = book.kinds[d.body].level
            if level not in LEVELS or not any(a <= on < b for a, b in book.periods(d)):
                continue
            for area in network.areas.values():
                if area.level.value == level.value and (d.body, area.code) not in there:
                    found.add((matter.code, d.role.value, d.body, area.code))
    return found


@pytest.mark.parametrize("on", [date(2022, 3, 1), date(2026, 7, 1), ON], ids=str)
def test_orphans_are_those_of_the_brute_force(network: Network, book: Rulebook, on: date) -> None:
    found = keys(network, book, on)
    assert len(found) == len(set(found))
    assert set(found) == brute(network, book, on)


@pytest.mark.parametrize("within", [DISTRICT, STREET, COMMUNITY])
def test_within_an_area_are_those_of_it_and_below(network: Network, book: Rulebook, within: str) -> None:
    inside = {within}
    for a in sorted(network.areas.values(), key=lambda a: a.level.value != "street"):
        if a.parent in inside:
            inside.add(a.code)
    assert set(keys(network, book, ON, within)) == {k for k in brute(network, book, ON) if k[3] in inside}


def test_an_orphan_is_a_gap_in_the_answer_where_the_list_is_stated_complete(network: Network, book: Rulebook) -> None:
    for o in orphans(network, book, ON, STREET):
        there = network.stated(o.kind.code, o.area.code, ON)
        absent = OfficeStatus.GAP if there else OfficeStatus.NOT_LOADED
        assert offices(network, o.kind, by_code(network, o.area.code), ON)[0] is absent


def test_a_body_taken_away_is_missed(network: Network, book: Rulebook) -> None:
    gone = "police@440104000000"
    assert gone in network.bodies, sorted(network.bodies)[:5]
    left = index(
        network.version,
        network.areas.values(),
        [b for b in network.bodies.values() if b.id != gone],
        network.points.values(),
        (),
    )
    more = set(keys(left, book, ON)) - set(keys(network, book, ON))
    assert more
    assert {(k[2], k[3]) for k in more} == {("police", DISTRICT)}
    assert {k[0] for k in more} == {m.code for m, d in book.duties() if d.body == "police" and book.in_force(d, ON)}


def test_a_body_of_other_days_does_not_answer(network: Network, book: Rulebook) -> None:
    ended = [
        replace(b, until=date(2026, 1, 1)) if b.id == "police@440104000000" else b for b in network.bodies.values()
    ]
    then = days.at(index(network.version, network.areas.values(), ended, network.points.values(), ()), ON)
    assert set(keys(then, book, ON)) == brute(then, book, ON)
    assert {k[2] for k in set(keys(then, book, ON)) - set(keys(network, book, ON))} == {"police"}


def test_a_neighbours_body_does_not_fill_a_hole(book: Rulebook) -> None:
    one = Body(f"police_station@{STREET}", "所", "police_station", STREET, "测试", Provenance.SYNTHETIC)
    bare = index(NetworkVersion(1, None), yuexiu.areas(), [one], (), ())
    missed = {k[3] for k in keys(bare, book, ON) if k[2] == "police_station"}
    assert missed == {a.code for a in bare.areas.values() if a.level.value == "street"} - {STREET}


def test_a_station_that_serves_a_street_is_its_office(network: Network, book: Rulebook) -> None:
    """And its neighbour's is not: the street without one is an orphan for every matter of the station."""
    missed = {k[3] for k in keys(network, book, ON) if k[2] == "street_station"}
    served = {code for s in network.points.values() if s.body == "street_station" for code in s.serves}
    assert missed == {a.code for a in of_level(network, AreaLevel.STREET)} - served
    assert len(missed) == 1


def test_an_area_that_is_not_loaded_is_not_found(network: Network, book: Rulebook) -> None:
    with pytest.raises(NotFound):
        list(orphans(network, book, ON, "110101000000"))
