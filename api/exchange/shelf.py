"""The directory of today, made once for each version of the network and shared by all requests (名录现成)."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date

from api.request.context import Context, today
from graph_model.directory.kept import all_kept
from knowledge.exchange.tables import HsdsVersion
from network.entities import ANONYMOUS, NetworkVersion
from network.exchange.directory import Directory
from network.exchange.kept import KeptRows
from network.exchange.pages import ServedDirectory
from network.exchange.rows import of_version

Made = Mapping[HsdsVersion, ServedDirectory]


class Shelf:
    """Served directory, made in a thread, and once for all requests meanwhile."""

    def __init__(self) -> None:
        self._of: tuple[NetworkVersion, date] | None = None
        self._task: asyncio.Task[Made] | None = None

    async def offered(self, c: Context, version: HsdsVersion) -> ServedDirectory:
        """The directory of today in a version of the form."""
        of = c.history.version, today()
        if self._task is None or self._of != of or _failed(self._task):
            self._of, self._task = of, asyncio.create_task(_made(c))
        made = await asyncio.shield(self._task)  # whoever goes away does not stop it for the others
        return made[version]


def _failed(task: asyncio.Task[Made]) -> bool:
    """True if it is over without a result: the database did not answer, and may do so now."""
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _made(c: Context) -> Made:
    kept = await c.graph.read(ANONYMOUS, all_kept)
    return await asyncio.to_thread(_offered, c, tuple(kept.values()))


def _offered(c: Context, kept: Iterable[KeptRows]) -> Made:
    rows = Directory(c.network, c.book, today(), kept).tables()
    return {version: ServedDirectory(of_version(rows, version)) for version in HsdsVersion}
