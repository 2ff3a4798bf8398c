"""What the shipped rules say of who answers, and when it changed."""

from datetime import date

import pytest

from knowledge.errors import NoTextForThatDay
from knowledge.responsibility.finding import find
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Force, Role, Verdict
from tests.knowledge.findings import KEY_DAYS, ON, Files, Load, bodies, check_changes, check_missing


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
    was, is_ = ({b for r, b in bodies(f, Verdict.YES) if r in leads} for f in (before, now))
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
