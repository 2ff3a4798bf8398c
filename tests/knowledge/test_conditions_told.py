"""A condition that an article puts before a power or a duty is told with it, and the article that states it is cited.

Faults of kinds that lawyers found in rows that had been mended by kind.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from knowledge.eligibility.services import eligible
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit
from tests.knowledge.test_told import ROWS, quotes, spoken, text, unit_of
from tests.support import readings

Unit = readings.Unit

WANTED = (
    ("HKGF/20", "亲子鉴定证明", "有资质|具有资质|只对随父亲"),
    ("JSWS/29", "应当将其留院", "留院"),
    ("JSWS/(30|31|32|36)", "其监护人(同意|不办理住院)|再次诊断|应当对其实施住院", "严重"),
    ("HJ2/13", "暂时确定", "分居"),
    ("JJ/38", "设立社区家长学校", "居委会|转介|依托|承接"),
    ("MFD/(19|145|1200)", "限制民事行为能力人|八周岁以上", "辨认|看是谁实施"),
    ("MFD/1105|SYDJ/8", "登记前(?:予以)?公告", "查找不到|捡到"),
    ("MFD/1188", "承担侵权责任", "劳动收入"),
    ("SYDJ/6", "^收养人经常居住地卫生健康主管部门", "经常居住地"),
    ("WB/77", "有权通知", "监护人"),
    ("WB/83", "应当责令", "完成义务教育"),
    ("WB/118", "应当予以训诫", "接(?:到)?[^，。；]{0,40}报告|办案|办理案件|报公安|报告公安"),
    ("WB/92", "需要被紧急安置", "紧急安置|推定|取有利于孩子"),
    ("SYDJ/2", "协议解除", "协议解除"),
)
"""Clause, what is quoted of it, and the condition or the holder of the power that a row then says."""

UNTOLD = {
    ("M32", "WB/118"): "a refusal: who may order, not when",
    ("M96", "WB/118"): "a refusal: who may admonish, not when",
    ("M57", "WB/83"): "a refusal: who may order, not when",
    ("M71", "WB/77"): "the duty is the guardian's, who has the right; the refusal is of what not to say to a child",
    ("M70", "WB/77"): "the note says that the right is of bullying alone",
    ("M35", "WB/92"): "反家庭暴力法15 asks for no urgency",
    ("M112", "WB/92"): "whom not to call; no placement is decided",
    ("N1411", "MFD/145"): "what is void is given back too",
}
"""Owner and clause of rows that need not say it, and why."""


def unsaid(unit: Unit) -> list[str]:
    """The clauses whose condition a row quotes and does not say; services and concepts are decided by facts."""
    if unit.kind in ("service", "concept", "need"):
        return []
    words = spoken(unit.content)
    return [
        clause
        for clause, quote in quotes(unit)
        for where, part, wanted in WANTED
        if re.fullmatch(where, clause) and re.search(part, quote) and not re.search(wanted, words)
    ]


def test_a_condition_that_is_not_said_is_seen():
    quote = "限制民事行为能力人在学校或者其他教育机构学习、生活期间受到人身损害"
    row = {"act": "八周岁以上的在校受伤：未尽到职责的承担责任", "cite": [{"clause": "MFD/1200", "quote": quote}]}
    assert unsaid(unit_of(row, "duty")) == ["MFD/1200"]
    assert not unsaid(unit_of({**row, "note": "不能辨认自己行为的，与不满八周岁的一样"}, "duty"))


def test_what_an_article_makes_a_condition_is_said():
    assert {(u.owner, clause) for u in ROWS for clause in unsaid(u)} == set(UNTOLD)
    assert all(UNTOLD.values())


LEANS = re.compile("(?:有|属于|符合)本[法条例办]+第([一二三四五六七八九十百千]+)条[^，。；]{0,20}(?:情形|规定的|行为)")
"""How a sentence says that another article of the same text states its condition."""

DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}

ELSEWHERE = {
    ("N580", "JSWS/30"): "the condition is told in the row's own words",
    ("N837", "FY/25"): "the condition is told in the row's own words",
}
"""Owner and clause of rows that lean on an article without citing it, and why."""


def number(words: str) -> int:
    """An article's number: 一千零九十七 is 1097."""
    total, digit = 0, 0
    for sign in words:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def sentences(clause: str, quote: str) -> Iterator[str]:
    """The whole sentences in which a quote stands, in each shipped version."""
    for version in readings.texts().get(clause, ()):
        for para in version.split("\n"):
            if quote in para:
                before, after = para.split(quote, 1)
                yield re.split("[。；]", before)[-1] + quote + re.split("[。；]", after)[0]


def leaned_on(unit: Unit) -> set[str]:
    """The shipped clauses that state a condition of what a row quotes, and that it does not cite."""
    found = {
        f"{clause.split('/')[0]}/{number(m[1])}"
        for clause, quote in quotes(unit)
        for sentence in sentences(clause, quote)
        for m in LEANS.finditer(sentence)
    }
    return {c for c in found - set(unit.clauses) if c in readings.texts()}


def test_an_article_that_is_leaned_on_is_seen():
    quote = "由患者所在单位、村民委员会或者居民委员会办理住院手续"
    row = {"act": "由居委会办理", "cite": [{"clause": "JSWS/36", "quote": quote}]}
    assert leaned_on(unit_of(row, "duty")) == {"JSWS/30"}
    cited = {"clause": "JSWS/30", "quote": "有危害他人安全的危险的"}
    assert not leaned_on(unit_of({**row, "cite": [*row["cite"], cited]}, "duty"))
    assert number("一千零九十七") == 1097


