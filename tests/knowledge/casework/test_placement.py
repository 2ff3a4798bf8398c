"""Where a child is tonight, who decided it, and how it comes home."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.duty.roster import DutyLine
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, District

SAID = {"child_view": "说害怕，不想回家"}
SLIP = {"how": "rescue", "receiver": "区救助保护机构，夜班", "condition": "左臂有淤青，带了书包", **SAID}
GUARDIANSHIP = {"ground": "danger", "oral": True, "decided_by": "区民政局值班领导", **SAID}
CARE = {"oral": False, "decided_by": "居委会主任", "until": "2026-11-30", **SAID}


def proposed(ground: str = "danger") -> tuple[District, str]:
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade="red")
    made = d.do("wang", "placement", "propose", d.one("case").id, ground=ground, facts="夜里无人照料")
    assert isinstance(made, Decided)
    assert made.item.clocks == {"decision": d.now + timedelta(hours=4)}
    return d, made.item.id


def did(d: District, who: str, action: str, code: str, **form: Any) -> WorkItem:
    made = d.do(who, "placement", action, code, **form)
    assert isinstance(made, Decided), made
    return made.item


def begun(d: District) -> str:
    made = d.do("wang", "assessment", "begin", d.one("case").id, what="before_return")
    assert isinstance(made, Decided)
    return made.item.id


def refused(d: District, who: str, action: str, code: str, **form: Any) -> RefusedOrder:
    made = d.do(who, "placement", action, code, **form)
    assert isinstance(made, RefusedOrder)
    return made


def test_where_a_child_lives_is_decided_in_one_place():
    d, code = proposed()
    again = d.do("wang", "placement", "propose", d.one("case").id, ground="neglect", facts="x")
    assert isinstance(again, RefusedOrder)
    assert again.why.params["code"] == code
    did(d, "zhao", "not_placed", code, note="舅舅接走了", **SAID)
    assert isinstance(d.do("wang", "placement", "propose", d.one("case").id, ground="neglect", facts="x"), Decided)


def test_what_nobody_decides_asks_the_next_on_duty():
    d, code = proposed()
    d.duty = DutyLine(("li", "chen"), ("he",))
    for asked in ({"li"}, {"li", "chen"}, {"li", "chen", "he"}):
        d.now = d.items[code].clocks["decision"] + timedelta(minutes=1)
        made = d.do("clock", "placement", "remind", code)
        assert isinstance(made, Decided), made
        assert set(d.table.kinds["placement"].asked(made.item)) == asked
        assert "decision" in made.item.clocks
    assert d.items[code].open["no_duty"] is True


def test_temporary_care_has_an_end_that_whoever_arranged_it_can_move():
    d, code = proposed("guardian_unable")
    for until in ("2030-01-01", "2026-12-25", "2026-11-01"):
        assert refused(d, "wang", "arrange_care", code, **{**CARE, "until": until}), until
    did(d, "wang", "arrange_care", code, **CARE)
    for until in ("2030-01-01", "2026-11-01"):
        assert refused(d, "wang", "place", code, **SLIP, until=until), until
    before = did(d, "wang", "place", code, **SLIP).clocks["until"]
    longer = {"until": "2026-12-10", "note": "妈妈还在医院", **SAID}
    assert refused(d, "chen", "prolong", code, **longer).code is RefusalCode.NOT_YOURS
    after = did(d, "wang", "prolong", code, **longer).clocks["until"]
    assert after - before == timedelta(days=10)


@pytest.mark.parametrize("role", [ActorRole.DIRECTOR, ActorRole.STREET, ActorRole.CENTRE, ActorRole.LEAD])
def test_temporary_guardianship_is_decided_by_civil_affairs_only(role: ActorRole):
    may = {r for r, _ in table().may(table().action("placement", "take_guardianship"))}
    assert may == {ActorRole.WELFARE}
    assert role not in may
    d, code = proposed()
    assert refused(d, "wang", "take_guardianship", code, **GUARDIANSHIP).who_may == (ActorRole.WELFARE,)


def test_temporary_care_is_arranged_by_the_committee_or_civil_affairs():
    may = {r for r, _ in table().may(table().action("placement", "arrange_care"))}
    assert may == {ActorRole.DIRECTOR, ActorRole.WELFARE}


def test_a_missing_paper_never_blocks_the_child():
    d, code = proposed()
    item = did(d, "zhao", "take_guardianship", code, **GUARDIANSHIP)
    assert (item.state, item.open["measure"], set(item.clocks)) == ("decided", "guardianship", {"moved", "paper"})
    item = did(d, "wang", "place", code, **SLIP)
    assert (item.state, set(item.clocks)) == ("placed", {"paper", "review"})
    item = did(d, "zhao", "paper", code, letter="民监-12")
    assert set(item.clocks) == {"review"}
    assert refused(d, "zhao", "paper", code, letter="民监-13").code is RefusalCode.GUARD


def test_a_child_goes_home_after_an_assessment_of_now_that_the_supervisor_approved():
    d, code = proposed()
    did(d, "zhao", "take_guardianship", code, **GUARDIANSHIP)
    did(d, "wang", "place", code, **SLIP)
    home = {"child_view": "说想跟爸爸试试", "condition": "好", "note": "约了两天后走访"}
    assert refused(d, "zhao", "return", code, assessment="", **home).code is RefusalCode.STATE
    did(d, "wang", "evaluate", code)
    assert d.one("task").open["what"] == "assess_before_return"
    assessment = begun(d)
    assert refused(d, "zhao", "return", code, assessment=assessment, **home).code is RefusalCode.GUARD
    d.do("wang", "assessment", "submit", assessment, grade="yellow", fit=True, findings="戒了酒", child_view="说想回家")
    d.do("chen", "assessment", "approve", assessment)
    assert refused(d, "chen", "return", code, assessment=assessment, **home).code is RefusalCode.NOT_YOURS
    item = did(d, "zhao", "return", code, assessment=assessment, **home)
    assert (item.state, item.open["outcome"], item.ended) == ("ended", "returned", True)


def test_an_assessment_that_is_old_or_finds_the_guardian_unfit_returns_nobody():
    d, code = proposed()
    did(d, "zhao", "take_guardianship", code, **GUARDIANSHIP)
    did(d, "wang", "place", code, **SLIP)
    home = {"child_view": "说想回家", "condition": "好", "note": "回家"}
    for fit in (True, False):
        did(d, "wang", "evaluate", code)
        assessment = begun(d)
        d.do("wang", "assessment", "submit", assessment, grade="red", fit=fit, findings="看过", child_view="怕")
        d.do("chen", "assessment", "approve", assessment)
        if fit:  # valid, but before the next evaluation began
            did(d, "chen", "stay", code, note="孩子又怕了", **SAID)
            d.wait(days=20)
            did(d, "wang", "evaluate", code)
            assert refused(d, "zhao", "return", code, assessment=assessment, **home).code is RefusalCode.GUARD
            did(d, "chen", "stay", code, note="重评", **SAID)
        else:
            assert refused(d, "zhao", "return", code, assessment=assessment, **home).code is RefusalCode.GUARD


@pytest.mark.parametrize(("ground", "good"), [("guardian_unable", True), ("danger", False), ("neglect", False)])
def test_only_a_guardian_who_was_prevented_takes_the_child_back_from_care(ground: str, good: bool):
    d, code = proposed(ground)
    did(d, "wang", "arrange_care", code, **CARE)
    item = did(d, "wang", "place", code, **(SLIP | {"how": "committee"}))
    assert set(item.clocks) == {"until", "review"}
    made = d.do("wang", "placement", "end_care", code, child_view="说想妈妈", condition="好", note="妈妈出院")
    assert isinstance(made, Decided) is good


def test_every_decision_that_moves_the_child_says_what_the_child_said():
    for action in table().kinds["placement"].action:
        moves = action.to in ("decided", "placed", "ended", "long_term") and action.code != "deceased"
        assert not moves or "child_view" in action.needs, action.code


def test_a_placed_child_keeps_the_case_open():
    d, code = proposed()
    did(d, "zhao", "take_guardianship", code, **GUARDIANSHIP)
    made = d.do("wang", "case", "propose_close", d.one("case").id, why_closed="need_met", child_view="好")
    assert isinstance(made, RefusedOrder)
