"""Loss of one person or office: by taking each away and looking again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.resilience.losses import body_losses, person_losses
from knowledge.vocabulary import PostKind
from network import days
from network.entities import Body, Post
from network.responsibility.orphans import orphans
from network.snapshot import Network
from tests.analytics.worlds import (
    BOOK,
    DISTRICT,
    MADE,
    communities,
    layouts,
    place,
    rebuilt,
    small,
    without_point,
)
from tests.support.examples import examples

ON = date(2026, 11, 23)
ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"


@examples(60)
@given(layouts(most=0))
def test_a_person_leaves_areas_where_nobody_else_is_in_such_a_post(layout: Layout):
    network = layout.network
    told = person_losses(layout)
    holders = {p.holder for p in network.posts.values() if p.holder is not None}
    assert sorted(x.holder for x in told) == sorted(holders)
    for loss in told:
        mine = [p for p in network.posts.values() if p.holder == loss.holder]
        assert set(loss.posts) == {p.id for p in mine}
        left = [p for p in network.posts.values() if p.holder not in (None, loss.holder)]
        bare = {p.area for p in mine if not any((q.area, q.kind) == (p.area, p.kind) for q in left)}
        assert {a.code for a in loss.areas} == bare
        below = {a.code for code in bare for a in network.within(code)} & set(communities(network))
        assert loss.minors == sum(layout.minors(c) or 0 for c in below), "each child once"


@examples(40)
@given(layouts(most=0))
def test_several_posts_come_first_then_most_children(layout: Layout):
    told = person_losses(layout)
    several = [len(x.posts) > 1 for x in told]
    assert several == sorted(several, reverse=True)
    alone = [x.minors for x in told if len(x.posts) == 1]
    assert alone == sorted(alone, reverse=True)


def test_the_same_person_twice_is_nobody_else():
    posts = [Post(f"d{n}", PostKind.DIRECTOR, ONE, MADE, "虚构", "h") for n in range(2)]
    layout = small(minors=10)
    (loss,) = person_losses(replace(layout, network=rebuilt(layout.network, posts=posts)))
    assert ({a.code for a in loss.areas}, loss.minors) == ({ONE}, 10)
    posts[1] = replace(posts[1], holder="other")
    assert {x.minors for x in person_losses(replace(layout, network=rebuilt(layout.network, posts=posts)))} == {0}


@pytest.mark.parametrize(
    "kinds", [(PostKind.DIRECTOR, PostKind.DIRECTOR), (PostKind.SUPERVISOR, PostKind.STATION_HEAD)]
)
def test_an_area_is_told_once(kinds: tuple[PostKind, PostKind]):
    posts = [Post(f"d{n}", kind, STREET, MADE, "虚构", "h") for n, kind in enumerate(kinds)]
    layout = small(minors=10)
    (loss,) = person_losses(replace(layout, network=rebuilt(layout.network, posts=posts)))
    assert [a.code for a in loss.areas] == [STREET]
    assert loss.minors == 20


def matters_without(network: Network, left: Network, within: str | None = None) -> set[str]:
    """Codes of matters that are orphans only then."""
    before = {o.key for o in orphans(network, BOOK, ON, within)}
    return {o.matter.code for o in orphans(left, BOOK, ON, within) if o.key not in before}


@examples(8)
@given(layouts(most=0), st.booleans())
def test_an_office_is_lost_with_the_matters_that_then_are_orphans(layout: Layout, parted: bool):
    network = layout.network
    within = STREET if parted else None
    told = {x.body.id: x for x in body_losses(layout, BOOK, ON, within)}
    assert all(x.matters for x in told.values())
    inside = {a.code for a in network.within(within or DISTRICT)}
    for key, body in network.bodies.items():
        left = rebuilt(network, bodies=[b for b in network.bodies.values() if b.id != key])
        lost = matters_without(network, left, within)
        assert lost == (set(told[key].matters) if key in told else set()), key
        if key in told:
            assert body.area in inside
    many = [len(x.matters) for x in told.values()]
    assert many == sorted(many, reverse=True)


@pytest.mark.parametrize("serves", [(ONE,), (ONE, TWO)])
def test_where_a_place_takes_over_no_office_is_lost(serves: tuple[str, ...]):
    """Where no office is recorded the places of the kind are the office (facts of the network: a station is both)."""
    office = Body("b", "某处", "community_place", ONE, "虚构", MADE)
    layout = small([place("a", serves)], [2])
    network = rebuilt(layout.network, bodies=[office])
    assert matters_without(network, layout.network) == set()
    told = body_losses(replace(layout, network=network), BOOK, ON)
    assert [x.body.id for x in told] == (["a"] if TWO in serves else []), "the place alone is the office of the second"


def test_a_place_that_is_the_only_office_is_lost_as_one():
    layout = small([place("a", [ONE])], [1], minors=5)
    lost = matters_without(layout.network, without_point(layout, "a").network)
    assert lost, "without the place nobody answers"
    told = body_losses(layout, BOOK, ON)
    assert [(x.body.id, set(x.matters), x.minors) for x in told] == [("a", lost, 5)]


def test_an_office_that_is_no_more_answers_for_nothing():
    one = Body("a", "某局", "civil_affairs", DISTRICT, "虚构", MADE)
    past = replace(one, id="b", until=ON)
    layout = small(minors=7)
    told = body_losses(replace(layout, network=days.at(rebuilt(layout.network, bodies=[one, past]), ON)), BOOK, ON)
    assert [x.body.id for x in told] == ["a"]
    assert told[0].minors == 21
    both = [one, replace(one, id="b")]
    assert body_losses(replace(layout, network=rebuilt(layout.network, bodies=both)), BOOK, ON) == ()
