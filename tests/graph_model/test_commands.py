"""Writes by mutation: one winner per key, nothing of another area is taken over, a lost answer is found by its key."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from graph_model import engine
from graph_model.drafts import store
from graph_model.errors import OutcomeUnknown
from graph_model.graph import Graph, Tx
from graph_model.obligations import evidence
from graph_model.obligations.evidence import Filed
from graph_model.persons import persons
from graph_model.rows import Statement
from knowledge.errors import Conflict, Forbidden, NotFound
from knowledge.obligations.standing import Record, Result
from knowledge.roles import ActorRole
from knowledge.vocabulary import Provenance
from network.drafts.draft import Draft
from network.entities import Actor
from network.obligations.things import Named

ON = date(2026, 11, 23)
HERE, THERE = "440104001007", "440104010113"
STREET = Actor("demo-street", ActorRole.STREET, ("440104001000",))
OTHER = Actor("other-street", ActorRole.STREET, ("440104010000",))
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
PLANNER = Actor("demo-planner", ActorRole.PLANNER, ("440104000000",))
CLEAN = [
    Statement("clean", f"MATCH (n:{label}) WHERE n.{key} STARTS WITH 'cmd-' DETACH DELETE n")
    for label, key in (("Record", "key"), ("Thing", "key"), ("Draft", "name"), ("Minor", "id"), ("Case", "id"))
]


@dataclass(frozen=True)
class Count:
    n: int


def filed(key: str, area: str = HERE, reason: str = "", **changed: Any) -> Filed:
    return Filed(Record(key, "O60", None, area, ON, ON, "survey", Result.OK, reason, **changed), area, "someone")


async def settled(*tasks: Awaitable[Any]) -> list[Any]:
    return list(await asyncio.gather(*tasks, return_exceptions=True))


async def run(tx: Tx, statement: Statement) -> None:
    await tx.write(statement)


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    for statement in CLEAN:
        await graph.write(CENTRE, run, statement)


@pytest.mark.parametrize("actors", [(STREET,) * 8, (STREET, CENTRE) * 4], ids=["one account", "two accounts"])
async def test_eight_workers_with_one_key_have_one_winner(graph: Graph, actors: tuple[Actor, ...]):
    for n in range(5):
        tries = [filed(f"cmd-{len(set(actors))}-{n}", reason=str(worker)) for worker in range(8)]
        found = await settled(*(evidence.file_one(graph, a, f) for a, f in zip(actors, tries, strict=True)))
        won = [f for f in found if isinstance(f, Record)]
        assert len(won) == 1
        assert [type(f) for f in found].count(Conflict) == 7
        (stored,) = (await graph.read(CENTRE, evidence.among, [won[0].key], [])).records.values()
        assert stored is not None
        assert evidence.same(stored, won[0])


async def test_eight_workers_with_one_request_all_get_it(graph: Graph):
    found = await settled(*(evidence.file_one(graph, STREET, filed("cmd-same")) for _ in range(8)))
    assert {f.key for f in found} == {"cmd-same"}
    assert len(set(found)) == 1


async def test_a_record_of_another_area_is_not_taken_over(graph: Graph):
    theirs = await evidence.file_one(graph, OTHER, filed("cmd-theirs", THERE, "theirs"))
    mine = await evidence.file_one(graph, STREET, filed("cmd-theirs", HERE, "mine"))
    assert (mine.key, mine.reason) == ("cmd-theirs", "mine"), "a key that others use is answered as one that nobody has"
    assert await evidence.file_one(graph, STREET, filed("cmd-theirs", HERE, "mine")) == mine
    with pytest.raises(Conflict):
        await evidence.file_one(graph, STREET, filed("cmd-theirs", HERE, "another"))
    with pytest.raises(NotFound):
        await evidence.file_one(graph, STREET, filed("cmd-outside", THERE))
    assert await graph.write(STREET, evidence.put_records, [filed("cmd-theirs", HERE, "mine")]) == frozenset()
    assert await evidence.file_one(graph, OTHER, filed("cmd-theirs", THERE, "theirs")) == theirs
    thing = Named("cmd-thing", "O60", "theirs", THERE)
    await graph.write(OTHER, evidence.put_things, [thing])
    ours = Named("cmd-thing", "O60", "mine", HERE)
    assert await graph.write(STREET, evidence.put_things, [ours]) == frozenset()
    assert (await graph.read(CENTRE, evidence.among, [], [thing.key])).things[thing.key] == thing


async def test_a_child_of_another_area_is_not_taken_over(graph: Graph):
    def child(area: str, pseudonym: str) -> persons.Minor:
        return persons.Minor("cmd-1", pseudonym, area, "cmd-house", Provenance.LOADED, "test")

    case = persons.Case("cmd-case", "cmd-1", "kind", ON, "open", Provenance.LOADED, "test")
    assert await graph.write(OTHER, persons.put, [child(THERE, "theirs")]) == {"cmd-1"}
    assert await graph.write(STREET, persons.put, [child(HERE, "mine")]) == frozenset()
    assert await graph.write(STREET, persons.put, [child(THERE, "mine")]) == frozenset()
    assert await graph.write(STREET, persons.put, [case]) == frozenset()
    assert await graph.write(OTHER, persons.put, [case]) == {"cmd-case"}
    assert (await graph.read(OTHER, persons.dossier, "cmd-case", ON)).pseudonym == "theirs"


class LosesAnswers(Graph):
    """A connection that breaks after its first commit, before the answer arrives."""

    lost = 0

    async def write(self, *args: Any, **kwargs: Any) -> Any:
        answer = await super().write(*args, **kwargs)
        if not self.lost:
            self.lost += 1
            raise OutcomeUnknown(Conflict("record", "lost").message)
        return answer


async def test_a_lost_answer_is_found_by_its_key(server: engine.Server):
    async with LosesAnswers(server.uri, server.user, server.password) as graph:
        found = await evidence.file_one(graph, STREET, filed("cmd-lost"))
        assert graph.lost == 1
        assert found.key == "cmd-lost"
        graph.lost = 0
        draft = await store.put(graph, PLANNER, store.Saving("cmd-lost", Draft(), ON))
        assert (graph.lost, draft.version) == (1, 1)


async def test_a_draft_has_one_winner_per_version(graph: Graph):
    first = await store.put(graph, PLANNER, store.Saving("cmd-draft", Draft(), ON, 0))
    assert first.version == 1
    saves = [store.Saving("cmd-draft", Draft(), ON, 1, f"k{n}") for n in range(8)]
    found = await settled(*(store.put(graph, PLANNER, s) for s in saves))
    assert [getattr(f, "version", None) for f in found if not isinstance(f, Conflict)] == [2]
    assert [type(f) for f in found].count(Conflict) == 7
    winner = saves[next(n for n, f in enumerate(found) if not isinstance(f, Conflict))]
    assert (await store.put(graph, PLANNER, winner)).version == 2
    with pytest.raises(Forbidden):
        await store.put(graph, CENTRE, store.Saving("cmd-draft", Draft(), ON))
