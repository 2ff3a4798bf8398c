"""Every act by every kind of body, asked each way: no yes without the words of a text that give it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from knowledge.permissions.decision import CHOICE, Asked, Permission, Permitted, permitted
from knowledge.rows.rows import PROVISO, Norm
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_norms import norm_problems
from knowledge.situation.conditions import Condition
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality, Verdict

ON = date(2026, 11, 28)

SAID_BY = {
    "protection_order_breached": "违反人身安全保护令",
    "missing_two_years": "下落不明满二年",
    "sentence_within_five_years": "五年有期徒刑以下",
    "danger_to_others": "危害他人安全",
    "age": "周岁|幼儿|学前儿童|未成年人|儿童|孩子|限制民事行为能力|无民事行为能力|义务教育|0－6岁",
    "begging": "流浪乞讨|生活无着",
    "identity_known": "身份",
    "guardian_contactable": "查找不到|联系",
    "guardian_state": "监护|父母|抚养|宣告",
    "other_guardian": "其他人可以担任|指定",
    "parents_searched": "查找不到",
    "unattended": "无人照料|无人看护|不能履行",
    "guardian_incites": "教唆|利用",
    "life_danger": "人身安全|严重伤害|伤害自身",
    "domestic_violence": "家庭暴力",
    "abused_or_abandoned": "虐待|遗弃",
    "severity": "情节|严重|恶劣|轻微",
    "sexual_harm": "性侵害",
    "crime_suspected": "违法|犯罪|刑事|侵害",
    "bullied": "欺凌",
    "conduct": "不良行为|犯罪|刑法|不予刑事处罚",
    "specialised_assessed": "评估同意",
    "repeated": "多次|初次|二次",
    "refuses_to_correct": "拒不",
    "procedural_role": "犯罪嫌疑人|被告人",
    "case_kind": "刑事|离婚|违反治安管理|追查刑事犯罪",
    "has_defender": "没有委托辩护人",
    "disability": "残疾",
    "schooling": "普通教育|普通学校|特殊教育|专人护理|残疾",
    "school_kind": "义务教育|幼儿园|普通高级中等|职业学校|入学",
    "economic_hardship": "经济困难|生活确有困难|教育救助",
    "no_means": "无固定生活来源",
    "household_aid": "社会救助|最低生活保障|特困",
    "guardian_consents": "同意|监护人委托",
    "child_consents": "同意|本人|意愿",
    "major_illness": "重病|大病",
    "law_allows": "国家规定|国家另有规定|法律|依法|批准|规定",
    "in_childs_interest": "利益",
    "hire_stage": "招聘|聘任|聘用|每年",
    "offence_record": "违法犯罪记录|行为记录|不适合|故意犯罪",
    "venue_kind": "图书馆|博物馆",
    "place": "幼儿园|网络|场所",
    "offender": "欺凌|法定代理人侵犯",
    "mental_disorder_suspected": "疑似精神障碍",
    "self_harm": "伤害自身|第一项情形|本人意志",
    "urgent": "紧急|急性",
    "dropped_out": "辍学|完成义务教育|接受义务教育",
    "migrant": "非户籍所在地",
    "special_care": "特别照顾",
    "divorce": "离婚",
    "missing": "失踪|被拐卖",
    "absent_temporarily": "外出务工",
}
"""Words by which a text states a condition on a fact."""

HOLDERS = {
    "court": "人民法院",
    "procuratorate": "人民检察院",
    "police": "公安",
    "police_station": "公安",
    "civil_affairs": "民政|社会救助管理部门",
    "education": "教育|原决定机关",
    "community_committee": "居民委员会",
    "medical": "医疗机构|精神科执业医师|医务人员|医疗",
    "culture": "文化和旅游",
    "market": "市场监督管理",
    "tobacco": "烟草",
    "human_resources": "人力资源",
    "emergency": "应急管理",
    "housing": "住房城乡建设",
    "medical_insurance": "医疗保障",
    "health": "卫生健康",
    "cyberspace": "网信",
    "press": "新闻出版",
    "justice": "司法行政",
    "street_office": "街道办事处",
    "special_education_committee": "专门教育指导委员会",
}
"""How the texts name those to whom a power is reserved."""


def fitting(when: Condition) -> dict[str, Any]:
    """Facts under which a condition holds."""
    return {a.fact: min(a.values) for a in when.atoms}


def asking(book: Rulebook, act: str) -> set[str]:
    """The kinds that a norm on the act, or an exception, names, and one that none names: the others are as it is."""
    norms = book.norms_on[act]
    named = {b for n in norms for b in (*n.by, *(b for e in n.exception for b in e.by))}
    return named | {next(k for k in book.kinds if k not in named)}


def situations(book: Rulebook, act: str) -> Iterator[Situation]:
    yield Situation()
    for n in book.norms_on[act]:
        if n.when.atoms:
            yield Situation(**fitting(n.when))


def modalities(p: Permitted) -> set[tuple[Modality, Verdict]]:
    return {(n.norm.row.modality, n.binds) for n in p.norms}


@pytest.mark.parametrize("asked", Asked)
def test_no_yes_without_a_norm_that_binds_this_subject(book: Rulebook, asked: Asked):
    for act in book.acts:
        for known in situations(book, act):
            for by in asking(book, act):
                p = permitted(book, act, by, known, ON, asked)
                assert all(book.binds(n.norm.row, by) and book.in_force(n.norm.row, ON) for n in p.norms)
                if p.answer is Permission.YES:
                    _carried(p)


def _carried(p: Permitted) -> None:
    where = (p.act, p.by, p.asked)
    binding = {n.norm.row.modality for n in p.norms if n.binds is Verdict.YES}
    undecided = {n.norm.row.modality for n in p.norms if n.binds is Verdict.UNKNOWN}
    lifted = any(n.lifted for n in p.norms)
    if p.asked is Asked.MAY:
        assert ((binding | undecided) - {Modality.MUST_NOT}) or lifted, where
        assert Modality.MUST_NOT not in binding | undecided, where
    elif p.asked is Asked.MAY_NOT:
        assert Modality.MUST not in binding | undecided, where
        assert binding or undecided or lifted, where
    else:
        assert Modality.MUST in binding | undecided, where


def test_what_must_be_done_may_not_be_left_and_what_may_not_be_done_may(book: Rulebook):
    for act in book.acts:
        for known in situations(book, act):
            for by in {b for n in book.norms_on[act] for b in n.by}:
                may_not = permitted(book, act, by, known, ON, Asked.MAY_NOT)
                duties = {verdict for modality, verdict in modalities(may_not) if modality is Modality.MUST}
                bound = Verdict.YES in duties
                may_be = bound or Verdict.UNKNOWN in duties
                held = any(n.held(Asked.MAY_NOT) for n in may_not.norms)
                assert (bound or held) <= (may_not.answer is Permission.NO) <= may_be, (act, by)
                must = permitted(book, act, by, known, ON, Asked.MUST)
                assert bound <= (must.answer is Permission.YES) <= may_be, (act, by)


def test_a_power_that_its_words_leave_no_choice_frees_nobody_to_leave_it(book: Rulebook):
    """由公安机关执行, 由人民检察院负责: the text says who acts, not that nobody need to."""
    bare = [n for n in book.norms.values() if n.only and n.modality is Modality.MAY and not re.search(CHOICE, words(n))]
    assert len(bare) > 10
    for n in bare:
        p = permitted(book, n.act, n.by[0], Situation(**fitting(n.when)), ON, Asked.MAY_NOT)
        assert p.answer is not Permission.YES or any(m.norm.row not in bare for m in p.norms), n.id


def test_a_reserved_power_is_refused_to_everybody_else(book: Rulebook):
    for n in book.norms.values():
        if not n.only or not book.in_force(n, ON):
            continue
        holders = {b for o in book.norms_on[n.act] for b in o.by}
        for by in book.kinds.keys() - holders:
            p = permitted(book, n.act, by, Situation(), ON)
            if not p.norms:
                unnamed = book.kinds[by].department and all(o.open for o in p.others if o.only)
                assert p.answer is (Permission.NOT_STATED if unnamed else Permission.NO), (n.id, by)
                assert n in p.others


def test_of_a_department_that_an_open_list_does_not_name_the_text_says_nothing(book: Rulebook):
    """未成年人保护法126: 由教育、人力资源和社会保障、市场监督管理等部门; of a clinic it may be health's."""
    p = permitted(book, "fine_unchecked_hiring", "health", Situation(), ON)
    assert p.answer is Permission.NOT_STATED
    assert p.sentence(book).code == "permission.open_list"
    assert permitted(book, "fine_unchecked_hiring", "street_office", Situation(), ON).answer is Permission.NO
    assert permitted(book, "decide_temporary_guardianship", "health", Situation(), ON).answer is Permission.NO


