"""A text that tells of a household alone is no alarm, whatever a score makes of it; one more word and it may be."""

from datetime import date
from itertools import cycle, product

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.understanding.household import is_household_alone
from knowledge.understanding.told_facts import told_facts
from knowledge.understanding.understood import understand
from knowledge.words.meaning import Danger
from tests.support.walks import every

ON = date(2026, 11, 30)
STATES = ("坐牢", "服刑", "去世", "失联", "在强制戒毒", "一级残疾")
CARE = ("跟奶奶住", "随外婆", "跟舅舅过", "由爷爷奶奶照顾", "孩子现在跟着外公生活")
CHILD, MORE = cycle(("", "9岁男孩，", "13岁女孩，", "6岁，")), cycle(("", "，低保", "，家里困难", "", "，本区户籍"))
CALM = [f"{next(CHILD)}父亲{f}，母亲{m}，{c}{next(MORE)}" for f, m, c in product(STATES, STATES, CARE)]
ALARMING = (
    "舅舅每晚进她房间",
    "身上有伤",
    "三天没饭吃",
    "不想活了",
    "奶奶也住院了",
    "哭",
    "不敢回家",
    "手上有烫的疤",
    "被打",
    "没人做饭",
    "奶奶骂她",
    "晚上没回来",
    "饿",
    "说不要告诉别人",
)


@every("text", CALM)
def test_a_household_alone_is_seen(text: str):
    assert is_household_alone(text, told_facts(text, ON)[0])


@every("more", ALARMING)
def test_any_further_words_are_left_to_the_score(more: str):
    for text in (f"{CALM[7]}，{more}", f"{more}，{CALM[8]}", CALM[9].replace("，父", f"，{more}，父")):
        facts, others = told_facts(text, ON)
        assert not is_household_alone(text, (*facts, *others)), text


NOBODY = ("9岁，父亲坐牢，母亲失联，没有人照顾", "父亲坐牢，母亲失联", "父亲坐牢，不跟奶奶住", "爸爸打我，跟奶奶住")


@every("text", NOBODY)
def test_without_somebody_who_cares_it_is_none(text: str):
    facts, others = told_facts(text, ON)
    assert not is_household_alone(text, (*facts, *others))


@pytest.mark.usefixtures("model")
@every("text", CALM[::3])
def test_nobody_is_alarmed_by_a_household(text: str, book: Rulebook):
    assert understand(book, text, ON).danger is not Danger.TOLD
