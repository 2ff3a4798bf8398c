"""Whatever a client may write, the service answers or refuses; it never breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import deferred, sampled_from
from hypothesis_graphql import queries
from hypothesis_graphql.nodes import String

from api.request.context import Context
from api.schema import printed, schema
from graph_model.graph import Graph
from knowledge.rulebook.book import Rulebook
from network.entities import ANONYMOUS
from network.snapshot import Network

SCALARS = {
    "Date": sampled_from(["2026-11-23", "2022-03-01", "0001-01-01", "9999-12-31", "nonsense"]).map(String),
    "DateTime": sampled_from(["2026-11-23T10:00:00+08:00", "2026-11-23T10:00:00", "nonsense"]).map(String),
}
DOCUMENTS = deferred(lambda: queries(printed(), allow_x00=False, custom_scalars=SCALARS))
"""Made when a test draws from it: that takes seconds, and each process of the suite imports this file."""


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(document=DOCUMENTS)
async def test_no_document_breaks_the_service(graph: Graph, network: Network, book: Rulebook, document: str):
    found = await schema.execute(document, context_value=Context(ANONYMOUS, graph, network, book))
    codes = [(e.extensions or {}).get("code") for e in found.errors or ()]
    assert "INTERNAL_SERVER_ERROR" not in codes, document
