"""The laws of eligibility: what an added fact, a birthday, an order may and may not change; and a second reading."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import Eligibility, answers, eligible, eligible_of, over_time
from knowledge.errors import BadInput
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import IMPOSSIBLE, OPTIONS, Situation
from knowledge.vocabulary import Fit, Verdict
from tests.support.examples import examples

sys.path.insert(0, str(Path(__file__).parent))
oracle: Any = import_module("oracle_eligibility")
"""The second reading; it stands beside this file, which is no package."""

ON = date(2026, 11, 25)
BOOK = rulebook()
CODES = sorted(BOOK.services)


def _asked() -> list[str]:
    """The facts that some service rests on, concepts followed down."""
    found: dict[str, None] = {}
    for code in CODES:
        e = eligible(BOOK, code, Situation(), ON)
        found |= dict.fromkeys(f for f in e.missing if f in OPTIONS)
    return sorted(found)


ASKED = _asked()
DAYS = st.sampled_from([ON, date(2026, 6, 30), date(2026, 7, 1), date(2024, 4, 26)])
SINCE = st.none() | st.dates(date(2024, 1, 1), date(2026, 11, 25))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """What may be known of a child: some of the facts that rules ask for; contradictions left out."""
    facts: dict[str, Any] = {
        f: draw(st.sampled_from(OPTIONS[f])) for f in draw(st.sets(st.sampled_from(ASKED), max_size=14))
    }
    facts["birth_date"] = draw(st.none() | st.dates(date(2005, 1, 1), date(2026, 6, 1)))
    facts["father_since"], facts["mother_since"] = draw(SINCE), draw(SINCE)
    facts["receiving"] = draw(st.none() | st.lists(st.sampled_from(["B01", "B02", "B03"]), max_size=2, unique=True))
    try:
        return Situation.model_validate(facts)
    except ValidationError:
        return Situation(birth_date=facts["birth_date"])


@examples(50)
@given(situations(), st.sampled_from(CODES), DAYS)
def test_a_second_reading_of_the_files_agrees(situation: Situation, code: str, on: date):
    assert eligible(BOOK, code, situation, on).fit.value == oracle.fit(code, situation.facts(on), on)


@examples(50)
@given(situations(), DAYS)
def test_the_reasons_are_those_of_the_verdict(situation: Situation, on: date):
    for required in (r for code in CODES for r in eligible(BOOK, code, situation, on).required):
        seen = {t.verdict for t in required.ways}
        told = Verdict.YES if Verdict.YES in seen else Verdict.NO if seen == {Verdict.NO} else Verdict.UNKNOWN
        if told is Verdict.UNKNOWN and required.facts.alternatives(required.row.way):
            told = Verdict.YES  # one of several, whatever is unknown
        assert required.verdict is (Verdict.UNKNOWN if required.row.contested else told)


@examples(50)
@given(situations(), st.sampled_from(CODES), DAYS, st.data())
def test_knowing_more_never_makes_a_certain_answer_uncertain(
    situation: Situation, code: str, on: date, data: st.DataObject
):
    before = eligible(BOOK, code, situation, on)
    fact = data.draw(st.sampled_from([f for f in ASKED if getattr(situation, f) is None]))
    value = data.draw(st.sampled_from(OPTIONS[fact]))
    if fact in situation.facts(on):
        return  # what was said implies it already
    try:
        more = Situation.model_validate(situation.model_dump(exclude_none=True) | {fact: value})
    except ValidationError:
        return
    after = eligible(BOOK, code, more, on)
    if before.fit is not Fit.UNKNOWN:
        assert after.fit is before.fit


@examples(50)
@given(situations(), st.sampled_from(CODES), st.data())
def test_knowing_less_never_makes_an_unknown_a_no(situation: Situation, code: str, data: st.DataObject):
    known = sorted(situation.model_dump(exclude_none=True))
    if not known or eligible(BOOK, code, situation, ON).fit is not Fit.UNKNOWN:
        return
    gone = data.draw(st.sampled_from(known))
    assert eligible(BOOK, code, situation.model_copy(update={gone: None}), ON).fit is not Fit.INELIGIBLE


@examples(50)
@given(situations(), st.sampled_from(CODES), st.randoms())
def test_the_order_of_rules_does_not_matter(situation: Situation, code: str, random: Any):
    service = BOOK.services[code]
    rows = [r.model_copy(update={"way": tuple(random.sample(r.way, len(r.way)))}) for r in service.requirement]
    random.shuffle(rows)
    shuffled = service.model_copy(update={"requirement": tuple(rows)})
    facts = Facts.of(BOOK, situation, ON)
    assert eligible_of(facts, shuffled, situation).fit is eligible_of(facts, service, situation).fit


@examples(50)
@given(situations(), st.sampled_from(CODES))
def test_each_lead_is_what_the_answer_then_leads_to(situation: Situation, code: str):
    e = eligible(BOOK, code, situation, ON)
    for ask in e.asks:
        values = {str(label): value for label, value in answers(BOOK, e.service, ask.fact)}
        for lead in ask.leads:
            for label in lead.values:
                then = eligible_of(e.facts.also(ask.fact, values[label]), e.service, situation)
                assert then.fit is lead.fit, (ask.fact, label)


@examples(50)
@given(situations(), st.sampled_from(CODES))
def test_an_answered_question_is_not_asked_again(situation: Situation, code: str):
    e = eligible(BOOK, code, situation, ON)
    for fact in e.missing:
        for _, value in answers(BOOK, e.service, fact):
            assert fact not in eligible_of(e.facts.also(fact, value), e.service, situation).missing


@examples(50)
@given(situations(), st.sampled_from(CODES))
def test_an_unknown_says_what_to_ask_or_to_verify(situation: Situation, code: str):
    e = eligible(BOOK, code, situation, ON)
    assert bool(e.missing or e.verify) is (e.fit is Fit.UNKNOWN) or e.fit is not Fit.UNKNOWN
    if e.fit is Fit.UNKNOWN:
        assert e.missing or e.verify
    assert (e.failing is None) is (e.fit is not Fit.INELIGIBLE)


def test_what_known_facts_speak_for_is_asked_first(book: Rulebook):
    known = Situation(age=9, father_state="imprisoned", caregiver="grandparents")
    for code in book.services:
        e = eligible(book, code, known, date(2026, 11, 30))
        assert set(e.likely) <= set(e.missing), code
    allowance = eligible(book, "B02", known, date(2026, 11, 30))
    assert allowance.likely == ("hukou", "father_term_six_months", "mother_state")


@examples(50)
@given(situations(), st.sampled_from(CODES))
def test_the_day_that_cures_is_the_first(situation: Situation, code: str):
    e = eligible(BOOK, code, situation, ON)
    if e.cured is None:
        return
    day, fit = e.cured
    assert eligible(BOOK, code, situation, day).fit is fit is not Fit.INELIGIBLE
    for back in (1, 2, 30, 200):
        before = max(ON, day - timedelta(days=back))
        if before < day:
            assert eligible(BOOK, code, situation, before).fit is Fit.INELIGIBLE


BIRTHDAYS = [
    ("B22", {}, 3, Fit.ELIGIBLE, Fit.INELIGIBLE),
    ("B38", {"seeking_work": True}, 16, Fit.INELIGIBLE, None),
    ("B16", {"guardian_state": "refuses", "unattended": True}, 18, Fit.ELIGIBLE, Fit.INELIGIBLE),
    ("B14", {"procedural_role": "suspect", "has_defender": False}, 18, Fit.ELIGIBLE, Fit.INELIGIBLE),
    ("B10", {"disability_kind": "hearing", "hukou": "local"}, 7, Fit.ELIGIBLE, Fit.UNKNOWN),
]


@pytest.mark.parametrize(("code", "facts", "years", "before", "after"), BIRTHDAYS)
@pytest.mark.parametrize("born", [date(2019, 11, 25), date(2016, 2, 29), date(2015, 12, 31)])
def test_the_day_before_and_on_the_birthday(
    code: str, facts: dict[str, Any], years: int, before: Fit, after: Fit | None, born: date
):
    situation = Situation.model_validate({**facts, "birth_date": born})
    leap = (born.month, born.day) == (2, 29)
    try:
        birthday = born.replace(year=born.year + years)
    except ValueError:
        birthday = date(born.year + years, 3, 1)
    assert not leap or birthday.month in (2, 3)
    fits = [eligible(BOOK, code, situation, day).fit for day in (birthday - timedelta(days=1), birthday)]
    assert fits[0] is before
    assert fits[1] is after or (after is None and fits[1] is not before)


@pytest.mark.parametrize(
    ("since", "on", "wanted"),
    [
        (date(2026, 5, 25), date(2026, 11, 24), Fit.INELIGIBLE),
        (date(2026, 5, 25), date(2026, 11, 25), Fit.ELIGIBLE),
        (date(2025, 8, 31), date(2026, 2, 27), Fit.INELIGIBLE),
        (date(2025, 8, 31), date(2026, 2, 28), Fit.ELIGIBLE),  # the month has no 31st: its last day (民法典202)
    ],
)
def test_six_months_are_full_on_their_day(since: date, on: date, wanted: Fit):
    situation = Situation(
        birth_date=date(2015, 1, 1), hukou="local", father_state="dead", mother_state="lost_contact",
        mother_since=since, mother_supports=False,
    )  # fmt: skip
    e = eligible(BOOK, "B02", situation, on)
    assert e.fit is wanted
    if wanted is Fit.INELIGIBLE:
        assert e.cured == (on + timedelta(days=1), Fit.ELIGIBLE)


def test_a_bare_age_is_refused_for_several_days():
    with pytest.raises(BadInput):
        over_time(BOOK, "B04", Situation(age=15), [ON, ON + timedelta(days=1)])
    assert len(over_time(BOOK, "B04", Situation(age=15), [ON])) == 1


def test_what_is_contested_is_never_a_yes(book: Rulebook):
    for service in book.services.values():
        for r in service.requirement:
            contested = r.model_copy(update={"way": tuple(w.model_copy(update={"contested": "核"}) for w in r.way)})
            only = service.model_copy(update={"requirement": (contested,)})
            for situation in _some():
                e = eligible_of(Facts.of(book, situation, ON), only, situation)
                assert e.fit is not Fit.ELIGIBLE


def _some() -> Iterator[Situation]:
    yield Situation(birth_date=date(2015, 1, 1), hukou="local", unattended=True, disability_kind="autism")
    yield Situation(birth_date=date(2010, 1, 1), sudden_hardship=True, domestic_violence=True, household_aid="dibao")


@pytest.mark.parametrize("fields", sorted({fields for fields, _ in IMPOSSIBLE}))
def test_what_cannot_be_is_refused_with_both_names(fields: str):
    impossible: dict[str, dict[str, Any]] = {
        "income_below_standard, income_below_marginal": {"income_below_standard": True, "income_below_marginal": False},
        "income_below_standard, income_below_average": {"income_below_standard": True, "income_below_average": False},
        "income_below_marginal, income_below_average": {"income_below_marginal": True, "income_below_average": False},
        "sex, pregnant": {"sex": "male", "pregnant": True},
        "birth_date, residence_since": {"birth_date": date(2020, 1, 2), "residence_since": date(2020, 1, 1)},
        "disability, disability_kind": {"disability": False, "disability_kind": "limb"},
        "disability, disability_grade": {"disability": False, "disability_grade": "one"},
        "disability, disability_certificate": {"disability": False, "disability_certificate": True},
        "enrolled, full_time": {"enrolled": False, "full_time": True},
        "enrolled, dropped_out": {"enrolled": True, "dropped_out": True},
        "hukou, hukou_area": {"hukou": "none", "hukou_area": "440104000000"},
        "hukou, nationality": {"hukou": "local", "nationality": "foreign"},
        "residence_permit, permit_since": {"residence_permit": "nobody", "permit_since": date(2020, 1, 1)},
        "father_state, father_supports": {"father_state": "dead", "father_supports": True},
        "mother_state, mother_supports": {"mother_state": "dead", "mother_supports": True},
        "crime_suspected, crime_under_way": {"crime_suspected": False, "crime_under_way": True},
    }
    said = impossible[fields]
    with pytest.raises(ValidationError) as caught:
        Situation.model_validate(said)
    assert fields in str(caught.value)
    for one, value in said.items():
        Situation.model_validate({one: value})


def test_flipping_the_failing_fact_moves_the_failure(book: Rulebook):
    e = eligible(book, "B08", Situation(school_kind="senior"), ON)
    assert e.failing is not None
    flipped = eligible(book, "B08", Situation(school_kind="primary"), ON)
    assert flipped.fit is Fit.ELIGIBLE


def test_a_judgement_is_a_value(book: Rulebook):
    e = eligible(book, "B05", Situation(sudden_hardship=True), ON)
    assert isinstance(e, Eligibility)
    assert replace(e).fit is e.fit
