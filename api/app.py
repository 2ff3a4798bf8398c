"""The HTTP application (服务)."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request

from analytics.coverage.layout import CurrentLayout
from api.access.tokens import Verifier
from api.edge import EdgeRouter, Example, Metrics, Readiness, console_routes, health_routes
from api.examples import EXAMPLES
from api.jobs import runner as jobs
from api.loading.query import body_bytes
from api.request.audit import Audit
from api.request.context import Context
from api.request.loader import Loader
from api.schema import schema
from graph_model.access import accounts
from graph_model.directory.snapshot import Networks
from graph_model.directory.snapshot import version as network_version
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.errors import Unauthenticated
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.words import sentence
from network.entities import ANONYMOUS


class ServiceState:
    """State of the process: connection pool, network snapshot, rules, token verifier, key store."""

    def __init__(
        self,
        graph: Graph,
        book: Rulebook,
        verifier: Verifier | None,
        keys: Path | None = None,
        loader: Loader | None = None,
    ) -> None:
        self.graph, self.book, self.verifier, self.loader = graph, book, verifier, loader
        self.vault = Vault(keys) if keys else None
        self.audit = Audit(keys / "audit.log") if keys else None
        self.networks = Networks(graph)
        self.layouts = CurrentLayout()

    async def context(self, request: Request) -> Context:
        """The context of a request: actor and current network, read together if somebody has signed in."""
        token = _bearer(request)
        if token is None:
            network = await self.networks.current()
            return Context(ANONYMOUS, self.graph, network, self.book, layouts=self.layouts)
        if self.verifier is None:
            raise Unauthenticated("no issuer")
        subject = self.verifier.subject(token)
        actor, state = await accounts.actor(self.graph, subject)
        network = await self.networks.current(state)
        return Context(actor, self.graph, network, self.book, self.vault, self.audit, self.loader, self.layouts)

    def close(self) -> None:
        """Close the key store."""
        if self.vault is not None:
            self.vault.close()

    async def ready(self) -> Readiness:
        """Read from the graph; ready if its rules are those of the code."""
        state = await self.graph.read(ANONYMOUS, network_version)
        same = state.rules == self.book.hash
        return Readiness(
            ok=same,
            details={
                "rules": "same" if same else str(message("notice.rules_differ")),
                "network": str(state.number),
                "sentences": "model" if sentence.opened() else "characters",
            },
        )


def _bearer(request: Request) -> str | None:
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("scheme")
    return token.strip()


def create_app(
    graph: Graph,
    verifier: Verifier | None,
    book: Rulebook | None = None,
    examples: Sequence[Example] = EXAMPLES,
    keys: Path | None = None,
    loader: Loader | None = None,
) -> FastAPI:
    """The HTTP application over a graph; the caller closes the graph after the application has stopped.

    `keys` is the folder of the key store; without it no case can be read. `loader` loads uploaded files; without it
    uploads are refused.
    """
    service = ServiceState(graph, book or rulebook(), verifier, keys, loader)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None, None]:
        await service.networks.current()
        yield
        await jobs.stop_all()
        service.close()

    app = FastAPI(title="Tongxin 同心", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    metrics = Metrics()
    router = EdgeRouter(schema, context_getter=service.context, observe=metrics.observe, body_bytes=body_bytes)
    app.include_router(router)
    app.include_router(console_routes(examples))
    app.include_router(health_routes(service.ready, metrics))

    app.state.service = service
    return app
