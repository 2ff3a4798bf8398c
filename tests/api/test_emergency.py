"""紧急查阅 over GraphQL and on the pages: opened by a step, seen on the case, told to who checks the use of rights."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from api.access.tokens import ALGORITHMS, Verifier
from api.settings import Settings
from graph_model.graph import Graph
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import mutation
from tests.api.test_tokens import signed as signed_token
from tests.web.plain import desk, signed, words
from web.admin.page import attach_admin
from web.casework.page import attach_casework

RECORD = """query($c: String!) { item(code: $c) { child raised { code itemKind }
  record { facts { fact fieldClass } hidden { fieldClass } } } }"""
LIST = "{ emergencyReadings { code by openedAt until stateLabel causeLabel verdictLabel reviewedBy reviewedAt } }"
SEEN = 'query($c: String!) { whoSaw(case: $c, purpose: "复核") { who purposes opened } }'


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        "MATCH (n:Item) WHERE left(n.id, 2) = 'Z-' "
        "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s",
        "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c",
    )


@pytest.fixture
async def case(ask: Any) -> str:
    """A case of the street of which the district's centre may not read the sealed facts."""
    found = (await ask("{ work(scope: AREA, kind: CASE, first: 50) { nodes { code } } }", "street"))["data"]["work"]
    for node in found["nodes"]:
        if len(await classes(ask, "centre", node["code"])) == 1:
            return str(node["code"])
    raise AssertionError("the centre is on every team")


async def classes(ask: Any, role: str, case: str) -> set[str]:
    record = answered(await ask(RECORD, role, c=case), "item")["record"]
    return {"F1", *(f["fieldClass"] for f in record["facts"])}


async def opened(ask: Any, case: str, role: str = "centre") -> Any:
    form = {"key": f"glass-{role}", "under": case, "cause": "DANGER", "why": "医院来电"}
    return answered(await ask(mutation("emergencyReadOpen"), role, input=form), "emergencyReadOpen")


async def test_a_case_is_opened_seen_told_and_closed(ask: Any, case: str):
    made = await opened(ask, case)
    assert made["__typename"] == "WorkItem", made
    assert {"F2"} < await classes(ask, "centre", case)
    assert "F6" not in await classes(ask, "centre", case)
    seen = answered(await ask(RECORD, "street", c=case), "item")
    assert {"code": made["code"], "itemKind": "EMERGENCY_READ"} in seen["raised"], "it stands on the page of the case"
    for role in ("auditor", "security"):
        (row,) = (await ask(LIST, role))["data"]["emergencyReadings"]
        assert (row["code"], row["by"]) == (made["code"], "demo-centre")
        assert row["verdictLabel"] is row["reviewedBy"] is None
        assert row["until"] > row["openedAt"]
        assert seen["child"] not in json.dumps(row, ensure_ascii=False)
    told = (await ask(SEEN, "auditor", c=case))["data"]["whoSaw"]
    assert any("紧急查阅" in t["purposes"] and "F2" in t["opened"] for t in told), told
    end = await ask(mutation("emergencyReadEnd"), "centre", input={"key": "end", "code": made["code"]})
    ended = answered(end, "emergencyReadEnd")
    assert ended["state"] == "UNREVIEWED"
    assert await classes(ask, "centre", case) == {"F1"}


async def test_who_may_not_is_refused_and_learns_nothing(ask: Any, case: str):
    for role in ("director", "street", "welfare", "arbiter"):
        made = await opened(ask, case, role)
        assert made.get("reason") == "NOT_YOURS" or made["code"] == "NOT_FOUND", (role, made)
    for role in ("planner", "auditor", "security"):
        assert (await opened(ask, case, role))["code"] == "FORBIDDEN"
    for role in ("centre", "lead", "planner", "director"):
        assert answered(await ask(LIST, role), "emergencyReadings")["code"] == "FORBIDDEN"
    assert answered(await ask(LIST), "emergencyReadings")["code"] == "UNAUTHENTICATED"
    assert (await ask(LIST, "auditor"))["data"] == {"emergencyReadings": []}


@pytest.mark.parametrize("at", [3600, None, -3600], ids=["an hour ago", "nobody says when", "to come"])
async def test_an_old_sign_in_is_not_enough(client: httpx.AsyncClient, settings: Settings, case: str, at: int | None):
    token = signed_token(settings, sub="demo-centre", iat=None if at is None else int(time.time()) - at)
    form = {"key": f"old-{at}", "under": case, "cause": "DANGER", "why": "x"}
    body = {"query": mutation("emergencyReadOpen"), "variables": {"input": form}}
    reply = (await client.post("/graphql", json=body, headers={"authorization": f"Bearer {token}"})).json()
    made = reply["data"]["emergencyReadOpen"] if reply.get("data") else reply["errors"][0]["extensions"]
    assert made.get("reason") == "GUARD" or made["code"] == "UNAUTHENTICATED", reply
    assert made.get("code") or "重新登录" in made["why"]


def test_an_issuer_elsewhere_must_say_when_somebody_signed_in():
    """A renewed token has a new `iat`, though nobody has signed in anew."""
    key = ECKey.generate_key("P-256", {"use": "sig", "kid": "1"})
    there, moment = Verifier(KeySet([key]), ALGORITHMS, "https://issuer", "tongxin"), int(time.time())
    known = {"iss": "https://issuer", "aud": "tongxin", "sub": "a", "exp": moment + 60, "iat": moment}

    def at(**claims: Any) -> datetime | None:
        return there.signed(jwt.encode({"alg": "ES256", "kid": "1"}, {**known, **claims}, key)).at

    assert at() is None
    assert at(auth_time=moment - 60) == datetime.fromtimestamp(moment - 60, UTC)
    odds: tuple[Any, ...] = ("now", True, [], {}, 1e300)
    assert [at(auth_time=odd) for odd in odds] == [None] * len(odds)


async def test_the_pages_show_it(graph: Graph, home: Path, ask: Any, case: str):
    async with desk(graph, home, attach_admin, attach_casework) as client:
        signed(client, home, "centre")
        page = (await client.get(f"/item/{case}")).text
        assert "do=emergencyReadOpen" in page
        made = await opened(ask, case)
        assert f'href="/item/{made["code"]}"' in (await client.get(f"/item/{case}")).text
        assert "查阅到点" in words((await client.get(f"/item/{made['code']}")).text)
        for role in ("auditor", "security"):
            signed(client, home, role)
            listed = await client.get("/admin/emergencies")
            assert "孩子现在有危险" in words(listed.text)
            assert "demo-centre" in listed.text
        signed(client, home, "lead")
        assert made["code"] in (await client.get("/work")).text
        assert (await client.get("/admin/emergencies")).status_code == 403
