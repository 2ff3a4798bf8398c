"""What an order writes is written whole or refused, and nobody waits for an area."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph_model.casework import store, writing
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.store import Desk
from graph_model.casework.verify import filed_by_events
from graph_model.graph import Graph, Tx
from graph_model.obligations import evidence
from graph_model.obligations.evidence import Filed
from graph_model.persons import persons
from graph_model.rows import HEADER, Statement
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from knowledge.errors import Conflict, NotFound
from knowledge.obligations.standing import Record, Result
from knowledge.vocabulary import Provenance
from network.entities import Actor
from tests.graph_model.test_casework import HERE, NOW, OTHER, STREET, WANG, child, clean, do, done, report, run

ROOM = Path(writing.__file__).parents[1]
THERE = OTHER.areas[0]
TIED = re.compile(r"MERGE \(\w+\)-\[[^]]*\]->\((\w+)\)")
GONE = Statement("gone", "MATCH (r:Record {key: $key}) DETACH DELETE r")


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


def filed(key: str, area: str) -> Filed:
    day = NOW.date()
    return Filed(Record(key, "O10", None, "cw-none", day, day, "visit", Result.OK), area, "test", source="办理")


async def planned(graph: Graph, desk: Desk, key: str) -> WorkItem:
    """The visit of a new case."""
    case = done(await do(desk, WANG, "case.open", minor=await child(graph, key)))
    held = await graph.read(WANG, look, case.id, NamedInForm(), NOW.date())
    return next(i for i in held.around.others if i.kind == "visit")


async def see(desk: Desk, visit: WorkItem) -> Held | RefusedOrder:
    return await do(desk, WANG, "visit.seen", visit.id, alone=True, danger=False, child_view="好")


async def standing(graph: Graph, visit: WorkItem) -> WorkItem | None:
    return (await graph.read(WANG, look, visit.id, NamedInForm(), NOW.date())).item


async def test_an_order_whose_evidence_cannot_be_written_is_refused_whole(graph: Graph, desk: Desk):
    visit = await planned(graph, desk, "cw-40")
    key = f"{visit.id}-{visit.version + 1}-O10"
    await graph.write(OTHER, evidence.put_records, [filed(key, THERE)])
    try:
        with pytest.raises(Conflict):
            await see(desk, visit)
        assert await standing(graph, visit) == visit
        assert len(await graph.read(WANG, store.events, visit.id, 9)) == 1
    finally:
        await graph.write(OTHER, run, GONE, key=key)
    assert done(await see(desk, visit)).ended, "the same order, sent again, is carried out"
    said, on_file = await filed_by_events(graph, Actor("worker-0", WANG.role, (HERE,)), table())
    assert key in said & on_file


async def test_a_child_elsewhere_is_neither_moved_nor_joined_in_silence(graph: Graph, desk: Desk):
    visit = await planned(graph, desk, "cw-41")
    event = (await graph.read(WANG, store.events, visit.id, 1))[0].event()
    told = Decided((replace(event, changes={}),), (replace(visit, version=visit.version + 1),), ())
    for decided in (replace(told, moved=("cw-nobody", HERE)), replace(told, merged=("cw-nobody", None))):
        with pytest.raises(NotFound):
            await graph.write(WANG, writing.write, desk.vault, desk.table, decided)
    assert await standing(graph, visit) == visit


async def test_who_writes_in_a_community_keeps_nobody_else_in_it_waiting(graph: Graph, desk: Desk):
    """Every order waits for the sequence of events: two that also waited for an area could wait for each other."""
    visit = await planned(graph, desk, "cw-42")
    written, released = asyncio.Event(), asyncio.Event()
    minor = persons.Minor("cw-43", "童 cw-43", HERE, "h", Provenance.LOADED, "test")

    async def unfinished(tx: Tx) -> None:
        await persons.put(tx, [minor])
        await evidence.put_records(tx, [filed("cw-open", HERE)])
        written.set()
        await released.wait()

    other = asyncio.create_task(graph.write(STREET, unfinished))
    try:
        await written.wait()
        assert done(await see(desk, visit)).ended
        await report(desk)
    finally:
        released.set()
        await other
    on_file = await graph.read(STREET, evidence.on_file, HERE, ["O10"])
    assert {"cw-open", f"{visit.id}-2-O10"} <= {r.key for r in on_file.records}


def test_no_order_ties_anything_to_an_area_by_merge():
    """A MERGE locks both ends. Loads of the network may: they are one at a time."""
    files = [p for p in ROOM.rglob("*.cypher") if p.parent.name not in {"directory", "rules"}]
    texts = [text for p in files for text in HEADER.split(p.read_text("utf-8"))[2::2]]
    assert len(texts) > 100
    locked = [text for text in texts for end in TIED.findall(text) if f"({end}:Area" in text]
    assert locked == []
