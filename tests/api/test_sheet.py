"""The answer sheet as a client asks for it: of a child and of a matter."""

from typing import Any

from api.examples import SHEET_OF_MATTER
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.conftest import answered

PLACE = {"code": DEMO_COMMUNITY}
SHEET = """query($at: PlaceInput!, $situation: SituationInput, $atTime: DateTime) {
  referralOptions(at: $at, situation: $situation, atTime: $atTime) { asText sheet {
    on child notice now { text when whenLabel who { name phone { text absent absentLabel } } until does { action } }
    you { reporter verdict duties until } apply { can { code opens hours { text absent } days { text } }
    ask { fact { fact } decides { code } outcomes { answers results { fit benefits } } } cannot { code why } }
    folds { kind kindLabel lines { text citations { quote } } } text(opened: true) } } }"""


async def sheet_of(ask: Any, situation: dict[str, Any]) -> Any:
    at = "2026-11-25T22:00:00+08:00"
    return (await ask(SHEET, at=PLACE, situation=situation, atTime=at))["data"]["referralOptions"]


async def test_the_sheet_says_what_to_do_now_and_the_page_is_its_text(ask: Any):
    found = await sheet_of(ask, {"age": 9, "domesticViolence": True, "reporter": "SCHOOL"})
    sheet = found["sheet"]
    assert sheet["now"][0]["when"] == "NOW"
    assert sheet["now"][0]["who"][0]["phone"]["text"] == "110"
    assert sheet["now"][0]["does"] is None
    assert sheet["you"]["reporter"] == "学校"
    assert sheet["now"][0]["text"] in found["asText"]
    assert len(found["asText"]) < len(sheet["text"])
    assert all(f["lines"] for f in sheet["folds"])


async def test_a_question_of_the_sheet_can_be_answered_in_the_input(ask: Any):
    found = await sheet_of(ask, {"age": 9, "hukou": "LOCAL", "suddenHardship": True})
    questions = found["sheet"]["apply"]["ask"]
    assert all(q["fact"]["fact"] for q in questions)
    assert all(o["results"] for q in questions for o in q["outcomes"])


async def test_the_sheet_of_a_matter(ask: Any):
    situation = {"age": 13, "sex": "FEMALE", "pregnant": True, "reporter": "MEDICAL"}
    reply = await ask(SHEET_OF_MATTER, at=PLACE, subject={"matter": "M08"}, situation=situation, on="2026-11-25")
    sheet = answered(reply, "responsibility")["sheet"]
    assert 0 < len(sheet["now"]) <= 3
    assert any(c["phone"]["text"] == "110" for s in sheet["now"] for c in s["who"])
    assert sheet["you"]["reporter"] == "医疗机构"
    assert sheet["now"][0]["text"] in sheet["text"]
    assert all(c["name"] != "负有报告义务的单位及其工作人员" for c in sheet["who"])
