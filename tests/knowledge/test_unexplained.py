"""A question that says more than its act gets no yes: how, to whom and with what is not covered by the act's name."""

from datetime import date

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.unexplained import unexplained, without_yes_to_the_rest
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.understanding.told_facts import told_facts
from knowledge.vocabulary import Modality

DAY = date(2026, 11, 30)


@pytest.mark.parametrize("how", ["用棍子", "拿皮带", "半夜", "蒙上眼睛", "脱光衣服"])
def test_no_way_of_doing_an_act_is_covered_by_its_name(how: str) -> None:
    """Over all acts that somebody may do: 可以<how>X吗 is no yes."""
    book, asked = rulebook(), 0
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:3]:
            p = permitted(book, act, by, Situation(), DAY)
            if p.answer is Permission.YES:
                asked += 1
                text = f"{book.kinds[by].name}可以{how}{book.acts[act].name}吗"
                answer = without_yes_to_the_rest(book, p, text, ())
                assert answer.answer is not Permission.YES, text
                assert answer.beside
    assert asked > 50


@pytest.mark.parametrize("how", ["偷偷", "背着大家", "叫别人去", "收红包才", "趁没人"])
def test_no_guessed_fact_explains_how_an_act_is_done(how: str) -> None:
    """The facts that the question tells are heard (偷偷 of a theft): one act in four, in turns."""
    book = rulebook()
    for act in sorted(book.acts)[::4]:
        by = next((b for n in book.norms_on[act] for b in n.by), "public")
        p = permitted(book, act, by, Situation(), DAY)
        if p.answer is Permission.YES:
            text = f"{book.kinds[by].name}可以{how}{book.acts[act].name}吗"
            heard = told_facts(text, DAY).facts
            assert without_yes_to_the_rest(book, p, text, heard).answer is not Permission.YES, text


def test_the_act_alone_stays_a_yes() -> None:
    book = rulebook()
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:3]:
            p = permitted(book, act, by, Situation(), DAY)
            for name in (book.acts[act].name, *book.acts[act].aliases):
                kept = without_yes_to_the_rest(book, p, f"{book.kinds[by].name}可以{name}吗", ())
                assert kept is p, name


def test_what_a_told_fact_says_is_covered() -> None:
    assert unexplained("公安可以对打架的孩子训诫吗", ["训诫", "公安"], ["打架"]) == ()
    assert unexplained("公安可以对打架的孩子训诫吗", ["训诫", "公安"]) == ("打架",)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("学校必须制止欺凌吗", True),
        ("学校发现有人被打，必须制止欺凌吗", True),
        ("上周五在操场看到的，学校必须制止欺凌吗", True),
        ("学校必须在全校面前制止欺凌吗", False),
        ("学校必须在两小时内制止欺凌吗", False),
        ("学校24小时内必须制止欺凌吗", False),
    ],
)
def test_a_duty_is_a_duty_where_the_law_says_how_and_by_when(text: str, *, covered: bool) -> None:
    book = rulebook()
    p = permitted(book, "stop_bullying", "school", Situation(), DAY, Asked.MUST)
    kept = without_yes_to_the_rest(book, p, text, ())
    assert (kept is p) is covered
    assert covered or (kept.answer, bool(kept.beside)) == (Permission.DEPENDS, True)


@pytest.mark.parametrize("by_when", ["在三分钟内", "两天以内", "在95小时之内", "用两种语言", "打着灯笼"])
def test_over_all_duties_no_number_and_no_way_is_a_must_that_no_words_carry(by_when: str) -> None:
    book, asked = rulebook(), 0
    for n in book.norms.values():
        if n.modality is not Modality.MUST:
            continue
        p = permitted(book, n.act, n.by[0], Situation(), DAY, Asked.MUST)
        if p.answer is Permission.YES:
            asked += 1
            text = f"{book.kinds[n.by[0]].name}必须{by_when}{book.acts[n.act].name}吗"
            assert without_yes_to_the_rest(book, p, text, ()).answer is not Permission.YES, text
            plain = text.replace(by_when, "")
            assert without_yes_to_the_rest(book, p, plain, ()) is p, plain
    assert asked > 150


@pytest.mark.parametrize(
    ("act", "by", "text", "answer"),
    [
        ("expel_pupil", "school", "学校必须开除欺凌别人的学生吗", Permission.NO),
        ("charge_tuition", "school", "学校要不要收学杂费", Permission.NO),
        ("open_streaming_account", "platform", "平台给17岁的人开号要不要父母同意", Permission.DEPENDS),
        ("leave_child_unattended", "guardian", "不满八岁的孩子，父母是不是非得全程看着", Permission.DEPENDS),
    ],
)
def test_a_need_not_is_said_of_the_act_and_of_nothing_that_goes_with_it(
    act: str, by: str, text: str, answer: Permission
) -> None:
    book = rulebook()
    p = permitted(book, act, by, Situation(age=17), DAY, Asked.MUST)
    assert without_yes_to_the_rest(book, p, text, ()).answer is answer


@pytest.mark.parametrize(
    ("act", "by", "text"),
    [
        ("stop_bad_behaviour", "guardian", "父母可以用铁链锁住孩子来制止不良行为吗"),
        ("notify_appropriate_adult", "police", "公安可以通知打孩子的爸爸做合适成年人到场吗"),
        ("listen_to_child", "court", "法院可以当着打人的爸爸的面听取孩子意见吗"),
        ("report_on_minor", "media", "记者可以偷拍孩子做采访报道吗"),
        ("record_domestic_violence", "medical", "医院可以把家暴的诊疗记录交给打人的丈夫吗"),
        ("stop_bullying", "school", "学校可以让被欺凌的学生自己制止欺凌吗"),
    ],
)
def test_harm_told_as_the_way_or_of_whom_is_no_part_of_the_act(book: Rulebook, act: str, by: str, text: str):
    told = told_facts(text, DAY).facts
    p = permitted(book, act, by, Situation(), DAY)
    assert p.answer is Permission.YES
    assert without_yes_to_the_rest(book, p, text, told).answer is Permission.DEPENDS


@pytest.mark.parametrize(
    ("act", "by", "text"),
    [
        ("report_abuse", "school", "学校可以报告学生被猥亵吗"),
        ("report_abuse", "public", "邻居可以举报楼上打孩子吗"),
        ("stop_bullying", "school", "学生在班上被打，学校可以制止学生欺凌吗"),
    ],
)
def test_harm_of_which_the_law_speaks_or_that_was_told_before_is_no_such_word(
    book: Rulebook, act: str, by: str, text: str
):
    told = told_facts(text, DAY).facts
    p = permitted(book, act, by, Situation(), DAY)
    assert without_yes_to_the_rest(book, p, text, told) is p
