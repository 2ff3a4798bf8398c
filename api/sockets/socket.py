"""Subscriptions over WebSocket, by the protocol graphql-transport-ws: a token first, then subscriptions only (订阅)."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from graphql import OperationType, get_operation_ast
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.edge.documents import parsed
from api.edge.errors import Code, client_error_of, refusal
from api.edge.recorder import Recorder, codes_of
from api.edge.schema import EdgeSchema
from knowledge.messages.message import message, preferred, speaking

PROTOCOL = "graphql-transport-ws"
BEGIN = 5.0
"""Seconds within which a client must authenticate (configured value)."""
OF_SOCKET = 20
"""Subscriptions of one socket (configured value)."""
OF_ACCOUNT = 20
"""Sockets of one account in a process (configured value)."""
INVALID, UNAUTHORIZED, FORBIDDEN, LATE, TAKEN, TOO_MANY, AGAIN = 4400, 4401, 4403, 4408, 4409, 4429, 1013
"""The codes with which the protocol closes a socket, and "try again later"."""


class _CloseError(Exception):
    """Ends the socket with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def own_origin(headers: Mapping[str, str]) -> bool:
    """True if this site's own pages opened a socket, or no browser: a browser names the site that opens it."""
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == headers.get("host"))


@dataclass(frozen=True, slots=True)
class Sockets:
    """The endpoint; each subscription has a context of its own, made from the token of its socket."""

    edge: EdgeSchema
    context: Callable[[str | None], Any]
    prepare: Callable[[Any], Awaitable[None]]
    recorder: Recorder
    opened: Counter[str] = field(default_factory=Counter)
    """Sockets by account."""

    async def serve(self, socket: WebSocket) -> None:
        """Serve one socket until it ends."""
        if PROTOCOL not in socket.scope.get("subprotocols", ()) or not own_origin(socket.headers):
            await socket.close(FORBIDDEN)
            return
        await socket.accept(PROTOCOL)
        served = _Socket(self, socket)
        try:
            await served.serve()
        except _CloseError as e:
            with suppress(RuntimeError):  # the client was faster
                await socket.close(e.code, e.reason)
        except WebSocketDisconnect:
            pass
        finally:
            await served.end()


