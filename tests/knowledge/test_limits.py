"""A row is no wider and no narrower than its words: the kinds of error that the second reading of all rows found."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from knowledge.permissions.decision import Permission, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from tests.support import readings
from tests.support.walks import every

Row = Mapping[str, Any]


def cited(content: object) -> Iterator[Row]:
    """A row and each part of it that cites something by itself."""
    if isinstance(content, Mapping):
        if content.get("cite"):
            yield content
        for value in content.values():
            yield from cited(value)
    for value in content if isinstance(content, list) else ():
        yield from cited(value)


ROWS = tuple(
    (unit.row, row) for path in readings.files() for unit in readings.units(path) for row in cited(unit.content)
)
EXCEPTION = re.compile("[^，]*(?:除外|但是|但)")
"""How the rest of a sentence takes back a part of what stands before it."""


def exception_after(cite: Mapping[str, str]) -> bool:
    """The quote stops before the exception of its own sentence."""
    paras = "\n".join(readings.texts().get(cite["clause"], ())).split("\n")
    rests = (re.split("[。；]", p.split(cite["quote"], 1)[1])[0] for p in paras if cite["quote"] in p)
    return any(EXCEPTION.search(rest) for rest in rests)


def test_a_quote_that_stops_before_its_exception_is_seen():
    whole = {"clause": "WB/61", "quote": "任何组织或者个人不得招用未满十六周岁未成年人，国家另有规定的除外"}
    assert exception_after({**whole, "quote": whole["quote"].split("，")[0]})
    assert not exception_after(whole)


def test_no_quote_stops_before_its_exception():
    """An exception that the row quotes by itself stands too."""
    cut = set()
    for row, part in ROWS:
        quotes = "".join(c["quote"] for c in part["cite"])
        if not EXCEPTION.search(quotes):
            cut |= {(row, c["clause"]) for c in part["cite"] if exception_after(c)}
    assert cut == set()


SOUGHT = {"guardian_contactable", "parents_searched", "abandoned"}
"""Facts that say that the parents cannot be found for now."""


def test_temporary_guardianship_of_a_vagrant_asks_whether_the_parents_can_be_found():
    """未成年人保护法92（一）：暂时查找不到父母或者其他监护人. A door opens wider, on purpose."""
    decided = (
        (row, part)
        for row, part in ROWS
        if ".norm." in row or row.startswith("B16.")
        if any(c["clause"] == "WB/92" and "暂时查找不到" in c["quote"] for c in part["cite"])
    )
    assert {row for row, part in decided if not SOUGHT & set(part.get("when", {}))} == set()


ON = date(2026, 11, 29)
HARM = (
    *("crime_suspected", "sexual_harm", "domestic_violence", "abused_or_abandoned", "life_danger", "law_allows"),
    *("bullied", "unattended", "missing", "night_out", "begging", "self_harm", "guardian_incites"),
)
REPORTERS = ("kindergarten", "police", "court", "procuratorate", "justice")


@every(("by", "fact"), product(REPORTERS, HARM))
def test_reporting_harm_or_danger_of_a_child_needs_no_consent(book: Rulebook, fact: str, by: str):
    """未成年人保护法11, 个人信息保护法13: a guardian who harms would never consent; state organs report as well."""
    for age in (4, 12):
        told = Situation(age=age, guardian_consents=False, **{f: f == fact for f in HARM})
        assert permitted(book, "process_child_data", by, told, ON).answer is not Permission.NO


@pytest.mark.parametrize("fact", HARM)
def test_a_kindergarten_that_reports_needs_no_consent(book: Rulebook, fact: str):
    told = Situation(age=4, guardian_consents=False, **{fact: True})
    assert permitted(book, "process_child_data", "kindergarten", told, ON).answer is Permission.YES


def test_letters_of_a_child_without_any_capacity_are_opened_for_it(book: Rulebook):
    """民法典21: from eight on too, if it cannot understand its acts; whoever relies on that shows it."""
    shown = Situation(age=15, life_danger=False, law_allows=True)
    assert permitted(book, "open_letters", "guardian", shown, ON).answer is Permission.YES
    assert permitted(book, "open_letters", "guardian", Situation(age=15, life_danger=False), ON).answer is Permission.NO


REPLACED = {f"SJZ/{n}" for n in (4, 9, 11, 12, 14, 16, 28, 30, 33, 36, 17, 47, 48, 50, 60, 65, 66)}
"""Articles of the interim measures whose subject the Social Assistance Law has taken over from 2026-07-01."""
STANDING = re.compile("主动为其依法办理供养|直接办理|简化审批手续|可以委托乡镇人民政府、街道办事处审批|不能入学")
"""What the law neither says otherwise nor repeals: a later row goes on with it."""


def test_nothing_ends_with_the_new_law_but_where_the_law_says_otherwise():
    interim = [(row.partition(".")[0], d, c) for row, d in ROWS for c in d["cite"] if c["clause"].startswith("SJZ/")]
    stand = {(owner, m.group()) for owner, d, c in interim if not d.get("until") for m in STANDING.finditer(c["quote"])}
    ended = {(owner, m.group()) for owner, d, c in interim if d.get("until") for m in STANDING.finditer(c["quote"])}
    assert ended <= stand
    assert len(stand) > 4
    assert {c["clause"] for _, d, c in interim if d.get("until")} <= REPLACED
