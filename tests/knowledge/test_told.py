"""What a quoted article says of whom and when is told, not only quoted: faults of kinds that lawyers found."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support import readings
from tests.support.walks import every

Unit = readings.Unit
ROWS = tuple(unit for path in readings.files() for unit in readings.units(path))
SILENT = ("cite", "quote", "aliases", "name", "matters")

EXCEPTED = re.compile("，但?是?，?([^，。；（）]{2,40}?)的?除外|除([^，。；（）]{2,40}?)(?:以外|外)(?=，|的)")
TELLS = re.compile("除外|除[^，；。]{2,30}(?:外|，)|例外|另有规定|不受此限|以外|不在此限|但")
VAGUE = ("法律", "国家", "规定", "有关", "应当", "机关", "单位", "监护", "护人", "规范", "未成", "成年", "年人")

UNTOLD = {
    **dict.fromkeys(
        (
            ("M34", "WB/103"),
            ("M54", "WB/103"),
            ("M58", "WB/103"),
            ("M67", "WB/103"),
            ("M70", "WB/103"),
            ("M71", "WB/103"),
            ("M86", "WB/103"),
            ("M92", "WB/103"),
            ("M103", "WB/103"),
            ("M120", "WB/103"),
        ),
        "what the row forbids is no search for a missing child",
    ),
    ("M106", "MFD/38"): "until the court has decided, nobody's guardianship is restored",
    ("M109", "ZZ/36"): "the note names the other rules for the time",
    ("M60", "MFD/1035"): "whoever tells a child's story has no law that spares the consent",
    ("M117", "XC/55"): "other penalties of the same text stand in rows of their own",
    ("N276", "JJ/20"): "the exception is of hindering the other parent: N275 tells it",
    ("N405", "WB/61"): "the row is of venues, for which the exception does not stand",
    ("N888", "XS/3"): "the first citation has no exception (一律)",
    ("N13", "WB/61"): "a need is no rule",
    ("B38", "WB/61"): "the service begins at sixteen",
}
"""Owner and clause of exceptions that the row need not tell, and why."""

COMPULSORY = {"YJ/22", "YJ/25", "YJ/52", "YJ/56", "YJ/57"}
"""What the law of compulsory education asks of schools: it binds no kindergarten and no senior school."""
OF_AGE = {
    "M79": "the matter is a child's place in compulsory education",
    "M78": "the matter is enrolment in compulsory education",
    "N123": "the act is to admit to compulsory education",
    "N037": "bodies of government, not one school",
}


def spoken(content: object) -> str:
    """All words of a row but what it quotes."""
    return json.dumps(_spoken(content), ensure_ascii=False, default=str)


def _spoken(content: object) -> object:
    if isinstance(content, Mapping):
        return {k: _spoken(v) for k, v in content.items() if k not in SILENT}
    return [_spoken(v) for v in content] if isinstance(content, list) else content


def text(unit: Unit) -> str:
    """What the row tells to do."""
    return "".join(str(unit.content.get(key, "")) for key in ("text", "act", "event", "why"))


def quotes(unit: Unit) -> Iterator[tuple[str, str]]:
    for cites in readings.citations(unit.content):
        yield from ((c["clause"], c["quote"]) for c in cites)


def untold(unit: Unit) -> Iterator[tuple[str, str]]:
    """Exceptions within the quotes of a row of which nothing of the row speaks."""
    said = spoken(unit.content)
    if "exception" in unit.content or TELLS.search(said):
        return
    for clause, quote in quotes(unit):
        for found in EXCEPTED.finditer(quote):
            words = found[1] or found[2]
            pairs = {words[i : i + 2] for i in range(len(words) - 1)}.difference(VAGUE)
            if not any(pair in said for pair in pairs):
                yield unit.owner, clause


def unit_of(content: dict[str, Any], kind: str = "step") -> Unit:
    return Unit("M125", kind, content)


def test_an_exception_that_is_not_told_is_seen():
    quote = "犯罪记录被封存的，不得向任何单位和个人提供，但司法机关为办案需要或者有关单位根据国家规定进行查询的除外"
    row = {"text": "谁来问都不说", "cite": [{"clause": "XS/286", "quote": quote}]}
    assert list(untold(unit_of(row))) == [("M125", "XS/286")]
    assert not list(untold(unit_of({**row, "text": "除司法机关办案需要的以外，谁来问都不说"})))
    assert not list(untold(unit_of({**row, "note": "司法机关可以依法查"})))


def test_an_exception_that_is_quoted_is_told():
    """A row whose article has an exception says it, or a table says why not."""
    assert {found for unit in ROWS if unit.kind != "clause" for found in untold(unit)} == set(UNTOLD)
    assert all(UNTOLD.values())


def unlimited(unit: Unit) -> bool:
    """Rests on the law of compulsory education alone and does not say so."""
    clauses = set(unit.clauses)
    if not clauses & COMPULSORY or not all(c.startswith("YJ/") for c in clauses):
        return False
    return not re.search("义务教育|小学、初中|school_kind", spoken(unit.content))


def test_what_only_schools_of_compulsory_education_owe_is_said_to_be_theirs():
    found = {unit.owner for unit in ROWS if unlimited(unit) and unit.kind in ("duty", "sanction", "refusal", "norm")}
    assert unlimited(unit_of({"act": "推销的通报批评", "cite": [{"clause": "YJ/56", "quote": "通报批评"}]}, "duty"))
    assert found == set(OF_AGE)


def test_records_are_sealed_under_both_conditions():
    """XS/286: under eighteen at the crime, and five years or less; who may ask for them is 司法机关, not whoever."""
    told = [u for u in ROWS if any("应当对相关犯罪记录予以封存" in q for _, q in quotes(u)) and "封存" in text(u)]
    assert len(told) > 5
    assert [u.row for u in told if u.kind != "deadline" and not re.search("不满十八周岁.*五年", text(u))] == []
    bare = re.compile("(?<!司法机关)(?<!司法机关为)(?<!司法机关因)(?<!国家机关)办案需要")
    assert [u.row for u in ROWS if u.kind != "clause" and bare.search(spoken(u.content))] == []


def test_an_age_limit_is_not_told_with_a_word_that_includes_it():
    """以下 includes the number (民法典1259): whoever is not yet eight is 不满八周岁."""
    assert [u.row for u in ROWS if re.search("周岁及?以下", text(u))] == []


def test_what_is_valid_is_quoted_with_what_needs_consent():
    """MFD/145 in one sentence: what fits the child's age is valid, the rest needs consent."""
    rows = [(u, "".join(q for c, q in quotes(u) if c == "MFD/145")) for u in ROWS if "MFD/145" in u.clauses]
    halves = [u.row for u, q in rows if "同意或者追认后有效" in q and "相适应的民事法律行为有效" not in q]
    assert rows
    assert halves == []


