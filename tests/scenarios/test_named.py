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
from network.sheet.steps import CONFIRM, FIRST
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


def test_steps_of_an_offered_benefit_fill_the_places_that_the_child_leaves_free():
    facts: dict[str, Any] = {"age": 9, "father_state": "imprisoned", "mother_state": "lost_contact", "hukou": "local"}
    s, alone = sheet("M73", **facts), sheet(**facts)
    assert s.now[: len(alone.now)] == alone.now
    assert [step.code for step in s.now[len(alone.now) :]] == ["M73"] * (FIRST - len(alone.now))
    rest = [x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines]
    assert not {step.text for step in s.now} & set(rest)


@every("code", [m.code for m in rulebook().matters.values()])
def test_no_place_stays_empty_while_a_step_of_the_matter_is_folded(code: str):
    """But for steps that call, which somebody else on the sheet does."""
    known: tuple[dict[str, Any], ...] = (
        {},
        {"age": 9, "father_state": "imprisoned", "mother_state": "imprisoned", "hukou": "local"},
        {"age": 6, "father_state": "dead", "mother_state": "dead"},
        {"age": 8, "disability": True, "economic_hardship": True, "household_aid": "dibao"},
    )
    for facts in known:
        for calm in (True, False):
            s = sheet(code, calm=calm, **facts)
            folded = [x.text for f in s.folds if f.kind is FoldKind.NEXT for x in f.lines]
            free = [x for x in folded if not any(n in x for n in EMERGENCY)]
            assert len(s.now) == FIRST or free == [], (facts, calm)


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


FAMILY = "家庭成员可能涉嫌侵害的"


def suspects_family(s: Sheet) -> bool:
    return any(step.text.startswith(FAMILY) for step in s.now)


REPORTS = [m.code for m in rulebook().matters.values() if any(s.text.startswith(FAMILY) for s in m.step)]


@every("code", REPORTS)
def test_the_family_is_suspected_only_where_harm_is_told_and_nothing_else_explains_it(code: str):
    assert not suspects_family(sheet(code, calm=True))
    for told in ({"bullied": True}, {"self_harm": True}, {"net_harm": "fraud"}, {"procedural_role": "suspect"}):
        assert not suspects_family(sheet(code, danger=True, age=13, **told)), told


def test_harm_that_nothing_explains_leaves_the_family_suspected():
    assert suspects_family(sheet("M05", danger=True))
    assert suspects_family(sheet("M05", danger=True, sex="female"))


def test_what_suspects_the_family_keeps_the_step_whatever_else_is_known():
    harmed: dict[str, Any] = {"bullied": True, "offender": "guardian", "age": 13}
    s = sheet("M05", danger=True, **harmed)
    assert any(x.text.startswith(FAMILY) for f in s.folds for x in f.lines) or suspects_family(s)


@every("named", [(), ("M05",), ("M05", "M82"), ("M15",)])
def test_a_suspect_has_a_check_then_a_lawyer_and_a_guardian_beside_it(named: tuple[str, ...]):
    for known in ({}, {"has_defender": False}, {"in_custody_of_law": True}):
        s = sheet(*named, danger=bool(named), age=15, procedural_role="suspect", **known)
        said = [step.text for step in s.now]
        assert numbers(s) & EMERGENCY or s.now[0].code == CONFIRM
        assert [step.code for step in s.now if step.code in {"M82", "M85"}] != [], said
        assert any("律师" in text for text in said[1:])
        assert any("法定代理人到场" in text for text in said[1:])


def test_a_suspect_who_is_harmed_at_home_is_protected_first_and_the_family_is_not_called():
    s = sheet("M05", danger=True, age=15, procedural_role="suspect", domestic_violence=True, offender="guardian")
    assert numbers(s) & EMERGENCY
    assert not any("法定代理人到场" in step.text for step in s.now)


def test_an_official_who_harmed_leads_to_the_procuratorate_beside_the_report():
    s = sheet("M05", "M122", danger=True, age=15, sexual_harm=True, sex="female")
    assert numbers(s) & EMERGENCY
    assert any("应当要求说明不立案的理由" in step.text for step in s.now)
    assert any("检察院" in step.text for step in sheet("M122").now), "asked about by itself too"


def test_at_an_open_door_another_named_matter_has_a_place_beside_the_general_report():
    for code in ("M56", "M100", "M122"):
        s = sheet(rulebook().general.code, code, danger=True, age=13, sexual_harm=True)
        assert code in {step.code for step in s.now}, code
