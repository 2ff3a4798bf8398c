"""A second throw-away Neo4j: the loaders write, and the others' graph stays as it was loaded."""

import shutil
import tomllib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from graph_model import engine
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, Statement
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.load import FOLDER
from loaders.intake.contract import LOADER
from loaders.shipped.load import load_district

OTHERS = "MATCH (n) WHERE NOT n:BodyKind AND NOT (:Rulebook)-[:HOLDS]->(n) AND NOT n:Rulebook WITH n LIMIT 2000"
EMPTY = Statement("empty", f"{OTHERS} DETACH DELETE n RETURN DISTINCT 'more' AS key")
"""A part of them at a time: all of what a file of tests leaves may be too much for the memory of one transaction."""


@pytest.fixture(scope="session")
def second(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Server]:
    """A second copy of the prepared server, for this folder's tests only."""
    home = tmp_path_factory.mktemp("loaders") / "neo4j"
    shutil.copytree(prepared / "neo4j", home)
    try:
        yield engine.ensure(home, progress=engine.Silent())
    finally:
        engine.stop(home)


@pytest.fixture(scope="session")
async def written(second: engine.Server) -> AsyncIterator[Graph]:
    """The graph of that server."""
    async with Graph(second.uri, second.user, second.password) as graph:
        yield graph


@pytest.fixture(scope="module")
async def own(written: Graph) -> Graph:
    """The rules and the shipped district: what another file of tests wrote is gone, whatever the order of files."""
    await emptied(written)
    await load_district(written)
    return written


async def emptied(graph: Graph) -> None:
    """Leave the rules alone in a graph."""
    while await graph.write(LOADER, _empty):
        pass


async def _empty(tx: Tx) -> bool:
    return await tx.row(EMPTY, KeyRow) is not None


@pytest.fixture(scope="session")
def book_kinds() -> dict[str, BodyKind]:
    """The rulebook's kinds of bodies alone."""
    text = (FOLDER / "bodies.toml").read_text("utf-8")
    kinds = TypeAdapter(list[BodyKind]).validate_python(tomllib.loads(text)["kind"])
    return {k.code: k for k in kinds}
