"""A condition decides like someone who tries every way in which the unknown facts could be filled in."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from knowledge.situation.conditions import Condition
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Verdict

FACTS = ("sex", "severity", "place", "licensed", "urgent", "reporter")
YEARS = range(131)
Table = dict[str, Any]


def requirement(fact: str) -> st.SearchStrategy[Any]:
    """One value, or some of the values but never all: what no value can break is not a condition."""
    options = OPTIONS[fact]
    some = st.lists(st.sampled_from(options), min_size=1, max_size=len(options) - 1, unique=True)
    return st.one_of(st.sampled_from(options), some)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    chosen = draw(st.lists(st.sampled_from(FACTS), max_size=3, unique=True))
    table = {f: draw(requirement(f)) for f in chosen}
    low, high = sorted(draw(st.lists(st.integers(1, 18), min_size=2, max_size=2, unique=True)))
    ages = draw(st.sampled_from(((), ("age_from",), ("age_under",), ("age_from", "age_under"))))
    return table | {k: v for k, v in (("age_from", low), ("age_under", high)) if k in ages}


@st.composite
def known(draw: st.DrawFn) -> Table:
    facts = {f: draw(st.sampled_from(OPTIONS[f])) for f in FACTS if draw(st.booleans())}
    return facts | ({"age": draw(st.integers(0, 25))} if draw(st.booleans()) else {})


def met(table: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """The table read by hand, every fact known."""
    for key, wanted in table.items():
        if key == "age_under":
            ok = facts["age"] < wanted
        elif key == "age_from":
            ok = facts["age"] >= wanted
        else:
            ok = facts[key] in (wanted if isinstance(wanted, list) else [wanted])
        if not ok:
            return False
    return True


def completions(table: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Table]:
    asked = {"age" if k.startswith("age_") else k for k in table}
    open_ = sorted(asked - facts.keys())
    domains = [YEARS if f == "age" else OPTIONS[f] for f in open_]
    return ({**facts, **dict(zip(open_, values, strict=True))} for values in product(*domains))


def oracle(table: Mapping[str, Any], facts: Mapping[str, Any]) -> Verdict:
    ends = {met(table, c) for c in completions(table, facts)}
    if len(ends) == 2:
        return Verdict.UNKNOWN
    return Verdict.YES if ends == {True} else Verdict.NO


@given(tables(), known())
@example({}, {})
@example({"age_under": 14}, {"age": 13})
@example({"age_under": 14}, {"age": 14})
def test_three_values_are_those_of_all_completions(table: Table, facts: Table) -> None:
    assert Condition.parse(table).holds(facts) is oracle(table, facts)


@given(tables(), known(), known())
def test_learning_a_fact_never_unsettles_a_verdict(table: Table, facts: Table, more: Table) -> None:
    condition = Condition.parse(table)
    before, after = condition.holds(facts), condition.holds({**more, **facts})
    assert before is Verdict.UNKNOWN or after is before


@given(tables(), known(), st.data())
def test_forgetting_a_fact_never_settles_a_verdict(table: Table, facts: Table, data: st.DataObject) -> None:
    kept = {k: v for k, v in facts.items() if data.draw(st.booleans(), label=k)}
    condition = Condition.parse(table)
    before, after = condition.holds(facts), condition.holds(kept)
    assert after in (before, Verdict.UNKNOWN)


@given(tables(), known(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_condition_is_written_does_not_matter(
    table: Table, facts: Table, chance: random.Random
) -> None:
    items = list(table.items())
    chance.shuffle(items)
    turned = {k: list(reversed(v)) if isinstance(v, list) else v for k, v in items}
    one, other = Condition.parse(table), Condition.parse(turned)
    assert one.key == other.key
    assert one.holds(facts) is other.holds(facts)
    assert set(one.missing(facts)) == set(other.missing(facts))
    assert [(a.fact, a.values) for a in one.failing(facts)] == [(a.fact, a.values) for a in other.failing(facts)]


@given(tables(), tables())
def test_equal_keys_mean_the_same_and_different_keys_do_not(one: Table, other: Table) -> None:
    same = Condition.parse(one).key == Condition.parse(other).key
    asked = ["age" if k.startswith("age_") else k for k in {**one, **other}]
    assume(len(set(asked)) <= 3)
    everything = dict.fromkeys(asked, True) | ({"age_from": 0} if "age" in asked else {})
    everything.pop("age", None)
    assert same is all(met(one, c) == met(other, c) for c in completions(everything, {}))


@given(tables(), known())
def test_the_reasons_fit_the_verdict(table: Table, facts: Table) -> None:
    condition = Condition.parse(table)
    verdict = condition.holds(facts)
    assert bool(condition.failing(facts)) is (verdict is Verdict.NO)
    assert all(a.fact in facts and facts[a.fact] not in a.values for a in condition.failing(facts))
    assert all(f not in facts for f in condition.missing(facts))
    assert bool(condition.missing(facts)) or verdict is not Verdict.UNKNOWN


@given(tables(), known(), st.data())
def test_filling_in_what_is_missing_decides(table: Table, facts: Table, data: st.DataObject) -> None:
    condition = Condition.parse(table)
    asked = condition.missing(facts)
    told = {f: data.draw(st.integers(0, 25) if f == "age" else st.sampled_from(OPTIONS[f])) for f in asked}
    assert condition.holds({**facts, **told}) is not Verdict.UNKNOWN


def test_no_condition_always_holds() -> None:
    assert Condition().holds({}) is Verdict.YES
    assert Condition().text == ""


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.sampled_from((3, 6, 8, 12, 14, 16, 18)))
@example(date(2008, 2, 29), 14)
@example(date(2008, 2, 29), 16)
@example(date(2010, 12, 31), 14)
@example(date(2010, 1, 1), 14)
def test_protected_until_the_day_before_the_birthday(born: date, n: int) -> None:
    leap = born.month == 2 and born.day == 29
    year = born.year + n
    common = year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)
    birthday = date(year, 3, 1) if leap and common else date(year, born.month, born.day)
    child = Situation(birth_date=born)
    under, reached = Condition.parse({"age_under": n}), Condition.parse({"age_from": n})
    for day, minor in ((birthday - timedelta(days=1), True), (birthday, False)):
        facts = child.facts(day)
        assert under.holds(facts) is (Verdict.YES if minor else Verdict.NO)
        assert reached.holds(facts) is (Verdict.NO if minor else Verdict.YES)


@given(st.integers(0, 30), st.integers(1, 18))
def test_under_and_from_part_all_ages(age: int, n: int) -> None:
    facts = {"age": age}
    assert {Condition.parse({k: n}).holds(facts) for k in ("age_under", "age_from")} == {Verdict.YES, Verdict.NO}


def test_an_unknown_age_is_unknown_on_both_sides() -> None:
    facts = Situation(sex="female").facts(date(2026, 11, 23))
    assert Condition.parse({"age_under": 14}).holds(facts) is Verdict.UNKNOWN
    assert Condition.parse({"age_from": 14}).holds(facts) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "table",
    [
        {"colour": "red"},
        {"age": 13},
        {"birth_date": date(2010, 1, 1)},
        {"sex": "other"},
        {"sex": ["female", "other"]},
        {"sex": []},
        {"licensed": "yes"},
        {"licensed": 1},
        {"age_under": "14"},
        {"age_under": True},
        {"age_from": 13.5},
        "female",
        ["female"],
        None,
    ],
    ids=str,
)
def test_what_a_situation_does_not_have_is_refused(table: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Condition.parse(table)


def test_it_is_shown_in_words() -> None:
    assert Condition.parse({"age_under": 14}).text == "未满14周岁"
    assert Condition.parse({"age_from": 14}).text == "已满14周岁"
    assert Condition.parse({"licensed": False}).text == "非（有营业许可）"


@given(tables(), known())
def test_judged_at_once_is_judged_piece_by_piece(table: Table, facts: Table) -> None:
    condition = Condition.parse(table)
    assert condition.judged(facts) == (condition.holds(facts), condition.failing(facts), condition.missing(facts))
