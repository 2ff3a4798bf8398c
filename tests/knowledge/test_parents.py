"""A parent's certificate of disability counts whatever is said of the parent: all states, kinds and grades."""

from datetime import date
from itertools import product

import pytest

from knowledge.derivation.derived import Facts
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Verdict
from tests.support.walks import every

ON = date(2026, 11, 25)
GONE = {"dead", "missing_by_court", "unknown_parent"}
STATES = OPTIONS["father_state"]


def severe(state: str, kind: str | None, grade: str | None) -> Verdict:
    """民发〔2019〕62号一, read plainly: grade one or two, or three or four of mind or intellect."""
    if state in GONE or grade == "not_graded":
        return Verdict.NO
    if grade in ("one", "two"):
        return Verdict.YES
    if grade in ("three", "four") and kind is not None:
        return Verdict.YES if kind in ("mental", "intellectual") else Verdict.NO
    nothing_told = kind is None and grade is None
    return Verdict.NO if nothing_told and state not in ("unable", "severely_disabled") else Verdict.UNKNOWN


@pytest.mark.parametrize("parent", ["father", "mother"])
@every("state", STATES)
def test_severe_disability_is_told_by_the_certificate(parent: str, state: str):
    kinds, grades = ((None, *OPTIONS[f"{parent}_disability_{x}"]) for x in ("kind", "grade"))
    for kind, grade in product(kinds, grades):
        told = {"state": state, "disability_kind": kind, "disability_grade": grade}
        known = Situation.model_validate({f"{parent}_{k}": v for k, v in told.items()})
        facts = Facts.of(rulebook(), known, ON)
        found = severe(state, kind, grade)
        assert facts.verdict(f"is_{parent}_severely_disabled") is found, (kind, grade)
        listed = facts.verdict(f"is_{parent}_listed")
        assert listed is Verdict.YES or found is not Verdict.YES, (kind, grade)
        assert state != "unable" or listed is not Verdict.NO, (kind, grade)
        assert state not in ("able", "refuses", "working_away") or listed is found, (kind, grade)
