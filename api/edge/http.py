"""GraphQL over HTTP: one endpoint for GET and POST that follows the GraphQL-over-HTTP draft.

Status codes: HTTP-level refusals have their own (400, 405, 406, 413, 414, 415, 429, 503, 504). A request error (the
document does not parse, does not validate, variables do not fit) is 400 under `application/graphql-response+json`
and 200 under `application/json`, as clients and the audit suite of graphql-http expect. The draft of August 2026
prefers 422 to 400 for some of these and 294 for partial answers; both are "appropriate 4xx" and "2xx", so its MUSTs
are met.
"""

import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from time import perf_counter
from typing import Any, TypeVar

from fastapi.routing import APIRoute, APIWebSocketRoute
from graphql import GraphQLError, OperationDefinitionNode, OperationType, get_operation_ast
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from strawberry.fastapi import GraphQLRouter
from strawberry.types import ExecutionResult

from api.edge.database import Database
from api.edge.deadline import Times, within
from api.edge.documents import parsed
from api.edge.errors import RETRY_AFTER, Code, client_error_of, expected_code, refusal
from api.edge.limits import Limits
from api.edge.negotiation import JSON, RESPONSE_JSON, answer_type
from api.edge.recorder import Recorder, codes_of
from api.edge.request import GraphQLParams, RequestRefusal, read
from api.edge.schema import EdgeSchema
from api.edge.turns import FairQueue
from knowledge.messages.message import language, message, preferred, speaking

T = TypeVar("T")
Observe = Callable[[str, int, float], None]
"""Called after each request with the kind of operation (`query`, `mutation`, `none`), HTTP status and seconds."""

