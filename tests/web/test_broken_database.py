"""Whatever breaks behind the service, each address answers: from memory, or with a sentence, within two seconds.

The addresses are read from the application and the root fields from the schema: a new one is walked as soon as it is
there. Seconds are those in which the event loop waits, so that no busy machine makes a test fail.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.access.tokens import issue, verifier
from api.app import create_app
from api.disk import Disk
from api.edge.deadline import Times
from api.settings import Settings
from cli.demo import demo_of
from graph_model.engine import Server
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from loaders.loading.load import Uploads
from tests.api.hostile import asked
from tests.api.loads import delete
from tests.support.gate import Gate, gated
from web.attach import attach
from web.frame.session import COOKIE

PATIENCE, TURN, GLANCE = 0.2, 0.02, 0.05
"""As the service has them, a seventh as long."""
MOST = 1.5
"""Seconds of waiting; whoever waits for the database itself waits for ever, and for the driver two at least."""
FORM = {"content-type": "application/x-www-form-urlencoded"}
OF = {"/admin": "security", "/planning": "planner", "/load": "centre", "/take": "centre", "/inspect": "inspector"}
"""Whose pages those are; all others are a director's."""
NO_CODE = "0" * 32
TROUBLES = ("silent", "down", "restarted", "full")
OWN = {"/sign-in", "/sign-out", "/signin", "/session", "/invitation", "/work", "/hsds/services"}
"""Addresses that use the database beside GraphQL, or keep a session alive."""
SIGNING = {"/sign-in": ("role=director", "token={}", f"code={NO_CODE}"), "/sign-out": ("",)}


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that somebody may ask of the service."""

    name: str
    method: str
    path: str
    body: Any = ""
    role: str = "director"


@dataclass
class Service:
    """The service in front of a database that can be broken."""

    app: FastAPI
    gate: Gate
    client: httpx.AsyncClient
    settings: Settings
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, role: str) -> str:
        return self.tokens.setdefault(role, issue(self.settings, f"demo-{role}"))

    async def ask(self, way: Way) -> httpx.Response:
        self.client.cookies.clear()
        token = self.token(way.role)
        if isinstance(way.body, dict):
            bearer = {"authorization": f"Bearer {token}"} if way.path == "/graphql" else {}
            return await self.client.request(way.method, way.path, json=way.body, headers=bearer)
        self.client.cookies.set(COOKIE, token)
        sent = {"content": way.body.format(token), "headers": FORM} if way.method == "POST" else {}
        return await self.client.request(way.method, way.path, **sent)

    async def heal(self) -> None:
        """Mend everything, until the service knows that the database answers."""
        self.app.state.service.disk = Disk()
        await self.gate.up()
        while True:
            try:
                await self.app.state.service.feed.read()
            except GraphUnavailable:
                await asyncio.sleep(TURN)
            else:
                return

    async def breaks(self, trouble: str) -> None:
        """Paused, killed, killed and started again, or a disk on which all must be free."""
        if trouble == "silent":
            self.gate.silence()
        elif trouble == "full":
            self.app.state.service.disk = Disk((self.settings.home,), 1.0)
        else:
            await self.gate.down()
            if trouble == "restarted":
                await self.gate.up()

    async def usual(self, way: Way) -> httpx.Response:
        """Its answer while the database answers: a busy machine may need several tries."""
        while True:
            await self.heal()
            reply = await self.ask(way)
            if reply.status_code != 503:
                return reply


def ways(routes: Iterable[Any]) -> Iterator[Way]:
    """Every address of the service with each of its methods, and each way to sign in."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from ways(route.original_router.routes)
            continue
        path = re.sub(r"\{[^}]*\}", "x", getattr(route, "path", ""))
        role = next((r for prefix, r in OF.items() if path.startswith(prefix)), "director")
        for method in sorted((getattr(route, "methods", None) or set()) - {"HEAD", "OPTIONS"}):
            for body in SIGNING.get(path, ("",)):
                given = {"code": NO_CODE} if path == "/invitation" else body
                yield Way(f"{method} {route.path} {body}", method, path, given, role)


def roots() -> Iterator[Way]:
    """Every root field of the schema."""
    for operation in ("query", "mutation"):
        for question in asked(operation):
            body = {"query": question.document, "variables": dict(question.base)}
            yield Way(f"{operation} {question.root}", "POST", "/graphql", body)


@contextmanager
def waiting() -> Iterator[Callable[[], float]]:
    """How many seconds the event loop waits meanwhile, no longer than it meant to."""
    selector, waited = asyncio.get_running_loop()._selector, 0.0  # type: ignore[attr-defined]  # noqa: SLF001  # nothing public tells
    select = selector.select

    def counted(timeout: float | None = None) -> Any:
        nonlocal waited
        began = time.monotonic()
        events = select(timeout)
        waited += min(time.monotonic() - began, 60.0 if timeout is None else timeout)
        return events

    selector.select = counted
    try:
        yield lambda: waited
    finally:
        del selector.select


