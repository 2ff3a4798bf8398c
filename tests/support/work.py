"""The work of a request: its statements with what the database touches, and the functions of ours that it calls.

Seconds depend on the machine; work does not. Every statement is run with its profile.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, LiteralString, TypeVar

import pytest
from neo4j import Query, RoutingControl

from graph_model.graph import Graph, Tx, with_actor
from graph_model.rows import Statement, Written, built

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
ROOMS = tuple(str(ROOT / room) for room in ("knowledge", "network", "graph_model", "analytics", "loaders", "api"))

POLL = "numbers"
"""The statement that is sent as often as somebody waits: it tells of the machine."""
WAITING = frozenset(
    ROOT / name
    for name in ("graph_model/patience.py", "graph_model/access/feed.py", "graph_model/breath.py", "api/edge/breath.py",
                 "graph_model/graph.py", "api/edge/deadline.py", "api/edge/turns.py")
)  # fmt: skip
"""Modules whose functions are called by time."""


@dataclass
class Work:
    """The work of one request."""

    statements: list[tuple[str, int]] = field(default_factory=list)
    """Each statement by name, with its database hits."""
    codes: set[CodeType] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The statements in their order: each is a message to the database and back."""
        return [name for name, _ in self.statements if name != POLL]

    @property
    def hits(self) -> int:
        """What the database touched in all."""
        return sum(hits for name, hits in self.statements if name != POLL)

    @property
    def functions(self) -> set[str]:
        """The functions of ours that were called, without those that are called by time."""
        paths = {c: Path(c.co_filename) for c in self.codes if c.co_filename.startswith(ROOMS)}
        named = {f"{path.relative_to(ROOT)}:{c.co_qualname}" for c, path in paths.items() if path not in WAITING}
        return named - {"api/app.py:ServiceState.alive"}

    def called(self, frame: FrameType, event: str, _: Any) -> None:
        """Remember a function that is called."""
        if event == "call":
            self.codes.add(frame.f_code)


class Meter:
    """Counts the work of whatever is done meanwhile."""

    def __init__(self) -> None:
        self.work = Work()

    @contextmanager
    def counting(self) -> Iterator[Work]:
        """Count the work of one request."""
        self.work = Work()
        sys.setprofile(self.work.called)
        try:
            yield self.work
        finally:
            sys.setprofile(None)

    def add(self, statement: Statement, profile: Any) -> None:
        """Count a statement that has been run."""
        self.work.statements.append((statement.name, _hits(profile)))


def _hits(profile: Any) -> int:
    return int(profile["dbHits"]) + sum(_hits(below) for below in profile.get("children", ()))


def _profiled(statement: Statement) -> LiteralString:
    return f"PROFILE {statement.text}"


@contextmanager
def metered() -> Iterator[Meter]:
    """Have every statement run with its profile."""
    meter = Meter()

    async def rows(self: Tx, statement: Statement, kind: type[T], /, **params: Any) -> list[T]:
        result = await self._tx.run(_profiled(statement), with_actor(self.actor, params))
        made = [built(kind, record) async for record in result]
        meter.add(statement, (await result.consume()).profile)
        return made

    async def write(self: Tx, statement: Statement, /, **params: Any) -> Written:
        result = await self._tx.run(_profiled(statement), with_actor(self.actor, params))
        summary = await result.consume()
        meter.add(statement, summary.profile)
        return Written(summary.counters.nodes_created, summary.counters.relationships_created)

    async def row(self: Graph, _slots: Any, actor: Any, statement: Statement, kind: type[T], params: Any) -> T | None:
        result = await self._driver.execute_query(
            Query(_profiled(statement)),
            with_actor(actor, params),
            routing_=RoutingControl.READ,
            database_=self._database,
            bookmark_manager_=self._bookmarks,
        )
        meter.add(statement, result.summary.profile)
        return built(kind, result.records[0]) if result.records else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tx, "rows", rows)
        patch.setattr(Tx, "write", write)
        patch.setattr(Graph, "_row", row)
        yield meter
