"""The service over the real graph, asked over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue, verifier
from api.app import create_app
from api.edge.deadline import Times
from api.jobs import runner as jobs
from api.settings import Settings
from graph_model.graph import Graph
from loaders.loading.load import Uploads
from tests.api.coverage_queries import DRAFT, PUT
from tests.api.loads import NEW, delete

TIMES = Times(60, 600, 600)
"""No test fails by time, however busy the machine is."""
Ask = Callable[..., Awaitable[dict[str, Any]]]


def answered(reply: dict[str, Any], name: str) -> dict[str, Any]:
    """The answer of a root field, or its refusal: the extensions of the error with the message."""
    if "errors" in reply:
        (error,) = reply["errors"]
        return {**error["extensions"], "message": error["message"]}
    answer: dict[str, Any] = reply["data"][name]
    return answer


def refused_field(reply: dict[str, Any]) -> str:
    """Which input was refused."""
    (error,) = reply["errors"]
    return str(error["extensions"]["field"])


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    return Settings(TONGXIN_HOME=home)


@pytest.fixture(scope="session")
async def client(graph: Graph, settings: Settings, keys: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(graph, verifier(settings), keys=keys, loader=Uploads(), times=TIMES))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as opened:
        yield opened


@pytest.fixture(scope="session")
def ask(client: httpx.AsyncClient, settings: Settings) -> Ask:
    """Post a document, as the public or as a demo role."""

    async def post(query: str, role: str | None = None, **variables: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {issue(settings, f'demo-{role}')}"} if role else {}
        reply = await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        reply_body: dict[str, Any] = reply.json()
        return reply_body

    return post


@pytest.fixture(scope="session")
async def draft(ask: Any) -> str:
    """The name of a draft network that a planner has put."""
    reply = await ask(PUT, "planner", name="试验", draft=DRAFT)
    assert reply["data"]["putDraft"]["draft"] == {"name": "试验", "owner": "demo-planner"}
    return "试验"


@pytest.fixture
async def loads_removed(graph: Graph) -> AsyncIterator[None]:
    """What the test loads is removed after it."""
    yield
    await delete(
        graph,
        f"MATCH (n:Area {{code: '{NEW}'}}) DETACH DELETE n",
        "MATCH (n:Body) WHERE n.name STARTS WITH '载入试验' DETACH DELETE n",
        "MATCH (n:Item) WHERE n.minor STARTS WITH 'L-' OPTIONAL MATCH (n)-[:EVENT]->(v) DETACH DELETE n, v",
        "MATCH (n:Minor) WHERE n.id STARTS WITH 'L-' "
        "OPTIONAL MATCH (n)<-[:ABOUT]-(c:Case) OPTIONAL MATCH (n)<-[:GUARDIAN_OF]-(g:Guardian) "
        "OPTIONAL MATCH (n)-[:IN_HOUSEHOLD]->(h:Household) DETACH DELETE n, c, g, h",
        "MATCH (n:Record) WHERE n.key STARTS WITH 'L-' DETACH DELETE n",
    )


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer becomes a job, however busy the machine is; what tests jobs sets its own patience."""
    monkeypatch.setattr(jobs, "PATIENCE", 600.0)
