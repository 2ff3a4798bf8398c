"""Visits due against people in post: what is not published stays unknown, and nobody is counted twice."""

from dataclasses import replace
from datetime import date

from analytics.demand.load import street_loads
from analytics.demand.measures import needed
from knowledge.calendar.months import Month
from knowledge.vocabulary import AreaLevel, PostKind, Provenance
from network.counts import MonthlyCounts
from network.entities import Area, NetworkVersion, Post
from network.snapshot import Network
from network.snapshot import network as index
from tests.analytics.coverage.test_conformance import AREAS

ON = date(2026, 11, 23)
STREETS = [a for a in AREAS if a.level is AreaLevel.STREET][:3]
PLACES = {s.code: [a for a in AREAS if a.parent == s.code][:2] for s in STREETS}


def post(area: Area, kind: PostKind, holder: str | None) -> Post:
    return Post(f"{kind}@{area.code}", kind, area.code, Provenance.SYNTHETIC, "t", holder)


def built(*posts: Post) -> Network:
    return index(NetworkVersion(1, None), AREAS, (), (), posts)


def table(*shown: tuple[Area, int]) -> MonthlyCounts:
    counts = {(a.code, needed("O")): n for a, n in shown}
    return MonthlyCounts("440104000000", Month(2026, 10), ON, 10, frozenset(), frozenset(), counts)


def test_the_heaviest_load_comes_first_and_the_unknown_last() -> None:
    first, second, hidden = STREETS
    posts = [post(a, PostKind.DIRECTOR, f"p{a.code}") for s in STREETS for a in PLACES[s.code]]
    rows = street_loads(built(*posts), table((first, 20), (second, 30)), "O")
    assert [(r.street.code, r.due, r.each) for r in rows[:2]] == [(second.code, 30, 15.0), (first.code, 20, 10.0)]
    assert next(r for r in rows if r.street.code == hidden.code).due is None, "not published is not zero"
    assert all(r.due is None and r.each is None for r in rows[2:])


def test_one_person_in_two_posts_is_one_and_a_vacant_post_is_nobody() -> None:
    street = STREETS[0]
    here, there = PLACES[street.code]
    posts = [
        post(here, PostKind.DIRECTOR, "p"),
        post(there, PostKind.DIRECTOR, "p"),
        post(street, PostKind.SUPERVISOR, None),
        post(street, PostKind.STATION_HEAD, "q"),
    ]
    (row,) = street_loads(built(*posts), table((street, 12)), "O", street.code)
    assert (row.workers, row.vacant, row.each) == (1, 1, 12.0)
    (alone,) = street_loads(built(replace(posts[2])), table((street, 12)), "O", street.code)
    assert (alone.workers, alone.each) == (0, None)
    (none,) = street_loads(built(*posts), None, "O", street.code)
    assert none.due is None
