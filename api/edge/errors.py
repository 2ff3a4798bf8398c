"""What a caller is told when a request fails: common codes, no values, the unexpected masked with an id."""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

import structlog
from graphql import GraphQLError, GraphQLSyntaxError, ValueNode, VariableDefinitionNode, print_ast

LOG = structlog.get_logger("api.edge")

_LITERAL_TOKEN = re.compile(r"(String|BlockString|Int|Float) .*", re.DOTALL)
_VARIABLE_PATH = re.compile(r"^Variable '\$\w+' has invalid value(?: at ((?:\[\d+\]|\.?\w+)+))?:")
_HARMLESS = frozenset({"null_value", "enum_value", "variable"})
_ARGUMENT = re.compile(r"^Argument '([\w.]+)")


class Code(StrEnum):
    """The value of `extensions.code`: the words that GraphQL clients already know."""

    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    INTERNAL = "INTERNAL_SERVER_ERROR"


_CODES: dict[str, Code] = {code.value: code for code in Code}


@dataclass(frozen=True, slots=True)
class Expected:
    """How an expected error is told.

    `message` makes the sentence (中文 / English) from the error's facts; it must name no personal fact.
    """

    code: Code
    message: Callable[[Any], str]


Registry = Mapping[type[Exception], Expected]
"""Which errors are expected; the nearest class in an error's own tree decides, all others are masked."""


def refusal(code: Code, message: str, **facts: str | int) -> GraphQLError:
    """An error that is told as it stands: `code` and `facts` become its extensions."""
    return GraphQLError(message, extensions={"code": code.value, **facts})


def code_of(error: GraphQLError) -> Code | None:
    """The code an error carries, if it is one of ours."""
    code = (error.extensions or {}).get("code")
    return _CODES.get(code) if isinstance(code, str) else None


def told(error: GraphQLError, expected: Registry, *, executed: bool) -> GraphQLError:
    """The error as the caller may see it; telling twice changes nothing.

    Args:
        error: as graphql-core, strawberry or a resolver left it.
        expected: the errors that are told; every other exception is logged and masked.
        executed: whether the operation had passed validation when the error arose.
    """
    if code_of(error):
        return error
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return _of_exception(error, cause, expected)
    if not executed:
        return _before_execution(error)
    if error.path is None and error.nodes and isinstance(error.nodes[0], VariableDefinitionNode):
        return _coded(error, Code.BAD_USER_INPUT, _bad_variable(error, error.nodes[0]))
    if found := _ARGUMENT.match(error.message):
        name = found[1]
        message = f"参数 {name} 的值不可用 / the value of argument {name} cannot be used"
        return _coded(error, Code.BAD_USER_INPUT, message)
    return _coded(error, *masked(error))


def told_exception(cause: Exception, expected: Registry) -> GraphQLError:
    """As `told`, for an exception that arose outside of the execution (for example while reading the token)."""
    if isinstance(cause, GraphQLError):
        return told(cause, expected, executed=True)
    return _of_exception(GraphQLError(""), cause, expected)


def masked(cause: Exception) -> tuple[Code, str, str]:
    """Log an unexpected exception under a new id; give back what replaces it: code, message, id.

    The log has classes, files and lines only: neither str() of the exception nor variables,
    for both may hold a child's data.
    """
    number = uuid4().hex[:12]
    LOG.error("internal_error", id=number, causes=list(_causes(cause)))
    return Code.INTERNAL, f"内部错误 / internal error (id {number})", number


def _of_exception(error: GraphQLError, cause: Exception, expected: Registry) -> GraphQLError:
    for kind in type(cause).__mro__:
        if (how := expected.get(kind)) is not None:
            return _coded(error, how.code, how.message(cause))
    return _coded(error, *masked(cause))


def _coded(error: GraphQLError, code: Code, message: str, number: str | None = None) -> GraphQLError:
    extensions = {"code": code.value} | ({"id": number} if number else {})
    return GraphQLError(
        message, error.nodes, error.source, error.positions, error.path, extensions=extensions
    )  # no original_error: its extensions and text must not travel


def _before_execution(error: GraphQLError) -> GraphQLError:
    if isinstance(error, GraphQLSyntaxError):
        return _coded(error, Code.PARSE_FAILED, _LITERAL_TOKEN.sub(r"\1", error.message))
    return _coded(error, Code.VALIDATION_FAILED, _without_literals(error))


def _bad_variable(error: GraphQLError, node: VariableDefinitionNode) -> str:
    found = _VARIABLE_PATH.match(error.message)
    at = f" ({found[1]})" if found and found[1] else ""
    name, kind = node.variable.name.value, print_ast(node.type)
    return (
        f"变量 ${name}{at} 的值缺失或不合类型 {kind}，请改正后重试"
        f" / the value of variable ${name}{at} is missing or does not fit {kind}: correct it and try again"
    )


def _without_literals(error: GraphQLError) -> str:
    """The message of a validation error without the literal it complains of; that may be a name or an address."""
    head, cut, _ = error.message.partition(", found: ")
    if cut or not any(isinstance(node, ValueNode) and node.kind not in _HARMLESS for node in error.nodes or ()):
        return head
    return "此处的值不合类型 / the value at this place does not fit the type expected there"


def _causes(error: BaseException) -> Iterator[dict[str, object]]:
    """The chain of causes, the last first, each as class and places."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        frames = traceback.extract_tb(at.__traceback__)
        yield {
            "exception": f"{type(at).__module__}.{type(at).__qualname__}",
            "traceback": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        at = at.__cause__ or at.__context__