ALLOWED = "GET, POST"
_STATUS = {
    Code.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Code.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Code.CONFLICT: HTTPStatus.CONFLICT,
    Code.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
    Code.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", "X-Content-Type-Options": "nosniff"}


class EdgeRouter(GraphQLRouter[Any, None]):
    """The GraphQL endpoint, without page, multipart uploads or batches; sockets are `api.sockets`.

    `body_bytes` gives a larger size limit of the body for some contexts. `context_getter` is a FastAPI dependency, as
    in strawberry's router. Expected errors that it raises (for example a bad token) have their own HTTP status,
    unexpected ones are masked.
    """

    def __init__(
        self,
        schema: EdgeSchema,
        path: str = "/graphql",
        *,
        context_getter: Callable[..., Any] | None = None,
        observe: Observe | None = None,
        body_bytes: Callable[[Any], int] | None = None,
        database: Database | None = None,
        times: Times | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.edge = schema
        self.database = database or Database()
        self.times = times or Times()
        self.recorder = recorder or Recorder()
        self.queue = FairQueue()
        self.observe = observe
        self.body_bytes = body_bytes
        super().__init__(
            schema,
            path,
            graphql_ide=None,
            context_getter=context_getter,
            subscription_protocols=(),
            include_in_schema=False,
            route_class=_route_class(self),
        )
        self.routes = [route for route in self.routes if not isinstance(route, APIWebSocketRoute)]
        self.routes.append(Route(path, _OtherMethods(), include_in_schema=False))

    async def run(self, request: Any, context: Any = None, root_value: Any = None) -> Any:
        """Answer one request; its context is ready."""
        headers = (await self.get_sub_response(request)).headers  # read first: strawberry stores it on the router
        kind = answer_type(_accept(request))
        if kind is None:
            raise RequestRefusal(
                HTTPStatus.NOT_ACCEPTABLE,
                message("request.accept", types=(RESPONSE_JSON, JSON)),
            )
        params = await read(request, await self._limits(request, context))
        result = await self._execute(request, params, context, root_value)
        return _answer(result, kind, headers)

    async def _limits(self, request: Request, context: object) -> Limits:
        """The schema's limits; those who may upload a file may send a larger body."""
        announced = request.headers.get("content-length", "")
        small = announced.isdecimal() and int(announced[:20]) <= self.edge.limits.body_bytes
        if self.body_bytes is None or small or request.method != "POST":
            return self.edge.limits
        await self.database.prepare(context)
        more = self.body_bytes(context)
        return replace(self.edge.limits, body_bytes=max(more, self.edge.limits.body_bytes))

    async def _execute(
        self, request: Request, params: GraphQLParams, context: object, root_value: object
    ) -> ExecutionResult:
        try:
            document = parsed(params.query, self.edge.limits)
            size = self.edge.within_limits(document, params.variables)
        except GraphQLError as error:
            return self._failed(error)
        operation = get_operation_ast(document.node, params.operation_name)
        if operation is None:
            return self._failed(refusal(Code.VALIDATION_FAILED, message("request.operation")))
        _allow(request, operation)
        request.state.operation_kind = operation.operation.value
        execution = partial(
            self.edge.execute,
            params.query,
            variable_values=params.variables,
            context_value=context,
            root_value=root_value,
            operation_name=params.operation_name,
        )
        if self.database.at_once(operation):
            return await execution()
        async with self.queue.turn(_client(request, context), size.cost):
            if not self.database.needed(operation):
                return await within(execution(), self.times.query, None, changes=False)
            await self.database.prepare(context)
            changes, roots = operation.operation is OperationType.MUTATION, self.edge.roots(operation, document)
            if changes:
                await self.recorder.before_change(context, roots)
            seconds = self.times.change if changes else self.times.query
            try:
                result = await within(execution(), seconds, self.database.alive, changes=changes)
            finally:
                if changes:
                    self.database.changed(context)
            await self.recorder.after(context, roots, codes_of(result.errors or []))
            return result

    async def beside(
        self, request: Request, context: object, cost: int, work: Callable[[], Coroutine[Any, Any, T]]
    ) -> T:
        """The result of a read that is no GraphQL: in its turn, with account and network read, within its time.

        Raises:
            RequestRefusal: 429, 503 or 504: no turn, or not in time.
            GraphUnavailable: The database does not answer.
            Unauthenticated: The token is of nobody who has an account.
        """
        async with self.queue.turn(_client(request, context), cost):
            await self.database.prepare(context)
            return await within(work(), self.times.query, self.database.alive, changes=False)

    def _failed(self, error: GraphQLError) -> ExecutionResult:
        errors = [error]
        self.edge.process_errors(errors)
        return ExecutionResult(data=None, errors=errors)

    def refused(self, request: Request, cause: Exception) -> Response:
        """The answer to a request that failed before or outside of the execution."""
        kind = answer_type(_accept(request)) or JSON
        if isinstance(cause, RequestRefusal):
            error = refusal(cause.code, cause.message)
            return _response({"errors": [error.formatted]}, kind, cause.status, cause.headers)
        error = client_error_of(cause, self.edge.expected)
        code = expected_code(error) or Code.INTERNAL
        self.recorder.refused(code)
        challenge = {"WWW-Authenticate": "Bearer"} if code is Code.UNAUTHENTICATED else _retry(error)
        status = _STATUS.get(code, HTTPStatus.BAD_REQUEST)
        return _response({"errors": [error.formatted]}, kind, status, challenge)

    async def answer(self, request: Request, handler: Callable[[Request], Awaitable[Response]]) -> Response:
        """Run a route's handler in the client's language; every exception gets an answer, every answer is counted."""
        with speaking(preferred(request.headers.get("accept-language", ""))):
            return await self._answered(request, handler)

    async def _answered(self, request: Request, handler: Callable[[Request], Awaitable[Response]]) -> Response:
        started = perf_counter()
        try:
            response = await handler(request)
        except HTTPException:
            raise
        except ClientDisconnect:
            response = Response(status_code=HTTPStatus.BAD_REQUEST)
        except Exception as cause:  # noqa: BLE001  # nothing unexpected may leave unmasked
            response = self.refused(request, cause)
        if self.observe is not None:
            kind = getattr(request.state, "operation_kind", "none")
            self.observe(kind, response.status_code, perf_counter() - started)
        return response


class _OtherMethods:
    """Answers all methods other than GET and POST; an instance, because starlette limits functions to GET."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        with speaking(preferred(request.headers.get("accept-language", ""))):
            await self._answer(request, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        if request.method == "OPTIONS":
            response = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOWED})
        else:
            error = refusal(Code.BAD_USER_INPUT, message("request.method"))
            body = {"errors": [error.formatted]}
            kind = answer_type(_accept(request)) or JSON
            response = _response(body, kind, HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ALLOWED})
        await response(request.scope, receive, send)


def _route_class(router: EdgeRouter) -> type[APIRoute]:
    class EdgeRoute(APIRoute):
        """A route whose handler, dependencies included, runs inside `EdgeRouter.answer`."""

        def get_route_handler(self) -> Callable[[Request], Any]:
            handler = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                return await router.answer(request, handler)

            return guarded

    return EdgeRoute


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _allow(request: Request, operation: OperationDefinitionNode) -> None:
    if operation.operation is OperationType.SUBSCRIPTION:
        raise RequestRefusal(HTTPStatus.BAD_REQUEST, message("request.no_subscriptions"), Code.VALIDATION_FAILED)
    if request.method == "GET" and operation.operation is not OperationType.QUERY:
        raise RequestRefusal(
            HTTPStatus.METHOD_NOT_ALLOWED, message("request.mutation_by_post"), headers={"Allow": "POST"}
        )


def _client(request: Request, context: object) -> str:
    """The client of this request, for the queue: the account, otherwise the address."""
    subject = getattr(context, "subject", None)
    return f"account {subject}" if subject else f"address {request.client.host if request.client else ''}"


def _retry(error: GraphQLError) -> dict[str, str]:
    seconds = (error.extensions or {}).get(RETRY_AFTER)
    return {} if seconds is None else {"Retry-After": str(seconds)}


def _answer(result: ExecutionResult, kind: str, headers: Mapping[str, str]) -> Response:
    errors = result.errors or []
    body: dict[str, object] = {"errors": [error.formatted for error in errors]} if errors else {}
    if result.extensions:
        body["extensions"] = result.extensions
    if result.data is None and all(error.path is None for error in errors):
        return _response(body, kind, _request_error_status(errors, kind), headers)
    passing = next((error for error in errors if _retry(error)), None)
    if passing and not any(value is not None for value in (result.data or {}).values()):
        status = _STATUS.get(expected_code(passing) or Code.UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE)
        return _response({"data": None, **body}, kind, status, {**headers, **_retry(passing)})
    return _response({"data": result.data, **body}, kind, HTTPStatus.OK, headers)


def _request_error_status(errors: list[GraphQLError], kind: str) -> HTTPStatus:
    codes = [expected_code(error) for error in errors]
    if Code.INTERNAL in codes:
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus.OK if kind == JSON else HTTPStatus.BAD_REQUEST


def _response(body: Mapping[str, object], kind: str, status: HTTPStatus, headers: Mapping[str, str]) -> Response:
    # backslashreplace writes a lone surrogate as a JSON escape
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    content_type = {"Content-Type": f"{kind}; charset=utf-8", "Content-Language": language()}
    others = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    return Response(content, status, {**_HEADERS, **others, **content_type})
