"""The HTTP application (服务)."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from ctypes import c_double
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from starlette.routing import WebSocketRoute
from strawberry.fastapi import BaseContext

from analytics.coverage.layout import CurrentLayout
from api.access.invitation import Acceptance
from api.access.tokens import SignedIn, Verifier
from api.audit.chain import Keys
from api.audit.log import KEY, AuditLog
from api.audit.recording import Recording
from api.audit.trail import Trail
from api.casework.clock import EACH, look
from api.disk import Disk
from api.edge.console import console_routes
from api.edge.database import Database
from api.edge.deadline import Times
from api.edge.health import Metrics, Readiness, health_routes
from api.edge.http import EdgeRouter
from api.edge.recorder import Recorder
from api.examples import examples
from api.exchange.routes import ExchangeRoutes
from api.jobs import runner as jobs
from api.lasting import lasting
from api.loading.query import body_bytes
from api.request.context import Context, today
from api.request.loader import Loader
from api.request.reading import take_short_turns
from api.schema import schema
from api.sockets.socket import Sockets
from graph_model.access.actors import Actors
from graph_model.access.feed import Feed
from graph_model.access.lease import EACH as RENEWED
from graph_model.access.lease import Lease
from graph_model.access.sessions import REST, Sessions, session_key
from graph_model.directory.snapshot import Networks
from graph_model.directory.snapshot import version as network_version
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.patience import Patience
from graph_model.persons.seal import Vault
from knowledge.errors import Unauthenticated
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.words import sentence
from network.entities import ANONYMOUS, NetworkVersion
from network.snapshot import network

NO_NETWORK = network(NetworkVersion(0, None), (), (), (), (), ())
"""The network of a context before it is prepared."""
WITHOUT_DATABASE = frozenset({"accountRoles", "emergency", "hotlines"})
"""Root fields that are answered from the rules in memory, whatever is broken."""


class RequestContext(Context, BaseContext):
    """The context of a request, as strawberry's router asks for it."""


