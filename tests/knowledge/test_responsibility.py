"""Who answers, stated as laws: unknown stays unknown, no duty before its text, every missing fact checked."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.errors import NoTextForThatDay, NotFound
from knowledge.responsibility.finding import find, why_not
from knowledge.responsibility.missing import MissingFact
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Role, Verdict
from tests.knowledge.findings import DAYS, ON, bodies, check_missing, situations, with_facts

# A change of law, and days before any law.


def test_a_change_of_law_changes_the_body_on_its_day(small: Rulebook) -> None:
    """No row has since or until: the words decide."""
    assert not [d for d in small.matters["M01"].duty if d.since or d.until]
    before, after = date(2020, 5, 14), date(2020, 5, 15)
    assert bodies(find(small, "M01", Situation(), before), Verdict.YES) == {
        (Role.HANDLER, "civil_affairs"),
        (Role.COOPERATES, "police"),
    }
    assert bodies(find(small, "M01", Situation(), after), Verdict.YES) == {
        (Role.HANDLER, "women_children"),
        (Role.COOPERATES, "police"),
    }


def test_the_answer_says_that_it_changed_and_by_which_words(small: Rulebook) -> None:
    for on in (date(2012, 1, 1), ON):
        (change,) = find(small, "M01", Situation(), on).changes
        assert change.on == date(2020, 5, 15)
        assert change.added == ((Role.HANDLER, "women_children"),)
        assert change.removed == ((Role.HANDLER, "civil_affairs"),)
        (because,) = change.because
        assert because.provision.version.id == "AA20"
        assert because.quote == "妇女儿童工作机构负责协调"


def test_the_day_before_any_version_has_no_answer_and_names_what_is_missing(small: Rulebook) -> None:
    with pytest.raises(NoTextForThatDay) as caught:
        find(small, "M02", Situation(), date(2009, 12, 31))
    assert caught.value.subject == "M02"
    assert caught.value.on == date(2009, 12, 31)
    assert set(caught.value.missing) == {"甲法", "乙条例"}
    assert find(small, "M02", Situation(), date(2010, 1, 1)).duties


def test_the_plan_alone_does_not_answer_for_a_matter_of_the_law(small: Rulebook) -> None:
    """M01's cooperating body rests on the plan, which has no date; the law of the matter came in 2010."""
    with pytest.raises(NoTextForThatDay):
        find(small, "M01", Situation(), date(2009, 12, 31))
    assert find(small, "M03", Situation(), date(2009, 12, 31)).certain()


def test_a_document_that_is_not_yet_there_is_named(small: Rulebook) -> None:
    assert find(small, "M02", Situation(), date(2015, 5, 31)).absent == ("乙条例",)
    assert find(small, "M02", Situation(), date(2015, 6, 1)).absent == ()


@given(DAYS, st.sampled_from(("M01", "M02", "M03")), situations())
@example(date(2020, 5, 14), "M01", Situation())
@example(date(2010, 1, 1), "M02", Situation())
def test_no_duty_is_carried_to_a_day_without_its_text(
    small: Rulebook, on: date, code: str, situation: Situation
) -> None:
    try:
        found = find(small, code, situation, on)
    except NoTextForThatDay:
        return
    for d in found.duties:
        carrying = d.citations[0].provision.version
        assert (carrying.since or date.min) <= on < (carrying.until or date.max)
        assert d.citations[0].quote == d.row.cite[0].quote


# Three values.


@given(situations(), situations(), DAYS)
def test_telling_more_never_unsettles_the_answer(small: Rulebook, less: Situation, more: Situation, on: date) -> None:
    try:
        before = find(small, "M02", less, on)
    except NoTextForThatDay:
        return
    after = find(small, "M02", with_facts(more, **less.model_dump(exclude_none=True)), on)
    for b, a in zip(before.duties, after.duties, strict=True):
        assert b.verdict in (Verdict.UNKNOWN, a.verdict)


def shuffled(book: Rulebook, code: str, chance: random.Random) -> Rulebook:
    duties = list(book.matters[code].duty)
    chance.shuffle(duties)
    matter = book.matters[code].model_copy(update={"duty": tuple(duties)})
    return replace(book, matters={**book.matters, code: matter})


def as_sets(missing: Iterable[MissingFact]) -> set[tuple[str, frozenset[Any]]]:
    return {(m.fact, frozenset((frozenset(o.values), o.bodies, o.possible) for o in m.outcomes)) for m in missing}


@given(situations(), st.sampled_from(("M01", "M02")), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    small: Rulebook, situation: Situation, code: str, chance: random.Random
) -> None:
    turned = shuffled(small, code, chance)
    one, other = find(small, code, situation, ON), find(turned, code, situation, ON)
    for verdict in Verdict:
        assert bodies(one, verdict) == bodies(other, verdict)
    assert as_sets(one.missing) == as_sets(other.missing)
    assert one.changes == other.changes
    for body in small.kinds:
        assert why_not(small, code, body, situation, ON).verdict is why_not(turned, code, body, situation, ON).verdict


@given(situations())
@example(Situation())
def test_each_missing_fact_leads_where_it_says(small: Rulebook, situation: Situation) -> None:
    check_missing(small, "M02", situation, ON)


def test_nothing_is_missing_where_nothing_is_open(small: Rulebook) -> None:
    assert find(small, "M01", Situation(), ON).missing == ()
    # one certain handler: the other, conditional row for the same body changes nothing
    known = Situation(age=10, severity="serious", licensed=True)
    assert [m.fact for m in find(small, "M02", known, ON).missing] == []


def test_no_such_matter(small: Rulebook) -> None:
    with pytest.raises(NotFound):
        find(small, "M99", Situation(), ON)


@pytest.mark.parametrize(("age", "hurt", "pays"), [(15, True, True), (15, False, False), (17, True, False)])
def test_the_employer_pays_for_a_child_hurt_at_work(book: Rulebook, age: int, hurt: bool, pays: bool):
    steps = find(book, "M100", Situation(age=age, injury=hurt), date(2026, 12, 1)).steps
    assert any("由用人单位送医" in s.row.text and s.verdict is Verdict.YES for s in steps) is pays
