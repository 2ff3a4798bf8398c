"""A family of which a member may be the offender is not informed: over all rows that tell people what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from knowledge.derivation.derived import Facts
from knowledge.errors import WrongRules
from knowledge.referral.safety import tasks, triage
from knowledge.responsibility.finding import find
from knowledge.rows.rows import Step
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_family import INFORMS, WARNS, informs
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality

ON = date(2026, 11, 28)
SUSPECTED: tuple[dict[str, Any], ...] = (
    {"offender": "guardian"}, {"offender": "family"}, {"domestic_violence": True}, {"guardian_state": "harming"},
    {"abused_or_abandoned": True}, {"guardian_incites": True},
)  # fmt: skip
CALLS = re.compile("(通知|联系(?!不上)|告知|约谈|接回|领回)[^；，。：（]{0,10}(家长|监护人|父母|家属)")
"""Written here apart from the gate's own words."""


@pytest.mark.parametrize("known", SUSPECTED, ids=str)
def test_no_step_of_any_matter_calls_the_family_of_the_offender(book: Rulebook, known: dict[str, Any]) -> None:
    situation = Situation.model_validate({"age": 10, **known})
    for m in book.matters.values():
        found = find(book, m.code, situation, ON)
        rows = [a.row.text for a in found.steps] + [a.row.text for a in found.safeguards]
        rows += [a.row.act for a in found.deadlines]
        bad = [t for t in rows if CALLS.search(t) and not WARNS.search(t)]
        assert not bad, (m.code, bad)


@pytest.mark.parametrize("known", SUSPECTED, ids=str)
def test_no_task_or_caution_calls_the_family_of_the_offender(book: Rulebook, known: dict[str, Any]) -> None:
    for more in ({"night_out": True}, {"bullied": True}, {"injury": True, "place": "school"}, {"self_harm": True}):
        s = Situation.model_validate({"age": 10, "reporter": "school", **known, **more})
        facts = Facts.of(book, s, ON)
        rows = [a.row.text for a in tasks(facts)]
        rows += [c.row.text for c in triage(facts, s).cautions if c.row.kind == "tell" and c.row.family]
        assert not [t for t in rows if CALLS.search(t) and "公安决定" not in t], rows


def test_while_it_is_not_known_who_the_offender_is_the_step_says_what_comes_first(book: Rulebook) -> None:
    for m in book.matters.values():
        for a in find(book, m.code, Situation(age=10), ON).steps:
            if CALLS.search(a.row.text):
                assert WARNS.search(a.row.text), (m.code, a.row.text)


NOT_OF_HARM = {
    "N139": "parents are asked to take part in courses, of no one child",
    "N153": "the year's plan of lessons, of no one child",
    "N740": "only after civil affairs found that the guardian can care again",
    "N692": "somebody is sent because there is no guardian",
    "N826": "the guardian consents to others who attend",
}
"""Norms that inform the family of nothing by which a child can come to harm, and why."""


def test_a_norm_that_informs_the_family_says_what_to_do_where_it_is_the_offender(book: Rulebook) -> None:
    norms = {n.id: n for n in book.norms.values() if n.modality is not Modality.MUST_NOT and INFORMS.search(n.text)}
    open_ = {
        i
        for i, n in norms.items()
        if not WARNS.search(n.text + (n.note or "")) and not any(WARNS.search(e.text) for e in n.exception)
    }
    assert open_ == set(NOT_OF_HARM)


def test_a_duty_that_informs_the_family_says_what_to_do_where_it_is_the_offender(book: Rulebook) -> None:
    duties = [d for m in book.matters.values() for d in m.duty if INFORMS.search(d.act) and not d.when.atoms]
    assert duties
    assert not [d.act for d in duties if not WARNS.search(d.act + (d.note or ""))]


def test_what_is_done_instead_says_what_to_do_where_the_family_is_the_offender(book: Rulebook) -> None:
    advised = [n.instead for n in book.norms.values() if n.instead and CALLS.search(n.instead)]
    assert len(advised) > 10
    assert not [text for text in advised if not WARNS.search(text)]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("联系监护人要求立即回家", True),
        ("马上通知父母或者其他监护人", True),
        ("学校与家长沟通", True),
        ("把孩子交给亲属", True),
        ("通知监护人接回", True),
        ("先排除家庭成员是侵害人，再联系监护人", False),
        ("监护人是侵害人的，不通知其到场", False),
        ("联系不上监护人的，护送到救助保护机构", False),
        ("告知民政、教育等主管部门", False),
    ],
)
def test_the_gate_reads_the_words(text: str, is_told: bool) -> None:
    assert informs(Step(text=text)) is is_told
    assert INFORMS.pattern


FAMILY = """
[[concept]]
code = "is_family_suspected"
name = "家庭成员可能是侵害人"
name_en = "A member of the family may be the offender"
family = true
[[concept.way]]
when = {offender = ["guardian", "family"]}
mark = "MEMORY"
[[concept]]
code = "is_in_danger"
name = "危险"
name_en = "Danger"
danger = true
[[concept.way]]
when = {life_danger = true}
mark = "MEMORY"
"""


@pytest.mark.parametrize(
    ("when", "passes"),
    [
        ("", False),
        ("when = {is_family_suspected = false}", True),
        ("when = {offender = 'student'}", True),
        ("when = {offender = 'guardian'}", False),
        ("when = {injury = true}", False),
    ],
)
def test_the_gate_refuses_a_step_that_calls_the_family_whoever_the_offender_is(
    loads: Callable[[Mapping[str, str]], Rulebook], texts: Mapping[str, str], when: str, passes: bool
) -> None:
    matters = texts["matters/all.toml"].replace(
        '[[matter]]\ncode = "M03"', f'[[matter.step]]\ntext = "联系监护人"\n{when}\n\n[[matter]]\ncode = "M03"'
    )
    changed = {"matters/all.toml": matters, "concepts/all.toml": FAMILY}
    if passes:
        assert loads(changed).family
        return
    with pytest.raises(WrongRules, match="联系监护人"):
        loads(changed)
