"""Each change changes that and nothing else; impossible changes are refused."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.coverage.whatif import apply
from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind, Provenance
from network.drafts.changes import ChangeKind, NetworkChange
from network.entities import Post, ServicePoint
from network.snapshot import Network
from tests.analytics.drawn_hours import opening_hours
from tests.analytics.worlds import (
    ALL_DAY,
    BOOK,
    DISTRICT,
    SERVICES,
    layouts,
    place,
    rebuilt,
    small,
)
from tests.support.examples import examples
from tests.support.walks import every

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
SMALL = layouts(most=5)


def same(a: Network, b: Network) -> None:
    """Two networks hold the same records, and every index of them too."""
    for kind in ("areas", "bodies", "points", "posts", "populations"):
        assert dict(getattr(a, kind)) == dict(getattr(b, kind)), kind
    for way in ("offices", "posts_in", "points_for", "children", "points_giving"):
        mine, yours = ({k: sorted(map(repr, v)) for k, v in getattr(n, way).items() if v} for n in (a, b))
        assert mine == yours, way


def as_records(layout: Layout, points: Sequence[ServicePoint], posts: Sequence[Post] | None = None) -> Network:
    return rebuilt(layout.network, points=points, **({} if posts is None else {"posts": posts}))


def a_place(data: st.DataObject, layout: Layout) -> ServicePoint | None:
    keys = sorted(layout.network.points)
    return layout.network.points[data.draw(st.sampled_from(keys))] if keys else None


@examples(30)
@given(SMALL, st.data())
def test_a_changed_network_is_as_one_read_so(layout: Layout, data: st.DataObject):
    """After each change every index is as if the records had been loaded like that."""
    chosen = a_place(data, layout)
    points = list(layout.network.points.values())
    new = place("new", [data.draw(st.sampled_from(sorted(layout.network.areas)))])
    same(
        apply(layout, BOOK, [NetworkChange(ChangeKind.OPEN, "new", point=new)]).network,
        as_records(layout, [*points, new]),
    )
    if chosen is None:
        return
    others = [p for p in points if p.id != chosen.id]
    same(apply(layout, BOOK, [NetworkChange(ChangeKind.CLOSE, chosen.id)]).network, as_records(layout, others))
    room = data.draw(st.integers(0, 30))
    resized = replace(chosen, capacity=room)
    same(
        apply(layout, BOOK, [NetworkChange(ChangeKind.RESIZE, chosen.id, capacity=room)]).network,
        as_records(layout, [*others, resized]),
    )
    rows = data.draw(opening_hours().filter(bool))
    rehoured = replace(chosen, hours=rows)
    after = apply(layout, BOOK, [NetworkChange(ChangeKind.REHOUR, chosen.id, hours=rows)])
    same(after.network, as_records(layout, [*others, rehoured]))
    service = data.draw(st.sampled_from(SERVICES))
    after = apply(layout, BOOK, [NetworkChange(ChangeKind.ADD_SERVICE, chosen.id, service=service)])
    wanted = set(chosen.services) | {service}
    given_now = after.network.points[chosen.id].services
    assert set(given_now) == wanted
    assert len(given_now) == len(wanted), "once is enough"
    same(after.network, as_records(layout, [*others, replace(chosen, services=given_now)]))


@examples(30)
@given(SMALL, st.data(), st.sampled_from((None, "h1", "new-9")))
def test_a_moved_post_is_held_by_whom_it_is_moved_to(layout: Layout, data: st.DataObject, holder: str | None):
    posts = list(layout.network.posts.values())
    if not posts:
        return
    if holder == "h1" and not any(p.holder == holder for p in posts):
        return
    post = data.draw(st.sampled_from(posts))
    after = apply(layout, BOOK, [NetworkChange(ChangeKind.MOVE_POST, post.id, holder=holder)])
    mine = after.network.posts[post.id]
    assert mine.holder == holder
    assert replace(mine, holder=None, since=None) == replace(post, holder=None, since=None)
    moved = [p for p in posts if p.id != post.id] + [mine]
    same(after.network, as_records(layout, list(layout.network.points.values()), moved))


@examples(20)
@given(SMALL, st.data())
def test_the_layout_that_is_asked_stays_as_it_is(layout: Layout, data: st.DataObject):
    kept = deepcopy((dict(layout.network.points), dict(layout.network.posts), dict(layout.demand), layout.candidates))
    steps = [NetworkChange(ChangeKind.OPEN, "new", point=place("new", [DISTRICT]))]
    chosen = a_place(data, layout)
    if chosen:
        steps += [NetworkChange(ChangeKind.RESIZE, chosen.id, capacity=3), NetworkChange(ChangeKind.CLOSE, chosen.id)]
    after = apply(layout, BOOK, steps)
    assert kept == (dict(layout.network.points), dict(layout.network.posts), dict(layout.demand), layout.candidates)
    assert after.demand == layout.demand
    assert after is not layout


def test_no_change_is_no_change():
    layout = small([place("a", [ONE])])
    same(apply(layout, BOOK, ()).network, layout.network)


def test_changes_are_made_in_their_order():
    layout = small([place("a", [ONE], capacity=1)])
    twice = [NetworkChange(ChangeKind.RESIZE, "a", capacity=5), NetworkChange(ChangeKind.RESIZE, "a", capacity=2)]
    assert apply(layout, BOOK, twice).network.points["a"].capacity == 2
    new = place("b", [ONE])
    opened = [
        NetworkChange(ChangeKind.OPEN, "b", point=new),
        NetworkChange(ChangeKind.REHOUR, "b", hours=ALL_DAY),
        NetworkChange(ChangeKind.CLOSE, "a"),
    ]
    assert dict(apply(layout, BOOK, opened).network.points) == {"b": replace(new, hours=ALL_DAY)}
    with pytest.raises(BadInput):
        apply(layout, BOOK, [opened[1], opened[0]])


def test_a_candidate_is_opened_by_its_key():
    candidate = place("c", [TWO])
    layout = small([place("a", [ONE])], candidates=(candidate,))
    assert apply(layout, BOOK, [NetworkChange(ChangeKind.OPEN, "c")]).network.points["c"] == candidate
    assert "c" not in layout.network.points


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ChangeKind.CLOSE, "key": "nowhere"},
        {"kind": ChangeKind.RESIZE, "key": "nowhere", "capacity": 3},
        {"kind": ChangeKind.REHOUR, "key": "nowhere", "hours": ALL_DAY},
        {"kind": ChangeKind.ADD_SERVICE, "key": "nowhere", "service": "B41"},
        {"kind": ChangeKind.MOVE_POST, "key": "nowhere", "holder": "h"},
        {"kind": ChangeKind.OPEN, "key": "nowhere"},  # neither a place given nor a candidate
        {"kind": ChangeKind.RESIZE, "key": "a"},
        {"kind": ChangeKind.RESIZE, "key": "a", "capacity": -1},
        {"kind": ChangeKind.REHOUR, "key": "a"},
        {"kind": ChangeKind.REHOUR, "key": "a", "hours": ("when it suits",)},
        {"kind": ChangeKind.ADD_SERVICE, "key": "a"},
        {"kind": ChangeKind.CLOSE, "key": "c"},  # a candidate is not open
        {"kind": ChangeKind.MOVE_POST, "key": "a", "holder": "h"},  # a place is no post
        {"kind": ChangeKind.ADD_SERVICE, "key": "a", "service": "nope"},  # no such service
        {"kind": ChangeKind.MOVE_POST, "key": "d", "holder": "nobody"},  # no such person
        {"kind": ChangeKind.OPEN, "key": "x", "point": place("x", [ONE], services=("nope",))},
    ],
)
@every("n", [0, 2])
def test_what_cannot_be_changed_is_named(wrong: Mapping[str, Any], n: int):
    layout = small([place("a", [ONE])], candidates=(place("c", [ONE]),))
    post = Post("d", PostKind.DIRECTOR, ONE, Provenance.SYNTHETIC, "虚构", "k")
    layout = replace(layout, network=rebuilt(layout.network, posts=[post]))
    right = [NetworkChange(ChangeKind.RESIZE, "a", capacity=k) for k in range(n)]
    with pytest.raises(BadInput) as refused:
        apply(layout, BOOK, [*right, NetworkChange(**wrong)])
    assert refused.value.field.startswith(f"changes.{n}")


def test_a_refusal_names_what_there_is_and_a_new_person_may_be_appointed():
    layout = small([place("a", [ONE])])
    post = Post("d", PostKind.DIRECTOR, ONE, Provenance.SYNTHETIC, "虚构", "k")
    layout = replace(layout, network=rebuilt(layout.network, posts=[post]))
    for wrong, named in (
        (NetworkChange(ChangeKind.CLOSE, "b"), "a"),
        (NetworkChange(ChangeKind.MOVE_POST, "e", holder="k"), "d"),
        (NetworkChange(ChangeKind.MOVE_POST, "d", holder="x"), "k"),
        (NetworkChange(ChangeKind.ADD_SERVICE, "a", service="nope"), "B41"),
    ):
        with pytest.raises(BadInput) as refused:
            apply(layout, BOOK, [wrong])
        assert named in str(refused.value.message), wrong
    assert apply(layout, BOOK, [NetworkChange(ChangeKind.MOVE_POST, "d", holder="new-1")]).network.posts["d"].holder
