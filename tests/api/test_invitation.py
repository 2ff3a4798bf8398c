"""A one-time code: stored as a hash, used once however many send it, good until it is not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from graph_model.access import approvals, invitations
from graph_model.access.accounts import AccountChange, change
from graph_model.access.invitations import AGAIN, VALID, Invitation, invite
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.access.accounts import Account
from knowledge.errors import BadInput
from knowledge.roles import ActorRole
from loaders.intake.contract import LOADER
from network.entities import Actor
from tests.api.loads import delete

ON = date(2026, 11, 23)
SHELL = Actor("shell:test", ActorRole.OPERATOR, ("440104000000",))
NOW = datetime.now(UTC)
STORED = Statement(
    "stored",
    "MATCH (a:Account {id: 'invited-1'}) "
    "RETURN [k IN keys(a) WHERE NOT k IN ['roles', 'areas'] | k + '=' + toString(a[k])] AS shown",
)
KEY = "k" * 32
VIEWER = "{ viewer { subject roles } }"


@dataclass(frozen=True)
class Shown:
    shown: tuple[str, ...]


@pytest.fixture(autouse=True)
async def account(graph: Graph) -> AsyncIterator[None]:
    def after(a: Account) -> Account:
        return replace(a, roles=(ActorRole.DIRECTOR,), areas=("440104001007",))

    await change(graph, SHELL, AccountChange("invited-1", "demo-security", ON, after, new=True))
    await approvals.approve(graph, SHELL, "invited-1", "demo-lead", "新任", NOW)
    yield
    await delete(graph, "MATCH (a:Account) WHERE a.id STARTS WITH 'invited-' DETACH DELETE a")


async def code(graph: Graph, now: datetime = NOW) -> Invitation:
    return await invite(graph, SHELL, "invited-1", "demo-lead", now)


async def sent(client: httpx.AsyncClient, given: Any, **key: Any) -> tuple[int, Any]:
    reply = await client.post("/invitation", json={"code": given, **key})
    return reply.status_code, reply.json()


async def viewer(client: httpx.AsyncClient, token: str) -> Any:
    reply = await client.post("/graphql", json={"query": VIEWER}, headers={"authorization": f"Bearer {token}"})
    return reply.json().get("data", {}).get("viewer") if reply.status_code == 200 else reply.status_code


async def test_a_code_becomes_a_token_and_the_next_one_ends_it(client: httpx.AsyncClient, graph: Graph):
    status, first = await sent(client, (await code(graph)).code)
    assert (status, first["account"]) == (200, "invited-1")
    assert await viewer(client, first["token"]) == {"subject": "invited-1", "roles": ["DIRECTOR"]}
    made = await code(graph)
    assert await viewer(client, first["token"]), "a code that nobody has accepted ends nothing"
    _, second = await sent(client, made.code)
    assert await viewer(client, first["token"]) == 401
    assert await viewer(client, second["token"])


async def test_the_code_is_stored_as_a_hash_only(graph: Graph):
    made = await code(graph)

    async def read(tx: Tx) -> list[Shown]:
        return await tx.rows(STORED, Shown)

    (row,) = await graph.read(LOADER, read)
    assert len(row.shown) > 3
    assert not [s for s in row.shown if made.code in s]


async def test_eight_who_send_one_code_have_one_winner(client: httpx.AsyncClient, graph: Graph):
    given = (await code(graph)).code
    found = await asyncio.gather(*(sent(client, given) for _ in range(8)))
    assert sorted(status for status, _ in found) == [200] + [400] * 7


async def test_a_code_ends_with_its_time_the_next_code_and_the_account(client: httpx.AsyncClient, graph: Graph):
    past = await code(graph, NOW - VALID - timedelta(minutes=1))
    assert (await sent(client, past.code))[0] == 400
    void, good = await code(graph), await code(graph)
    assert (await sent(client, void.code))[0] == 400
    suspended = AccountChange("invited-1", "demo-security", ON, lambda a: replace(a, suspended=True))
    await change(graph, SHELL, suspended)
    assert (await sent(client, good.code))[0] == 400
    with pytest.raises(BadInput, check=lambda e: e.reason == "approval.inactive"):
        await code(graph)


async def test_an_answer_that_was_lost_is_given_again_to_whoever_has_the_key(client: httpx.AsyncClient, graph: Graph):
    given = (await code(graph)).code
    status, first = await sent(client, given, key=KEY)
    again, second = await sent(client, given, key=KEY)
    assert (status, again) == (200, 200)
    for answer in (first, second):
        assert await viewer(client, answer["token"]) == {"subject": "invited-1", "roles": ["DIRECTOR"]}
    for other in ({}, {"key": "0" * 32}, {"key": None}):
        assert (await sent(client, given, **other))[0] == 400, "whoever has the code alone"
    assert (await sent(client, "0" * 32, key=KEY))[0] == 400, "whoever has the key alone"


async def test_eight_times_one_code_with_one_key_is_one_account(client: httpx.AsyncClient, graph: Graph):
    given = (await code(graph)).code
    answers = await asyncio.gather(*(sent(client, given, key=KEY) for _ in range(8)))
    assert {status for status, _ in answers} == {200}
    for _, answer in answers:
        assert await viewer(client, answer["token"])


async def test_a_lost_answer_is_not_given_again_for_ever(client: httpx.AsyncClient, graph: Graph):
    given = (await code(graph)).code
    subject = invitations.own_subject(given, KEY)
    await sent(client, given, key=KEY)
    for later, known in ((timedelta(0), "invited-1"), (AGAIN + timedelta(minutes=1), None)):
        at = datetime.now(UTC) + later
        assert await graph.read(LOADER, invitations.invited, given, subject, at, KEY) == known
    await sent(client, (await code(graph)).code)
    assert (await sent(client, given, key=KEY))[0] == 400, "a later code has another holder"
    last = (await code(graph)).code
    await sent(client, last, key=KEY)
    await change(graph, SHELL, AccountChange("invited-1", "demo-security", ON, lambda a: replace(a, suspended=True)))
    assert (await sent(client, last, key=KEY))[0] == 400, "nor to a suspended account"


async def test_where_the_issuer_is_elsewhere_the_key_is_not_enough(graph: Graph):
    given = (await code(graph)).code
    bound = await invitations.accept(graph, given, "sub-1", NOW, KEY)
    assert await invitations.accept(graph, given, "sub-1", NOW, KEY) == bound
    for subject, key in (("sub-2", KEY), ("sub-1", None), ("sub-1", "0" * 32)):
        assert await graph.read(LOADER, invitations.invited, given, subject, NOW, key) is None
        with pytest.raises(BadInput):
            await invitations.accept(graph, given, subject, NOW, key)


@pytest.mark.parametrize("key", ["", "k" * 31, "k" * 65, 7, [], "钥" * 32])
async def test_what_is_no_key_is_refused(client: httpx.AsyncClient, graph: Graph, key: Any):
    given = (await code(graph)).code
    status, body = await sent(client, given, key=key)
    assert (status, body["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert (await sent(client, given))[0] == 200, "and the code is still good"


@pytest.mark.parametrize("given", ["", "x" * 5000, None, 7, [], "邀请码", "0" * 32, " "])
async def test_what_is_no_code_is_refused_alike(client: httpx.AsyncClient, given: Any):
    status, body = await sent(client, given)
    assert status == 400
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "邀请码" in body["errors"][0]["message"]


async def test_what_is_no_json_is_refused_alike(client: httpx.AsyncClient):
    for body in (b"", b"[", b"\xff", b"[" * 3000, b'"code"'):
        reply = await client.post("/invitation", content=body)
        assert reply.status_code == 400, body[:10]


async def test_nobody_invites_who_may_not(graph: Graph):
    for by in (None, "demo-centre", "demo-security", "invited-1"):
        with pytest.raises(BadInput, check=lambda e: e.reason.startswith(("account.", "approval."))):
            await invite(graph, SHELL, "invited-1", by, NOW)


async def test_a_subject_has_one_account(graph: Graph):
    given = (await code(graph)).code
    with pytest.raises(BadInput, check=lambda e: e.reason == "account.subject_taken"):
        await invitations.accept(graph, given, "demo-centre", NOW)
