"""Secrecy about a child: it yields to reporting, and to keep harm secret is to conceal it (替孩子保密)."""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest

from knowledge.errors import AmbiguousAct
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.in_words import InWords
from knowledge.permissions.polarity import act_asked
from knowledge.permissions.recipients import told_to
from knowledge.permissions.silence import not_reported, secrecy_question, silence, silence_question, to_be_reported
from knowledge.rows.rows import Norm
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from knowledge.words.phrasings import Phrasing, questions
from tests.scenarios.sheets import MADE_ON
from tests.support.walks import every

BOOK = rulebook()
SECRECY = re.compile("保密|秘密|泄露|提供给任何单位|向任何单位和个人提供")
APART = {
    "N618": "the identity of whoever reported, towards whoever harmed",
    "N621": "the identity of whoever reported, towards whoever harmed",
    "N1471": "the identity of whoever reported, towards whoever harmed",
    "N822": "a sealed record: the law names all to whom it may go",
    "N823": "a sealed record: the law names all to whom it may go",
}
"""Rows of secrecy of which reporting harm of the child asks nothing."""
SECRETS = [
    n
    for n in BOOK.norms.values()
    if n.modality is Modality.MUST_NOT
    and n.act != silence().act
    and SECRECY.search(f"{BOOK.acts[n.act].name}{n.text}")
    and n.id not in APART
]
HARMED = Situation(sexual_harm=True)
HARMS = ("被舅舅猥亵", "在家被打", "想自杀", "自残", "被同学欺负", "被继父侵害", "被卖掉", "没人管快饿死有危险")
KEEPS = (
    "替她把{}的事保密",
    "为她保守{}的秘密",
    "把{}的事瞒下来",
    "答应她{}的事不说出去",
    "{}的事不声张",
    "当作不知道{}的事",
)


def test_each_row_of_secrecy_yields_to_reporting_and_to_nobody_else():
    assert len(SECRETS) > 8
    assert all(APART.values())
    for n in SECRETS:
        by = next(b for b in n.by if b in BOOK.kinds)
        assert any(e.to for e in n.exception), n.id
        fitting = {a.fact: min(a.values) for a in n.when.atoms} | HARMED.known()
        told = Situation(**fitting)
        assert not _lifted(n, by, told, frozenset({"media"})), n.id
        assert not _lifted(n, by, told, frozenset()), n.id
        assert _lifted(n, by, told, frozenset({"police"})), n.id
        assert _lifted(n, by, told, None), n.id


def _lifted(n: Norm, by: str, told: Situation, to: frozenset[str] | None) -> bool:
    found = permitted(BOOK, n.act, by, told, MADE_ON, Asked.MAY, InWords(to))
    return any(a.norm.row is n and a.lifted for a in found.norms)


def asked(by: str, text: str, known: Situation = HARMED) -> tuple[str, Permission]:
    act, put = act_asked(BOOK, text, by, None, lambda: to_be_reported(BOOK, known, MADE_ON))
    to = told_to(BOOK, text, by)
    return act, permitted(BOOK, act, by, Situation(), MADE_ON, put, InWords(to)).answer


def whoever_must_report() -> Iterator[tuple[str, str]]:
    norm = next(n for n in BOOK.norms.values() if n.act == silence().act and not n.when.atoms and len(n.by) > 1)
    for by in (*norm.by, "counsellor"):
        yield by, BOOK.kinds[by].name


@pytest.mark.parametrize("harm", HARMS)
def test_nobody_who_must_report_may_keep_the_harm_of_a_child_secret(harm: str):
    """All who must report, in each way of keeping silent."""
    for i, (by, name) in enumerate(whoever_must_report()):
        text = f"{name}可以{KEEPS[i % len(KEEPS)].format(harm)}吗"
        assert asked(by, text, Situation()) == (silence().act, Permission.NO), text


@pytest.mark.parametrize(
    ("by", "text", "answer"),
    [
        ("counsellor", "心理老师可以替她保密（被侵害）吗", Permission.NO),
        ("counsellor", "心理老师可以把孩子自杀的念头瞒着不告诉家长吗", Permission.NO),
        ("teacher", "学生说被继父摸了，求我别说，我可以替她瞒着吗", Permission.NO),
        ("counsellor", "心理老师可以不替她保密吗，她被打了", Permission.YES),
        ("school", "学生被猥亵，学校必须替她保密吗", Permission.NO),
        ("medical", "医生可以答应孩子不把被爸爸打的事说出去吗", Permission.NO),
    ],
)
def test_to_keep_harm_secret_is_to_conceal_it(by: str, text: str, answer: Permission):
    assert asked(by, text) == (silence().act, answer)


WORDS = (
    "把这事捂着|闭口不提|只字不提|一个字都不说|咽进肚子里|埋在心里|对谁都不讲|不跟任何人提起|不让别人晓得|不捅出去|不吱声|不漏口风|装聋作哑|替她遮掩"
    "|压下来|按下不表|不张扬|帮她圆谎|答应她谁也不告诉|不露半点风声|把嘴闭紧|先藏着不说|给她打掩护|装没看见|假装不晓得|守住这个秘密|不对外讲|不把这事抖出来"
    "|帮忙遮盖过去|不报给任何人|对外只说是摔的|替他隐瞒|一直憋着不讲|不通知任何部门|不同任何人讲|掩盖下去|当什么都没发生|不跟别的老师提|唔同人讲|把消息封住"
)
SILENT = WORDS.split("|")
"""Written before the forms that hear them were made: 6 of 40 were heard by the list of words that stood before."""


