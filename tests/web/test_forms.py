"""No form fills memory or disk: each is read within a bound, whoever sends it, and nothing of it is a file."""

import ast
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message

from api.app import create_app
from graph_model.graph import Graph
from knowledge.rulebook.book import Rulebook
from tests.web.test_broken_database import ways
from web.attach import attach
from web.parts.forms import LARGEST, MOST_FIELDS, read_form
from web.parts.uploads import TooLarge

WEB = Path(__file__).parents[2] / "web"
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=X"
OF_PROGRAMS = {"/graphql", "/invitation"}
"""Their bounds: tests/api/edge/test_bodies.py."""
PIECE = b"a" * 65536


@pytest.fixture(scope="module")
async def app(book: Rulebook) -> AsyncIterator[FastAPI]:
    """The pages without a database: whoever sends something has not signed in."""
    async with Graph("bolt://127.0.0.1:9", "neo4j", "none") as graph:
        made = create_app(graph, None, book)
        attach(made)
        yield made


def addresses(app: FastAPI) -> list[str]:
    routes = [r for r in app.routes if isinstance(r, Route) and "POST" in (r.methods or ())]
    return sorted({re.sub(r"\{[^}]*\}", "X", r.path) for r in routes} - OF_PROGRAMS)


@pytest.mark.parametrize(("kind", "most"), [(FORM, LARGEST + len(PIECE)), (FILES, 0)])
async def test_a_stranger_fills_neither_memory_nor_disk(app: FastAPI, kind: str, most: int):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        assert len(addresses(app)) > 15
        for address in addresses(app):
            taken = 0

            async def endless() -> AsyncIterator[bytes]:
                nonlocal taken
                for _ in range(2 * LARGEST // len(PIECE)):
                    taken += len(PIECE)
                    yield PIECE

            reply = await client.post(address, content=endless(), headers={"content-type": kind})
            assert taken <= most, (address, reply.status_code)


async def left_by_its_client(app: FastAPI, path: str, kind: str) -> int:
    """The status with which the service ends a request whose client left after a part of the body."""
    part: Message = {"type": "http.request", "body": b"a=b", "more_body": True}
    arriving = iter([part])
    status = list[int]()

    async def receive() -> Message:
        return next(arriving, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    headers = [(b"host", b"service"), (b"content-type", kind.encode()), (b"content-length", b"1000")]
    await app(
        {
            "type": "http", "http_version": "1.1", "scheme": "http", "method": "POST", "path": path, "headers": headers,
            "raw_path": path.encode(), "query_string": b"", "root_path": "", "server": ("service", 80), "client": None,
            "extensions": {}, "state": {},
        },
        receive,
        send,
    )  # fmt: skip
    return status[0]


@pytest.mark.parametrize("kind", [FORM, FILES, "application/json", "application/fhir+json"])
async def test_a_client_that_leaves_is_no_error_of_the_service(app: FastAPI, kind: str):
    """A browser that goes to another page lets go of what it was sending: nothing may be raised, and so logged."""
    every = [w.path for w in ways(app.routes) if w.method == "POST"]
    assert set(every) > OF_PROGRAMS
    for path in every:
        assert await left_by_its_client(app, path, kind) < 600, path


async def test_the_first_page_answers_whatever_it_is_sent(app: FastAPI):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        for kind in (FORM, FILES):
            reply = await client.post("/", content=b"a=" + PIECE * 20, headers={"content-type": kind})
            assert (reply.status_code, "110" in reply.text) == (200, True)
        reply = await client.post("/sign-in", content=b"a=" + PIECE * 20, headers={"content-type": FORM})
        assert reply.status_code == 413
        assert "表单太大" in reply.text


def request(body: bytes, kind: str = FORM) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}, receive)


async def test_a_form_is_read_in_its_order_once():
    sent = request(b"do=a&do=b&empty=&also&said=%E7%88%B8%E7%88%B8+x&bad=%FF")
    for _ in range(2):
        form = await read_form(sent)
    assert form.multi_items() == [
        ("do", "a"), ("do", "b"), ("empty", ""), ("also", ""), ("said", "爸爸 x"), ("bad", "\ufffd")
    ]  # fmt: skip
    assert not (await read_form(request(b"{}", "application/json"))).multi_items()
    with pytest.raises(TooLarge):
        await read_form(request(b"a=1&" * (MOST_FIELDS + 1)))


def test_no_page_reads_a_form_in_any_other_way():
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert not (isinstance(node.func, ast.Attribute) and node.func.attr in {"form", "body"}), path
                assert ast.unparse(node.func) not in {"Form", "File", "Body"}, path
