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


KINDS = re.compile("性侵害|性骚扰|虐待|遗弃|家庭暴力")
"""Kinds of harm, each of which is reported on suspicion."""
DOUBT = re.compile("疑似|怀疑|嫌疑|涉嫌|可能|可疑")
LAWFUL = {
    "性侵害、性骚扰未成年人等违法犯罪行为，应当及时向公安机关、教育行政部门报告": "WB/40; 疑似 follows",
    "家庭暴力向公安机关报案": "the deadline's event has 疑似",
    "家庭暴力：公安机关应当对报案人的信息予以保密": "protects whoever has reported",
}
"""By words: why they need no doubt of their own."""


def certain() -> Iterator[tuple[str, str]]:
    """Each half sentence that tells to report a kind of harm as if it had to be certain, where a quote has 疑似."""
    for path in readings.files():
        for unit in (u for u in readings.units(path) if cites(u.content, (SUSPECTED,))):
            for words in re.split("[。；]", "；".join(unit.content.get(f, "") for f in ("text", "act"))):
                if re.search("报告|报公安|报警|报案", words) and KINDS.search(words) and not DOUBT.search(words):
                    yield unit.row, words


def test_a_kind_of_harm_is_reported_on_suspicion():
    assert {(row, words) for row, words in certain() if words not in LAWFUL} == set()


def test_words_that_need_no_doubt_still_stand():
    assert {words for _, words in certain()} >= set(LAWFUL)


def test_a_duty_to_report_at_once_says_to_whom():
    said = [(row, words) for row, field, words in reporting() if field == "act" and re.search("立即报", words)]
    assert [s for s in said if not re.search("公安|民政|教育", s[1])] == []


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


RIGHT = re.compile("有权(?!利也有义务)[^；。]{0,16}(?:检举|控告|举报)")


def texts() -> Iterator[tuple[str, Row, str]]:
    """What duties, cautions and norms tell people: row, its content, its words."""
    for path in readings.files():
        for unit in readings.units(path):
            if unit.kind in ("duty", "caution", "norm"):
                yield unit.row, unit.content, unit.content.get("act" if unit.kind == "duty" else "text", "")


def test_a_right_to_report_harm_is_told_with_the_duty_to_report_a_crime():
    """XS/110 binds everybody: who reads only of a right may leave a crime unreported."""
    both = ("有权利也有义务",)
    rows = [row for row in texts() if RIGHT.search(row[2]) and cites(row[1], ("都有权",))]
    assert rows
    silent = {row for row, content, words in rows if both[0] not in words or not cites(content, both)}
    assert silent == set()


WARD = (
    "流浪乞讨或者身份不明", "监护人下落不明", "不能履行监护职责，导致未成年人监护缺失", "拒绝或者怠于履行监护职责",
    "教唆、利用未成年人实施违法犯罪", "严重伤害或者面临人身安全威胁",
)  # fmt: skip
"""WB/92 (1) to (6): civil affairs must be guardian for now."""


@pytest.mark.parametrize("item", WARD)
def test_whoever_civil_affairs_must_take_in_is_led_to_it_by_a_door(item: str):
    """The door of care opens, or a step of the police door tells civil affairs."""
    units = {u.owner: u.content for path in readings.files() if path.stem == "doors" for u in readings.units(path)}
    telling = [step for step in units["door_police"]["step"] if "民政" in step["text"]]
    rows = (*units["door_care"]["way"], *telling)
    assert any(c["clause"] == "WB/92" and item in c["quote"] for row in rows for c in row["cite"])
