"""`/hsds`: the directory over HTTP, in the published form, under the limits of the rest."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.edge.deadline import Times
from api.exchange.routes import ROOTS
from api.exchange.shelf import Shelf
from api.request.context import Context
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph
from knowledge.exchange.tables import PREFIX, HsdsVersion
from knowledge.rulebook.book import Rulebook
from network.entities import ANONYMOUS
from network.exchange.pages import LISTS, MOST
from network.snapshot import Network
from tests.support.hsds import faults

FLAGS = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


async def got(client: httpx.AsyncClient, path: str, status: int = 200, **params: object) -> Any:
    reply = await client.get(path, params={n: str(v) for n, v in params.items()})
    assert (reply.status_code, reply.headers["content-type"].partition(";")[0]) == (status, "application/json")
    return reply.json()


@pytest.fixture(scope="module")
async def services(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await got(client, "/hsds/services", per_page=MOST))["contents"]
    return found


@pytest.mark.parametrize(("version", "root"), ROOTS.items())
async def test_it_says_which_form_it_is(client: httpx.AsyncClient, version: HsdsVersion, root: str):
    about = await got(client, root)
    assert about == await got(client, f"{root}/")
    assert about["version"] == version
    assert about["profile"] == "http://service/hsds/profile"
    assert f"/{version}/" in about["openapi_url"]
    profile = await got(client, "/hsds/profile")
    assert all(name.startswith(PREFIX) for fields in profile["fields"].values() for name in fields)


@pytest.mark.parametrize(("version", "root"), ROOTS.items())
async def test_every_answer_is_valid_under_the_published_schema(
    client: httpx.AsyncClient, shared: Path, version: HsdsVersion, root: str
):
    schemas = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location"}
    for name, table in LISTS.items():
        page = await got(client, f"{root}/{name}", per_page=20)
        assert page.keys() == FLAGS
        for row in page["contents"]:
            listed = f"compiled/{table}_list" if name in schemas else table
            assert faults(shared, version, listed, row) == []
        full = await got(client, f"{root}/{name}", per_page=20, full="true")
        for row, short in zip(full["contents"], page["contents"], strict=True):
            assert faults(shared, version, table, row) == []
            assert row["id"] == short["id"]
        key = page["contents"][7 % page["size"]]["id"]
        one = await got(client, f"{root}/{name}/{key}")
        assert one == full["contents"][7 % page["size"]]


async def test_pages_cover_everything_once(client: httpx.AsyncClient, services: list[dict[str, Any]]):
    seen, number, last = [], 1, False
    while not last:
        page = await got(client, "/hsds/services", page=number, per_page=MOST, minimal="true")
        assert page["first_page"] is (number == 1)
        seen += [row["id"] for row in page["contents"]]
        number, last = number + 1, page["last_page"]
    assert len(seen) == len(set(seen)) == page["total_items"]
    assert page["total_pages"] == number - 1
    assert [s["id"] for s in services] == seen[:MOST]


async def test_beyond_the_last_page_is_an_empty_page(client: httpx.AsyncClient):
    page = await got(client, "/hsds/services", page=100_000)
    assert (page["empty"], page["size"], page["contents"], page["last_page"]) == (True, 0, [], True)


@pytest.mark.parametrize("key", ["00000000-0000-4000-8000-000000000000", "nothing", "%00"])
async def test_an_unknown_id_is_not_found_and_not_repeated(client: httpx.AsyncClient, key: str):
    for name in LISTS:
        (error,) = (await got(client, f"/hsds/{name}/{key}", 404))["errors"]
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert key not in json.dumps(error)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "１"), ("per_page", "501"), ("per_page", "9" * 30),
        ("full", "yes"), ("format", "xml"), ("modified_after", "yesterday"), ("postcode", "510000"),
        ("proximity", "5"), ("search", "x" * 201), ("top_only", "2"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_refused_by_name(client: httpx.AsyncClient, name: str, value: str):
    (error,) = (await got(client, "/hsds/taxonomy_terms", 400, **{name: value}))["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert name in error["message"]


async def test_lists_are_narrowed(client: httpx.AsyncClient, services: list[dict[str, Any]]):
    one = services[40]
    organization = one["organization"]["id"]
    of = await got(client, "/hsds/services", organization_id=organization, per_page=MOST)
    assert one["id"] in {s["id"] for s in of["contents"]}
    assert {s["organization"]["id"] for s in of["contents"]} == {organization}
    found = await got(client, "/hsds/services", search=one["alternate_name"].upper(), per_page=MOST)
    assert {s["name"] for s in found["contents"]} >= {one["name"]}
    full = await got(client, f"/hsds/services/{one['id']}")
    term = full["attributes"][0]["taxonomy_term"]
    assert term["name"] == one["name"]
    tagged = await got(client, "/hsds/services", taxonomy_term_id=term["id"], per_page=MOST)
    assert {s["name"] for s in tagged["contents"]} == {one["name"]}
    terms = await got(client, "/hsds/taxonomy_terms", taxonomy_id=term["taxonomy_detail"]["id"], per_page=MOST)
    assert 0 < terms["total_items"] < (await got(client, "/hsds/taxonomy_terms"))["total_items"]


async def test_strict_has_no_field_of_ours(client: httpx.AsyncClient):
    ours = await got(client, "/hsds/services", full="true", per_page=5)
    assert PREFIX in json.dumps(ours)
    assert PREFIX not in json.dumps(await got(client, "/hsds/services", full="true", per_page=5, strict="true"))
    one = await got(client, f"/hsds/services/{ours['contents'][0]['id']}", strict="true")
    assert PREFIX not in json.dumps(one)


async def test_it_is_read_only_and_open_to_the_public(client: httpx.AsyncClient):
    assert (await client.post("/hsds/services", json={})).status_code == 405
    wrong = await client.get("/hsds/services", headers={"authorization": "Bearer nobody"})
    assert wrong.status_code == 401


@pytest.fixture
async def hurried(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(
        "graph_model.patience.GLANCE", 0.0
    )  # an idle machine answers before the first look at the clock
    transport = httpx.ASGITransport(create_app(graph, None, times=Times(60, 0.0, 60)))
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as opened:
        yield opened


async def test_it_has_the_deadline_of_a_query(hurried: httpx.AsyncClient):
    (error,) = (await got(hurried, "/hsds/services", 504))["errors"]
    assert error["extensions"]["code"] == "TIMEOUT"


async def test_a_failure_is_not_remembered(graph: Graph, network: Network, book: Rulebook):
    shelf = Shelf()
    async with Graph("bolt://127.0.0.1:1", "nobody", "nothing") as nowhere:
        with pytest.raises(GraphUnavailable):
            await shelf.offered(Context(ANONYMOUS, nowhere, network, book), HsdsVersion.V3_0)
    assert await shelf.offered(Context(ANONYMOUS, graph, network, book), HsdsVersion.V3_0)
