"""What tests of casework on the real graph share."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_model.casework.store import Desk
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.rulebook.load import rulebook


@pytest.fixture
def desk(graph: Graph, keys: Path) -> Iterator[Desk]:
    with closing(Vault(keys)) as vault:
        yield Desk(graph, vault, table(), RuleCodes.of(rulebook()))
