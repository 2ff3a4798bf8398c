"""Who must report: over all situations of the duty and all kinds of reporter, and whatever the unknown facts are."""

import random
import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.derivation.derived import Facts
from knowledge.derivation.exhaust import Alternative, exhausted
from knowledge.referral.cautions import CHILD
from knowledge.referral.safety import MustReport, Triage, triage
from knowledge.rows.referral import Caution, Way
from knowledge.rows.rows import Duty
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import OPTIONS, Situation
from knowledge.vocabulary import CautionKind, Modality, Role, Verdict
from tests.support.walks import every

ON = date(2026, 11, 28)
BOOK = rulebook()
ORDER = [MustReport.NEED_NOT, MustReport.MAY, MustReport.DEPENDS, MustReport.MUST]
LOWERING = tomllib.loads((Path(__file__).parent / "lowering.toml").read_text("utf-8"))["lowering"]
BOUND = (
    "school", "kindergarten", "medical", "community_committee", "social_worker", "state_organ", "welfare_institution",
    "close_contact_unit",
)  # fmt: skip
"""未成年人保护法11第二款、130: written here, not read from the rules."""
FAMILY_VIOLENCE = ("school", "kindergarten", "medical", "community_committee", "social_worker", "welfare_institution")
"""反家庭暴力法14."""


def asked(**known: Any) -> Triage:
    s = Situation.model_validate(known)
    return triage(Facts.of(BOOK, s, ON), s)


def meeting(way: Way) -> dict[str, Any]:
    """Facts that meet one way."""
    known: dict[str, Any] = {}
    for atom in way.when.atoms:
        values = sorted(atom.values, key=str)
        known[atom.fact] = min(atom.values) if atom.fact == "age" else values[0]
    return known


WAYS = list(BOOK.trigger_ways)


@every("way", WAYS, ids=lambda way: way.when.text)
def test_every_situation_of_the_duty_binds_every_reporter_that_the_articles_bind(way: Way) -> None:
    for reporter in (*BOUND, CHILD):
        found = asked(reporter=reporter, **meeting(way))
        assert found.report is MustReport.MUST, (reporter, meeting(way))
        assert any(d.row.role is Role.DUTY_BEARER and d.citations[0].provision.clause == "WB/11" for d in found.duties)
        assert found.to[0] == "police"
    assert set(BOOK.bound_reporters) == set(BOUND)


def test_violence_at_home_is_reported_to_the_police_under_its_own_law() -> None:
    for reporter in FAMILY_VIOLENCE:
        cited = {
            c.provision.clause for d in asked(reporter=reporter, domestic_violence=True).duties for c in d.citations
        }
        assert "FJB/14" in cited, reporter


@pytest.mark.parametrize("reporter", BOUND)
@pytest.mark.parametrize(
    "known",
    [
        {"sexual_harm": True},
        {"guardian_state": "harming"},
        {"guardian_incites": True},
        {"injury": True, "offender": "school_staff"},
        {"domestic_violence": True},
        {"self_harm": True},
        {"unattended": True},
    ],
    ids=str,
)
def test_an_unknown_age_is_no_reason_to_wait(reporter: str, known: dict[str, Any]) -> None:
    assert asked(reporter=reporter, **known).report is MustReport.MUST


def test_the_answer_names_the_alternatives() -> None:
    found = asked(reporter="school", sexual_harm=True)
    assert [m.code for m in found.matters] == ["M08", "M09"]
    assert {d.verdict for d in found.situations} == {Verdict.UNKNOWN}
    assert all(d.ways for d in found.situations)
    assert [m.code for m in asked(reporter="school", sexual_harm=True, age=15).matters] == ["M09"]


def test_what_decides_is_still_asked() -> None:
    """A boy or girl who is pregnant at an unknown age: below 14 the duty holds, above it depends on harm."""
    assert asked(reporter="medical", pregnant=True).report is MustReport.DEPENDS
    assert asked(reporter="medical", pregnant=True, age=13).report is MustReport.MUST
    assert asked(reporter="school", bullied=True, severity="minor").report is not MustReport.MUST


