"""Hooks of the edge for the audit: before a change, after each operation, and each refusal before one (记录)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
)

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


def roots_of(operation: OperationDefinitionNode, document: DocumentNode) -> list[str]:
    """The root fields of an operation, also those in fragments."""
    fragments = {f.name.value: f.selection_set for f in document.definitions if isinstance(f, FragmentDefinitionNode)}
    names, left = set[str](), [operation.selection_set]
    while left:
        for node in left.pop().selections:
            if isinstance(node, FieldNode):
                names.add(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                left.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and (named := fragments.pop(node.name.value, None)):
                left.append(named)
    return sorted(names)


def codes_of(errors: Sequence[GraphQLError]) -> list[str]:
    """The codes of the errors, each once."""
    return sorted({str((error.extensions or {}).get("code", "")) for error in errors})
