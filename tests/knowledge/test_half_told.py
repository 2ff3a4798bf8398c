"""What one sentence of an article says of several things is told of each: no half of it, and not more than it."""

import re
from collections.abc import Callable

import pytest

from tests.knowledge.test_told import ROWS, quotes, spoken, text, unit_of
from tests.support import readings

Unit = readings.Unit


def quoted(unit: Unit, clause: str) -> str:
    return "".join(q for c, q in quotes(unit) if c == clause)


def own(unit: Unit) -> str:
    """What a row tells, its note included."""
    return text(unit) + str(unit.content.get("note", ""))


def dated(unit: Unit) -> bool:
    """WB/11: 及时 is of 受理、处置; for telling the result the article has no time."""
    act = str(unit.content.get("act", ""))
    prompt = unit.kind == "deadline" and unit.content["unit"] in ("prompt", "immediate")
    return prompt and "WB/11" in unit.clauses and bool(re.search("告知(处理)?结果", act)) and "没有写" not in own(unit)


def unclaimed(unit: Unit) -> bool:
    """FY/32 (四): no means are asked of a victim that claims its rights, not of a victim in whatever matter."""
    return "主张相关权益" in quoted(unit, "FY/32") and not re.search("主张(相关)?权益", spoken(unit.content))


def unsigned(unit: Unit) -> bool:
    """WB/59 and 123: whoever sells owes a sign and a look at the identity card too."""
    punished = (
        unit.kind == "sanction" and "WB/123" in unit.clauses and re.search("售[^；]*[烟酒]|[烟酒][^；]*售", text(unit))
    )
    return bool(punished) and not re.search("标志.*证件", text(unit))


def small(unit: Unit) -> bool:
    """WB/56: alarms for lost children are owed by large places alone."""
    return "WB/56" in unit.clauses and "警报" in text(unit) and "大型" not in spoken(unit.content)


def late(unit: Unit) -> bool:
    """FJB/14 has 及时, WB/11 has 立即 for the same child: the stricter holds."""
    soon = re.search("及时(向[^，；。]{0,12})?(报(告|案)|报公安)", text(unit))
    asked = unit.kind == "deadline" and unit.content["unit"] == "prompt" and "报案" in text(unit)
    return "FJB/14" in unit.clauses and bool(soon or asked) and "立即" not in own(unit)


def unnotified(unit: Unit) -> bool:
    """XQ/52: the kindergarten protects, reports and tells the parents."""
    whole = unit.kind == "duty" and unit.content["body"] == "kindergarten" and "立即采取保护措施" in text(unit)
    return whole and "XQ/52" in unit.clauses and "监护人" not in text(unit)


@pytest.mark.parametrize("fault", [dated, unclaimed, unsigned, small, late, unnotified], ids=lambda f: f.__name__)
def test_each_half_of_a_sentence_is_told_as_it_stands(fault: Callable[[Unit], bool]):
    assert [u.row for u in ROWS if u.kind != "clause" and fault(u)] == []


def cited(clause: str, quote: str, **content: object) -> dict[str, object]:
    return {**content, "cite": [{"clause": clause, "quote": quote}]}


def test_a_half_told_sentence_is_seen():
    heard = cited("WB/11", "及时受理、处置，并以适当方式将处理结果告知", act="受理、处置并告知处理结果", unit="prompt")
    assert dated(unit_of(heard, "deadline"))
    assert not dated(unit_of({**heard, "note": "告知没有写期限"}, "deadline"))
    assert unclaimed(unit_of(cited("FY/32", "家庭暴力的受害人主张相关权益", text="家暴受害人不看经济条件")))
    assert unsigned(unit_of(cited("WB/123", "罚款", text="向未成年人售烟：罚款"), "sanction"))
    assert small(unit_of(cited("WB/56", "启动安全警报系统", text="请场所启动警报")))
    assert late(unit_of(cited("FJB/14", "应当及时向公安机关报案", text="发现家暴的，及时向公安机关报案")))
    told = cited("XQ/52", "立即采取保护措施", act="立即采取保护措施并报告公安", body="kindergarten")
    assert unnotified(unit_of(told, "duty"))


OR = re.compile("拒不改正或者(情节严重|造成严重后果)的")
SECOND = {"情节严重": "severity", "造成严重后果": "serious_consequence"}
"""The other ground of a heavier penalty, and the fact that tells it."""


def test_either_ground_of_a_heavier_penalty_opens_a_power():
    """A power after a refusal to correct stands after the other ground too: each is a norm of its own."""
    norms = [u for u in ROWS if u.kind == "norm"]
    grounds = {(u.content["act"], c, f) for u in norms for c in u.clauses for f in u.content.get("when", {})}
    wanted = {
        (unit.content["act"], clause, SECOND[found[1]])
        for unit in norms
        if "refuses_to_correct" in unit.content.get("when", {})
        for clause, quote in quotes(unit)
        for found in OR.finditer(quote)
    }
    assert len(wanted) > 3
    assert wanted - grounds == set()
