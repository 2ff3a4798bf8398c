"""Whoever can ask is told an own duty as its own: 参与 is for the part of bodies that only take part.

What a sheet tells a school, a hospital or a committee to do are its rows as `duty_bearer` (`network/sheet/own.py`).
"""

import re

from tests.knowledge.test_told import ROWS, quotes
from tests.support import readings

NAMES = {
    "school": "学校",
    "kindergarten": "幼儿园",
    "medical": "医疗机构",
    "community_committee": "居民委员会",
    "child_welfare": "儿童福利机构",
}
"""By kind of body that can ask: the name that the texts give it."""
TAKES_PART = re.compile("配合|协助|支持|协同|会同|参与|鼓励|可以|协作|通报|沟通")
PRESUMED = {
    "M84": "what a hospital does at a body's order is presumed (named = false); its own duty to report is M05's"
}
"""Matters with such a row that stays, and why."""


def own(body: str, quote: str) -> bool:
    """The quote says 应当 of a body itself, and not that it helps somebody."""
    said = re.search(f"(?:{NAMES[body]})[^，。；：]{{0,40}}?(?:，[^。；]{{0,60}}?)?(?<!不)应当([^。；]*)", quote)
    return said is not None and not TAKES_PART.search(said[1])


def told_as_part(unit: readings.Unit) -> bool:
    c = unit.content
    if unit.kind != "duty" or c["role"] != "cooperates" or c["body"] not in NAMES or TAKES_PART.search(c["act"]):
        return False
    return any(own(c["body"], quote) for clause, quote in quotes(unit) if not clause.startswith("plan:"))


def test_an_own_duty_is_told_from_a_part_in_one():
    assert own("school", "学校、幼儿园应当建立安全管理制度")
    assert not own("school", "学校应当配合政府有关部门建立信息档案")


def test_whoever_can_ask_bears_its_own_duty():
    assert {u.owner for u in ROWS if told_as_part(u)} == set(PRESUMED)
    assert all(PRESUMED.values())
