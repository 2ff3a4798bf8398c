"""The guardians are told, except where one of them may be the offender; the harm is stopped before any form."""

from datetime import date

import pytest

from knowledge.derivation.derived import Facts
from knowledge.referral.safety import KINDS, triage
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation

ON = date(2026, 11, 25)


@pytest.mark.parametrize(
    "situation",
    [
        Situation(bullied=True, reporter="school", severity="minor"),
        Situation(injury=True, place="school", reporter="school"),
        Situation(mental_disorder_suspected=True, reporter="school"),
    ],
)
def test_guardians_are_told_unless_one_of_the_family_may_be_the_offender(book: Rulebook, situation: Situation):
    def tells_guardians(s: Situation) -> bool:
        return any(c.row.kind == "tell" and c.row.family for c in triage(Facts.of(book, s, ON), s).cautions)

    assert tells_guardians(situation)
    for offender in ("guardian", "family"):
        suspected = situation.model_copy(update={"offender": offender})
        assert not tells_guardians(suspected)
        held = triage(Facts.of(book, suspected, ON), suspected).cautions
        assert any(c.row.kind == "not_first" and c.row.family for c in held)


def test_stopping_and_keeping_come_before_telling(book: Rulebook):
    situation = Situation(age=9, sexual_harm=True, injury=True, reporter="school", place="school")
    found = triage(Facts.of(book, situation, ON), situation)
    kinds = [c.row.kind for c in found.cautions]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert {"stop", "keep", "not_first", "tell"} <= set(kinds)
    texts = [c.row.text for c in found.cautions]
    assert len(set(texts)) == len(texts)
