"""The network as one frozen value, read at once and kept a process (网络快照)."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypeVar

from graph_model.entities import ANONYMOUS, Area, Body, NetworkVersion, Population, Post, ServicePoint
from graph_model.graph import Graph, Tx, statements
from knowledge.vocabulary import AreaLevel

VERSION, ALL_AREAS, ROOTS, ALL_BODIES, ALL_POINTS, ALL_POSTS, ALL_POPULATIONS = statements(
    __file__, "version", "all_areas", "roots", "all_bodies", "all_points", "all_posts", "all_populations"
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class Network:
    """Areas, offices, places and posts, indexed; no person's facts."""

    version: NetworkVersion
    areas: Mapping[str, Area]
    bodies: Mapping[str, Body]
    points: Mapping[str, ServicePoint]
    posts: Mapping[str, Post]
    offices: Mapping[tuple[str, str], tuple[Body, ...]]
    """Offices by (body kind, area code)."""
    posts_in: Mapping[str, tuple[Post, ...]]
    points_for: Mapping[str, tuple[ServicePoint, ...]]
    """Places by the area that they serve."""
    children: Mapping[str, tuple[Area, ...]]
    points_giving: Mapping[tuple[str, str], tuple[ServicePoint, ...]]
    """Places by (service that they give, area in which they lie), for every area above theirs too."""
    populations: Mapping[str, Population]
    """Figures of minors by area; an area without one is not known, never nought."""

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and those above it, upwards; empty where it is not loaded."""
        found: list[Area] = []
        here = self.areas.get(code)
        while here is not None:
            found.append(here)
            here = self.areas.get(here.parent or "")
        return tuple(found)

    def above(self, code: str, level: AreaLevel) -> str | None:
        """The area itself or the one above it that is of a level; None where there is none."""
        return next((a.code for a in self.path(code) if a.level is level), None)

    def seated(self, kind: str, code: str, on: date) -> tuple[Body, ...]:
        """The offices of a kind for exactly this area on the day.

        Where no office is recorded, the places of that kind that serve the area are the office: a station is both.
        """
        offices = tuple(b for b in self.offices.get((kind, code), ()) if b.on_duty(on))
        return offices or tuple(s.as_body() for s in self.points_for.get(code, ()) if s.body == kind)

    def within(self, code: str) -> tuple[Area, ...]:
        """The area and everything below it, downwards."""
        here = self.areas.get(code)
        if here is None:
            return ()
        return (here, *(a for child in self.children.get(code, ()) for a in self.within(child.code)))

    def of_level(self, level: AreaLevel) -> tuple[Area, ...]:
        """All areas of a level, by code."""
        return tuple(a for a in self.areas.values() if a.level is level)


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {k: tuple(v) for k, v in found.items()}


def _above(areas: Mapping[str, Area], code: str) -> Iterator[str]:
    here = areas.get(code)
    while here is not None:
        yield here.code
        here = areas.get(here.parent or "")


def network(
    version: NetworkVersion,
    areas: Iterable[Area],
    bodies: Iterable[Body],
    points: Iterable[ServicePoint],
    posts: Iterable[Post],
    populations: Iterable[Population] = (),
) -> Network:
    """Index the records."""
    areas, bodies, points, posts = tuple(areas), tuple(bodies), tuple(points), tuple(posts)
    by_code = {a.code: a for a in areas}
    return Network(
        version,
        by_code,
        {b.id: b for b in bodies},
        {s.id: s for s in points},
        {p.id: p for p in posts},
        _group(((b.kind, b.area), b) for b in bodies),
        _group((p.area, p) for p in posts),
        _group((code, s) for s in points for code in s.serves),
        _group((a.parent, a) for a in areas if a.parent),
        _group(((code, up), s) for s in points for up in _above(by_code, s.area) for code in s.services),
        {p.area: p for p in populations},
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
        parts = [await graph.read(ANONYMOUS, part, root) for root in await graph.read(ANONYMOUS, _roots)]
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
