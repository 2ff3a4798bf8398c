"""All cases of an area, page by page: a city has thousands (整区个案).

Many transactions, each bounded: the database lets others in between, and no page waits for the opening of another.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date

from graph_model.graph import Graph
from graph_model.persons import persons
from graph_model.persons.persons import Dossier
from network.entities import Actor

PAGE = 500
"""Cases of one transaction where all of an area are read (配置值)."""


async def by_page(graph: Graph, actor: Actor, area: str, on: date) -> AsyncGenerator[list[Dossier], None]:
    """All cases of an area within the actor's areas, one transaction per page; the next one is read meanwhile.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    coming = asyncio.create_task(graph.read(actor, persons.dossiers, area, on, PAGE))
    try:
        while page := await coming:
            more = len(page) == PAGE
            if more:
                coming = asyncio.create_task(graph.read(actor, persons.dossiers, area, on, PAGE, page[-1].id))
            yield page
            if not more:
                return
    finally:
        coming.cancel()


async def all_dossiers(graph: Graph, actor: Actor, area: str, on: date) -> list[Dossier]:
    """All cases of an area within the actor's areas.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    async with aclosing(by_page(graph, actor, area, on)) as every:
        return [d async for page in every for d in page]
