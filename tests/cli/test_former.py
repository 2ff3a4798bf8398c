"""A database of the former release is brought to the present one when it is first opened; one of a later is refused."""

from dataclasses import dataclass

from graph_model.access import use
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from loaders.intake.contract import LOADER
from network.entities import ANONYMOUS
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused

INDEX = Statement("index", "SHOW INDEXES YIELD name WHERE name = 'job_by_day' RETURN name")
FORMER = Statement("former", "MATCH (f:Feed {id: 'feed'}) SET f.schema = $schema")


@dataclass(frozen=True)
class Named:
    name: str


async def run(tx: Tx, /, statement: Statement, **params: object) -> None:
    await tx.write(statement, **params)


async def test_a_former_database_gets_what_it_lacks(tongxin: Tongxin, environment: dict[str, str], graph: Graph):
    await graph.write(LOADER, run, FORMER, schema=None)
    await graph.define(Statement("drop", "DROP INDEX job_by_day"))
    assert await graph.row(ANONYMOUS, INDEX, Named) is None
    assert not (await graph.read(ANONYMOUS, use.held)).schema
    done = tongxin(environment, "status")
    assert done.returncode == 0, done.stderr
    assert await graph.row(ANONYMOUS, INDEX, Named) == Named("job_by_day")
    assert (await graph.read(ANONYMOUS, use.held)).schema == use.SCHEMA_VERSION


async def test_a_database_of_a_later_program_is_refused(tongxin: Tongxin, environment: dict[str, str], graph: Graph):
    await graph.write(LOADER, run, FORMER, schema=use.SCHEMA_VERSION + 1)
    try:
        refused(tongxin(environment, "status"), "TONGXIN_HOME")
    finally:
        await graph.write(LOADER, run, FORMER, schema=use.SCHEMA_VERSION)
