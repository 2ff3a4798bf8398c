"""Kinds of words that were misheard, over persons, word orders and scripts; and their opposites, which stay silent."""

import re
from datetime import date
from itertools import product

import pytest

from knowledge.understanding.signs import rows
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


LEAVES = ("儿子", "女儿", "我個仔", "学生", "孙女")
FAREWELLS = (
    "留了一张纸条说对不起爸妈，人不见了", "留低一張字條話再見，唔見咗人", "留下一封遗书，电话关机",
    "在群里发天台照片，说再见了大家", "話再見了各位，有人見佢喺樓頂", "发短信说对不起妈妈，定位在桥上",
    "写了告别信，人不见了",
    "在班群发“再见了对不起大家”，有人看到在教学楼顶层栏杆边",
)  # fmt: skip


@every("who, what", product(LEAVES, FAREWELLS))
def test_a_farewell_with_a_child_gone_or_at_an_edge_is_a_danger_of_suicide(who: str, what: str):
    told = plain(f"{who}{what}")
    assert told.get("self_harm") is True
    assert told.get("life_danger") is True


@pytest.mark.parametrize(
    "text",
    [
        "女儿毕业照在天台拍的，说再见了大家", "孩子留纸条说去同学家", "儿子写纸条说对不起老师，作业没写",
        "小说里主角在江边说永别", "孩子在江边钓鱼", "转学了，在群里说大家再见",
    ],
)  # fmt: skip
def test_a_farewell_alone_is_no_danger_of_suicide(text: str):
    assert not plain(text).keys() & {"self_harm", "life_danger"}


TOUCHERS = {
    "school_staff": ("补习班老师", "體育老師", "教练"),
    "family": ("公公", "舅舅", "姑丈"),
    "guardian": ("继父", "爸爸", "妈妈的男朋友"),
}
TOUCHES = (
    "摸过她下面三次", "成日攞手伸入佢條褲度", "摸咗佢胸", "晚上摸她的大腿", "用手伸进她裤子里", "试过摸学生屁股",
    "半夜手伸到她衣服里", "掂佢下面",
)  # fmt: skip


@every("who, what", [(w, t) for w, t in product(TOUCHERS.items(), TOUCHES)])
def test_who_touches_where_in_any_aspect_is_sexual_harm_by_that_person(who: tuple[str, tuple[str, ...]], what: str):
    for person in who[1]:
        told = plain(f"{person}{what}")
        assert (told.get("sexual_harm"), told.get("offender")) == (True, who[0]), person


@pytest.mark.parametrize(
    "text", ["小偷手伸进他裤袋", "手伸入裤兜攞钱", "妈妈给他换裤子", "医生摸她额头", "妈妈发现老师摸她下面", "摸过底"]
)
def test_pockets_and_care_are_no_touch(text: str):
    told = plain(text)
    assert told.get("offender") not in {"guardian", "family"}
    assert "sexual_harm" not in told or "老师" in text


@every(
    "month, by", product(("肚子五个月了", "个肚大咗", "肚子大了", "怀孕四个月"), ("养父的", "是继父嘅", "系舅舅搞大"))
)
def test_a_child_by_somebody_of_the_family_is_sexual_harm_by_him(month: str, by: str):
    told = plain(f"女儿15岁，{month}，{by}，妈妈唔俾讲")
    assert told.get("sexual_harm") is True
    assert told.get("pregnant") is True
    assert told.get("offender") == ("family" if "舅" in by else "guardian")


@pytest.mark.parametrize(
    "text", ["老婆怀孕了，是老公的", "女儿怀孕了，爸爸的工作没了", "孩子肚子五个月前开过刀", "怀孕了，不是爸爸的"]
)
def test_a_pregnancy_alone_names_no_offender(text: str):
    assert not plain(text).keys() & {"sexual_harm", "offender"}


DIED = (
    "双双去世",
    "先后离世",
    "相继病逝",
    "车祸身亡",
    "上礼拜車禍雙雙過身",
    "在地震中遇难",
    "出车祸都走了",
    "前年都唔喺度",
)


@every("who, what", product(("父母", "爸爸妈妈", "孩子的父母", "老豆老母"), DIED))
def test_parents_who_both_died_are_dead(who: str, what: str):
    told = plain(f"{who}{what}，8岁男孩跟外公")
    assert (told.get("father_state"), told.get("mother_state")) == ("dead", "dead")


@pytest.mark.parametrize("text", ["爸爸妈妈都走了，晚上才回来", "父母双双下岗", "父母没有去世", "爷爷奶奶先后去世"])
def test_parents_who_went_or_were_told_not_to_be_are_not_dead(text: str):
    assert "dead" not in plain(text).values()


