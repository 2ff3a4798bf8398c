"""Contribution of argument values to the size of a request: list lengths, list items, letters (参数的大小)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    Visitor,
    visit,
)

CEILING = 10**12
"""Counts stop here; fragments that double would otherwise give numbers of hundreds of digits."""
_INT_DIGITS = 9
A_NAME = 40
"""Letters of a code or name, which are in the work of its field; what is longer is read (configured value)."""


@dataclass(frozen=True, slots=True)
class Given:
    """Sizes set by the value of an argument."""

    length: int | None = None
    """The length of the lists below the field, if the argument is one that sets it."""
    items: int = 0
    """Number of listed values, at any depth."""
    letters: int = 0
    """Number of letters of its texts beyond those of a name, at any depth."""

    def or_more(self, other: "Given") -> "Given":
        """The larger of both."""
        lengths = [n for n in (self.length, other.length) if n is not None]
        return Given(max(lengths, default=None), max(self.items, other.items), max(self.letters, other.letters))


NOTHING = Given()


def length_of(value: object) -> int | None:
    """The list length set by a value of a size argument, or None."""
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return min(max(value, 0), CEILING)
    return None


def items_of(value: object) -> int:
    """Return the number of values that a variable lists, at any depth."""
    return sum(len(part) for part in _held(value) if isinstance(part, list))


def letters_of(value: object) -> int:
    """Return the number of letters of a variable's texts beyond those of a name, at any depth."""
    return sum(_read(part) for part in _held(value) if isinstance(part, str))


def _held(value: object) -> Iterator[object]:
    """A value and everything in it; without recursion, because clients choose the depth."""
    rest = [value]
    while rest:
        part = rest.pop()
        yield part
        match part:
            case list() as several:
                rest += several
            case dict() as named:
                rest += named.values()


def _read(text: str) -> int:
    return max(len(text) - A_NAME, 0)


def length_of_literal(node: ValueNode | None) -> int | None:
    """As `length_of`, for a literal in the document."""
    if isinstance(node, ListValueNode):
        return len(node.values)
    if isinstance(node, IntValueNode):
        return length_of(int(node.value)) if len(node.value) <= _INT_DIGITS else CEILING
    return None


def items_of_literal(node: ValueNode | None, variables: Mapping[str, Given]) -> int:
    """As `items_of`, for a value in the document, which may contain variables."""
    return _summed(node, variables, lambda p: len(p.values) if isinstance(p, ListValueNode) else 0, lambda g: g.items)


def letters_of_literal(node: ValueNode | None, variables: Mapping[str, Given]) -> int:
    """As `letters_of`, for a value in the document, which may contain variables."""
    return _summed(
        node, variables, lambda p: _read(p.value) if isinstance(p, StringValueNode) else 0, lambda g: g.letters
    )


def _summed(
    node: ValueNode | None,
    variables: Mapping[str, Given],
    own: Callable[[ValueNode], int],
    given: Callable[[Given], int],
) -> int:
    """Return the size of a value, with that of its variables."""
    return sum(
        given(variables.get(p.name.value, NOTHING)) if isinstance(p, VariableNode) else own(p) for p in _parts(node)
    )


def _parts(node: ValueNode | None) -> Iterator[ValueNode]:
    """A value and everything in it."""
    rest: list[ValueNode] = [node] if node else []
    while rest:
        part = rest.pop()
        yield part
        if isinstance(part, ListValueNode):
            rest += part.values
        elif isinstance(part, ObjectValueNode):
            rest += [f.value for f in part.fields]


@dataclass(frozen=True, slots=True)
class Sizing:
    """The variables of a document: which set the length of a list, and what their defaults set."""

    lengths: frozenset[str]
    defaults: Mapping[str, Given]

    @classmethod
    def of(cls, document: DocumentNode, sizes: Sequence[str]) -> "Sizing":
        """The sizing of a document, the most if operations differ; `sizes`: names of arguments that set a length."""
        used = _SizeVariables(sizes)
        visit(document, used)
        defaults: dict[str, Given] = {}
        for operation in document.definitions:
            if isinstance(operation, OperationDefinitionNode):
                for variable in operation.variable_definitions or ():
                    name, value = variable.variable.name.value, variable.default_value
                    length = length_of_literal(value) if name in used.names else None
                    default = Given(length, items_of_literal(value, {}), letters_of_literal(value, {}))
                    defaults[name] = default.or_more(defaults.get(name, NOTHING))
        return cls(frozenset(used.names), defaults)

    def given(self, variables: Mapping[str, object] | None) -> tuple[tuple[str, Given], ...]:
        """Return the sizes set by the variables of this request; those that set nothing are left out."""
        values = variables or {}
        sizes = ((n, self._given(n, values[n]) if n in values else default) for n, default in self.defaults.items())
        return tuple((name, given) for name, given in sizes if given != NOTHING)

    def _given(self, name: str, value: object) -> Given:
        return Given(length_of(value) if name in self.lengths else None, items_of(value), letters_of(value))


class _SizeVariables(Visitor):
    """Collects the names of the variables in size arguments."""

    def __init__(self, sizes: Sequence[str]) -> None:
        super().__init__()
        self.sizes = sizes
        self.names: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Collect the variables of one field's arguments."""
        for argument in node.arguments or ():
            if argument.name.value in self.sizes and isinstance(argument.value, VariableNode):
                self.names.add(argument.value.name.value)
