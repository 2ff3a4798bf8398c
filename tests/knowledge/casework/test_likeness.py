"""Likeness of children: whoever may be the same shares a mark by which she is looked for."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.casework.likeness import Described, likely_same, marks

ON = date(2026, 12, 1)
NAMES = st.sampled_from([None, "", "·", "欧阳小明", " 欧阳·小明", "欧阳 小 明", "某某", "Ａli", "ali"])
DESCRIPTIONS = st.builds(
    Described,
    name=NAMES,
    born=st.sampled_from([None, date(2018, 5, 4), date(2011, 1, 1)]),
    age=st.sampled_from([None, 8, 9, 15]),
    guardian=NAMES,
    sex=st.sampled_from([None, "male", "female"]),
    area=st.sampled_from(["440104001007", "440104010113"]),
)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_whoever_may_be_the_same_shares_a_mark(one: Described, other: Described):
    assert not likely_same(one, other, ON) or marks(one) & marks(other)


@given(DESCRIPTIONS)
def test_whatever_is_known_besides_is_no_mark(one: Described):
    assert marks(replace(one, name=None, born=None)) == frozenset()


def test_a_mark_is_of_a_name_or_a_day():
    assert not marks(Described(name="某某")) & marks(Described(name="某 人", born=date(2018, 5, 4)))
    assert marks(Described(name="某·某")) == marks(Described(name="某某"))
