"""The command, over the suite's Neo4j."""

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Protocol

import pytest

from graph_model import engine
from tests.support.shell import ROOT, Shell


class Tongxin(Protocol):
    """Runs `tongxin words…` in a folder, with an environment."""

    def __call__(self, environment: dict[str, str], *words: str, at: Path = ...) -> CompletedProcess[str]: ...


@pytest.fixture(scope="session")
def environment(loaded: engine.Server, home: Path) -> dict[str, str]:
    """As a person's, with the suite's server; wide enough that no sentence is broken into lines."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "TONGXIN_", "PORT", "HOST"))}
    given = {"NEO4J_URI": loaded.uri, "NEO4J_USER": loaded.user, "NEO4J_PASSWORD": loaded.password}
    return clean | given | {"TONGXIN_HOME": str(home), "TONGXIN_LANG": "zh", "TONGXIN_DISK_FREE": "0", "COLUMNS": "500"}


@pytest.fixture(scope="session")
def tongxin(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tongxin]:
    shell = Shell(environment, tmp_path_factory.mktemp("shell"))

    def run(environment: dict[str, str], *words: str, at: Path = ROOT) -> CompletedProcess[str]:
        return shell.run(words, environment, at)

    yield run
    shell.close()
