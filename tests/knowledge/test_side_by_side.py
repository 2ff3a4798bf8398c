"""What an article names side by side (夜不归宿、离家出走或者流落街头) and a row repeats reaches every child it names.

A row that tells of two circumstances and asks in `when` for one hides its duty from a child in the other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support import readings

CIRCUMSTANCES = {
    "night_out": "夜不归宿|离家出走",
    "begging": "流落街头|流浪|乞讨",
    "missing": "走失|失踪",
    "trafficked": "被拐|拐卖|收买",
    "domestic_violence": "家暴|家庭暴力",
    "abandoned": "遗弃|弃婴",
    "abused_or_abandoned": "虐待|遗弃",
    "self_harm": "自伤|自残|自杀|轻生|伤害自身",
    "danger_to_others": "伤人|(?:危害|伤害)他人",
    "pregnant": "怀孕|流产",
    "bullied": "欺凌",
    "unattended": "无人照料|没人照",
    "sexual_harm": "性侵|猥亵|性骚扰",
    "injury": "受伤|有伤|严重伤害",
    "life_danger": "面临.{0,6}危险|人身安全威胁|生命危险",
    "identity_known": "身份不明",
    "dropped_out": "辍学|失学",
}
"""Facts that an article may name beside another, and their words."""

BRACKETS = re.compile("（[^）]*）")
LISTED = re.compile("[^，；：。]+(?:、|或者)[^，；：。]+")

NARROWER = {
    ("adults", "有伤病、有生命危险"): "who is injured reads the next row of the same kind",
    ("cautions", "面临现实危险"): "the danger is of violence at home (反家庭暴力法23)",
    ("M20", "面临人身安全威胁、处于无人照料等危险状态"): "danger that comes of violence at home (反家庭暴力法15)",
}
"""Owner and words of rows that list what is narrower than their fact, or is told in another row, and why."""


@dataclass(frozen=True)
class Row:
    """A row: its owner; what rows of one case share (a sentence, where rows have no owner); its facts, its words."""

    owner: str
    about: tuple[str, str, str]
    facts: Mapping[str, Any]
    text: str


def rows() -> Iterator[Row]:
    """All rows that have words and ask for facts."""
    for path in readings.files():
        for unit in readings.units(path):
            c = unit.content
            text = c.get("text") or c.get("act", "")
            if not isinstance(c.get("when"), dict) or not isinstance(text, str):
                continue
            if path.parent.name == "concepts":
                yield Row(path.stem, (path.stem, unit.kind, text), c["when"], text)
            else:
                owner = c["act"] if unit.kind == "norm" else unit.owner
                yield Row(unit.owner, (owner, unit.kind, str(c.get("body", ""))), c["when"], text)


def left_out(of: Iterable[Row]) -> list[tuple[str, str]]:
    """Owner and words of what a row names beside the circumstance it asks for, and no row like it asks for."""
    of = tuple(of)
    asked = defaultdict[tuple[str, str, str], set[str]](set)
    for row in of:
        asked[row.about] |= row.facts.keys()
    return [
        (row.owner, piece)
        for row in of
        for listed in LISTED.findall(BRACKETS.sub("", row.text))
        if any(_named(p) & row.facts.keys() for p in _pieces(listed))
        for piece in _pieces(listed)
        if (named := _named(piece)) and not named & asked[row.about]
    ]


def _pieces(listed: str) -> list[str]:
    return re.split("、|或者", listed)


def _named(words: str) -> set[str]:
    return {fact for fact, said in CIRCUMSTANCES.items() if re.search(said, words)}


def test_a_child_in_the_other_circumstance_is_missed():
    text = "夜不归宿、离家出走或者流落街头的，护送返回"
    row = Row("M05", ("M05", "duty", "venue"), {"reporter": "venue", "night_out": True}, text)
    assert left_out([row]) == [("M05", "流落街头的")]
    twin = Row("M05", row.about, {"reporter": "venue", "begging": True}, text)
    assert not left_out([row, twin])
    assert left_out([row, Row("M05", ("M05", "duty", "police"), twin.facts, text)])


def test_no_row_names_a_circumstance_beside_its_own_that_none_asks_for():
    found = set(left_out(rows()))
    assert {f for f in found if not any(f[0] == owner and part in f[1] for owner, part in excused())} == set()


def excused() -> Iterator[tuple[str, str]]:
    for owner, listed in NARROWER:
        yield from ((owner, part) for part in _pieces(listed))


def test_what_is_narrower_is_needed_and_has_a_reason():
    found = left_out(rows())
    assert all(NARROWER.values())
    for owner, listed in NARROWER:
        assert any(owner == o and any(p in words for p in _pieces(listed)) for o, words in found), (owner, listed)
