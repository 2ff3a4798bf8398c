"""GraphQL documents are parsed, validated and measured once and cached; limits are checked on every request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from api.edge.limits import Limits, Size, check, exceeded, length_of, length_of_literal, measure

CACHED = 128
"""Documents in the cache of a process, of at most `Limits.tokens` tokens each."""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: hashing a whole tree costs 0.1 ms a request
class ParsedDocument:
    """A parsed document with the variables that set the length of its lists, and their defaults."""

    node: DocumentNode
    sizing: Mapping[str, int | None]

    def lengths(self, variables: Mapping[str, object] | None) -> tuple[tuple[str, int], ...]:
        """The list lengths that the sizing variables set in this request; those that set none are left out."""
        given = variables or {}
        lengths = ((name, length_of(given[name]) if name in given else n) for name, n in self.sizing.items())
        return tuple((name, n) for name, n in lengths if n is not None)


@lru_cache(maxsize=CACHED)
def parsed(text: str, limits: Limits) -> ParsedDocument:
    """Parse a document, or return it from the cache; errors are not cached.

    Raises:
        GraphQLError: A syntax error, or more than `limits.tokens` tokens or comments.
    """
    try:
        node = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    except GraphQLSyntaxError as error:
        if error.description.startswith("Document contains more than"):
            raise exceeded("tokens", None, limits.tokens) from None
        raise
    return ParsedDocument(node, _sizing(node, limits))


@lru_cache(maxsize=CACHED)
def validated(schema: GraphQLSchema, document: ParsedDocument) -> tuple[GraphQLError, ...]:
    """The validation errors of a document; they do not depend on variables."""
    return tuple(validate_document(schema, document.node, tuple(specified_rules)))


@lru_cache(maxsize=2 * CACHED)
def measured(
    schema: GraphQLSchema, document: ParsedDocument, lengths: tuple[tuple[str, int], ...], limits: Limits
) -> Size:
    """The size of a document for these list lengths, cached by document and lengths."""
    return measure(schema, document.node, dict(lengths), limits)


class EdgeExtension(SchemaExtension):
    """Parse, check limits, validate: in this order, so that no document over the limits is validated."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits

    def on_parse(self) -> Iterator[None]:
        """Set the parsed document, so that strawberry does not parse."""
        context = self.execution_context
        if context.query:
            context.graphql_document = parsed(context.query, self.limits).node
        yield

    def on_validate(self) -> Iterator[None]:
        """Refuse a document over a limit for these variables, then set the cached validation result."""
        context = self.execution_context
        if context.query:
            schema: GraphQLSchema = context.schema._schema  # noqa: SLF001  # strawberry's own caches reach it so
            document = parsed(context.query, self.limits)
            lengths = document.lengths(context.variables)
            check(measured(schema, document, lengths, self.limits), self.limits)
            context.pre_execution_errors = list(validated(schema, document))
        yield


def extensions(limits: Limits) -> list[Callable[[], SchemaExtension]]:
    """Factories of a schema's extensions: one instance per request, with shared caches."""
    return [lambda: EdgeExtension(limits)]


LIMITS = Limits()
EXTENSIONS = extensions(LIMITS)


def _sizing(document: DocumentNode, limits: Limits) -> dict[str, int | None]:
    """Variables that set list lengths, each with its default; the largest if operations differ."""
    used = _SizeVariables(limits.sizes)
    visit(document, used)
    sizing: dict[str, int | None] = dict.fromkeys(sorted(used.names))
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            for variable in operation.variable_definitions or ():
                name, length = variable.variable.name.value, length_of_literal(variable.default_value)
                if name in sizing and length is not None:
                    sizing[name] = max(length, sizing[name] or 0)
    return sizing


class _SizeVariables(Visitor):
    """Collects the names of the variables in size arguments."""

    def __init__(self, sizes: tuple[str, ...]) -> None:
        super().__init__()
        self.sizes = sizes
        self.names: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Collect the variables of one field's arguments."""
        for argument in node.arguments or ():
            if argument.name.value in self.sizes and isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)
