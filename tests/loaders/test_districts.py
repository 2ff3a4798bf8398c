"""Any district of the nation can be begun and shown; the one with facts of its own is only the default."""

from collections.abc import Sequence
from datetime import date

import pytest

from analytics.coverage.checklist import ListState, checklist
from graph_model.directory.records import Record, key_of
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Provenance
from loaders.shipped.districts import DEFAULT, District, district
from loaders.shipped.load import demo_accounts
from loaders.synthetic import network as synthetic
from loaders.synthetic import people, roster
from network.entities import NetworkVersion
from network.snapshot import Network
from network.snapshot import network as index

ON = date(2026, 11, 28)
ELSEWHERE = "440106"


@pytest.fixture(scope="module")
def other() -> District:
    return district(ELSEWHERE)


def made(d: District) -> Network:
    parts = synthetic.make(d.areas, ON, own=d.bodies)
    bodies = (*d.bodies, *parts.bodies)
    return index(
        NetworkVersion(1, None), d.areas, bodies, parts.points, parts.posts, (), synthetic.lists(parts, d.code)
    )


def test_a_district_has_what_lies_above_and_below_it(other: District):
    assert (other.code, other.name) == ("440106000000", "天河区")
    codes = {a.code for a in other.areas}
    assert all(a.parent in codes for a in other.areas if a.parent)
    assert len([a for a in other.areas if a.level is AreaLevel.STREET]) == 21
    assert (other.bodies, other.schools, other.minors) == ((), (), None)
    assert district().code == DEFAULT


@pytest.mark.parametrize("code", ["", "440199", "44010", "440106001", "x"])
def test_what_is_no_district_is_refused(code: str):
    if not code:
        assert district(code).code == DEFAULT
        return
    with pytest.raises(BadInput):
        district(code)


def test_nothing_of_a_district_made_up_is_taken_for_a_fact(other: District):
    network = made(other)
    assert network.bodies
    assert {b.provenance for b in network.bodies.values()} == {Provenance.SYNTHETIC}
    assert all("演示" in b.name for b in network.bodies.values())
    inside = {a.code for a in network.within(other.code)}
    assert {code for a in demo_accounts(other) for code in a.areas} <= inside


def keys(d: District, book: Rulebook) -> set[str]:
    """The keys of all that the demo makes for a district."""
    parts = synthetic.make(d.areas, ON, own=d.bodies, names=d.names)
    children, teams = people.make(d.areas, d.schools, book, ON, people.number(d.areas), d.names)
    shifts = roster.make(d.first(AreaLevel.STREET).code, d.code, d.names, ON)
    lists = synthetic.lists(parts, d.code)
    groups: tuple[Sequence[Record], ...] = (
        demo_accounts(d),
        parts.bodies,
        parts.points,
        parts.holders,
        parts.posts,
        lists,
    )
    kept = {key_of(r) for group in groups for r in group} | {t.id for t in teams} | {c.key for c in children}
    return kept | {s.id for s in shifts} | {s.account for s in shifts}


def test_nothing_that_the_demo_makes_for_two_districts_has_one_key(other: District, book: Rulebook):
    assert not keys(other, book) & keys(district(), book)
    assert {a.id for a in demo_accounts(other)} >= {"demo-director-440106", "demo-lead-440106"}


def test_people_of_a_demo_are_those_of_their_district(other: District, book: Rulebook):
    accounts = {a.id for a in demo_accounts(other)}
    _, teams = people.make(other.areas, (), book, ON, 20, other.names)
    shifts = roster.make(other.first(AreaLevel.STREET).code, other.code, other.names, ON)
    assert {t.account for t in teams} | {s.account for s in shifts} <= accounts


def test_the_list_of_what_is_expected_tells_four_things_apart(other: District, book: Rulebook):
    bare = index(NetworkVersion(1, None), other.areas, (), (), ())
    empty = checklist(bare, book, other.code, ON)
    assert {r.state for r in empty} == {ListState.UNKNOWN}, "not loaded is not absent"
    shown = {r.kind: r.state for r in checklist(made(other), book, other.code, ON)}
    assert shown["civil_affairs"] in {ListState.STATED, ListState.LOADED}
    assert shown["street_station"] is ListState.MISSING, "the demo plants a street without one"