@every("kept", SILENT)
def test_silence_about_harm_is_heard_by_its_form(kept: str):
    for by, text in (
        ("teacher", f"孩子说被继父摸了，老师可以{kept}吗"),
        ("school", f"学生被爸爸打伤，学校{kept}行不行"),
    ):
        act, answer = asked(by, text)
        assert (act in CONCEALED, answer) == (True, Permission.NO), text


CONCEALED = {a for a in BOOK.acts if a.startswith("conceal_")} | {"report_abuse", "report_sexual_harm"}


def concealing() -> list[Phrasing]:
    return [row for row in questions() if any(code.startswith("conceal_") for code in row.codes)]


def test_questions_of_other_people_on_concealing_are_never_a_yes():
    """Nobody who wrote these knew the forms."""
    heard = [row for row in concealing() if secrecy_question(row.text) or silence_question(row.text)]
    assert len(heard) > len(concealing()) / 2
    for row in heard:
        for by in ("school", "medical", "community_committee"):
            try:
                act, put = act_asked(BOOK, row.text, by, None, lambda: True)
            except AmbiguousAct:
                continue
            answer = permitted(BOOK, act, by, HARMED, MADE_ON, put).answer
            assert answer is not Permission.YES or put is Asked.MUST, (by, row.text)


@pytest.mark.parametrize(
    "text",
    [
        "孩子被爸爸打，妈妈可以把孩子藏起来吗",
        "孩子被打了，老师可以先不讲课吗",
        "被同学打了的学生可以不报名参赛吗",
        "被欺负的家长没收到通知，学校可以开会吗",
        "学生被打伤，学校可以不提供午饭吗",
        "学生被打，学校可以先不告诉家长吗",
    ],
)
def test_what_is_no_silence_is_none(text: str):
    assert silence_question(text) is None


@pytest.mark.parametrize("text", ["咨询师可以把学生的咨询内容告诉记者吗", "心理老师可以把学生的咨询内容告诉全班吗"])
def test_what_a_child_confided_is_told_to_nobody_else(text: str):
    assert asked("counsellor", text) == ("break_counselling_secrecy", Permission.NO)


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("counsellor", "咨询师可以替学生保密吗"),
        ("school", "学校知道孩子被爸爸打，可以先不告诉家长吗"),
    ],
)
def test_where_it_may_be_harm_or_only_the_family_is_not_told_it_is_asked(by: str, text: str):
    with pytest.raises(AmbiguousAct) as several:
        act_asked(BOOK, text, by)
    assert all(c.asked for c in several.value.candidates)


def test_a_secret_that_may_be_harm_is_offered_as_concealment_too():
    with pytest.raises(AmbiguousAct) as several:
        act_asked(BOOK, "咨询师可以替学生保密吗", "counsellor")
    assert several.value.candidates[0].code == silence().act


def test_what_a_question_tells_whom():
    assert "media" in told_to(BOOK, "心理老师可以告诉媒体吗", "counsellor")
    assert not told_to(BOOK, "心理老师可以说出去吗", "counsellor")
    assert "police" in told_to(BOOK, "心理老师可以报警吗", "counsellor")


REFUSALS = ("可以不报公安吗", "能不能不报派出所", "可不可以不报警", "可以不用向公安报告吗", "唔报警得唔得")
"""Ways to ask whether the police need not be told."""
BESIDE = ("", "家长打孩子很严重，", "孩子身上有伤，")


@pytest.mark.usefixtures("model")
def test_nobody_who_must_report_may_leave_the_police_out():
    """Each kind of body that must report whatever it finds × ways to refuse × what is told beside."""
    norms = [n for n in BOOK.norms_on["report_abuse"] if n.modality is Modality.MUST and not n.when.atoms]
    bodies = sorted({b for n in norms for b in n.by})
    assert len(bodies) > 40
    for by, refusal, beside in zip(bodies, cycle(REFUSALS), cycle(BESIDE), strict=False):
        text = f"{beside}{BOOK.kinds[by].name}{refusal}"
        act, put = act_asked(BOOK, text, by, harmed=lambda: True)
        assert permitted(BOOK, act, by, Situation(), MADE_ON, put).answer is Permission.NO, (text, act, put)


@pytest.mark.usefixtures("model")
def test_no_proof_is_awaited_and_another_report_is_its_own():
    """B-048: 反家庭暴力法14 has 疑似; bullying is reported to the police when it is grave (未保法39)."""
    act, put = act_asked(BOOK, "没有伤情鉴定，居委会可以不报公安吗", "community_committee")
    assert permitted(BOOK, act, "community_committee", Situation(), MADE_ON, put).answer is Permission.NO
    act, put = act_asked(BOOK, "轻微欺凌，学校可以不报公安吗", "school")
    assert (act, put) == ("report_bullying", Asked.MAY_NOT)


@pytest.mark.parametrize("text", ["居委会可以报公安吗", "居委会可以不通知家长吗", "公安不来，居委会可以先劝吗"])
def test_what_reports_or_tells_others_refuses_no_report(text: str):
    assert not not_reported(text)
