"""A report about a child who is not on file: the child enters the register, then the case is opened."""

from typing import Any

import pytest

from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from tests.support.casework import CHILDREN, HOME, District

KNOWN: dict[str, Any] = {"name": "小明", "sex": "male", "born": "2018-05-04", "age_about": 8, "sibling": CHILDREN[1]}


def taken(d: District, **more: Any) -> str:
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="身上有伤", **more)
    assert isinstance(made, Decided)
    d.do("wang", "report", "take", made.item.id)
    return made.item.id


def test_a_child_not_on_file_enters_the_register_under_its_own_key():
    d = District(table())
    code = taken(d)
    made = d.do("wang", "report", "register_child", code, **KNOWN)
    assert isinstance(made, Decided)
    child = made.registered
    assert child is not None
    assert (child.area, child.sibling, made.item.minor) == (HOME, CHILDREN[1], child.key)
    assert child.facts == {"birth_date": "2018-05-04", "sex": "male"}, "an age is not kept beside the day of birth"
    assert made.events[0].sealed == {"F2": {"name": "小明", "sex": "male", "born": "2018-05-04"}}
    assert "小明" not in str(made.events[0].changes)
    opened = d.do("wang", "report", "open_case", code, reporter_told="told")
    assert isinstance(opened, Decided)
    assert d.one("case").minor == child.key


@pytest.mark.parametrize(("before", "form", "why"), [
    ({"minor": CHILDREN[0]}, KNOWN, "casework.child_known"),
    ({}, {"name": "小明"}, "casework.no_age"),
])  # fmt: skip  # a table
def test_it_needs_an_age_and_a_child_that_is_not_known(before: Any, form: Any, why: str):
    d = District(table())
    made = d.do("wang", "report", "register_child", taken(d, **before), **form)
    assert isinstance(made, RefusedOrder)
    assert made.why.code == why
    assert made.code.value != "form"


def test_an_age_that_was_told_with_the_report_is_enough():
    d = District(table())
    code = taken(d, age_about=8)
    made = d.do("wang", "report", "register_child", code, sex="female")
    assert isinstance(made, Decided)
    assert made.registered is not None
    assert made.registered.facts == {"sex": "female", "age": 8}
