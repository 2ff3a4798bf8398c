"""Each rule has a story for each of its values; what a rule cannot say `never.toml` declares, and a search checks."""

import random
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible
from knowledge.eligibility.turns import conditions
from knowledge.rows.referral import Way
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import DURATIONS, OPTIONS, Situation

FOLDER = Path(__file__).parent / "referral"
FITS = ("eligible", "ineligible", "unknown")
REPORTS = ("must", "may", "need_not", "depends", "not_a_minor")
DOORS = ("medical", "police", "care")
DAYS = tuple(date(2026, m, d) for m, d in ((6, 30), (7, 1), (11, 25)))
TRIES = 2_000
BOOK = rulebook()
Value = tuple[str, str]
"""What answers (a service, a door, a type of difficulty, a report situation) and what it says."""


def _rows(table: str) -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.toml")):
        yield from tomllib.loads(file.read_text("utf-8")).get(table, ())


NEVER: dict[Value, str] = {(r["of"], r["says"]): r["reason"] for r in _rows("never")}
DIFFICULTIES = tuple(d.code for d in BOOK.difficulties)
TRIGGERS = tuple(str(c.raises) for c in BOOK.triggers)
"""The matters that report situations raise."""


def _wanted() -> set[Value]:
    said = {(code, fit) for code in BOOK.services for fit in FITS}
    said |= {("report", r) for r in REPORTS}
    said |= {(d, v) for d in DOORS for v in ("yes", "no", "unknown")}
    said |= {(d, v) for d in DIFFICULTIES for v in ("yes", "other")}
    return said | {(m, v) for m in TRIGGERS for v in ("yes", "other")}


SAID = {
    "doors": "yes", "doors_not": "no", "doors_unknown": "unknown", "difficulty": "yes", "difficulty_not": "other",
    "difficulty_unknown": "other", "difficulty_open": "other", "matters": "yes", "matters_not": "other",
}  # fmt: skip


def _told() -> Iterator[Value]:
    """What the stories claim; `test_referral_stories.py` and `test_referral_points.py` check each claim."""
    for s in _rows("story"):
        if "fit" in s:
            yield s["service"], s["fit"]
        if "report" in s:
            yield "report", s["report"]
        for key, verdict in SAID.items():
            yield from ((code, verdict) for code in s.get(key, ()))


def test_each_rule_has_a_story_for_each_of_its_values():
    told, wanted = set(_told()), _wanted()
    assert told <= wanted, told - wanted
    assert not wanted - told - NEVER.keys(), sorted(wanted - told - NEVER.keys())


def test_what_cannot_be_said_is_declared_with_its_reason_and_told_by_no_story():
    assert NEVER.keys() <= _wanted()
    assert all(len(reason) > 10 for reason in NEVER.values())
    assert not NEVER.keys() & set(_told())


def _ways(code: str) -> tuple[Way, ...]:
    if code in BOOK.services:
        return tuple(w for r in BOOK.services[code].requirement for w in r.way)
    return BOOK.concepts[code].way


def _granting(code: str) -> tuple[Way, ...]:
    """The ways of the services that grant a status: they decide whether its want is a refusal."""
    if code not in BOOK.services:
        return ()
    return tuple(w for s in BOOK.granting for w in _ways(s.code))


def _generated(code: str, *, seed: int, tries: int = TRIES) -> Iterator[tuple[Situation, date]]:
    """Situations of what a rule rests on: little known, half known, all known; ages about each edge."""
    draw = random.Random(seed)  # noqa: S311  # a repeatable search, no secret
    atoms = [a for c in conditions(BOOK, _ways(code)) for a in c.atoms]
    behind = {a.fact for c in conditions(BOOK, _granting(code)) for a in c.atoms}
    facts = sorted(({a.fact for a in atoms} | behind) & OPTIONS.keys())
    edges = sorted({e for a in atoms if a.fact == "age" for e in (min(a.values), max(a.values) + 1)} & set(range(31)))
    for i in range(tries):
        on, share = draw.choice(DAYS), (0.2, 0.5, 1)[i % 3]
        said: dict[str, Any] = {f: draw.choice(OPTIONS[f]) for f in facts if draw.random() < share}
        age = draw.choice([0, *edges]) + draw.choice((-1, 0, 1))
        said |= {"birth_date": date(on.year - age, on.month, draw.choice((1, on.day)))} if draw.random() < share else {}
        said |= {since: date(2026, draw.randint(1, 6), 1) for since in DURATIONS.values() if draw.random() < share}
        if draw.random() < share:
            said["receiving"] = draw.choice(((), ("B01",), ("B02",)))
        try:
            yield Situation.model_validate(said), on
        except ValidationError:
            continue


def _says(code: str, situation: Situation, on: date) -> str:
    if code in BOOK.services:
        return eligible(BOOK, code, situation, on).fit.value
    return Facts.of(BOOK, situation, on).verdict(code).value


@pytest.mark.parametrize("code", sorted({of for of, _ in NEVER}))
def test_the_search_finds_what_can_be_said_and_nothing_that_is_declared(code: str):
    every = FITS if code in BOOK.services else ("yes", "no", "unknown")
    found = {_says(code, s, on) for s, on in _generated(code, seed=20261125)}
    assert found == set(every) - {says for of, says in NEVER if of == code}


def test_the_search_would_find_a_value_that_is_wrongly_declared(book: Rulebook):
    """The power of the search: over all services it finds every value, those declared apart."""
    for code in book.services:
        lacking = {fit for fit in FITS if (code, fit) not in NEVER}
        for situation, on in _generated(code, seed=1, tries=5 * TRIES):
            lacking.discard(_says(code, situation, on))
            if not lacking:
                break
        assert not lacking, (code, sorted(lacking))
