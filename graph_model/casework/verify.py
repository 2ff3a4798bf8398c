"""Verification of casework: each item equals the replay of its events, and nobody is lost (办理的核对)."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from graph_model.casework.records import SOURCE, EventRow, ItemRow
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from knowledge.casework.item import WorkItem, applied, fold
from knowledge.casework.order import filings
from knowledge.casework.table import Casework
from network.entities import Actor

WHOLE, FILED = statements(__file__, "whole", "filed")
PART = 500
"""Items read in one transaction."""
VISITED = frozenset({"open", "closing"})
"""States of a case in which one visit is planned."""


class CaseworkProblem(Enum):
    """Problem of an item."""

    NO_EVENTS = "no_events"
    NOT_ITS_EVENTS = "not_its_events"
    ORPHAN = "orphan"
    GAP = "gap"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class CaseworkFinding:
    """An item with what is wrong."""

    item: str
    problem: CaseworkProblem


@dataclass(frozen=True, slots=True)
class _WholeRow(ItemRow):
    events: tuple[EventRow, ...]

    def problem(self) -> CaseworkProblem | None:
        """Return the problem of the item by itself, or None."""
        events = sorted(self.events, key=lambda e: e.seq)
        if not events:
            return CaseworkProblem.NO_EVENTS
        if [e.version for e in events] != list(range(1, len(events) + 1)):
            return CaseworkProblem.GAP
        return None if fold(e.event() for e in events) == self.item() else CaseworkProblem.NOT_ITS_EVENTS


async def _page(tx: Tx, after: str) -> Sequence[_WholeRow]:
    return await tx.rows(WHOLE, _WholeRow, after=after, first=PART)


async def _rows(graph: Graph, actor: Actor) -> AsyncIterator[_WholeRow]:
    after = ""
    while page := await graph.read_whole(actor, _page, after):
        for row in page:
            yield row
        after = page[-1].id


async def filed_by_events(graph: Graph, actor: Actor, table: Casework) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of evidence by the events of the actor's areas, and those on file."""
    by_events: set[str] = set()
    async for row in _rows(graph, actor):
        item: WorkItem | None = None
        for event in sorted(row.events, key=lambda e: e.version):
            item = applied(item, event.event())
            action = table.action(item.kind, event.action)
            by_events |= {f.key for f in filings(item, action, event.at, event.occurred)}
    return frozenset(by_events), frozenset([r.key for r in await graph.read(actor, _filed)])


async def _filed(tx: Tx) -> list[KeyRow]:
    return await tx.rows(FILED, KeyRow, source=SOURCE)


async def fingerprint(graph: Graph, actor: Actor) -> str:
    """A hash of all items and events of the actor's areas, whatever the order in which their roots were worked on."""
    lines = [
        f"{r.id} {r.version} {e.version} {e.action} {e.by} {e.at.isoformat()} {e.changes}"
        async for r in _rows(graph, actor)
        for e in sorted(r.events, key=lambda e: e.version)
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


async def verify(graph: Graph, actor: Actor, table: Casework) -> tuple[int, list[CaseworkFinding]]:
    """Return the number of items in the actor's areas, and their problems.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    count, findings = 0, list[CaseworkFinding]()
    cases: set[str] = set()
    ended: set[str] = set()
    under: defaultdict[str, list[str]] = defaultdict(list)
    visits: Counter[str] = Counter()
    async for row in _rows(graph, actor):
        count += 1
        if problem := row.problem():
            findings.append(CaseworkFinding(row.id, problem))
        if row.id == row.root and row.ended and not table.kinds[row.kind].state_of(row.state).outlived:
            ended.add(row.id)
        if row.id != row.root and not row.ended:
            under[row.root].append(row.id)
        if row.kind == "case" and row.state in VISITED:
            cases.add(row.id)
        if row.kind == "visit" and not row.ended:
            visits[row.root] += 1
    lost = [case for case in cases | set(visits) if visits[case] != (case in cases)]
    findings += [CaseworkFinding(i, CaseworkProblem.ORPHAN) for root in sorted(ended & set(under)) for i in under[root]]
    return count, [*findings, *(CaseworkFinding(case, CaseworkProblem.VISITS) for case in sorted(lost))]
