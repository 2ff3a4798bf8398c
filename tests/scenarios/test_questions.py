"""Every question asked in a story can be answered, and some answer changes what is shown."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.derivation.derived import Facts
from knowledge.referral import safety
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import OPTIONS, Situation
from tests.scenarios.referral_stories import Story, day, known, stories

ASKED = [p for p in stories("report", "doors") if not p.values[0].get("calm")][::4]


def shown(book: Rulebook, situation: Situation, on: date, but: str) -> tuple[Any, ...]:
    """What is shown of a situation, less one question."""
    facts = Facts.of(book, situation, on)
    found, doors = safety.triage(facts, situation), safety.doors(facts)
    asked = {f for d in doors for f in d.missing} | set(found.missing)
    return (
        [d.verdict for d in doors], found.report, [m.code for m in found.matters], [c.row.text for c in found.cautions],
        found.to, [d.concept.code for d in safety.difficulties(facts)],
        [(n.concept.code, n.verdict) for n in safety.needs(facts, situation)], sorted(asked - {but}),
    )  # fmt: skip


@pytest.mark.parametrize("story", ASKED)
def test_every_question_can_be_answered_and_an_answer_changes_what_isshown(story: Story, book: Rulebook):
    situation, on = known(story), day(story)
    facts = Facts.of(book, situation, on)
    asked = dict.fromkeys(
        (*safety.triage(facts, situation).missing, *(f for d in safety.doors(facts) for f in d.missing))
    )
    for fact in list(asked)[:12]:
        assert fact in OPTIONS or fact == "age", fact
        now, changed = shown(book, situation, on, fact), False
        for value in OPTIONS.get(fact, (5, 13, 15, 17)):
            try:
                more = Situation.model_validate(situation.model_dump(exclude_none=True) | {fact: value})
            except ValidationError:
                continue
            changed = changed or shown(book, more, on, fact) != now
        assert changed, fact
