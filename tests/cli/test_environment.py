"""What `TONGXIN_ENV` may be, and that demo and production never meet in one database."""

from collections.abc import AsyncIterator

import pytest
import typer

from cli.main import app
from graph_model.access import use
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from loaders.intake.contract import LOADER
from network.entities import ANONYMOUS
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused

UNKNOWN = ("prod", "Production", "production ", "", "demo", "PRODUCTION")
NEEDED = {"load": ("demo",), "token": ("street",), "ask": ("M01",), "report": ("coverage",), "check": ("words",)}
"""Arguments without which a command explains itself instead."""


def commands() -> list[str]:
    """Every command, those of a group by their group's name."""
    return sorted(typer.main.get_group(app).commands)


@pytest.mark.parametrize("command", commands())
def test_every_command_refuses_an_unknown_environment(tongxin: Tongxin, environment: dict[str, str], command: str):
    unknown = UNKNOWN[commands().index(command) % len(UNKNOWN)]
    done = tongxin(environment | {"TONGXIN_ENV": unknown}, command, *NEEDED.get(command, ("verify",)))
    refused(done, "TONGXIN_ENV", "development", "production")


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_no_unknown_environment_is_taken_for_another(tongxin: Tongxin, environment: dict[str, str], unknown: str):
    refused(tongxin(environment | {"TONGXIN_ENV": unknown}, "token", "street"), "TONGXIN_ENV")


@pytest.mark.parametrize("words", [("status",), ("load", "rules"), ("ask", "M01"), ("audit", "verify"), ("serve",)])
def test_production_refuses_a_database_with_the_demo(
    tongxin: Tongxin, environment: dict[str, str], words: tuple[str, ...]
):
    free = {"PORT": "18231"}
    refused(tongxin(environment | free | {"TONGXIN_ENV": "production"}, *words), "演示数据")


def test_a_token_is_for_the_demo(tongxin: Tongxin, environment: dict[str, str]):
    done = tongxin(environment, "token", "street")
    assert done.stdout.count(".") == 2
    refused(tongxin(environment | {"TONGXIN_ENV": "production"}, "token", "street"), "演示签发已关闭")


@pytest.fixture
async def marked(graph: Graph) -> AsyncIterator[None]:
    """The database with the mark of production."""
    await graph.write(LOADER, use.mark_production)
    yield

    async def unmark(tx: Tx) -> None:
        await tx.write(Statement("unmark", "MATCH (v:NetworkVersion {id: 'network'}) SET v.production = null"))

    await graph.write(LOADER, unmark)


@pytest.mark.usefixtures("marked")
async def test_a_database_of_production_is_never_a_demo(tongxin: Tongxin, environment: dict[str, str], graph: Graph):
    assert (await graph.read(ANONYMOUS, use.held)).production
    for words in (("load", "demo"), ("token", "street"), ("status",)):
        refused(tongxin(environment, *words), "正式环境")
