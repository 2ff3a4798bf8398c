"""Pages over the suite's graph without a browser and without a process of their own."""

import html
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import httpx
from fastapi import FastAPI

from api.access.tokens import issue, verifier
from api.app import create_app
from api.edge.deadline import Times
from api.settings import Settings
from graph_model.graph import Graph
from loaders.loading.load import Uploads
from web.frame.language import Language
from web.frame.origin import OwnOrigin
from web.frame.pages import Pages
from web.frame.session import COOKIE, Demo, Web

TIMES = Times(60, 600, 600)
"""No test fails by time, however busy the machine is."""
Attach = Callable[[Pages], None]


@cache
def application(graph: Graph, home: Path, *attached: Attach, demo: Demo | None = None) -> FastAPI:
    """An application with some pages: made once, so that it reads the network and compiles its pages once."""
    settings = Settings(TONGXIN_HOME=home)
    app = create_app(
        graph, verifier(settings), keys=settings.key_folder, loader=Uploads(), audit=settings.audit_folder, times=TIMES
    )
    pages = Pages(app, Web(app, demo))
    for attach in attached:
        attach(pages)
    app.add_middleware(Language)
    app.add_middleware(OwnOrigin)
    return app


@asynccontextmanager
async def desk(
    graph: Graph, home: Path, *attached: Attach, demo: Demo | None = None, alone: bool = False
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application with some pages; nobody has signed in. Closing it ends nothing else.

    Alone: of an application of its own, where what it keeps itself, such as files that were sent, is looked at.
    """
    made = application.__wrapped__ if alone else application
    transport = httpx.ASGITransport(made(graph, home, *attached, demo=demo))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


def signed(client: httpx.AsyncClient, home: Path, role: str | None) -> None:
    """The client has signed in as a demo role; None signs out."""
    client.cookies.clear()
    if role:
        client.cookies.set(COOKIE, issue(Settings(TONGXIN_HOME=home), f"demo-{role}"))


def words(page: str) -> str:
    """The words of a page as a person reads them, without spaces."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", " ", page)))
