"""Rights and receipts of one child."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.derivation.derived import Facts, SameFacts
from knowledge.eligibility.entitlement import Entitlement, Gap, benefits, entitlements
from knowledge.eligibility.services import eligible, eligible_of
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit
from loaders.shipped import yuexiu
from loaders.synthetic import people as synthetic_people
from tests.support.examples import examples

ON = date(2026, 11, 23)
ORPHAN = {"age": 9, "hukou": "local", "father_state": "dead", "mother_state": "dead"}


def gaps_of(book: Rulebook, situation: Situation) -> Iterator[Entitlement]:
    return entitlements(Facts.of(book, situation, ON), situation)


def gap_codes(book: Rulebook, **facts: object) -> set[tuple[str, str]]:
    return {(e.gap.value, e.service.code) for e in gaps_of(book, Situation.model_validate(facts))}


def test_an_orphan_without_the_allowance_is_missing_it(book: Rulebook):
    assert ("missing", "B01") in gap_codes(book, **ORPHAN, receiving=())
    assert ("receipt_unknown", "B01") in gap_codes(book, **ORPHAN)
    assert not {g for g in gap_codes(book, **ORPHAN, receiving=("B01",)) if g[1] == "B01"}


def test_who_receives_and_no_longer_fits_is_told(book: Rulebook):
    living = {**ORPHAN, "father_state": "able", "mother_state": "able"}
    assert ("ended", "B01") in gap_codes(book, **living, receiving=("B01",))


def test_two_that_exclude_each_other(book: Rulebook):
    assert ("conflict", "B06") in gap_codes(book, **ORPHAN, receiving=("B01", "B06"))


def test_an_unknown_names_one_fact_to_ask(book: Rulebook):
    asked = [e for e in gaps_of(book, Situation(age=9)) if e.gap is Gap.ASK]
    assert asked
    assert all(e.ask in e.eligibility.missing for e in asked)
    assert [e.ask for e in asked] == [e.eligibility.asks[0].fact for e in asked]


@examples(60)
@given(st.sets(st.sampled_from([s.code for s in benefits(rulebook())])), st.integers(0, 17))
def test_each_gap_is_what_eligibility_says(got: set[str], age: int):
    book = rulebook()
    situation = Situation.model_validate({**ORPHAN, "age": age, "receiving": tuple(sorted(got))})
    wanted = {Gap.MISSING: Fit.ELIGIBLE, Gap.ENDED: Fit.INELIGIBLE, Gap.ASK: Fit.UNKNOWN}
    for e in gaps_of(book, situation):
        if e.gap in wanted:
            assert eligible(book, e.service.code, situation, ON).fit is wanted[e.gap]
            assert (e.service.code in got) is (e.gap is Gap.ENDED)


@pytest.mark.parametrize("code", ["B01", "B02", "B03", "B04", "B06", "B07"])
def test_what_the_plan_wants_everyone_included_in_is_a_benefit(book: Rulebook, code: str):
    assert book.services[code].benefit


def test_children_of_whom_the_same_is_known_share_what_follows_and_get_what_each_alone_gets(book: Rulebook):
    made = synthetic_people.make(yuexiu.areas(), (), book, ON, 400)[0]
    same = SameFacts(ON)
    shared = [same.of(book.within(c.area), c.situation) for c in made]
    assert len({id(f) for f in shared}) < len(made)
    for child, facts in zip(made, shared, strict=True):
        alone = Facts.of(book.within(child.area), child.situation, ON)
        assert {(e.gap, e.service.code, e.ask) for e in entitlements(facts, child.situation)} == {
            (e.gap, e.service.code, e.ask) for e in entitlements(alone, child.situation)
        }
        for s in book.services.values():
            assert eligible_of(facts, s, child.situation).fit is eligible_of(alone, s, child.situation).fit, s.code
