"""What a child needs, which doors open, and what a service asks: laws of the shipped rules, and situations read."""

from datetime import date
from typing import Any

import pytest

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible
from knowledge.referral.safety import difficulties, tasks
from knowledge.rows.referral import Concept, Door
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Verdict
from tests.support.walks import every

DAY = date(2026, 11, 25)
YES, NO, OPEN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
CARE, POLICE, MEDICAL = "door_care", "door_police", "door_medical"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rulebook()


def facts(book: Rulebook, **known: Any) -> Facts:
    return Facts.of(book, Situation(**known), DAY)


def under(book: Rulebook, c: Concept) -> set[str]:
    """The concepts that a concept rests on, followed down."""
    direct = {a.fact for w in c.way for a in w.when.atoms if a.fact in book.concepts}
    return direct.union(*(under(book, book.concepts[code]) for code in direct))


def needed(book: Rulebook, **known: Any) -> set[str]:
    f = facts(book, **known)
    return {n.code for n in book.needs if f.verdict(n.code) is YES}


def heeded(book: Rulebook, kind: str, **known: Any) -> str:
    f = facts(book, **known)
    return "\n".join(c.text for c in book.cautions if c.kind == kind and c.when.holds(f) is YES)


def test_every_need_is_there_and_leads_somewhere(book: Rulebook) -> None:
    assert {n.code for n in book.needs} == {f"N{n:02}" for n in range(1, 28)}
    for need in book.needs:
        served = any(need.code in s.needs for s in book.services.values())
        assert served or need.matters or need.ask, need.code
        assert need.way, need.code


def test_safety_comes_first(book: Rulebook) -> None:
    assert [n.code for n in book.needs[:3]] == ["N01", "N02", "N03"]
    assert {n.code for n in book.needs if n.safety} == {"N01", "N02"}
    assert len({n.order for n in book.needs}) == len(book.needs)


def test_a_door_rests_on_facts_alone(book: Rulebook) -> None:
    assert [d.code for d in book.doors] == [MEDICAL, POLICE, CARE]
    for door in book.doors:
        assert not {c for c in under(book, door) if c.startswith(("door_", "N"))}, door.code


def test_every_door_says_whom_to_call_and_the_police_hear_of_all(book: Rulebook) -> None:
    calls = {d.code: [(c.body, c.number) for c in d.call] for d in book.doors}
    assert calls[MEDICAL][:2] == [("medical", "120"), ("police", "110")]
    assert calls[POLICE][:2] == [("police", "110"), ("police_station", None)]
    assert [b for b, _ in calls[CARE][:3]] == ["community_committee", "civil_affairs", "police"]
    assert all(("police", "110") in c for c in calls.values())


def test_a_door_is_judged_whatever_another_says(book: Rulebook) -> None:
    for crime in (None, True, False):
        assert facts(book, unattended=True, crime_suspected=crime).verdict(CARE) is YES
    for nobody in (None, True, False):
        assert facts(book, sexual_harm=True, unattended=nobody).verdict(POLICE) is YES


def test_a_need_for_the_police_is_an_open_door(book: Rulebook) -> None:
    assert under(book, book.concepts["N02"]) >= {POLICE}
    assert facts(book).verdict("N02") is OPEN


@pytest.mark.parametrize("door", [MEDICAL, POLICE, CARE])
def test_a_door_stays_open_to_question_where_nothing_is_known(book: Rulebook, door: str) -> None:
    assert facts(book).verdict(door) is OPEN
    assert isinstance(book.concepts[door], Door)


