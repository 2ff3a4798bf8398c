"""Liveness, readiness within its limit, and metrics without personal labels."""

import asyncio
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.edge.health import Readiness


async def test_livez_asks_nothing(client: httpx.AsyncClient) -> None:
    response = await client.get("/livez")
    assert (response.status_code, response.json()) == (200, {"ok": True})


@pytest.mark.parametrize(("ok", "status"), [(True, 200), (False, 503)])
async def test_readyz_tells_what_was_found(client: httpx.AsyncClient, service: Any, ok: bool, status: int) -> None:
    async def ready() -> Readiness:
        return Readiness(ok, {"rules": "abc", "areas": 222})

    service.ready = ready
    response = await client.get("/readyz")
    assert response.status_code == status
    assert response.json() == {"ok": ok, "details": {"rules": "abc", "areas": 222}}


async def test_readyz_does_not_wait_longer_than_its_limit(client: httpx.AsyncClient, service: Any) -> None:
    async def ready() -> Readiness:
        await asyncio.sleep(60)
        return Readiness(ok=True)

    service.ready = ready
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["details"]) == (503, {"reason": "no answer within 0.05 s"})


async def test_readyz_masks_a_crash(client: httpx.AsyncClient, service: Any, secret: str) -> None:
    async def ready() -> Readiness:
        raise ConnectionError(secret)

    service.ready = ready
    with capture_logs() as logs:
        response = await client.get("/readyz")
    assert (response.status_code, response.json()["details"]["id"]) == (503, logs[0]["id"])
    assert secret not in response.text + str(logs)


async def test_metrics_count_by_kind_and_status_only(client: httpx.AsyncClient, secret: str) -> None:
    await client.post("/graphql", json={"query": f'query Find_{"Wang"} {{ echo(text: "{secret}") }}'})
    await client.post("/graphql", json={"query": "mutation Find_Wang { write }"})
    await client.post("/graphql", json={"query": "{"}, headers={"accept": "application/graphql-response+json"})
    text = (await client.get("/metrics")).text
    for operation, status in (("query", 200), ("mutation", 200), ("none", 400)):
        labels = f'{{operation="{operation}",status="{status}"}}'
        assert f"tongxin_graphql_requests_total{labels} 1.0" in text
        assert f"tongxin_graphql_request_seconds_count{labels} 1.0" in text
    assert "Find_Wang" not in text
    assert secret not in text


async def test_health_is_never_cached(client: httpx.AsyncClient, service: Any) -> None:
    async def ready() -> Readiness:
        return Readiness(ok=True)

    service.ready = ready
    for path in ("/livez", "/readyz", "/metrics"):
        assert (await client.get(path)).headers["cache-control"] == "no-store"