class ServiceState:
    """State of the process: connection pool, network snapshot, rules, token verifier, key store."""

    def __init__(
        self,
        graph: Graph,
        book: Rulebook,
        verifier: Verifier | None,
        keys: Path | None = None,
        loader: Loader | None = None,
        times: Times | None = None,
        audit: Path | None = None,
        disk: Disk | None = None,
        rest: float = REST,
        written: c_double | None = None,
    ) -> None:
        self.disk = disk or Disk()
        self.times = times or Times()
        self.graph, self.book, self.verifier, self.loader = graph, book, verifier, loader
        self.vault = Vault(keys) if keys else None
        self.audit = AuditLog(audit or keys.parent / "audit", Keys.at(keys / KEY)) if keys else None
        self.recording = Recording(self.audit, graph)
        self.patience = Patience(self.times.database)
        self.networks = Networks(graph, patience=self.patience)
        self.feed, self.actors = Feed(graph, self.patience, written), Actors(graph)
        self.sessions = Sessions(graph, self.feed, rest)
        self.layouts = CurrentLayout()

    async def context(self, request: Request) -> Context:
        """The context of a request without anything from the database: the token is checked, its account not yet read.

        Raises:
            Unauthenticated: The token is not valid.
        """
        return self.made(request.headers.get("authorization"))

    def made(self, authorization: str | None) -> Context:
        """The context for a header with a token, or for the public.

        Raises:
            Unauthenticated: The token is not valid.
        """
        signed = self._signed(authorization)
        return RequestContext(
            ANONYMOUS,
            self.graph,
            NO_NETWORK,
            self.book,
            layouts=self.layouts,
            subject=signed.subject if signed else None,
            session=session_key(token) if (token := _bearer(authorization)) else None,
            signed_in=signed.at if signed else None,
            feed=self.feed,
            renewed=partial(self._renew, authorization),
        )

    def _signed(self, authorization: str | None) -> SignedIn | None:
        token = _bearer(authorization)
        if token is not None and self.verifier is None:
            raise Unauthenticated("no issuer")
        return self.verifier.signed(token) if token is not None and self.verifier is not None else None

    async def _renew(self, authorization: str | None, c: Context) -> None:
        """Judge token and account again; what follows is another line of the audit.

        Raises:
            GraphUnavailable: The database does not answer.
            Unauthenticated: The token has expired, or its account is no longer good.
        """
        signed = self._signed(authorization)
        c.subject = signed.subject if signed else None
        c.trail, c.history = Trail(), NO_NETWORK
        await self.prepare(c)

    async def prepare(self, c: Context) -> None:
        """Put the actor and the current network into a context, once; in a running service mostly without a read.

        Raises:
            GraphUnavailable: The database does not answer.
            Unauthenticated: The subject has no account that is good today, or her session is over.
        """
        if c.history is not NO_NETWORK:
            return
        now = await self.feed.current()
        if c.session is not None and await self.patience.short(self.sessions.over(c.session)):
            raise Unauthenticated
        if c.subject is not None:
            actor = await self.patience.short(self.actors.actor(c.subject, now.access, today()))
            c.actor = replace(actor, signed_in=c.signed_in)
            c.vault, c.audit = self.vault, self.audit
        c.changed, c.loader = self.feed.changed, self.loader
        c.history = await self.networks.current(now.network)

    async def tick(self) -> None:
        """Let the clocks of casework act in all areas while the service runs, in one of its processes at a time."""
        lease, looked = Lease(self.graph, "clock"), time.monotonic()
        try:
            while self.vault is not None:
                await asyncio.sleep(RENEWED)
                with suppress(GraphUnavailable):
                    if await lease.held() and time.monotonic() - looked >= EACH:
                        looked = time.monotonic()
                        await look(self.graph, self.vault, self.book, await self.networks.current())
        finally:
            await lease.release()

    def recorder(self) -> Recorder:
        """Return the hooks around an operation: a change needs room on the disk, and its line first."""

        async def before_change(c: Any, roots: Sequence[str]) -> None:
            self.disk.require_room(roots)
            await self.recording.before_change(c, roots)

        return replace(self.recording.recorder(), before_change=before_change)

    async def alive(self) -> None:
        """Ask the database for one number.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        await self.feed.read()

    def close(self) -> None:
        """Close the key store and end the audit file."""
        if self.audit is not None:
            self.audit.close()
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
                "disk": "low" if self.disk.low() else "room",
            },
        )


def _bearer(given: str | None) -> str | None:
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
    keys: Path | None = None,
    loader: Loader | None = None,
    times: Times | None = None,
    audit: Path | None = None,
    disk: Disk | None = None,
    rest: float = REST,
    written: c_double | None = None,
) -> FastAPI:
    """Return the HTTP application over a graph; the caller closes the graph after the application has stopped.

    `keys` is the folder of the key store; without it no case can be read. `loader` loads uploaded files; without it
    uploads are refused. `times` limits durations. `audit` is the folder of the audit, by default beside the folder
    of the keys. `disk` checks the room for a change; without it nothing is checked. `rest` is in seconds: after it
    a session of the pages ends. `written` is the moment of the last write, shared by the processes of a service.
    """
    service = ServiceState(graph, book or rulebook(), verifier, keys, loader, times, audit, disk, rest, written)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None, None]:
        take_short_turns()
        with suppress(GraphUnavailable):  # 此刻 is served all the same
            await service.networks.current()
        work = (service.recording.anchor_each_second, service.feed.watch, service.tick)
        beside = [asyncio.create_task(lasting(w)) for w in work]
        yield
        await jobs.stop_all()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        service.close()

    app = FastAPI(title="Tongxin 同心", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    metrics = Metrics()
    router = EdgeRouter(
        schema,
        context_getter=service.context,
        observe=metrics.observe,
        body_bytes=body_bytes,
        database=Database(service.prepare, service.alive, WITHOUT_DATABASE, changed=lambda c: c.changed()),
        times=service.times,
        recorder=service.recorder(),
    )
    app.include_router(router)
    app.include_router(ExchangeRoutes(router, service.context).routes())
    sockets = Sockets(schema, service.made, service.prepare, service.recorder())
    app.router.routes.append(WebSocketRoute("/graphql", sockets.serve))
    app.include_router(Acceptance(graph, service.feed, verifier, service.audit).routes())
    app.include_router(console_routes(lambda: examples(service.networks.latest or NO_NETWORK)))
    app.include_router(health_routes(service.ready, metrics))

    app.state.service, app.state.sessions = service, service.sessions
    return app
