"""Size limits of a GraphQL request, measured in one memoised pass over the document, linear in its size."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from api.edge.errors import Code, refusal
from api.edge.sizes import CEILING, NOTHING, Given, items_of_literal, length_of_literal, letters_of_literal
from knowledge.messages.message import Message, message

_INTROSPECTION = frozenset({"__schema", "__type"})
_OF_CONNECTION = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request; the defaults allow the console, introspection and full answers."""

    depth: int = 15
    """Levels of nested fields."""
    nesting: int = 60
    """Levels of nested selection sets, fragments included; limits the pass below Python's recursion limit."""
    aliases: int = 50
    cost: int = 50_000
    """Fields in the answer, with the work of root fields and what is listed in arguments.

    The length of a list in the answer is its `sizes` argument, otherwise `list_size`."""
    introspection_depth: int = 20
    introspection_cost: int = 200_000
    directives: int = 50
    definitions: int = 30
    tokens: int = 2_000
    body_bytes: int = 100_000
    list_size: int = 5
    """Assumed length of a list without a size argument."""
    page_size: int = 100
    """Assumed length of a connection without `first` or `last`."""
    sizes: tuple[str, ...] = ("first", "last", "ids", "rows", "on")
    """Arguments that set the length of the list below them: an integer, or a list by its own length."""
    batches: tuple[str, ...] = ("ids", "rows", "on")
    """Arguments among them in which each value is the same work again."""
    listed: int = 10
    """Cost of a value that is listed in an argument."""
    letter: int = 4
    """Cost of a letter of a text that a question hands in, beyond those of a name: words are read letter by letter."""
    work: tuple[tuple[str, int], ...] = ()
    """Cost of root fields beside the fields of their answer: of a batch for each row, otherwise once an alias.

    Of introspection once more for each alias in it, which may be the whole schema again."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a document; `visits` is the number of nodes visited by the pass."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0
    introspection_depth: int = 0
    introspection_cost: int = 0
    directives: int = 0
    definitions: int = 0
    visits: int = 0


def measure(schema: GraphQLSchema, document: DocumentNode, given: Mapping[str, Given], limits: Limits) -> Size:
    """Measure a document before validation; of several operations the largest counts.

    Args:
        schema: Tells which fields are lists.
        document: It may be invalid: cycles, unknown fields and unknown fragments count as far as they are known.
        given: What each variable sets (see `Sizing.given`).
        limits: The size arguments, the assumed length of lists, and the deepest nesting.

    Raises:
        GraphQLError: The nesting is deeper than `limits.nesting`.
    """
    return _Pass(schema, document, given, limits).run()


def check(size: Size, limits: Limits) -> None:
    """Refuse a document over a limit.

    Raises:
        GraphQLError: GRAPHQL_VALIDATION_FAILED, with the limit, the value and what to do.
    """
    for name in LIMITED:
        value = getattr(size, name, 0)
        if value > getattr(limits, name):
            raise exceeded(name, value, getattr(limits, name))


LIMITED = (
    "definitions",
    "directives",
    "nesting",
    "depth",
    "aliases",
    "cost",
    "introspection_depth",
    "introspection_cost",
    "tokens",
    "body_bytes",
)
"""Limits of a document or body, in the order in which they are checked."""


def explain(name: str, value: int | None, allowed: int) -> Message:
    """The message for an exceeded limit; `value` is None if counting stopped at the limit."""
    size = message("limit.uncounted") if value is None else message("limit.value", value=value)
    do = message(f"limit.{name}_do")
    return message("limit.over", name=message(f"limit.{name}"), value=size, allowed=allowed, do=do)


def exceeded(name: str, value: int | None, allowed: int) -> GraphQLError:
    """The error for an exceeded limit, with `limit`, `value`, `allowed` in its extensions."""
    known = {} if value is None else {"value": value}
    return refusal(Code.VALIDATION_FAILED, explain(name, value, allowed), limit=name, allowed=allowed, **known)


@dataclass(frozen=True, slots=True)
class _Sum:
    """The size of a selection set with expanded fragments."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0
    introspection_depth: int = 0
    introspection_cost: int = 0

    def beside(self, other: "_Sum") -> "_Sum":
        return _Sum(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, CEILING),
            min(self.cost + other.cost, CEILING),
            max(self.introspection_depth, other.introspection_depth),
            min(self.introspection_cost + other.introspection_cost, CEILING),
        )

    def or_largest(self, other: "_Sum") -> "_Sum":
        return _Sum(
            max(self.depth, other.depth),
            max(self.aliases, other.aliases),
            max(self.cost, other.cost),
            max(self.introspection_depth, other.introspection_depth),
            max(self.introspection_cost, other.introspection_cost),
        )


