"""All cases of an area, page by page: a city has thousands (整区个案).

Many transactions, each bounded: the database lets others in between, and no page waits for the opening of another.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date
from itertools import islice

from graph_model.graph import Graph
from graph_model.persons import persons
from graph_model.persons.persons import Dossier
from network.entities import Actor

PAGE = 500
"""Cases of one transaction where all of an area are read (configured value)."""
AHEAD = 2
"""Pages that are read while one is opened: the database never waits for it (configured value)."""


async def by_page(graph: Graph, actor: Actor, area: str, on: date) -> AsyncGenerator[list[Dossier], None]:
    """All cases of an area within the actor's areas, one transaction per page; the next ones are read meanwhile.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    keys = await graph.read(actor, persons.cases_of_area, area)
    ahead = iter([keys[n : n + PAGE] for n in range(0, len(keys), PAGE)])
    coming: deque[asyncio.Task[list[Dossier]]] = deque()

    def read_on(number: int) -> None:
        for cases in islice(ahead, number):
            coming.append(asyncio.create_task(graph.read(actor, persons.dossiers_of, area, cases, on)))

    try:
        read_on(AHEAD)
        while coming:
            page = await coming[0]
            coming.popleft()
            read_on(1)
            yield page
    finally:
        for task in coming:
            task.cancel()


async def all_dossiers(graph: Graph, actor: Actor, area: str, on: date) -> list[Dossier]:
    """All cases of an area within the actor's areas.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    async with aclosing(by_page(graph, actor, area, on)) as every:
        return [d async for page in every for d in page]
