"""Where to send this child, what the family can get, in what order — as a client asks it."""

import re
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries
from api.examples import REFERRAL
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.conftest import answered, refused_field

PLACE = {"code": DEMO_COMMUNITY}
MORNING = "2026-11-25T10:00:00+08:00"
NIGHT = "2026-11-25T23:00:00+08:00"


async def answer(ask: Any, situation: dict[str, Any], role: str | None = None, **variables: Any) -> dict[str, Any]:
    given = {"at": PLACE, "atTime": MORNING, "situation": situation, **variables}
    reply = await ask(REFERRAL, role, **given)
    return answered(reply, "referralOptions")


def open_doors(found: dict[str, Any]) -> list[str]:
    return [d["code"] for d in found["doors"] if d["verdict"] == "YES"]


def offers(found: dict[str, Any]) -> dict[str, Any]:
    return {o["eligibility"]["service"]["code"]: o for n in found["needs"] for o in n["offers"]}


async def test_nothing_known_asks_for_safety_first(ask: Any):
    found = await answer(ask, {})
    assert {d["verdict"] for d in found["doors"]} == {"UNKNOWN"}
    assert found["needs"] == []
    assert found["askFirst"]
    assert found["reporting"]["report"] == "DEPENDS"


async def test_a_child_alone_at_night_is_cared_for_tonight(ask: Any):
    found = await answer(ask, {"age": 6, "unattended": True, "guardianState": "REFUSES"}, atTime=NIGHT)
    assert "door_care" in open_doors(found)
    calls = [o["name"] for d in found["doors"] if d["code"] == "door_care" for c in d["calls"] for o in c["offices"]]
    assert "广州市越秀区民政局" in calls
    guardianship = offers(found)["B16"]
    assert guardianship["eligibility"]["fit"] == "ELIGIBLE"
    assert [o["point"]["name"] for o in guardianship["options"]]
    assert {b["name"] for c in guardianship["counters"] for b in c["accept"]} == {"广州市越秀区民政局"}


async def test_no_door_waits_for_another(ask: Any):
    found = await answer(ask, {"age": 6, "unattended": True, "injury": True, "domesticViolence": True})
    assert open_doors(found) == ["door_medical", "door_police", "door_care"]
    first = [s for s in found["plan"] if s["kind"] == "DOOR"]
    assert [s["after"] for s in first] == [[], [], []]
    assert found["plan"].index(first[-1]) < min(n for n, s in enumerate(found["plan"]) if s["kind"] == "APPLY")


async def test_a_recipient_outside_the_system_says_what_number_to_ask_for(ask: Any):
    plan = (await answer(ask, {"age": 12, "netHarm": "HARMFUL_CONTENT", "crimeSuspected": False}))["plan"]
    complaint = next(s for s in plan if s["code"] == "B46")
    assert "工单编号" in complaint["receipts"][0]
    crime = (await answer(ask, {"age": 12, "netHarm": "SEXUAL", "crimeSuspected": True}))["plan"]
    codes = [s["code"] for s in crime]
    assert codes.index("door_police") < codes.index("B46"), "the police first; a complaint is open to everybody besides"
    police = next(s for s in crime if s["code"] == "door_police")
    assert police["call"] == ["110"]
    assert "接警单编号" in police["receipts"][0]


async def test_the_fund_comes_after_government_aid(ask: Any):
    situation = {
        "birthDate": "2014-01-01", "hukou": "LOCAL", "enrolled": True, "schoolKind": "PRIMARY", "needs": ["N05", "N07"],
        "householdAid": "DIBAO", "suddenHardship": True, "governmentAidUsed": True,
    }  # fmt: skip
    plan = (await answer(ask, situation))["plan"]
    numbers = {s["code"]: s["number"] for s in plan}
    fund = next(s for s in plan if s["code"] == "B26")
    assert {numbers["B05"], numbers["B09"]} <= set(fund["after"])
    assert all(n < fund["number"] for n in fund["after"])


async def test_an_excluded_service_says_why_and_offers_no_place(ask: Any):
    found = await answer(ask, {"birthDate": "2023-11-25", "needs": ["N17"]})
    care = offers(found)["B22"]
    assert care["eligibility"]["fit"] == "INELIGIBLE"
    assert care["options"] == []
    assert "不符合" in care["eligibility"]["sentence"]


async def test_contradictions_are_refused_field_by_field(ask: Any):
    found = await answer(ask, {"sex": "MALE", "pregnant": True})
    assert found["code"] == "BAD_USER_INPUT"
    assert found["field"] == "situation.sex, pregnant"


@pytest.mark.parametrize("bad", [{"limit": 0}, {"limit": 51}, {"atTime": "2026-11-25T10:00:00"}])
async def test_bad_input_says_what_to_do(ask: Any, bad: dict[str, Any]):
    reply = await ask(REFERRAL, None, **{"at": PLACE, **bad})
    assert refused_field(reply) == next(iter(bad))


