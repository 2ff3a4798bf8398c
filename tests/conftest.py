"""A real Neo4j in a throw-away home, with everything loaded once; the suite never touches a server it did not start."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from neo4j import GraphDatabase

from graph_model import engine
from graph_model.directory.snapshot import read as read_network
from graph_model.drafts.store import Stored
from graph_model.graph import Graph, Statement, Tx
from graph_model.jobs.jobs import Job
from graph_model.obligations.evidence import Filed
from graph_model.persons.persons import Assignment, Case, Guardian, Minor
from graph_model.persons.seal import Vault
from knowledge.obligations.standing import Record
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.load import load_all
from network.entities import Area, Body, Holder, Outline, Population, Post, Segment, ServicePoint
from network.obligations.things import Named
from network.snapshot import Network

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
"""Nothing in the suite is timed: a busy machine is no fault of the code."""
SHARED = Path(__file__).parent.parent.parent / "shared"
ON = date(2026, 11, 23)
"""The day of the stories."""


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return rulebook()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The statutes and data beside the project; a visible skip elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def keys(home: Path) -> Path:
    """The key store of the throw-away home."""
    folder = home / "keys"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[engine.Server]:
    for name in [n for n in os.environ if n.startswith("NEO4J_")]:
        del os.environ[name]
    found = engine.ensure(home / "neo4j", progress=engine.Silent())
    yield found
    engine.stop(home / "neo4j")


def _name_every_property(server: engine.Server) -> None:
    """Let the planner know every property that a record may have, so that it warns of misspelt ones only."""
    kinds = (
        Area,
        Body,
        ServicePoint,
        Post,
        Segment,
        Holder,
        Population,
        Outline,
        Stored,
        Job,
        Filed,
        Record,
        Named,
        Minor,
        Guardian,
        Case,
        Assignment,
    )
    known = dict.fromkeys((f.name for kind in kinds for f in fields(kind)), "x")
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query(
            "CREATE (n:Area:Body:Population:Draft:Job:Record:Thing:ServicePoint:Post:Segment:Holder) SET n = $known "
            "SET n:Outline:Minor:Guardian:Case:Household "
            "WITH n "
            "CREATE (n)-[a:ASSIGNED]->(m:Household) SET a = $known DELETE a, n, m",
            known={**known, "demo": "x"},
        )


@pytest.fixture(scope="session")
def loaded(server: engine.Server, book: Rulebook, keys: Path) -> engine.Server:
    """The shipped district, the rules and the demo network, loaded once."""
    _name_every_property(server)

    async def fill() -> None:
        async with Graph(server.uri, server.user, server.password) as graph:
            with closing(Vault(keys)) as vault:
                await load_all(graph, book, ON, vault)

    asyncio.run(fill())
    return server


@pytest.fixture(scope="session")
async def graph(loaded: engine.Server) -> AsyncIterator[Graph]:
    async with Graph(loaded.uri, loaded.user, loaded.password) as opened:
        yield opened


@pytest.fixture(scope="session")
async def network(graph: Graph) -> Network:
    return await read_network(graph)


Held = Callable[[str], AbstractAsyncContextManager[None]]


@pytest.fixture
def held(graph: Graph) -> Held:
    """Whoever writes what a statement touches waits meanwhile: that work is long for certain, and then goes on."""

    @asynccontextmanager
    async def holding(text: str) -> AsyncIterator[None]:
        taken, released = asyncio.Event(), asyncio.Event()

        async def hold(tx: Tx) -> None:
            await tx.write(Statement("hold", text))
            taken.set()
            await released.wait()
            raise InterruptedError  # nothing of it stays

        task = asyncio.create_task(graph.write(LOADER, hold))
        await taken.wait()
        try:
            yield
        finally:
            released.set()
            with suppress(InterruptedError):
                await task

    return holding
