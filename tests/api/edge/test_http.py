"""GraphQL over HTTP: the audit table of the field, and the bodies that people and scanners really send.

The first column of AUDIT is the id that the audit suite of graphql-http gives to the requirement.
"""

import json
from typing import Any

import httpx
import pytest

from api.edge.negotiation import JSON, RESPONSE_JSON, answer_type, is_json
from tests.support.walks import every

TYPE_QUERY = "query Type($name: String!) { __type(name: $name) { name } }"
SIMPLE = {"query": "{ __typename }"}
NAMED = {"query": "query Query { __typename }", "operationName": "Query"}
WITH_VARIABLES = {"query": TYPE_QUERY, "variables": {"name": "sometype"}}
NO_ID = {"query": "query CoerceFailure($id: ID!) { __typename }", "variables": {"id": None}}
NO_FIELD = {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }".replace("8f", "f")}
NOT_A_STRING: list[object] = [{"obj": "ect"}, 0, False, ["array"]]
NOT_A_MAP: list[object] = ["string", 0, False, ["array"]]
NULLS = ["variables", "operationName", "extensions"]

# id, requirement, Accept, JSON body, status, whether the answer has errors
AUDIT: list[tuple[str, str, str | None, object, int, bool]] = [
    ("22EB", "SHOULD accept graphql-response+json", RESPONSE_JSON, SIMPLE, 200, False),
    ("4655", "MUST accept application/json", JSON, SIMPLE, 200, False),
    ("47DE", "SHOULD accept */* and use application/json", "*/*", SIMPLE, 200, False),
    ("80D8", "SHOULD assume application/json without Accept", None, SIMPLE, 200, False),
    ("BF61", "MUST accept utf-8 requests", None, {"query": '{ __type(name: "跑🏃") { name } }'}, 200, False),
    ("2C94", "MUST accept POST", None, SIMPLE, 200, False),
    ("423L", "MAY use 400 on missing query", RESPONSE_JSON, {"notquery": "{ __typename }"}, 400, True),
    ("34A2", "SHOULD allow string query", RESPONSE_JSON, SIMPLE, 200, False),
    ("13EE", "MUST allow string query", JSON, SIMPLE, 200, False),
    ("8161", "SHOULD allow string operationName", RESPONSE_JSON, NAMED, 200, False),
    ("B8B3", "MUST allow string operationName", JSON, NAMED, 200, False),
    ("2EA1", "SHOULD allow map variables", RESPONSE_JSON, WITH_VARIABLES, 200, False),
    ("28B9", "MUST allow map variables", JSON, WITH_VARIABLES, 200, False),
    ("428F", "SHOULD allow map extensions", RESPONSE_JSON, SIMPLE | {"extensions": {"some": "value"}}, 200, False),
    ("1B7A", "MUST allow map extensions", JSON, SIMPLE | {"extensions": {"some": "value"}}, 200, False),
    ("3E3A", "MAY use 400 if parameters are invalid", None, {"qeury": "{ __typename }"}, 400, True),
    ("572B", "SHOULD use 200 on a document that does not parse", JSON, {"query": "{"}, 200, True),
    ("FDE2", "SHOULD use 200 on a document that does not validate", JSON, NO_FIELD, 200, True),
    ("7B9B", "SHOULD use 200 on variables that do not fit", JSON, NO_ID, 200, True),
    ("556A", "SHOULD use 400 on a document that does not parse", RESPONSE_JSON, {"query": "{"}, 400, True),
    ("74FF", "SHOULD use 400 on a document that does not validate", RESPONSE_JSON, NO_FIELD, 400, True),
    ("86EE", "SHOULD use 400 on variables that do not fit", RESPONSE_JSON, NO_ID, 400, True),
    *[(f"LKJ{i}", "MAY use 400", None, {"query": v}, 400, True) for i, v in enumerate(NOT_A_STRING)],
    *[(f"6C0{i}", "MAY use 400", None, SIMPLE | {"operationName": v}, 400, True) for i, v in enumerate(NOT_A_STRING)],
    *[(f"476{i}", "MAY use 400", None, SIMPLE | {"variables": v}, 400, True) for i, v in enumerate(NOT_A_MAP)],
    *[(f"58B{i}", "MAY use 400", None, SIMPLE | {"extensions": v}, 400, True) for i, v in enumerate(NOT_A_MAP)],
    *[(f"94B{i}", "SHOULD allow null", RESPONSE_JSON, SIMPLE | {p: None}, 200, False) for i, p in enumerate(NULLS)],
    *[(f"022{i}", "MUST allow null", JSON, SIMPLE | {p: None}, 200, False) for i, p in enumerate(NULLS)],
]


