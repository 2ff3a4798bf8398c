"""Facts that a text tells: every row of the signs, ages, and what stands around words."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.literals import needed
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from knowledge.understanding.ages import ages, births
from knowledge.understanding.aligned import half_width, reworded
from knowledge.understanding.numbers import number
from knowledge.understanding.signs import grammar, rows, ways
from knowledge.understanding.told_facts import told_facts
from knowledge.understanding.understood import counted
from knowledge.words import dictionary
from knowledge.words.dictionary import plain
from tests.support.walks import every

ON = date(2026, 11, 28)
SCENARIOS = Path(__file__).parents[1] / "scenarios"


def texts() -> Iterator[str]:
    """Every text of the scenarios that somebody wrote."""
    for path in sorted(SCENARIOS.glob("*.toml")):
        tables = [t for t in tomllib.loads(path.read_text("utf-8")).values() if isinstance(t, list)]
        yield from (row["text"] for table in tables for row in table if isinstance(row, dict) and "text" in row)


TEXTS = tuple(dict.fromkeys(texts()))


def facts(text: str) -> dict[str, object]:
    return {f.fact: f.value for f in told_facts(text, ON).facts if f.plain}


def test_each_fact_has_words_or_a_reason_why_not():
    signed, untold = set(rows().sign), set(rows().untold)
    read_as_numbers = {"income_per_head"}
    assert signed | untold == set(FACTS) - read_as_numbers
    assert not signed & untold
    assert all(len(reason) > 2 for reason in rows().untold.values())


def test_each_value_that_words_tell_is_one_of_the_fact():
    assert [(w.fact, w.value) for w in ways() if w.value not in FACTS[w.fact].options] == []


def test_each_value_of_a_fact_has_words():
    for code in rows().sign:
        values = {w.value for w in ways() if w.fact == code}
        missing = set(FACTS[code].options) - values
        assert not missing or FACTS[code].type == "bool", (code, missing)


def test_each_pattern_is_one_and_needs_some_letters():
    for way in ways():
        assert way.regex.groups == 0, way.pattern
        assert needed(way.pattern), way.pattern
        assert not way.regex.search(""), way.pattern
    assert {grammar(name).groups for name in rows().grammar} == {0}


@pytest.mark.parametrize("part", ["爸爸打我", "被同学围着打", "手臂上有伤", "怀孕三个月"])
def test_needed_letters_are_in_every_text_that_matches(part: str):
    hits = [w for w in ways() if w.regex.search(part)]
    assert hits
    for way in hits:
        assert any(n in part for n in needed(way.pattern)), way.pattern


def test_no_pattern_is_left_out_by_the_letters_that_it_needs():
    for text in TEXTS[::25]:
        form = half_width(text).text
        for way in ways():
            if not any(n in form for n in needed(way.pattern)):
                assert not way.regex.search(form), (way.pattern, text)


def test_words_stand_at_their_positions_and_values_are_legal():
    for text in TEXTS:
        for f in told_facts(text, ON).facts:
            assert text[f.start : f.end] == f.words != "", text
            Situation(**{f.fact: f.value})


def test_plain_facts_are_possible_together_and_one_a_fact():
    for text in TEXTS:
        found = [f for f in told_facts(text, ON).facts if f.plain]
        assert len({f.fact for f in found}) == len(found), text
        Situation(**{f.fact: f.value for f in counted(tuple(found), {})})


@given(
    st.lists(st.sampled_from([*"，。？ 没被打爸妈儿12岁", "我女", "唔見咗", "ＢＢ", "㎝", "如果"]), max_size=12).map(
        "".join
    )
)
def test_any_text_is_read(text: str):
    for f in told_facts(text, ON).facts:
        assert text[f.start : f.end] == f.words


@pytest.mark.parametrize("text", ["我個孫女先十二歲，ＢＢ唔見咗", "細路俾人打，冇消息", "㎝İ", ""])
def test_rewritten_letters_know_their_source(text: str):
    half = half_width(text)
    for form in (half, reworded(half)):
        assert len(form.text) == len(form.sources)
        assert all(0 <= start < end <= len(text) for start, end in form.sources)
    assert reworded(half).text == plain(text)


@pytest.mark.parametrize(
    ("written", "value"), [("12", 12), ("十二", 12), ("两", 2), ("十", 10), ("二十三", 23), ("廿二", 22), ("卅", 30)]
)
def test_numbers(written: str, value: int):
    assert number(written) == value


@pytest.mark.parametrize(
    ("text", "least", "most", "sure"),
    [
        ("孩子三岁半", 3, 3, True),
        ("女儿12岁", 12, 12, True),
        ("女儿１２岁", 12, 12, True),
        ("未满月的婴儿", 0, 0, True),
        ("宝宝才七个月", 0, 0, True),
        ("一岁八个月", 1, 1, True),
        ("刚满8岁", 8, 8, True),
        ("十三四岁的男孩", 13, 14, False),
        ("5-6岁", 5, 6, False),
        ("初二女生", 13, 14, False),
        ("三年级", 8, 9, False),
        ("快三岁了", 2, 2, False),
        ("2015年生", 10, 11, False),
        ("儿子下个月才满十八", 17, 17, False),
        ("女儿明年满16岁", 15, 15, False),
        ("还有三个月就到14周岁", 13, 13, False),
        ("再过两天就满八岁", 7, 7, False),
        ("我14，想回去读书", 14, 14, True),
    ],
)
def test_ages(text: str, least: int, most: int, *, sure: bool):
    (read,) = ages(half_width(text).text, ON)
    assert (read.least, read.most, read.sure) == (least, most, sure)


@pytest.mark.parametrize(
    "text",
    [
        "16岁以下",
        "未满十四周岁",
        "不满14岁",
        "八岁之前",
        "奶奶八十岁",
        "被17岁男朋友打",
        "到了16岁才能打工",
        "三个月没来上学",
        "二十三岁",
    ],
)
def test_what_is_no_age_of_the_child(text: str):
    assert ages(half_width(text).text, ON) == ()


@pytest.mark.parametrize("text", ["儿子下个月才满十八", "他年底就满十八了", "客人说儿子明年满十八岁"])
def test_whoever_will_be_eighteen_is_not_grown(text: str):
    assert {f.value for f in told_facts(text, ON).facts if f.fact == "age"} == {17}


def test_whoever_has_become_eighteen_is_grown():
    assert facts("儿子上个月刚满十八")["age"] == 18


def test_a_date_of_birth_is_exact():
    assert [b.day for b in births("2015年3月1日出生")] == [date(2015, 3, 1)]
    assert list(births("2015年2月30日出生")) == []


def test_two_ages_are_no_age():
    found = [f for f in told_facts("7岁的姐姐和4岁的弟弟", ON).facts if f.fact == "age"]
    assert {(f.value, f.plain) for f in found} == {(7, False), (4, False)}


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("女儿被打伤了", "injury", True),
        ("女儿没有受伤", "injury", False),
        ("女儿怀孕了", "pregnant", True),
        ("女儿没有怀孕", "pregnant", False),
        ("他没有自残", "self_harm", False),
        ("如果女儿怀孕了", "pregnant", None),
        ("女儿是不是怀孕", "pregnant", None),
        ("女儿怀孕了吗", "pregnant", None),
        ("我以为女儿怀孕了", "pregnant", None),
        ("女儿怀孕的话", "pregnant", None),
        ("听说女儿怀孕了", "pregnant", None),
        ("老师说女儿“怀孕了”", "pregnant", None),
        ("女儿怀孕？", "pregnant", None),
        ("预防未成年人怀孕", "pregnant", None),
    ],
)
def test_what_stands_around_words(text: str, fact: str, value: bool | None):  # a value, not a switch
    assert facts(text).get(fact) is value


def test_what_is_given_wins_and_what_is_set_aside_does_not_count():
    found = told_facts("女儿13岁，怀孕了", ON).facts
    assert {f.fact for f in counted(found, {})} == {"age", "sex", "pregnant"}
    assert {f.fact for f in counted(found, {"age": 15})} == {"sex", "pregnant"}
    assert {f.fact for f in counted(found, {}, frozenset({"pregnant"}))} == {"age", "sex"}
    assert "pregnant" not in {f.fact for f in counted(found, {"sex": "male"})}
    assert "age" not in {f.fact for f in counted(found, {"birth_date": date(2013, 1, 1)})}


TENS = "零一二三四五六七八九"


def han(n: int) -> str:
    """A number from 10 to 99 in Chinese."""
    return (TENS[n // 10] if n > 19 else "") + "十" + (TENS[n % 10] if n % 10 else "")


GROWN = (
    "我女儿{}岁，想申请低保",
    "我儿子今年{}岁半",
    "孩子{}岁零两个月，被爸爸打出门，没地方住",
    "{}岁的哥哥身体不好",
    "我哥{}岁",
    "侄女{}周岁了",
    "弟弟{}岁了，在街上讨饭",
)
OLD = ("{}岁的奶奶被骗了钱", "外婆{}岁，没人照顾", "老人家{}岁，想申请补贴")


@every("age", range(18, 91))
def test_each_age_of_a_grown_person_is_heard(age: int):
    for way in (*GROWN, *(OLD if age >= 30 else ())):
        for written in (str(age), han(age)):
            found = [f for f in told_facts(way.format(written), ON).facts if f.fact == "age"]
            assert [(f.value, f.plain) for f in found] == [(min(age, 30), True)], way.format(written)


@pytest.mark.parametrize(
    "text",
    [
        "上个月满18了，想问低保",
        "我今年19岁，读高三，低保户",
        "她刚满十八岁，被前男友跟踪",
        "我二十岁，在读大专，学费交不起",
    ],
)
def test_who_is_of_age_is_heard(text: str):
    assert facts(text)["age"] in range(18, 21)


@pytest.mark.parametrize(
    "text",
    [
        "孩子20岁的爸爸打他", "孩子18岁前能不能领", "奶奶60岁，带着五岁的孙子", "我哥25岁，天天打我",
        "女儿二十岁，妹妹八岁被打", "志愿者是大学生姐姐，孩子在读小学", "孩子没满18岁",
    ],
)  # fmt: skip
def test_the_age_of_another_is_not_the_childs(text: str):
    assert facts(text).get("age") in {None, 5, 8}


def test_the_second_child_of_eight_is_eight():
    assert facts("老二八岁，老大十五岁在读书").get("age") is None
    assert facts("老二八岁")["age"] == 8
    assert {f.value for f in told_facts("大学三年级女生被老师性骚扰", ON).facts if f.fact == "age"} == {18}


@pytest.mark.parametrize(
    "text", ["佢身上有伤痕", "佢哋打佢", "其他孩子也被打", "其她人说的", "想学吉他", "那个女的打孩子", "他乡遇到"]
)
def test_words_of_either_sex_tell_none(text: str):
    assert "sex" not in {f.fact for f in told_facts(text, ON).facts}


def test_rewording_gives_no_word_a_sex():
    synonyms = tomllib.loads(Path(dictionary.__file__).with_name("words.toml").read_text("utf-8"))["synonyms"]
    sexed = [way.regex for way in ways() if way.fact == "sex"]
    for way in (way for ways_ in synonyms.values() for way in ways_ if way.isalpha()):
        if any(f.fact == "sex" for f in told_facts(way, ON).facts) and not any(s.search(way) for s in sexed):
            assert set(way) & set("男女仔囡娘") or "怀孕" in plain(way), way
