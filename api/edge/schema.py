"""A strawberry schema with the edge's limits, caches and masking built in."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.types.execution import ExecutionContext

from api.edge.documents import LIMITS, extensions
from api.edge.errors import Registry, told
from api.edge.limits import Limits


class EdgeSchema(strawberry.Schema):
    """A schema whose errors are told by code and masked before anyone sees or logs them.

    Strawberry would log each error with its text; `process_errors` is its one place through which the
    errors of every phase pass, so masking sits there and not in an extension (an extension does not
    see what another one raises).
    """

    def __init__(
        self,
        query: type,
        mutation: type | None = None,
        *,
        expected: Registry,
        limits: Limits = LIMITS,
        types: Iterable[type] = (),
        **options: Any,
    ) -> None:
        self.expected = expected
        self.limits = limits
        super().__init__(query, mutation, types=types, extensions=extensions(limits), **options)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Replace each error, in place, by what the caller may see."""
        executed = execution_context is not None and execution_context.result is not None
        errors[:] = [told(error, self.expected, executed=executed, schema=self._schema) for error in errors]
