"""Whose act a question is about: what others do to whoever asks is not answered as its own act."""

import pytest

from knowledge.errors import AmbiguousAct
from knowledge.permissions.decision import Permission, permitted
from knowledge.permissions.doers import _keeps_from, done_by_another
from knowledge.permissions.polarity import act_asked
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from tests.scenarios.sheets import MADE_ON

BOOK = rulebook()
LEFT = ("可以不去吗", "可以不听吗", "可以不配合吗", "可以当耳边风吗")


@pytest.mark.parametrize(
    ("by", "text", "first"),
    [
        ("guardian", "家长必须参加家庭教育指导吗，法院责令了", None),
        ("guardian", "家长可以替孩子申请法律援助吗", "apply_legal_aid_for_child"),
        ("guardian", "孩子被决定送专门学校，家长可以不送吗", None),
        ("school", "检察院给学校发了建议书，学校可以不回吗", "answer_suggestion"),
    ],
)
def test_an_act_of_somebody_else_is_asked_back(by: str, text: str, first: str | None):
    with pytest.raises(AmbiguousAct) as several:
        act_asked(BOOK, text, by)
    assert first in {None, several.value.candidates[0].code}


def test_no_power_of_others_is_the_own_act_of_whom_it_was_used_on():
    """All powers by their names: <who holds it>已经<act>了，<somebody else>可以不去吗."""
    read = 0
    for n in BOOK.norms.values():
        if not n.only:
            continue
        by = next(k for k in ("guardian", "school", "shop") if not any(BOOK.binds(o, k) for o in BOOK.norms_on[n.act]))
        text = f"{BOOK.kinds[n.by[0]].name}已经{BOOK.acts[n.act].name}了，{BOOK.kinds[by].name}{LEFT[read % len(LEFT)]}"
        read += 1
        assert done_by_another(BOOK, text, n.act, by), text
    assert read > 50


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("community_committee", "居委会可以代替法院撤销监护人资格吗"),
        ("civil_affairs", "民政局可以不经法院撤销监护人资格吗"),
        ("community_committee", "撤销监护人资格，居委会可以吗"),
    ],
)
def test_a_power_of_others_that_somebody_asks_to_use_is_refused(by: str, text: str):
    act, put = act_asked(BOOK, text, by)
    assert permitted(BOOK, act, by, Situation(), MADE_ON, put).answer is Permission.NO


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("幼儿园可以不让入园吗", "入园、入学时查验预防接种证", True),
        ("学校能不让探望吗", "探望孩子", False),
        ("可以拒绝入学吗", "拒绝接收残疾孩子入学", False),
    ],
)
def test_a_time_before_the_act_is_none_of_it(text: str, name: str, *, kept: bool):
    assert _keeps_from(text, name) is kept


@pytest.mark.parametrize(
    "text", ["学校能不能翻学生的书包", "学校能不能检查学生的书包", "学校可以开除打架的学生吗", "学校能不能搜学生的书包"]
)
@pytest.mark.usefixtures("model")
def test_a_plain_question_is_not_asked_back_for_an_act_that_is_near(text: str):
    assert act_asked(BOOK, text, "school")[0] in {"search_belongings", "expel_pupil"}