DOORS: dict[str, tuple[dict[str, Any], str, Verdict]] = {
    "a girl of 13 is pregnant": ({"age": 13, "sex": "female", "pregnant": True}, POLICE, YES),
    "at 14 it depends on assault": ({"age": 14, "sex": "female", "pregnant": True}, POLICE, OPEN),
    "at 14 after assault": ({"age": 14, "pregnant": True, "sexual_harm": True}, POLICE, YES),
    "a father hits": ({"domestic_violence": True, "offender": "guardian"}, POLICE, YES),
    "long past and only suspected": ({"crime_suspected": True, "crime_under_way": False}, POLICE, YES),
    "serious bullying": ({"bullied": True, "severity": "serious"}, POLICE, YES),
    "bullying that is not minor must be looked at": ({"bullied": True, "severity": "ordinary"}, POLICE, OPEN),
    "minor bullying alone is no yes": ({"bullied": True, "severity": "minor", "injury": False}, POLICE, OPEN),
    "bullied and hurt": ({"bullied": True, "severity": "minor", "injury": True}, POLICE, YES),
    "malnourished: the hospital says why": ({"malnourished": True, "crime_suspected": None}, POLICE, OPEN),
    "malnourished: the hospital": ({"malnourished": True}, MEDICAL, YES),
    "self-harm": ({"self_harm": True}, MEDICAL, YES),
    "suspected depression is no emergency by itself": ({"mental_disorder_suspected": True}, MEDICAL, OPEN),
    "until it is urgent": ({"mental_disorder_suspected": True, "urgent": True}, MEDICAL, YES),
    "a foundling: civil affairs": ({"abandoned": True}, CARE, YES),
    "a foundling: police": ({"abandoned": True}, POLICE, YES),
    "identity unknown": ({"identity_known": False}, POLICE, YES),
    "in the street at night: police": ({"night_out": True, "place": "street"}, POLICE, YES),
    "at night, nobody reached: a bed": ({"night_out": True, "guardian_contactable": False}, CARE, YES),
    "at 15 alone": ({"age": 15, "lives_alone": True}, CARE, YES),
    "at 16 alone is allowed": ({"age": 16, "lives_alone": True, "unattended": False}, CARE, OPEN),
    "the only parent detained": ({"guardian_state": "detained", "other_guardian": False}, CARE, YES),
    "somebody else can be guardian?": ({"guardian_state": "detained"}, CARE, OPEN),
    "fraud online is a crime": ({"net_harm": "fraud"}, POLICE, YES),
    "addiction is none": ({"net_harm": "addiction"}, POLICE, OPEN),
}  # fmt: skip


@every("case", DOORS)
def test_doors(book: Rulebook, case: str) -> None:
    known, door, wanted = DOORS[case]
    assert facts(book, **known).verdict(door) is wanted


NEEDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "13 and pregnant": ({"age": 13, "pregnant": True, "reporter": "school"}, "N01 N02 N09 N11 N12 N13", "N18 N27"),
    "alone in the street at night": (
        {"age": 6, "unattended": True, "night_out": True, "place": "street"}, "N01 N02 N03 N16", "N17 N12",
    ),
    "a father hits": (
        {"age": 9, "domestic_violence": True, "offender": "guardian", "injury": True},
        "N01 N02 N03 N09 N11 N13 N15 N16", "N17 N18",
    ),
    "minor bullying": ({"age": 12, "bullied": True, "severity": "minor"}, "N11 N15 N24", "N01 N02 N12 N13"),
    "suspected depression": ({"age": 14, "mental_disorder_suspected": True}, "N12", "N01 N02"),
    "15, out of school, wants work": (
        {"age": 15, "dropped_out": True, "enrolled": False, "seeking_work": True}, "N06 N15", "N27 N17",
    ),
    "16, wants work": ({"age": 16, "enrolled": False, "seeking_work": True}, "N27", "N17"),
    "an infant of 2": ({"age": 2}, "N17 N25", "N15 N18 N27"),
    "on the third birthday": ({"age": 3}, "", "N17 N25"),
    "9 and disabled": ({"age": 9, "disability": True, "enrolled": False}, "N06 N08 N10 N26", "N17 N27"),
    "a suspect of 16": ({"age": 16, "procedural_role": "suspect"}, "N11 N13 N21", "N01 N02 N14"),
    "net addiction": ({"age": 13, "net_harm": "addiction"}, "N11 N15 N19", "N02 N12 N13"),
    "a foundling": ({"age": 0, "abandoned": True, "identity_known": False}, "N01 N02 N03 N09 N17 N20", "N15 N18"),
    "the household loses its home": ({"sudden_hardship": True}, "N04 N05", "N02"),
}  # fmt: skip


