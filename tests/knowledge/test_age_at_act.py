"""Criminal law and the law of public order go by the age at the act: a row shown by the age now says so."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support import readings

Row = Mapping[str, Any]
AT_ACT = {"XF/236", "XF/236之一", "XF/17", "ZA/12", "ZA/23", "ZA/51", "ZA/52"}
"""Clauses whose age is that of the act (性关系、违反治安管理、殴打) or may be."""
BOUNDS = {12, 14, 16}
SAID = re.compile("当时|受孕时|行为时|被打时|违反治安管理时|发生性关系时")


def by_age_now(row: Row) -> bool:
    """The row cites such a clause for an age and is shown by the age that the child has today."""
    when = row.get("when", {})
    cited = any(c["clause"] in AT_ACT and "周岁" in c["quote"] for c in row.get("cite", ()))
    return cited and bool({when.get("age_from"), when.get("age_under")} & BOUNDS)


def silent(row: Row) -> bool:
    """Neither its words nor its note say that the age at the act counts."""
    return not SAID.search("".join(row.get(key, "") for key in ("text", "act", "note")))


ROWS = tuple(u for path in readings.files() for u in readings.units(path) if by_age_now(u.content))


def test_a_row_that_goes_by_the_age_now_is_seen():
    row = {"act": "母亲不满十四周岁：立案侦查", "when": {"age_under": 14}}
    cite = [{"clause": "XF/236", "quote": "奸淫不满十四周岁的幼女的，以强奸论"}]
    assert by_age_now({**row, "cite": cite})
    assert not by_age_now(row)
    assert silent(row)
    assert not silent({**row, "act": "母亲受孕时不满十四周岁：立案侦查"})


def test_a_row_of_an_age_at_the_act_says_so():
    assert ROWS
    assert [u.row for u in ROWS if silent(u.content)] == []


MOTHER = tuple(
    u for path in readings.files() if path.stem == "civil_status" for u in readings.units(path)
    if any(c["clause"].startswith("XF/236") for c in u.content.get("cite", ()))
)  # fmt: skip
"""Rows on a minor who has given birth: conception was up to ten months before, or years."""


def who(row: Row) -> tuple[Any, Any]:
    """Whose act a row is."""
    return row.get("role"), row.get("body")


@pytest.mark.parametrize("bound", ["age_under", "age_from"])
def test_no_age_now_hides_the_crime_against_a_mother(bound: str):
    """A row of her age today has one of her age at conception beside it."""
    assert MOTHER
    at_act = {who(u.content) for u in MOTHER if "conceived_under_14" in u.content.get("when", {})}
    by_age = [u for u in MOTHER if bound in u.content.get("when", {})]
    assert at_act
    assert [u.row for u in by_age if who(u.content) not in at_act] == []
