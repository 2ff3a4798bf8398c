"""A real Neo4j in a throw-away home, with everything loaded once; the suite never touches a server it did not start."""

import asyncio
import gc
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from xdist.remote import Producer

from cli.sentences import open_model
from graph_model import engine
from graph_model.access.feed import Numbers
from graph_model.access.sessions import StoredSession
from graph_model.access.teams import Delegation, TeamMember
from graph_model.audit.anchors import AuditAnchor
from graph_model.casework.records import EventRow
from graph_model.casework.work import WorkRow
from graph_model.counts.tables import StoredTable
from graph_model.directory.kept import KeptDirectory
from graph_model.directory.snapshot import read as read_network
from graph_model.drafts.store import Stored
from graph_model.graph import LOAD_TIMEOUT, Graph, Tx
from graph_model.jobs.jobs import Job
from graph_model.obligations.evidence import Filed
from graph_model.papers.own import WholeForm
from graph_model.persons.persons import Assignment, Case, Guardian, Minor
from graph_model.persons.seal import Vault
from graph_model.rows import Statement
from knowledge.access.accounts import Account
from knowledge.obligations.standing import Record
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.shipped.load import load_all
from network.counts import MonthlyCounts
from network.entities import Area, Body, CompleteList, Holder, Outline, Population, Post, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.obligations.things import Named
from network.snapshot import Network
from network.standards import BenefitStandard
from network.terms import SchoolPeriod
from tests.support.costs import Costs
from tests.support.database import UNNAMED, stand_still
from tests.support.examples import register
from tests.support.order import Scheduling, marked, ordered
from tests.support.prepared import prepared as prepared_home

register()
os.environ.setdefault(
    "JAVA_TOOL_OPTIONS",
    "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote",
)
"""Servers that live for minutes: the second compiler of Java would cost more than it gives back, and so would verifying
the classes of jars whose hashes are known."""
os.environ["TONGXIN_DISK_FREE"] = "0"
"""No test fails by a machine whose disk is nearly full; `tests/api/test_disk.py` says itself what must be free."""
ROOT = Path(__file__).parent.parent
SHARED = Path(__file__).parent.parent.parent / "shared"
ON = date(2026, 11, 23)
"""The day of the stories."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", type=int, default=0, metavar="N", help="list the N tests that cost most CPU")


def pytest_configure(config: pytest.Config) -> None:
    if most := int(config.getoption("--costs")):
        config.pluginmanager.register(Costs(most))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked(items)
    items[:] = ordered(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """The tests live to the end: the garbage collector neither runs while they are made nor walks them afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return rulebook()


@pytest.fixture(scope="session", autouse=True)
def sentences() -> bool:
    """The sentence model as the service opens it; False where it cannot be had."""
    return open_model()


@pytest.fixture
def model(sentences: bool) -> None:
    """For tests that measure the sentence model; a visible skip where it cannot be had."""
    if not sentences:
        pytest.skip("the sentence model cannot be fetched here")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The statutes and data beside the project; a visible skip elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def home(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The throw-away home of this process: a copy of the prepared one."""
    made = tmp_path_factory.mktemp("home") / "copy"
    shutil.copytree(prepared, made)
    return made


@pytest.fixture(scope="session")
def keys(home: Path) -> Path:
    """The key store of the throw-away home."""
    return home / "keys"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, book: Rulebook) -> Iterator[Path]:
    """A home with everything loaded and its server stopped: made once, shared by all processes of all runs.

    Its name holds the hash of all that it is made from: a change of a rule or a statement makes another.
    """
    for name in [n for n in os.environ if n.startswith("NEO4J_")]:
        del os.environ[name]
    kept = Path(os.environ.get("TONGXIN_HOME", tmp_path_factory.getbasetemp().parent)) / "prepared"
    with prepared_home(kept, _made_from(), lambda raw: _prepare(raw, book)) as made:
        yield made


def _made_from() -> str:
    """The hash of the code and data that a prepared home depends on."""
    found = hashlib.sha256(ON.isoformat().encode())
    for room in ("knowledge", "network", "graph_model", "analytics", "loaders"):
        for path in sorted(p for p in (ROOT / room).rglob("*") if p.is_file() and p.parent.name != "__pycache__"):
            found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _prepare(home: Path, book: Rulebook) -> None:
    (home / "keys").mkdir(parents=True)
    server = engine.ensure(home / "neo4j", progress=engine.Silent())
    try:
        _name_every_property(server)

        async def fill() -> None:
            async with Graph(server.uri, server.user, server.password) as graph:
                with closing(Vault(home / "keys")) as vault:
                    await load_all(graph, book, ON, vault)

        asyncio.run(fill())
    finally:
        engine.stop(home / "neo4j")


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[engine.Server]:
    found = engine.ensure(home / "neo4j", progress=engine.Silent())
    stand_still(found)
    yield found
    engine.stop(home / "neo4j")


CASEWORK = (
    *(f.name for f in fields(WorkRow)),
    *(f.name for f in fields(EventRow)),
    *("item", "fields", "wake", "free", "events", "left", "class", "subject", "blob", "field", "number"),
    *(f.name for f in fields(WholeForm)),
)
"""Properties of items, events, their sealed parts, files, and forms of bodies' own."""


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
        CompleteList,
        LocalDocument,
        LocalClause,
        BenefitStandard,
        SchoolPeriod,
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
        TeamMember,
        Delegation,
        Account,
        Numbers,
        AuditAnchor,
        MonthlyCounts,
        StoredTable,
        KeptDirectory,
        StoredSession,
    )
    known = dict.fromkeys((f.name for kind in kinds for f in fields(kind)), "x")
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query(
            "CREATE (n:Area:Body:Population:Draft:Job:Record:Thing:ServicePoint:Post:Segment:Holder) SET n = $known "
            "SET n:CompleteList:Outline:Minor:Guardian:Case:Household:Command:AuditAnchor:NetworkVersion:Account:Feed "
            "WITH n SET n:Session:Lease "
            "SET n:Item:Event:Sealed:KeptDirectory:LocalDocument:LocalClause:BenefitStandard:SchoolPeriod "
            "CREATE (n)-[a:ASSIGNED]->(m:Household), (n)-[d:DEPUTY_OF]->(m), (n)-[p:APPROVED]->(m) "
            "CREATE (n)-[e:EVENT]->(m), (n)-[h:HOLDS]->(m), (n)-[b:ABOUT]->(m) DELETE a, d, p, e, h, b, n, m",
            known={**known, **dict.fromkeys((*UNNAMED, *CASEWORK), "x")},
        )


@pytest.fixture(scope="session")
def loaded(server: engine.Server) -> engine.Server:
    """The shipped district, the rules and the demo network."""
    return server


@pytest.fixture(scope="session")
async def graph(loaded: engine.Server) -> AsyncIterator[Graph]:
    async with Graph(loaded.uri, loaded.user, loaded.password, read_timeout=LOAD_TIMEOUT) as opened:
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
