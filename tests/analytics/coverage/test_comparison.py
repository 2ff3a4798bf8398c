"""A comparison equals the difference of the two sets of tuples."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.conformance import conformance
from analytics.coverage.layout import Layout
from analytics.coverage.uncovered import alike, uncovered
from analytics.coverage.week import ALL_HOURS, Regime, hour_bit
from analytics.coverage.whatif import Comparison, apply, compare, tried
from knowledge.errors import BadInput
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import PostKind, Tier
from network.drafts.changes import ChangeKind, NetworkChange
from network.entities import Post, ServicePoint
from network.snapshot import Network
from tests.analytics.worlds import (
    BOOK,
    CODES,
    DISTRICT,
    MADE,
    found_in,
    layouts,
    minus,
    place,
    rebuilt,
    size,
    small,
    spelt,
    without_point,
)
from tests.support.examples import examples

ON = date(2026, 11, 23)
ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"
ASKED = Comparison(CODES)
SMALL = layouts(most=5)


def same(a: Network, b: Network) -> None:
    """Two networks hold the same records, and every index of them too."""
    for kind in ("areas", "bodies", "points", "posts", "populations"):
        assert dict(getattr(a, kind)) == dict(getattr(b, kind)), kind
    for way in ("offices", "posts_in", "points_for", "children", "points_giving"):
        mine, yours = ({k: sorted(map(repr, v)) for k, v in getattr(n, way).items() if v} for n in (a, b))
        assert mine == yours, way


def a_place(data: st.DataObject, layout: Layout) -> ServicePoint | None:
    keys = sorted(layout.network.points)
    return layout.network.points[data.draw(st.sampled_from(keys))] if keys else None


@examples(20)
@given(SMALL, SMALL, st.data())
def test_a_difference_is_that_of_the_two_sets(layout: Layout, other: Layout, data: st.DataObject):
    """Some places of this network go, one of another comes."""
    steps: list[NetworkChange] = []
    for key in layout.network.points:
        if data.draw(st.booleans()):
            steps.append(NetworkChange(ChangeKind.CLOSE, key))
    for point in list(other.network.points.values())[:1]:
        serves = data.draw(st.sampled_from(sorted(layout.network.areas)))
        opened = replace(point, id="new", area=serves, serves=(serves,))
        steps.append(NetworkChange(ChangeKind.OPEN, "new", point=opened))
    after = apply(layout, BOOK, steps)
    told = compare(layout, after, BOOK, ASKED, ON)
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
    for tuples, minors in ((minus(new, old), told.minors_lost), (minus(old, new), told.minors_gained)):
        ages = {(a, age) for a, _, age in tuples}
        share = sum((layout.minors(a) or 0) / 18 for a, _ in ages)
        assert minors == pytest.approx(share, abs=len({a for a, _ in ages}) or 1e-9)
    was, then = ({(f.check.code, f.key) for f in conformance(x.network, rulebook(), ON)} for x in (layout, after))
    assert {(f.check.code, f.key) for f in told.new_findings} == then - was
    assert {(f.check.code, f.key) for f in told.resolved} == was - then
    free = tuple(sum(p.free for p in x.network.points.values() if p.free is not None) for x in (layout, after))
    assert told.free == free


@examples(15)
@given(SMALL)
def test_what_is_joined_is_each_row_once(layout: Layout):
    rows = uncovered(found_in(layout))
    joined = alike(rows)
    told = [(c, a.code, g.one.age_from, g.one.age_under, g.one.hours) for g in joined for c in g.codes for a in g.areas]
    assert sorted(told) == sorted((r.code, r.area.code, r.age_from, r.age_under, r.hours) for r in rows)
    own = {(r.code, r.area.code, r.age_from): (r.doubtful, len(r.offices)) for r in rows}
    for g in joined:
        doubt = {own[c, a.code, g.one.age_from] for c in g.codes for a in g.areas}
        assert doubt == {(g.one.doubtful, len(g.one.offices))}
    alone = [
        (g.areas, g.one.age_from, g.one.age_under, g.one.hours, g.one.doubtful, len(g.one.offices)) for g in joined
    ]
    assert len(alone) == len(set(alone)), "two groups that are one"


def test_what_was_tried_is_worked_out_once_and_refused_each_time():
    layout = small([place("one", (ONE,))])
    (key,) = layout.network.points
    close, resize = NetworkChange(ChangeKind.CLOSE, key), NetworkChange(ChangeKind.RESIZE, key, capacity=1)
    after, told = tried(layout, BOOK, [close], ASKED, ON)
    assert told == compare(layout, apply(layout, BOOK, [close]), BOOK, ASKED, ON)
    assert tried(layout, BOOK, [close], ASKED, ON)[1] is told
    assert key not in after.network.points
    for other in (([resize], ASKED, ON), ([close], Comparison(CODES, hours=1), ON), ([close], ASKED, date(2027, 1, 1))):
        assert tried(layout, BOOK, *other)[1] is not told
    for _ in range(2):
        with pytest.raises(BadInput):
            tried(layout, BOOK, [close, close], ASKED, ON)


@examples(15)
@given(SMALL, st.data())
def test_close_and_open_again_is_no_difference(layout: Layout, data: st.DataObject):
    chosen = a_place(data, layout)
    if chosen is None:
        return
    reopen = NetworkChange(ChangeKind.OPEN, chosen.id, point=chosen)
    after = apply(layout, BOOK, [NetworkChange(ChangeKind.CLOSE, chosen.id), reopen])
    same(after.network, layout.network)
    told = compare(layout, after, BOOK, ASKED, ON)
    assert (told.newly_uncovered, told.newly_covered, told.new_findings, told.resolved) == ((), (), (), ())
    assert told.before == told.after
    assert (told.minors_lost, told.minors_gained) == (0, 0)
    assert told.travel[0] == told.travel[1]
    assert told.free[0] == told.free[1]


@examples(15)
@given(SMALL, st.data())
def test_there_and_back_are_opposites(layout: Layout, data: st.DataObject):
    chosen = a_place(data, layout)
    if chosen is None:
        return
    less = without_point(layout, chosen.id)
    there, back = compare(layout, less, BOOK, ASKED, ON), compare(less, layout, BOOK, ASKED, ON)
    assert spelt(there.newly_uncovered) == spelt(back.newly_covered)
    assert (there.before, there.after, there.minors_lost) == (back.after, back.before, back.minors_gained)
    assert there.newly_covered == back.newly_uncovered == ()
    assert {(f.check.code, f.key) for f in there.new_findings} == {(f.check.code, f.key) for f in back.resolved}
    assert there.travel == back.travel[::-1]
    assert there.free == back.free[::-1]


@examples(15)
@given(SMALL, st.data(), st.integers(0, ALL_HOURS))
def test_a_question_is_of_its_area_and_hours(layout: Layout, data: st.DataObject, hours: int):
    within = data.draw(st.sampled_from(sorted(layout.network.areas)))
    asked = Comparison(("N16", "N11"), within, None, hours)
    inside = {a.code for a in layout.network.within(within)}
    rows = spelt(uncovered(found_in(layout, asked.codes), hours))
    assert spelt(asked.uncovered(layout, BOOK)) == {k: v for k, v in rows.items() if k[0] in inside}


def test_an_evening_more_wins_just_that():
    layout = small([place("a", [ONE], hours=("Mo-Fr 09:00-17:00",))], [2], minors=36)
    change = NetworkChange(ChangeKind.REHOUR, "a", hours=("Mo-Fr 09:00-17:00", "We 17:00-19:00"))
    told = compare(layout, apply(layout, BOOK, [change]), BOOK, Comparison(("N16",)), ON)
    (row,) = told.newly_covered
    hours = [hour_bit(r, 2, h) for r in (Regime.TERM, Regime.VACATION) for h in (17, 18)]
    assert (row.area.code, row.age_from, row.age_under, row.hours) == (ONE, 0, 18, sum(hours))
    assert (told.before - told.after, told.minors_gained, told.minors_lost) == (72, 36, 0)


def test_room_is_told_before_and_after():
    points = [place("a", [ONE], capacity=5, load=2), place("b", [ONE]), place("c", [ONE], capacity=1, load=3)]
    layout = small(points)
    told = compare(layout, apply(layout, BOOK, [NetworkChange(ChangeKind.RESIZE, "a", capacity=10)]), BOOK, ASKED, ON)
    assert told.free == (3, 8)
    assert (told.newly_covered, told.newly_uncovered) == ((), ())


def test_a_post_left_vacant_is_a_finding_and_filled_again_is_mended():
    layout = small([], [1])
    posts = [Post("d", PostKind.DIRECTOR, ONE, MADE, "虚构", "h")]
    held = replace(layout, network=rebuilt(layout.network, posts=posts))
    vacant = apply(held, BOOK, [NetworkChange(ChangeKind.MOVE_POST, "d")])
    lost = compare(held, vacant, BOOK, ASKED, ON)
    assert [f.check.code for f in lost.new_findings] == ["community_director"]
    assert lost.resolved == ()
    again = compare(
        vacant, apply(vacant, BOOK, [NetworkChange(ChangeKind.MOVE_POST, "d", holder="new-k")]), BOOK, ASKED, ON
    )
    assert [f.check.code for f in again.resolved] == ["community_director"]


def test_a_station_mends_the_streets_gap_only():
    layout = small([place("x", [DISTRICT], tier=Tier.DISTRICT)])
    station = place("s", [STREET], tier=Tier.STREET, contact="x", assured_on=ON, capacity=9, load=0, staff=2)
    told = compare(layout, apply(layout, BOOK, [NetworkChange(ChangeKind.OPEN, "s", point=station)]), BOOK, ASKED, ON)
    gaps = {(f.check.code, f.key) for f in told.resolved}
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
    told = compare(layout, apply(layout, BOOK, [NetworkChange(ChangeKind.CLOSE, "a")]), BOOK, Comparison(("N16",)), ON)
    degree = 111.19
    assert told.travel[0] == pytest.approx(0.01 * degree / 2, rel=0.01)
    assert told.travel[1] == pytest.approx((0.05 + 0.04) * degree / 2, rel=0.01)
    nowhere = compare(base, base, BOOK, Comparison(("N16",)), ON)
    assert nowhere.travel == (None, None)
