"""What a caller is told when a request fails: common codes, no values, the unexpected masked with an id."""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

import structlog
from graphql import GraphQLError, GraphQLSchema, GraphQLSyntaxError, ValueNode, VariableDefinitionNode

from api.edge.variables import bad_variable
from knowledge.errors import plain
from knowledge.messages.message import Message, message

LOG = structlog.get_logger("api.edge")

_LITERAL_TOKEN = re.compile(r"(String|BlockString|Int|Float) .*", re.DOTALL)
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
    NOT_FOUND = "NOT_FOUND"
    AMBIGUOUS = "AMBIGUOUS"
    NO_TEXT_FOR_THAT_DAY = "NO_TEXT_FOR_THAT_DAY"
    NO_TEXT_FOR_THAT_PLACE = "NO_TEXT_FOR_THAT_PLACE"
    FILE_REFUSED = "FILE_REFUSED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL_SERVER_ERROR"


def _no_facts(_: Exception) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Expected:
    """How an expected error is told: its code, its message, and what else its extensions hold.

    Neither may name a personal fact.
    """

    code: str
    message: Callable[[Any], Message]
    facts: Callable[[Any], Mapping[str, Any]] = _no_facts


Registry = Mapping[type[Exception], Expected]
"""Which errors are expected; the nearest class in an error's own tree decides, all others are masked."""


def extensions(code: str, said: Message, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a program reads of an error: `code`, `reason` (the code of the sentence), `params`, and more facts."""
    return {"code": str(code), "reason": said.code, "params": plain(said.params), **(facts or {})}


def refusal(code: Code, said: Message, **facts: str | int) -> GraphQLError:
    """An error that is told as it stands: `code` and `facts` become its extensions."""
    return GraphQLError(str(said), extensions=extensions(code, said, facts))


def expected_code(error: GraphQLError) -> Code | None:
    """The code of an error that is already in the form for clients, otherwise None."""
    code = (error.extensions or {}).get("code")
    return Code(code) if code in set(Code) else None


def told(
    error: GraphQLError, expected: Registry, *, executed: bool, schema: GraphQLSchema | None = None
) -> GraphQLError:
    """The error as the caller may see it; telling twice changes nothing.

    Args:
        error: as graphql-core, strawberry or a resolver left it.
        expected: the errors that are told; every other exception is logged and masked.
        executed: whether the operation had passed validation when the error arose.
        schema: tells which type a variable has inside; without it such an error is masked.
    """
    if expected_code(error):
        return error
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return _of_exception(error, cause, expected)
    if not executed:
        return _before_execution(error)
    if schema and error.path is None and error.nodes and isinstance(error.nodes[0], VariableDefinitionNode):
        return _coded(error, Code.BAD_USER_INPUT, *bad_variable(schema, error, error.nodes[0]))
    if found := _ARGUMENT.match(error.message):
        return _coded(error, Code.BAD_USER_INPUT, message("request.argument", argument=found[1]))
    return _coded(error, Code.INTERNAL, masked(error))


def told_exception(cause: Exception, expected: Registry) -> GraphQLError:
    """As `told`, for an exception that arose outside of the execution (for example while reading the token)."""
    if isinstance(cause, GraphQLError):
        return told(cause, expected, executed=True)
    return _of_exception(GraphQLError(""), cause, expected)


def masked(cause: Exception) -> Message:
    """Log an unexpected exception under a new id; give back the message that replaces it.

    The log has classes, files and lines only: neither str() of the exception nor variables,
    for both may hold a child's data.
    """
    number = uuid4().hex[:12]
    LOG.error("internal_error", id=number, causes=list(_causes(cause)))
    return message("refused.internal", id=number)


def _of_exception(error: GraphQLError, cause: Exception, expected: Registry) -> GraphQLError:
    for kind in type(cause).__mro__:
        if (how := expected.get(kind)) is not None:
            return _coded(error, how.code, how.message(cause), how.facts(cause))
    return _coded(error, Code.INTERNAL, masked(cause))


def _coded(error: GraphQLError, code: str, said: Message | str, facts: Mapping[str, Any] | None = None) -> GraphQLError:
    known = extensions(code, said, facts) if isinstance(said, Message) else {"code": str(code)}
    return GraphQLError(
        str(said), error.nodes, error.source, error.positions, error.path, extensions=known
    )  # no original_error: its extensions and text must not travel


def _before_execution(error: GraphQLError) -> GraphQLError:
    if isinstance(error, GraphQLSyntaxError):
        return _coded(error, Code.PARSE_FAILED, _LITERAL_TOKEN.sub(r"\1", error.message))
    return _coded(error, Code.VALIDATION_FAILED, _without_literals(error))


def _without_literals(error: GraphQLError) -> Message | str:
    """The message of a validation error without the literal it complains of; that may be a name or an address."""
    head, cut, _ = error.message.partition(", found: ")
    if cut or not any(isinstance(node, ValueNode) and node.kind not in _HARMLESS for node in error.nodes or ()):
        return head
    return message("request.literal")


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
