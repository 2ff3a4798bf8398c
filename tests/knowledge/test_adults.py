"""Minors and adults are parted before anything else; danger is told by the facts, not by the matter."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.coverage.tiers import tiers
from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible
from knowledge.referral import safety
from knowledge.responsibility.finding import find
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit, Verdict

ON = date(2026, 11, 28)
BOOK = rulebook()
CALM: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / "scenarios" / "referral" / "calm.toml").read_text("utf-8")
)["calm"]

ADULTS: tuple[dict[str, Any], ...] = (
    {"age": 18}, {"age": 30, "domestic_violence": True}, {"birth_date": date(2008, 11, 22), "begging": True},
    {"birth_date": date(2008, 11, 28), "sexual_harm": True}, {"age": 19, "unattended": True, "life_danger": True},
    {"age": 18, "bullied": True, "severity": "serious", "injury": True}, {"age": 20, "trafficked": True},
    {"age": 25, "net_harm": "fraud"}, {"age": 18, "self_harm": True}, {"age": 29, "missing": True},
)  # fmt: skip


def facts(on: date = ON, **known: Any) -> tuple[Facts, Situation]:
    s = Situation.model_validate(known)
    return Facts.of(BOOK, s, on), s


@pytest.mark.parametrize("known", ADULTS, ids=str)
def test_nothing_for_minors_is_said_of_an_adult(known: dict[str, Any]) -> None:
    f, s = facts(**known)
    assert not any((safety.doors(f), safety.tasks(f), safety.difficulties(f)))
    found = safety.triage(f, s)
    assert found.report is safety.MustReport.NOT_A_MINOR
    assert not any((found.to, found.matters, found.duties, found.missing, found.cautions))
    ways = safety.adult_ways(f)
    assert ways
    assert not {w for a in ways for w in a.row.who} & {t.point for t in tiers().values()}
    text = "".join(a.row.text for a in ways)
    assert "请依法决定是否临时监护" not in text
    assert "不是未成年人" in text


WHERE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"begging": True}, "relief_station"), ({"domestic_violence": True}, "police"),
    ({"domestic_violence": True}, "women_federation"), ({"domestic_violence": True}, "legal_aid_centre"),
    ({"domestic_violence": True}, "court"), ({"sexual_harm": True}, "police"), ({"injury": True}, "medical"),
    ({"sudden_hardship": True}, "street_office"), ({"offender": "acquaintance"}, "court"),
    *(({"offender": o}, "police") for o in ("acquaintance", "student", "school_staff", "stranger", "online_contact")),
)  # fmt: skip


@pytest.mark.parametrize(("known", "body"), WHERE, ids=str)
def test_an_adult_is_told_where_to_go_by_the_kind_of_problem(known: dict[str, Any], body: str) -> None:
    ways = safety.adult_ways(facts(age=22, **known)[0])
    assert body in {w for a in ways for w in a.row.who}
    assert not safety.adult_ways(facts(age=17, **known)[0])


@pytest.mark.parametrize(
    ("birth", "on", "adult"),
    [
        (date(2008, 11, 28), date(2026, 11, 28), True),
        (date(2008, 11, 29), date(2026, 11, 28), False),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
    ],
)
def test_the_eighteenth_birthday(birth: date, on: date, adult: bool) -> None:
    f, s = facts(on, birth_date=birth, domestic_violence=True, reporter="school")
    assert f.adult is adult
    assert (safety.triage(f, s).report is safety.MustReport.NOT_A_MINOR) is adult
    assert bool(safety.doors(f)) is not adult


ORPHAN: dict[str, Any] = {"father_state": "dead", "mother_state": "dead"}


@pytest.mark.parametrize(
    ("known", "body"),
    [
        (ORPHAN | {"enrolled": True}, "school"),
        ({"receiving": ("B01",), "enrolled": True}, "civil_affairs"),
        (ORPHAN, "human_resources"),
        (ORPHAN, "housing"),
        ({"receiving": ("B04",), "enrolled": True, "school_kind": "senior"}, "street_office"),
    ],
    ids=str,
)
def test_what_goes_on_the_day_after_the_eighteenth_birthday(known: dict[str, Any], body: str) -> None:
    """The day after it an orphan or a supported pupil is sent on by name, not to 12345 alone."""
    day_after, eve = date(2026, 11, 28), date(2026, 11, 26)
    born = date(2008, 11, 27)
    assert body in {w for a in safety.adult_ways(facts(day_after, birth_date=born, **known)[0]) for w in a.row.who}
    assert not safety.adult_ways(facts(eve, birth_date=born, **known)[0])
    assert body not in {w for a in safety.adult_ways(facts(birth_date=born)[0]) for w in a.row.who}


def test_an_unknown_age_is_a_minors() -> None:
    assert not facts(domestic_violence=True)[0].adult


def test_a_matter_for_minors_tells_an_adult_so_and_any_other_still_answers() -> None:
    for m in BOOK.matters.values():
        found = find(BOOK, m.code, Situation(age=18), ON)
        assert found.not_a_minor is m.minors_only
        if m.minors_only:
            parts = (found.steps, found.deadlines, found.safeguards, found.sanctions, found.refusals, found.missing)
            assert not any(parts), m.code
            assert not found.certain()
        else:
            assert any(d.verdict is not Verdict.NO for d in found.duties) or not found.duties, m.code
        assert not found.danger


def test_no_step_tells_the_family_of_a_grown_person(book: Rulebook) -> None:
    """Whom a grown person tells is theirs to say, whether or not the family is suspected."""
    tells = re.compile(r"再?(?:马上)?(?:通知|告知|联系)[^，；。]{0,6}(?:父母|监护人|家长)")
    asked, told = 0, 0
    for code in book.matters:
        for known in ({"age": 22, "abused_or_abandoned": False, "offender": "school_staff"}, {"age": 22}):
            said = [s.row.text for s in find(book, code, Situation(**known), ON).steps]
            assert not [text for text in said if "先排除家庭成员" in text], code
            asked += bool(said)
        minor = find(book, code, Situation(age=12, offender="school_staff"), ON).steps
        told += any(tells.search(s.row.text) for s in minor)
    assert asked
    assert told


def test_no_service_for_minors_is_given_to_an_adult(book: Rulebook) -> None:
    minors = set[str]()
    for s in book.services.values():
        at_17, at_30 = (eligible(book, s.code, Situation(age=a), ON).fit for a in (17, 30))
        if at_30 is Fit.INELIGIBLE and at_17 is not Fit.INELIGIBLE:
            minors.add(s.code)
    assert len(minors) > 10


# Danger


def test_no_matter_alarms_where_everything_is_denied(book: Rulebook) -> None:
    calm = Situation.model_validate(CALM | {"age": 10})
    for m in book.matters.values():
        assert not find(book, m.code, calm, ON).danger, m.code


def test_every_matter_alarms_where_a_fact_tells_of_danger(book: Rulebook) -> None:
    for m in book.matters.values():
        for told in ({"life_danger": True}, {"sexual_harm": True}, {"unattended": True}):
            assert find(book, m.code, Situation.model_validate({"age": 10} | told), ON).danger, m.code


def test_what_a_matter_tells_of_danger_is_quieted_by_its_denial(book: Rulebook) -> None:
    assert find(book, "M09", Situation(age=16), ON).danger
    assert not find(book, "M09", Situation(age=16, sexual_harm=False, crime_suspected=False), ON).danger
    for m in book.matters.values():
        if not m.danger:
            assert not find(book, m.code, Situation(), ON).danger, m.code
            continue
        denied = {f: not v if isinstance(v, bool) else None for f, v in m.danger.items()}
        known = {f: v for f, v in denied.items() if v is not None} | {"guardian_state": "able"}
        assert not find(book, m.code, Situation.model_validate(known), ON).danger, m.code


@pytest.mark.parametrize("code", ["M53", "M70", "M71", "M66", "M88", "M19", "M72"])
def test_names_tips_and_leaks_are_no_danger_by_themselves(book: Rulebook, code: str) -> None:
    assert not find(book, code, Situation(), ON).danger


ALARM = re.compile("先拨打?110|立即拨打110|立即110|先打110|先110|孩子可能正有危险|不先征求家长同意")


def test_no_step_alarms_where_everything_is_denied(book: Rulebook) -> None:
    calm = Situation.model_validate(CALM | {"age": 16})
    for m in book.matters.values():
        texts = [a.row.text for a in find(book, m.code, calm, ON).steps]
        assert not [t for t in texts if ALARM.search(t)], m.code


def test_the_steps_of_a_report_fall_silent_with_its_situation(book: Rulebook) -> None:
    calm = Situation(age=16, sexual_harm=False, crime_suspected=False)
    assert not [a.row.text for a in find(book, "M09", calm, ON).steps if ALARM.search(a.row.text)]
    assert [a.row.text for a in find(book, "M09", Situation(age=16), ON).steps if ALARM.search(a.row.text)]
