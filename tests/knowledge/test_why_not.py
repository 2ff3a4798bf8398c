"""Why a body does not answer for a matter: the failing condition, the missing fact, the texts that were searched."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import NoTextForThatDay, NotFound
from knowledge.responsibility.finding import find, why_not
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Verdict
from tests.knowledge.findings import DAYS, ON, situations

# Why not.


def test_why_not_yes(small: Rulebook) -> None:
    found = why_not(small, "M02", "police", Situation(sex="female", place="school"), ON)
    assert found.verdict is Verdict.YES


def test_why_not_names_the_failing_condition(small: Rulebook) -> None:
    found = why_not(small, "M02", "women_children", Situation(age=15), ON)
    assert found.verdict is Verdict.NO
    assert [a.text for d in found.held for a in d.failing] == ["已满16周岁"]
    assert found.otherwise == ()


def test_why_not_is_unknown_where_a_fact_is_missing(small: Rulebook) -> None:
    found = why_not(small, "M02", "education", Situation(), ON)
    assert found.verdict is Verdict.UNKNOWN
    assert [d.missing for d in found.held] == [("licensed",)]


def test_why_not_says_that_no_text_gives_a_role_and_what_was_searched(small: Rulebook) -> None:
    found = why_not(small, "M02", "civil_affairs", Situation(), ON)
    assert (found.verdict, found.held, found.otherwise) == (Verdict.NO, (), ())
    assert set(found.searched) == {"甲法", "乙条例"}


def test_why_not_knows_the_rows_of_other_days(small: Rulebook) -> None:
    found = why_not(small, "M01", "civil_affairs", Situation(), ON)
    assert (found.verdict, found.held) == (Verdict.NO, ())
    assert [d.body for d in found.otherwise] == ["civil_affairs"]


@given(situations(), DAYS, st.sampled_from(("M01", "M02", "M03")))
def test_why_not_agrees_with_the_answer(small: Rulebook, situation: Situation, on: date, code: str) -> None:
    try:
        found = find(small, code, situation, on)
    except NoTextForThatDay:
        return
    for body in small.kinds:
        verdicts = {d.verdict for d in found.duties if d.row.body == body}
        wanted = next((v for v in (Verdict.YES, Verdict.UNKNOWN) if v in verdicts), Verdict.NO)
        assert why_not(small, code, body, situation, on).verdict is wanted


def test_a_day_without_text_is_no_ground_for_a_no(small: Rulebook) -> None:
    """Nothing shipped was in force: that a body had no role cannot be told (unknown is an answer)."""
    try:
        found = why_not(small, "M02", "school", Situation(), date(2009, 12, 31))
    except NoTextForThatDay:
        return
    assert found.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("code", "body"), [("M99", "police"), ("M01", "wizard")])
def test_what_does_not_exist_is_not_found(small: Rulebook, code: str, body: str) -> None:
    with pytest.raises(NotFound):
        why_not(small, code, body, Situation(), ON)