@pytest.mark.parametrize("case", NEEDS)
def test_needs(book: Rulebook, case: str) -> None:
    known, there, absent = NEEDS[case]
    found = needed(book, **known)
    assert found >= set(there.split())
    assert not found & set(absent.split())


def test_family_is_not_asked_where_a_member_may_be_the_offender(book: Rulebook) -> None:
    for known in (
        {"offender": "family"},
        {"domestic_violence": True},
        {"sexual_harm": True},
        {"age": 13, "pregnant": True},
    ):
        assert "家" in heeded(book, "not_first", reporter="school", **known)
    assert "不先" not in heeded(
        book, "not_first", reporter="school", bullied=True, severity="minor", offender="student"
    )


def test_guardians_are_told_where_the_law_says_so(book: Rulebook) -> None:
    for known in ({"bullied": True}, {"mental_disorder_suspected": True}, {"net_harm": "addiction"}):
        assert "监护人" in heeded(book, "tell", reporter="school", **known)
    assert "教育行政部门" in heeded(book, "tell", reporter="school", sexual_harm=True)
    assert "公安" not in heeded(book, "tell", reporter="school", bullied=True, severity="minor")


def test_harm_is_stopped_and_evidence_kept(book: Rulebook) -> None:
    assert "不洗澡" in heeded(book, "keep", sexual_harm=True)
    assert heeded(book, "stop", crime_under_way=True)
    assert "不反复追问" in heeded(book, "not_first", sexual_harm=True)


def test_nobody_waits_for_a_superior(book: Rulebook) -> None:
    for known in ({"sexual_harm": True}, {"unattended": True}, {"self_harm": True}):
        assert "不等领导批准" in heeded(book, "not_first", reporter="school", **known)
    assert "不等领导批准" not in heeded(book, "not_first", reporter="school", net_harm="addiction")


def test_what_is_due_at_once_rests_on_its_matter_and_is_silent_where_nothing_is_known(book: Rulebook) -> None:
    assert not tasks(facts(book))
    for t in book.tasks:
        said = book.matters[t.matter].model_dump_json()
        assert all(f'"{c.clause}"' in said for c in t.cite), t.text


WITHOUT_WHAT_DECIDES = (
    "imprisoned",
    "drug_detention",
    "restricted",
    "lost_contact",
    "severely_disabled",
    "seriously_ill",
)


@pytest.mark.parametrize("state", WITHOUT_WHAT_DECIDES)
def test_a_state_speaks_for_a_difficulty_before_its_date_or_grade_is_known(book: Rulebook, state: str) -> None:
    s = Situation.model_validate({"age": 10, "father_state": state, "mother_state": state})
    found = {d.concept.code: d for d in difficulties(Facts.of(book, s, DAY))}
    assert found["D02"].verdict is OPEN
    assert all(f.startswith(("father_", "mother_")) for f in found["D02"].missing)
    assert "D02" not in {d.concept.code for d in difficulties(Facts.of(book, Situation(age=10), DAY))}


