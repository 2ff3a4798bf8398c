"""Delay is heard by a grammar of time, not by a list: what must be done and is to come later is left until then."""

from itertools import cycle, product

import pytest

from knowledge.permissions.clauses import CLAUSE
from knowledge.permissions.decision import Asked
from knowledge.permissions.delay import put_off, unstated
from knowledge.permissions.polarity import read
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Modality
from tests.support.walks import every

BOOK = rulebook()
MUST = sorted(
    {(n.act, n.by[0]) for n in BOOK.norms.values() if n.modality is Modality.MUST and "先" not in BOOK.acts[n.act].name}
)
NUMBERED = [
    f"{n}{unit}{then}"
    for n, unit, then in product(("两", "40", "十几"), ("个月", "个学期", "年"), ("后", "之后再", "以后才"))
]
POINTS = (
    "下个月",
    "下下周",
    "明年",
    "年底",
    "学期末",
    "来年春天",
    "过排先",
    "过一阵子",
    "改天",
    "慢慢",
    "迟点",
    "晚点",
    "缓一缓",
    "听日",
)
SELDOM = ("偶尔", "有时候", "间中", "隔几天")
OVER = (
    "放假后再", "国庆之后", "考完试再", "开完会才", "周末过后再", "忙完手上的事再", "领导出差回来了再", "腊八节过了才",
    "有空的时候再", "得闲再", "家长会开完之后", "等放暑假", "等学生毕业了", "下班后再", "星期三再", "元旦过完先",
)  # fmt: skip
LATER = (*NUMBERED, *POINTS, *SELDOM, *OVER)
WAYS = ("可以{w}{a}吗", "能不能{w}{a}", "{w}{a}行不行", "我们{w}{a}可以吗")
NOW = (
    "可以{a}吗",
    "可以马上{a}吗",
    "孩子昨天放学后出的事，可以{a}吗",
    "放假后可以{a}吗",
    "可以在事发当时{a}吗",
    "可以年底前{a}吗",
)


def put(act_by: tuple[str, str], way: str, when: str = "") -> Asked:
    act, by = act_by
    return read(BOOK, way.format(w=when, a=BOOK.acts[act].name), act, by)


def speaks(act: str, when: str) -> bool:
    """Whether the names of an act, or a deadline of its duty, speak of such a time themselves."""
    rows = [n for n in BOOK.norms_on[act] if n.modality is Modality.MUST]
    law = "".join((BOOK.acts[act].name, *BOOK.acts[act].aliases, *(c.quote for n in rows for c in n.cite)))
    return any(word in law for word in ("学期", "明年", "毕业", "考试")) and any(c in when for c in "学明毕考")


@every("act_by", MUST)
def test_no_duty_comes_later_with_a_yes(act_by: tuple[str, str]):
    """All must-acts; the times and ways take turns."""
    turn = MUST.index(act_by)
    for when, way in list(zip(LATER, cycle(WAYS), strict=False))[turn % 5 :: 5]:
        assert put(act_by, way, when) is Asked.MAY_NOT or speaks(act_by[0], when), (act_by, when, way)


@pytest.mark.long
def test_by_no_time():
    """All must-acts × times × ways; the walk above takes them in turn."""
    missed = [
        (a, w, when)
        for a, w, when in product(MUST, WAYS, LATER)
        if put(a, w, when) is not Asked.MAY_NOT and not speaks(a[0], when)
    ]
    assert missed == []


@every("act_by", MUST)
def test_no_time_told_beside_the_act_turns_it(act_by: tuple[str, str]):
    act = BOOK.acts[act_by[0]]
    names = (act.name, *act.aliases)
    turned = [way for way in NOW if put_off(way.format(a=act.name), names)]
    assert turned == []


def test_the_name_of_a_duty_is_one_clause():
    """A time before the first half of it would be of another clause than the one that asks."""
    names = {BOOK.acts[act].name for act, _ in MUST}
    assert [name for name in sorted(names) if CLAUSE.findall(name) != [name]] == []


def test_no_duty_is_put_off_by_its_own_name():
    turned = [
        (a.code, p)
        for a in (BOOK.acts[act] for act in sorted({act for act, _ in MUST}))
        for p in (a.name, *a.aliases)
        for way in ("{}", "可以{}吗", "我们能{}吗", "{}可以吗")
        if put_off(way.format(p), (a.name, *a.aliases))
    ]
    assert turned == []


@pytest.mark.parametrize(
    ("act", "by", "text", "later"),
    [
        ("register_birth", "guardian", "家长可以两个星期后再给孩子申报出生登记吗", False),
        ("register_birth", "guardian", "家长可以两个月后再给孩子申报出生登记吗", True),
        ("assign_defender", "legal_aid_centre", "可以两天后再指派辩护律师吗", False),
        ("assign_defender", "legal_aid_centre", "可以两周后再指派辩护律师吗", True),
        ("stop_bullying", "school", "学校可以在24小时内制止学生欺凌吗", False),
        ("stop_bullying", "school", "制止学生欺凌可以等到年底再说吗", True),
        ("stop_bullying", "school", "学生欺凌的事能不能拖到放假后处理", True),
        ("stop_bullying", "school", "学校可以先制止学生欺凌再通知家长吗", False),
        ("stop_bullying", "school", "学校要家长同意才能制止学生欺凌吗", False),
        ("report_abuse", "school", "可以先报警再通知家长吗", False),
        ("report_abuse", "school", "可以下课后再报警吗", True),
        ("report_abuse", "school", "可以再报告一次吗", False),
    ],
)
def test_the_deadline_of_a_duty_is_its_own(act: str, by: str, text: str, *, later: bool):
    assert (read(BOOK, text, act, by) is Asked.MAY_NOT) is later


def test_a_caller_who_asks_whether_it_may_is_not_told_yes():
    assert read(BOOK, "年底再制止学生欺凌", "stop_bullying", "school", Asked.MAY) is Asked.MAY_NOT


def test_a_time_that_no_words_hold_is_told_apart():
    assert unstated("学校能下个月制止欺凌吗", "学校应当立即制止") == ("下个月",)
    assert unstated("三日内通知", "应当在三日内通知") == ()
