"""The rules made ready for a day answer as the rows do, read one by one."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.derivation.compiled import DAYS, day
from knowledge.derivation.derived import Facts, ways
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Verdict
from tests.knowledge.interpreted import Interpreted, either_way

BOOK = rulebook()
DAYS_ASKED = (date(2026, 11, 28), date(2026, 6, 30), date(2022, 5, 1), date(2015, 1, 1))
FEW, MANY = 100, 1000


def situations(seed: int, count: int) -> Iterator[Situation]:
    draw = random.Random(seed)  # noqa: S311  # a repeatable search, no secret
    made = 0
    while made < count:
        share = draw.choice((0.02, 0.08, 0.2, 0.5))
        known: dict[str, Any] = {f: draw.choice(v) for f, v in OPTIONS.items() if draw.random() < share}
        if draw.random() < 0.8:
            known["age"] = draw.randrange(0, 20)
        if draw.random() < 0.3:
            known |= {"receiving": draw.choice(((), ("B01",), ("B02", "B04"))), "father_since": date(2026, 1, 1)}
        try:
            yield Situation.model_validate(known)
        except ValidationError:
            continue
        made += 1


def agree(on: date, count: int) -> None:
    """Where the rows leave a doubt, one of several may hold whatever is unknown: then every completion must agree."""
    doubts = 0
    for s in situations(20261128, count):
        facts, read = Facts.of(BOOK, s, on), Interpreted(BOOK, s.facts(on), on)
        for code in BOOK.concepts:
            got, wanted = facts.verdict(code), read.concept(code)
            if got is wanted:
                continue
            doubts += 1
            assert (got, wanted) == (Verdict.YES, Verdict.UNKNOWN), code
        for service in BOOK.services.values():
            if (got := facts.qualifies(service)) is not (wanted := read.service(service)):
                assert wanted is Verdict.UNKNOWN, service.code
                assert got is Verdict.YES
    assert doubts < MANY


@pytest.mark.parametrize("on", DAYS_ASKED, ids=str)
def test_situations_are_answered_as_the_rows_are_read(on: date) -> None:
    agree(on, FEW // len(DAYS_ASKED))


@pytest.mark.long
@pytest.mark.parametrize("on", DAYS_ASKED, ids=str)
def test_a_thousand_situations_are_answered_as_the_rows_are_read(on: date) -> None:
    agree(on, MANY // len(DAYS_ASKED))


@pytest.mark.parametrize("on", DAYS_ASKED[:2], ids=str)
def test_the_rows_that_hold_are_those_of_which_each_says_so(on: date) -> None:
    """Rows that cannot hold by what is known are not looked at: none of them holds."""
    held = 0
    for s in situations(11, 40):
        facts = Facts.of(BOOK, s, on)
        for rows in (BOOK.cautions, BOOK.tasks, BOOK.adults, BOOK.general.duty):
            found = facts.holding(rows)
            assert found == [r for r in rows if BOOK.in_force(r, on) and r.when.holds(facts) is Verdict.YES]
            held += len(found)
    assert held > FEW


def test_what_is_settled_by_exhaustion_holds_for_every_completion() -> None:
    on, settled = DAYS_ASKED[0], 0
    for s in situations(7, 40):
        facts, read = Facts.of(BOOK, s, on), Interpreted(BOOK, s.facts(on), on)
        for code, concept in BOOK.concepts.items():
            if facts.verdict(code) is read.concept(code):
                continue
            rows = facts.alternatives(concept.way)
            asked = {a.fact for r in rows for a in r.when.atoms if facts.get(a.fact) is None}
            if asked <= OPTIONS.keys() | {"age"} and len(asked) <= 3:
                values = {f: OPTIONS[f] if f in OPTIONS else range(25) for f in asked}
                assert either_way(BOOK, dict(facts.known), on, code, values), code
                settled += 1
    assert either_way(BOOK, {"sexual_harm": True}, on, "is_in_danger", {"age": range(18)})
    assert settled >= 0


def test_what_speaks_for_a_concept_is_what_its_ways_say() -> None:
    on = DAYS_ASKED[0]
    for s in situations(11, 40):
        facts = Facts.of(BOOK, s, on)
        for code, concept in BOOK.concepts.items():
            assert facts.some(code) is any(t.some for t in ways(facts, concept.way)), code


def test_conditions_of_rows_are_as_they_are_read() -> None:
    on = DAYS_ASKED[0]
    for s in situations(13, 60):
        facts = Facts.of(BOOK, s, on)
        for row in BOOK.cautions:
            assert facts.holds(row.when) is row.when.holds(facts)
        there = [c for c in BOOK.cautions if BOOK.in_force(c, on) and c.when.holds(facts) is Verdict.YES]
        assert facts.holding(BOOK.cautions) == there


def test_a_day_is_made_ready_once_and_days_are_not_kept_for_ever() -> None:
    assert day(BOOK, DAYS_ASKED[0]) is day(BOOK, DAYS_ASKED[0])
    for n in range(1, DAYS + 2):
        day(BOOK, date(2026, 1, 1).replace(day=n % 28 + 1, month=n // 28 + 1))
    assert len(BOOK.days) <= DAYS