FACTS = {"a": (True, False), "b": (True, False), "c": (True, False)}
terms = st.lists(
    st.dictionaries(st.sampled_from(sorted(FACTS)), st.sampled_from([frozenset({True}), frozenset({False})])),
    max_size=6,
)


@given(terms)
def test_exhausting_agrees_with_trying_every_combination(rows: list[dict[str, frozenset[bool]]]) -> None:
    every = [dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values())]
    holds = all(any(all(v[f] in accepted for f, accepted in row.items()) for row in rows) for v in every)
    assert exhausted([Alternative(row, ()) for row in rows]) is holds


def test_a_set_that_not_everybody_has_a_value_of_is_never_exhausted() -> None:
    """No divorce at all is a third answer."""
    every = [Alternative({"divorce": frozenset({v})}, ()) for v in OPTIONS["divorce"]]
    assert not exhausted(every)
    assert exhausted([Alternative({"severity": frozenset({v})}, ()) for v in OPTIONS["severity"]])


def allowed(fact: str, value: Any) -> bool:
    return any(row["fact"] == fact and value in row["values"] for row in LOWERING)


def test_a_fact_more_never_takes_a_duty_away_except_by_a_row_that_says_so() -> None:
    draw = random.Random(20261128)  # noqa: S311  # a repeatable search, no secret
    names = sorted(f for f in OPTIONS if f != "reporter")
    for _ in range(80):
        reporter = draw.choice((*BOUND, CHILD, "public", "guardian", "hotel", "platform"))
        way = draw.choice(WAYS)
        before = meeting(way) | {"reporter": reporter}
        if asked(**before).report is not MustReport.MUST:
            continue
        for fact in draw.sample(names, 5):
            if fact in before:
                continue
            for value in OPTIONS[fact]:
                try:
                    after = asked(**before, **{fact: value}).report
                except ValidationError:
                    continue
                if ORDER.index(after) < ORDER.index(MustReport.MUST):
                    assert allowed(fact, value), (before, fact, value, after)
    assert asked(reporter="school", caregiver="nobody", unattended=False).report is not MustReport.MUST


def test_each_exception_is_a_row_on_the_meaning_of_facts() -> None:
    """What lowers a duty denies what another fact implied, as the catalogue of facts says."""
    for row in LOWERING:
        assert len(row["reason"]) > 10
        found = asked(reporter="school", **row["example"])
        lowered = asked(reporter="school", **row["example"], **{row["fact"]: row["values"][0]})
        assert found.report is MustReport.MUST
        assert lowered.report is not MustReport.MUST


@pytest.mark.parametrize(
    "known",
    [
        {"age": 11, "domestic_violence": True, "offender": "guardian"},
        {"sexual_harm": True, "offender": "family"},
        {"self_harm": True},
        {"unattended": True},
        {"bullied": True},
    ],
    ids=str,
)
def test_a_child_who_tells_is_led_to_protection_in_its_own_terms(known: dict[str, Any]) -> None:
    found = asked(reporter=CHILD, **known)
    first = [c.row.text for c in found.cautions[:2]]
    assert first[0].startswith("你没有做错")
    assert "110" in first[0]
    assert all(n in first[1] for n in ("12355", "12345"))
    assert not any("公众没有" in c.row.text or "抚养" in c.row.text for c in found.cautions)


def test_nothing_is_reported_of_a_child_of_whom_only_harmless_things_are_known() -> None:
    for reporter in OPTIONS["reporter"]:
        for more in ({}, {"caregiver": "grandparents"}, {"caregiver": "parents", "enrolled": True, "sex": "female"}):
            found = asked(age=4, reporter=reporter, **more)
            assert found.report in (MustReport.DEPENDS, MustReport.NEED_NOT)
            texts = [c.row.text for c in found.cautions if c.row.kind in ("stop", "tell")]
            assert not [t for t in texts if any(w in t for w in ("报告", "公安", "报警", "110"))], (reporter, texts)


PLACES = ("venue", "entertainment", "net_cafe", "transport_operator")
"""Whoever runs a public place: not in close contact with minors (未成年人保护法130), but anybody may report."""


