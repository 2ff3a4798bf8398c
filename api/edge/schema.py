"""A strawberry schema with limits, caches and masking of errors."""

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.types.execution import ExecutionContext

from api.edge.breath import YieldingExecutor
from api.edge.documents import LIMITS, ParsedDocument, extensions, measured
from api.edge.errors import Registry, client_error
from api.edge.limits import Limits, Size, check
from api.edge.recorder import roots_of


class EdgeSchema(strawberry.Schema):
    """A schema whose errors get their codes and are masked before anybody sees or logs them.

    Strawberry would log each error with its text. The errors of all phases pass through `process_errors`, so masking
    is there and not in an extension, which does not see what another extension raises.
    """

    def __init__(
        self,
        query: type,
        mutation: type | None = None,
        *,
        subscription: type | None = None,
        expected: Registry,
        limits: Limits = LIMITS,
        types: Iterable[type] = (),
        **options: Any,
    ) -> None:
        self.expected = expected
        self.limits = limits
        super().__init__(
            query,
            mutation,
            subscription,
            types=types,
            extensions=extensions(limits),
            execution_context_class=YieldingExecutor,
            **options,
        )

    def within_limits(self, document: ParsedDocument, variables: Mapping[str, object] | None) -> Size:
        """The size of a document with these variables, for limits and turns.

        Raises:
            GraphQLError: It is over a limit.
        """
        size = measured(self._schema, document, document.sizing.given(variables), self.limits)
        check(size, self.limits)
        return size

    def roots(self, operation: OperationDefinitionNode, document: ParsedDocument) -> list[str]:
        """Return the root fields of an operation that the schema has: the audit contains no text of the caller."""
        root = self._schema.get_root_type(operation.operation)
        return [name for name in roots_of(operation, document.node) if root and name in root.fields]

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Replace each error, in place, by the error that the client may see."""
        executed = execution_context is not None and execution_context.result is not None
        errors[:] = [client_error(error, self.expected, executed=executed, schema=self._schema) for error in errors]
