"""Whatever an answer lists as missing can be said: over all rows of the rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from api.situation.forms import FactForm
from knowledge.eligibility.services import answers, eligible
from knowledge.rows.rows import Conditional
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import EXCLUDED, NO_VALUE, OPTIONS, Situation
from tests.support.walks import every

ON = date(2026, 11, 28)
BOOK = rulebook()
INPUTS = {to_camel_case(f) for f in Situation.model_fields}


def _rows(value: Any) -> Iterator[Conditional]:
    """All rows with a condition, in rows of any kind."""
    if isinstance(value, Conditional):
        yield value
    parts = value if isinstance(value, (list, tuple)) else vars(value).values() if hasattr(value, "__dict__") else ()
    for part in parts:
        if isinstance(part, (list, tuple, Conditional)) or type(part).__module__.startswith("knowledge.rows"):
            yield from _rows(part)


def _facts(book: Rulebook) -> set[str]:
    kinds = (book.matters, book.norms, book.concepts, book.services)
    rows = [r for of in kinds for row in of.values() for r in _rows(row)]
    rows += [r for row in (*book.cautions, *book.tasks, *book.adults) for r in _rows(row)]
    return {a.fact for r in rows for a in r.when.atoms}


def test_every_fact_of_every_row_can_be_given(book: Rulebook):
    facts = _facts(book) - book.concepts.keys()
    assert {"father_months", "receives_B01", "father_term_six_months"} <= facts
    for fact in facts:
        form = FactForm.of(fact)
        assert form.fact in INPUTS, fact
        assert "？" in form.question, fact
        assert fact not in form.label, fact


@every("code", sorted(BOOK.services))
def test_every_missing_fact_of_a_service_has_answers_and_none_is_a_raw_key(code: str):
    for facts in ({}, {"age": 9}, {"father_state": "lost_contact", "mother_state": "imprisoned"}):
        e = eligible(BOOK, code, Situation.model_validate(facts), ON)
        for fact in e.missing:
            assert FactForm.of(fact).fact in INPUTS, fact
            assert list(answers(BOOK, e.service, fact)), fact


@every(("fact", "values", "other"), sorted({(f, v, o) for f, v, o, _ in EXCLUDED}, key=str))
def test_what_cannot_be_is_not_asked(fact: str, values: tuple[Any, ...], other: str):
    for value in values:
        situation = Situation.model_validate({fact: value})
        assert other in situation.facts(ON)
        for code in BOOK.services:
            assert other not in eligible(BOOK, code, situation, ON).missing, code


def test_a_child_without_a_disability_has_no_kind_of_one():
    facts = Situation(disability=False).facts(ON)
    assert facts["disability_kind"] == NO_VALUE
    assert facts["disability_grade"] == "not_graded"
    assert NO_VALUE not in {v for of in OPTIONS.values() for v in of}
