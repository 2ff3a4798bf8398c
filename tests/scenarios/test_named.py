"""What a question names beside facts of the child stands on its sheet: the matter, danger (办事单)."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.messages.message import message
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.understanding.understood import answered, understand
from knowledge.vocabulary import Verdict
from network.sheet.model import FoldKind, Sheet
from network.sheet.named import NamedInQuestion
from network.sheet.sheet import of_referral
from network.sheet.steps import CONFIRM
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import EVENING, child
from tests.support.walks import every

DAY = str(ALL[0][1]["on"])
EMERGENCY = {"110", "120"}
ALARMING = [m.code for m in rulebook().matters.values() if m.danger]


def sheet(*codes: str, danger: bool = False, calm: bool = False, **facts: Any) -> Sheet:
    r = child({"on": ALL[0][1]["on"], "situation": facts}, EVENING)
    return of_referral(r, NamedInQuestion.of(r, codes, danger=danger, calm=calm))


def allowed(facts: dict[str, Any]) -> bool:
    try:
        Situation(**facts)
    except ValidationError:
        return False
    return True


def numbers(s: Sheet) -> set[str]:
    return {c.phone.text for step in s.now for c in step.who}


@every("code", ALARMING)
def test_a_matter_of_danger_calls_for_help_without_a_fact(code: str):
    s = sheet(code)
    assert s.now[0].code == code
    assert CONFIRM not in {step.code for step in s.now}


@every("code", [m.code for m in rulebook().matters.values()])
def test_danger_in_the_words_is_the_first_line_whatever_the_matter(code: str):
    assert numbers(sheet(code, danger=True)) & EMERGENCY
    assert numbers(sheet(code, danger=True, reporter="minor")) & EMERGENCY


@every("told", [{f: v} for f, values in OPTIONS.items() if f != "reporter" for v in values])
def test_a_child_that_tells_danger_has_its_own_line_beside_any_fact(told: dict[str, Any]):
    """A step that others do calls the same number, and is not the child's."""
    if not allowed(told | {"reporter": "minor", "age": 14}):
        return
    s = sheet(danger=True, **{"age": 14, "reporter": "minor", **told})
    assert numbers(s) & EMERGENCY
    assert all(step.own for step in s.now)


def test_danger_without_a_matter_is_the_first_line_for_an_adult_too():
    for age in (9, 20):
        s = sheet(danger=True, age=age)
        assert (s.now[0].code, {c.phone.text for c in s.now[0].who}) == ("danger", EMERGENCY)


@every("code", ALARMING)
def test_at_an_open_door_nobody_is_called_twice(code: str):
    facts: dict[str, Any] = {"age": 6, "unattended": True}
    s = sheet(code, danger=True, **facts)
    assert {step.code for step in s.now if {c.phone.text for c in step.who} & EMERGENCY} <= {
        d.concept.code
        for d in child({"on": ALL[0][1]["on"], "situation": facts}, EVENING).doors
        if d.verdict is Verdict.YES
    }


def test_what_the_words_are_about_for_certain_stands_beside_the_report():
    s = sheet("M05", "M100", danger=True, age=13)
    lines = [x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines]
    own = sheet("M100", age=13)
    assert any("人力资源" in c.name for c in s.who)
    assert {step.text for step in own.now if not numbers(own) & EMERGENCY} <= {*lines, *(step.text for step in s.now)}


@pytest.mark.usefixtures("model")
def test_danger_keeps_the_matter_that_is_no_danger():
    u = understand(rulebook(), "制衣档请了个十三岁女孩做工，每天做到十一点", date.fromisoformat(DAY))
    assert (u.single, u.sure, u.provisional) == ("M100", "M100", False)
    assert answered(rulebook(), u) == ("M100", rulebook().general.code)


def test_harm_to_the_child_that_a_text_tells_is_reported_first():
    u = understand(rulebook(), "制衣档请了个十三岁女孩做工，老板半夜摸她", date.fromisoformat(DAY))
    assert u.provisional
    assert answered(rulebook(), u)[0] == rulebook().general.code


def test_the_general_report_waits_behind_what_another_matter_says():
    s = sheet("M117", rulebook().general.code, danger=True)
    assert {step.code for step in s.now} == {"M117"}


def test_a_benefit_that_is_offered_is_applied_for_and_its_steps_wait_in_the_fold():
    facts: dict[str, Any] = {"age": 9, "father_state": "imprisoned", "mother_state": "lost_contact", "hukou": "local"}
    s, alone = sheet("M73", **facts), sheet(**facts)
    assert (s.now, s.who) == (alone.now, alone.who)
    assert any("起始日期" in x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines)


def test_a_benefit_that_is_not_offered_is_answered_by_its_steps():
    assert {step.code for step in sheet("M73", calm=True).now} == {"M73"}
    assert "M73" in {step.code for step in sheet("M73").now}
    assert "M73" not in {step.code for step in sheet("M73", age=6, unattended=True).now}


def test_a_calm_question_is_answered_before_the_child_is_looked_at():
    first, calm = sheet("M78"), sheet("M78", calm=True)
    assert (first.now[0].code, calm.now[0].code) == (CONFIRM, "M78")
    assert str(message("sheet.look")) == calm.care[0].text, "it is asked all the same, in a line"


def test_a_pupil_who_is_put_out_hears_tonight_what_not_to_sign_and_later_who_answers():
    s = sheet("M123", calm=True, age=14, school_kind="junior")
    tonight = " ".join(step.text for step in s.now)
    assert "先不签" in tonight
    assert "义务教育不得开除" in tonight
    assert any("教育" in c.name for c in (*s.who, *(c for step in s.now for c in step.who)))
    assert "义务教育不得开除" not in " ".join(step.text for step in sheet("M123", age=16, school_kind="senior").now)