ILL = ("癌症末期", "有乳癌要做化疗", "得了尿毒症")
PARENTS = (
    "我想立遗嘱，自己{}，个仔九岁",
    "我係單親媽媽，上個月查出{}，個女七歲冇人湊",
    "我是孩子妈妈，{}，儿子六岁没人带",
)


@every("ill, form", product(ILL, PARENTS))
def test_a_parents_illness_is_not_the_childs(ill: str, form: str):
    assert "major_illness" not in spoken(form.format(ill))


@every(
    "ill, form", product(ILL, ("我12岁，{}", "我係單親媽媽，個女{}，冇錢", "儿子九岁，{}，想申请救助", "孩子自己{}"))
)
def test_a_childs_illness_is_heard_beside_its_parent(ill: str, form: str):
    assert plain(form.format(ill)).get("major_illness") is True


@every(
    "text",
    (
        "隔離屋企个细路成日喊",
        "隔离屋企突然多咗个BB",
        "学校距离屋企好远",
        "分离家庭的孩子",
        "他外出走了两公里",
        "为孩子付出走了弯路",
    ),
)
def test_a_word_that_begins_within_another_tells_no_running_away(text: str):
    assert not spoken(text) & {"night_out", "conduct", "missing"}


@every("who, what", product(("女儿", "個仔", "16岁学生"), ("离家三天了", "離屋企出走", "离家出走", "吵架后离家两晚")))
def test_running_away_is_heard(who: str, what: str):
    assert "night_out" in plain(f"{who}{what}")


OFFICIALS = ("派出所民警", "协警", "差佬", "狱警", "城管")
FORCE = ("把我15岁儿子铐在暖气片上打了一晚", "用皮带打我侄子逼他认偷手机", "打咗我個仔", "扇了外甥几个耳光")


@every("who, what", product(OFFICIALS, FORCE))
def test_force_by_officials_is_a_crime_and_none_of_the_family(who: str, what: str):
    told = plain(f"{who}{what}")
    assert told.get("crime_suspected") is True
    assert not told.keys() & {"domestic_violence", "guardian_state"}
    assert told.get("offender") not in {"guardian", "family"}


@every(
    "text",
    (
        "爸爸用皮带打他，报警了警察来过",
        "警察来了，爸爸还在用皮带打他",
        "爸爸当着民警用皮带打他",
        "民警发现爸爸用皮带打他",
    ),
)
def test_officials_who_come_or_see_take_nothing_from_the_family(text: str):
    told = plain(text)
    assert told.get("domestic_violence") is True
    assert "crime_suspected" not in told


@every(
    "who, how",
    product(
        ("老豆", "爸爸", "后妈"), ("用铁链锁住12岁嘅仔", "拿绳子绑住孩子", "用狗链把女儿拴喺床脚", "将個仔用手铐铐住")
    ),
)
def test_a_child_chained_by_a_parent_is_violence_at_home(who: str, how: str):
    told = plain(f"{who}{how}三日冇食饭")
    assert (told.get("domestic_violence"), told.get("offender")) == (True, "guardian")


@every(
    "who, use, what",
    product(
        ("爸爸", "老豆", "妈妈"), ("吸冰毒", "溜冰毒", "吸白粉"), ("带七岁儿子去送货", "叫個仔去送貨", "让孩子帮他藏")
    ),
)
def test_a_parent_on_drugs_who_has_the_child_deliver_incites_it(who: str, use: str, what: str):
    assert plain(f"{who}{use}，{what}").get("guardian_incites") is True


@every("what", ("叫個仔偷嘢", "逼女儿去乞讨", "带着八岁孩子去贩毒", "使儿子扒窃"))
def test_a_parent_who_sends_a_child_to_steal_incites_it(what: str):
    assert plain(f"老豆{what}").get("guardian_incites") is True


@every("text", ("爸爸带儿子去送货", "妈妈叫孩子不要偷东西", "爸爸教女儿偷看答案", "妈妈用绳子绑纸箱，孩子在旁边"))
def test_work_and_warning_incite_nothing(text: str):
    assert not plain(text).keys() & {"guardian_incites", "domestic_violence"}


def test_a_class_of_adverbs_is_repeated_a_bounded_number_of_times():
    """Two runs of one class without a bound take the square of a text's length; 怎样 stands once in a pattern."""
    patterns = [p for values in rows().sign.values() for sign in values.values() for p in (*sign.plain, *sign.guess)]
    assert [p for p in patterns if re.search(r"@(?!怎样)[一-鿿]+\)?[*+]", p)] == []
    assert [p for p in patterns if p.count("@怎样*") > 1] == []
