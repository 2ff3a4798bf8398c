"""Subscription from within the service, at the endpoint of any client: its limits, audit, rights (跟随)."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from typing import Any

from starlette.types import ASGIApp, Message

PROTOCOL = "graphql-transport-ws"
PATH = "/graphql"
GONE = 1001
"""The code with which a page that is left closes a socket."""
REFUSED = 4403
"""The code of whoever may not listen, or no longer."""
NEVER = frozenset({"UNAUTHENTICATED", "FORBIDDEN"})
"""Refusals that stay; after any other the page comes back."""


class Unheard(Exception):  # named for the fact, as the domain errors are
    """The endpoint has closed the socket, with its code, or refused the subscription."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Within:
    """One socket to the endpoint of the same process."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], visitor: str) -> None:
        self._to, self._from = asyncio.Queue[Message](), asyncio.Queue[Message]()
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": PATH,
            "raw_path": PATH.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            "client": (visitor, 0),
            "server": ("127.0.0.1", 80),
            "subprotocols": [PROTOCOL],
        }
        self._to.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._serve(app, scope))

    async def _serve(self, app: ASGIApp, scope: Mapping[str, Any]) -> None:
        try:
            await app(dict(scope), self._to.get, self._from.put)
        finally:
            self._from.put_nowait({"type": "websocket.close", "code": GONE})

    def send(self, kind: str, **more: Any) -> None:
        self._to.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": kind, **more})})

    async def receive(self) -> Any:
        """The next message of the protocol.

        Raises:
            Unheard: There is none.
        """
        while True:
            message = await self._from.get()
            if message["type"] == "websocket.close":
                raise Unheard(message.get("code", GONE))
            if message["type"] == "websocket.send":
                return json.loads(message["text"])

    async def leave(self) -> None:
        """Close the socket as a client does; the subscription ends."""
        self._to.put_nowait({"type": "websocket.disconnect", "code": GONE})
        with suppress(Exception):  # whatever ends it, it has ended
            await self._task


def _why(message: Any) -> int:
    """The code of a subscription that has ended, or was refused."""
    errors = message["payload"] if message["type"] == "error" else ()
    return REFUSED if any(e.get("extensions", {}).get("code") in NEVER for e in errors) else GONE


async def events(
    app: ASGIApp, headers: Mapping[str, str], visitor: str, document: str, variables: Mapping[str, Any]
) -> AsyncGenerator[Any]:
    """The data of each event, first None as soon as it is listened.

    Raises:
        Unheard: The endpoint has ended it.
    """
    within = _Within(app, headers, visitor)
    try:
        within.send("connection_init")
        await within.receive()
        within.send("subscribe", id="1", payload={"query": document, "variables": dict(variables)})
        yield None
        while (message := await within.receive())["type"] == "next":
            yield message["payload"]["data"]
        raise Unheard(_why(message))
    finally:
        await within.leave()
