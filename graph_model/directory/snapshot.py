"""The network as one frozen value, read as a whole and cached in the process (网络快照)."""

import asyncio
import time
from dataclasses import dataclass, replace
from itertools import chain

from graph_model.graph import Graph, Tx
from graph_model.patience import Patience
from graph_model.rows import KeyRow, statements
from network.entities import ANONYMOUS, Area, Body, CompleteList, NetworkVersion, Population, Post, ServicePoint
from network.local import LocalClause, LocalDocument, LocalRecords
from network.snapshot import Network, network
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

(
    VERSION,
    ALL_AREAS,
    ROOTS,
    ALL_BODIES,
    ALL_POINTS,
    ALL_POSTS,
    ALL_POPULATIONS,
    ALL_LISTS,
    ALL_LOCAL_DOCUMENTS,
    ALL_LOCAL_CLAUSES,
    ALL_STANDARDS,
    ALL_TERMS,
) = statements(
    __file__,
    "version",
    "all_areas",
    "roots",
    "all_bodies",
    "all_points",
    "all_posts",
    "all_populations",
    "all_lists",
    "all_local_documents",
    "all_local_clauses",
    "all_standards",
    "all_terms",
)


async def version(tx: Tx) -> NetworkVersion:
    """The version of the network in the graph."""
    row = await tx.row(VERSION, NetworkVersion)
    return row or NetworkVersion(0, None)


@dataclass(frozen=True, slots=True)
class Subtree:
    """The records of one top area and all areas below it."""

    areas: list[Area]
    bodies: list[Body]
    points: list[ServicePoint]
    posts: list[Post]
    populations: list[Population]
    lists: list[CompleteList]
    documents: list[LocalDocument]
    clauses: list[LocalClause]
    standards: list[BenefitStandard]
    terms: list[SchoolPeriod]


async def _roots(tx: Tx) -> list[str]:
    return [r.key for r in await tx.rows(ROOTS, KeyRow)]


async def part(tx: Tx, root: str) -> Subtree:
    """Read the records of one top area and all areas below it."""
    return Subtree(
        await tx.rows(ALL_AREAS, Area, root=root),
        await tx.rows(ALL_BODIES, Body, root=root),
        await tx.rows(ALL_POINTS, ServicePoint, root=root),
        await tx.rows(ALL_POSTS, Post, root=root),
        await tx.rows(ALL_POPULATIONS, Population, root=root),
        await tx.rows(ALL_LISTS, CompleteList, root=root),
        await tx.rows(ALL_LOCAL_DOCUMENTS, LocalDocument, root=root),
        await tx.rows(ALL_LOCAL_CLAUSES, LocalClause, root=root),
        await tx.rows(ALL_STANDARDS, BenefitStandard, root=root),
        await tx.rows(ALL_TERMS, SchoolPeriod, root=root),
    )


async def read(graph: Graph) -> Network:
    """Read the whole network, one transaction per top area, so that a whole country stays within the server's limits.

    If the network is changed meanwhile, it is read again, so that all parts are of one version.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    while True:
        state = await graph.read(ANONYMOUS, version)
        parts = [await graph.read_whole(ANONYMOUS, part, root) for root in await graph.read(ANONYMOUS, _roots)]
        if await graph.read(ANONYMOUS, version) == state:
            made = network(
                state,
                chain.from_iterable(p.areas for p in parts),
                chain.from_iterable(p.bodies for p in parts),
                chain.from_iterable(p.points for p in parts),
                chain.from_iterable(p.posts for p in parts),
                chain.from_iterable(p.populations for p in parts),
                chain.from_iterable(p.lists for p in parts),
            )
            local = LocalRecords.of(
                chain.from_iterable(p.documents for p in parts),
                chain.from_iterable(p.clauses for p in parts),
                chain.from_iterable(p.standards for p in parts),
                chain.from_iterable(p.terms for p in parts),
            )
            return replace(made, local=local)


class Networks:
    """The current snapshot; it is replaced when the version changes, which is checked once every `every` seconds."""

    def __init__(self, graph: Graph, every: float = 1.0, patience: Patience | None = None) -> None:
        self._graph, self._every = graph, every
        self._patience = patience or Patience()
        self._current: Network | None = None
        self._checked = 0.0
        self._lock = asyncio.Lock()

    @property
    def latest(self) -> Network | None:
        """The snapshot that was read last, whether or not the database answers."""
        return self._current

    async def current(self, known: NetworkVersion | None = None) -> Network:
        """The snapshot of the current version.

        `known` is the version if the caller has already read it.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        snapshot = self._current
        if snapshot is not None and self._fresh(snapshot, known):
            return snapshot
        async with self._lock:
            snapshot = self._current
            if snapshot is None or not self._fresh(snapshot, known):
                state = known or await self._patience.short(self._graph.read(ANONYMOUS, version))
                if snapshot is None or snapshot.version != state:
                    self._current = snapshot = await read(self._graph)
                self._checked = time.monotonic()
            return snapshot

    def _fresh(self, snapshot: Network, known: NetworkVersion | None) -> bool:
        return snapshot.version == known if known is not None else time.monotonic() - self._checked < self._every
