"""Two ways to the same reach: the snapshot in memory and one statement in the database."""

import pytest

from analytics.coverage.cells import cells
from analytics.coverage.layout import Layout, services_of
from analytics.coverage.reach import reach
from graph_model.baseline.coverage import reached
from graph_model.graph import Graph
from knowledge.rulebook.book import Rulebook
from network.entities import ANONYMOUS
from network.snapshot import Network

AGES = (1, 6, 15, 17)


async def differing(graph: Graph, network: Network, book: Rulebook, need: str, age: int) -> bool:
    """Whether the two ways differ for a need at an age."""
    services = services_of(book, need)
    rows = await graph.read(ANONYMOUS, reached, "440104000000", services, (age, age + 1))
    layout = Layout(network)
    own = reach(layout, cells(layout, book, [need], "440104000000"), None, (age, age + 1))
    return {r.area: r.k for r in rows} != {r.area.code: r.k for r in own}


async def test_both_ways_agree_on_every_need(graph: Graph, network: Network, book: Rulebook):
    """The ages take turns."""
    asked = [(need.code, AGES[n % len(AGES)]) for n, need in enumerate(book.needs)]
    assert [a for a in asked if await differing(graph, network, book, *a)] == []


@pytest.mark.long
@pytest.mark.parametrize("age", AGES)
async def test_both_ways_agree_on_every_need_at_every_age(graph: Graph, network: Network, book: Rulebook, age: int):
    """In `make check` the test above takes one age for each need."""
    assert [n.code for n in book.needs if await differing(graph, network, book, n.code, age)] == []
