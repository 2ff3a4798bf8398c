"""Whether each item is what its events make of it, and nobody is lost (办理的核对)."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum

from graph_model.casework.records import EventRow, ItemRow
from graph_model.graph import Graph, Tx
from graph_model.rows import statements
from knowledge.casework.item import fold
from network.entities import Actor

(WHOLE,) = statements(__file__, "whole")
PART = 500
"""Items read in one transaction."""
VISITED = frozenset({"open", "closing"})
"""States of a case in which one visit is planned."""


class CaseworkProblem(Enum):
    """What is wrong with an item."""

    NO_EVENTS = "no_events"
    NOT_ITS_EVENTS = "not_its_events"
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
        """What is wrong with the item by itself."""
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
    while page := await graph.read(actor, _page, after):
        for row in page:
            yield row
        after = page[-1].id


async def verify(graph: Graph, actor: Actor) -> tuple[int, list[CaseworkFinding]]:
    """How many items the actor's areas have, and what is wrong with them.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    count, findings = 0, list[CaseworkFinding]()
    cases: set[str] = set()
    visits: Counter[str] = Counter()
    async for row in _rows(graph, actor):
        count += 1
        if problem := row.problem():
            findings.append(CaseworkFinding(row.id, problem))
        if row.kind == "case" and row.state in VISITED:
            cases.add(row.id)
        if row.kind == "visit" and not row.ended:
            visits[row.root] += 1
    lost = [case for case in cases | set(visits) if visits[case] != (case in cases)]
    return count, [*findings, *(CaseworkFinding(case, CaseworkProblem.VISITS) for case in sorted(lost))]