def accepting(accept: str | None, **more: str) -> dict[str, str]:
    return more if accept is None else {"accept": accept, **more}


@pytest.mark.parametrize(
    ("accept", "body", "status", "fails"), [pytest.param(*row[2:], id=f"{row[0]} {row[1]}") for row in AUDIT]
)
async def test_audit(client: httpx.AsyncClient, accept: str | None, body: object, status: int, fails: bool) -> None:
    response = await client.post("/graphql", json=body, headers=accepting(accept))
    answer = response.json()
    kind = RESPONSE_JSON if accept == RESPONSE_JSON else JSON
    assert response.status_code == status
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"
    assert ("errors" in answer, "data" in answer) == (fails, not fails)


@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
async def test_d6d5_6a70_get_takes_variables_as_json(client: httpx.AsyncClient, accept: str) -> None:
    parameters = {"query": TYPE_QUERY, "variables": '{"name": "Query"}', "operationName": "", "extensions": ""}
    response = await client.get("/graphql", params=parameters, headers=accepting(accept))
    assert (response.status_code, response.json()) == (200, {"data": {"__type": {"name": "Query"}}})


@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
async def test_9c48_get_never_runs_a_mutation(client: httpx.AsyncClient, service: Any, accept: str) -> None:
    documents = "query Read { echo } mutation Write { write }"
    for parameters in ({"query": "mutation { write }"}, {"query": documents, "operationName": "Write"}):
        response = await client.get("/graphql", params=parameters, headers=accepting(accept))
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert service.writes == []
    response = await client.get("/graphql", params={"query": documents, "operationName": "Read"})
    assert response.json() == {"data": {"echo": ""}}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "TRACE", "QUERY"])
