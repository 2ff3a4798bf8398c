"""How large a GraphQL request may be: one memoised pass over the parsed document, linear in its size."""

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
"""Counts stop here: fragments that double would otherwise grow numbers of hundreds of digits."""
_INT_DIGITS = 9
_INTROSPECTION = frozenset({"__schema", "__type"})
_OF_CONNECTION = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for; the defaults carry the console, introspection and the full answers."""

    depth: int = 15
    """Fields inside fields."""
    nesting: int = 60
    """Selection sets inside selection sets, fragments counted: keeps the pass off the interpreter's stack limit."""
    aliases: int = 50
    cost: int = 50_000
    """Fields in the answer, each list counted as long as its `sizes` argument says, else `list_size`."""
    introspection_depth: int = 20
    introspection_cost: int = 200_000
    directives: int = 50
    definitions: int = 30
    tokens: int = 2_000
    body_bytes: int = 100_000
    list_size: int = 5
    """Items assumed in a list whose length the request does not say."""
    page_size: int = 100
    """Items of a connection whose `first` or `last` the request does not say."""
    sizes: tuple[str, ...] = ("first", "last", "ids", "rows", "on")
    """Arguments that say how long the list below them gets: an integer, or a list by its length."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a document asks for; `visits` counts the nodes that the pass looked at."""

    depth: int = 0
    aliases: int = 0
    cost: int = 0
    introspection_depth: int = 0
    introspection_cost: int = 0
    directives: int = 0
    definitions: int = 0
    visits: int = 0


def measure(schema: GraphQLSchema, document: DocumentNode, lengths: Mapping[str, int], limits: Limits) -> Size:
    """Measure a document, valid or not, before it is validated; of several operations the largest counts.

    Args:
        schema: tells which fields are lists.
        document: may have cycles, unknown fields and unknown fragments; they count as far as they are known.
        lengths: what each variable used as a size stands for (see `length_of`).
        limits: the size words, the assumed length of lists, and the nesting at which the pass gives up.

    Raises:
        GraphQLError: nested deeper than `limits.nesting`.
    """
    return _Pass(schema, document, lengths, limits).run()


def check(size: Size, limits: Limits) -> None:
    """Refuse a document over a limit.

    Raises:
        GraphQLError: GRAPHQL_VALIDATION_FAILED, naming the limit, the value and what to do.
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
"""Limits that a document or a body can pass, in the order in which they are checked."""


def explain(name: str, value: int | None, allowed: int) -> Message:
    """The message for a limit that was passed; `value` None: the count stopped at the limit."""
    size = message("limit.uncounted") if value is None else message("limit.value", value=value)
    do = message(f"limit.{name}_do")
    return message("limit.over", name=message(f"limit.{name}"), value=size, allowed=allowed, do=do)


def exceeded(name: str, value: int | None, allowed: int) -> GraphQLError:
    """The error for a limit that was passed, with `limit`, `value`, `allowed` in its extensions."""
    known = {} if value is None else {"value": value}
    return refusal(Code.VALIDATION_FAILED, explain(name, value, allowed), limit=name, allowed=allowed, **known)


def length_of(value: object) -> int | None:
    """How long a list gets for this value of a size argument; None: the value does not say."""
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return min(max(value, 0), CEILING)
    return None


def length_of_literal(node: ValueNode | None) -> int | None:
    """As `length_of`, for a value written in the document."""
    if isinstance(node, ListValueNode):
        return len(node.values)
    if isinstance(node, IntValueNode):
        return length_of(int(node.value)) if len(node.value) <= _INT_DIGITS else CEILING
    return None


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a selection set asks for, fragments expanded."""

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
    """One walk: every selection is visited once, a fragment is summed where it is first met."""

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
        for name in self.fragments:  # those that no operation uses are still counted once
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
            return self.fragment(node.name.value, level).beside(_Sum(cost=1))  # spreads of nothing cost time too
        if isinstance(node, InlineFragmentNode):
            on = node.type_condition
            inner = self.schema.get_type(on.name.value) if on else parent
            return self.selections(node.selection_set, inner, level + 1)
        return _Sum()

    def fragment(self, name: str, level: int) -> _Sum:
        if name not in self.sums and name in self.fragments:
            self.sums[name] = _Sum()  # what a cycle meets; validation refuses it afterwards
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
        said = [self.lengths.get(v.name.value) if isinstance(v, VariableNode) else length_of_literal(v) for v in given]
        if certain := [n for n in said if n is not None]:
            return max(certain)
        if known is None:
            return self.limits.list_size if given else 1
        if get_named_type(known.type).name.endswith("Connection"):
            return self.limits.page_size
        if not is_list_type(get_nullable_type(known.type)):
            return 1
        counted_above = parent is not None and parent.name.endswith("Connection") and node.name.value in _OF_CONNECTION
        return 1 if counted_above else self.limits.list_size
