"""A question that puts off, stops, hinders, leaks … an act is never read as asking to do it."""

from itertools import cycle, product

import pytest

from knowledge.errors import AmbiguousAct
from knowledge.permissions.against import against
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import read
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from tests.scenarios.sheets import MADE_ON
from tests.support.walks import every

BOOK = rulebook()
MUST = sorted({n.act for n in BOOK.norms.values() if n.modality is Modality.MUST})
VERBS = (
    "推迟",
    "延后",
    "拖延",
    "拖几天",
    "缓一缓",
    "晚一个月再",
    "晚点再",
    "迟啲先",
    "搁置",
    "改期",
    "停",
    "停止",
    "停办",
    "停发",
    "停掉",
    "暂停",
    "中止",
    "终止",
    "放弃",
    "取消",
    "撤回",
    "撤销",
    "解除",
    "关闭",
    "下架",
    "拆除",
    "减少",
    "压缩",
    "缩短",
    "克扣",
    "懒得",
    "省略",
    "豁免",
    "免去",
    "免除",
    "略过",
    "忽略",
    "故意漏",
    "跳过",
    "逃避",
    "拒绝",
    "假装",
    "阻止",
    "拦住",
    "妨碍",
    "阻挠",
    "禁止",
    "限制",
    "破坏",
    "解聘",
    "辞退",
    "泄露",
    "销毁",
    "转手",
    "篡改",
    "隐瞒",
    "挪用",
    "不再",
    "唔再",
)
AFTER = ("推迟", "延后", "取消", "暂停", "停掉", "省略", "缩短", "禁止", "泄露", "销毁")
WAYS = (
    *product(VERBS, ("可以{v}{a}吗", "{v}{a}", "{v}{a}得唔得", "可唔可以{v}{a}")),
    *product(AFTER, ("{a}可以{v}吗", "可以把{a}{v}吗")),
)
SAID = ("{}", "可以{}吗", "我们能{}吗")


def never_yes(act: str, verb: str, way: str) -> None:
    """Whoever must do an act is told so."""
    text, by = way.format(v=verb, a=BOOK.acts[act].name), bound(act)
    assert read(BOOK, text, act, by) is Asked.MAY_NOT, (text, by)
    assert permitted(BOOK, act, by, Situation(), MADE_ON, Asked.MAY_NOT).answer is not Permission.YES, (text, by)


def bound(act: str) -> str:
    """A body that must do an act."""
    return next(n.by[0] for n in BOOK.norms_on[act] if n.modality is Modality.MUST)


@every("act_way", list(zip(MUST, cycle(WAYS[::7]), strict=False)))
def test_what_must_be_done_is_not_put_off_or_undone_with_a_yes(act_way: tuple[str, tuple[str, str]]):
    act, (verb, way) = act_way
    never_yes(act, verb, way)


@pytest.mark.long
def test_by_no_verb():
    """All must-acts × verbs × ways; the walk above takes them in turn."""
    for act, (verb, way) in product(MUST, WAYS):
        never_yes(act, verb, way)


@pytest.mark.parametrize(
    ("act", "by", "text"),
    [
        ("report_bullying", "public", "推迟报告欺凌"),
        ("issue_protection_order", "court", "撤回保护令"),
        ("allow_phone_in_class", "school", "可以禁止学生带手机进课堂吗"),
        ("organise_parent_school", "community_committee", "收费开展家庭教育指导"),
    ],
)
def test_another_act_is_asked_for_and_not_answered(act: str, by: str, text: str):
    with pytest.raises(AmbiguousAct) as several:
        read(BOOK, text, act, by)
    assert several.value.candidates[-1].code == act


def test_an_act_as_it_is_named_asks_to_do_it():
    """Also where its own name holds such a verb (中止探望, 停课反省, 撤销监护人资格)."""
    turned = [
        way.format(phrase)
        for act, way in zip(BOOK.acts.values(), cycle(SAID), strict=False)
        for phrase in (act.name, *act.aliases)
        if against(way.format(phrase), (act.name, *act.aliases))
    ]
    assert turned == []


@pytest.mark.parametrize(
    ("act", "by", "text"),
    [
        ("report_abuse", "school", "孩子停课在家，可以报告吗"),
        ("report_abuse", "public", "孩子被限制自由，邻居可以报告吗"),
        ("report_abuse", "public", "可以报告被禁止上学的孩子吗"),
        ("suspend_contact", "court", "爸爸打人，法院能中止探望吗"),
        ("discipline_pupil", "school", "可以让学生停课反省吗"),
    ],
)
def test_what_somebody_suffered_turns_nothing(act: str, by: str, text: str):
    assert read(BOOK, text, act, by) is Asked.MAY


def test_a_caller_who_says_how_it_asks_turns_no_such_question_into_a_yes():
    assert read(BOOK, "推迟制止学生欺凌", "stop_bullying", "school", Asked.MAY) is Asked.MAY_NOT
    assert read(BOOK, "制止学生欺凌", "stop_bullying", "school", Asked.MUST) is Asked.MUST
