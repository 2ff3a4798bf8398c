"""Who must act, here, on this day, and why — as a client asks it."""

from typing import Any

from api.examples import RESPONSIBILITY, examples
from loaders.shipped.load import DEMO_COMMUNITY
from network.snapshot import Network
from tests.api.conftest import answered

PLACE = {"code": DEMO_COMMUNITY}
OTHER = "440104003104"
NAMES = """query($at: PlaceInput!) { responsibility(subject: {matter: "M29"}, at: $at) {
  chain { area { name } posts { vacant holderName notice } } } }"""


async def answer(ask: Any, role: str | None = None, **variables: Any) -> dict[str, Any]:
    reply = await ask(RESPONSIBILITY, role, **{"at": PLACE, **variables})
    return answered(reply, "responsibility")


def held(found: dict[str, Any], role: str) -> set[str]:
    return {r["kind"]["name"] for r in found["responsible"] if r["roleLabel"] == role}


async def test_examples_of_the_console_answer(ask: Any, network: Network):
    for example in examples(network):
        reply = await ask(example.query, **example.variables)
        assert "errors" not in reply, example.title
        assert "message" not in next(iter(reply["data"].values())), example.title


async def test_pregnant_girl_under_fourteen_is_reported_to_the_police_at_once(ask: Any):
    situation = {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"}
    found = await answer(ask, subject={"matter": "M08"}, situation=situation)
    assert "110" in found["summary"]
    assert "公安机关" in held(found, "受理处置")
    assert "立即" in {d["unitLabel"] for d in found["deadlines"]}


async def test_temporary_guardianship_is_decided_by_civil_affairs_never_by_the_station(ask: Any):
    found = await answer(ask, subject={"matter": "M36"})
    assert {"民政部门"} <= held(found, "受理处置") | held(found, "义务主体")
    assert "街道未成年人保护工作站" not in held(found, "受理处置") | held(found, "义务主体")


async def test_coordination_changed_with_the_law(ask: Any):
    old = await answer(ask, subject={"matter": "M01"}, on="2022-03-01")
    new = await answer(ask, subject={"matter": "M01"}, on="2026-11-23")
    assert "民政部门" in old["summary"] or "民政局" in old["summary"]
    assert "妇女儿童" in new["summary"]
    assert "2024-04-26" in {c["on"] for c in new["changes"]}


async def test_synthetic_records_say_so(ask: Any):
    found = await answer(ask, subject={"matter": "M29"})
    assert "演示数据" in found["notice"]


async def test_names_of_holders_are_for_signed_in_staff_of_the_area(ask: Any):
    async def seen(role: str | None, code: str) -> set[str]:
        reply = await ask(NAMES, role, at={"code": code})
        chain = reply["data"]["responsibility"]["chain"]
        return {p["holderName"] for link in chain for p in link["posts"] if p["holderName"]}

    assert not await seen(None, DEMO_COMMUNITY)
    assert not await seen("planner", DEMO_COMMUNITY)
    assert await seen("centre", DEMO_COMMUNITY)
    assert not await seen("auditor", DEMO_COMMUNITY)
    assert await seen("director", DEMO_COMMUNITY)
    assert not await seen("director", OTHER)


async def test_elsewhere_in_china_the_kind_is_named_and_the_office_is_not(ask: Any):
    found = await answer(ask, subject={"matter": "M36"}, at={"code": "110101001001"})
    assert all(not r["bodies"] for r in found["responsible"])
    assert "数据未载入" in " ".join(r["whereLabel"] for r in found["responsible"])


async def test_refusals_say_what_to_do(ask: Any):
    async def code(**variables: Any) -> str:
        return str((await answer(ask, **variables))["code"])

    assert await code(subject={"matter": "M999"}) == "NOT_FOUND"
    assert await code(subject={"matter": "M05"}, at={"code": "44010400100"}) == "BAD_USER_INPUT"
    assert await code(subject={"matter": "M05"}, at={"code": "440104999999"}) == "NOT_FOUND"
    assert await code(subject={"matter": "M05"}, at={"name": "越秀区的街道"}) in ("AMBIGUOUS", "NOT_FOUND")
    assert await code(subject={"matter": "M05"}, at={"address": "某处"}) == "BAD_USER_INPUT"


async def test_facts_choose_the_matter_that_words_leave_open(ask: Any):
    words = {"text": "被性侵"}
    assert (await answer(ask, subject=words))["matter"]["code"] == "M05", "no matter is sure: the general report"
    assert (await answer(ask, subject=words, situation={"age": 12, "sex": "FEMALE"}))["matter"]["code"] == "M08"


async def test_an_invalid_token_is_unauthenticated(client: Any):
    headers = {"authorization": "Bearer not-a-token"}
    reply = await client.post("/graphql", json={"query": "{ hotlines { number } }"}, headers=headers)
    assert reply.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_one_of_is_enforced(ask: Any):
    reply = await ask(RESPONSIBILITY, subject={"matter": "M05", "text": "打"}, at=PLACE)
    assert reply["errors"]


async def test_ready_when_rules_agree(client: Any):
    reply = await client.get("/readyz")
    assert reply.status_code == 200, reply.text


async def test_why_not_says_no_text_or_condition(ask: Any):
    query = """query($kind: String!) { responsibility(subject: {matter: "M51"}, at: {code: "440104001007"}) {
 whyNot(bodyKind: $kind) { verdict sentence searched } } }"""
    reply = await ask(query, kind="残联")
    why = reply["data"]["responsibility"]["whyNot"]
    assert why["verdict"] == "NO"
    assert why["searched"]
