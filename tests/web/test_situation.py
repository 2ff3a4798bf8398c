"""The box: how a form becomes a state, and how words are merged with what was corrected by hand."""

from itertools import product
from pathlib import Path

import pytest

from web.situation.reading import not_taken
from web.situation.state import QuestionState, of_form, of_query


def test_an_address_gives_matter_place_and_day_and_never_a_fact():
    state = of_query({"matter": "M08", "at": "440104001007", "on": "2026-11-28", "age": "13", "fact.age": "13"})
    assert state == QuestionState(matter="M08", at="440104001007", on="2026-11-28")
    nothing = QuestionState(unreadable=frozenset({"matter", "at", "on"}))
    assert of_query({"matter": "M08'", "at": "x", "on": "yesterday"}) == nothing, "and what it held is not forgotten"


def test_what_an_address_held_and_was_not_taken_is_named_without_its_value():
    forms = {"age": {"label": "年龄"}}
    state = QuestionState(matter="M999", also=("M998",), facts={"age": "x", "shoe": "44"}, unreadable=frozenset({"on"}))
    assert not_taken(state, forms, {}, {"M08"}) == ("什么事", "哪一天", "年龄", "一项情况")
    known = QuestionState(matter="M08", facts={"age": "9"})
    assert not_taken(known, forms, {"age": "9"}, {"M08"}) == ()


def test_what_was_understood_is_shown_whole():
    """No word of a chip is cut off: what is not seen cannot be corrected."""
    css = (Path(__file__).parents[2] / "web/static/situation.css").read_text("utf-8")
    rules = [line for line in css.splitlines() if ".chip" in line or ".heard" in line]
    assert rules
    assert not [line for line in rules if "ellipsis" in line]


def test_facts_stand_in_the_fragment_only():
    state = of_form([("matter", "M08"), ("fact.age", "13"), ("fact.sex", "FEMALE"), ("words", "她13岁")])
    path, _, fragment = state.address("/who").partition("#")
    assert path == "/who?matter=M08"
    assert fragment == "age=13&sex=FEMALE"


@pytest.mark.parametrize(
    ("rows", "facts", "removed"),
    [
        ([("fact.age", "13"), ("heard", "age=13")], {"age": "13"}, set()),
        ([("fact.age", ""), ("heard", "age=13")], {}, {"age=13"}),
        ([("fact.age", "15"), ("heard", "age=13")], {"age": "15"}, {"age=13"}),
        ([("fact.age", "13"), ("heard", "age=13"), ("do", "remove:age=13")], {}, {"age=13"}),
        ([("removed", "age=13"), ("do", "take:age=13")], {"age": "13"}, set()),
        ([("fact.hurt", "true"), ("do", "take:hurt=")], {}, {"hurt=true", "hurt="}),
        ([("removed", "hurt="), ("do", "take:hurt=true")], {"hurt": "true"}, set()),
        ([("fact.a-b", "1"), ("do", "nonsense"), ("do", "take:")], {}, set()),
    ],
)
def test_a_form_says_what_was_removed_and_what_was_set(
    rows: list[tuple[str, str]], facts: dict[str, str], removed: set[str]
):
    state = of_form(rows)
    assert state.facts == facts
    assert state.removed == removed


def test_a_form_read_twice_is_the_same_so_that_it_may_be_sent_on_to_its_address():
    steps = ["", "remove:at=440104001007", "remove:matter=M08", "take:matter=M36", "take:at=440104001000", "take:age=9"]
    for first, place in product(steps, ("三眼井社区居委会", "洪桥街道", "")):
        rows = [
            ("matter", "M08"),
            ("at", "440104001007"),
            ("at_name", "三眼井社区居委会"),
            ("place", place),
            ("do", first),
        ]
        state = of_form(rows)
        assert state == of_form(rows)
        assert not (state.at and state.place), "a place is a code or words, never both"
        if first == "remove:at=440104001007":
            assert not state.at


def test_a_place_that_was_typed_anew_replaces_the_code():
    rows = [("at", "440104001007"), ("at_name", "三眼井社区居委会"), ("place", "洪桥街道")]
    state = of_form(rows)
    assert (state.at, state.place) == ("", "洪桥街道")
