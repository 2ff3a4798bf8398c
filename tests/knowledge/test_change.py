"""Why the answer differs between two days: the birthday, the months, the law; never one for the other."""

from datetime import date
from typing import Any

from knowledge.eligibility.change import difference
from knowledge.eligibility.services import over_time
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from tests.support.walks import every

BOOK = rulebook()
ORPHAN: dict[str, Any] = {
    "birth_date": date(2008, 11, 25), "hukou": "local", "father_state": "dead", "mother_state": "dead",
    "enrolled": True, "full_time": True, "school_kind": "senior", "receiving": ["B01"],
}  # fmt: skip
DESTITUTE: dict[str, Any] = {
    "birth_date": date(2009, 12, 30),
    "no_means": True,
    "supporter": "no_supporter",
    "disability": False,
}
UNCARED: dict[str, Any] = {
    "birth_date": date(2015, 3, 1), "hukou": "local", "father_state": "dead", "mother_state": "lost_contact",
    "mother_since": date(2026, 5, 25), "mother_supports": False,
}  # fmt: skip


def _why(code: str, facts: dict[str, Any], *days: date) -> str | None:
    a, b = over_time(BOOK, code, Situation.model_validate(facts), days)
    return difference(a, b)


def test_an_orphan_at_school_who_turns_18_has_turned_18():
    why = _why("B01", ORPHAN, date(2026, 11, 24), date(2026, 11, 25))
    assert why == "2026-11-24符合 → 2026-11-25不明：孩子满18周岁"


def test_months_that_are_full_are_named():
    why = _why("B02", UNCARED, date(2026, 11, 24), date(2026, 11, 25))
    assert why is not None
    assert why.endswith("：母亲状况起始日至今满6个月")


def test_a_change_of_law_is_told_by_its_texts_and_not_by_age():
    why = _why("B04", DESTITUTE, date(2026, 6, 30), date(2026, 7, 1))
    assert why is not None
    assert "社会救助暂行办法" in why
    assert "社会救助法" in why
    assert "周岁" not in why


def test_nothing_changed_is_nothing_told():
    assert _why("B01", ORPHAN, date(2026, 11, 1), date(2026, 11, 2)) is None


@every("code", sorted(BOOK.services))
def test_no_sentence_breaks_off(code: str):
    """Every service over the 18th birthday and over each change of law of the last years."""
    for facts in (ORPHAN, DESTITUTE, UNCARED):
        for days in (
            (date(2026, 11, 24), date(2026, 11, 25)),
            (date(2026, 6, 30), date(2026, 7, 1)),
            (date(2019, 1, 1), date(2026, 11, 28)),
        ):
            why = _why(code, facts, *days)
            assert why is None or not why.endswith(("：", "由", "变为")), why
            assert why is None or "由变为" not in why
