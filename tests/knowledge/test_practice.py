"""What a step or a safeguard advises beyond its article says that it is practice (做法)."""

import re

import pytest

from tests.support import readings

ADVICE = re.compile(
    "先问|记下|记录|保存|留存|截图|录屏|拍照|照片|不清洗|不洗|单独问|私下|不追问|不反复|不催|弄清|分清|核对"
    "|不要自己|不冒险|对质|不替|带孩子|离开|不自行|不让孩子|上门"
)
"""Words of advice that are practice where no quoted article has them."""
SAID = re.compile("做法|惯例|常识|建议|推定|操作|提示|凭记忆")
LAWFUL = {
    ("M18", "记录"): "the record of offences itself",
    ("M125", "记录"): "the record of offences itself (YF/59)",
    ("M43", "照片"): "what must not be published (WB/4)",
    ("M100", "核对"): "WB/61 goes by age",
    ("M101", "私下"): "MFD/1105: 收养应当向民政部门登记",
    ("M111", "不替"): "WB/54: 禁止非法收养",
}
"""By matter and word: why it is no unmarked advice."""
ROWS = tuple(unit for path in readings.files() for unit in readings.units(path) if unit.kind in ("step", "safeguard"))


def unmarked(unit: readings.Unit) -> set[str]:
    row = unit.content
    if SAID.search(row.get("note", "") + row["text"]):
        return set()
    quoted = "".join(cite["quote"] for cite in row.get("cite", ()))
    return {word for word in ADVICE.findall(row["text"]) if word not in quoted}


def test_advice_is_marked_as_practice():
    found = {(unit.owner, word, unit.content["text"]) for unit in ROWS for word in unmarked(unit)}
    assert {f for f in found if f[:2] not in LAWFUL} == set()


@pytest.mark.parametrize("excepted", LAWFUL)
def test_an_exception_is_still_needed(excepted: tuple[str, str]):
    assert any(unit.owner == excepted[0] and excepted[1] in unmarked(unit) for unit in ROWS)


SUSPECTED = re.compile("侵害(人|的|孩子)|涉嫌侵害|加害")
STANDS_BY = {"WB/110", "XS/281", "ZA/98"}
"""They name who stands by a child; of a representative who is suspected none of them says more than 共犯."""
INFERRED = re.compile("推定|做法|读法|推出|比照|“等合适成年人”")


def test_who_may_not_stand_by_is_marked_as_inferred():
    bare, seen = set(), 0
    for unit in (unit for path in readings.files() for unit in readings.units(path)):
        said = "".join(str(unit.content.get(key, "")) for key in ("text", "act", "instead", "why"))
        if "到场" in said and SUSPECTED.search(said) and STANDS_BY & set(unit.clauses):
            seen += 1
            if not INFERRED.search(unit.content.get("note", "") + unit.content.get("why", "")):
                bare.add(unit.row)
    assert seen > 20
    assert bare == set()
