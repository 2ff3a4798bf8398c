"""A change is what the two networks differ in; nothing is written, and what cannot be changed is named."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.conformance import conformance
from analytics.coverage.layout import Layout
from analytics.coverage.reach import uncovered
from analytics.coverage.week import ALL_HOURS, Regime, bit
from analytics.coverage.whatif import Change, Question, Step, changed, difference
from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind, Tier
from network.entities import Post, ServicePoint
from network.snapshot import Network
from tests.analytics.worlds import (
    ALL_DAY,
    BOOK,
    CODES,
    DISTRICT,
    MADE,
    SERVICES,
    found_in,
    layouts,
    minus,
    opening_hours,
    place,
    rebuilt,
    size,
    small,
    spelt,
    without_point,
)

ON = date(2026, 11, 23)
ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"
ASKED = Question(CODES)
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


# ---- each change is that change, and no other ----


@settings(max_examples=30)
@given(SMALL, st.data())
def test_a_changed_network_is_as_one_read_so(layout: Layout, data: st.DataObject):
    """After each change every index is as if the records had been loaded like that."""
    chosen = a_place(data, layout)
    points = list(layout.network.points.values())
    new = place("new", [data.draw(st.sampled_from(sorted(layout.network.areas)))])
    same(changed(layout, [Change(Step.OPEN, "new", point=new)]).network, as_records(layout, [*points, new]))
    if chosen is None:
        return
    others = [p for p in points if p.id != chosen.id]
    same(changed(layout, [Change(Step.CLOSE, chosen.id)]).network, as_records(layout, others))
    room = data.draw(st.integers(0, 30))
    resized = replace(chosen, capacity=room)
    same(
        changed(layout, [Change(Step.RESIZE, chosen.id, capacity=room)]).network, as_records(layout, [*others, resized])
    )
    rows = data.draw(opening_hours().filter(bool))
    rehoured = replace(chosen, hours=rows)
    same(changed(layout, [Change(Step.REHOUR, chosen.id, hours=rows)]).network, as_records(layout, [*others, rehoured]))
    service = data.draw(st.sampled_from(SERVICES))
    after = changed(layout, [Change(Step.ADD_SERVICE, chosen.id, service=service)])
    wanted = set(chosen.services) | {service}
    given_now = after.network.points[chosen.id].services
    assert set(given_now) == wanted
    assert len(given_now) == len(wanted), "once is enough"
    same(after.network, as_records(layout, [*others, replace(chosen, services=given_now)]))


@settings(max_examples=30)
@given(SMALL, st.data(), st.sampled_from((None, "h1", "h9")))
def test_a_moved_post_is_held_by_whom_it_is_moved_to(layout: Layout, data: st.DataObject, holder: str | None):
    posts = list(layout.network.posts.values())
    if not posts:
        return
    post = data.draw(st.sampled_from(posts))
    after = changed(layout, [Change(Step.MOVE_POST, post.id, holder=holder)])
    mine = after.network.posts[post.id]
    assert mine.holder == holder
    assert replace(mine, holder=None, since=None) == replace(post, holder=None, since=None)
    moved = [p for p in posts if p.id != post.id] + [mine]
    same(after.network, as_records(layout, list(layout.network.points.values()), moved))


@settings(max_examples=20)
@given(SMALL, st.data())
def test_the_layout_that_is_asked_stays_as_it_is(layout: Layout, data: st.DataObject):
    kept = deepcopy((dict(layout.network.points), dict(layout.network.posts), dict(layout.demand), layout.candidates))
    steps = [Change(Step.OPEN, "new", point=place("new", [DISTRICT]))]
    chosen = a_place(data, layout)
    if chosen:
        steps += [Change(Step.RESIZE, chosen.id, capacity=3), Change(Step.CLOSE, chosen.id)]
    after = changed(layout, steps)
    assert kept == (dict(layout.network.points), dict(layout.network.posts), dict(layout.demand), layout.candidates)
    assert after.demand == layout.demand
    assert after is not layout


def test_no_change_is_no_change():
    layout = small([place("a", [ONE])])
    same(changed(layout, ()).network, layout.network)


def test_changes_are_made_in_their_order():
    layout = small([place("a", [ONE], capacity=1)])
    twice = [Change(Step.RESIZE, "a", capacity=5), Change(Step.RESIZE, "a", capacity=2)]
    assert changed(layout, twice).network.points["a"].capacity == 2
    new = place("b", [ONE])
    opened = [Change(Step.OPEN, "b", point=new), Change(Step.REHOUR, "b", hours=ALL_DAY), Change(Step.CLOSE, "a")]
    assert dict(changed(layout, opened).network.points) == {"b": replace(new, hours=ALL_DAY)}
    with pytest.raises(BadInput):
        changed(layout, [opened[1], opened[0]])


def test_a_candidate_is_opened_by_its_key():
    candidate = place("c", [TWO])
    layout = small([place("a", [ONE])], candidates=(candidate,))
    assert changed(layout, [Change(Step.OPEN, "c")]).network.points["c"] == candidate
    assert "c" not in layout.network.points


# ---- what it wins and loses ----


@settings(max_examples=20)
@given(SMALL, SMALL, st.data())
def test_a_difference_is_that_of_the_two_sets(layout: Layout, other: Layout, data: st.DataObject):
    """Some places of this network go, one of another comes."""
    steps: list[Change] = []
    for key in layout.network.points:
        if data.draw(st.booleans()):
            steps.append(Change(Step.CLOSE, key))
    for point in list(other.network.points.values())[:1]:
        serves = data.draw(st.sampled_from(sorted(layout.network.areas)))
        steps.append(Change(Step.OPEN, "new", point=replace(point, id="new", area=serves, serves=(serves,))))
    after = changed(layout, steps)
    told = difference(layout, after, BOOK, ASKED, ON)
    old, new = (spelt(uncovered(found_in(x))) for x in (layout, after))
    assert spelt(told.newly_uncovered) == minus(new, old)
    assert spelt(told.newly_covered) == minus(old, new)
    assert (told.before, told.after) == (size(old), size(new))
    assert told.after - told.before == sum(r.count for r in told.newly_uncovered) - sum(
        r.count for r in told.newly_covered
    )
    for rows in (told.newly_uncovered, told.newly_covered):
        ends = {(r.area.code, r.code, r.age_under, r.hours, r.doubtful) for r in rows}
        assert not ends & {(r.area.code, r.code, r.age_from, r.hours, r.doubtful) for r in rows}, "not maximal"
    for tuples, minors in ((minus(new, old), told.minors_lost), (minus(old, new), told.minors_won)):
        ages = {(a, age) for a, _, age in tuples}
        share = sum((layout.minors(a) or 0) / 18 for a, _ in ages)
        assert minors == pytest.approx(share, abs=len({a for a, _ in ages}) or 1e-9)
    was, then = ({(f.check.code, f.key) for f in conformance(x.network, ON)} for x in (layout, after))
    assert {(f.check.code, f.key) for f in told.new_findings} == then - was
    assert {(f.check.code, f.key) for f in told.mended} == was - then
    free = tuple(sum(p.free for p in x.network.points.values() if p.free is not None) for x in (layout, after))
    assert told.free == free


@settings(max_examples=15)
@given(SMALL, st.data())
def test_close_and_open_again_is_no_difference(layout: Layout, data: st.DataObject):
    chosen = a_place(data, layout)
    if chosen is None:
        return
    after = changed(layout, [Change(Step.CLOSE, chosen.id), Change(Step.OPEN, chosen.id, point=chosen)])
    same(after.network, layout.network)
    told = difference(layout, after, BOOK, ASKED, ON)
    assert (told.newly_uncovered, told.newly_covered, told.new_findings, told.mended) == ((), (), (), ())
    assert told.before == told.after
    assert (told.minors_lost, told.minors_won) == (0, 0)
    assert told.ways[0] == told.ways[1]
    assert told.free[0] == told.free[1]


@settings(max_examples=15)
@given(SMALL, st.data())
def test_there_and_back_are_opposites(layout: Layout, data: st.DataObject):
    chosen = a_place(data, layout)
    if chosen is None:
        return
    less = without_point(layout, chosen.id)
    there, back = difference(layout, less, BOOK, ASKED, ON), difference(less, layout, BOOK, ASKED, ON)
    assert spelt(there.newly_uncovered) == spelt(back.newly_covered)
    assert (there.before, there.after, there.minors_lost) == (back.after, back.before, back.minors_won)
    assert there.newly_covered == back.newly_uncovered == ()
    assert {(f.check.code, f.key) for f in there.new_findings} == {(f.check.code, f.key) for f in back.mended}
    assert there.ways == back.ways[::-1]
    assert there.free == back.free[::-1]


@settings(max_examples=15)
@given(SMALL, st.data(), st.integers(0, ALL_HOURS))
def test_a_question_is_of_its_area_and_hours(layout: Layout, data: st.DataObject, hours: int):
    within = data.draw(st.sampled_from(sorted(layout.network.areas)))
    asked = Question(("N16", "N11"), within, None, hours)
    inside = {a.code for a in layout.network.within(within)}
    rows = spelt(uncovered(found_in(layout, asked.codes), hours))
    assert spelt(asked.uncovered(layout, BOOK)) == {k: v for k, v in rows.items() if k[0] in inside}


def test_an_evening_more_wins_just_that():
    layout = small([place("a", [ONE], hours=("Mo-Fr 09:00-17:00",))], [2], minors=36)
    change = Change(Step.REHOUR, "a", hours=("Mo-Fr 09:00-17:00", "We 17:00-19:00"))
    told = difference(layout, changed(layout, [change]), BOOK, Question(("N16",)), ON)
    (row,) = told.newly_covered
    hours = [bit(r, 2, h) for r in (Regime.TERM, Regime.VACATION) for h in (17, 18)]
    assert (row.area.code, row.age_from, row.age_under, row.hours) == (ONE, 0, 18, sum(hours))
    assert (told.before - told.after, told.minors_won, told.minors_lost) == (72, 36, 0)


def test_room_is_told_before_and_after():
    points = [place("a", [ONE], capacity=5, load=2), place("b", [ONE]), place("c", [ONE], capacity=1, load=3)]
    layout = small(points)
    told = difference(layout, changed(layout, [Change(Step.RESIZE, "a", capacity=10)]), BOOK, ASKED, ON)
    assert told.free == (3, 8)
    assert (told.newly_covered, told.newly_uncovered) == ((), ())


def test_a_post_left_vacant_is_a_finding_and_filled_again_is_mended():
    layout = small([], [1])
    posts = [Post("d", PostKind.DIRECTOR, ONE, MADE, "虚构", "h")]
    held = replace(layout, network=rebuilt(layout.network, posts=posts))
    vacant = changed(held, [Change(Step.MOVE_POST, "d")])
    lost = difference(held, vacant, BOOK, ASKED, ON)
    assert [f.check.code for f in lost.new_findings] == ["community_director"]
    assert lost.mended == ()
    again = difference(vacant, changed(vacant, [Change(Step.MOVE_POST, "d", holder="k")]), BOOK, ASKED, ON)
    assert [f.check.code for f in again.mended] == ["community_director"]


def test_a_station_mends_the_streets_gap_only():
    layout = small([place("x", [DISTRICT], tier=Tier.DISTRICT)])
    station = place("s", [STREET], tier=Tier.STREET, contact="x", assured_on=ON, capacity=9, load=0, staff=2)
    told = difference(layout, changed(layout, [Change(Step.OPEN, "s", point=station)]), BOOK, ASKED, ON)
    gaps = {(f.check.code, f.key) for f in told.mended}
    assert ("street_station", STREET) in gaps
    assert ("street_station", "440104002000") not in gaps


def test_the_mean_way_is_over_communities_whose_way_is_known():
    located = [(113.25, 23.15), (113.25, 23.16), None]
    base = small([], [3])
    spots = []
    for code, at in zip(("440104001001", "440104001002", "440104001003"), located, strict=True):
        area = base.network.areas[code]
        spots.append(replace(area, lon=at[0], lat=at[1], crs="GCJ-02") if at else area)
    kept = [a for a in base.network.areas.values() if a.code not in {s.code for s in spots}]
    near = place("a", [STREET], tier=Tier.STREET, lon=113.25, lat=23.15, crs="GCJ-02")
    far = place("b", [STREET], tier=Tier.STREET, lon=113.25, lat=23.20, crs="GCJ-02")
    layout = replace(base, network=rebuilt(base.network, areas=[*kept, *spots], points=[near, far]))
    told = difference(layout, changed(layout, [Change(Step.CLOSE, "a")]), BOOK, Question(("N16",)), ON)
    degree = 111.19
    assert told.ways[0] == pytest.approx(0.01 * degree / 2, rel=0.01)
    assert told.ways[1] == pytest.approx((0.05 + 0.04) * degree / 2, rel=0.01)
    nowhere = difference(base, base, BOOK, Question(("N16",)), ON)
    assert nowhere.ways == (None, None)


# ---- what cannot be changed ----


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": Step.CLOSE, "key": "nowhere"},
        {"step": Step.RESIZE, "key": "nowhere", "capacity": 3},
        {"step": Step.REHOUR, "key": "nowhere", "hours": ALL_DAY},
        {"step": Step.ADD_SERVICE, "key": "nowhere", "service": "B41"},
        {"step": Step.MOVE_POST, "key": "nowhere", "holder": "h"},
        {"step": Step.OPEN, "key": "nowhere"},  # neither a place given nor a candidate
        {"step": Step.RESIZE, "key": "a"},
        {"step": Step.RESIZE, "key": "a", "capacity": -1},
        {"step": Step.REHOUR, "key": "a"},
        {"step": Step.REHOUR, "key": "a", "hours": ("when it suits",)},
        {"step": Step.ADD_SERVICE, "key": "a"},
        {"step": Step.CLOSE, "key": "c"},  # a candidate is not open
        {"step": Step.MOVE_POST, "key": "a", "holder": "h"},  # a place is no post
    ],
)
@pytest.mark.parametrize("n", [0, 2])
def test_what_cannot_be_changed_is_named(wrong: Mapping[str, Any], n: int):
    layout = small([place("a", [ONE])], candidates=(place("c", [ONE]),))
    right = [Change(Step.RESIZE, "a", capacity=k) for k in range(n)]
    with pytest.raises(BadInput) as refused:
        changed(layout, [*right, Change(**wrong)])
    assert refused.value.field.startswith(f"changes.{n}")
