"""Errors as clients see them: known codes, no input values, unexpected errors masked with an id."""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from graphql import GraphQLError, GraphQLSchema, GraphQLSyntaxError, ValueNode, VariableDefinitionNode

from api.edge.variables import bad_variable
from knowledge.errors import plain
from knowledge.messages.message import Message, message

RETRY_AFTER = "retryAfter"
"""The extension of an error that passes by itself, in seconds; as a header where nothing else was answered."""
RETRY_SECONDS = 2
"""Seconds after which a refused client may come again (configured value)."""

_LITERAL_TOKEN = re.compile(r"(String|BlockString|Int|Float) .*", re.DOTALL)
_HARMLESS = frozenset({"null_value", "enum_value", "variable"})
_ARGUMENT = re.compile(r"^Argument '([\w.]+)")


class Code(StrEnum):
    """Values of `extensions.code`, as GraphQL clients know them."""

    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    NOT_FOUND = "NOT_FOUND"
    AMBIGUOUS = "AMBIGUOUS"
    NO_TEXT_FOR_THAT_DAY = "NO_TEXT_FOR_THAT_DAY"
    NO_TEXT_FOR_THAT_PLACE = "NO_TEXT_FOR_THAT_PLACE"
    FILE_REFUSED = "FILE_REFUSED"
    UNAVAILABLE = "UNAVAILABLE"
    TOO_MANY = "TOO_MANY_REQUESTS"
    TIMEOUT = "TIMEOUT"
    INTERNAL = "INTERNAL_SERVER_ERROR"


def _no_facts(_: Exception) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Expected:
    """The form of an expected error: code, message and further extensions; none may contain personal data."""

    code: str
    message: Callable[[Any], Message]
    facts: Callable[[Any], Mapping[str, Any]] = _no_facts


Registry = Mapping[type[Exception], Expected]
"""The expected errors by class; the nearest base class of an error decides, all others are masked."""


def extensions(code: str, problem: Message, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The extensions of an error: `code`, `reason` (the code of the message), `params`, and more facts."""
    return {"code": str(code), "reason": problem.code, "params": plain(problem.params), **(facts or {})}


def refusal(code: Code, problem: Message, **facts: str | int) -> GraphQLError:
    """An error in the form for clients; `code` and `facts` become its extensions."""
    return GraphQLError(str(problem), extensions=extensions(code, problem, facts))


def expected_code(error: GraphQLError) -> Code | None:
    """The code of an error that is already in the form for clients, otherwise None."""
    code = (error.extensions or {}).get("code")
    return Code(code) if code in set(Code) else None


def client_error(
    error: GraphQLError, expected: Registry, *, executed: bool, schema: GraphQLSchema | None = None
) -> GraphQLError:
    """The error as the client may see it; an error already in that form is unchanged.

    Args:
        error: The error from graphql-core, strawberry or a resolver.
        expected: The errors that clients see; every other exception is logged and masked.
        executed: True if the operation had passed validation when the error was raised.
        schema: Gives the types inside a variable; without it an error about a variable is masked.
    """
    if expected_code(error):
        return error
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return _of_exception(error, cause, expected)
    if not executed:
        return _before_execution(error)
    if error.path is None and (bad := _of_variables(error, schema)):
        return bad
    if match := _ARGUMENT.match(error.message):
        return _coded(error, Code.BAD_USER_INPUT, message("request.argument", argument=match[1]))
    return _coded(error, Code.INTERNAL, masked(error))


def client_error_of(cause: Exception, expected: Registry) -> GraphQLError:
    """As `client_error`, for an exception outside of the execution, for example while reading the token."""
    if isinstance(cause, GraphQLError):
        return client_error(cause, expected, executed=True)
    return _of_exception(GraphQLError(""), cause, expected)


def masked(cause: Exception) -> Message:
    """Log an unexpected exception under a new id; return the message that replaces it.

    The log has classes, files and lines only: the text of the exception and variables may contain a child's data.
    """
    import structlog  # noqa: PLC0415  # slow to import, and hardly ever needed

    number = uuid4().hex[:12]
    structlog.get_logger("api.edge").error("internal_error", id=number, causes=list(_causes(cause)))
    return message("refused.internal", id=number)


def _of_exception(error: GraphQLError, cause: Exception, expected: Registry) -> GraphQLError:
    for kind in type(cause).__mro__:
        if (how := expected.get(kind)) is not None:
            return _coded(error, how.code, how.message(cause), how.facts(cause))
    return _coded(error, Code.INTERNAL, masked(cause))


def _of_variables(error: GraphQLError, schema: GraphQLSchema | None) -> GraphQLError | None:
    """An error about one variable, or about all: too deep, too many errors, not exactly one member."""
    if not error.nodes:
        return _coded(error, Code.BAD_USER_INPUT, message("request.variable_values"))
    node = error.nodes[0]
    if schema is None or not isinstance(node, VariableDefinitionNode):
        return None
    return _coded(error, Code.BAD_USER_INPUT, *bad_variable(schema, error, node))


def _coded(
    error: GraphQLError, code: str, problem: Message | str, facts: Mapping[str, Any] | None = None
) -> GraphQLError:
    known = extensions(code, problem, facts) if isinstance(problem, Message) else {"code": str(code)}
    return GraphQLError(
        str(problem), error.nodes, error.source, error.positions, error.path, extensions=known
    )  # without original_error: its extensions and text must not reach the client


def _before_execution(error: GraphQLError) -> GraphQLError:
    if isinstance(error, GraphQLSyntaxError):
        return _coded(error, Code.PARSE_FAILED, _LITERAL_TOKEN.sub(r"\1", error.message))
    return _coded(error, Code.VALIDATION_FAILED, _without_literals(error))


def _without_literals(error: GraphQLError) -> Message | str:
    """The message of a validation error without the literal in it, which may be a name or an address."""
    head, cut, _ = error.message.partition(", found: ")
    if cut or not any(isinstance(node, ValueNode) and node.kind not in _HARMLESS for node in error.nodes or ()):
        return head
    return message("request.literal")


def _causes(error: BaseException) -> Iterator[dict[str, object]]:
    """The chain of causes, the last one first, each as class with files and lines."""
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
