"""Days of a situation that cannot be are refused, whichever day is asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.situation.situation import Situation
from knowledge.situation.time import BEGUN, untimely

TODAY = date(2026, 11, 28)
DAYS = st.dates(date(1998, 1, 1), date(2034, 12, 31))


@given(DAYS, st.integers(0, 30), DAYS)
def test_an_age_is_that_of_the_question_or_of_today(born: date, age: int, asked: date):
    known = Situation(birth_date=born, age=age)
    right = born <= TODAY and age in {known.age_on(asked), known.age_on(TODAY)}
    assert (untimely(known, (asked,), TODAY) is None) is right


@pytest.mark.parametrize("fact", BEGUN)
def test_nothing_has_begun_later(fact: str):
    for days in ((), (date(2020, 1, 1),), (date(2019, 1, 1), TODAY)):
        assert untimely(Situation.model_validate({fact: TODAY}), days, TODAY) is None
        wrong = untimely(Situation.model_validate({fact: TODAY + timedelta(1)}), days, TODAY)
        assert wrong
        assert wrong[0] == fact


def test_a_question_about_later_may_say_what_will_have_begun_but_no_birth():
    later = date(2027, 6, 1)
    assert untimely(Situation(father_since=later), (later,), TODAY) is None
    assert untimely(Situation(birth_date=later), (later,), TODAY) == ("birth_date", "situation.born_later")


@pytest.mark.parametrize(
    ("parent", "days", "right"),
    [
        *(("father", -5000, False), ("father", -400, False), ("father", -200, True), ("father", 0, True)),
        *(("mother", -1, False), ("mother", 0, True), ("mother", 3000, True)),
    ],
)
def test_a_parent_does_not_die_long_before_a_birth(parent: str, days: int, right: object):
    born = date(2015, 3, 1)
    died = {f"{parent}_state": "dead", f"{parent}_since": born + timedelta(days)}
    known = Situation.model_validate({"birth_date": born, **died})
    assert (untimely(known, (), TODAY) is None) is right
    unknown = Situation.model_validate({**died, f"{parent}_state": "imprisoned", "birth_date": born})
    assert untimely(unknown, (), TODAY) is None
