"""What is known is kept, what is not known stays absent."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.situation.facts import FACTS
from knowledge.situation.situation import DURATIONS, EXCLUDED, IMPLIED, OPTIONS, Situation, implied, value_label
from tests.support.walks import every

RAW = frozenset(code for code, fact in FACTS.items() if fact.raw)
"""Fields that conditions do not name; they name facts derived from them."""

ON = date(2026, 11, 23)
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))


def test_nothing_known_is_no_fact_at_all() -> None:
    assert Situation().facts(ON) == {}


@every("fact", sorted(OPTIONS))
def test_every_value_of_a_fact_is_kept_as_it_is(fact: str) -> None:
    for value in OPTIONS[fact]:
        found = Situation.model_validate({fact: value}).facts(ON)
        implied = {
            k: v for name, values, follows, _ in IMPLIED if fact == name and value in values for k, v in follows.items()
        }
        implied |= {other: left for name, values, other, left in EXCLUDED if name == fact and value in values}
        assert found.items() >= {**implied, fact: value}.items()
        assert found.keys() <= {fact, *implied, *_follow_further(implied)}


def _follow_further(implied: dict[str, Any]) -> set[str]:
    """What follows from facts that followed themselves."""
    return {other for name, values, other, _ in EXCLUDED if name in implied and implied[name] in values} | {
        k for name, values, follows, _ in IMPLIED if name in implied and implied[name] in values for k in follows
    }


@given(st.fixed_dictionaries({}, optional={fact: st.sampled_from(values) for fact, values in OPTIONS.items()}))
def test_what_follows_is_what_rule_after_rule_adds(known: dict[str, Any]) -> None:
    facts = dict(known)
    for fact, values, follows, unless in (*IMPLIED, *((f, v, {other: left}, None) for f, v, other, left in EXCLUDED)):
        if facts.get(fact) in values and (unless is None or facts.get(unless) is None):
            facts = {**follows, **facts}
    assert implied(known) == facts


@every("fact", sorted(OPTIONS))
def test_a_fact_has_a_name_and_its_values_differ_in_words(fact: str) -> None:
    assert str(FACTS[fact].label)
    assert str(FACTS[fact].label) != fact
    shown = [value_label(fact, v) for v in OPTIONS[fact]]
    assert len(set(shown)) == len(shown) >= 2
    # a word of Chinese for each code: people read these
    assert not [s for s in shown if s.isascii()]


def test_every_field_is_a_fact_or_gives_one() -> None:
    assert set(OPTIONS) == set(Situation.model_fields) - RAW
    assert set(DURATIONS.values()) | {"birth_date", "age", "receiving"} <= RAW


@pytest.mark.parametrize("given_", [{"colour": "red"}, {"sex": "other"}, {"age": -1}, {"age": 31}, {"place": ["home"]}])
def test_what_it_does_not_have_is_refused(given_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Situation.model_validate(given_)


def years_by_counting(born: date, on: date) -> int:
    """Birthdays met on a walk from the day after birth; in common years 29 February is met on 1 March."""
    count, day = 0, born + timedelta(days=1)
    while day <= on:
        leapling = (born.month, born.day) == (2, 29)
        yesterday = day - timedelta(days=1)
        met = (day.month, day.day) == (born.month, born.day)
        count += met or (leapling and (day.month, day.day) == (3, 1) and yesterday.day == 28)
        day += timedelta(days=1)
    return count


@given(DAYS, st.integers(0, 19 * 366))
@example(date(2012, 2, 29), (date(2026, 2, 28) - date(2012, 2, 29)).days)
@example(date(2012, 2, 29), (date(2026, 3, 1) - date(2012, 2, 29)).days)
@example(date(2012, 2, 29), (date(2028, 2, 28) - date(2012, 2, 29)).days)
@example(date(2012, 2, 29), (date(2028, 2, 29) - date(2012, 2, 29)).days)
def test_age_is_the_number_of_birthdays(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    assert Situation(birth_date=born).age_on(on) == years_by_counting(born, on)
    assert Situation(birth_date=born).facts(on) == {"age": years_by_counting(born, on)}


def test_a_birthday_outweighs_a_stated_age() -> None:
    assert Situation(birth_date=date(2012, 11, 23), age=9).facts(ON) == {"age": 14}
    assert Situation(age=9).facts(ON) == {"age": 9}
