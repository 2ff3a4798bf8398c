"""What a duty over children asks of a child: each attribute known, denied or not known."""

import pytest

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.obligations.attributes import attributes_of, of_child
from knowledge.rows.obligations import ENTITLED, Attribute, Plain
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit
from tests.conftest import ON

ALL = frozenset(a.value for a in Attribute)


def attributes(book: Rulebook, situation: Situation, wanted: frozenset[str] = ALL) -> dict[str, Plain | None]:
    return of_child(Facts.of(book, situation, ON), situation, wanted)


@pytest.mark.parametrize(("age", "expected"), [(None, None), (5, False), (6, True), (15, True), (16, None), (17, None)])
def test_compulsory_schooling_begins_at_six_and_is_not_known_from_sixteen(
    book: Rulebook, age: int | None, expected: bool | None
):
    of = attributes(book, Situation(age=age))
    assert (of[Attribute.AGE.value], of[Attribute.COMPULSORY_AGE.value]) == (age, expected)


@pytest.mark.parametrize(
    ("attribute", "fact"),
    [
        (Attribute.DISABILITY, "disability"),
        (Attribute.MAJOR_ILLNESS, "major_illness"),
        (Attribute.CORRECTION, "community_correction"),
        (Attribute.DISTRESS, "psych_distress"),
    ],
)
@pytest.mark.parametrize("value", [True, False, None])
def test_what_the_dossier_holds_is_passed_on(book: Rulebook, attribute: Attribute, fact: str, value: bool | None):
    assert attributes(book, Situation.model_validate({fact: value}))[attribute.value] is value


def test_a_child_with_a_dossier_is_in_difficulty_whatever_else_is_known(book: Rulebook):
    assert attributes(book, Situation())[Attribute.IN_DIFFICULTY.value] is True


def test_a_role_in_proceedings_is_a_case_and_without_one_it_is_not_known(book: Rulebook):
    assert attributes(book, Situation())[Attribute.IN_CASE.value] is None
    assert attributes(book, Situation(procedural_role="victim"))[Attribute.IN_CASE.value] is True


def test_only_what_is_asked_is_answered_and_the_rest_is_left_to_the_records(book: Rulebook):
    wanted = frozenset({Attribute.AGE.value, Attribute.GRADE.value})
    assert attributes(book, Situation(age=9, disability=True), wanted) == {Attribute.AGE.value: 9}


def test_an_entitlement_is_eligible_ineligible_or_not_known(book: Rulebook):
    wanted = frozenset().union(*(attributes_of(o) for o in book.obligations.values()))
    entitled = {name for name in wanted if name.startswith(ENTITLED)}
    fits = set()
    for situation in (Situation(), Situation(age=9, disability=False, economic_hardship=False)):
        facts = Facts.of(book, situation, ON)
        found = of_child(facts, situation, frozenset(entitled))
        for name in entitled:
            fit = eligible_of(facts, book.services[name.removeprefix(ENTITLED)], situation).fit
            fits.add(fit)
            assert found[name] == {Fit.ELIGIBLE: "eligible", Fit.INELIGIBLE: "ineligible", Fit.UNKNOWN: None}[fit]
    assert fits >= {Fit.UNKNOWN, Fit.INELIGIBLE}


def test_a_duty_asks_for_what_its_filters_parts_exemptions_and_grades_name(book: Rulebook):
    for o in book.obligations.values():
        named = {f.attribute for f in o.objects.filter} | {e.attribute for e in o.exempt}
        named |= {f.attribute for part in o.components for f in part.filter}
        named |= {"age"} if o.objects.of == "minor" else set()
        assert attributes_of(o) == named | ({o.periods_by.attribute} if o.periods_by else set())
