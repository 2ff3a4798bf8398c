"""The guardians are told, except where one of them may be the offender; the harm is stopped before any form."""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.derivation.derived import Facts
from knowledge.referral.cautions import CHILD, KINDS
from knowledge.referral.safety import triage
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import OPTIONS, Situation

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


def test_a_child_is_told_its_rights_and_what_it_can_do_in_its_own_words(book: Rulebook):
    """What is worded for a caseworker (she agreed, still rape) frightens a child, and tells it nothing to do."""
    told = {c.text for c in book.cautions if any(a.fact == "reporter" and CHILD in a.values for a in c.when.atoms)}
    told |= {c.child for c in book.cautions if c.child}
    shown: set[str] = set()
    for fact, values in OPTIONS.items():
        for value in values:
            try:
                situation = Situation(**{"age": 14, "reporter": CHILD, fact: value})
            except ValidationError:
                continue
            if situation.reporter == CHILD:
                shown |= {c.row.text for c in triage(Facts.of(book, situation, ON), situation).cautions}
    assert shown <= told
    assert len(shown) > 20, "the walk reaches most of what is worded for a child"
    assert [c.text for c in book.cautions if c.kind == "right" and not c.child] == []


def test_a_pregnant_child_reads_what_to_do_and_not_the_penal_code(book: Rulebook):
    situation = Situation(age=14, reporter=CHILD, pregnant=True)
    texts = [c.row.text for c in triage(Facts.of(book, situation, ON), situation).cautions]
    assert any("120" in t and "妇产科" in t for t in texts)
    assert not any(word in t for t in texts for word in ("强奸", "她", "报案"))
