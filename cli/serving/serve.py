"""The service: endpoint and pages, by one process or by several on one port and one database (服务)."""

import asyncio
import ctypes
import faulthandler
import gc
import os
import signal
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from multiprocessing import RawValue
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import uvicorn
from fastapi import FastAPI

from api.access.tokens import issue, verifier
from api.app import create_app
from api.audit.chain import Keys
from api.audit.log import KEY
from api.disk import Disk
from api.edge.deadline import Times
from api.edge.documents import LIMITS
from api.edge.health import SHARED
from api.settings import Settings
from cli.ask import show
from cli.demo import SHOWN, demo_of, refuse_synthetic, subject
from cli.sentences import open_in_background
from cli.service import prepare
from cli.serving.workers import STACKS, remember, remembered, supervise
from cli.session import DatabaseServer, checked, settings
from graph_model.directory.snapshot import read as read_network
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import DEFAULT, speaking
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from loaders.loading.load import Uploads
from loaders.shipped.districts import district
from loaders.shipped.marks import refuse_former
from network.entities import ANONYMOUS
from web.attach import attach
from web.frame.session import Trays, own_tray
from web.parts.asking import Refused

LOOP = uvicorn.Config(rulebook).get_loop_factory()
"""The event loop: uvloop if installed. With many clients it halves the latency of asyncio's own loop."""
IDLE = 30
"""Seconds for which a connection waits for its next request. An open page polls each 5 s: with uvicorn's own 5 s the
connection ended during the request.
"""
BEAT = 1.0
"""Seconds between two signs of life of a worker, at which it checks that the first process lives."""


async def packed(
    graph: Graph, lock: asyncio.Lock, area: str, on: date, draft: str, done: Callable[[str], None]
) -> bytes:
    """The coverage report of an area, of the live network or a draft, as a zip file; one at a time.

    It contains no record of a child, see `cli.report.facts`.

    Raises:
        Refused: The database did not answer, or the area or the draft is not there (any more).
    """
    from cli.report import write  # noqa: PLC0415  # DOCX and maps are slow to import, and few ask for a report

    async with lock:
        with TemporaryDirectory(prefix="tongxin-report-") as folder:
            try:
                paths = await write.report(graph, rulebook(), area, Path(folder), on, done, draft)
            except GraphUnavailable as e:
                raise Refused("INTERNAL", str(e.message)) from None
            except (BadInput, NotFound) as e:
                raise Refused("BAD_USER_INPUT", str(e.message)) from None
            buffer = BytesIO()
            with ZipFile(buffer, "w", ZIP_DEFLATED) as zipped:
                for path in paths:
                    zipped.write(path, path.name)
            return buffer.getvalue()


def application(
    graph: Graph, config: Settings, written: ctypes.c_double | None = None, trays: Trays = own_tray
) -> FastAPI:
    """Endpoint and pages over a graph."""
    app = create_app(
        graph,
        verifier(config),
        keys=config.key_folder,
        loader=Uploads(),
        times=Times(config.database_seconds, config.query_seconds),
        audit=config.audit_folder,
        disk=Disk(config.written, config.disk_free),
        rest=config.rest_minutes * 60,
        written=written,
    )
    attach(app, demo_of(config, graph), partial(packed, graph, asyncio.Lock()), trays, config.names)
    return app


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """Data for a worker, passed to its process unchanged."""

    uri: str
    user: str
    password: str
    database: str
    written: Any
    """The moment of the last write of any worker, in shared memory."""
    memory: str
    """Address of the trays of the first process."""
    first: int
    """The first process: without it a worker ends."""

    def work(self, beat: Any) -> None:
        """Run as a worker until stopped."""
        config = settings()
        faulthandler.register(STACKS)
        with suppress(KeyboardInterrupt), _port(config) as port:  # Ctrl-C asks all processes of a terminal
            uvicorn.Server(_http(config, partial(self._application, beat), factory=True)).run([port])

    def _application(self, beat: Any) -> FastAPI:
        """Return the application, which closes its connections at its end."""
        config = settings()
        graph = Graph(self.uri, self.user, self.password, self.database, read_timeout=config.query_seconds)
        app = application(graph, config, self.written, remembered(self.memory))
        serving = app.router.lifespan_context
        open_in_background()

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
            async with graph, serving(app):
                living = asyncio.create_task(self._live(beat))
                yield
                living.cancel()

        app.router.lifespan_context = lifespan
        gc.freeze()  # as `heavy` does
        return app

    async def _live(self, beat: Any) -> None:
        """Show that the loop turns, and end with the first process."""
        while os.getppid() == self.first:
            beat.value += 1
            await asyncio.sleep(BEAT)
        signal.raise_signal(signal.SIGTERM)


