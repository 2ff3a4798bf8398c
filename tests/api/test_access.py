"""Every role over HTTP against the oracle: what `viewer` lists, and that what is refused looks absent in bytes."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from api.access.tokens import issue
from api.common import global_id
from api.settings import Settings
from graph_model.access.feed import Feed
from graph_model.access.sessions import Sessions
from graph_model.directory.records import put_all
from graph_model.graph import Graph
from graph_model.patience import Patience
from knowledge.access.policy import SYSTEM
from knowledge.roles import ActorRole
from loaders.intake.contract import LOADER
from network.entities import Actor
from tests.api.loads import delete
from tests.knowledge import access_oracle as oracle

DISTRICT = "440104000000"
ROLES = [r for r in ActorRole if r not in SYSTEM and r is not ActorRole.ANONYMOUS]
VIEWER = "{ viewer { roles can } }"
READING = (
    ("read_cases", "F1", "area", "care"),
    ("count_cases", "F1", "count", "planning"),
    ("see_masked", "F2", "area", "care"),
)
"""Actions that open classes of fields, each with the least that it opens."""
CASES = "{ cases(first: 1) { totalCount } }"
ADVICE = 'query($case: String!) { referralOptions(case: $case, atTime: "2026-11-23T10:00:00+08:00") { case { code } } }'
NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.fixture(scope="module")
async def accounts(graph: Graph) -> AsyncIterator[None]:
    """An account for every role, one with two, and one with a role of the program itself."""
    made = [Actor(f"oracle-{r.value}", r, (DISTRICT,)) for r in (*ROLES, ActorRole.LOADER)]
    made.append(Actor("oracle-two", ActorRole.PLANNER, (DISTRICT,), (ActorRole.DIRECTOR,)))
    await put_all(graph, LOADER, made)
    yield
    await delete(graph, "MATCH (a:Account) WHERE a.subject STARTS WITH 'oracle-' DELETE a")


async def test_a_token_is_good_at_no_door_after_signing_out(
    client: httpx.AsyncClient, settings: Settings, graph: Graph
):
    token, other = issue(settings, "demo-director"), issue(settings, "demo-director")
    sessions = Sessions(graph, Feed(graph, Patience(60)))
    await sessions.begin(token)
    await sessions.end(token)
    codes = []
    for bearer in (token, other):
        headers = {"authorization": f"Bearer {bearer}"}
        reply = (await client.post("/graphql", json={"query": CASES}, headers=headers)).json()
        codes.append([e["extensions"]["code"] for e in reply.get("errors", ())])
    await delete(graph, "MATCH (s:Session) DELETE s")
    assert codes == [["UNAUTHENTICATED"], []]


async def raw(client: httpx.AsyncClient, settings: Settings, role: str, query: str, **variables: Any) -> bytes:
    headers = {"authorization": f"Bearer {issue(settings, f'oracle-{role}')}"}
    reply = await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
    return reply.content.replace(str(variables.get("id")).encode(), b"ID")


@pytest.mark.usefixtures("accounts")
async def test_the_viewer_lists_what_the_oracle_says(client: httpx.AsyncClient, settings: Settings):
    for role in ROLES:
        viewer = json.loads(await raw(client, settings, role.value, VIEWER))["data"]["viewer"]
        wanted = set(oracle.DO.get(role.value, set()))
        for action, of, relation, purpose in READING:
            if oracle.may((role.value,), action, of, frozenset({relation}), purpose):
                wanted.add(action)
        assert {a.lower() for a in viewer["can"]} == wanted, role
        assert viewer["roles"] == [role.name]
    two = json.loads(await raw(client, settings, "two", VIEWER))["data"]["viewer"]
    assert two["roles"] == ["PLANNER", "DIRECTOR"]
    assert {"READ_CASES", "COUNT_CASES", "EDIT_DRAFTS"} <= set(two["can"])
    system = json.loads(await raw(client, settings, "loader", VIEWER))
    assert system["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.usefixtures("accounts")
async def test_what_is_refused_looks_absent(client: httpx.AsyncClient, settings: Settings):
    case = "case-demo-0001"
    for role in ROLES:
        sees = oracle.may((role.value,), "read_cases", "F1", frozenset({"area"}), "care")
        for query, there, absent in (
            (ADVICE, {"case": case}, {"case": "case-no-such"}),
            (NODE, {"id": global_id("CaseSummary", case)}, {"id": global_id("CaseSummary", "case-no-such")}),
        ):
            one, other = [await raw(client, settings, role.value, query, **v) for v in (there, absent)]
            assert (one != other) is sees, (role, query)
        listed = json.loads(await raw(client, settings, role.value, CASES))
        assert ("errors" not in listed) is sees