TEXT = """query($at: PlaceInput!, $situation: SituationInput) {
  referralOptions(at: $at, situation: $situation) { asText } }"""


async def test_the_page_to_hand_on_has_no_identity(ask: Any):
    situation = {"birthDate": "2014-03-07", "hukou": "LOCAL", "suddenHardship": True, "schoolArea": "440104001007"}
    reply = await ask(TEXT, at=PLACE, situation=situation)
    text = reply["data"]["referralOptions"]["asText"]
    assert "临时救助" in text
    assert "未满14周岁" in text
    assert "演示数据" in text
    for secret in ("2014", "03-07", "三眼井", "440104"):
        assert secret not in re.sub(r"^.*\n", "", text, count=1)  # the first line carries today's date


PLAN = """query($at: PlaceInput!, $situation: SituationInput) {
  referralOptions(at: $at, situation: $situation) { plan { code text who } } }"""


async def test_a_step_names_the_counter_that_is_certain_before_those_that_a_fact_decides(ask: Any):
    async def guidance(**more: Any) -> dict[str, Any]:
        reply = await ask(PLAN, at=PLACE, situation={"age": 9, "unattended": True, **more})
        return next(s for s in reply["data"]["referralOptions"]["plan"] if s["code"] == "B21")

    unknown = await guidance()
    assert "婚姻登记" not in unknown["text"]
    assert len(unknown["who"]) == 1
    divorcing = await guidance(divorce="REGISTRATION")
    assert any("婚姻登记处" in w for w in divorcing["who"])


ORDER = """query($at: PlaceInput!, $situation: SituationInput) {
  referralOptions(at: $at, situation: $situation) { plan { number code open after } } }"""


async def test_what_can_be_done_now_stands_before_what_must_first_be_asked(ask: Any):
    situation = {"age": 5, "hukou": "LOCAL", "disability": True, "disabilityKind": "MENTAL", "needs": ["N10"]}
    reply = await ask(ORDER, at=PLACE, situation=situation)
    steps = [s for s in reply["data"]["referralOptions"]["plan"] if s["code"].startswith("B")]
    waited = {n for s in steps for n in s["after"]}
    free = [s["open"] for s in steps if not s["after"] and s["number"] not in waited]
    assert True in free
    assert False in free
    assert free == sorted(free)


BATCH = """query($rows: [ReferralRowInput!]!) { referralBatch(rows: $rows) {
  key problem { code message } answer { plan { code } reporting { report } } } }"""


async def test_a_batch_answers_each_row_under_the_clients_key(ask: Any):
    rows = [
        {"key": "a", "at": PLACE, "situation": {"age": 6, "unattended": True}},
        {"key": "b", "at": {"code": "999999"}, "situation": {}},
        {"key": "c", "at": PLACE, "situation": {"age": 8, "sex": "MALE", "pregnant": True}},
        {"key": "d", "at": PLACE, "situation": {"age": 9, "suddenHardship": True}},
    ]
    reply = await ask(BATCH, rows=rows)
    found = {r["key"]: r for r in reply["data"]["referralBatch"]}
    assert list(found) == ["a", "b", "c", "d"]
    assert [bool(found[k]["answer"]) for k in found] == [True, False, False, True]
    assert all(found[k]["problem"]["message"] for k in ("b", "c"))
    assert "B05" in {s["code"] for s in found["d"]["answer"]["plan"]}


