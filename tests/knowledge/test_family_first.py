"""That the family is first excluded as offender stands in no article: a row that asks it says that it is practice."""

import re
from datetime import date

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from tests.support import readings
from tests.support.walks import every

PHRASE = "先排除家庭成员"
SAID = PHRASE + "是侵害人"
PART = re.compile("涉嫌侵害[^，。；]{0,6}家庭成员先不")
"""Words that keep one member of the family from being told, and nobody else."""
ASKING = tuple(
    unit
    for path in readings.files()
    for unit in readings.units(path)
    if any(PHRASE in unit.content.get(key, "") or PART.search(unit.content.get(key, "")) for key in ("text", "act"))
    or unit.content.get("when", {}).get("is_family_suspected") is False
)


def test_there_are_such_rows():
    assert len(ASKING) > len({unit.owner for unit in ASKING}) > 1


@every("unit", ASKING, ids=lambda unit: unit.row)
def test_excluding_the_family_first_is_marked_as_practice(unit: readings.Unit):
    note = unit.content.get("note", "")
    assert SAID in note, f"{unit.row}: its note says 「{SAID}…是做法」"
    assert "是做法" in note[note.index(SAID) :], unit.row


def test_no_time_limit_is_lost_because_one_member_of_the_family_is_suspected():
    """The articles have no exception: the other guardians are told, so words keep out the one who is suspected."""
    limits = [
        limit
        for path in readings.files()
        for unit in readings.units(path)
        for limit in (*unit.content.get("deadline", ()), *((unit.content,) if unit.kind == "deadline" else ()))
    ]
    assert sum(bool(PART.search(limit["act"])) for limit in limits) > 20
    assert [limit["act"] for limit in limits if "is_family_suspected" in limit.get("when", {})] == []


NORMS = {"N115", "N116", "N134", "N281"}
"""Norms to tell or contact the family: an exception of ours makes them depend while the family is suspected."""
INTEREST = {"in_childs_interest": True}
"""The duty is not lifted by suspicion alone: one member may be kept out, the other guardians are still told."""


def test_norms_to_tell_the_family_have_every_way_in_which_it_is_suspected():
    units = [unit for path in readings.files() for unit in readings.units(path)]
    (suspected,) = (unit for unit in units if unit.owner == "is_family_suspected")
    ways = [way["when"] for way in suspected.content["way"]]
    excepted = {unit.owner: [e["when"] for e in unit.content["exception"]] for unit in units if unit.owner in NORMS}
    assert set(excepted) == NORMS
    for owner, whens in excepted.items():
        assert sorted(whens, key=str) == sorted((way | INTEREST for way in ways), key=str), owner


@pytest.mark.parametrize("norm", sorted(NORMS))
def test_suspicion_alone_neither_sends_word_to_the_family_nor_lets_it_be_left(norm: str):
    book = rulebook()
    row = book.norms[norm]
    for asked in Asked:
        p = permitted(book, row.act, row.by[0], Situation(domestic_violence=True), date(2026, 11, 23), asked)
        assert p.answer is Permission.DEPENDS
        assert p.missing == ("in_childs_interest",)
    assert all("别的监护人" in e.text for e in row.exception)
