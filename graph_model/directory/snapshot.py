"""The network as one frozen value, read at once and kept a process (网络快照)."""

import asyncio
import time
from dataclasses import dataclass
from itertools import chain

from graph_model.graph import Graph, Tx
from graph_model.rows import statements
from network.entities import ANONYMOUS, Area, Body, NetworkVersion, Population, Post, ServicePoint
from network.snapshot import Network, network

VERSION, ALL_AREAS, ROOTS, ALL_BODIES, ALL_POINTS, ALL_POSTS, ALL_POPULATIONS = statements(
    __file__, "version", "all_areas", "roots", "all_bodies", "all_points", "all_posts", "all_populations"
)


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


async def version(tx: Tx) -> NetworkVersion:
    """The state that the graph holds now."""
    found = await tx.row(VERSION, NetworkVersion)
    return found or NetworkVersion(0, None)


@dataclass(frozen=True, slots=True)
class Part:
    """What the graph holds of one area at the top and of everything below it."""

    areas: list[Area]
    bodies: list[Body]
    points: list[ServicePoint]
    posts: list[Post]
    populations: list[Population]


async def _roots(tx: Tx) -> list[str]:
    return [r.key for r in await tx.rows(ROOTS, _Key)]


async def part(tx: Tx, root: str) -> Part:
    """Read what lies below one area at the top."""
    return Part(
        await tx.rows(ALL_AREAS, Area, root=root), await tx.rows(ALL_BODIES, Body, root=root),
        await tx.rows(ALL_POINTS, ServicePoint, root=root), await tx.rows(ALL_POSTS, Post, root=root),
        await tx.rows(ALL_POPULATIONS, Population, root=root),
    )  # fmt: skip


async def read(graph: Graph) -> Network:
    """Read the whole network, a transaction for each area at the top, so that a nation fits the server's limits.

    A network that was written meanwhile is read anew: the parts are of one version.

    Raises:
        GraphUnavailable: the database cannot be used.
    """
    while True:
        state = await graph.read(ANONYMOUS, version)
        parts = [await graph.read_whole(ANONYMOUS, part, root) for root in await graph.read(ANONYMOUS, _roots)]
        if await graph.read(ANONYMOUS, version) == state:
            return network(
                state, chain.from_iterable(p.areas for p in parts), chain.from_iterable(p.bodies for p in parts),
                chain.from_iterable(p.points for p in parts), chain.from_iterable(p.posts for p in parts),
                chain.from_iterable(p.populations for p in parts),
            )  # fmt: skip


class Networks:
    """The current snapshot; asks for the version at most once a second and swaps a stale one."""

    def __init__(self, graph: Graph, every: float = 1.0) -> None:
        self._graph, self._every = graph, every
        self._current: Network | None = None
        self._asked = 0.0
        self._lock = asyncio.Lock()

    async def current(self, known: NetworkVersion | None = None) -> Network:
        """The snapshot of the version that the graph holds now.

        `known` is the version that a request has read anyway.
        """
        held = self._current
        if held is not None and self._fresh(held, known):
            return held
        async with self._lock:
            held = self._current
            if held is None or not self._fresh(held, known):
                state = known or await self._graph.read(ANONYMOUS, version)
                if held is None or held.version != state:
                    self._current = held = await read(self._graph)
                self._asked = time.monotonic()
            return held

    def _fresh(self, held: Network, known: NetworkVersion | None) -> bool:
        return held.version == known if known is not None else time.monotonic() - self._asked < self._every
