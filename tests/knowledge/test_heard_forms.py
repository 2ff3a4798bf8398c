"""Kinds of words that were not heard, or heard as something else, over persons, aspects and scripts; and opposites."""

from datetime import date
from itertools import product

import pytest

from knowledge.understanding.signs import rows
from knowledge.understanding.told_facts import told_facts
from tests.support.walks import every

ON = date(2026, 12, 1)


def plain(text: str) -> dict[str, object]:
    return {f.fact: f.value for f in told_facts(text, ON).facts if f.plain}


def spoken(text: str) -> dict[str, list[object]]:
    """All values, those too that are only asked about."""
    values: dict[str, list[object]] = {}
    for f in told_facts(text, ON).facts:
        values.setdefault(f.fact, []).append(f.value)
    return values


CHILDREN = ("我個女", "我女儿", "佢", "学生", "我的孩子", "阿仔")
PLACES = ("心口", "胸口", "胸部", "屁股", "大髀", "大腿")
HANDS = ("辅警摸咗{}{}", "老師掂{}嘅{}", "舅舅碰到{}的{}", "有人揩{}{}")


@every("text", [h.format(c, p) for h, c, p in product(HANDS, CHILDREN, PLACES)])
def test_who_touches_a_private_part_does_sexual_harm_whosever_child_it_is(text: str):
    assert plain(text).get("sexual_harm") is True


BATHS = ("要佢一齊沖涼", "逼女儿一起洗澡", "同個女一齊沖涼", "叫她一块洗澡")


@every("text", [f"{who}{bath}" for who, bath in product(("阿爸", "继父", "姑丈", "老師", "妈妈的男朋友"), BATHS)])
def test_a_man_who_bathes_with_a_child_is_suspected(text: str):
    assert spoken(text).get("sexual_harm") == [True]


@pytest.mark.parametrize(
    "text",
    [
        "爸爸同三岁女儿一起洗澡", "妈妈和女儿一起洗澡", "爸爸带女儿一起去游泳", "阿爸冇同個女一齊沖涼",
        "妈妈摸佢心口好烫，发烧了", "摸底考试", "老师摸学生的头",
    ],
)  # fmt: skip
def test_care_of_a_small_child_is_no_sexual_harm(text: str):
    assert "sexual_harm" not in spoken(text)


POLICE = ("派出所", "差人", "警察", "公安")
TAKEN = ("捉咗", "拉咗", "抓了", "带走", "扣咗", "捉走", "拉走咗")


@every(
    "text",
    [f"{w}{b}{p}{t}，话佢搶手機" for w, b, p, t in product(("我仔", "學生", ""), ("畀", "俾", "被"), POLICE, TAKEN)],
)
def test_whoever_the_police_took_is_a_suspect_and_no_victim(text: str):
    assert plain(text).get("procedural_role") == "suspect"
    assert not {"domestic_violence", "offender"} & spoken(text).keys()


@every(
    "text", [f"我仔琴晚畀{p}{t}，{n}" for p, t, n in product(POLICE, TAKEN, ("而家仲未放", "还没放出来", "唔肯放人"))]
)
def test_whom_the_police_keep_is_in_custody(text: str):
    assert plain(text).get("in_custody_of_law") is True


@pytest.mark.parametrize("text", ["阿爸畀差人捉咗", "派出所拉了横幅", "老公被派出所抓了", "警察捉到打人的老师"])
def test_others_whom_the_police_took_make_no_suspect_of_a_child(text: str):
    assert "procedural_role" not in plain(text)


JAIL = ("坐緊監", "坐紧监", "坐咗監", "坐着牢", "坐牢", "蹲紧监")


@every("who, jail", product(("两公婆", "父母", "爸爸妈妈", "佢老豆老母"), JAIL))
def test_both_parents_in_prison_are_both_in_prison(who: str, jail: str):
    told = plain(f"{who}都{jail}，个孙跟我哋住")
    assert (told.get("father_state"), told.get("mother_state")) == ("imprisoned", "imprisoned")


@every("text", ("講唔出名", "说不出名字", "話唔出自己叫咩名", "唔識講自己叫乜名", "讲不清家在哪里"))
def test_a_child_without_a_name_is_of_unknown_identity(text: str):
    assert plain(f"喺車站執到個三歲男仔，{text}").get("identity_known") is False


GONE = ("走咗冇再聯絡", "走咗佬", "走了没再联系", "四个月前走咗冇返嚟", "跑了再也没有消息", "走咗之後冇聯絡過")


@every("who, gone", product(("阿媽", "妈妈", "老母"), GONE))
def test_a_mother_who_left_without_a_word_is_lost(who: str, gone: str):
    assert spoken(f"{who}{gone}，细路跟阿婆")["mother_state"] == ["lost_contact"]


@every("who, died", product(("老豆", "阿爸", "爸爸"), ("過咗身", "上年過咗身", "前年过了身", "旧年过咗世")))
def test_a_father_who_passed_is_dead(who: str, died: str):
    assert plain(f"{who}{died}").get("father_state") == "dead"


@every("poor", ("交完租唔夠食", "冇錢食飯", "唔够食", "没钱吃饭", "食都唔夠"))
def test_not_enough_to_eat_is_hardship(poor: str):
    assert plain(f"自己带住个五岁女，{poor}").get("economic_hardship") is True


STAGES = ("高一", "高二", "高三", "初一", "初二", "初三")
AMOUNT = ("点", "些", "啲", "倍", "截", "米")


