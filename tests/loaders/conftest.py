"""A second throw-away Neo4j: the loaders write, and the others' graph stays as it was loaded."""

import tomllib
from collections.abc import AsyncIterator

import pytest
from pydantic import TypeAdapter

from graph_model import engine
from graph_model.graph import Graph
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import FOLDER
from loaders.shipped.load import load_district, load_rules


@pytest.fixture(scope="package")
async def own(tmp_path_factory: pytest.TempPathFactory, book: Rulebook) -> AsyncIterator[Graph]:
    """A graph with the rules and the shipped district, for this folder's tests only."""
    home = tmp_path_factory.mktemp("loaders") / "neo4j"
    found = engine.ensure(home, progress=engine.Silent())
    try:
        async with Graph(found.uri, found.user, found.password) as graph:
            await load_rules(graph, book)
            await load_district(graph)
            yield graph
    finally:
        engine.stop(home)


@pytest.fixture(scope="session")
def book_kinds() -> dict[str, BodyKind]:
    """The rulebook's kinds of bodies alone."""
    text = (FOLDER / "bodies.toml").read_text("utf-8")
    kinds = TypeAdapter(list[BodyKind]).validate_python(tomllib.loads(text)["kind"])
    return {k.code: k for k in kinds}
