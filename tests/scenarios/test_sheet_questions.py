"""What a sheet asks, whom it tells what to apply for, and what a pregnancy needs: no question without a cause."""

import pytest

from knowledge.eligibility.turns import edges
from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.majority import ADULT
from network.sheet.model import FoldKind
from network.sheet.text import text
from tests.scenarios.sheets import CHILDREN, MADE_ON, children, matter
from tests.scenarios.test_sheets import situated


@pytest.mark.parametrize("file", CHILDREN)
def test_nobody_is_asked_for_what_nothing_known_gives_a_cause_to_ask(file: str):
    """No grade of a disability that nobody spoke of, no lawyer where there is no case, no age of 18 of a child."""
    for name, r, s in children(file):
        for q in s.apply.ask:
            row = FACTS.get(q.fact)
            assert row is None or row.called_for(r.facts), (name, q.fact)
            if q.fact == "age":
                assert {b for x in q.decides for b in edges(r.book, r.book.services[x.code], "age")} != {ADULT}, name


def test_health_and_lawyers_are_asked_with_a_cause_only():
    asked = {q.fact for file in CHILDREN for _, _, s in children(file) for q in s.apply.ask}
    assert {"has_defender", "disability_grade", "disability_kind", "disability_certificate", "no_means"} <= asked
    private = {f for f in FACTS if f.startswith(("disability_", "father_disability", "mother_disability"))}
    assert {f for f in private | {"has_defender", "no_means", "unable_to_work"} if not FACTS[f].cause} == set()


PARENTS = {"father_state", "mother_state"}


def asked_about_parents(**facts: object) -> set[str]:
    return {q.fact for q in situated(**facts).apply.ask} & PARENTS


@pytest.mark.parametrize(
    "told",
    [
        {"disability": True, "disability_grade": "one", "hukou": "local"},
        {"household_aid": "dibao", "economic_hardship": True},
        {"sudden_hardship": True},
        {"procedural_role": "victim", "case_kind": "criminal", "economic_hardship": True},
        {"economic_hardship": True, "caregiver": "parents"},
    ],
)
def test_poverty_or_disability_is_no_reason_to_ask_how_the_parents_are(told: dict[str, object]):
    s = situated(age=10, **told)
    assert not {q.fact for q in s.apply.ask} & PARENTS
    assert "事实无人抚养儿童基本生活补贴" in text(s, opened=True), "folded, not lost"


@pytest.mark.parametrize(
    "told",
    [
        {"mother_state": "imprisoned"},
        {"no_means": True, "supporter": "no_supporter"},
        {"economic_hardship": True, "caregiver": "grandparents"},
        {"economic_hardship": True, "caregiver": "one_parent"},
    ],
)
def test_who_speaks_of_parents_that_are_not_there_is_asked_how_they_are(told: dict[str, object]):
    assert any(FACTS[f].called_for(told) for f in PARENTS)
    s = situated(age=10, hukou="local", **told)
    assert any(str(FACTS[f].ask) in text(s, opened=True) for f in PARENTS)


@pytest.mark.parametrize("benefit", ["孤儿基本生活费", "事实无人抚养儿童基本生活补贴", "重度残疾人护理补贴"])
def test_who_asks_for_a_benefit_is_asked_for_what_decides_it(benefit: str):
    book = rulebook()
    service = next(s for s in book.services.values() if s.name == benefit)
    s = matter({"on": MADE_ON, "matter": service.matters[0], "situation": {"age": 9}})
    assert benefit in {b.name for q in s.apply.ask for b in q.decides}


def test_the_law_decides_by_age_who_is_unable_to_work():
    for age in range(16):
        s = situated(age=age, hukou="local", no_means=True, supporter="no_supporter", dropped_out=age > 6, receiving=[])
        assert "特困人员供养（未成年人）" in {b.name for b in s.apply.can}, age
        assert "unable_to_work" not in {q.fact for q in s.apply.ask}


def test_a_family_whose_costs_eat_up_its_income_is_told_what_to_apply_for():
    spent = {"age": 8, "hukou": "local", "rigid_spending": True, "major_illness": True}
    asked = situated(**spent).apply.ask[0]
    assert "刚性支出困难家庭认定" in {b.name for b in asked.decides}
    known = {"household_aid": "no_aid", "income_below_average": True, "assets_within_limit": True}
    assert "刚性支出困难家庭认定" in {b.name for b in situated(**spent, **known).apply.can}


def test_what_depends_on_being_under_18_alone_is_no_question():
    s = situated(sexual_harm=True, procedural_role="victim", reporter="medical")
    assert "age" not in {q.fact for q in s.apply.ask}
    assert any("先按未成年人办" in line for b in s.apply.verify for line in b.why)


@pytest.mark.parametrize("age", [14, 15, 16, 17])
@pytest.mark.parametrize("reporter", ["medical", "school", "community_committee", None])
def test_a_pregnancy_from_fourteen_says_report_doctor_secrecy_consent_and_school(age: int, reporter: str | None):
    facts = {"age": age, "pregnant": True} | ({"reporter": reporter} if reporter else {})
    s = situated(**facts)
    above = "".join(x.text for x in s.care)
    assert all(words in above for words in ("因受到或者疑似受到性侵害的，立即报告公安", "妇产科", "都保密"))
    assert "负有特殊职责" in above, "of the time of conception, so at sixteen too"
    assert "算不清也报" in above
    rights = "".join(x.text for f in s.folds if f.kind is FoldKind.RIGHTS for x in f.lines)
    assert all(words in rights for words in ("尊重她本人的意愿", "不得因怀孕、生育开除"))