@every("stage, amount", product(STAGES, AMOUNT))
def test_a_stage_inside_an_amount_is_none(stage: str, amount: str):
    told = spoken(f"家里收入比低保{stage}{amount}")
    assert not {"school_kind", "age"} & told.keys()
    assert plain(f"他读{stage}，有一点累")["school_kind"] in {"junior", "senior"}


@pytest.mark.parametrize("text", ["年初一去拜年", "正月初二", "最高三人", "价钱提高一百"])
def test_a_day_or_number_is_no_stage(text: str):
    assert not {"school_kind", "age"} & spoken(text).keys()


@every("school", ("中职", "技校", "中专", "职高", "大专"))
def test_a_year_of_a_vocational_school_is_no_primary_school(school: str):
    told = spoken(f"表妹喺{school}读二年级")
    assert "primary" not in told.get("school_kind", ())
    assert "age" not in told


@every("kind", sorted(rows().attended))
def test_a_school_that_a_told_age_excludes_is_not_heard(kind: str):
    words = {
        "kindergarten": "读幼儿园",
        "primary": "读小学",
        "junior": "读初二",
        "senior": "读高二",
        "vocational": "读中职",
        "technical": "读技校",
    }
    least, most = rows().attended[kind]
    for age in (a for a in (least - 1, most + 1) if 0 < a < 18):
        assert kind not in spoken(f"孩子{age}岁，{words[kind]}").get("school_kind", ()), age
    assert spoken(f"孩子{min(17, most)}岁，{words[kind]}")["school_kind"] == [kind]


HIT = ("畀電單車撞到", "被车撞倒", "俾货车碾到", "被一辆面包车撞飞")


@every("text", [f"八岁细路过马路{hit}，司机{away}" for hit, away in product(HIT, ("走咗佬", "跑了", "逃走"))])
def test_an_accident_is_a_strangers_and_not_the_familys(text: str):
    told = plain(text)
    assert (told.get("injury"), told.get("offender")) == (True, "stranger")
    assert "domestic_violence" not in spoken(text)
    assert "major_illness" not in spoken(f"{text}，喺ICU")


MATE = ("我仔嘅同学", "我女儿的同学", "我個女嘅同桌", "我儿子的好朋友")
DOES = ("離家出走嚟咗我屋企", "被他爸爸打", "没饭吃", "唔敢返屋企")


@every("text", [f"{who}{does}，十二岁" for who, does in product(MATE, DOES)])
def test_the_schoolmate_is_the_child_and_the_speaker_not_its_guardian(text: str):
    assert not {"reporter", "sex"} & plain(text).keys()


@every("who, does", product(MATE, ("打佢", "欺负他", "成日笑佢", "打我女儿")))
def test_a_schoolmate_who_harms_leaves_the_speaker_a_guardian(who: str, does: str):
    assert plain(f"{who}{does}").get("reporter") == "guardian"


PICTURES = ("影咗裸照畀人", "发了裸照给网友", "傳咗裸相俾個網友", "被人拍了私密照")
THREATS = ("唔俾兩千蚊就發晒畀同學", "不给五百块就发到班群", "唔俾錢就放上網", "不转三千就公开", "勒索要钱")


@every("picture, threat", product(PICTURES, THREATS))
def test_blackmail_with_pictures_is_harm_online_and_asks_for_no_traces_on_the_body(picture: str, threat: str):
    text = f"阿仔14岁，{picture}，而家對方話{threat}"
    assert plain(text).get("net_harm") == "sexual"
    assert "sexual_harm" not in spoken(text)
    assert plain(f"{text}，仲摸咗佢下面").get("sexual_harm") is True


def test_a_child_that_is_blackmailed_is_no_thief():
    told = spoken("我個女13歲，將鏡頭貼晒膠紙，偷咗我三千蚊，話唔俾夠錢全校都會睇到")
    assert told["net_harm"] == ["sexual"]
    assert "conduct" not in told


@every("text", ("家里不给钱交学费", "老师在群里发通知", "孩子偷偷拍拖", "发照片给奶奶看", "唔俾零用钱佢就喊"))
def test_money_or_pictures_alone_are_no_blackmail(text: str):
    assert not {"net_harm", "crime_suspected", "conduct"} & spoken(text).keys()


SOLD = (
    "想將BB俾佛山一對夫婦養，收返幾萬蚊利是",
    "打算把孩子给人养，收三万块",
    "把女婴送给别人，拿了两万",
    "準備將個仔過畀人，收幾萬蚊",
)


@every("text", SOLD)
def test_a_child_given_away_for_money_is_trafficked(text: str):
    assert plain(f"15岁女仔生咗BB，屋企{text}").get("trafficked") is True


GAVE = ("將成套模型派晒俾同學", "把书都送光给室友", "將啲衫送晒俾人")
EDGE = ("有人見佢喺江邊行", "问我天台的钥匙", "有人看见他站在桥上", "而家企咗喺天台")


@every("gave, edge", product(GAVE, EDGE))
def test_who_gave_all_away_and_is_at_an_edge_is_in_danger_of_life(gave: str, edge: str):
    told = plain(f"初三男生{gave}，{edge}")
    assert (told.get("self_harm"), told.get("life_danger")) == (True, True)
    mother = plain(f"阿珊生完BB四個月，{gave}，{edge}")
    assert (mother.get("life_danger"), mother.get("self_harm"), mother.get("age")) == (True, None, 0)


@every("text", ("搬家把玩具送给同学", "毕业把书送光给师弟，在天台拍毕业照", "孩子在江边钓鱼", "把糖派晒俾同学"))
def test_giving_alone_is_no_danger(text: str):
    assert not {"self_harm", "life_danger"} & plain(text).keys()
