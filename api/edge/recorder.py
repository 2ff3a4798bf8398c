"""What the edge tells the audit: before a change, after each operation, and each refusal before one (记录)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLError, OperationDefinitionNode

Roots = Sequence[str]


async def _unrecorded(_context: Any, _roots: Roots, _codes: Sequence[str]) -> None:
    return


async def _unannounced(_context: Any, _roots: Roots) -> None:
    return


@dataclass(frozen=True, slots=True)
class Recorder:
    """Each of them may raise: then nothing is changed or answered."""

    before_change: Callable[[Any, Roots], Awaitable[None]] = _unannounced
    after: Callable[[Any, Roots, Sequence[str]], Awaitable[None]] = _unrecorded
    """Gets the root fields and the codes of the errors."""
    refused: Callable[[str], None] = lambda _code: None
    """Gets the code of a refusal before the operation: of the token, the queue, the database."""


def roots_of(operation: OperationDefinitionNode) -> list[str]:
    """The root fields of an operation, of the schema's own words: no text of the caller."""
    fields = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    return sorted({node.name.value for node in fields}) or ["fragment"]


def codes_of(errors: Sequence[GraphQLError]) -> list[str]:
    """The codes of the errors, each once."""
    return sorted({str((error.extensions or {}).get("code", "")) for error in errors})
