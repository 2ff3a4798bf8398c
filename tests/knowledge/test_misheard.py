"""Kinds of words that were misheard, over persons, word orders and scripts; and their opposites, which stay silent."""

from datetime import date
from itertools import product

import pytest

from knowledge.understanding.told_facts import told_facts
from tests.support.walks import every

ON = date(2026, 12, 1)


def plain(text: str) -> dict[str, object]:
    return {f.fact: f.value for f in told_facts(text, ON).facts if f.plain}


def spoken(text: str) -> set[str]:
    """All facts, those too that are only asked about."""
    return {f.fact for f in told_facts(text, ON).facts}


YOUNG = ("三岁的弟弟", "四岁的妹妹", "我細佬", "个细妹", "他弟弟")
BEFALLS = ("一个人锁在屋里哭", "锁咗喺屋企成日喊", "反鎖在家哭了一下午", "摔到头流血", "烫伤了手", "撞到头起了个包")


@every("text", [f"{who}{what}" for who, what in product(YOUNG, BEFALLS)])
def test_a_child_to_whom_something_happens_is_not_its_own_offender(text: str):
    assert not spoken(text) & {"offender", "domestic_violence"}


@every("who, act", product(("弟弟", "我細佬", "表妹"), ("把妹妹锁在阳台哭", "用开水烫伤他的手", "撞伤咗佢")))
def test_a_brother_who_hurts_another_child_is_its_offender(who: str, act: str):
    assert "offender" in spoken(f"她{who}{act}")


SMALL = ("孩子", "两岁的妹妹", "佢", "细路", "个仔", "学生")
EDGES = (
    "爬上窗台了", "爬咗上窗台", "已经爬出阳台栏杆外面", "坐在天台边", "企咗喺冷气机上面", "半个身探出窗外", "跨過欄杆",
    "翻出护栏", "骑在栏杆上", "爬到屋顶上去了",
)  # fmt: skip


@every("text", [f"{who}{what}" for who, what in product(SMALL, EDGES)])
def test_a_child_over_an_edge_is_in_danger_of_life(text: str):
    assert plain(text).get("life_danger") is True


@pytest.mark.parametrize(
    "text",
    [
        "猫爬上窗台", "怎么防止孩子爬上窗台", "孩子坐喺窗边睇书", "女儿站在窗户旁边看书",
        "幸好弟弟爬上窗台时被抱下来了",
        "孩子在窗台上写作业", "动画片里小熊爬上窗台", "孩子没有爬上窗台", "安全课讲不要爬窗台",
    ],
)  # fmt: skip
def test_a_window_alone_is_no_danger(text: str):
    assert "life_danger" not in plain(text)


GROWN = (
    "我19岁，大学女生",
    "我十九岁",
    "我女朋友十九歲",
    "我女友今年20岁",
    "表姐21岁",
    "我系大学女生，19岁",
    "我二十歲，在读大专",
)
HURT = (
    ("被同居的男朋友打断了手", "acquaintance"),
    ("俾前男友跟蹤", "acquaintance"),
    ("被男友堵在楼下打", "acquaintance"),
    ("被她爸爸打", "guardian"),
)


@every("who, hurt", product(GROWN, HURT))
def test_a_grown_person_who_is_hurt_is_no_minor(who: str, hurt: tuple[str, str]):
    told = plain(f"{who}，{hurt[0]}")
    assert told["age"] in {19, 20, 21}
    assert told["offender"] == hurt[1]


@pytest.mark.parametrize(
    "text",
    [
        "我男朋友19岁，我怀孕了怕爸妈知道", "女儿15岁，被19岁的男朋友打", "我17岁，大学生男朋友打我",
        "我女朋友15岁，被她爸爸打",
        "初三女生，被大学生男朋友打",
    ],
)  # fmt: skip
def test_a_minor_beside_a_grown_person_stays_a_minor(text: str):
    assert not isinstance(age := plain(text).get("age"), int) or age < 18


@every("form", ("妈妈的男朋友", "妈妈同居男友", "媽媽新交的男朋友", "她妈妈嘅男友"))
def test_the_partner_of_a_parent_is_of_the_home(form: str):
    assert plain(f"孩子被{form}打伤了")["offender"] == "guardian"
