"""A gate between driver and database: it passes on, falls silent as a paused database does, or is not there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Gate:
    """What stands in front of the database; its address stays the same, whatever is broken."""

    def __init__(self, uri: str) -> None:
        at = urlsplit(uri)
        self._host, self._port = at.hostname or "", at.port or 7687
        self._open, self._left = asyncio.Event(), 0
        self._open.set()
        self._ends = set[asyncio.StreamWriter]()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def up(self) -> None:
        """Listen, and pass on: as a database that runs, or was started again."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]
        self.pass_on()

    async def down(self) -> None:
        """Cut every connection and refuse new ones: as a database that was killed."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()
        await asyncio.sleep(0)

    def silence(self, after: int = 0) -> None:
        """Say nothing any more, once so many messages have come through; what is said meanwhile is passed on later."""
        self._left = after
        if not after:
            self._open.clear()

    def pass_on(self) -> None:
        """Let everything through."""
        self._left = 0
        self._open.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, towards = await asyncio.open_connection(self._host, self._port)
        self._ends |= {writer, towards}
        tasks = [
            asyncio.create_task(self._pump(reader, towards, counts=True)),
            asyncio.create_task(self._pump(there, writer, counts=False)),
        ]
        with suppress(OSError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for end in (writer, towards):
            end.close()
            with suppress(OSError):
                await end.wait_closed()
        self._ends -= {writer, towards}

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, counts: bool) -> None:
        while data := await source.read(65536):
            await self._open.wait()
            target.write(data)
            await target.drain()
            if counts and self._left:
                self._left -= 1
                if not self._left:
                    self._open.clear()


@asynccontextmanager
async def gated(uri: str) -> AsyncIterator[tuple[Gate, str]]:
    """The gate and its address."""
    gate = Gate(uri)
    await gate.up()
    try:
        yield gate, f"bolt://127.0.0.1:{gate.port}"
    finally:
        await gate.down()