ELIGIBLE, NOT, ASK = Fit.ELIGIBLE, Fit.INELIGIBLE, Fit.UNKNOWN
FITS: dict[str, tuple[str, dict[str, Any], Fit]] = {
    "counselling needs a school": ("B19", {"age": 12, "enrolled": True}, ELIGIBLE),
    "counselling out of school": ("B19", {"age": 12, "enrolled": False}, NOT),
    "a psychiatrist takes any minor": ("B20", {"age": 17, "hukou": "other_province"}, ELIGIBLE),
    "not an adult by this rule": ("B20", {"age": 18}, NOT),
    "care under three": ("B22", {"age": 2}, ELIGIBLE),
    "the third birthday": ("B22", {"age": 3}, NOT),
    "after school, primary": ("B23", {"school_kind": "primary", "enrolled": True}, ELIGIBLE),
    "after school, junior": ("B23", {"school_kind": "junior", "enrolled": True}, NOT),
    "after school, kindergarten": ("B23", {"school_kind": "kindergarten"}, NOT),
    "family doctor": ("B24", {"age": 5, "hukou": "local"}, ELIGIBLE),
    "family doctor elsewhere": ("B24", {"age": 5, "hukou": "other_province"}, ASK),
    "youth zone at 13": ("B25", {"age": 13, "procedural_role": None}, ASK),
    "youth zone at 13, in a case": ("B25", {"age": 13, "procedural_role": "suspect"}, ELIGIBLE),
    "reading room": ("B27", {"age": 9}, ASK),
    "schooling of the disabled": ("B28", {"age": 9, "disability": True}, ELIGIBLE),
    "no disability": ("B28", {"age": 9, "disability": False}, NOT),
    "one-stop station for victims": ("B30", {"age": 13, "procedural_role": "victim"}, ELIGIBLE),
    "not for suspects": ("B30", {"age": 13, "procedural_role": "suspect"}, NOT),
    "correction goes on after 18, if it began before": ("B31", {"age": 18, "community_correction": True}, ASK),
    "community correction": ("B31", {"age": 17, "community_correction": True}, ELIGIBLE),
    "specialised school, assessed": (
        "B32", {"age": 14, "conduct": "seriously_bad", "specialised_assessed": True}, ELIGIBLE,
    ),
    "specialised school, merely bad": ("B32", {"age": 14, "conduct": "bad", "specialised_assessed": True}, NOT),
    "specialised school, not assessed": ("B32", {"age": 14, "conduct": "seriously_bad"}, ASK),
    "back to school": ("B34", {"age": 15, "dropped_out": True}, ELIGIBLE),
    "a migrant's child": ("B34", {"age": 8, "seeking_school": True, "hukou": "other_province"}, ELIGIBLE),
    "a foreign child": ("B34", {"age": 8, "seeking_school": True, "hukou": "foreign", "nationality": "foreign"}, ASK),
    "identity search": ("B35", {"identity_known": False}, ELIGIBLE),
    "registration without hukou": ("B35", {"hukou": "none", "identity_known": True}, ELIGIBLE),
    "devices at six": ("B36", {"age": 6, "disability": True, "disability_kind": "hearing"}, ELIGIBLE),
    "devices at seven": ("B36", {"age": 7, "disability": True, "disability_kind": "hearing"}, ASK),
    "devices for the poor": ("B36", {"age": 9, "disability": True, "household_aid": "dibao"}, ELIGIBLE),
    "work at 15": ("B38", {"age": 15, "seeking_work": True}, NOT),
    "work at 16": ("B38", {"age": 16, "seeking_work": True}, ELIGIBLE),
    "visits for the ill": ("B39", {"age": 9, "major_illness": True}, ELIGIBLE),
    "assessment where nobody watches": ("B41", {"age": 6, "unattended": True}, ELIGIBLE),
    "a library is free": ("B43", {"age": 9, "venue_kind": "library"}, ELIGIBLE),
    "a mall is not": ("B43", {"age": 9, "venue_kind": "mall"}, NOT),
    "inquiry about a suspect": ("B45", {"age": 16, "procedural_role": "suspect"}, ELIGIBLE),
}  # fmt: skip


@every("case", FITS)
def test_services(book: Rulebook, case: str) -> None:
    code, known, wanted = FITS[case]
    found = eligible(book, code, Situation(**known), DAY)
    assert found.fit is wanted, (found.failing, found.missing, found.verify)
    assert found.missing or found.verify or found.fit is not ASK


def test_time_alone_ends_a_refusal(book: Rulebook) -> None:
    young = eligible(book, "B38", Situation(birth_date=date(2010, 12, 1), seeking_work=True), DAY)
    assert young.cured == (date(2026, 12, 1), ELIGIBLE)


def test_a_library_is_free_and_a_science_museum_may_be_reduced(book: Rulebook) -> None:
    free = eligible(book, "B43", Situation(age=9, venue_kind="library"), DAY).apply
    reduced = eligible(book, "B43", Situation(age=9, venue_kind="science_museum"), DAY).apply
    assert ["优惠" in a.row.text for a in (*free, *reduced)] == [False, True]
