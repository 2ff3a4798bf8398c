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
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from api.edge.errors import Code, refusal
from knowledge.messages.message import Message, message

CEILING = 10**12
"""Counts stop here; fragments that double would otherwise give numbers of hundreds of digits."""
_INT_DIGITS = 9
_INTROSPECTION = frozenset({"__schema", "__type"})
_OF_CONNECTION = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request; the defaults allow the console, introspection and full answers."""

    depth: int = 15
    """Levels of nested fields."""
    nesting: int = 60
    """Levels of nested selection sets, fragments included; keeps the pass below Python's recursion limit."""
    aliases: int = 50
    cost: int = 50_000
    """Fields in the answer; the length of a list is its `sizes` argument, otherwise `list_size`."""
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


def measure(schema: GraphQLSchema, document: DocumentNode, lengths: Mapping[str, int], limits: Limits) -> Size:
    """Measure a document before validation; of several operations the largest counts.

    Args:
        schema: Tells which fields are lists.
        document: It may be invalid: cycles, unknown fields and unknown fragments count as far as they are known.
        lengths: The list length set by each sizing variable (see `length_of`).
        limits: The size arguments, the assumed length of lists, and the deepest nesting.

    Raises:
        GraphQLError: The nesting is deeper than `limits.nesting`.
    """
    return _Pass(schema, document, lengths, limits).run()


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


def length_of(value: object) -> int | None:
    """The list length set by a value of a size argument, or None."""
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return min(max(value, 0), CEILING)
    return None


def length_of_literal(node: ValueNode | None) -> int | None:
    """As `length_of`, for a literal in the document."""
    if isinstance(node, ListValueNode):
        return len(node.values)
    if isinstance(node, IntValueNode):
        return length_of(int(node.value)) if len(node.value) <= _INT_DIGITS else CEILING
    return None


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
    lengths: Mapping[str, int]
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
        cost = min(1 + self.length(node, known, parent) * inner.cost, CEILING)
        aliases = inner.aliases + (1 if node.alias else 0)
        if name in _INTROSPECTION:
            return _Sum(0, aliases, 0, inner.depth + 1, cost)
        return _Sum(inner.depth + 1, aliases, cost, inner.introspection_depth, inner.introspection_cost)

    def length(self, node: FieldNode, known: GraphQLField | None, parent: GraphQLNamedType | None) -> int:
        sizes = self.limits.sizes
        given = [a.value for a in node.arguments or () if a.name.value in sizes]
        sizes_set = [
            self.lengths.get(v.name.value) if isinstance(v, VariableNode) else length_of_literal(v) for v in given
        ]
        if certain := [n for n in sizes_set if n is not None]:
            return max(certain)
        if known is None:
            return self.limits.list_size if given else 1
        if get_named_type(known.type).name.endswith("Connection"):
            return self.limits.page_size
        if not is_list_type(get_nullable_type(known.type)):
            return 1
        counted_above = parent is not None and parent.name.endswith("Connection") and node.name.value in _OF_CONNECTION
        return 1 if counted_above else self.limits.list_size
