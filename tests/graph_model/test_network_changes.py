"""After writes a process reads what has changed, and holds what it would hold if it had read all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from graph_model.directory import changes, snapshot
from graph_model.directory.records import Record, put_all
from graph_model.directory.snapshot import Networks, read, records_of
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.calendar.terms import PeriodKind
from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel, PostKind, Provenance
from network.entities import Actor, Area, Body, CompleteList, NetworkVersion, Population, Post, ServicePoint
from network.local import LocalClause, LocalDocument
from network.snapshot import Network
from network.standards import BenefitStandard, PaidPer
from network.terms import SchoolPeriod
from tests.support.walks import every

LOADER = Actor("test-loader", ActorRole.AUDITOR)
DISTRICT, STREET = "440104000000", "440104001000"
FORGET = Statement(
    "forget",
    "MATCH (n) WHERE n.source = 'changes' OR n.document STARTS WITH 'changes@' OR n.id STARTS WITH 'changes' "
    "DETACH DELETE n",
)
DAY = date(2026, 3, 1)
MADE = Provenance.SYNTHETIC


@pytest.fixture(autouse=True)
async def tidy(graph: Graph) -> AsyncIterator[None]:
    """What a test adds is taken away again, without a word to those who follow the changes."""
    yield
    await graph.write(LOADER, _forget)


async def _forget(tx: Tx) -> None:
    await tx.write(FORGET)


def some(chance: Random) -> list[Record]:
    """A few new or changed records of one kind."""
    n, text = chance.randint(1, 4), str(chance.random())
    area = f"44010499{n}000"
    until = chance.choice([None, DAY])
    document = LocalDocument("changes", DISTRICT, DAY, text, "changes", MADE)
    kinds: list[list[Record]] = [
        [Area(area, text, AreaLevel.STREET, DISTRICT, source="changes", until=until)],
        [Body(f"changes-{n}", text, "police_station", STREET, "changes", MADE, until=until)],
        [
            ServicePoint(f"changes-p{n}", text, STREET, "street_station", (at,), MADE, "changes", confidential=n == 1)
            for at in chance.sample([STREET, DISTRICT], 1)
        ],
        [Post(f"changes-{n}", PostKind.DIRECTOR, STREET, MADE, "changes", until=until)],
        [Area(area, text, AreaLevel.STREET, DISTRICT, source="changes"), Population(area, n, "changes", MADE)],
        [CompleteList(f"changes{n}", DISTRICT, DAY, "changes", MADE)],
        [document, LocalClause(document.id, DISTRICT, str(n), text)],
        [BenefitStandard(f"B0{n}", DISTRICT, DAY, n, PaidPer.MONTH, "changes", MADE, group=text)],
        [SchoolPeriod(DISTRICT, DAY.replace(day=n), DAY.replace(month=6), PeriodKind.TERM, text, "changes", MADE)],
    ]
    return chance.choice(kinds)


def same(one: Network, other: Network) -> None:
    """All records, and what is made of them in their order."""
    assert records_of(one) == records_of(other)
    for part in ("areas", "bodies", "points", "posts", "offices", "posts_in", "points_for", "children"):
        assert list(getattr(one, part).items()) == list(getattr(other, part).items()), part
    assert one == other


@every("seed", range(6))
async def test_what_has_changed_makes_what_all_makes(graph: Graph, seed: int, monkeypatch: pytest.MonkeyPatch):
    """Random writes, read after one or several of them."""
    chance = Random(seed)  # noqa: S311  # repeatable data, no secret
    networks, asked = Networks(graph, every=0.0), list[object]()
    await put_all(graph, LOADER, [Body("changes-0", "试", "police_station", STREET, "changes", MADE)])
    await networks.current()  # the last write says what it wrote: another test may have left one that does not

    async def recording(tx: Tx, kind: type, keys: object) -> object:
        asked.append(keys)
        return await of_kind(tx, kind, keys)  # type: ignore[arg-type]  # as it was called

    of_kind = snapshot._of_kind  # noqa: SLF001  # what is read is what this is about
    for _ in range(4):
        for _ in range(chance.randint(1, 3)):
            for record in some(chance):
                await put_all(graph, LOADER, [record])
        with monkeypatch.context() as patched:
            patched.setattr(snapshot, "_of_kind", recording)
            now = await networks.current()
        same(now, await read(graph))
    assert asked
    assert None not in asked, "all of a kind was read"


async def test_what_was_deleted_behind_its_back_is_read_in_full(graph: Graph):
    """A write that does not say what it changed, and another that does."""
    networks = Networks(graph, every=0.0)
    await put_all(graph, LOADER, [Body("changes-gone", "试", "police_station", STREET, "changes", MADE)])
    assert "changes-gone" in (await networks.current()).bodies

    async def behind(tx: Tx) -> None:
        await tx.write(FORGET)
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(LOADER, behind)
    await put_all(graph, LOADER, [Body("changes-new", "试", "police_station", STREET, "changes", MADE)])
    now = await networks.current()
    assert "changes-gone" not in now.bodies
    same(now, await read(graph))


async def test_another_database_of_the_same_number_is_read_in_full(graph: Graph):
    """One that was restored counts on from where it stood."""
    networks = Networks(graph, every=0.0)
    await put_all(graph, LOADER, [Body("changes-old", "试", "police_station", STREET, "changes", MADE)])
    await networks.current()

    async def restored(tx: Tx) -> None:
        await tx.write(FORGET)
        await tx.write(Statement("other", "MATCH (c:NetworkChange) SET c.id = 'other'"))

    await graph.write(LOADER, restored)
    await put_all(graph, LOADER, [Body("changes-new", "试", "police_station", STREET, "changes", MADE)])
    now = await networks.current()
    assert "changes-old" not in now.bodies
    same(now, await read(graph))


async def test_only_the_last_writes_are_kept(graph: Graph, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(changes, "KEPT", 3)
    networks = Networks(graph, every=0.0)
    await networks.current()
    for n in range(5):
        await put_all(graph, LOADER, [Body("changes-1", str(n), "police_station", STREET, "changes", MADE)])
    state = await graph.read(LOADER, snapshot.version)
    kept = await graph.read(LOADER, changes.changes, 0, state.number)
    assert [c.number for c in kept] == list(range(state.number - 2, state.number + 1))
    same(await networks.current(), await read(graph))


async def test_writes_beside_a_reading_are_in_the_next(graph: Graph):
    networks = Networks(graph, every=0.0)
    await networks.current()
    body = Body("changes-1", "试", "police_station", STREET, "changes", MADE)
    await asyncio.gather(
        *(put_all(graph, LOADER, [replace(body, id=f"changes-{n}")]) for n in range(6)),
        *(networks.current() for _ in range(6)),
    )
    same(await networks.current(), await read(graph))


def change(number: int, *keys: str) -> changes.NetworkWrite:
    return changes.NetworkWrite(number, f"id-{number}", "Body", keys)


def test_a_gap_is_not_known_and_many_are_all():
    state = NetworkVersion(4, None)
    two, three, four = (change(n, f"b{n}") for n in range(2, 5))
    assert changes.changed([two, three, four], two, state) == {"Body": {"b3", "b4"}}
    assert changes.changed([four], four, state) == {}
    for of, known in (([two, four], two), ([two, three], two), ([three, four], two), ([two, three, four], None)):
        assert changes.changed(of, known, state) is None
    assert changes.changed([two, three, four], replace(two, id="other"), state) is None
    many = change(4, *(str(n) for n in range(changes.MANY + 1)))
    assert changes.changed([three, many], three, state) is None
