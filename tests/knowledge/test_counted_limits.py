"""A time limit that an article counts for somebody stands in a row; a consequence is quoted with its condition."""

import re
from collections.abc import Iterator

import pytest

from tests.knowledge.test_limits import ROWS
from tests.support import readings

COUNTED = re.compile(r"[一二三四五六七八九十两百\d]+个?(?:小时|工作日|自然日|日|天|月)(?:以内|之内|内)")
ELSEWHERE = {
    "MFD/1077": "the divorce of adults, not a limit for a child or its body",
    "HLW/32": "the inspection of a new net café, no matter asks for it",
    "HK/8": "the registration of a death",
    "HKGF/20": "the same month stands by HK/7, the regulation that it carries out",
    "SFZ/7": "from sixteen on, everybody: no matter is about identity cards",
    "DB/15": "inside the days that DB/22 gives for the whole decision",
    "DB/20": "inside the days that DB/22 gives for the whole decision",
    "DB/21": "after the decision: the notice of a refusal",
    "TK/13": "a step before the decision",
    "TK/15": "a step before the decision",
    "TK/16": "a step before the decision",
    "TK/18": "after the decision: the notice of a refusal",
    "SFJZ/4": "between two organs: the payment after the decision",
}
"""Articles whose count no deadline carries, and why; a row that carries it may be added at any time."""


def counted() -> Iterator[tuple[str, str]]:
    """Each counted limit of an article that is shipped, in its last version."""
    for clause, texts in readings.texts().items():
        yield from ((clause, m.group()) for m in COUNTED.finditer(texts[-1]))


def carried() -> dict[str, str]:
    """What deadlines quote, by clause."""
    found: dict[str, str] = {}
    for row, part in ROWS:
        if ".deadline." in row or {"unit", "event"} <= part.keys():
            for c in part["cite"]:
                found[c["clause"]] = found.get(c["clause"], "") + c["quote"]
    return found


def test_each_counted_limit_of_an_article_is_carried_by_a_deadline():
    """So that a sheet says days where a text has days."""
    rows = carried()
    left = {clause for clause, limit in counted() if limit not in rows.get(clause, "")}
    assert left <= ELSEWHERE.keys(), sorted(left - ELSEWHERE.keys())


def test_what_is_left_out_has_a_count_and_a_reason():
    assert ELSEWHERE.keys() <= {clause for clause, _ in counted()}
    assert all(ELSEWHERE.values())


CONDITIONS = [
    ("FJB/23", "可以代为申请", "当事人是无民事行为能力人、限制民事行为能力人"),
    ("FJB/23", "人民法院应当受理", "遭受家庭暴力或者面临家庭暴力的现实危险"),
    ("WB/37", "立即救护", "发生人身伤害事故的"),
    ("WB/37", "及时通知未成年人的父母", "发生人身伤害事故的"),
    ("WB/37", "并向有关部门报告", "发生人身伤害事故的"),
]
"""By article: a consequence, and the condition of its own sentence."""


@pytest.mark.parametrize(("clause", "consequence", "condition"), CONDITIONS)
def test_a_consequence_is_quoted_with_its_condition(clause: str, consequence: str, condition: str):
    bare, seen = set(), 0
    for row, part in ROWS:
        quotes = "".join(c["quote"] for c in part["cite"] if c["clause"] == clause)
        seen += consequence in quotes
        if consequence in quotes and condition not in quotes:
            bare.add(row)
    assert seen
    assert bare == set()


def test_rooms_for_mothers_and_babies_are_counted():
    """人口与计划生育法29: public places must have them; an obligation counts them."""
    owners = {row.split(".")[0] for row, part in ROWS if any(c["clause"] == "RK/29" for c in part["cite"])}
    assert any(owner.startswith("O") for owner in owners)