def serve(server: DatabaseServer, workers: int, *, demo: bool = False, month: bool = False) -> None:
    """Serve until stopped; as a demo, load the demo data first and print an invitation."""
    config = server.settings

    async def ready() -> None:
        async with server.graph() as graph:
            await checked(graph, config)
            await graph.read(ANONYMOUS, refuse_former)
            if demo:
                await prepare(graph, month=month)
            refuse_synthetic(await read_network(graph), config)

    async def alone() -> None:
        open_in_background()
        await ready()
        async with server.graph(config.query_seconds) as graph:  # a read takes no longer than what asks for it
            http = _http(config, application(graph, config))
            if demo:
                invite(config)
            with server.quickening(), speaking(DEFAULT):  # a request has its own language, the pages are Chinese
                await uvicorn.Server(http).serve()

    with asyncio.Runner(loop_factory=LOOP) as runner:
        runner.run(alone() if workers == 1 else ready())
    if workers > 1:
        if demo:
            invite(config)
        with server.quickening():
            _serve_by_workers(server, workers)


def _http(config: Settings, app: Any, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=config.host,
        port=config.port,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=IDLE,
        ws_max_size=LIMITS.body_bytes,
        **more,
    )


def _port(config: Settings) -> socket.socket:
    """A socket of its own for each worker on one port: the kernel deals connections evenly to those that live."""
    port = socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    port.bind((config.host, config.port))
    return port


def _serve_by_workers(server: DatabaseServer, workers: int) -> None:
    config = server.settings
    _make_keys(config)
    with TemporaryDirectory(prefix="tongxin-counts-") as counts:
        os.environ[SHARED] = counts
        written = RawValue(ctypes.c_double, 0.0)
        worker = WorkerProcess(*server.access, config.neo4j_database, written, remember(), os.getpid())
        supervise(worker.work, workers)


def _make_keys(config: Settings) -> None:
    """Make what workers would make at once where nothing is there yet."""
    verifier(config)
    Keys.at(config.key_folder / KEY)
    Vault(config.key_folder).close()


def invite(config: Settings) -> None:
    """Print the address, tokens of the demo roles, and example questions."""
    community = district(config.district).first(AreaLevel.COMMUNITY).name
    address = f"http://{config.host}:{config.port}"
    show.out.print(f"\n[bold]同心 Tongxin[/bold] {address} {show.say('shell.where', address=address)}")
    show.out.print(f"{show.say('notice.synthetic')}\n")
    show.out.print(show.say("shell.tokens"))
    for role in SHOWN:
        show.out.print(f"  {role}: {issue(config, subject(config, role))}", soft_wrap=True, highlight=False)
    show.out.print(f"\n{show.say('shell.questions')}")
    for line in (
        f"tongxin ask M08 --at {community} --fact age=13 --fact sex=female --fact pregnant=yes",
        f"tongxin ask referral --at {community} --fact age=9 --fact unattended=yes --fact hukou=local",
        "tongxin ask M01 --on 2022-03-01",
    ):
        show.out.print(f"  .venv/bin/{line}", highlight=False, soft_wrap=True)
    show.out.print(f"\n{show.say('shell.ctrl_c')}\n")
