"""A row says its article's condition in full: whom it means, and that a suspicion or a danger is enough to report."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.support import readings

Row = Mapping[str, Any]
REPORTED = ("应当立即向公安、民政、教育等有关部门报告", "面临其他危险情形", "应当立即采取保护措施，并向公安、教育")
"""What a quote of the duty to report has: WB/11 para 2, XQ/52 para 1."""
SPOKEN = ("act", "event", "text", "why")
HARM, SUSPECTED, DANGER = re.compile(r"(?<!性)(?<!制止)(?<!再次)侵害(?!人|报告|学生犯罪|学生的犯罪)"), "疑似", "危险"


def cites(row: Row, found: tuple[str, ...]) -> bool:
    """A quote of the row has one of these words."""
    return any(words in c["quote"] for c in row.get("cite", ()) for words in found)


def reporting() -> Iterator[tuple[str, str, str]]:
    """Each half sentence about a report in a row that cites the duty to report: row, field, words."""
    for path in readings.files():
        for unit in readings.units(path):
            for field in SPOKEN if cites(unit.content, REPORTED) and unit.kind != "concept" else ():
                for words in re.split("[。；]", unit.content.get(field, "")):
                    if field == "event" or re.search("报告|报公安", words):
                        yield unit.row, field, words


def falls_short(field: str, words: str) -> bool:
    """The words speak of harm (an event: of harm or danger) and leave out the suspicion or the danger."""
    speaks = HARM.search(words) or (field == "event" and DANGER in words)
    return bool(speaks) and not (SUSPECTED in words and DANGER in words)


def test_words_that_wait_for_certainty_are_seen():
    assert falls_short("act", "发现孩子受到侵害的，立即报告")
    assert falls_short("text", "发现侵害或危险情形，立即采取保护措施并报告")
    assert falls_short("event", "发现孩子面临危险")
    assert not falls_short("act", "发现孩子受到侵害、疑似受到侵害或者面临其他危险情形的，立即报告")
    assert not falls_short("act", "疑似性侵害的，立即报告公安")


def test_a_duty_to_report_is_told_with_suspicion_and_danger():
    assert {(row, words) for row, field, words in reporting() if falls_short(field, words)} == set()


MEANT = {
    ("CJJ/17", "学习生活需要特别支持的"): "schooling",
    ("CJJ/17", "不能接受普通教育的，由"): "schooling",
    ("CJJ/17", "需要专人护理，不能到学校就读"): "schooling",
    ("YJ/12", "户籍所在地学校就近入学"): "is_school_age",
    ("YJ/12", "接受义务教育的，当地人民政府"): "is_school_age",
    ("HKGF/27", "无法查明父母或者其他监护人的儿童"): "is_civil_affairs_ward",
    ("HKGF/20", "申报出生登记"): "is_civil_affairs_ward",
}
"""By an article's words that mean some children only: what the line of a service that cites them must rest on."""


def lines() -> Iterator[tuple[str, Row]]:
    """Each line of a service that is shown by its own condition."""
    for path in (p for p in readings.files() if p.parent.name == "services"):
        for unit in readings.units(path):
            for part in ("apply", "applicant", "material", "link", "deadline"):
                yield from ((f"{unit.owner}.{part}", row) for row in unit.content.get(part, ()))


@pytest.mark.parametrize("words", MEANT, ids="".join)
def test_a_line_of_a_service_is_shown_to_those_whom_the_words_mean(words: tuple[str, str]):
    clause, quote = words
    cited = ((name, row, c) for name, row in lines() for c in row.get("cite", ()))
    citing = [(name, row) for name, row, c in cited if c["clause"] == clause and quote in c["quote"]]
    assert citing
    assert [name for name, row in citing if MEANT[words] not in row.get("when", {})] == []
