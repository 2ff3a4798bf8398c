"""The directory of today, made once for each version of the network and shared by all requests (名录现成)."""

import asyncio
from collections.abc import Mapping
from datetime import date

from api.request.context import Context, today
from knowledge.exchange.tables import HsdsVersion
from network.entities import NetworkVersion
from network.exchange.directory import Directory
from network.exchange.pages import ServedDirectory
from network.exchange.rows import of_version

Made = Mapping[HsdsVersion, ServedDirectory]


class Shelf:
    """What is offered; it is made in a thread, and once however many ask meanwhile."""

    def __init__(self) -> None:
        self._of: tuple[NetworkVersion, date] | None = None
        self._task: asyncio.Task[Made] | None = None

    async def offered(self, c: Context, version: HsdsVersion) -> ServedDirectory:
        """The directory of today in a version of the form."""
        of = c.history.version, today()
        if self._task is None or self._of != of:
            self._of, self._task = of, asyncio.create_task(asyncio.to_thread(_made, c))
        made = await asyncio.shield(self._task)  # whoever goes away does not stop it for the others
        return made[version]


def _made(c: Context) -> Made:
    rows = Directory(c.network, c.book, today()).tables()
    return {version: ServedDirectory(of_version(rows, version)) for version in HsdsVersion}