def test_only_whoever_may_have_a_disorder_is_taken_to_a_diagnosis():
    """JSWS/28 is of 疑似精神障碍患者: a child that hits somebody is no patient by that."""
    rows = [u for u in ROWS if u.kind in ("duty", "deadline", "norm") and _sends(u)]
    assert len(rows) > 8
    assert [u.row for u in rows if "疑似" not in text(u)] == []


def _sends(unit: Unit) -> bool:
    cites = unit.content.get("cite", ())
    return any(c["clause"] == "JSWS/28" and "所在单位、当地公安机关应当立即" in c["quote"] for c in cites)


def test_a_suspected_family_does_not_hide_the_boarding_school():
    """YF/36 has both told; who may be the offender is a reason against one of them only."""
    rows = [u for u in ROWS if "寄宿制学校" in text(u) and u.kind in ("duty", "deadline", "step", "safeguard")]
    assert len(rows) > 5
    assert [u.row for u in rows if "is_family_suspected" in u.content.get("when", {})] == []


FAULT = re.compile("不依法履行|不履行|怠于|拒绝|侵犯|侵害|伤害孩子|虐待|放任|唆使|藏匿|不正确实施")


def test_only_a_guardian_at_fault_is_admonished():
    """WB/118 is of who does not fulfil the duties or violates the rights: a child out of school tells neither."""
    rows = [u for u in ROWS if any("上述情形的，应当予以训诫" in q for _, q in quotes(u)) and "训诫" in text(u)]
    rows = [u for u in rows if u.kind != "refusal" and "guardian_state" not in u.content.get("when", {})]
    assert len(rows) > 20
    assert [u.row for u in rows if not FAULT.search(text(u))] == []


def test_a_hotel_that_reports_also_contacts_the_guardians():
    """WB/57 asks for both, and WB/122 sanctions both."""
    rows = [u for u in ROWS if any("并及时联系未成年人的父母" in q for c, q in quotes(u) if c == "WB/57")]
    acting = [u for u in rows if u.kind in ("duty", "step") and re.search("110|向公安机关报告|报公安", text(u))]
    assert acting
    assert [u.row for u in acting if "联系" not in text(u)] == []


SUBJECT = re.compile("(?:^|[，。；])([^，。；：]{3,30}?)违反本法第")


@every("u", [u for u in ROWS if u.kind == "norm" and u.content.get("only")], ids=lambda u: u.owner)
def test_a_power_to_sanction_says_whom_it_meets(u: Unit):
    """The subject of the article (住宿经营者违反本法第五十七条), or its words at least, stands in the row."""
    for _, quote in quotes(u):
        for subject in SUBJECT.findall(quote):
            parts = {subject[i : i + 4] for i in range(len(subject) - 3)}
            assert any(part in text(u) for part in parts), subject
