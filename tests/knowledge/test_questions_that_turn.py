"""A sure answer asks nothing, and each fact that an open one asks for can turn it: every act by every kind of body."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.derivation.exhaust import expanded
from knowledge.permissions.decision import PRESUMED, Asked, Permission, Permitted, permitted
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import Verdict
from tests.knowledge.test_permission_walk import asking, situations
from tests.scenarios.sheets import MADE_ON

BOOK = rulebook()
ACTS = sorted(BOOK.acts)
TURNS = 12
"""One act in so many is tried by each fact in `make check`; all in the long run."""
NUMBERS = (0, 1, 3, 7, 9, 13, 14, 15, 16, 17, 18, 24)


def answers(acts: list[str]) -> Iterator[Permitted]:
    for act in acts:
        for by in sorted(asking(BOOK, act)):
            for asked in Asked:
                yield permitted(BOOK, act, by, Situation(), MADE_ON, asked)


@cache
def every_answer() -> list[Permitted]:
    """With nothing known."""
    return list(answers(ACTS))


def test_a_sure_answer_asks_nothing_and_an_open_one_asks_something():
    """With nothing known, and where what each norm asks is known."""
    for p in every_answer():
        assert bool(p.missing) is (p.answer is Permission.DEPENDS), (p.act, p.by, p.asked)
    for n in BOOK.norms.values():
        for known, by, asked in product(list(situations(BOOK, n.act))[1:], n.by[:1], Asked):
            p = permitted(BOOK, n.act, by, known, MADE_ON, asked)
            assert bool(p.missing) is (p.answer is Permission.DEPENDS), (n.id, asked, known.known())


def test_no_answer_to_a_question_turns_a_sure_answer():
    """What is open of a sure answer is tried at random; what an exception presumes to be no is left so."""
    drawn = Random(12)  # noqa: S311  # a repeatable search, no secret
    sure = [p for p in every_answer() if p.answer is not Permission.DEPENDS]
    open_norms = [p for p in sure if any(n.binds is Verdict.UNKNOWN for n in p.norms)]
    assert len(open_norms) > 300
    for p in open_norms:
        facts = sorted(
            {a.fact for n in p.norms for r in (n.norm.row, *(e.row for e in n.exceptions)) for a in r.when.atoms}
        )
        for _ in range(2):
            known = {f: drawn.choice(values(f)) for f in facts if f in FACTS and f not in PRESUMED}
            assert answered(p, known) in {p.answer, None}, (p.act, p.by, p.asked, known)


def values(fact: str) -> tuple[Any, ...]:
    return tuple(OPTIONS[fact]) if fact in OPTIONS else (True, False) if FACTS[fact].type == "bool" else NUMBERS


def test_each_fact_that_may_be_asked_for_can_be_answered():
    facts = {f for p in every_answer() for f in p.missing}
    assert len(facts) > 40
    assert all(str(FACTS[f].ask) and values(f) for f in facts)


def ways(p: Permitted) -> list[dict[str, Any]]:
    """The ways to meet each condition and each exception on the act."""
    rows = [row for n in BOOK.norms_on[p.act] for row in (n, *n.exception)]
    return [dict(a.asks) for a in expanded(BOOK.concepts, rows)]


def settings(p: Permitted, fact: str) -> Iterator[dict[str, Any]]:
    """What else may be so: every other fact as no way wants it, then with what one way or two want; or unknown."""
    all_ways = ways(p)
    wanted: dict[str, set[Any]] = {}
    for way in all_ways:
        for f, accepted in way.items():
            wanted.setdefault(f, set()).update(v for v in values(f) if v in accepted)
    calm = {f: next((v for v in values(f) if v not in wanted.get(f, ())), None) for f in (*p.missing, *wanted)}
    calm = {f: False if FACTS[f].type == "bool" and v is None else v for f, v in calm.items()}
    mine = [w for w in all_ways if fact in w]
    for way in mine:
        for other in ({}, *all_ways):
            met = {f: next((v for v in values(f) if v in a), None) for f, a in {**other, **way}.items()}
            yield {f: v for f, v in {**calm, **met}.items() if v is not None and f != fact}
    for way, other in product(mine, ({}, *all_ways)):
        yield {f: next(v for v in values(f) if v in a) for f, a in {**other, **way}.items() if f != fact}


def answered(p: Permitted, known: dict[str, Any]) -> Permission | None:
    """The answer where all of this is known; None if it contradicts itself."""
    try:
        return permitted(BOOK, p.act, p.by, Situation(**known), MADE_ON, p.asked).answer
    except ValidationError:
        return None


def turned(p: Permitted, fact: str) -> bool:
    found = (
        {answered(p, {**setting, fact: value}) for value in values(fact)} - {None} for setting in settings(p, fact)
    )
    return any(len(answers_to_it) > 1 for answers_to_it in found)


def unturned(acts: list[str]) -> set[tuple[str, str, str, str]]:
    return {(p.act, p.by, p.asked.name, f) for p in answers(acts) for f in p.missing if not turned(p, f)}


def test_each_fact_asked_for_can_turn_the_answer():
    assert unturned(ACTS[::TURNS]) == set()


@pytest.mark.long
def test_each_fact_asked_for_can_turn_the_answer_of_every_act():
    """`test_each_fact_asked_for_can_turn_the_answer` tries one act in twelve."""
    assert unturned(ACTS) == set()
