"""Who answers, stated as laws: unknown stays unknown, no duty is carried backwards, every reason can be checked."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.errors import NoTextForThatDay, NotFound
from knowledge.responsibility.finding import Finding, changes, find, why_not
from knowledge.responsibility.missing import MissingFact, Who
from knowledge.rows.rows import Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import OPTIONS, Situation, value_label
from knowledge.vocabulary import Force, Role, Verdict

Files = Mapping[str, str]
Load = Callable[[Files], Rulebook]

ON = date(2026, 11, 23)
ONE = timedelta(days=1)
ASKED = ("sex", "severity", "place", "licensed", "age")
KEY_DAYS = (date(2026, 7, 1), ON, date(2027, 6, 1))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    told = {f: draw(st.sampled_from(OPTIONS[f])) for f in ASKED[:-1] if draw(st.booleans())}
    age = {"age": draw(st.integers(0, 17))} if draw(st.booleans()) else {}
    return Situation.model_validate(told | age)


DAYS = st.one_of(
    st.dates(date(2005, 1, 1), date(2032, 12, 31)),
    st.sampled_from([date(2010, 1, 1), date(2015, 6, 1), date(2020, 5, 15)]).flatmap(
        lambda d: st.sampled_from([d - ONE, d, d + ONE])
    ),
)


def held(found: Finding, verdict: Verdict) -> set[Who]:
    return {(d.row.role, d.row.body) for d in found.duties if d.verdict is verdict}


def possible(found: Finding) -> set[Who]:
    return held(found, Verdict.UNKNOWN) - held(found, Verdict.YES)


def certain_and_possible(found: Finding) -> tuple[set[Who], set[Who]]:
    """Those that are certain, also by several duties of which one applies whatever is unknown."""
    return held(found, Verdict.YES) | found.settled, possible(found) - found.settled


def told(situation: Situation, **more: Any) -> Situation:
    return Situation.model_validate(situation.model_dump(exclude_none=True) | more)


# A change of law, and days before any law.


def test_a_change_of_law_changes_the_body_on_its_day(small: Rulebook) -> None:
    """No row has since or until: the words decide."""
    assert not [d for d in small.matters["M01"].duty if d.since or d.until]
    before, after = date(2020, 5, 14), date(2020, 5, 15)
    assert held(find(small, "M01", Situation(), before), Verdict.YES) == {
        (Role.HANDLER, "civil_affairs"),
        (Role.COOPERATES, "police"),
    }
    assert held(find(small, "M01", Situation(), after), Verdict.YES) == {
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
    after = find(small, "M02", told(more, **less.model_dump(exclude_none=True)), on)
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
        assert held(one, verdict) == held(other, verdict)
    assert as_sets(one.missing) == as_sets(other.missing)
    assert one.changes == other.changes
    for body in small.kinds:
        assert why_not(small, code, body, situation, ON).verdict is why_not(turned, code, body, situation, ON).verdict


# Missing facts, each outcome re-checked by setting the fact.


def ages(label: str) -> range:
    if m := re.fullmatch(r"未满(\d+)周岁", label):
        return range(int(m[1]))
    m = re.fullmatch(r"(\d+)–(\d+)周岁", label)
    assert m, label
    return range(int(m[1]), int(m[2]) + 1)


def every_value(fact: str) -> Iterator[Any]:
    return iter(range(18)) if fact == "age" else iter(OPTIONS[fact])


def leads_to(missing: MissingFact, value: Any) -> tuple[set[Who], set[Who]]:
    if missing.fact == "age":
        fits = [o for o in missing.outcomes if any(value in ages(label) for label in o.values)]
    else:
        fits = [o for o in missing.outcomes if value_label(missing.fact, value) in o.values]
    (outcome,) = fits
    return set(outcome.bodies), set(outcome.possible)


def check_missing(book: Rulebook, code: str, situation: Situation, on: date) -> None:
    found = find(book, code, situation, on)
    now = certain_and_possible(found)
    listed = {m.fact: m for m in found.missing}
    facts = situation.facts(on)
    asked = {f for d in found.duties for f in d.missing}
    for fact in asked:
        assert fact not in facts
        for value in every_value(fact):
            then = find(book, code, told(situation, **{fact: value}), on)
            really = certain_and_possible(then)
            if fact in listed:
                assert leads_to(listed[fact], value) == really, (fact, value)
            else:
                assert really == now, (fact, value)
    assert set(listed) <= asked


@given(situations())
@example(Situation())
def test_each_missing_fact_leads_where_it_says(small: Rulebook, situation: Situation) -> None:
    check_missing(small, "M02", situation, ON)


def test_nothing_is_missing_where_nothing_is_open(small: Rulebook) -> None:
    assert find(small, "M01", Situation(), ON).missing == ()
    # one certain handler: the other, conditional row for the same body changes nothing
    known = Situation(age=10, severity="serious", licensed=True)
    assert [m.fact for m in find(small, "M02", known, ON).missing] == []


# Why not.


def test_why_not_yes(small: Rulebook) -> None:
    found = why_not(small, "M02", "police", Situation(sex="female", place="school"), ON)
    assert found.verdict is Verdict.YES


def test_why_not_names_the_failing_condition(small: Rulebook) -> None:
    found = why_not(small, "M02", "women_children", Situation(age=15), ON)
    assert found.verdict is Verdict.NO
    assert [a.text for d in found.held for a in d.failing] == ["已满16周岁"]
    assert found.otherwise == ()


def test_why_not_is_unknown_where_a_fact_is_missing(small: Rulebook) -> None:
    found = why_not(small, "M02", "education", Situation(), ON)
    assert found.verdict is Verdict.UNKNOWN
    assert [d.missing for d in found.held] == [("licensed",)]


def test_why_not_says_that_no_text_gives_a_role_and_what_was_searched(small: Rulebook) -> None:
    found = why_not(small, "M02", "civil_affairs", Situation(), ON)
    assert (found.verdict, found.held, found.otherwise) == (Verdict.NO, (), ())
    assert set(found.searched) == {"甲法", "乙条例"}


def test_why_not_knows_the_rows_of_other_days(small: Rulebook) -> None:
    found = why_not(small, "M01", "civil_affairs", Situation(), ON)
    assert (found.verdict, found.held) == (Verdict.NO, ())
    assert [d.body for d in found.otherwise] == ["civil_affairs"]


@given(situations(), DAYS, st.sampled_from(("M01", "M02", "M03")))
def test_why_not_agrees_with_the_answer(small: Rulebook, situation: Situation, on: date, code: str) -> None:
    try:
        found = find(small, code, situation, on)
    except NoTextForThatDay:
        return
    for body in small.kinds:
        verdicts = {d.verdict for d in found.duties if d.row.body == body}
        wanted = next((v for v in (Verdict.YES, Verdict.UNKNOWN) if v in verdicts), Verdict.NO)
        assert why_not(small, code, body, situation, on).verdict is wanted


def test_a_day_without_text_is_no_ground_for_a_no(small: Rulebook) -> None:
    """Nothing shipped was in force: that a body had no role cannot be told (unknown is an answer)."""
    try:
        found = why_not(small, "M02", "school", Situation(), date(2009, 12, 31))
    except NoTextForThatDay:
        return
    assert found.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("code", "body"), [("M99", "police"), ("M01", "wizard")])
def test_what_does_not_exist_is_not_found(small: Rulebook, code: str, body: str) -> None:
    with pytest.raises(NotFound):
        why_not(small, code, body, Situation(), ON)


def test_no_such_matter(small: Rulebook) -> None:
    with pytest.raises(NotFound):
        find(small, "M99", Situation(), ON)


# Changes.


def bodies_on(book: Rulebook, matter: Matter, on: date) -> set[Who] | None:
    try:
        return {(d.row.role, d.row.body) for d in find(book, matter.code, Situation(), on).duties}
    except NoTextForThatDay:
        return None


def turns(book: Rulebook, matter: Matter) -> dict[date, tuple[set[Who], set[Who]]]:
    """Day by day at the edges: what came and what went between two days that both have an answer."""
    found = {}
    for day in sorted({e for d in matter.duty for p in book.periods(d) for e in p} - {date.min, date.max}):
        before, now = bodies_on(book, matter, day - ONE), bodies_on(book, matter, day)
        if before is not None and now is not None and before != now:
            found[day] = (now - before, before - now)
    return found


def check_changes(book: Rulebook, matter: Matter) -> None:
    said = {c.on: (set(c.added), set(c.removed)) for c in changes(book, matter)}
    for day, turn in turns(book, matter).items():
        assert said.get(day) == turn, (matter.code, day)


@pytest.mark.parametrize("code", ["M01", "M02", "M03"])
def test_changes_are_those_met_from_day_to_day(small: Rulebook, code: str) -> None:
    check_changes(small, small.matters[code])


def test_a_body_added_to_a_matter_of_the_plan_alone_is_a_change(texts: Files, loads: Load) -> None:
    row = (
        '\n[[matter.duty]]\nrole = "cooperates"\nbody = "police"\nact = "协助"\nnamed = true\nsince = 2026-01-01\n'
        'cite = [{clause = "plan:一", quote = "公安机关协助"}]\n'
    )
    book = loads({"matters/all.toml": texts["matters/all.toml"] + row})
    check_changes(book, book.matters["M03"])


# The shipped rulebook.


def test_coordination_moved_from_civil_affairs_to_the_body_for_women_and_children(book: Rulebook) -> None:
    """未成年人保护法 art. 9: amended on 2024-04-26."""
    before, now = find(book, "M01", Situation(), date(2022, 3, 1)), find(book, "M01", Situation(), ON)
    leads = (Role.DUTY_BEARER, Role.HANDLER)
    was, is_ = ({b for r, b in held(f, Verdict.YES) if r in leads} for f in (before, now))
    assert "civil_affairs" in was
    assert "women_children" not in was
    assert "women_children" in is_
    quotes = {c.quote for d in now.certain() if d.row.body == "women_children" for c in d.citations}
    assert any("负责妇女儿童工作的机构" in q for q in quotes)
    day = [c for c in now.changes if c.on == date(2024, 4, 26)]
    assert day, [c.on for c in now.changes]
    assert "women_children" in {b for _, b in day[0].added}
    assert "WB24" in {c.provision.version.id for c in day[0].because}
    assert date(2024, 4, 26) in {c.on for c in before.changes}


@pytest.mark.parametrize("on", KEY_DAYS, ids=str)
def test_every_matter_has_somebody_who_must_act(book: Rulebook, on: date) -> None:
    nobody = []
    for code in book.matters:
        roles = {d.row.role for d in find(book, code, Situation(), on).duties}
        if not roles & {Role.DUTY_BEARER, Role.HANDLER}:
            nobody.append(code)
    assert nobody == []


@pytest.mark.parametrize("on", KEY_DAYS, ids=str)
def test_nobody_punishes_on_the_plan(book: Rulebook, on: date) -> None:
    wrong = []
    for code in book.matters:
        found = find(book, code, Situation(), on)
        cited = [d.citations[0] for d in found.duties if d.row.role is Role.SANCTIONER]
        cited += [c for s in found.sanctions if not s.row.none for c in s.citations]
        wrong += [(code, c.quote) for c in cited if c.provision.document.force is Force.PLAN]
    assert wrong == []


def test_the_shipped_missing_facts_lead_where_they_say(book: Rulebook) -> None:
    for code in book.matters:
        check_missing(book, code, Situation(), ON)
        check_missing(book, code, Situation(age=13, sex="female", urgent=True, crime_suspected=True), ON)


def test_the_shipped_changes_are_those_met_from_day_to_day(book: Rulebook) -> None:
    for matter in book.matters.values():
        check_changes(book, matter)


def test_no_shipped_duty_is_carried_backwards(book: Rulebook) -> None:
    for on in (date(1990, 1, 1), date(2003, 7, 31), date(2016, 2, 29), date(2021, 5, 31), date(2024, 4, 25), *KEY_DAYS):
        for matter in book.matters.values():
            leads = [d for d in matter.duty if d.role is not Role.COOPERATES]
            statutory = [d for d in leads if not d.cite[0].clause.startswith("plan:")]
            try:
                found = find(book, matter.code, Situation(), on)
            except NoTextForThatDay:
                assert statutory
                continue
            carried = [d for d in found.duties if not d.row.cite[0].clause.startswith("plan:")]
            assert carried or not statutory, (matter.code, on)
            assert all(d.citations[0].quote == d.row.cite[0].quote for d in found.duties)


def test_of_an_adult_no_fact_is_asked_where_the_duties_are_towards_minors(book: Rulebook):
    """An answer could change nothing: every duty fails by age alone; at 17 the same matters still ask."""
    matters = [m.code for m in book.matters.values() if m.minors_only]
    assert not [m for m in matters if find(book, m, Situation(age=18), ON).missing]
    assert not [m for m in matters if find(book, m, Situation(age=18), ON).certain()]
    assert [m for m in matters if find(book, m, Situation(age=17), ON).missing]
