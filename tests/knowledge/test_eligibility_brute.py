"""Five thousand generated situations, each answer equal to the plain reading of the rule files."""

import random
import sys
from collections import Counter
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.eligibility.services import eligible
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Fit

sys.path.insert(0, str(Path(__file__).parent))
oracle: Any = import_module("oracle_eligibility")

BOOK = rulebook()
CODES = sorted(BOOK.services)
DAYS = (date(2026, 11, 25), date(2026, 6, 30), date(2026, 7, 1), date(2024, 4, 26), date(2025, 10, 24))
STATUSES = ("household_aid", "disability_certificate", "hukou", "procedural_role")
ASKED = sorted({f for c in CODES for f in eligible(BOOK, c, Situation(), DAYS[0]).missing if f in OPTIONS})


def situation_of(chance: random.Random) -> Situation | None:
    """A situation of up to fourteen facts, often with a status and with little against the child."""
    facts = {f: chance.choice(OPTIONS[f]) for f in chance.sample(ASKED, chance.randint(0, 14))}
    facts |= {f: chance.choice(OPTIONS[f]) for f in STATUSES if chance.random() < 0.5}
    day = date(2005, 1, 1) + timedelta(days=chance.randrange(7800))
    given: dict[str, Any] = {**facts, "birth_date": chance.choice((None, day, day))}
    for since in ("father_since", "mother_since"):
        given[since] = chance.choice((None, date(2024, 6, 1) + timedelta(days=chance.randrange(900))))
    given["receiving"] = chance.choice((None, [], ["B01"], ["B02", "B03"]))
    try:
        return Situation.model_validate(given)
    except ValidationError:
        return None


def disagreements(number: int, each: int) -> tuple[list[tuple[str, date, dict[str, Any]]], Counter[str]]:
    """Where the engine and the plain reading differ, and how often each answer came; services take turns."""
    chance = random.Random(number)  # noqa: S311  # a reproducible sample, nothing secret
    wrong, seen, done = [], Counter[str](), 0
    while done < number:
        situation, on = situation_of(chance), chance.choice(DAYS)
        if situation is None:
            continue
        facts = situation.facts(on)
        for n in range(each):
            code = CODES[(done * each + n) % len(CODES)]
            answer, plain = eligible(BOOK, code, situation, on).fit.value, oracle.fit(code, facts, on)
            seen[answer] += 1
            # the engine may be sure where the plain reading is not: then one fact decides, whatever its value
            if answer != plain and not (plain == "unknown" and oracle.whatever(code, facts, on, answer)):
                wrong.append((code, on, facts))
        done += 1
    return wrong, seen


def test_some_generated_situations_agree_with_the_plain_reading():
    wrong, seen = disagreements(98, 1)
    assert wrong == []
    assert min(seen[f.value] for f in Fit) > 0


@pytest.mark.long
def test_five_thousand_situations_agree_with_the_plain_reading():
    """Every service 1,600 times; cheap: `test_some_generated_situations_agree_with_the_plain_reading`."""
    wrong, seen = disagreements(5000, 16)
    assert wrong == []
    assert min(seen[f.value] for f in Fit) > 1000
