"""Read the parameters of a GraphQL-over-HTTP request, or refuse it with an HTTP status."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.requests import Request

from api.edge.errors import Code
from api.edge.limits import Limits, explain
from api.edge.negotiation import is_json
from knowledge.messages.message import Message, message


@dataclass(eq=False)  # not frozen: contextlib sets __traceback__
class RequestRefusal(Exception):
    """A request that is refused before GraphQL starts."""

    status: HTTPStatus
    message: Message
    code: Code = Code.BAD_USER_INPUT
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GraphQLParams:
    """The parameters of a well-formed request; `extensions` are only checked for their type."""

    query: str
    variables: dict[str, object] | None
    operation_name: str | None


async def read(request: Request, limits: Limits) -> GraphQLParams:
    """Read a GET or POST request.

    Raises:
        RequestRefusal: 400 malformed, 413 or 414 too large, 415 not JSON.
    """
    if request.method == "GET":
        return _params(_query_parameters(request, limits))
    if not is_json(request.headers.get("content-type", "")):
        raise RequestRefusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            message("request.content_type"),
            headers={"Accept": "application/json"},
        )
    return _params(decode(await _body(request, limits.body_bytes)))


def decode(data: bytes) -> object:
    """Strict JSON in UTF-8: no NaN, no lone surrogates.

    Raises:
        RequestRefusal: 400, for any error.
    """
    try:
        text = data.decode("utf-8")
        value: object = json.loads(text, parse_constant=_no_constant)
        if "\\u" in text:  # an escape may contain a lone surrogate
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise _bad("not_utf8") from None
    except RecursionError:
        raise _bad("nested_json") from None
    except ValueError:
        raise _bad("not_json") from None
    return value


async def _body(request: Request, allowed: int) -> bytes:
    """The body, counted while it arrives, because the Content-Length header may be wrong."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > allowed:
        raise _too_large(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, allowed)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > allowed:
            raise _too_large(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, allowed)
    return bytes(body)


def _query_parameters(request: Request, limits: Limits) -> dict[str, object]:
    if len(request.url.query) > limits.body_bytes:
        raise _too_large(HTTPStatus.REQUEST_URI_TOO_LONG, limits.body_bytes)
    given: dict[str, object] = {name: value for name, value in request.query_params.items() if value}
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = decode(str(given[name]).encode("utf-8", "surrogatepass"))
    return given


def _params(body: object) -> GraphQLParams:
    if isinstance(body, list):
        raise _bad("no_batches")
    if not isinstance(body, dict):
        raise _bad("no_object")
    query, variables = body.get("query"), body.get("variables")
    operation_name, extensions = body.get("operationName"), body.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise _bad("no_query")
    if not isinstance(variables, dict | None):
        raise _bad("variables")
    if not isinstance(operation_name, str | None):
        raise _bad("operation_name")
    if not isinstance(extensions, dict | None):
        raise _bad("extensions")
    return GraphQLParams(query, variables, operation_name or None)


def _no_constant(_: str) -> object:
    raise ValueError


def _bad(reason: str) -> RequestRefusal:
    return RequestRefusal(HTTPStatus.BAD_REQUEST, message(f"request.{reason}"))


def _too_large(status: HTTPStatus, allowed: int) -> RequestRefusal:
    return RequestRefusal(status, explain("body_bytes", None, allowed), headers={"Connection": "close"})