@pytest.mark.parametrize("reporter", PLACES)
def test_who_runs_a_public_place_reports_by_its_own_law_and_must_care_for_a_child_out_at_night(reporter: str):
    assert reporter in BOOK.kinds, "the duties of a matter name it as a body"
    assert reporter not in BOOK.bound_reporters
    harmed = asked(age=10, sexual_harm=True, reporter=reporter)
    assert harmed.report is (MustReport.MUST if reporter in OWN_DUTY else MustReport.MAY)
    assert harmed.duties
    out = asked(age=13, night_out=True, reporter=reporter)
    assert any("及时采取保护措施" in c.row.text for c in out.cautions)


@pytest.mark.parametrize("reporter", ["venue", "transport_operator"])
@pytest.mark.parametrize(("known", "clause"), [({"missing": True}, "WB/56"), ({"night_out": True}, "YF/36")], ids=str)
def test_a_large_place_must_search_and_a_public_place_must_care_for_a_child_at_night(
    reporter: str, known: dict[str, Any], clause: str
) -> None:
    """未成年人保护法56第二款、预防未成年人犯罪法36: not only the right to report."""
    found = asked(age=10, reporter=reporter, **known)
    duties = {c.provision.clause for d in found.duties for c in d.citations}
    cautions = {c.provision.clause for d in found.cautions for c in d.citations}
    assert clause in duties & cautions


BY_NORM = {r for n in BOOK.norms.values() if n.act == "report_abuse" and n.modality is Modality.MUST for r in n.by}
"""Whoever must report by a norm."""
OWN_DUTY = sorted(BY_NORM & set(OPTIONS["reporter"]))
RIGHT = "有权"


def reporters(row: Duty | Caution) -> set[str]:
    """The kinds of reporter that a row is for."""
    return {str(v) for a in row.when.atoms if a.fact == "reporter" for v in a.values}


def bound() -> set[str]:
    """Whoever has a duty to report whatever happened, by a norm or by a duty row that is not everybody's."""
    matters = [m for m in BOOK.matters.values() if m.report]
    duties = [d for m in matters for d in m.duty if d.role is Role.DUTY_BEARER and d.body not in ("public", CHILD)]
    always = [d for d in duties if all(a.fact == "reporter" for a in d.when.atoms)]
    return set(OWN_DUTY) | {r for d in always for r in reporters(d)}


def test_nobody_who_has_a_duty_to_report_is_told_that_he_merely_may() -> None:
    assert {"hotel", "platform", "entertainment", "net_cafe", "school"} <= bound()
    rights = [d for m in BOOK.matters.values() for d in m.duty if d.role is Role.COOPERATES and d.body == "public"]
    tells = [c for c in BOOK.cautions if c.kind is CautionKind.TELL and "任何组织和个人" + RIGHT in c.text]
    assert len(rights) >= len({m.code for m in BOOK.matters.values() if m.report})
    assert tells
    told = [(d.act, reporters(d) & bound()) for d in rights] + [(c.text, reporters(c) & bound()) for c in tells]
    assert [row for row in told if row[1]] == []


@every("way", WAYS, ids=lambda way: way.when.text)
def test_whoever_has_a_duty_of_its_own_must_report_every_situation(way: Way) -> None:
    for reporter in OWN_DUTY:
        found = asked(reporter=reporter, **meeting(way))
        assert found.report is MustReport.MUST, (reporter, meeting(way))
        assert all(d.row.body != "public" for d in found.duties), (reporter, meeting(way))


@every("code", sorted(m.code for m in BOOK.matters.values() if m.report))
def test_every_matter_of_reports_names_whoever_has_a_duty_of_its_own_and_its_sanction(code: str) -> None:
    matter = BOOK.matters[code]
    sanctions = (*matter.sanction, *BOOK.general.sanction)
    for reporter in set(OWN_DUTY) - set(BOOK.bound_reporters) - {"guardian"}:
        assert any(d.body == reporter and d.role is Role.DUTY_BEARER for d in matter.duty), (code, reporter)
        assert any(s.against == reporter and not s.none for s in sanctions), reporter
