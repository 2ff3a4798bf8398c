"""Loading is keyed: again changes nothing, a row that cannot be placed is not written and is told."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from graph_model.directory.records import put_all
from graph_model.directory.snapshot import Networks, version
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, PostKind, Provenance
from loaders.shipped import yuexiu
from loaders.shipped.load import load_all, load_district
from network.entities import ANONYMOUS, Actor, Area, Body, Post, ServicePoint
from network.snapshot import Network
from tests.support.areas import of_level

ON = date(2026, 11, 23)
LOADER = Actor("test-loader", ActorRole.AUDITOR)
STREET, OTHER_STREET, COMMUNITY = "440104001000", "440104003000", "440104001007"
NODES = Statement(
    "nodes",
    "MATCH (n) WHERE NOT n:NetworkChange UNWIND labels(n) AS what RETURN what, count(*) AS many ORDER BY what",
)
"""What a write leaves of itself is not counted."""
LINKS = Statement("links", "MATCH ()-[r]->() RETURN type(r) AS what, count(*) AS many ORDER BY what")
FORGET = Statement(
    "forget", "MATCH (n) WHERE n.id STARTS WITH 'test-' OR n.code STARTS WITH '440104999' DETACH DELETE n"
)
SERVED = Statement("served", "MATCH (b:Body {id: $id})-[:SERVES]->(a) RETURN a.code AS what, 1 AS many ORDER BY what")


@dataclass(frozen=True)
class Count:
    what: str
    many: int


async def counts(tx: Tx) -> dict[str, int]:
    return {c.what: c.many for c in (*await tx.rows(NODES, Count), *await tx.rows(LINKS, Count))}


@pytest.fixture
async def tidy(graph: Graph) -> AsyncIterator[None]:
    """What a test adds is taken away again."""
    yield

    async def forget(tx: Tx) -> None:
        await tx.write(FORGET)

    await graph.write(LOADER, forget)


def body(key: str = "test-body", **more: str) -> Body:
    return replace(Body(key, "试", "police_station", STREET, "测试", Provenance.SYNTHETIC), **more)  # type: ignore[arg-type]  # fields of different types


async def test_loading_twice_changes_no_count(graph: Graph, book: Rulebook) -> None:
    before = await graph.read(ANONYMOUS, counts)
    await load_all(graph, book, ON)
    assert await graph.read(ANONYMOUS, counts) == before


async def test_what_was_loaded_is_what_is_read(network: Network) -> None:
    assert set(network.areas.values()) == set(yuexiu.areas())
    assert {b for b in network.bodies.values() if b.provenance is Provenance.SOURCED} == set(yuexiu.bodies())
    assert len(of_level(network, AreaLevel.STREET)) == 18
    assert len(of_level(network, AreaLevel.COMMUNITY)) == 222


@pytest.mark.usefixtures("tidy")
async def test_a_changed_row_moves_and_does_not_double(graph: Graph) -> None:
    async def served(tx: Tx) -> list[str]:
        return [c.what for c in await tx.rows(SERVED, Count, id="test-body")]

    for area in (STREET, OTHER_STREET, OTHER_STREET):
        assert await put_all(graph, LOADER, [body(area=area)]) == {"test-body"}
        assert await graph.read(ANONYMOUS, served) == [area]


@pytest.mark.parametrize("wrong", [{"area": "440104888000"}, {"kind": "wizard"}])
@pytest.mark.usefixtures("tidy")
async def test_a_row_without_area_or_kind_is_not_written(graph: Graph, wrong: dict[str, str]) -> None:
    before = await graph.read(ANONYMOUS, counts)
    assert await put_all(graph, LOADER, [body(**wrong)]) == frozenset()
    assert await graph.read(ANONYMOUS, counts) == before


@pytest.mark.usefixtures("tidy")
async def test_an_area_without_its_parent_is_not_written(graph: Graph) -> None:
    area = Area("440104999001", "试社区", AreaLevel.COMMUNITY, "440104999000")
    assert await put_all(graph, LOADER, [area]) == frozenset()
    parent = Area("440104999000", "试街道", AreaLevel.STREET, "440104000000")
    assert await put_all(graph, LOADER, [area, parent]) == {area.code, parent.code}


def point(*serves: str) -> ServicePoint:
    return ServicePoint("test-point", "试", STREET, "street_station", serves, Provenance.SYNTHETIC, "测试")


@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize("serves", [(STREET, "440104888000"), ("440104888000",)], ids=str)
async def test_a_place_for_an_area_that_is_not_there_is_told(graph: Graph, serves: tuple[str, ...]) -> None:
    """A place that would serve fewer areas than its row says is not written at all."""
    before = await graph.read(ANONYMOUS, counts)
    assert await put_all(graph, LOADER, [point(*serves)]) == frozenset()
    assert await graph.read(ANONYMOUS, counts) == before


@pytest.mark.usefixtures("tidy")
async def test_a_place_that_serves_no_area_is_told_as_it_is(graph: Graph) -> None:
    written = await put_all(graph, LOADER, [point()])
    there = (await read_network(graph)).points.keys()
    assert ("test-point" in written) is ("test-point" in there)


@pytest.mark.usefixtures("tidy")
async def test_a_post_of_an_unknown_holder_is_told(graph: Graph) -> None:
    """Or it would look filled in the chain while nobody holds it."""
    post = Post("test-post", PostKind.DIRECTOR, COMMUNITY, Provenance.SYNTHETIC, "测试", "test-nobody")
    written = await put_all(graph, LOADER, [post])
    posts = (await read_network(graph)).posts
    assert not written or posts["test-post"].holder is None


@pytest.mark.usefixtures("tidy")
async def test_an_interrupted_load_is_healed_by_the_next(graph: Graph) -> None:
    whole = [body(f"test-{n}") for n in range(10)]
    await put_all(graph, LOADER, whole[:4])
    half = await graph.read(ANONYMOUS, counts)
    assert await put_all(graph, LOADER, whole) == {b.id for b in whole}
    full = await graph.read(ANONYMOUS, counts)
    assert await put_all(graph, LOADER, whole) == {b.id for b in whole}
    assert await graph.read(ANONYMOUS, counts) == full != half


# The snapshot.


@pytest.mark.usefixtures("tidy")
async def test_a_stale_snapshot_is_swapped_within_a_second(graph: Graph) -> None:
    networks = Networks(graph)
    held = await networks.current()
    assert await networks.current() is held
    await put_all(graph, LOADER, [body()])
    written = time.monotonic()
    while "test-body" not in (await networks.current()).bodies:
        assert time.monotonic() - written < 1.5, "a second, and the time to read"
        await asyncio.sleep(0.05)
    assert "test-body" not in held.bodies, "a snapshot is frozen"


@pytest.mark.usefixtures("tidy")
async def test_a_known_new_version_swaps_at_once(graph: Graph) -> None:
    networks = Networks(graph, every=3600)
    held = await networks.current()
    await put_all(graph, LOADER, [body()])
    assert await networks.current() is held
    state = await graph.read(ANONYMOUS, version)
    assert state != held.version
    fresh = await networks.current(state)
    assert "test-body" in fresh.bodies
    assert fresh.version == state


async def test_an_unchanged_network_is_read_once(graph: Graph) -> None:
    networks = Networks(graph, every=0.0)
    found = await asyncio.gather(*(networks.current() for _ in range(10)))
    assert all(n is found[0] for n in found)


@pytest.mark.usefixtures("tidy")
async def test_every_write_is_another_version(graph: Graph, book: Rulebook) -> None:
    before = await graph.read(ANONYMOUS, version)
    await put_all(graph, LOADER, [body()])
    after = await graph.read(ANONYMOUS, version)
    assert (after.number, after.rules) == (before.number + 1, book.hash)
    await load_district(graph)
    assert (await graph.read(ANONYMOUS, version)).number > after.number
