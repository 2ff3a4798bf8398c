"""A directory of others in the graph: whole or not at all, and passed on from there."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from api.app import create_app
from graph_model.directory import kept as store
from graph_model.directory.snapshot import read as read_network
from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.errors import BadInput
from knowledge.rulebook.load import rulebook
from loaders.exchange.read import HsdsReader
from loaders.exchange.take import CheckedDirectory, checked, placed
from loaders.intake.contract import LOADER
from network.entities import ANONYMOUS
from network.snapshot import Network
from tests.loaders.exchange.test_dirty import LOCATION, ORGANIZATION, SERVICE, page, service
from tests.loaders.exchange.test_round_trip import STATED

REMOVE = "MATCH (n) WHERE n.id IN $ids AND (n:Body OR n:ServicePoint OR n:KeptDirectory) DETACH DELETE n"
COST = {"id": "55555555-5555-4555-8555-555555555555", "option": "free"}


def looked(network: Network, **given: object) -> CheckedDirectory:
    found = checked(HsdsReader().read(page(service(cost_options=[COST], **given))))
    return placed(found, network, rulebook(), STATED, {})


async def delete(tx: Tx, ids: list[str]) -> None:
    await tx.write(Statement("remove", REMOVE), ids=ids)


@pytest.fixture
async def clean(graph: Graph) -> AsyncIterator[Graph]:
    yield graph
    await graph.write(LOADER, delete, [ORGANIZATION, LOCATION, STATED.source])


async def test_a_directory_is_taken_once_and_passed_on(clean: Graph):
    found = looked(await read_network(clean))
    assert found.writes is not None
    await store.take(clean, LOADER, found.writes)
    after = await read_network(clean)
    assert after.points[LOCATION].name == "某某中心"
    assert after.bodies[ORGANIZATION].kind == STATED.kind
    kept = await clean.read(ANONYMOUS, store.all_kept)
    assert kept[STATED.source] == found.writes.kept
    again = placed(checked(HsdsReader().read(page(service(cost_options=[COST])))), after, rulebook(), STATED, kept)
    assert again.writes is None

    transport = httpx.ASGITransport(create_app(clean, None))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        one = (await client.get(f"/hsds/services/{SERVICE}")).json()
    assert one["cost_options"] == [COST]
    assert one["organization"]["name"] == "某某社工机构"


async def test_what_cannot_be_written_writes_nothing_at_all(clean: Graph):
    network = await read_network(clean)
    found = looked(network)
    assert found.writes is not None
    lost = replace(found.writes.points[0], id="lost", area="000000000000", serves=("000000000000",))
    before = await clean.read(ANONYMOUS, version)
    with pytest.raises(BadInput):
        await store.take(clean, LOADER, replace(found.writes, points=(*found.writes.points, lost)))
    assert await clean.read(ANONYMOUS, version) == before
    assert (await read_network(clean)).bodies == network.bodies
    assert STATED.source not in await clean.read(ANONYMOUS, store.all_kept)
