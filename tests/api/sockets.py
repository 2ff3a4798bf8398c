"""The service on a port, and a client that subscribes."""

import asyncio
import json
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Self

import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from api.sockets.socket import PROTOCOL


class Quiet(uvicorn.Server):
    """A server beside the suite, which gets the signals."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The application on a port of its own, with its work beside the requests."""
    server = Quiet(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells it in no other way
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"127.0.0.1:{port}"
    server.should_exit = True
    await task


class Follower:
    """One subscription on a socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, kind: str, **more: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **more}))

    async def receive(self) -> Any:
        return json.loads(await self.socket.recv())

    async def begin(self, token: str | None) -> Self:
        await self.send("connection_init", payload={"Authorization": f"Bearer {token}"} if token else {})
        assert (await self.receive())["type"] == "connection_ack"
        return self

    async def subscribe(self, query: str, number: str = "1", **variables: Any) -> None:
        await self.send("subscribe", id=number, payload={"query": query, "variables": variables})

    async def next(self) -> Any:
        """The data of the next event."""
        message = await self.receive()
        assert message["type"] == "next", message
        return message["payload"]["data"]

    async def closed(self) -> int:
        """The code with which the service closes the socket."""
        with suppress(ConnectionClosed):
            while True:
                await self.socket.recv()
        return self.socket.close_code or 0


@asynccontextmanager
async def following(address: str, token: str | None = None, **options: Any) -> AsyncIterator[Follower]:
    """A socket that has said who it is."""
    async with connect(f"ws://{address}/graphql", subprotocols=[Subprotocol(PROTOCOL)], **options) as socket:
        yield await Follower(socket).begin(token)
