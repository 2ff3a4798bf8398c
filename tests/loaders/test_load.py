"""A demo that was cut short is seen and loaded anew."""

from datetime import date

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.rulebook.book import Rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.load import demo_stands, load_all

ON = date(2026, 11, 23)
FORGET = Statement("forget", "MATCH (v:NetworkVersion {id: 'network'}) REMOVE v.demo")


async def test_a_load_cut_short_after_the_rules_is_not_taken_for_the_demo(graph: Graph, book: Rulebook):
    async def cut(tx: Tx) -> None:
        await tx.write(FORGET)

    assert await demo_stands(graph, book)
    await graph.write(LOADER, cut)
    assert not await demo_stands(graph, book)
    await load_all(graph, book, ON)
    assert await demo_stands(graph, book)
