"""A quote that begins after 可以 or 鼓励 is no duty: the row says it in its own words."""

import re
from collections.abc import Iterator

from tests.knowledge.test_told import ROWS, quotes, text, unit_of
from tests.support import readings

LEAVES = re.compile("可以(?!用于|依法)|鼓励|有条件的")
TELLS = re.compile("可以|鼓励|有条件|必要|参与|委托|交由|设有")
OTHERWISE = {
    ("M107", "FJB/13"): "it is the victim who may ask for help; who is asked must help",
    **dict.fromkeys(
        (("M12", "WB/93"), ("M14", "WB/93"), ("M95", "WB/93")),
        "what the institution is for stands in WB/96, without 可以",
    ),
    ("M75", "SJ/57"): "the sentence encourages to give, and what is quoted is the state's own duty",
}
"""Owner and clause of rows whose quote follows such a word that is of somebody else, and why."""


def before(clause: str, quote: str) -> Iterator[str]:
    """What stands before a quote in its sentence, in each shipped version."""
    for version in readings.texts().get(clause, ()):
        for para in version.split("\n"):
            if quote in para:
                yield re.split("[。；]", para.split(quote, 1)[0])[-1]


def cut(unit: readings.Unit) -> list[str]:
    """The clauses whose leave a duty cuts off and does not tell."""
    if unit.kind != "duty" or TELLS.search(text(unit)):
        return []
    return [clause for clause, quote in quotes(unit) if any(LEAVES.search(b) for b in before(clause, quote))]


def test_a_leave_that_is_cut_off_is_seen():
    quote = "为未成年人的父母或者其他监护人提供家庭教育指导服务"
    row = {"act": "提供家庭教育指导", "cite": [{"clause": "JJ/38", "quote": quote}]}
    assert cut(unit_of(row, "duty")) == ["JJ/38"]
    assert not cut(unit_of({**row, "act": "可以提供家庭教育指导"}, "duty"))


def test_no_duty_cuts_off_that_it_is_only_a_leave():
    assert {(u.owner, clause) for u in ROWS for clause in cut(u)} == set(OTHERWISE)
    assert all(OTHERWISE.values())
