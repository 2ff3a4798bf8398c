"""Affection between children of like age or siblings is no danger; one word of harm, and it is read as any other."""

import csv
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.understanding.affection import is_affection_alone
from knowledge.understanding.told_facts import told_facts
from knowledge.understanding.understood import understand
from knowledge.words.meaning import Danger
from tests.support.walks import every

ON = date(2026, 12, 1)
ROOT = Path(__file__).parents[2]
SETS = (*(ROOT / "knowledge" / "words" / "phrasings").glob("*.csv"), *(ROOT / "tests" / "scenarios").glob("*.csv"))
PEERS = ("高一两个同学", "個女同班男仔", "初二男生同女生", "女儿和同桌", "两个小朋友")
SIBLINGS = ("哥哥同细妹", "姐姐和弟弟", "兩姊妹")
ACTS = ("錫咗一下", "攬咗下", "拖手", "拥抱", "亲了一下", "牵着手", "抱了一下")
MORE = ("", "，大家自願，冇其他嘢", "，被班主任見到", "，阿妈想问点教", "，幼儿园老师说要分开坐")
HARMFUL = (
    "，佢唔願意", "，逼佢嘅", "，哭了", "，摸咗下面", "，伸手入衫", "，喺酒店", "，影咗相片", "，俾咗佢五十蚊",
    "，他19岁", "，是网友", "，叫佢唔好話俾人知", "，脱了裤子", "，成晚喺房", "，飲咗酒", "，好痛",
    "，系老师", "，表哥都喺度", "，话一齐死", "，企喺天台", "，有声音叫佢",
)  # fmt: skip
GROWN = ("班主任", "教练", "舅舅", "继父", "隔离屋阿伯", "陌生男人", "网友", "补习老师", "二十岁的哥哥", "表哥")


def alone(text: str) -> bool:
    facts, others = told_facts(text, ON)
    return is_affection_alone(text, (*facts, *others), ON)


GENTLE = [f"{who}{act}{more}" for who, act, more in product((*PEERS, *SIBLINGS), ACTS, MORE)]


@every("text", GENTLE)
def test_affection_between_peers_or_siblings_is_seen(text: str):
    assert alone(text)


@every("text", [f"{who}{act}{more}" for who, act, more in product((*PEERS, *SIBLINGS), ACTS, HARMFUL)])
def test_a_word_of_harm_leaves_the_text_to_the_score(text: str):
    assert not alone(text)


@every(
    "text",
    [f"{who}{act}，她是初一同学" for who, act in product(GROWN, ("錫佢", "攬住佢", "抱了她", "亲了她", "牵着手"))],
)
def test_a_grown_person_is_no_peer(text: str):
    assert not alone(text)


@every("text", ("十二岁女生和十六岁男同学亲了一下", "女同学11岁，佢同学17岁，攬咗下", "哥哥錫妹妹张嘴"))
def test_children_far_in_age_and_siblings_mouths_are_left_to_the_score(text: str):
    assert not alone(text)


@pytest.mark.usefixtures("model")
@every("text", GENTLE[::12])
def test_it_is_no_danger_and_no_matter_of_a_report(text: str, book: Rulebook):
    u = understand(book, text, ON)
    assert u.danger is Danger.NONE
    assert not [m.code for m in u.matters if book.matters[m.code].report]
    assert "sexual_harm" not in {f.fact for f in u.facts}


def test_no_text_of_a_writer_that_means_danger_is_taken_for_affection():
    wrong, read = [], 0
    for path in SETS:
        with path.open(encoding="utf-8-sig", newline="") as file:
            dangers = [row["text"] for row in csv.DictReader(file) if row.get("text") and row.get("danger") == "yes"]
        read += len(dangers)
        wrong += [text for text in dangers if alone(text)]
    assert wrong == []
    assert read, "the walk holds nothing without texts of danger"
