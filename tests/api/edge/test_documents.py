"""Documents are parsed and validated once for all requests, and limited on each."""

from typing import Any

import httpx
import pytest

from api.edge.documents import LIMITS, extensions, measured, parsed, validated
from api.edge.limits import Limits

QUERY = "query($n: Int!) { child { children(first: $n) { name } } } # cached"


async def test_caches_survive_requests(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        await client.post("/graphql", json={"query": QUERY, "variables": {"n": 2}})
    before = parsed.cache_info(), validated.cache_info(), measured.cache_info()
    await client.post("/graphql", json={"query": QUERY, "variables": {"n": 2}})
    after = parsed.cache_info(), validated.cache_info(), measured.cache_info()
    assert [b.misses for b in before] == [a.misses for a in after]
    assert all(a.hits > b.hits for a, b in zip(after, before, strict=True))


async def test_a_cached_document_is_limited_anew_for_other_variables(client: httpx.AsyncClient) -> None:
    small = await client.post("/graphql", json={"query": QUERY, "variables": {"n": 2}})
    large = await client.post("/graphql", json={"query": QUERY, "variables": {"n": 1_000_000}})
    again = await client.post("/graphql", json={"query": QUERY, "variables": {"n": 3}})
    assert len(small.json()["data"]["child"]["children"]) == 2
    assert large.json()["errors"][0]["extensions"]["limit"] == "cost"
    assert len(again.json()["data"]["child"]["children"]) == 3


async def test_a_bomb_never_reaches_validation(client: httpx.AsyncClient) -> None:
    misses = validated.cache_info().misses
    text = "{...f0}" + "".join(f"fragment f{i} on Query{{...f{i + 1} ...f{i + 1}}}" for i in range(20))
    response = await client.post("/graphql", json={"query": text + "fragment f20 on Query{echo}"})
    assert response.json()["errors"][0]["extensions"]["limit"] == "cost"
    assert validated.cache_info().misses == misses


def test_documents_that_do_not_parse_are_not_kept() -> None:
    size = parsed.cache_info().currsize
    with pytest.raises(Exception, match="Syntax Error"):
        parsed("{ not kept", Limits())
    assert parsed.cache_info().currsize == size


def test_extensions_are_factories_that_make_an_instance_each() -> None:
    (made,) = extensions(LIMITS)
    assert made() is not made()


async def test_the_schema_speaks_without_http_too(service: Any) -> None:
    result = await service.schema.execute('{ echo(text: "hi") }')
    assert (result.data, result.errors) == ({"echo": "hi"}, None)
    assert service.schema.execute_sync("{ nope }").errors[0].extensions["code"] == "GRAPHQL_VALIDATION_FAILED"
