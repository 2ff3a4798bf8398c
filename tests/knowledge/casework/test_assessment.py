"""An assessment sets the grade of the case; a lower grade only by a supervisor."""

import pytest

from knowledge.casework.item import WorkItem, fold
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.roles import ActorRole
from tests.support.casework import CHILDREN, District

FOUND = {"fit": True, "findings": "爷爷每天接送，按时吃药", "child_view": "说爷爷对我好"}


def district(grade: str) -> tuple[District, str]:
    d = District(table())
    d.do("wang", "case", "open", minor=CHILDREN[0], grade=grade)
    return d, d.one("case").id


def begun(d: District, what: str = "guardianship") -> WorkItem:
    made = d.do("wang", "assessment", "begin", d.one("case").id, what=what)
    assert isinstance(made, Decided)
    return made.item


@pytest.mark.parametrize(("what", "component"), [("guardianship", "guardianship"), ("overall", "overall")])
def test_a_higher_grade_counts_at_once_and_replans_the_visit(what: str, component: str):
    d, case = district("blue")
    before = d.one("visit")
    made = d.do("wang", "assessment", "conclude", begun(d, what).id, grade="red", **FOUND)
    assert isinstance(made, Decided)
    assert d.items[case].open["grade"] == "red"
    assert d.history(case)[-1].action == "assessed"
    assert fold(d.history(case)) == d.items[case]
    assert d.items[before.id].state == "cancelled"
    assert (d.one("visit").open["grade"], d.one("visit").clocks["due"] < before.clocks["due"]) == ("red", True)
    assert ("O11", component) in {(f.obligation, f.component) for f in d.filings}


def test_a_lower_grade_needs_the_supervisor():
    d, case = district("red")
    item = begun(d)
    made = d.do("wang", "assessment", "conclude", item.id, grade="green", **FOUND)
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.GUARD
    d.do("wang", "assessment", "submit", item.id, grade="green", **FOUND)
    assert d.items[case].open["grade"] == "red"
    refused = d.do("wang", "assessment", "approve", item.id)
    assert isinstance(refused, RefusedOrder)
    assert refused.who_may == (ActorRole.STREET, ActorRole.WELFARE, ActorRole.LEAD)
    assert isinstance(d.do("chen", "assessment", "approve", item.id), Decided)
    assert d.items[case].open["grade"] == "green"
    assert d.one("visit").open["grade"] == "green"


def test_the_grade_is_compared_with_that_of_the_case_now():
    d, case = district("green")
    item = begun(d)
    d.do("wang", "case", "set_grade", case, grade="red", note="新的伤")
    made = d.do("wang", "assessment", "conclude", item.id, grade="blue", **FOUND)
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.GUARD


def test_a_child_away_has_no_visit_planned_by_an_assessment():
    d, case = district("blue")
    d.do("wang", "case", "leave", case, away_until="2026-12-20", whereabouts="奶奶家")
    d.do("wang", "assessment", "conclude", begun(d).id, grade="yellow", **FOUND)
    assert d.items[case].open["grade"] == "yellow"
    assert not [i for i in d.items.values() if i.kind == "visit" and not i.ended]


def test_the_assessment_before_return_is_always_approved():
    d, _ = district("green")
    made = d.do("wang", "assessment", "conclude", begun(d, "before_return").id, grade="red", **FOUND)
    assert isinstance(made, RefusedOrder)
    assert made.code is RefusalCode.GUARD
