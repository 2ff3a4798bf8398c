"""Whoever told the one fact that speaks for a benefit is asked for the other, also before any need is certain."""

from typing import Any

from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS
from knowledge.vocabulary import ApplicationArea, Fit
from network.sheet.benefits import benefit
from network.sheet.relevance import concerns, spoken_for
from network.sheet.sheet import of_referral
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import EVENING, child
from tests.support.walks import every

ON = ALL[0][1]["on"]
TOLD = [
    {"age": age, parent: state}
    for age in (2, 5, 15)
    for parent in ("father_state", "mother_state")
    for state in OPTIONS[parent]
]


@every("told", TOLD)
def test_a_benefit_for_which_a_fact_speaks_is_on_the_sheet(told: dict[str, Any]) -> None:
    r = child({"on": ON, "situation": told}, EVENING)
    open_ = [
        (service.name, e)
        for service in rulebook().services.values()
        if service.benefit and (e := r.offer(service.code).eligibility).fit is Fit.UNKNOWN
        if spoken_for(e) and concerns(e) and set(service.needs) & {n.concept.code for n in r.possible}
    ]
    sheet = of_referral(r)
    shown = {b.name for q in sheet.apply.ask for b in q.decides} | {b.name for b in sheet.apply.verify}
    folded = "".join(line.text for fold in sheet.folds for line in fold.lines)
    assert not [name for name, _ in open_ if name not in shown and name not in folded]


def test_a_father_in_prison_and_nothing_of_the_mother() -> None:
    """The grandmother asks what she can get: his term decides the first benefit, then what the mother is now."""
    told = {"caregiver": "grandparents", "age": 5, "father_state": "imprisoned"}
    for fact, known in (("father_term_six_months", {}), ("mother_state", {"father_term_six_months": True})):
        (asked, *_) = of_referral(child({"on": ON, "situation": {**told, **known}}, EVENING)).apply.ask
        assert asked.fact == fact
        assert [b.code for b in asked.decides] == ["B02"]


@every("mother", ["dead", "imprisoned", "lost_contact", "severely_disabled", "revoked"])
def test_a_father_of_whom_nobody_knows_who_he_is_is_no_refusal(mother: str) -> None:
    """The text lists a parent out of contact; whether one nobody knows counts is for civil affairs to say."""
    told = {"age": 5, "father_state": "unknown_parent", "mother_state": mother}
    r = child({"on": ON, "situation": told}, EVENING)
    assert r.offer("B02").eligibility.fit is not Fit.INELIGIBLE or r.offer("B01").eligibility.fit is Fit.ELIGIBLE


@every("recognised", ["B01", "B02"])
def test_who_is_recognised_is_not_sent_for_poor_relief_first(recognised: str) -> None:
    """Schooling of orphans is supported without the status of a poor household (GE/2, SSW/3)."""
    told = {"age": 16, "receiving": [recognised], "enrolled": True, "school_kind": "senior", "household_aid": "no_aid"}
    sheet = of_referral(child({"on": ON, "situation": told}, EVENING))
    assert "B50" in [b.code for b in sheet.apply.can]
    assert "B09" not in [b.code for b in (*sheet.apply.verify, *sheet.apply.cannot)]


@every("hukou", ["city", "province", "other_province"])
def test_who_is_registered_elsewhere_reads_each_place_that_takes_applications(hukou: str) -> None:
    """Where the office of the registration is not loaded, the sheet names the other place beside it."""
    told = {"age": 5, "disability": True, "disability_kind": "autism", "hukou": hukou, "residence_permit": "child"}
    r = child({"on": ON, "situation": told}, EVENING)
    read = 0
    for code in rulebook().services:
        offer = r.offer(code)
        others = [c for c in offer.counters[1:] if c.rule.row.where is ApplicationArea.RESIDENCE]
        if others and offer.counters[0].rule.row.where is ApplicationArea.HUKOU:
            says = benefit(r, offer).window.says
            assert all(c.rule.row.text in says for c in others), (code, says)
            read += {"B10", "B36"} & {code} != set()
    assert read == 2


def test_an_office_of_the_whole_district_is_told_without_a_street() -> None:
    told = {"age": 5, "disability": True, "disability_kind": "autism", "hukou": "local"}
    r = child({"on": ON, "situation": told}, EVENING)
    assert r.offer("B10").counters[0].note is None
    assert r.offer("B03").counters[0].note is not None
