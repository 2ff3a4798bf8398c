"""A site is proposed only for what may be provided there: against every choice of small networks, and on the demo."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout, Pair, given_at_points
from analytics.siting.check import check
from analytics.siting.hosting import can_be_hosted, offer
from analytics.siting.placement import find_placement
from analytics.siting.problem import DemandNode, Objective, Site, SitingOptions, SitingProblem
from analytics.siting.question import NEW_KIND, SitingQuestion, prepare
from analytics.siting.solve import solve
from cli.bench.analytics import made
from knowledge.siting.hosting import Hosting, hostings
from loaders.shipped import yuexiu
from network.snapshot import network
from tests.analytics.worlds import BOOK, small
from tests.analytics.worlds import place as at
from tests.support.examples import examples

INSIDE = {
    "party_service_centre": ("family_education_station", "community_place"),
    "cultural_room": ("family_education_station", "community_place"),
    "community_place": ("family_education_station",),
    "family_education_station": ("community_place",),
}
"""What may be set up inside what, read from the table by eye."""
KINDS = ("party_service_centre", "street_station", "social_work_station", "community_health", "youth_zone", "school")
CODES = ("N04", "N05", "N12", "N15", "N16", "N24", "N26", "B33", "B16")
ONE, OTHER, STREET = "440104001001", "440104002001", "440104001000"


def allowed(kind: str, code: str) -> bool:
    """Whether the rules name the kind, or what may be set up inside it."""
    answering = [s for s in BOOK.services.values() if code in (s.code, *s.needs)]
    return any({kind, *INSIDE.get(kind, ())} & set(s.points) for s in answering)


@st.composite
def worlds(draw: st.DrawFn) -> Layout:
    """Premises of several kinds for a community or a street, none of which gives anything yet."""
    areas = st.sampled_from([ONE, "440104001002", OTHER, STREET, "440104002000"])
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4))
    return small([replace(at(f"p{n}", [draw(areas)], services=()), body=k) for n, k in enumerate(kinds)], (2, 1))


def most(layout: Layout, codes: Sequence[str], k: int) -> int:
    """The most pairs that k candidates cover, by every choice."""
    communities = [a.code for a in layout.communities()]
    held = [(p.body, set(p.serves)) for p in layout.network.points.values() if p.body in hostings().kinds()]
    held += [(NEW_KIND, {a}) for a in communities]
    pairs = [
        {(a, c) for a in communities for c in codes if allowed(kind, c) and serves & {a, f"{a[:9]}000"}}
        for kind, serves in held
    ]
    return max(len(set().union(*some)) for n in range(k + 1) for some in combinations(pairs, n))


@examples(60)
@given(worlds(), st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True), st.integers(0, 2))
def test_the_best_places_are_those_of_every_choice(layout: Layout, codes: list[str], k: int):
    found = find_placement(layout, BOOK, SitingQuestion(Objective.MAX_COVER, tuple(codes), options=SitingOptions(k=k)))
    assert found.value == most(layout, codes, k)
    for action in found.actions:
        point = layout.network.points.get(action.key)
        kind = NEW_KIND if point is None else point.body
        assert {o.code: o.offered for o in action.offers} == {c: allowed(kind, c) for c in codes}
        assert all(allowed(kind, pair.code) for pair in action.covers)
    candidates = [p.body for p in layout.network.points.values() if p.body in hostings().kinds()]
    nowhere = {c for c in codes if not any(allowed(kind, c) for kind in (*candidates, NEW_KIND))}
    assert {o.code for o in found.not_hosted} == nowhere
    assert nowhere <= {u.code for u in found.unreachable}


def test_a_place_is_not_said_to_cover_what_another_place_gives():
    one, other = (
        replace(at(key, [ONE], services=()), body=body)
        for key, body in (("a", "party_service_centre"), ("b", "street_station"))
    )
    wish = SitingQuestion(Objective.MAX_COVER, ("N05", "N15"), options=SitingOptions(k=2))
    found = find_placement(small([one, other]), BOOK, wish)
    assert {a.key: {p.code for p in a.covers} for a in found.actions} == {"a": {"N15"}, "b": {"N05"}}


@pytest.mark.parametrize(
    ("gives", "travel", "covered"), [(None, 1.0, True), (["N24"], 1.0, True), (["N15"], 1.0, False), (None, 1.1, False)]
)
def test_a_site_covers_what_it_gives_within_the_standard(gives: list[str] | None, travel: float, covered: bool):
    need, site = DemandNode("d", 1, kind="N24"), Site("s", gives=None if gives is None else frozenset(gives))
    problem = SitingProblem((need,), (site,), {("d", "s"): travel}, standard=1.0)
    assert problem.covers(need, site) is covered


@pytest.fixture(scope="module")
def district() -> Layout:
    return made(yuexiu.areas())


def test_relief_and_basic_living_are_no_matter_of_a_community_place(district: Layout):
    empty = replace(district, network=replace(district.network, points={}))
    question = SitingQuestion(Objective.MAX_COVER, ("N04", "N14", "N24"), options=SitingOptions(k=2, ties=False))
    found = find_placement(empty, BOOK, question)
    assert [(o.code, o.how) for o in found.not_hosted] == [("N04", "office"), ("N14", "office")]
    assert "街道办事处" in found.not_hosted[0].text
    assert "人民法院" in found.not_hosted[1].text
    assert len(found.actions) == 2
    for action in found.actions:
        assert all(pair.code == "N24" for pair in action.covers)
        assert "这里不提供“基本生活”、“司法救助”" in action.text
    assert len(found.unreachable) == 2 * 222


def test_what_stands_without_known_hours_is_counted_and_told_as_doubtful(district: Layout):
    old = district.network
    points = [replace(p, hours=()) for p in old.points.values()]
    again = network(old.version, old.areas.values(), old.bodies.values(), points, old.posts.values())
    layout = replace(district, network=again)
    wish = SitingQuestion(Objective.MAX_COVER, ("N24",), options=SitingOptions(k=1, ties=False))
    assert find_placement(district, BOOK, wish).doubtful == ()
    found = find_placement(layout, BOOK, wish)
    assert set(found.doubtful) == {Pair(a.code, "N24") for a in district.communities()} - set(found.newly_covered)
    assert found.covered == len(district.communities())


def test_the_table_is_read_as_by_eye():
    for kind in (*hostings().kinds(), "school", "medical"):
        for code in (*CODES, *(n.code for n in BOOK.needs)):
            assert offer(BOOK, kind, code).offered is allowed(kind, code), (kind, code)
    for n in BOOK.needs:
        assert can_be_hosted(BOOK, n.code) is any(allowed(kind, n.code) for kind in hostings().kinds())
        assert given_at_points(BOOK, n.code) or not can_be_hosted(BOOK, n.code)


@pytest.mark.parametrize(
    ("kind", "code", "declared", "how"),
    [
        ("community_place", "N24", None, Hosting.NAMED),
        ("party_service_centre", "N15", None, Hosting.SET_UP),
        ("party_service_centre", "N24", None, Hosting.CONFIGURED),
        ("community_place", "N12", None, Hosting.ELSEWHERE),
        ("school", "B16", None, Hosting.ELSEWHERE),
        ("community_place", "N14", None, Hosting.OFFICE),
        ("community_place", "N14", ["B15"], Hosting.OFFICE),
        ("community_place", "N12", ["B20"], Hosting.DECLARED),
        ("community_place", "N24", ["B20"], Hosting.UNDECLARED),
        ("community_place", "N24", ["B37", "B20"], Hosting.NAMED),
        ("a_kind_of_her_own", "N24", None, Hosting.ELSEWHERE),
        ("a_kind_of_her_own", "N24", ["B37"], Hosting.DECLARED),
    ],
)
def test_on_what_ground_a_place_counts(kind: str, code: str, declared: list[str] | None, how: Hosting):
    found = offer(BOOK, kind, code, declared)
    assert Hosting(found.how) is how
    assert found.offered is how.may
    assert bool(found.clauses) is (how in (Hosting.NAMED, Hosting.SET_UP, Hosting.CONFIGURED))


def test_what_is_configured_says_so_with_the_words_it_rests_on():
    said = offer(BOOK, "party_service_centre", "N24").text
    assert "在现有场地设施的基础上升级改造" in said
    assert "工作约定" in said
    assert "工作约定" not in offer(BOOK, "party_service_centre", "N15").text


def test_a_draft_counts_for_what_it_writes_of_its_own_candidates():
    wish = SitingQuestion(Objective.COVER_ALL, ("B16", "N24"))
    school = replace(at("school", [STREET], services=()), body="school")
    found = find_placement(small(candidates=(school,)), BOOK, wish)
    assert [(o.code, o.how) for o in found.not_hosted] == [("B16", "elsewhere")]
    assert [a.key for a in found.actions] == ["school"]
    found = find_placement(small(candidates=(replace(school, services=("B16",)),)), BOOK, wish)
    assert [(o.code, o.how) for o in found.not_hosted] == [("N24", "undeclared")]
    assert [o.how for o in found.actions[0].offers] == ["declared", "undeclared"]


def test_the_recheck_knows_what_a_place_may_give():
    layout = small([replace(at("p", [ONE], services=()), body="party_service_centre")])
    wish = SitingQuestion(Objective.MAX_COVER, ("N24",), options=SitingOptions(k=1))
    right = prepare(layout, BOOK, wish).problem
    found = solve(right, wish.objective, wish.options)
    barred = replace(right, sites=tuple(replace(s, gives=frozenset()) for s in right.sites))
    assert check(right, found, wish.options) == ()
    assert check(barred, found, wish.options)


def test_a_candidate_that_may_give_nothing_of_it_is_told_apart():
    layout = small([replace(at("clinic", [ONE], services=()), body="community_health")])
    found = find_placement(layout, BOOK, SitingQuestion(Objective.COVER_ALL, ("N24",), candidates=("clinic",)))
    assert [o.code for o in found.not_hosted] == ["N24"]
    assert (found.actions, len(found.unreachable)) == ((), 3)
