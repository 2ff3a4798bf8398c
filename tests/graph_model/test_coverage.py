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


@pytest.mark.parametrize("age", [1, 6, 15, 17])
async def test_both_ways_agree_on_every_need(graph: Graph, network: Network, book: Rulebook, age: int):
    layout = Layout(network)
    for need in book.needs:
        services = services_of(book, need.code)
        rows = await graph.read(ANONYMOUS, reached, "440104000000", services, (age, age + 1))
        own = reach(layout, cells(layout, book, [need.code], "440104000000"), None, (age, age + 1))
        assert {r.area: r.k for r in rows} == {r.area.code: r.k for r in own}, need.code