async def test_a_batch_is_limited(ask: Any):
    reply = await ask(BATCH, rows=[{"key": "same", "at": PLACE}, {"key": "same", "at": PLACE}])
    assert reply["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


SECRET = """query($at: PlaceInput!, $situation: SituationInput) {
  referralOptions(at: $at, situation: $situation, limit: 50) { needs { offers {
  options { point { code confidential lon lat area { code } } } } } } }"""


async def test_confidential_places_have_no_location_for_the_public(ask: Any):
    reply = await ask(SECRET, at=PLACE, situation={"age": 10, "domesticViolence": True})
    shown = [o["point"] for n in reply["data"]["referralOptions"]["needs"] for f in n["offers"] for o in f["options"]]
    secret = [p for p in shown if p["confidential"]]
    assert secret
    assert all(p["lon"] is None and p["lat"] is None for p in secret)
    assert {p["area"]["code"] for p in secret} == {"440104000000"}, "the area served, not where it stands"


ELIGIBILITY = """query($service: String!, $situation: SituationInput, $on: [Date!]) {
  eligibility(service: $service, situation: $situation, on: $on) {
 changes results { on fit failing curedOn missingFacts { fact } verify
    requirements { text verdict citations { clause quote } } questions { fact { fact } outcomes { values { code label
      } fit } }
    routes { where accept { code } } texts { document version } } } }"""


async def test_the_day_of_the_new_law_makes_the_difference(ask: Any):
    situation = {
        "birthDate": "2010-01-01",
        "noMeans": True,
        "unableToWork": True,
        "supporter": "NO_SUPPORTER",
        "hukou": "LOCAL",
        "receiving": [],
    }
    reply = await ask(ELIGIBILITY, service="B04", situation=situation, on=["2026-06-30", "2026-07-01"])
    found = reply["data"]["eligibility"]
    assert [r["fit"] for r in found["results"]] == ["UNKNOWN", "ELIGIBLE"]
    assert "社会救助法" in found["changes"][0]
    assert "社会救助暂行办法" in found["changes"][0]


async def test_unknown_asks_and_says_where_each_answer_leads(ask: Any):
    reply = await ask(ELIGIBILITY, service="B05", situation={"age": 9})
    (only,) = reply["data"]["eligibility"]["results"]
    assert (only["fit"], [f["fact"] for f in only["missingFacts"]]) == ("UNKNOWN", ["suddenHardship"])
    outcomes = {v["label"]: x["fit"] for a in only["questions"] for x in a["outcomes"] for v in x["values"]}
    assert outcomes == {"是": "ELIGIBLE", "否": "INELIGIBLE"}
    assert only["routes"][0]["where"] == "EMERGENCY"


async def test_a_bare_age_does_not_hold_on_several_days(ask: Any):
    reply = await ask(ELIGIBILITY, service="B04", situation={"age": 9}, on=["2026-06-30", "2026-07-01"])
    assert answered(reply, "eligibility")["code"] == "BAD_USER_INPUT"


async def test_no_such_service_is_not_found(ask: Any):
    reply = await ask(ELIGIBILITY, service="B99")
    assert answered(reply, "eligibility")["code"] == "NOT_FOUND"


CASES = """query($first: Int) { cases(first: $first) {
  nodes { code area { code } pseudonym difficulties { code } notice } } }"""
CASE = """query($case: String!, $purpose: String! = "转介会商") { referralOptions(case: $case) {
 place { code } case { code onTeam read withheld }
  needs { need { code } } plan { code } asText fullText(purpose: $purpose) } }"""


async def test_a_case_is_found_by_its_code_and_by_the_name_that_stands_for_the_child(ask: Any):
    find = "query($search: String!) { cases(search: $search, first: 50) { totalCount nodes { code pseudonym } } }"
    one = (await ask(CASES, "director", first=1))["data"]["cases"]["nodes"][0]
    for given in (one["code"], one["code"][-4:], one["pseudonym"], one["pseudonym"][:-1]):
        found = (await ask(find, "director", search=given))["data"]["cases"]
        assert one["code"] in {n["code"] for n in found["nodes"]}, given
        assert all(given in n["code"] or given in n["pseudonym"] for n in found["nodes"])


async def case_of(ask: Any, role: str, *, on_team: bool) -> dict[str, Any]:
    for row in (await ask(CASES, role))["data"]["cases"]["nodes"]:
        found: dict[str, Any] = (await ask(CASE, role, case=row["code"]))["data"]["referralOptions"]
        if found["case"]["onTeam"] is on_team:
            return found
    raise AssertionError("no such case")


async def test_a_case_fills_the_situation_within_the_rights(ask: Any):
    found = await case_of(ask, "director", on_team=True)
    assert found["place"]["code"] == DEMO_COMMUNITY
    assert "F4" in found["case"]["read"]
    assert found["needs"]


async def test_what_is_withheld_is_named(ask: Any):
    found = await case_of(ask, "centre", on_team=False)
    assert found["case"]["read"] == []
    assert "F2" in found["case"]["withheld"]
    assert found["fullText"] is None


@pytest.mark.parametrize("role", [None, "planner", "auditor"])
async def test_without_the_right_a_case_is_not_there(ask: Any, role: str | None):
    known = (await ask(CASES, "director"))["data"]["cases"]["nodes"][0]["code"]
    assert (await ask(CASES, role))["errors"][0]["extensions"]["code"] == ("FORBIDDEN" if role else "UNAUTHENTICATED")
    assert answered(await ask(CASE, role, case=known), "referralOptions")["code"] == "NOT_FOUND"
    assert answered(await ask(CASE, role, case="no-such"), "referralOptions")["code"] == "NOT_FOUND"


async def test_the_full_print_says_who_when_and_for_what_and_is_written_down(ask: Any, keys: Any):
    before = len(list(entries(keys.parent / "audit", Keys.at(keys / KEY))))
    found = await case_of(ask, "director", on_team=True)
    full = found["fullText"]
    assert "内部资料，不得转发" in full
    assert "demo-director" in full
    assert "转介会商" in full
    assert "出生日期" in full
    assert "出生日期" not in found["asText"]
    assert "演示儿童" not in found["asText"]
    lines = list(entries(keys.parent / "audit", Keys.at(keys / KEY)))
    assert len(lines) > before
    assert lines[-1]["what"] == ["referralOptions"]
    assert lines[-1]["purpose"] == ["转介", "转介会商"]
    log = "".join(p.read_text("utf-8") for p in (keys.parent / "audit").iterdir())
    assert "case-demo" not in log
    assert "演示儿童" not in log
