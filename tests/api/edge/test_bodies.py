"""The bodies and documents that people and scanners really send: refused with a reason, never a 500."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from api.edge.limits import Limits
from api.edge.negotiation import JSON, RESPONSE_JSON

BAD_BODIES: dict[str, bytes] = {
    "A5BF missing": b"",
    "B6DC BCF8 not JSON": b'{ "not a JSON',
    "a number": b"1",
    "a string": b'"{ __typename }"',
    "null": b"null",
    "a batch": b'[{"query": "{ __typename }"}]',
    "an empty batch": b"[]",
    "not UTF-8": b'{"query": "\xff"}',
    "UTF-16": '{"query": "{ __typename }"}'.encode("utf-16"),
    "GBK": '{"query": "{ echo(text: \\"你好\\") }"}'.encode("gbk"),
    "with a byte order mark": b'\xef\xbb\xbf{"query": "{ __typename }"}',
    "deep arrays": b"[" * 90_000,
    "deep objects": b'{"query":' * 9_000,
    "deep variables": b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 50_000 + b"]" * 40_000 + b"}}",
    "NaN": b'{"query": "{ __typename }", "variables": {"a": NaN}}',
    "a huge number": b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 9_000 + b"}}",
    "half a character": b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}',
    "half a character in a name": b'{"query": "{ __typename }", "operationName": "\\udfff"}',
    "an empty query": b'{"query": " "}',
    "NUL": b"\x00",
}


@pytest.mark.parametrize("name", BAD_BODIES)
@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
async def test_unusable_bodies_are_400_with_an_error(client: httpx.AsyncClient, name: str, accept: str) -> None:
    headers = {"accept": accept, "content-type": JSON}
    response = await client.post("/graphql", content=BAD_BODIES[name], headers=headers)
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["extensions"]["reason"].startswith("request.")


@pytest.mark.parametrize(
    "document",
    [
        "{ " * 900,
        "{ echo(text: " + "[" * 180 + "]" * 180 + ") }",
        "{ nodes(ids: " + "[" * 150 + "]" * 150 + ") { name } }",
        "query($v: " + "[" * 150 + "Int" + "]" * 150 + ") { echo }",
        "{ child { ... on Child { ... on Child { " + "... on Child { " * 90 + "name" + "}" * 94,
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "\x00",
        '{ echo(text: "\\ud800") }',
        "type A { a: Int }",
        "fragment f on Query { echo }",
    ],
)
async def test_hostile_documents_are_400(client: httpx.AsyncClient, document: str) -> None:
    response = await client.post("/graphql", json={"query": document}, headers={"accept": RESPONSE_JSON})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] in {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}


async def test_deep_variables_are_a_request_error(client: httpx.AsyncClient) -> None:
    value: Any = 1
    for _ in range(150):
        value = [value]
    body = {"query": "query($v: [ID!]!) { nodes(ids: $v) { name } }", "variables": {"v": value}}
    response = await client.post("/graphql", json=body, headers={"accept": RESPONSE_JSON})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")


async def test_get_with_broken_variables_is_400(client: httpx.AsyncClient) -> None:
    for variables in ("{", "[]", "1", '"a"'):
        response = await client.get("/graphql", params={"query": "{ echo }", "variables": variables})
        assert response.status_code == 400
    assert (await client.get("/graphql")).status_code == 400


@pytest.mark.parametrize("chunked", [True, False])
async def test_413_over_the_body_limit(client: httpx.AsyncClient, service: Any, chunked: bool) -> None:
    body = json.dumps({"query": "mutation { write } #" + "x" * Limits().body_bytes}).encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    content: Any = pieces() if chunked else body
    response = await client.post("/graphql", content=content, headers={"content-type": JSON})
    assert ("content-length" in response.request.headers) is not chunked
    assert response.status_code == 413
    assert str(Limits().body_bytes) in response.json()["errors"][0]["message"]
    assert service.writes == []


async def test_a_chunked_body_under_the_limit_is_read(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"query": "{ echo(text: \\"'
        yield "你".encode()[:1]
        yield "你".encode()[1:] + b'\\") }"}'

    response = await client.post("/graphql", content=pieces(), headers={"content-type": JSON})
    assert response.json() == {"data": {"echo": "你"}}


async def test_a_false_content_length_is_not_believed(make_service: Any) -> None:
    service = make_service(Limits(body_bytes=50))
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 60, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/graphql",
        "raw_path": b"/graphql", "query_string": b"", "root_path": "", "scheme": "http", "server": ("edge", 80),
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"5")],
    }  # fmt: skip
    await service.app(scope, receive, send)
    assert sent[0]["status"] == 413


async def test_414_over_the_limit_in_the_address(make_service: Any) -> None:
    transport = httpx.ASGITransport(make_service(Limits(body_bytes=50)).app)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as client:
        assert (await client.get("/graphql", params={"query": "{ echo } #" + "x" * 50})).status_code == 414
