"""Whoever must comply with a demand may not refuse it, by the quoted words: who demands × how it is refused."""

from itertools import cycle, product

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.demands import complying, demands
from knowledge.permissions.polarity import act_asked
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from tests.scenarios.sheets import MADE_ON

BOOK = rulebook()
WHAT = {
    "accept_ordered_guidance": ("责令家长接受家庭教育指导", "通知去上家庭教育课"),
    "answer_summons": ("要传唤家长", "打电话传唤"),
    "testify": ("找去作证", "让出庭"),
    "give_evidence": ("来调取监控录像", "要聊天记录", "需要病历"),
    "answer_aid_inquiry": ("要低保家庭的证明材料", "派人入户核实", "来问家里情况"),
    "answer_legal_aid_inquiry": ("来核查经济情况",),
    "answer_corrections_inquiry": ("来走访核实表现",),
    "assist_investigation": ("来检查", "上门调查"),
}
UNBOUND = {
    "summon_suspect": ("要传唤家长", "打电话传唤"),
    "inspect_aid_records": ("要看学生档案", "上门家访", "来了解情况"),
}
"""Powers of others that no shipped text obliges whoever is asked to comply with."""
REFUSED = (
    "可以不配合吗",
    "能不能拒绝",
    "可不可以不理",
    "是不是不用去",
    "可以当没听见吗",
    "不给就行了吧",
    "可以不回答吗",
    "可以装不在家吗",
    "能不能不配合",
)
"""Ways to refuse; what is refused stands in the clause before."""


def asked(text: str, by: str) -> tuple[str, Permission]:
    act, put = act_asked(BOOK, text, by)
    return act, permitted(BOOK, act, by, Situation(), MADE_ON, put).answer


def test_no_demand_is_refused_in_any_way():
    refusals, asking = cycle(REFUSED), "guardian"
    tried = 0
    for row in demands().rows:
        for by in sorted(row.by):
            for what in WHAT.get(row.act, ()):
                if not row.of.search(what):
                    continue
                text = f"{BOOK.kinds[by].name}{what}，{next(refusals)}"
                act, answer = asked(text, asking)
                assert answer is Permission.NO, text
                assert act in WHAT, text
                tried += 1
    assert tried > 40


def test_each_act_of_complying_is_a_duty_that_its_row_states():
    assert {row.act for row in demands().rows} == {*WHAT, *UNBOUND}
    for act in WHAT:
        rows = BOOK.norms_on[act]
        assert rows
        assert all(n.modality is Modality.MUST and n.cite for n in rows)
        by = next(b for n in rows for b in n.by)
        assert permitted(BOOK, act, by, Situation(), MADE_ON, Asked.MAY_NOT).answer is Permission.NO


def test_what_no_text_obliges_to_is_told_with_who_has_the_power():
    """NOT_STATED, no other duty: by each of those who demand it, in each way to refuse it."""
    refusals = cycle(REFUSED)
    for row in (r for r in demands().rows if r.act in UNBOUND):
        for by, what in product(sorted(row.by), UNBOUND[row.act]):
            text = f"{BOOK.kinds[by].name}{what}，{next(refusals)}"
            act, put = act_asked(BOOK, text, "guardian")
            answer = permitted(BOOK, act, "guardian", Situation(), MADE_ON, put)
            assert (act, answer.answer) == (row.act, Permission.NOT_STATED), text
            assert {k for n in answer.others for k in n.by if n.only}, text


@pytest.mark.parametrize(
    ("by", "text", "act"),
    [
        ("guardian", "检察院传唤我去讯问，可以不去吗", "summon_suspect"),
        ("guardian", "被检察院传唤了，能不能不到场", "summon_suspect"),
        ("guardian", "可以拒绝检察院的传唤吗", "summon_suspect"),
        ("school", "社工要看学生的档案，学校可以不给吗", "inspect_aid_records"),
        ("guardian", "社工说要入户家访，家长可以不让进吗", "inspect_aid_records"),
        ("guardian", "社工打电话来了解家里情况，可以不理吗", "inspect_aid_records"),
    ],
)
def test_a_demand_that_no_text_makes_a_duty_is_no_other_duty(by: str, text: str, act: str):
    assert asked(text, by) == (act, Permission.NOT_STATED)


@pytest.mark.parametrize(
    ("by", "text", "act"),
    [
        ("guardian", "公安传唤我，可以不去吗", "answer_summons"),
        ("guardian", "街道派社工来核实低保情况，家长可以不配合吗", "answer_aid_inquiry"),
        ("school", "民政局要调取学生档案，学校可以拒绝提供吗", "answer_aid_inquiry"),
        ("school", "检察院要学生的材料，学校可以不给吗", "give_evidence"),
        ("school", "学校可以不把监控交给公安吗", "give_evidence"),
        ("school", "学校可以拒绝警察的调查吗", "assist_investigation"),
        ("teacher", "检察官问老师情况，老师可以不回答吗", "testify"),
        ("platform", "网信办要平台提供数据，平台可以不提供吗", "assist_investigation"),
        ("guardian", "公安责令家长接受家庭教育指导，家长可以不去吗", "accept_ordered_guidance"),
        ("community_committee", "街道要居委会提供困境儿童名单，居委会可以不报吗", "answer_aid_inquiry"),
    ],
)
def test_a_demand_may_not_be_refused(by: str, text: str, act: str):
    assert asked(text, by) == (act, Permission.NO)


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("hotel", "执法人员来检查，旅馆可以不让进吗"),
        ("entertainment", "文化执法来查监控，歌厅可以不给吗"),
        ("entertainment", "文化市场执法大队上门检查，歌厅能不能不配合"),
        ("shop", "检查组要看台账，小店可以拒绝吗"),
    ],
)
def test_whoever_inspects_is_an_authority_without_its_name(by: str, text: str):
    assert asked(text, by) == ("assist_investigation", Permission.NO)


def test_whether_one_must_comply_is_answered_too():
    assert asked("派出所要学生名单，学校必须给吗", "school") == ("give_evidence", Permission.YES)


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("school", "公安没来，学校可以先调查吗"),
        ("school", "学校可以不等公安调查就处理吗"),
        ("school", "公安要带走学生，学校可以不给吗"),
        ("guardian", "民政要把孩子接走，家长可以拒绝吗"),
        ("school", "家长不配合，学校可以报公安吗"),
        ("teacher", "警察要单独问孩子情况，老师可以不让吗"),
        ("school", "民警来找学生问话，学校可以拒绝吗"),
        ("hotel", "来检查的人不出示证件，自称公安，可以不让进吗"),
        ("police", "公安来调查，公安可以不去吗"),
        ("school", "检察院要封存的记录，学校可以不给吗"),
        ("guardian", "学校要家长的资料，家长可以不给吗"),
        ("public", "公安来问过情况了，我可以给孩子送饭吗"),
        ("school", "打断鼻梁的那起，我校就不往教育局和派出所报了，有没有问题"),
        ("school", "学校可以不向公安提供线索就自己调查吗，教育局不知道"),
    ],
)
def test_what_is_no_refusal_of_a_demand_is_read_as_before(by: str, text: str):
    assert complying(BOOK, text, by) is None
