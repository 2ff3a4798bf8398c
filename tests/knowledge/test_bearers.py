"""Whose body and mind a text tells of: the child's, or that of whoever is the subject."""

from datetime import date
from itertools import product

import pytest

from knowledge.understanding.bearers import Bearer, bearer
from knowledge.understanding.signs import rows
from knowledge.understanding.told_facts import told_facts
from tests.support.walks import every

ON = date(2026, 11, 28)
GROWN = ("她爸爸", "妈妈", "家婆", "奶奶", "班主任", "邻居", "她妈", "楼上的叔叔")
CHILDREN = ("孩子", "她", "班上的学生")
BESIDE = ("女儿", "弟弟", "妈妈的女儿", "奶奶说她", "老师发现她")
"""Children beside a grown person."""
TOLD = {
    "injury": ("骨折了", "昨晚摔伤了", "被人打伤"),
    "psych_distress": ("一直不说话", "情绪崩溃"),
    "self_harm": ("割腕了", "昨天写了遗书"),
    "life_danger": ("昏迷不醒", "站在天台"),
    "sexual_harm": ("被强奸", "被人猥亵"),
    "pregnant": ("怀孕三个月",),
    "malnourished": ("严重营养不良",),
    "mental_disorder_suspected": ("有精神分裂", "出现幻听"),
    "disability": ("是肢体残疾", "双耳失明"),
    "disability_kind": ("肢体残疾",),
    "disability_grade": ("残疾二级",),
    "disability_certificate": ("有残疾证",),
    "major_illness": ("得了白血病",),
    "serious_consequence": ("耳膜穿孔",),
    "missing": ("早上出门没回来", "出门买菜两天没回来"),
    "night_out": ("夜不归宿", "离家三天", "出门打工两天没回来"),
}
"""Words of each fact of body and mind."""
ALWAYS = {
    "injury",
    "psych_distress",
    "self_harm",
    "life_danger",
    "sexual_harm",
    "malnourished",
    "mental_disorder_suspected",
    "missing",
}
CASES = [(fact, words) for fact, ways in TOLD.items() for words in ways]


def test_each_fact_of_body_and_mind_has_words_here():
    assert {fact for fact, values in rows().sign.items() if any(s.whose for s in values.values())} == set(TOLD)


@every(("fact", "words"), CASES)
def test_what_a_grown_person_bears_is_no_fact_of_the_child(fact: str, words: str):
    for subject in GROWN:
        found = told_facts(f"{subject}{words}，孩子七岁", ON)
        assert fact not in {f.fact for f in found.facts}, subject


@every(("fact", "words"), CASES)
def test_what_an_elder_sister_bears_is_asked_and_does_not_count(fact: str, words: str):
    found = [f for f in told_facts(f"姐姐{words}，弟弟七岁", ON).facts if f.fact == fact]
    assert not [f for f in found if f.plain or not f.unclear]


@every(("fact", "words"), CASES)
def test_what_the_child_bears_is_its_own(fact: str, words: str):
    for subject in (*CHILDREN, *(BESIDE if fact in ALWAYS else ())):
        assert fact in {f.fact for f in told_facts(subject + words, ON).facts if f.plain}, subject


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("被爸爸", "打伤"), ("爸爸", "打断了鼻梁"), ("妈妈说", "割腕了"), ("跟奶奶吵架", "割腕"),
        ("妈妈抱着他", "站在天台"), ("奶奶发现", "手臂上有伤"), ("妈妈", "不让叫救护车"), ("爸爸", "正在打她"),
        ("", "骨折"), ("爷爷带大", "营养不良"), ("爸妈离婚后", "抑郁"), ("老师", "摸大腿"), ("俾老豆", "打到骨折"),
        ("妈妈的男朋友", "强奸"),
    ],
)  # fmt: skip
def test_who_does_or_tells_it_does_not_bear_it(before: str, words: str):
    assert bearer(before, words) is Bearer.CHILD


def test_what_lies_between_unread_is_offered():
    assert bearer("爸爸酗酒", "情绪低落") is Bearer.UNSURE


def test_danger_that_a_grown_person_bears_is_kept_apart():
    found = told_facts("妈妈想自杀站在天台，孩子七岁在家", ON)
    assert {f.fact for f in found.others if f.plain} == {"life_danger"}
    assert ("mother_state", "unable") in {(f.fact, f.value) for f in found.facts if not f.plain}


@every(
    ("who", "away"),
    product(["爸妈", "妈妈", "奶奶", "家婆", "大人", "监护人"], ["出门两天没回来", "离家三天", "夜不归宿"]),
)
def test_who_is_away_leaves_a_child_that_is_asked_about(who: str, away: str):
    offered = {f.fact for f in told_facts(f"孩子七岁，{who}{away}", ON).facts}
    assert "unattended" in offered
    assert not offered & {"missing", "night_out"}


@pytest.mark.parametrize("text", ["女儿跟妈妈吵架后出门没回来", "妈妈说孩子出门玩没有回来", "他爸说他出门一天没回来"])
def test_a_child_that_is_away_is_heard_beside_its_parents(text: str):
    assert "missing" in {f.fact for f in told_facts(text, ON).facts if f.plain}


def test_both_parents_bear_what_is_told_of_both():
    assert bearer("父母", "昏迷不醒") is bearer("爸妈出门打工", "两天没回来") is Bearer.OTHER