@pytest.fixture(scope="module")
async def service(server: Server, home: Path, keys: Path) -> AsyncIterator[Service]:
    settings = Settings(TONGXIN_HOME=home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph_model.patience.TURN", TURN)
        patch.setattr("graph_model.patience.GLANCE", GLANCE)
        patch.setattr("cli.demo.READS", PATIENCE)
        async with AsyncExitStack() as stack:
            gate, uri = await stack.enter_async_context(gated(server.uri))
            graph = await stack.enter_async_context(Graph(uri, server.user, server.password))
            app = create_app(graph, verifier(settings), keys=keys, loader=Uploads(), times=Times(PATIENCE, 10, 60))
            attach(app, demo_of(settings, graph))
            transport = httpx.ASGITransport(app)
            client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://service"))
            watching = asyncio.create_task(app.state.service.feed.watch())
            made = Service(app, gate, client, settings)
            yield made
            await made.heal()
            watching.cancel()
            await delete(graph, "MATCH (s:Session) DELETE s")


def wrong_with(reply: httpx.Response) -> str | None:
    """What is wrong with an answer of a service whose database is broken; None if nothing is."""
    if reply.status_code >= 500 and reply.status_code != 503:
        return f"{reply.status_code}"
    if reply.status_code != 503 or reply.url.path == "/readyz":
        return None
    if "retry-after" not in reply.headers:
        return "no Retry-After"
    if reply.headers["content-type"].startswith("text/html"):
        return None if 'role="alert"' in reply.text else "a page without a sentence"
    (error,) = reply.json()["errors"]
    return None if error["extensions"]["code"] == "UNAVAILABLE" and error["message"] else "no typed error"


async def faults(service: Service, way: Way, trouble: str) -> AsyncIterator[str]:
    """What is wrong with one address: while something is broken, and once it is mended."""
    usual = await service.usual(way)
    await service.breaks(trouble)
    with waiting() as seconds:
        reply = await service.ask(way)
    if wrong := wrong_with(reply):
        yield f"{way.name}: {wrong}"
    if seconds() > MOST:
        yield f"{way.name}: {reply.status_code} after {seconds():.1f} s"
    if trouble == "full" and way.method == "GET" and reply.status_code != usual.status_code:
        yield f"{way.name}: {reply.status_code} for {usual.status_code}, though it only reads"
    again = await service.usual(way)
    if again.status_code != usual.status_code:
        yield f"{way.name}: {usual.status_code} before and {again.status_code} after"


async def addresses_fail(service: Service, trouble: str, every: Iterable[Way]) -> list[str]:
    return [fault for way in every async for fault in faults(service, way, trouble)]


async def roots_fail(service: Service, trouble: str, every: Iterable[Way]) -> list[str]:
    """As `addresses_fail`, without mending in between: all root fields stand behind one endpoint."""
    await service.heal()
    await service.breaks(trouble)
    failed = list[str]()
    for way in every:
        with waiting() as seconds:
            reply = await service.ask(way)
        if (wrong := wrong_with(reply)) or seconds() > MOST:
            failed.append(f"{way.name}: {wrong or reply.status_code} after {seconds():.1f} s")
    return failed


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_some_addresses_answer_whatever_is_broken(service: Service, trouble: str):
    """Those that use the database beside GraphQL always, the others in turn."""
    every = list(ways(service.app.routes))
    assert len(every) > 100
    own = [w for w in every if w.path in OWN]
    assert {w.path for w in own} == OWN
    turn = TROUBLES.index(trouble)
    assert not await addresses_fail(service, trouble, [*own, *every[turn :: 4 * len(TROUBLES)]])


@pytest.mark.parametrize("trouble", TROUBLES[:3])
async def test_some_root_fields_answer_whatever_is_broken(service: Service, trouble: str):
    """The others are asked in the long walk; each change on a full disk: `tests/api/test_disk.py`."""
    assert not await roots_fail(service, trouble, list(roots())[TROUBLES.index(trouble) :: 30])


@pytest.mark.long
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_every_address_answers_whatever_is_broken(service: Service, trouble: str):
    """The cheap test that stays is the first of these."""
    assert not await addresses_fail(service, trouble, ways(service.app.routes))


@pytest.mark.long
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_every_root_field_answers_whatever_is_broken(service: Service, trouble: str):
    """The cheap test that stays is the second of these."""
    assert not await roots_fail(service, trouble, roots())


@pytest.mark.parametrize("after", range(0, 10, 2))
async def test_a_sign_in_during_which_the_database_falls_silent_is_whole_or_not_there(service: Service, after: int):
    """Whether it is the first, the third or the ninth message to the database that has no answer."""
    way = Way("", "POST", "/sign-in", SIGNING["/sign-in"][1], "planner")
    await service.heal()
    service.gate.silence(after)
    with waiting() as seconds:
        reply = await service.ask(way)
    assert seconds() <= MOST
    assert wrong_with(reply) is None
    assert (reply.status_code, "set-cookie" in reply.headers) in {(303, True), (503, False)}
    assert after or reply.status_code == 503
    assert (await service.usual(way)).headers["location"] == "/planning"


async def test_a_code_is_not_called_wrong_by_a_service_that_cannot_know(service: Service):
    way = Way("", "POST", "/sign-in", f"code={NO_CODE}")
    assert (await service.usual(way)).headers["location"] == "/signin?code=refused"
    service.gate.silence()
    reply = await service.ask(way)
    assert reply.status_code == 503
    assert "110" in reply.text


def test_the_walk_sees_what_it_looks_for():
    def reply(status: int, headers: dict[str, str], **body: Any) -> httpx.Response:
        return httpx.Response(status, headers=headers, request=httpx.Request("GET", "http://service/x"), **body)

    again, page = {"retry-after": "2"}, {"content-type": "text/html"}
    typed = {"errors": [{"message": "。", "extensions": {"code": "UNAVAILABLE"}}]}
    assert wrong_with(reply(500, {})) == "500"
    assert wrong_with(reply(503, {}, json=typed)) == "no Retry-After"
    assert wrong_with(reply(503, {**again, **page}, text="503")) == "a page without a sentence"
    assert wrong_with(reply(503, again, json={"errors": [{"message": "", "extensions": {"code": "INTERNAL"}}]}))
    assert wrong_with(reply(503, again, json=typed)) is None
    assert wrong_with(reply(200, {})) is None
