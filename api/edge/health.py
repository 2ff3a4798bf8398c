"""Liveness, readiness and metrics of the service."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.edge.errors import masked
from knowledge.messages.message import preferred, speaking

READY_SECONDS = 1.0
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which several processes count together; read by the library when it is imported."""
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Readiness:
    """True if requests can be answered, with details for the operator, never personal data."""

    ok: bool
    details: Mapping[str, str | int | bool] = field(default_factory=dict)


class Metrics:
    """Counts and latencies of GraphQL requests, in a separate registry.

    Labels are the kind of operation and the HTTP status, not the operation's name, which is the caller's text. Of
    several processes each reports the counts of all.
    """

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        if SHARED in os.environ:
            self.registry = CollectorRegistry()
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]  # the library gives it no types
        else:
            ProcessCollector(registry=own)
        self._requests = Counter(
            "tongxin_graphql_requests", "GraphQL requests answered", ("operation", "status"), registry=own
        )
        self._seconds = Histogram(
            "tongxin_graphql_request_seconds",
            "Time to answer a GraphQL request",
            ("operation", "status"),
            buckets=_BUCKETS,
            registry=own,
        )

    def observe(self, operation: str, status: int, seconds: float) -> None:
        """Count one answered request; used as `EdgeRouter(observe=…)`."""
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation, str(status)).observe(seconds)


def health_routes(
    ready: Callable[[], Awaitable[Readiness]], metrics: Metrics, *, limit_seconds: float = READY_SECONDS
) -> APIRouter:
    """Routes `/livez`, `/readyz`, `/metrics`.

    `/readyz` awaits `ready` for at most `limit_seconds`: 200 if ready, else 503 with the details; an exception gives
    503 with the id under which it is logged.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> Response:
        return JSONResponse({"ok": True}, headers=_NO_STORE)

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        with speaking(preferred(request.headers.get("accept-language", ""))):
            state = await _within(ready, limit_seconds)
        status = HTTPStatus.OK if state.ok else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"ok": state.ok, "details": dict(state.details)}, status, _NO_STORE)

    @router.get("/metrics")
    async def counted() -> Response:
        return Response(generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST, **_NO_STORE})

    return router


async def _within(ready: Callable[[], Awaitable[Readiness]], limit_seconds: float) -> Readiness:
    try:
        async with asyncio.timeout(limit_seconds):
            return await ready()
    except TimeoutError:
        return Readiness(ok=False, details={"reason": f"no answer within {limit_seconds:g} s"})
    except Exception as error:  # noqa: BLE001  # whatever is wrong, the service is not ready
        number = masked(error).params["id"]
        return Readiness(ok=False, details={"reason": "internal error", "id": number})
