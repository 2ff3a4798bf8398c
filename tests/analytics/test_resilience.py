"""What is lost with a place, a person, an office: by taking each away and looking again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.coverage.reach import uncovered
from analytics.coverage.week import ALL_HOURS, Regime, bit
from analytics.resilience.losses import (
    body_losses,
    joints,
    losses,
    person_losses,
    referral_network,
    tier_cuts,
    worst_loss,
)
from knowledge.errors import BadInput
from knowledge.vocabulary import PostKind, Tier
from network.entities import Body, Population, Post
from network.responsibility.orphans import orphans
from network.snapshot import Network
from tests.analytics.worlds import (
    ALL_DAY,
    BOOK,
    DISTRICT,
    MADE,
    Tuples,
    communities,
    found_in,
    layouts,
    minus,
    place,
    rebuilt,
    serving,
    size,
    small,
    spelt,
    without_point,
)

ON = date(2026, 11, 23)
ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"
HOURS = st.integers(0, 503)
WEDNESDAY_TEN = bit(Regime.TERM, 2, 10)
Edge = tuple[str, str]


def pairwise_lost(layout: Layout, gone: Iterable[str], hours: int = ALL_HOURS) -> Tuples:
    """What is uncovered without some places and was not before."""
    left = layout
    for key in gone:
        left = without_point(left, key)
    return minus(spelt(uncovered(found_in(left), hours)), spelt(uncovered(found_in(layout), hours)))


def only_ones(network: Network) -> dict[str, dict[Tier, list[str]]]:
    """Places that alone are of their tier for a community."""
    found: dict[str, dict[Tier, list[str]]] = defaultdict(lambda: defaultdict(list))
    for community in communities(network):
        for tier in Tier:
            mine = [p for p in serving(network, community) if p.tier is tier]
            if len(mine) == 1:
                found[mine[0].id][tier].append(community)
    return found


# ---- one place ----


@settings(max_examples=12)
@given(layouts(most=6), st.one_of(st.just(ALL_HOURS), st.integers(0, ALL_HOURS)))
def test_a_loss_is_what_is_uncovered_without_it_and_was_not_before(layout: Layout, hours: int):
    told = {x.point: x for x in losses(layout, found_in(layout), hours)}
    cuts = only_ones(layout.network)
    for key in layout.network.points:
        lost = pairwise_lost(layout, [key], hours)
        if not lost and key not in cuts:
            assert key not in told
            continue
        loss = told[key]
        assert loss.tuples == size(lost)
        cut_off = {a for mine in cuts.get(key, {}).values() for a in mine}
        assert set(loss.areas) == {a for a, _, _ in lost} | cut_off, "who loses something: hours or a tier"
        assert set(loss.codes) == {c for _, c, _ in lost}
        assert set(loss.cut) == set(cuts.get(key, {}))
        assert len(loss.areas) == len(set(loss.areas))
        ages = defaultdict(set)
        for area, _, age in lost:
            ages[area].add(age)
        share = sum((layout.minors(a) or 0) * len(years) / 18 for a, years in ages.items())
        assert loss.minors == pytest.approx(share, abs=len(ages) or 1e-9), "rounding apart"
    assert set(told) <= set(layout.network.points)


@pytest.mark.long
@settings(max_examples=150)
@given(layouts())
def test_the_sum_of_a_loss_is_exact_in_many(layout: Layout):
    told = {x.point: x.tuples for x in losses(layout, found_in(layout))}
    for key in layout.network.points:
        assert told.get(key, 0) == size(pairwise_lost(layout, [key]))


@settings(max_examples=20)
@given(layouts())
def test_the_gravest_comes_first(layout: Layout):
    told = [x.tuples for x in losses(layout, found_in(layout))]
    assert told == sorted(told, reverse=True)


def test_halves_of_an_hour_are_each_indispensable():
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1], minors=36)
    told = losses(layout, found_in(layout, ["N16"]))
    assert {x.point: x.tuples for x in told} == {"a": 36, "b": 36}
    assert {x.minors for x in told} == {36}


def test_a_second_place_takes_the_sting_out():
    layout = small([place("a", [ONE]), place("b", [STREET], age_under=6)], [1], minors=36)
    (loss,) = losses(layout, found_in(layout, ["N16"]), WEDNESDAY_TEN)
    assert (loss.point, loss.tuples, loss.areas, loss.codes, loss.minors) == ("a", 12, (ONE,), ("N16",), 24)


def test_children_of_an_unknown_figure_are_not_counted():
    layout = small([place("a", [STREET])], [2])
    known = rebuilt(layout.network, populations=[Population(ONE, 90, "虚构", MADE)])
    (loss,) = losses(replace(layout, network=known), found_in(layout, ["N16"]))
    assert loss.minors == 90


# ---- tiers ----


@settings(max_examples=60)
@given(layouts(nested=True))
def test_tier_cuts_are_the_only_ones_of_a_tier(layout: Layout):
    told = {key: {t: sorted(a) for t, a in by.items()} for key, by in tier_cuts(layout).items()}
    assert told == {key: dict(by) for key, by in only_ones(layout.network).items()}


def test_a_place_for_a_community_and_its_street_is_one_place():
    """It is the only one of its tier for both communities, though it says one of them twice."""
    layout = small([place("a", [ONE, STREET], tier=Tier.STREET)], [2])
    assert {key: {t: sorted(a) for t, a in by.items()} for key, by in tier_cuts(layout).items()} == {
        "a": {Tier.STREET: [ONE, TWO]}
    }
    assert all(a != b for a, b in referral_network(layout).edges), "no referral steps from a place to itself"


@settings(max_examples=20)
@given(layouts(most=5))
def test_a_cut_leaves_communities_without_the_tier(layout: Layout):
    for key, by in tier_cuts(layout).items():
        left = without_point(layout, key).network
        for tier, cut in by.items():
            assert {c for c in cut if any(p.tier is tier for p in serving(left, c))} == set()


# ---- the worst k ----


def weight(lost: Tuples, layout: Layout, *, minors: bool) -> float:
    """Years of age, or children."""
    return sum((layout.minors(a) or 0) / 18 if minors else 1 for a, _, _ in lost)


@settings(max_examples=25)
@given(layouts(most=5), st.integers(1, 3), HOURS, st.booleans(), st.integers(0, 60))
def test_the_worst_loss_is_the_best_of_all_subsets(layout: Layout, k: int, hour: int, minors: bool, each: int):
    figures = [Population(c, 18 * (each + n), "虚构", MADE) for n, c in enumerate(communities(layout.network))]
    layout = replace(layout, network=rebuilt(layout.network, populations=figures))
    told = worst_loss(layout, found_in(layout), k, 1 << hour, minors=minors)
    keys = sorted(layout.network.points)
    best = max(
        weight(pairwise_lost(layout, some, 1 << hour), layout, minors=minors)
        for some in combinations(keys, min(k, len(keys)))
    )
    assert told.proven
    assert told.lost == best
    assert len(set(told.points)) == len(told.points) <= k
    assert weight(pairwise_lost(layout, told.points, 1 << hour), layout, minors=minors) == best
    nothing = replace(layout, network=rebuilt(layout.network, points=[]))
    covered = minus(spelt(uncovered(found_in(nothing), 1 << hour)), spelt(uncovered(found_in(layout), 1 << hour)))
    assert told.covered == weight(covered, layout, minors=minors)


@pytest.mark.long
@settings(max_examples=150)
@given(layouts(), st.integers(1, 4), st.sampled_from((10, 58, 82, 178, 227)))
def test_the_worst_loss_is_the_best_of_all_subsets_in_many(layout: Layout, k: int, hour: int):
    told = worst_loss(layout, found_in(layout), k, 1 << hour)
    keys = sorted(layout.network.points)
    assert told.lost == max(
        size(pairwise_lost(layout, some, 1 << hour)) for some in combinations(keys, min(k, len(keys)))
    )


def test_two_places_that_replace_each_other_fall_together():
    points = [place("a", [ONE]), place("b", [ONE]), place("c", [OTHER], age_under=6)]
    layout = small(points, minors=18)
    one = worst_loss(layout, found_in(layout, ["N16"]), 1, WEDNESDAY_TEN)
    assert (one.points, one.lost, one.covered, one.proven) == (("c",), 6, 24, True)
    two = worst_loss(layout, found_in(layout, ["N16"]), 2, WEDNESDAY_TEN)
    assert (set(two.points), two.lost) == ({"a", "b"}, 18)


def test_an_hour_of_two_halves_is_lost_with_either():
    """Together they cover the hour (`analytics.coverage.reach.uncovered`), so that each of them is the worst one."""
    first, second = place("a", [ONE], hours=("We 10:00-10:30",)), place("b", [ONE], hours=("We 10:30-11:00",))
    layout = small([first, second], [1])
    told = worst_loss(layout, found_in(layout, ["N16"]), 1, WEDNESDAY_TEN)
    assert (told.lost, told.covered) == (18, 18)


@pytest.mark.parametrize("k", [0, -1])
def test_no_places_are_no_question(k: int):
    layout = small([place("a", [ONE])])
    with pytest.raises(BadInput):
        worst_loss(layout, found_in(layout), k, WEDNESDAY_TEN)


# ---- persons ----


@settings(max_examples=60)
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


@settings(max_examples=40)
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


# ---- offices ----


def matters_without(network: Network, left: Network, within: str | None = None) -> set[str]:
    """Codes of matters that are orphans only then."""
    before = {o.key for o in orphans(network, BOOK, ON, within)}
    return {o.matter.code for o in orphans(left, BOOK, ON, within) if o.key not in before}


@settings(max_examples=8)
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
    told = body_losses(replace(layout, network=rebuilt(layout.network, bodies=[one, past])), BOOK, ON)
    assert [x.body.id for x in told] == ["a"]
    assert told[0].minors == 21
    both = [one, replace(one, id="b")]
    assert body_losses(replace(layout, network=rebuilt(layout.network, bodies=both)), BOOK, ON) == ()


# ---- the network that referrals take ----


def pieces(nodes: Iterable[str], edges: Iterable[Edge]) -> int:
    """Connected pieces, by joining the two ends of every edge."""
    above = {n: n for n in nodes}

    def top(n: str) -> str:
        while above[n] != n:
            n = above[n]
        return n

    for a, b in edges:
        if a in above and b in above:
            above[top(a)] = top(b)
    return sum(n == m for n, m in above.items())


@settings(max_examples=60)
@given(layouts(), st.data())
def test_joints_are_what_breaks_the_network(layout: Layout, data: st.DataObject):
    keys = sorted(layout.network.points)
    if len(keys) > 1:
        pair = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda e: e[0] != e[1])
        layout = replace(layout, links=tuple(data.draw(st.lists(pair, max_size=4))))
    graph = referral_network(layout)
    nodes, edges = set(graph.nodes), list(graph.edges)
    told = joints(layout)
    whole = pieces(nodes, edges)
    assert told.pieces == whole
    assert set(told.points) == {p for p in keys if pieces(nodes - {p}, edges) > whole}
    breaking = {frozenset(e) for e in edges if pieces(nodes, [f for f in edges if f != e]) > whole}
    assert {frozenset(e) for e in told.bridges} == breaking
    assert len(told.bridges) == len(breaking)


@settings(max_examples=30)
@given(layouts())
def test_a_referral_steps_between_communities_and_places(layout: Layout):
    network = layout.network
    keys = sorted(network.points)
    layout = replace(layout, links=((keys[0], keys[-1]),) if len(keys) > 1 else ())
    graph = referral_network(layout)
    of_a_tier = {p.id for p in network.points.values() if p.tier}
    linked = {k for link in layout.links for k in link}
    assert set(communities(network)) | linked <= set(graph.nodes) <= {*communities(network), *keys}
    assert {k for k in of_a_tier if any(network.points[k] in serving(network, c) for c in communities(network))} <= set(
        graph.nodes
    )
    for a, b in layout.links:
        assert graph.has_edge(a, b)
    for a, b in graph.edges:
        ends = [n for n in (a, b) if n in network.areas]
        assert len(ends) < 2, "no step goes from community to community"
        for community in ends:
            other = b if a == community else a
            assert network.points[other] in serving(network, community), "who is served by what"


def test_the_tiers_hang_together():
    points = [
        place("c", [ONE], tier=Tier.COMMUNITY),
        place("s", [STREET], tier=Tier.STREET),
        place("t", ["440104002000"], tier=Tier.STREET),
        place("d", [DISTRICT], tier=Tier.DISTRICT),
    ]
    layout = small(points)
    edges = {frozenset(e) for e in referral_network(layout).edges}
    assert {frozenset(e) for e in ((ONE, "c"), ("c", "s"), ("s", "d"), ("t", "d"))} <= edges
    assert frozenset(("c", "t")) not in edges, "a station is for its own street"
    assert joints(layout).pieces == 1
    assert joints(replace(layout, network=rebuilt(layout.network, points=points[:2]))).pieces > 1
    assert joints(small(())).pieces == 3
    assert joints(small([place("a", [ONE], hours=ALL_DAY)], [1])).pieces == 1
