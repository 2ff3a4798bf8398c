"""Outlines as a client asks for them: in one of two systems, several at once, and no more than an answer carries."""

import json
from collections.abc import AsyncIterator
from datetime import date

import numpy as np
import pytest

from api.request.outlines import MOST
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.loading.load import load_path
from loaders.outlines.rings import KEPT
from network.crs import GCJ02, WGS84, converted
from tests.api.conftest import Ask
from tests.api.coverage_queries import DISTRICT, STREET
from tests.loaders.test_rings import HOLE, SQUARE, circle, polygon

BARE, FINE = "440104003000", "440104004000"
NODES = """query($ids: [ID!]!, $crs: String! = "WGS-84") { nodes(ids: $ids) { ... on Area { code outline(crs: $crs) {
  crs storedCrs geometry vertices toleranceM source sourceDate precision provenance } } } }"""


async def forget(tx: Tx) -> None:
    await tx.write(Statement("forget", "MATCH (o:Outline) DETACH DELETE o"))


@pytest.fixture(scope="module")
async def outlined(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[None]:
    """A district and a street with made-up outlines, for these tests only."""
    path = tmp_path_factory.mktemp("outlines") / "made.geojson"
    street = {"type": "Feature", "properties": {"code": STREET}, "geometry": polygon(SQUARE, HOLE)}
    whole = {"type": "Feature", "properties": {"adcode": 440104}, "geometry": polygon(circle(KEPT + 1000))}
    fine = {"type": "Feature", "properties": {"code": FINE}, "geometry": polygon(circle(KEPT))}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [street, whole, fine]}), "utf-8")
    await load_path(graph, "outlines", path, rulebook(), date(2026, 11, 25))
    yield
    await graph.write(LOADER, forget)


async def ids(ask: Ask, *codes: str) -> list[str]:
    found = (await ask("{ tiers { area { id code } } }"))["data"]["tiers"]
    known = {t["area"]["code"]: t["area"]["id"] for t in found}
    return [known[c] for c in codes]


@pytest.mark.usefixtures("outlined")
async def test_an_outline_is_told_with_its_system_and_where_it_is_from(ask: Ask):
    street, bare, district = (
        await ask(NODES, ids=await ids(ask, STREET, BARE, DISTRICT))
    )["data"]["nodes"]  # fmt: skip
    assert bare == {"code": BARE, "outline": None}
    assert street["outline"] == {
        "crs": WGS84, "storedCrs": WGS84, "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]},
        "vertices": 9, "toleranceM": 0.0,
        "source": "made.geojson", "sourceDate": "", "precision": None, "provenance": "LOADED",
    }  # fmt: skip
    assert (district["outline"]["vertices"], district["outline"]["toleranceM"]) == (KEPT + 1000, 1.0)
    assert len(district["outline"]["geometry"]["coordinates"][0][0]) <= KEPT


@pytest.mark.usefixtures("outlined")
async def test_an_outline_in_another_system_says_that_it_was_computed(ask: Ask):
    (found,) = (await ask(NODES, ids=await ids(ask, STREET), crs=GCJ02))["data"]["nodes"]
    assert (found["outline"]["crs"], found["outline"]["storedCrs"]) == (GCJ02, WGS84)
    border = np.array(found["outline"]["geometry"]["coordinates"][0][0])
    assert np.allclose(border, converted(np.array(SQUARE), WGS84, GCJ02), rtol=0, atol=1e-7)
    assert np.abs(border - np.array(SQUARE)).max() > 0.002


async def test_a_system_that_is_not_known_is_refused(ask: Ask):
    found = await ask(NODES, ids=await ids(ask, STREET), crs="BD-09")
    (error,) = found["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert GCJ02 in error["message"]


@pytest.mark.usefixtures("outlined")
async def test_an_answer_carries_so_many_positions_and_no_more(ask: Ask):
    (at,) = await ids(ask, FINE)
    most = MOST // KEPT
    assert most > 19, "a district and its streets must fit"
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Area { outline { geometry } } } }"
    whole = (await ask(query, ids=[at] * most))["data"]["nodes"]
    assert sum(len(n["outline"]["geometry"]["coordinates"][0][0]) for n in whole) == MOST
    (error, *_) = (await ask(query, ids=[at] * (most + 1)))["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["extensions"]["reason"] == "area.too_many_positions"
