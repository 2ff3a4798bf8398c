"""GraphQL documents are parsed, validated and measured once and cached; limits are checked on every request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    parse,
    specified_rules,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from api.edge.limits import Limits, Size, check, exceeded, measure
from api.edge.sizes import Given, Sizing
from knowledge.messages.message import Message

CACHED = 128
"""Documents in the cache of a process, of at most `Limits.tokens` tokens each."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example for the console: title and note for people, a GraphQL document and its variables."""

    title: Message
    query: str
    variables: Mapping[str, object] = field(default_factory=dict)
    note: Message | None = None

    def shown(self) -> dict[str, object]:
        """The example as JSON for the page, in the language of the request."""
        note = "" if self.note is None else str(self.note)
        return {"title": str(self.title), "query": self.query, "variables": self.variables, "note": note}


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: hashing a whole tree costs 0.1 ms a request
class ParsedDocument:
    """A parsed document, and what its variables add to its size."""

    node: DocumentNode
    sizing: Sizing


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
    return ParsedDocument(node, Sizing.of(node, limits.sizes))


@lru_cache(maxsize=CACHED)
def validated(schema: GraphQLSchema, document: ParsedDocument) -> tuple[GraphQLError, ...]:
    """The validation errors of a document; they do not depend on variables."""
    return tuple(validate_document(schema, document.node, tuple(specified_rules)))


@lru_cache(maxsize=2 * CACHED)
def measured(
    schema: GraphQLSchema, document: ParsedDocument, given: tuple[tuple[str, Given], ...], limits: Limits
) -> Size:
    """The size of a document for what these variables set, cached by both."""
    return measure(schema, document.node, dict(given), limits)


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
            given = document.sizing.given(context.variables)
            check(measured(schema, document, given, self.limits), self.limits)
            context.pre_execution_errors = list(validated(schema, document))
        yield


def extensions(limits: Limits) -> list[Callable[[], SchemaExtension]]:
    """Factories of a schema's extensions: one instance per request, with shared caches."""
    return [lambda: EdgeExtension(limits)]


LIMITS = Limits()
