"""Relation of the edge to the database: operations that need it, and its availability (数据库)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, OperationDefinitionNode

_NAME = frozenset({"__typename"})
_INTROSPECTION = _NAME | {"__schema", "__type"}


async def _nothing(_context: Any) -> None:
    return


@dataclass(frozen=True, slots=True)
class Database:
    """Access of an operation to the data that it needs from the database."""

    prepare: Callable[[Any], Awaitable[None]] = _nothing
    """Reads account and network into a context."""
    alive: Callable[[], Awaitable[None]] | None = None
    """Check that raises if the database does not answer; called while an operation runs."""
    without: frozenset[str] = field(default_factory=frozenset)
    """Root fields that need nothing of it."""
    changed: Callable[[Any], None] = lambda _context: None
    """Called after each mutation: who asks next must not get an answer from before it."""

    def needed(self, operation: OperationDefinitionNode) -> bool:
        """True unless each root field is one that needs nothing; a fragment counts as needing it."""
        return not _only(operation, self.without | _INTROSPECTION)

    def at_once(self, operation: OperationDefinitionNode) -> bool:
        """True if it waits for no turn: an operation that must always be answered and costs nothing."""
        return _only(operation, self.without | _NAME)


def _only(operation: OperationDefinitionNode, known: frozenset[str]) -> bool:
    roots = operation.selection_set.selections
    return all(isinstance(node, FieldNode) and node.name.value in known for node in roots)
