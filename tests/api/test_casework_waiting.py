"""Whom an item waits for: its list, its name, and who has done what, by role."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph_model.graph import Graph
from knowledge.casework.load import table
from knowledge.casework.rows import Awaited
from knowledge.roles import ActorRole
from network.snapshot import Network
from tests.api.loads import delete
from tests.api.test_casework import mutation

LIST = """query($w: Boolean) {
  work(scope: AREA, waiting: $w, first: 100) { totalCount nodes { code headline waitsFor waitsForLabel } } }"""
ITEM = "query($c: String!) { item(code: $c) { headline timeline { action byRoles } past { code ended createdUnder } } }"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(
        graph,
        "MATCH (n:Item) WHERE left(n.id, 2) IN ['F-', 'S-'] "
        "OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s",
        "MATCH (c:Command) WHERE c.key STARTS WITH '[\"item\"' DETACH DELETE c",
    )


def test_a_state_waits_for_a_group_of_people_or_for_a_body_outside():
    outside = {Awaited.RECIPIENT, Awaited.OFFICE}
    assert {a.value for a in Awaited} - {a.value for a in outside} <= set(table().who)
    states = [s for kind in table().kinds.values() for s in kind.state if s.waits]
    assert {s.waits for s in states} == set(Awaited)
    assert not [s for s in states if s.ended]


def test_what_waits_for_the_supervisor_is_hers():
    assert "case:closing" in table().waiting([ActorRole.DIRECTOR])
    assert "case:closing" not in table().waiting([ActorRole.STREET])
    assert table().awaited([ActorRole.DIRECTOR]) == frozenset()
    assert "case:closing" in table().awaited([ActorRole.STREET])
    assert "attempt:sent" in table().waiting([ActorRole.STREET])


async def test_what_was_sent_is_in_the_list_of_what_waits_for_others(ask: Any, network: Network):
    async def done(name: str, **form: Any) -> str:
        reply = await ask(mutation(name), "director", input={"key": f"waiting-{name}", **form})
        return str(reply["data"][name]["code"])

    case = (await ask("{ work(kind: CASE, first: 1) { nodes { code } } }", "director"))["data"]["work"]["nodes"][0]
    need = await done("referralOpen", under=case["code"], need="N01", urgency="WEEK")
    body = min(network.bodies)
    sent = await done("attemptSend", under=need, recipient=body, way="LETTER")
    lists = {w: (await ask(LIST, "director", w=w))["data"]["work"] for w in (True, False, None)}
    assert lists[True]["totalCount"] + lists[False]["totalCount"] == lists[None]["totalCount"]
    row = next(n for n in lists[True]["nodes"] if n["code"] == sent)
    assert row == {
        "code": sent,
        "headline": network.bodies[body].name,
        "waitsFor": "RECIPIENT",
        "waitsForLabel": "对方单位",
    }
    assert sent not in [n["code"] for n in lists[False]["nodes"]]
    shown = await ask(ITEM, "director", c=need)
    assert shown["data"]["item"]["headline"] != "N01"
    assert [e["byRoles"] for e in shown["data"]["item"]["timeline"]][-1] == ["DIRECTOR"]
