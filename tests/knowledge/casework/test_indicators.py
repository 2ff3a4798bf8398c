"""Indicators propose a grade, by a text each; a person decides, and a lower one than proposed is for the supervisor."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from knowledge.casework.gates.indicators import wrong_indicators
from knowledge.casework.guards.danger import GRADES
from knowledge.casework.item import WorkItem
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.casework.settings import Indicators
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import FieldClass
from tests.support.casework import CHILDREN, District

TABLE = table()
ROWS = TABLE.indicators
FOUND = {"fit": True, "findings": "爷爷每天接送", "child_view": "说爷爷对我好"}


def ticks(*codes: str) -> dict[str, Any]:
    return dict.fromkeys(codes, "yes")


def test_each_indicator_proposes_at_least_what_it_weighs():
    for row in ROWS.item:
        alone = ROWS.proposes(ticks(row.code))
        assert alone == ("red" if row.must else next(t.grade for t in ROWS.grades if row.points >= t.least)), row.code


def test_one_more_indicator_never_proposes_less():
    codes = [i.code for i in ROWS.item]
    for a, b in combinations(codes, 2):
        both, one = ROWS.proposes(ticks(a, b)), ROWS.proposes(ticks(a))
        assert GRADES.index(both or "") >= GRADES.index(one or ""), (a, b)


def test_nothing_ticked_is_nothing_proposed_not_a_low_grade():
    assert ROWS.proposes({}) is None
    assert ROWS.proposes(dict.fromkeys((i.code for i in ROWS.item), "no")) is None


def test_a_grave_thing_that_could_not_be_seen_is_no_low_grade():
    for row in ROWS.item:
        doubted = ROWS.proposes({row.code: "unclear"})
        assert doubted == (ROWS.doubted if row.must else None), row.code
    assert ROWS.proposes({"i_abuse": "unclear", "i_internet": "yes"}) == ROWS.doubted, "not less than the doubt"
    assert ROWS.proposes({"i_abuse": "unclear", "i_peril": "yes"}) == "red", "nor more"


def draft(grade: str = "blue") -> tuple[District, WorkItem]:
    d = District(TABLE)
    d.do("wang", "case", "open", minor=CHILDREN[0], grade=grade)
    made = d.do("wang", "assessment", "begin", d.one("case").id, what="guardianship")
    assert isinstance(made, Decided)
    return d, made.item


@pytest.mark.parametrize("row", ROWS.item, ids=lambda i: i.code)
def test_a_grade_below_the_proposal_goes_to_the_supervisor(row: Any):
    proposed = ROWS.proposes(ticks(row.code)) or ""
    for grade in GRADES[1:]:
        d, item = draft()
        made = d.do("wang", "assessment", "conclude", item.id, grade=grade, **ticks(row.code), **FOUND)
        if GRADES.index(grade) < GRADES.index(proposed):
            assert isinstance(made, RefusedOrder)
            assert made.code is RefusalCode.GUARD
            sent = d.do("wang", "assessment", "submit", item.id, grade=grade, **ticks(row.code), **FOUND)
            assert isinstance(sent, Decided)
            assert sent.item.open["proposed"] == proposed, "whoever approves sees it"
            assert isinstance(d.do("chen", "assessment", "approve", item.id), Decided), "a person decides"
            assert d.one("case").open["grade"] == grade
        else:
            assert isinstance(made, Decided)
            assert (made.item.open["proposed"], d.one("case").open["grade"]) == (proposed, grade)


def test_what_was_found_is_sealed():
    d, item = draft()
    d.do("wang", "assessment", "conclude", item.id, grade="red", **ticks("i_abuse"), **FOUND)
    (event,) = [e for e in d.history(item.id) if e.action == "conclude"]
    assert event.sealed["F4"]["i_abuse"] == "yes"
    assert "i_abuse" not in d.items[item.id].open
    kind = TABLE.kinds["assessment"]
    assert {f.field_class for f in kind.field if f.code.startswith("i_")} == {FieldClass.F4}


def test_a_proposal_of_before_does_not_stay():
    d, item = draft()
    d.do("wang", "assessment", "submit", item.id, grade="blue", **ticks("i_abuse"), **FOUND)
    d.do("chen", "assessment", "send_back", item.id, note="再看一次")
    made = d.do("wang", "assessment", "conclude", item.id, grade="blue", **FOUND)
    assert isinstance(made, Decided)
    assert made.item.open["proposed"] == ""


def test_each_indicator_stands_in_its_text(book: Rulebook):
    for row in ROWS.item:
        assert row.cite
        assert len(book.texts.cited(row.cite, date(2026, 11, 23))) == len(row.cite), row.code
    assert ROWS.source.startswith("工作约定，法律没有规定")


def test_a_wrong_table_is_refused():
    def why(**more: Any) -> list[str]:
        return list(wrong_indicators(replace(TABLE, indicators=ROWS.model_copy(update=more))))

    first, *rest = ROWS.item
    assert why() == []
    assert why(item=(first, first, *rest)) == [f"{first.code}：写了两次"]
    assert why(item=(first.model_copy(update={"points": 2}), *rest)) == [f"{first.code}：要么 must，要么有分值"]
    assert why(item=(first.model_copy(update={"cite": ()}), *rest)) == [f"{first.code}：没有条文"]
    assert why(doubted="white") == ["answers 要有 yes、unclear，doubted 要是一个等级"]
    assert why(answers=ROWS.answers[:1]) == ["answers 要有 yes、unclear，doubted 要是一个等级"]
    assert why(grades=ROWS.grades[::-1])[:1] == ["grades 要从高到低，最后一个从0分起"]
    assert len(why(grades=ROWS.grades[:-1])) == 3, "no end, and not the grades of the fields"
    assert len(why(proposed="fit")) > 0
    assert isinstance(ROWS, Indicators)
