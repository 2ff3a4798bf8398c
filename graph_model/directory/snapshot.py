"""Network as one frozen value, cached in the process; after a write only the changes are read again (网络快照)."""

import asyncio
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from graph_model.collector import resting_collector
from graph_model.directory.changes import Keys, NetworkWrite, changed, changes
from graph_model.graph import Graph, Tx
from graph_model.patience import Patience
from graph_model.rows import Statement, built_all, statements
from knowledge.calendar.deadlines import SHANGHAI
from network import days
from network.entities import ANONYMOUS, Area, Body, CompleteList, NetworkVersion, Population, Post, ServicePoint
from network.local import LocalClause, LocalDocument, LocalRecords
from network.snapshot import Network, network
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

(
    VERSION,
    AREAS,
    BODIES,
    POINTS,
    POSTS,
    POPULATIONS,
    LISTS,
    LOCAL_DOCUMENTS,
    LOCAL_CLAUSES,
    STANDARDS,
    TERMS,
) = statements(
    __file__,
    "version",
    "areas",
    "bodies",
    "points",
    "posts",
    "populations",
    "lists",
    "local_documents",
    "local_clauses",
    "standards",
    "terms",
)
READ: Mapping[type, Statement] = {
    Area: AREAS,
    Body: BODIES,
    ServicePoint: POINTS,
    Post: POSTS,
    Population: POPULATIONS,
    CompleteList: LISTS,
    LocalDocument: LOCAL_DOCUMENTS,
    LocalClause: LOCAL_CLAUSES,
    BenefitStandard: STANDARDS,
    SchoolPeriod: TERMS,
}
"""Kinds of record in a network."""
PAGE = 2000
"""Records that are read at once."""
NAMES: Mapping[str, type] = {kind.__name__: kind for kind in READ}
Records = Mapping[type, Mapping[str, Any]]
"""Records by their type and key."""


async def version(tx: Tx) -> NetworkVersion:
    """The version of the network in the graph."""
    row = await tx.row(VERSION, NetworkVersion)
    return row or NetworkVersion(0, None)


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of a kind."""

    rows: list[dict[str, Any]]


async def _page(tx: Tx, kind: type, after: str | None, keys: Collection[str] | None) -> list[Any]:
    row = await tx.row(READ[kind], Page, after=after, keys=keys, most=PAGE)
    return built_all(kind, row.rows if row else ())


async def _of_kind(tx: Tx, kind: type, keys: Collection[str] | None) -> dict[str, Any]:
    """The records of a kind by key: those with these keys, or all, page by page within the server's limits."""
    if keys is not None:
        return {key_of(r): r for r in await _page(tx, kind, None, sorted(keys))}
    records: dict[str, Any] = {}
    after = ""
    while page := {key_of(r): r for r in await _page(tx, kind, after, None)}:
        records |= page
        after = next(reversed(page))
        if len(page) < PAGE:
            break
    return records


async def records(tx: Tx, keys: Keys | None) -> Records:
    """The records with these keys, as far as there are such; all where none are given."""
    if keys is None:
        return {kind: await _of_kind(tx, kind, None) for kind in READ}
    return {NAMES[name]: await _of_kind(tx, NAMES[name], of) for name, of in keys.items() if name in NAMES}


def key_of(record: Any) -> str:
    """The key of a record of the network."""
    key: str = record.code if isinstance(record, Area) else record.id
    return key


def records_of(n: Network) -> Records:
    """Return the records of a network."""
    local = n.local
    of = (n.areas, n.bodies, n.points, n.posts, n.populations, n.lists)
    return dict(zip(READ, (*of, local.documents, local.clauses, local.standards, local.terms), strict=True))


def made(state: NetworkVersion, of: Records) -> Network:
    """The network of these records, the same whatever the order in which they were read."""
    whole = (sorted(of[kind].values(), key=key_of) for kind in READ)
    areas, bodies, points, posts, populations, lists, *local = whole
    return replace(network(state, areas, bodies, points, posts, populations, lists), local=LocalRecords.of(*local))


@dataclass(frozen=True, slots=True)
class NetworkReading:
    """A network as it was read, with the write that made it, where that is still known."""

    network: Network
    write: NetworkWrite | None


async def reading(graph: Graph, known: NetworkReading | None = None) -> NetworkReading:
    """Read the network: what has changed since the reading that is known, or all.

    If it is changed meanwhile, it is read again, so that all of it is of one version.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    while True:
        state = await graph.read(ANONYMOUS, version)
        since = known.network.version.number if known else state.number
        writes = await graph.read(ANONYMOUS, changes, since, state.number)
        keys = changed(writes, known.write, state) if known else None
        of = await graph.read_whole(ANONYMOUS, records, keys)
        if await graph.read(ANONYMOUS, version) == state:
            break
    if known is not None and keys is not None:
        before = records_of(known.network)
        of = {k: _renewed(before[k], keys.get(k.__name__, ()), of.get(k, {})) for k in READ}
    write = next((w for w in writes if w.number == state.number), None)
    return NetworkReading(await asyncio.to_thread(_ready, state, of), write)


def _renewed(rows: Mapping[str, Any], changed_: Collection[str], now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the records of a kind after some were read again; those missing from the result are removed."""
    return {key: r for key, r in rows.items() if key not in changed_} | dict(now) if changed_ else rows


def _ready(state: NetworkVersion, of: Records) -> Network:
    """Made in a thread, with what every answer asks of it first."""
    with resting_collector():
        whole = made(state, of)
        days.at(whole, datetime.now(SHANGHAI).date())
    return whole


async def read(graph: Graph) -> Network:
    """Read the whole network, once.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    return (await reading(graph)).network


class Networks:
    """The current snapshot; it is replaced when the version changes, which is checked once every `every` seconds."""

    def __init__(self, graph: Graph, every: float = 1.0, patience: Patience | None = None) -> None:
        self._graph, self._every = graph, every
        self._patience = patience or Patience()
        self._current: NetworkReading | None = None
        self._checked = 0.0
        self._lock = asyncio.Lock()

    @property
    def latest(self) -> Network | None:
        """The snapshot that was read last, whether or not the database answers."""
        return self._current.network if self._current else None

    async def current(self, known: NetworkVersion | None = None) -> Network:
        """The snapshot of the current version.

        `known` is the version if the caller has already read it.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        snapshot = self.latest
        if snapshot is not None and self._fresh(snapshot, known):
            return snapshot
        async with self._lock:
            snapshot = self.latest
            if snapshot is None or not self._fresh(snapshot, known):
                state = known or await self._patience.short(self._graph.read(ANONYMOUS, version))
                if snapshot is None or snapshot.version != state:
                    self._current = await reading(self._graph, self._current)
                    snapshot = self._current.network
                self._checked = time.monotonic()
            return snapshot

    def _fresh(self, snapshot: Network, known: NetworkVersion | None) -> bool:
        return snapshot.version == known if known is not None else time.monotonic() - self._checked < self._every
