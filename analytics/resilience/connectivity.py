"""Points and links without an alternative, at which the referral network would split (连通性)."""

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from analytics.coverage.layout import Layout


@dataclass(frozen=True, slots=True)
class Connectivity:
    """Cut vertices and edges of the referral network."""

    articulation_points: tuple[str, ...]
    """Keys of points whose loss splits the network into more components."""
    bridges: tuple[tuple[str, str], ...]
    """Links whose loss splits it."""
    components: int
    """Connected components now; 1: the network is connected."""

    def within(self, layout: Layout, area: str | None) -> "Connectivity":
        """Return the points and links in an area or serving a part of it; the components stay those of the whole."""
        if area is None:
            return self
        inside = {a.code for a in layout.network.within(area)}
        points = {k for k, p in layout.all_points.items() if p.area in inside or not inside.isdisjoint(p.serves)}
        near = points | inside
        return Connectivity(
            tuple(p for p in self.articulation_points if p in points),
            tuple(b for b in self.bridges if near.issuperset(b)),
            self.components,
        )


def connectivity(layout: Layout) -> Connectivity:
    """Articulation points, bridges and components of the referral network.

    References:
        Hopcroft, J. & Tarjan, R. (1973). Efficient algorithms for graph manipulation. CACM 16(6).
    """
    graph = referral_network(layout)
    points = (str(n) for n in nx.articulation_points(graph) if n in layout.all_points)
    bridges = (tuple(sorted(map(str, edge))) for edge in nx.bridges(graph))
    return Connectivity(
        tuple(sorted(points)), tuple(sorted((a, b) for a, b in bridges)), nx.number_connected_components(graph)
    )


def referral_network(layout: Layout) -> "nx.Graph[str]":
    """Graph of possible referrals: each community with its nearest tier, each tier with the tier above it.

    Nodes are area codes and point keys. A point without a tier is a node only if a draft links it.

    Source: 行动方案三（三）1.
    """
    graph: nx.Graph[str] = nx.Graph()
    network = layout.network
    for area in layout.communities():
        graph.add_node(area.code)
        serving = [[p for p in network.points_for.get(a.code, ()) if p.tier] for a in network.path(area.code)]
        tiers = [points for points in serving if points]
        for p in tiers[0] if tiers else ():
            graph.add_edge(area.code, p.id)
        for below, above in pairwise(tiers):
            graph.add_edges_from((a.id, b.id) for a in below for b in above if a.id != b.id)
    graph.add_edges_from(layout.links)
    return graph