def test_the_article_that_states_the_condition_is_cited_too():
    assert {(u.owner, clause) for u in ROWS for clause in leaned_on(u)} == set(ELSEWHERE)
    assert all(ELSEWHERE.values())


BOUND = {
    "decide_temporary_guardianship": "B16",
    "take_child_away": "B16",
    "assume_long_term_guardianship": "B17",
}
"""Acts to which civil affairs is bound, and the service in which a child gets it."""


def binding() -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    """For what civil affairs must take a child: norm, service, each set of facts, and whether more is to be asked."""
    for unit in (u for u in ROWS if u.kind == "norm"):
        c = unit.content
        if c["act"] in BOUND and c["modality"] == "must" and "civil_affairs" in c["by"]:
            when = {f: v if isinstance(v, list) else [v] for f, v in c["when"].items() if f != "law_allows"}
            for values in product(*when.values()):
                yield unit.owner, BOUND[c["act"]], dict(zip(when, values, strict=True)), "law_allows" in c["when"]


CASES = tuple(binding())


def service_says(service: str, facts: dict[str, Any]) -> Fit:
    child = Situation.model_validate({"birth_date": date(2016, 1, 1), "other_guardian": False} | facts)
    return eligible(rulebook(), service, child, date(2026, 11, 30)).fit


def test_the_service_takes_every_child_whom_civil_affairs_must_take():
    assert {service for _, service, _, _ in CASES} == set(BOUND.values())
    plain = [(owner, service_says(s, facts)) for owner, s, facts, asked in CASES if not asked]
    assert len(plain) > 7
    assert [owner for owner, fit in plain if fit is not Fit.ELIGIBLE] == []


def test_the_service_asks_where_a_condition_is_told_by_no_fact():
    """Urgent placement (未保法92（六）) is such a condition: the norm has a proviso, the service a question."""
    asked = [(owner, service_says(s, facts)) for owner, s, facts, asked in CASES if asked]
    assert len(asked) > 2
    assert [(owner, fit) for owner, fit in asked if fit is not Fit.UNKNOWN] == []


@pytest.mark.parametrize("harm", [{"sexual_harm": True}, {"severity": "serious"}], ids=["sexual", "serious"])
def test_a_relative_who_is_no_guardian_makes_no_temporary_guardianship_of_itself(harm: dict[str, Any]):
    facts = {"offender": "family", "abused_or_abandoned": True, **harm}
    assert service_says("B16", facts) is Fit.UNKNOWN
    assert service_says("B16", {"guardian_state": "harming", "urgent": True, **harm}) is Fit.ELIGIBLE


def test_the_police_are_not_told_to_take_a_child_away_themselves():
    """反家庭暴力法15 has them tell civil affairs and help to place the child: the answer is under those words."""
    child = Situation(domestic_violence=True, life_danger=True)
    for body, answer in (("police", Permission.DEPENDS), ("community_committee", Permission.NO)):
        p = permitted(rulebook(), "take_child_away", body, child, date(2026, 11, 30))
        assert p.answer is answer
    p = permitted(rulebook(), "take_child_away", "police", child, date(2026, 11, 30), Asked.MAY_NOT)
    assert p.answer is Permission.NO
    assert "通知并协助民政部门" in str(p.sentence(rulebook()))


def shown(unit: Unit) -> str:
    """What a row shows to a reader, its reasons and notes included."""
    return "" if unit.kind == "clause" else spoken(unit.content)


def test_help_with_a_placement_that_is_owed_after_violence_is_told_of_that_alone():
    """反家庭暴力法15 has the police notify and help civil affairs; 未成年人保护法92 has no such sentence."""
    told = [u for u in ROWS if "由公安机关通知并协助民政部门安置" in shown(u)]
    assert told
    assert [u.row for u in told if "FJB/15" not in u.clauses] == []


def test_temporary_guardianship_is_not_told_as_of_civil_affairs_alone():
    """Of 未成年人保护法92 it is; 民法典31 and 34 give committees a guardianship and a care of their own."""
    narrow = re.compile("(?<!第九十二条的)临时监护(?:决定)?(?:只|仅)?由民政")
    assert narrow.search("治安处罚由公安机关决定，临时监护由民政部门进行")
    assert [u.row for u in ROWS if u.kind in ("refusal", "need", "matter") and narrow.search(shown(u))] == []
    leave = [u for u in ROWS if u.kind == "refusal" and "自行带走孩子" in text(u)]
    assert len(leave) > 8
    assert [u.row for u in leave if not {"MFD/31", "MFD/34"} <= set(u.clauses)] == []


def ways() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each way in which a fact follows or a door opens, with its owner."""
    for unit in ROWS:
        if unit.kind in ("concept", "door", "need"):
            yield from ((unit.owner, way) for way in unit.content.get("way", ()))


def test_a_way_quotes_what_it_rests_on_and_not_only_what_follows():
    """应当立即向公安…报告 is what follows; the ground is 受到侵害、疑似受到侵害或者面临其他危险情形."""
    cited = [(owner, c["quote"]) for owner, way in ways() for c in way.get("cite", ()) if c["clause"] == "WB/11"]
    assert len(cited) > 30
    assert [owner for owner, quote in cited if quote.startswith("应当立即")] == []
