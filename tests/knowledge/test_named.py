"""A duty says `named` where the quoted words name its body, and only there: 「有关部门」 is nobody by name."""

import re

import pytest

from tests.support import readings

HOW_TEXTS_NAME = {
    "police": "公安",
    "civil_affairs": "民政|社会救助管理部门|收养登记|婚姻登记",
    "education": "教育",
    "health": "卫生",
    "court": "人民法院",
    "procuratorate": "检察",
    "justice": "司法",
    "market": "市场监督|市场监管|工商",
    "culture": "文化",
    "cyberspace": "网信",
    "press": "新闻出版",
    "tobacco": "烟草",
    "emergency": "应急管理",
    "human_resources": "人力资源|劳动",
    "finance": "财政",
    "street_office": "街道",
    "community_committee": "居民委员会|社区居委|基层组织|社区",
    "women_federation": "妇女联合会|妇联|人民团体",
    "youth_league": "共产主义青年团|共青团|团区委|人民团体",
    "disabled_federation": "残疾人联合会|残联",
    "legal_aid_centre": "法律援助机构",
    "rescue_centre": "救助保护",
    "child_welfare": "福利机构",
    "relief_station": "救助站|救助管理",
    "school": "学校|教育机构|教学机构",
    "kindergarten": "幼儿园|托幼机构|学前教育机构|教育机构",
    "superior": "上级",
}
"""By the code of a body: the words with which the texts name it."""
UNNAMED = {
    "M109.duty.2e77ace5": "民事赔偿由法院判决，QJ是法院的司法解释",
}
"""Rows whose article names the body by what it does."""
DUTIES = tuple(
    unit
    for path in readings.files()
    for unit in readings.units(path)
    if unit.kind == "duty" and unit.content["named"] and unit.content["body"] in HOW_TEXTS_NAME
)


def named(unit: readings.Unit) -> bool:
    words = HOW_TEXTS_NAME[unit.content["body"]]
    return any(re.search(words, cite["quote"]) for cite in unit.content["cite"])


def test_a_body_said_to_be_named_stands_in_the_quoted_words():
    assert {unit.row for unit in DUTIES if not named(unit)} - set(UNNAMED) == set()


@pytest.mark.parametrize("row", UNNAMED)
def test_an_excepted_row_still_stands(row: str):
    assert any(unit.row == row and not named(unit) for unit in DUTIES)


PART_OF_THE_POLICE = {
    "N861": "which organ sets up a unit of its own",
    **dict.fromkeys(("N904", "N906", "N907"), "which departments divide the sanction among them (按照职责分工)"),
}


def test_what_binds_the_police_binds_the_police_station():
    """派出所是公安机关的派出机构: the duties of 公安机关 are its duties too."""
    without = {
        unit.owner
        for path in readings.files()
        for unit in readings.units(path)
        if unit.kind == "norm" and unit.content["modality"] in ("must", "must_not")
        if "police" in unit.content["by"] and "police_station" not in unit.content["by"]
    }
    assert without == set(PART_OF_THE_POLICE)


OTHER_SCHOOLS = {"special_school", "specialised_school", "technical_school"}
ORDINARY_SCHOOLS = {
    "N123": "YJ/19: 普通学校",
    "N126": "CJJ/29: 普通职业学校",
    "N127": "CJJ/34: 普通高中",
    "N129": "CJJ/18: 普通学校",
    "N132": "CJJ/22: 招收残疾学生的普通学校",
    "N034": "YJ/12: 义务教育的免试入学；专门学校不招生",
    "N038": "YJ/12: 随迁子女在当地入学",
}
"""Norms that speak of ordinary schools only, with the words that say so."""


def test_what_binds_schools_binds_special_specialised_and_technical_schools():
    """未成年人保护法130：学校是指普通中小学、特殊教育学校、中等职业学校、专门学校."""
    ordinary = {
        unit.owner
        for path in readings.files()
        for unit in readings.units(path)
        if unit.kind == "norm" and "school" in unit.content["by"]
        if len(OTHER_SCHOOLS - set(unit.content["by"])) > 1
    }
    assert ordinary == set(ORDINARY_SCHOOLS)


NOT_EVERY_SCHOOL = {
    "O68": "CJJ/17: 普通学校、特殊教育学校",
    "O22": "the plan's trainees: a special school counts by its stage",
}
"""Obligations that do not lie upon every kind of school, with the words that say so."""


def test_an_obligation_of_schools_lies_upon_special_specialised_and_technical_schools():
    """未成年人保护法130, as for the norms."""
    ordinary = {
        unit.owner
        for path in readings.files()
        for unit in readings.units(path)
        if unit.kind == "obligation" and "school" in unit.content["holder"]
        if OTHER_SCHOOLS - set(unit.content["holder"])
    }
    assert ordinary == set(NOT_EVERY_SCHOOL)