class _Socket:
    """One socket: who has opened it, and its subscriptions."""

    def __init__(self, of: Sockets, socket: WebSocket) -> None:
        self._of, self._socket = of, socket
        self._given: str | None = None
        self._account: str | None = None
        self._language = ""
        self._running: dict[str, asyncio.Task[None]] = {}
        self._sending = asyncio.Lock()
        self._ended: asyncio.Future[_CloseError] = asyncio.get_running_loop().create_future()

    async def serve(self) -> None:
        """Say who, then answer messages until the client leaves or the account ends.

        Raises:
            _CloseError: The socket is to be closed.
            WebSocketDisconnect: The client has left.
        """
        await self._begin()
        while True:
            received = asyncio.ensure_future(self._receive())
            received.add_done_callback(lambda r: r.cancelled() or r.exception())  # it may end as nobody waits
            either: tuple[asyncio.Future[Any], ...] = (received, self._ended)
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            finally:
                received.cancel()
            if self._ended.done():
                raise self._ended.result()
            await self._handle(received.result())

    async def end(self) -> None:
        """Stop all subscriptions."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        if self._account is not None:
            self._of.opened[self._account] -= 1

    async def _receive(self) -> dict[str, Any]:
        try:
            received = json.loads(await self._socket.receive_text())
        except (ValueError, KeyError, RecursionError):  # KeyError: bytes instead of text
            raise _CloseError(INVALID, "not a JSON text") from None
        if not isinstance(received, dict):
            raise _CloseError(INVALID, "not a message")
        return received

    async def _send(self, kind: str, **more: object) -> None:
        async with self._sending:
            await self._socket.send_text(json.dumps({"type": kind, **more}, ensure_ascii=False))

    async def _begin(self) -> None:
        """The first message: the token, if the headers did not have it, and the language."""
        try:
            first = await asyncio.wait_for(self._receive(), BEGIN)
        except TimeoutError:
            raise _CloseError(LATE, "Connection initialisation timeout") from None
        if first.get("type") != "connection_init":
            raise _CloseError(UNAUTHORIZED, "Unauthorized")
        payload = first.get("payload") or {}
        if not isinstance(payload, dict):
            raise _CloseError(INVALID, "not a payload")
        headers = {str(k).lower(): str(v) for k, v in payload.items()}
        self._given = headers.get("authorization", self._socket.headers.get("authorization"))
        self._language = preferred(headers.get("accept-language", self._socket.headers.get("accept-language", "")))
        c = await self._context()
        account = str(getattr(c, "subject", None) or "")
        if self._of.opened[account] >= OF_ACCOUNT:
            raise _CloseError(TOO_MANY, "Too many sockets")
        self._account = account
        self._of.opened[account] += 1
        await self._send("connection_ack")

    async def _context(self) -> Any:
        try:
            c = self._of.context(self._given)
            await self._of.prepare(c)
        except Exception as cause:  # noqa: BLE001  # nothing unexpected may leave unmasked
            code = (client_error_of(cause, self._of.edge.expected).extensions or {}).get("code")
            self._of.recorder.refused(str(code))
            if code == Code.UNAUTHENTICATED:
                raise _CloseError(FORBIDDEN, "Forbidden") from None
            raise _CloseError(AGAIN, "try again later") from None
        return c

    async def _handle(self, received: dict[str, Any]) -> None:
        kind, number, payload = received.get("type"), received.get("id"), received.get("payload")
        if kind == "ping":
            await self._send("pong")
        elif kind == "connection_init":
            raise _CloseError(TOO_MANY, "Too many initialisation requests")
        elif kind == "complete" and isinstance(number, str):
            if task := self._running.pop(number, None):
                task.cancel()
        elif kind == "subscribe" and isinstance(number, str) and isinstance(payload, dict):
            if number in self._running:
                raise _CloseError(TAKEN, "Subscriber already exists")
            self._running[number] = asyncio.create_task(self._subscribe(number, payload))
        elif kind != "pong":
            raise _CloseError(INVALID, "not a message of the protocol")

    async def _subscribe(self, number: str, payload: dict[str, Any]) -> None:
        """One subscription to its end; the end of its account ends the socket."""
        with speaking(self._language):
            try:
                roots, variables = self._operation(payload)
                await self._run(number, payload, roots, variables)
                await self._send("complete", id=number)
            except _CloseError as e:
                if not self._ended.done():
                    self._ended.set_result(e)
            except (WebSocketDisconnect, RuntimeError):
                pass  # the client has left: the reader of its messages ends the rest
            except Exception as cause:  # noqa: BLE001  # nothing unexpected may leave unmasked
                error = client_error_of(cause, self._of.edge.expected)
                await self._send("error", id=number, payload=[error.formatted])
            finally:
                self._running.pop(number, None)

    def _operation(self, payload: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """The root fields and variables of the subscription in a message, within the limits of a document."""
        query, variables, name = (payload.get(k) for k in ("query", "variables", "operationName"))
        if not isinstance(query, str) or not isinstance(variables or {}, dict):
            raise refusal(Code.BAD_USER_INPUT, message("request.subscription"))
        if len(self._running) > OF_SOCKET:
            raise refusal(Code.TOO_MANY, message("request.many_subscriptions", most=OF_SOCKET))
        document = parsed(query, self._of.edge.limits)
        self._of.edge.within_limits(document, variables or {})
        operation = get_operation_ast(document.node, name if isinstance(name, str) else None)
        if operation is None or operation.operation is not OperationType.SUBSCRIPTION:
            raise refusal(Code.BAD_USER_INPUT, message("request.subscription"))
        return self._of.edge.roots(operation, document), variables or {}

    async def _run(self, number: str, payload: dict[str, Any], roots: list[str], variables: dict[str, Any]) -> None:
        """Send each event, its line of the audit first.

        Raises:
            Exception: It was refused, or ends with an error.
            _CloseError: The account has ended.
        """
        c, query, name = await self._context(), payload["query"], payload.get("operationName")
        named = name if isinstance(name, str) else None
        stream = self._of.edge.subscribe(query, variable_values=variables, context_value=c, operation_name=named)
        async with aclosing(await stream) as results:
            async for result in results:
                errors = result.errors or []
                await self._of.recorder.after(c, roots, codes_of(errors))
                if result.data is None and errors:
                    if Code.UNAUTHENTICATED in codes_of(errors):
                        raise _CloseError(FORBIDDEN, "Forbidden")
                    raise errors[0]
                shown = {"errors": [e.formatted for e in errors]} if errors else {}
                await self._send("next", id=number, payload={"data": result.data, **shown})
