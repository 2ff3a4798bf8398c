"""What callers and logs see of failures: codes, ids, never values."""

import json
import logging
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.edge.errors import Code, Expected, client_error_of
from knowledge.errors import DomainError, NotFound
from knowledge.messages.message import message

GRAPHQL = {"accept": "application/graphql-response+json"}


async def errors_of(client: httpx.AsyncClient, query: str, variables: dict[str, object] | None = None) -> Any:
    response = await client.post("/graphql", json={"query": query, "variables": variables}, headers=GRAPHQL)
    return response.json()["errors"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ echo(text: 1) }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ child {" + "child {" * 30 + "name" + "}" * 30 + "} }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($v: Int!) { count(value: $v) }", "BAD_USER_INPUT"),
        ('{ fails(how: "missing") }', "NOT_FOUND"),
        ('{ fails(how: "forbidden") }', "FORBIDDEN"),
        ('{ fails(how: "clash") }', "CONFLICT"),
        ('{ fails(how: "boom") }', "INTERNAL_SERVER_ERROR"),
        ('{ fails(how: "domain") }', "INTERNAL_SERVER_ERROR"),
        ("{ broken }", "INTERNAL_SERVER_ERROR"),
    ],
)
async def test_every_failure_carries_its_code(client: httpx.AsyncClient, query: str, code: str) -> None:
    assert [error["extensions"]["code"] for error in await errors_of(client, query)] == [code]


async def test_an_unexpected_error_is_masked_and_logged_under_the_same_id(
    client: httpx.AsyncClient, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs, caplog.at_level(logging.DEBUG):
        [error] = await errors_of(client, '{ fails(how: "boom") }')
    [entry] = logs
    assert error["extensions"] == {
        "code": "INTERNAL_SERVER_ERROR", "reason": "refused.internal", "params": {"id": entry["id"]}
    }  # fmt: skip
    assert entry["id"] in error["message"]
    assert error["path"] == ["fails"]
    assert entry["causes"][0]["exception"] == "builtins.RuntimeError"
    assert any(line.endswith(" fails") for line in entry["causes"][0]["traceback"])
    assert secret not in json.dumps([error, logs], ensure_ascii=False) + caplog.text


async def test_expected_errors_are_not_logged(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        await errors_of(client, '{ fails(how: "missing") }')
        await errors_of(client, "{ nope }")
    assert logs == []


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query($v: Int!) { count(value: $v) }", {"v": "王小明"}),
        ("query($v: Int!) { count(value: $v) }", {"v": {"王小明": 1}}),
        ("query($v: Person!) { greet(person: $v) }", {"v": {"name": "x", "age": "王小明"}}),
        ("query($v: Person!) { greet(person: $v) }", {"v": {"name": "x", "age": 1, "王小明": 1}}),
        ("query($v: [ID!]!) { nodes(ids: $v) { name } }", {"v": ["a", {"x": "王小明"}]}),
        ('query($v: Int = "王小明") { count(value: $v) }', {}),
        ('{ count(value: "王小明") }', {}),
        ('{ greet(person: {name: "王小明", age: "王小明"}) }', {}),
        ('{ greet(person: ["王小明"]) }', {}),
        ('{ greet(person: {name: "王小明"}) }', {}),
        ('{ greet(person: {name: "王小明", age: 1, zip: 2}) }', {}),
        ('{ count(value: "\\"王小明") }', {}),
        ('{ nodes(ids: {x: "王小明"}) { name } }', {}),
        ('{ echo "王小明" }', {}),
        ('{ echo(text: "a" "王小明") }', {}),
        ('{ echo """王\n小明""" "王小明" }', {}),
        ('{ fails(how: "missing") }', {}),
    ],
)
async def test_no_message_repeats_a_value(
    client: httpx.AsyncClient, secret: str, query: str, variables: dict[str, object]
) -> None:
    with capture_logs() as logs:
        errors = await errors_of(client, query, variables)
    assert errors
    assert secret not in json.dumps([errors, logs], ensure_ascii=False)
    assert "小明" not in json.dumps(errors, ensure_ascii=False)


async def test_a_bad_variable_is_named_with_its_type_and_place(client: httpx.AsyncClient) -> None:
    query = "query($who: Person!) { greet(person: $who) }"
    [error] = await errors_of(client, query, {"who": {"name": "x", "age": "y"}})
    assert "$who (.age)" in error["message"]
    assert "Int" in error["message"]


async def test_a_message_without_values_is_kept(client: httpx.AsyncClient) -> None:
    [error] = await errors_of(client, "{ nope }")
    assert error["message"].startswith("Cannot query field 'nope' on type 'Query'.")
    [error] = await errors_of(client, '{ greet(person: {name: "x"}) }')
    assert "age" in error["message"]


def test_the_nearest_class_decides() -> None:
    registry = {
        DomainError: Expected(Code.CONFLICT, lambda _: message("refused.not_allowed")),
        NotFound: Expected(Code.NOT_FOUND, lambda e: e.message),
    }
    assert (client_error_of(NotFound("matter", "1"), registry).extensions or {})["code"] == "NOT_FOUND"
    assert (client_error_of(DomainError(), registry).extensions or {})["code"] == "CONFLICT"


def test_the_chain_of_causes_is_logged_without_texts(secret: str) -> None:
    error = RuntimeError(secret)
    error.__cause__ = KeyError(secret)
    with capture_logs() as logs:
        client_error_of(error, {})
    assert [cause["exception"] for cause in logs[0]["causes"]] == ["builtins.RuntimeError", "builtins.KeyError"]
    assert secret not in json.dumps(logs, ensure_ascii=False)


async def test_validation_errors_stay_whole_when_asked_twice(client: httpx.AsyncClient) -> None:
    first, second = [await errors_of(client, "{ nope }") for _ in range(2)]
    assert first == second
