"""Use of a child's data: a guardian who refuses bars no report of harm, and nobody else gains by the harm."""

from itertools import product
from typing import Any

from knowledge.permissions.decision import Permission, Permitted, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from tests.knowledge.test_permissions import ON

TRUE = (
    "crime_suspected", "sexual_harm", "domestic_violence", "abused_or_abandoned", "bullied", "unattended", "missing",
    "night_out", "begging", "self_harm", "guardian_incites", "abandoned", "trafficked", "crime_under_way", "pregnant",
)  # fmt: skip
HARMS: tuple[dict[str, Any], ...] = (
    *({fact: True} for fact in TRUE), {"guardian_state": "harming"}, {"identity_known": False},
)  # fmt: skip
"""Harms and dangers that WB/11 speaks of, of a child of five or ten."""
ACTS = (("process_child_data", 10), ("process_child_data", 5), ("leak_preschool_data", 5))
MUST_REPORT, MAY_REPORT = ("school", "hotel", "court", "street_station", "mandated_unit"), ("public", "relative")


def refused(book: Rulebook, act: str, by: str, **facts: Any) -> Permitted:
    return permitted(book, act, by, Situation(guardian_consents=False, **facts), ON)


def test_a_guardian_who_refuses_bars_no_report(book: Rulebook):
    cases = product(ACTS, (*MUST_REPORT, *MAY_REPORT), HARMS)
    barred = [
        (act, by, harm)
        for (act, age), by, harm in cases
        if refused(book, act, by, age=age, **harm).answer is not Permission.YES
    ]
    assert barred == []


def test_a_harm_is_no_leave_for_those_who_have_no_report_to_make(book: Rulebook):
    given = {"age": 10, "bullied": True, "life_danger": False}
    leave = [
        by
        for by in ("platform", "media", "shop")
        if refused(book, "process_child_data", by, **given).answer is not Permission.NO
    ]
    assert leave == []


def test_what_is_unknown_of_a_concept_is_asked_as_facts(book: Rulebook):
    asked = refused(book, "process_child_data", "school", age=10).missing
    assert {"sexual_harm", "trafficked", "life_danger"} <= set(asked)
    assert not set(asked) & set(book.concepts)
