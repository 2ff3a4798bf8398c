"""Who hurts a child, in words that name others too: walked over persons and forms, and held on texts of strangers."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge.understanding import doers
from knowledge.understanding.told_facts import ToldFact, told_facts
from tests.support.walks import every

ON = date(2026, 11, 30)
TEXTS = Path(__file__).parent.parent / "scenarios" / "blows.csv"
"""By three writers who had seen neither rows nor code; the offender is `none` where nobody hurts a child."""
OUTSIDE = frozenset({"acquaintance", "stranger", "online_contact"})
"""Kinds that the writers call `other`."""
PERSONS = {
    "guardian": ("爸爸", "继父", "她妈妈"),
    "family": ("爷爷", "舅父", "表哥"),
    "school_staff": ("班主任", "体育老师"),
    "student": ("同桌", "班上几个男生"),
}
BLOWS = ("打", "揍", "踢", "用皮带抽", "喝酒后扇", "拿烟头烫")
TELLERS = ("", "邻居看到", "医生说", "街坊话", "孩子告诉妈妈,")
AFTER = ("", ",手上有伤", ",居委刚打电话来")
ACTIVE, PASSIVE = "{teller}{person}{blow}她{after}", "{teller}孩子被{person}{blow}了{after}"
GROWN = ("老婆", "邻居", "门卫", "对方", "同事")


def heard(text: str) -> tuple[set[str], set[str]]:
    """The offenders that count, and those that are only asked about."""
    facts = [f for f in told_facts(text, ON).facts if f.fact == "offender"]
    return _kinds(f for f in facts if f.counts), _kinds(f for f in facts if not f.counts)


def _kinds(facts: Iterable[ToldFact]) -> set[str]:
    return {"other" if f.value in OUTSIDE else f.value for f in facts}


@every(
    "kind, text",
    [
        (kind, form.format(person=person, blow=blow, teller=teller, after=after))
        for kind, persons in PERSONS.items()
        for form, person, blow, teller, after in product((ACTIVE, PASSIVE), persons, BLOWS, TELLERS, AFTER)
    ],
)
def test_who_gives_a_blow_is_heard_whoever_tells_sees_or_calls(kind: str, text: str):
    assert kind in set.union(*heard(text))


def test_a_blow_between_grown_people_names_no_offender_of_a_child():
    for person, victim in product(("保安", "一个醉酒佬", "楼上的男人"), GROWN):
        text = f"{person}把{victim}打伤了,孩子在旁边"
        assert heard(text)[0] == set(), text


@pytest.mark.parametrize("vehicle", ["车", "货车", "电单车"])
def test_who_is_hit_by_a_vehicle_hits_nobody(vehicle: str):
    assert heard(f"我老公前日俾{vehicle}撞到重伤住院,带住四岁仔") == (set(), set())
    assert heard("我老公用车撞到个仔重伤")[0] == {"guardian"}


@pytest.mark.parametrize("text", ["打" * 2000, "爸爸打他" * 500, "爸爸打他," * 400, "被" * 1000 + "打" * 1000])
def test_a_text_of_nothing_but_blows_is_read_within_a_bound(text: str, monkeypatch: pytest.MonkeyPatch):
    """No more verbs are judged than the bound, no longer piece is read for persons, and no text stays in memory."""
    read: list[str] = []
    persons = doers._persons  # noqa: SLF001  # what is read is counted, not timed

    def counted(clause: str) -> object:
        read.append(clause)
        return persons(clause)

    monkeypatch.setattr(doers, "_persons", counted)
    list(doers.doers(text))
    assert len(read) <= 2 * doers._MOST * (doers._BACK + 1)  # noqa: SLF001  # two strengths, each with its clauses
    assert max(map(len, read), default=0) <= doers._REACH  # noqa: SLF001  # its bound
    assert persons.cache_info().maxsize is not None


def scores() -> Counter[str]:
    """How many texts of strangers are right, wrong, asked and silent."""
    counts: Counter[str] = Counter()
    with TEXTS.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            counts[_verdict(row["offender"], *heard(row["text"]))] += 1
    return counts


def _verdict(right: str, counting: set[str], asked: set[str]) -> str:
    if counting == ({right} - {"none"}):
        return "right"
    if counting:
        return "wrong"
    return "asked" if right in asked else "silent"


@pytest.mark.parametrize(("verdict", "least", "most"), [("right", 198, 270), ("wrong", 0, 11)])
def test_the_offender_in_texts_of_strangers_is_heard_as_often_as_measured(verdict: str, least: int, most: int):
    assert least <= scores()[verdict] <= most