def test_the_gate_holds_an_open_list_to_its_words(book: Rulebook):
    n = next(n for n in book.norms.values() if n.act == "fine_unchecked_hiring")
    for wrong in (n.model_copy(update={"open": False}), n.model_copy(update={"by": n.by[:1]})):
        assert any("等部门" in p for p in norm_problems(book, wrong, lambda *_: iter(())))


def test_others_are_all_norms_on_the_act_that_bind_somebody_else(book: Rulebook):
    for act in book.acts:
        p = permitted(book, act, "relief_station", Situation(), ON)
        rows = {n.id for n in book.norms_on[act] if book.in_force(n, ON)}
        assert {n.norm.row.id for n in p.norms} | {n.id for n in p.others} == rows


def words(n: Norm) -> str:
    return "".join(c.quote for c in n.cite)


def test_each_condition_stands_in_the_quoted_words_or_is_explained(book: Rulebook):
    unsaid = {
        (n.id, a.fact)
        for n in book.norms.values()
        for a in n.when.atoms
        if not n.note and not (a.fact in SAID_BY and re.search(SAID_BY[a.fact], words(n)))
        if not (a.fact == PROVISO and n.proviso)
    }
    assert unsaid == set()


def test_the_holder_of_a_reserved_power_is_named_by_the_words_that_give_it(book: Rulebook):
    unnamed = {
        (n.id, by)
        for n in book.norms.values()
        if n.only
        for by in n.by
        if not n.note and not re.search(HOLDERS.get(by, "$^"), words(n))
    }
    assert unnamed == set()


def test_the_gate_refuses_a_list_where_the_words_address_everybody(book: Rulebook):
    n = next(n for n in book.norms.values() if n.act == "open_letters")
    listed = n.model_copy(update={"by": ("school",)})
    assert any("by" in p for p in norm_problems(book, listed, lambda *_: iter(())))
    assert not list(norm_problems(book, n, lambda *_: iter(())))


@pytest.mark.parametrize("changed", [{"only": True}, {"by": ("public", "school")}])
def test_the_gate_refuses_a_power_reserved_to_everybody_and_everybody_beside_others(
    book: Rulebook, changed: dict[str, Any]
):
    n = next(n for n in book.norms.values() if n.act == "open_letters").model_copy(update=changed)
    assert list(norm_problems(book, n, lambda *_: iter(())))
