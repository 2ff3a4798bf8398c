"""Articulation points and bridges are what splits the referral network."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage.layout import Layout
from analytics.resilience.connectivity import connectivity, referral_network
from knowledge.vocabulary import Tier
from tests.analytics.worlds import (
    ALL_DAY,
    DISTRICT,
    communities,
    layouts,
    place,
    rebuilt,
    serving,
    small,
)
from tests.support.examples import examples

ONE, TWO, OTHER = "440104001001", "440104001002", "440104002001"
STREET = "440104001000"
Edge = tuple[str, str]


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


@examples(60)
@given(layouts(), st.data())
def test_joints_are_what_breaks_the_network(layout: Layout, data: st.DataObject):
    keys = sorted(layout.network.points)
    if len(keys) > 1:
        pair = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda e: e[0] != e[1])
        layout = replace(layout, links=tuple(data.draw(st.lists(pair, max_size=4))))
    graph = referral_network(layout)
    nodes, edges = set(graph.nodes), list(graph.edges)
    told = connectivity(layout)
    whole = pieces(nodes, edges)
    assert told.components == whole
    assert set(told.articulation_points) == {p for p in keys if pieces(nodes - {p}, edges) > whole}
    breaking = {frozenset(e) for e in edges if pieces(nodes, [f for f in edges if f != e]) > whole}
    assert {frozenset(e) for e in told.bridges} == breaking
    assert len(told.bridges) == len(breaking)


@examples(30)
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
    assert connectivity(layout).components == 1
    assert connectivity(replace(layout, network=rebuilt(layout.network, points=points[:2]))).components > 1
    assert connectivity(small(())).components == 3
    assert connectivity(small([place("a", [ONE], hours=ALL_DAY)], [1])).components == 1
