"""A demo that was cut short is seen and loaded anew."""

from datetime import date

import pytest

from graph_model.directory import records
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.districts import DEFAULT, district
from loaders.shipped.load import load_all, load_demo
from loaders.shipped.marks import demo_districts, demo_stands, mark_demo, mark_month, month_stands, refuse_former

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


async def test_the_demo_of_another_district_stands_beside_the_first(graph: Graph, book: Rulebook):
    other, before = district("440106"), await graph.read(LOADER, records.mark)
    assert before
    try:
        await mark_demo(graph, book, other)
        assert await demo_stands(graph, book)
        assert await demo_stands(graph, book, other)
        assert await graph.read(LOADER, demo_districts) == {DEFAULT, other.code}
        await mark_month(graph, book, other)
        assert await month_stands(graph, other)
        assert not await month_stands(graph, district())
        assert await demo_stands(graph, book, other)
        await graph.read(LOADER, refuse_former)
        both = await graph.read(LOADER, records.mark) or ""
        assert len(both.split()) == 2
        await graph.write(LOADER, records.set_mark, before.replace(":roster", ""))  # as releases before rosters did
        await graph.read(LOADER, refuse_former)
        assert not await demo_stands(graph, book), "the demo of the default district is brought up to date, not refused"
        await graph.write(LOADER, records.set_mark, both.replace("roster440106", "roster"))  # as a former release did
        for refused in (graph.read(LOADER, refuse_former), load_demo(graph, ON, d=other)):
            with pytest.raises(BadInput) as e:
                await refused
            assert e.value.reason == "settings.former_demo"
    finally:
        await graph.write(LOADER, records.set_mark, before)