@dataclass(slots=True)
class _Pass:
    """One pass: every selection is visited once; a fragment is measured at its first use."""

    schema: GraphQLSchema
    document: DocumentNode
    given: Mapping[str, Given]
    limits: Limits
    visits: int = 0
    directives: int = 0
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    sums: dict[str, _Sum] = field(default_factory=dict)

    def run(self) -> Size:
        definitions = self.document.definitions
        self.fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        total = _Sum()
        for operation in definitions:
            if isinstance(operation, OperationDefinitionNode):
                self.directives += len(operation.directives or ())
                self.directives += sum(len(v.directives or ()) for v in operation.variable_definitions or ())
                root = self.schema.get_root_type(operation.operation)
                total = total.or_largest(self.selections(operation.selection_set, root, 1))
        for name in self.fragments:  # unused fragments count once
            self.fragment(name, 1)
        return Size(
            total.depth,
            total.aliases,
            total.cost,
            total.introspection_depth,
            total.introspection_cost,
            self.directives,
            len(definitions),
            self.visits,
        )

    def selections(self, node: SelectionSetNode | None, parent: GraphQLNamedType | None, level: int) -> _Sum:
        if level > self.limits.nesting:
            raise exceeded("nesting", level, self.limits.nesting)
        total = _Sum()
        for selection in node.selections if node else ():
            self.visits += 1
            self.directives += len(selection.directives or ())
            total = total.beside(self.selection(selection, parent, level))
        return total

    def selection(self, node: SelectionNode, parent: GraphQLNamedType | None, level: int) -> _Sum:
        if isinstance(node, FieldNode):
            return self.field(node, parent, level)
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value, level).beside(_Sum(cost=1))  # an empty spread costs time, too
        if isinstance(node, InlineFragmentNode):
            on = node.type_condition
            inner = self.schema.get_type(on.name.value) if on else parent
            return self.selections(node.selection_set, inner, level + 1)
        return _Sum()

    def fragment(self, name: str, level: int) -> _Sum:
        if name not in self.sums and name in self.fragments:
            self.sums[name] = _Sum()  # for cycles, which validation refuses later
            node = self.fragments[name]
            self.directives += len(node.directives or ())
            parent = self.schema.get_type(node.type_condition.name.value)
            self.sums[name] = self.selections(node.selection_set, parent, level + 1)
        return self.sums.get(name, _Sum())

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> _Sum:
        name = node.name.value
        known = self.schema.get_field(parent, name) if parent and is_composite_type(parent) else None
        inner = self.selections(node.selection_set, get_named_type(known.type) if known else None, level + 1)
        own, work = 1 + self.listed(node), self.work(node, parent)
        cost = min(own + self.length(node, known, parent) * inner.cost, CEILING)
        aliases = inner.aliases + (1 if node.alias else 0)
        if name in _INTROSPECTION:
            return _Sum(0, aliases, min(work * (1 + inner.aliases), CEILING), inner.depth + 1, cost)
        cost = min(cost + work, CEILING)
        return _Sum(inner.depth + 1, aliases, cost, inner.introspection_depth, inner.introspection_cost)

    def work(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        if parent is None or parent not in (self.schema.query_type, self.schema.mutation_type):
            return 0
        once = dict(self.limits.work).get(node.name.value, 0)
        read = self.letters(node) if parent is self.schema.query_type else 0
        return once * max(self.set_by(node, self.limits.batches), default=1) + read

    def letters(self, node: FieldNode) -> int:
        return self.limits.letter * sum(letters_of_literal(a.value, self.given) for a in node.arguments or ())

    def listed(self, node: FieldNode) -> int:
        return self.limits.listed * sum(items_of_literal(a.value, self.given) for a in node.arguments or ())

    def length(self, node: FieldNode, known: GraphQLField | None, parent: GraphQLNamedType | None) -> int:
        if certain := self.set_by(node, self.limits.sizes):
            return max(certain)
        if known is None:
            return self.limits.list_size if any(a.name.value in self.limits.sizes for a in node.arguments or ()) else 1
        if get_named_type(known.type).name.endswith("Connection"):
            return self.limits.page_size
        if not is_list_type(get_nullable_type(known.type)):
            return 1
        counted_above = parent is not None and parent.name.endswith("Connection") and node.name.value in _OF_CONNECTION
        return 1 if counted_above else self.limits.list_size

    def set_by(self, node: FieldNode, names: tuple[str, ...]) -> list[int]:
        """The lengths that arguments of these names set."""
        values = [a.value for a in node.arguments or () if a.name.value in names]
        lengths = [
            self.given.get(v.name.value, NOTHING).length if isinstance(v, VariableNode) else length_of_literal(v)
            for v in values
        ]
        return [n for n in lengths if n is not None]
