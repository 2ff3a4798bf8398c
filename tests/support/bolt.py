"""A proxy between driver and database that loses answers: of some commits the database keeps what it was told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""A COMMIT message of Bolt in its frame."""


class Losing:
    """Cuts the connection after the database has answered a commit, before the driver hears of it."""

    def __init__(self, uri: str, lose: Callable[[int], bool]) -> None:
        at = urlsplit(uri)
        self._host, self._port = at.hostname or "", at.port or 7687
        self._lose = lose
        self.commits = self.lost = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        there, towards = await asyncio.open_connection(self._host, self._port)
        cut = asyncio.Event()

        async def out() -> None:
            while data := await reader.read(65536):
                if COMMIT in data:
                    self.commits += 1
                    if self._lose(self.commits):
                        cut.set()
                towards.write(data)
                await towards.drain()

        async def back() -> None:
            while data := await there.read(65536):
                if cut.is_set():  # the answer to the commit: nobody hears it
                    self.lost += 1
                    return
                writer.write(data)
                await writer.drain()

        tasks = [asyncio.create_task(out()), asyncio.create_task(back())]
        with suppress(OSError):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for end in (writer, towards):
            end.close()
            with suppress(OSError):
                await end.wait_closed()


@asynccontextmanager
async def losing(uri: str, lose: Callable[[int], bool]) -> AsyncIterator[tuple[Losing, str]]:
    """The proxy and its address; `lose` says of which commit, by its number, the answer is lost."""
    proxy = Losing(uri, lose)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    try:
        yield proxy, f"bolt://127.0.0.1:{port}"
    finally:
        server.close()
