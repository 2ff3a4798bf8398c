"""Before a child comes of age somebody asks what follows: half a year ahead, and when the month comes."""

from datetime import date, timedelta

from knowledge.calendar.deadlines import end_of
from knowledge.casework.load import table
from knowledge.casework.order import Decided
from tests.support.casework import CHILDREN, OF_AGE, District

UNKNOWN, KNOWN = CHILDREN


def opened(child: str) -> tuple[District, str]:
    d = District(table())
    d.do("wang", "case", "open", minor=child)
    return d, d.one("case").id


def test_half_a_year_before_18_is_asked_for_where_the_birth_is_on_file():
    d, case = opened(KNOWN)
    month = OF_AGE[KNOWN]
    assert d.items[case].clocks["before_adult"] == end_of(month - timedelta(days=183))
    assert d.items[case].clocks["adult"] == end_of(month)
    d, case = opened(UNKNOWN)
    assert set(d.items[case].clocks) == {"review"}


def test_who_is_nearly_18_when_the_case_begins_is_asked_about_today():
    d = District(table())
    d.wait(days=(date(2027, 6, 1) - d.now.date()).days)
    d.do("wang", "case", "open", minor=KNOWN)
    assert d.one("case").clocks["before_adult"] == end_of(d.now.date())


def test_only_the_month_of_birth_stands_in_the_open():
    d, case = opened(KNOWN)
    assert d.items[case].open["adult_on"] == "2027-08-01"


def test_what_is_prepared_is_begun_once_and_goes_on_when_the_month_comes():
    d, case = opened(KNOWN)
    assert isinstance(d.do("clock", "case", "prepare_adult", case), Decided)
    asked = {i.open["what"] for i in d.items.values() if i.kind == "task"}
    assert asked == {"home_after", "benefits_after", "who_after"}
    d.do("wang", "case", "set_grade", case, grade="yellow", note="x")
    assert "before_adult" not in d.items[case].clocks, "not begun a second time"
    d.do("clock", "case", "of_age", case)
    assert "of_age" in {i.open["what"] for i in d.items.values() if i.kind == "task" and not i.ended}
    assert set(d.items[case].clocks) == {"review"}
