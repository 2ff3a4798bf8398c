"""What stands in clear beside a child: codes and official numbers as people write them, and no story."""

from datetime import date

import pytest

from knowledge.access.clear import is_code, is_reference
from knowledge.casework.forms import problems
from knowledge.casework.load import table
from knowledge.casework.order import Around
from knowledge.casework.rows import FieldType
from knowledge.vocabulary import FieldClass

CANARY = "金丝雀小红被继父打"
STORIES = (
    CANARY,
    "小红",
    "hit by her father",
    "wang xiaohong",
    "张小明 440104201501011234",
    "440104201501011234",
    "13800000000",
    "tel:13800000000",
    "小红〔2026〕",
    "a\0b",
    "=1+1",
    "",
)


@pytest.mark.parametrize("text", STORIES)
def test_a_story_is_neither_code_nor_number(text: str):
    assert not is_code(text)
    assert not is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "s2031",
        "2026-11-23.a",
        "b8f1c0d2e3a44c1f9a7d1234567890ab",
        "/item/R-1:take",
        "1732879261123",
        "M08/3",
        "list:S-1:7",
    ],
)
def test_a_code(text: str):
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    [
        *("GZ-1123", "20261123123456", "JJ-001", "#12", "WB/20", "某民函〔2026〕12号", "某检未检[2026]5号", "第12号"),
        *("（2026）某0104民初123号", "(2026)某0104民初123号之一", "未成年人保护法第二十条", "《家庭教育促进法》第49条"),
        *("函7", "复1", "民监-12", "第20条第1款", "ＧＺ－１１２３"),
    ],
)
def test_a_number_as_people_write_it(text: str):
    assert is_reference(text)


def test_every_open_text_of_every_step_refuses_a_story():
    """No field of casework that people fill in with their own words stands in clear: sealed, chosen, or a number."""
    around, walked = Around(), 0
    for kind in table().kinds.values():
        for action in kind.action:
            for code in action.form:
                field = kind.field_of(code)
                if field is None or field.type not in (FieldType.CODE, FieldType.TEXT):
                    continue
                walked += 1
                why = dict(problems(kind, action, {code: CANARY}, around, date(2026, 11, 23))).get(code)
                assert why is not None or field.field_class is not FieldClass.F1, (kind.code, action.code, code)
    assert walked > 100
