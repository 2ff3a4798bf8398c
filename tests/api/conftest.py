"""The service over the real graph, asked over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access.tokens import issue, verifier
from api.app import create_app
from api.settings import Settings
from graph_model.graph import Graph
from loaders.loading.load import Uploads

Ask = Callable[..., Awaitable[dict[str, Any]]]


def answered(reply: dict[str, Any], name: str) -> dict[str, Any]:
    """The answer of a root field, or its refusal: the extensions of the error with the message."""
    if "errors" in reply:
        (error,) = reply["errors"]
        return {**error["extensions"], "message": error["message"]}
    found: dict[str, Any] = reply["data"][name]
    return found


def refused_field(reply: dict[str, Any]) -> str:
    """Which input was refused."""
    (error,) = reply["errors"]
    return str(error["extensions"]["field"])


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    return Settings(TONGXIN_HOME=home)


@pytest.fixture(scope="session")
async def client(graph: Graph, settings: Settings, keys: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(graph, verifier(settings), keys=keys, loader=Uploads()))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as opened:
        yield opened


@pytest.fixture(scope="session")
def ask(client: httpx.AsyncClient, settings: Settings) -> Ask:
    """Post a document, as the public or as a demo role."""

    async def post(query: str, role: str | None = None, **variables: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {issue(settings, f'demo-{role}')}"} if role else {}
        reply = await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        found: dict[str, Any] = reply.json()
        return found

    return post