async def test_other_methods_are_told_what_is_allowed(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_options_says_what_is_allowed(client: httpx.AsyncClient) -> None:
    response = await client.options("/graphql")
    assert (response.status_code, response.headers["allow"]) == (204, "GET, POST")


@pytest.mark.parametrize("accept", ["text/html", "image/*, text/plain", "application/json;q=0", "application/xml"])
async def test_406_when_nothing_fits(client: httpx.AsyncClient, service: Any, accept: str) -> None:
    response = await client.post("/graphql", json={"query": "mutation { write }"}, headers={"accept": accept})
    assert response.status_code == 406
    assert RESPONSE_JSON in response.json()["errors"][0]["message"]
    assert service.writes == []


@every(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{RESPONSE_JSON}, {JSON};q=0.9", RESPONSE_JSON),
        (f"{JSON};q=0.9, {RESPONSE_JSON}", RESPONSE_JSON),
        (f"{JSON}, {RESPONSE_JSON}", JSON),
        (f"{RESPONSE_JSON}, {JSON}", RESPONSE_JSON),
        (f"{RESPONSE_JSON}, */*", RESPONSE_JSON),
        (f"{JSON};q=0.1, */*", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0.5, {JSON};q=0.4", RESPONSE_JSON),
        (f"{RESPONSE_JSON};charset=UTF-8", RESPONSE_JSON),
        (f"{RESPONSE_JSON};charset=gbk, {JSON}", JSON),
        ("APPLICATION/JSON", JSON),
        (f"text/html, {RESPONSE_JSON};q=0", None),
        (f"{RESPONSE_JSON};q=0, */*;q=0.1", JSON),
        (f"{RESPONSE_JSON};q=two", None),
        (f"{RESPONSE_JSON};q=nan", None),
        (",;=,/", None),
        ("text/event-stream", None),
        ("multipart/mixed", None),
    ],
)
def test_the_accept_header_decides(accept: str, kind: str | None) -> None:
    assert answer_type(accept) == kind


@pytest.mark.parametrize(
    ("content_type", "fits"),
    [
        (JSON, True),
        ("Application/JSON; charset=UTF-8", True),
        ('application/json; charset="utf-8"', True),
        ("application/json; charset=gb18030", False),
        ("application/jsonp", False),
        ("text/plain", False),
        ("multipart/form-data; boundary=x", False),
        ("application/x-www-form-urlencoded", False),
        ("application/graphql", False),
        ("", False),
    ],
)
async def test_the_content_type_decides(client: httpx.AsyncClient, content_type: str, fits: bool) -> None:
    assert is_json(content_type) is fits
    headers = {"content-type": content_type} if content_type else {}
    response = await client.post("/graphql", content=json.dumps(SIMPLE), headers=headers)
    assert response.status_code == (200 if fits else 415)


async def test_several_operations_need_a_name(client: httpx.AsyncClient, service: Any) -> None:
    body = {"query": "mutation A { write } mutation B { write }"}
    response = await client.post("/graphql", json=body, headers={"accept": RESPONSE_JSON})
    assert response.status_code == 400
    assert "operationName" in response.json()["errors"][0]["message"]
    response = await client.post("/graphql", json=body | {"operationName": "C"}, headers={"accept": RESPONSE_JSON})
    assert response.status_code == 400
    assert service.writes == []
    assert (await client.post("/graphql", json=body | {"operationName": "B"})).json() == {"data": {"write": 1}}


@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
async def test_a_partial_answer_is_200_with_both(client: httpx.AsyncClient, accept: str) -> None:
    query = '{ echo fails(how: "missing") }'
    response = await client.post("/graphql", json={"query": query}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.json()["data"] == {"echo": "", "fails": None}
    assert response.json()["errors"][0]["path"] == ["fails"]


@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
async def test_an_answer_nulled_by_a_field_keeps_its_data_entry(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.post("/graphql", json={"query": "{ broken }"}, headers={"accept": accept})
    assert (response.status_code, response.json()["data"]) == (200, None)


async def test_subscriptions_and_websockets_are_refused(client: httpx.AsyncClient, service: Any) -> None:
    response = await client.post("/graphql", json={"query": "subscription { x }"}, headers={"accept": RESPONSE_JSON})
    assert response.status_code == 400
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "headers": [],
             "root_path": "", "scheme": "ws", "subprotocols": ["graphql-transport-ws"]}  # fmt: skip
    await service.app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_there_is_no_page_at_the_endpoint(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["content-type"]) == (400, f"{JSON}; charset=utf-8")


async def test_a_bad_token_is_401_with_a_challenge(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=SIMPLE, headers={"authorization": "Bearer bad"})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_crash_while_reading_the_token_is_masked(client: httpx.AsyncClient, secret: str) -> None:
    response = await client.post("/graphql", json=SIMPLE, headers={"authorization": "Bearer crash"})
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert secret not in response.text


async def test_answers_are_not_kept_by_caches(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": "{ echo }"})
    assert (response.headers["cache-control"], response.headers["vary"]) == ("no-store", "Accept, Accept-Language")


async def test_additional_properties_are_ignored(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=SIMPLE | {"more": 1, "id": "x"})
    assert response.json() == {"data": {"__typename": "Query"}}
