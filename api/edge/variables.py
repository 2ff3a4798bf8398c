"""Errors about variables: path, type and allowed values; the value itself is never repeated."""

import re
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    VariableDefinitionNode,
    get_named_type,
    is_input_type,
    print_ast,
    type_from_ast,
)

from knowledge.messages.message import Message, message

_PATH = re.compile(r"^Variable '\$\w+' has invalid value(?: at ((?:\[\d+\]|\.?\w+)+))?:")
_STEP = re.compile(r"\[(\d+)\]|\.?(\w+)")
_DAYS = frozenset({"Date", "DateTime"})


def bad_variable(
    schema: GraphQLSchema, error: GraphQLError, node: VariableDefinitionNode
) -> tuple[Message, dict[str, Any]]:
    """The message for a variable that cannot be coerced, with `field`, and `allowed` for an enum."""
    match = _PATH.match(error.message)
    at = (match[1] if match else "") or ""
    steps = [index or name for index, name in _STEP.findall(at)]
    name = node.variable.name.value
    facts: dict[str, Any] = {"field": ".".join([name, *steps])}
    params = {"variable": name, "at": f" ({at})" if at else ""}
    kind = _type_at(schema, node, steps)
    if isinstance(kind, GraphQLEnumType):
        return message("request.one_of", **params, allowed=list(kind.values)), {**facts, "allowed": list(kind.values)}
    if kind is not None and kind.name in _DAYS:
        return message("request.day" if kind.name == "Date" else "request.moment", **params), facts
    return message("request.variable", **params, type=kind.name if kind else print_ast(node.type)), facts


def _type_at(schema: GraphQLSchema, node: VariableDefinitionNode, steps: list[str]) -> GraphQLNamedType | None:
    """The named type at a path inside a variable, or None if the schema has no such path."""
    kind = type_from_ast(schema, node.type)
    if kind is None or not is_input_type(kind):
        return None
    current: GraphQLNamedType = get_named_type(kind)
    for step in steps:
        if step.isdecimal():
            continue
        if not isinstance(current, GraphQLInputObjectType) or step not in current.fields:
            return None
        current = get_named_type(current.fields[step].type)
    return current
