"""A list is quoted with what it lists: its lead alone (有下列情形之一的) gives no condition and no act."""

import re
from collections.abc import Iterator

from tests.knowledge.test_told import ROWS, quotes, unit_of
from tests.support import readings

LEAD = re.compile("下列[^；。]{0,12}$|下列(?:情形|行为)之一")
ITEM = re.compile("[（(][一二三四五六七八九十0-9]+[）)]")
KINDS = ("duty", "deadline", "sanction", "norm")
WHOLE = {
    ("M110", "MFD/1098"): "收养人的条件 as a whole are told; which they are is another row's",
    ("M110", "XF/240"): "the first sentence has the penalty; what makes it heavier is named as a whole",
    ("N1590", "XF/240"): "as M110: the first sentence has the penalty",
    ("M112", "WB/16"): "the duties of a guardian as a whole, whatever the nationality",
    ("M05", "WB/92"): "each of the seven grounds: 第九十二条所列情形之一",
    ("M20", "WB/92"): "each of the seven grounds: 符合情形的",
    ("N1472", "MFD/1093"): "符合法定条件: all of them",
    ("N1472", "MFD/1098"): "符合法定条件: all of them",
    ("N885", "XS/82"): "有法定情形的: each of the seven",
    ("N894", "YF/44"): "that the committee must have agreed holds for each ground",
}
"""Owner and clause of rows that mean the list as a whole, and why."""


def bare(unit: readings.Unit) -> Iterator[str]:
    """The clauses of which a row quotes the lead of a list and nothing else."""
    cited = list(quotes(unit)) if unit.kind in KINDS else []
    for clause, quote in cited:
        alone = all(c != clause or q == quote for c, q in cited)
        if alone and LEAD.search(quote) and not ITEM.search(quote):
            yield clause


def test_a_lead_without_its_items_is_seen():
    lead = {"clause": "JJ/50", "quote": "政府部门、机构有下列情形之一的，由其上级机关责令限期改正"}
    item = {"clause": "JJ/50", "quote": "（一）不履行家庭教育工作职责"}
    assert list(bare(unit_of({"act": "责令改正", "cite": [lead]}, "duty"))) == ["JJ/50"]
    assert not list(bare(unit_of({"act": "责令改正", "cite": [lead, item]}, "duty")))


def test_a_list_is_quoted_with_what_it_lists():
    assert {(u.owner, clause) for u in ROWS for clause in bare(u)} == set(WHOLE)
    assert all(WHOLE.values())
