"""A leave or a power that the law gives under a condition is no flat yes: a fact asks for it, or its words are told."""

import re

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.rows.rows import PROVISO, Norm
from knowledge.rulebook.gate_norms import norm_problems
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality, Verdict
from tests.scenarios.sheets import MADE_ON
from tests.support.walks import every

BOOK = rulebook()
CONDITION = re.compile(
    r"[^，。；：]{2,}的(?=，)|(?:经|征得)[^，。；]{1,16}(?:同意|批准|允许|评估)|符合[^，。；]{0,12}(?:条件|规定)|除[^，。；]{1,24}外|具备"
)
"""Words by which a text makes a leave depend on something."""
NAMED = {
    "N298": "the act is to appeal such a decision",
    "N846": "whoever asks for legal aid needs it: the centre decides",
    "N894": "the act is the assessment of which the words speak",
    **dict.fromkeys(
        ("N901", "N902", "N903", "N904", "N905", "N906", "N907"),
        "the act is to sanction that breach",
    ),
    "N043": "the act is the school's own leave",
    "N323": "the act names the holidays",
}
"""Rows whose act already says the condition."""
LEAVES = [n for n in BOOK.norms.values() if n.modality is Modality.MAY or (n.only and n.modality is Modality.MUST)]
STATED = [n for n in BOOK.norms.values() if n.proviso]


def test_no_leave_or_power_is_given_without_the_condition_of_its_words():
    """A duty that is told without its condition errs to the child's side; a leave or a power does not."""
    bare = {n.id for n in LEAVES if not n.when.atoms and CONDITION.search(n.cite[0].quote)}
    assert len(LEAVES) > 100
    assert bare == set(NAMED)
    assert all(NAMED.values())


@every("n", STATED, ids=lambda n: n.id)
def test_a_proviso_is_asked_for_and_told(n: Norm):
    assert PROVISO not in n.condition
    assert n.proviso
    assert n.proviso in n.condition
    for by in n.by[:2]:
        for asked in Asked:
            p = permitted(BOOK, n.act, by, Situation(), MADE_ON, asked)
            mine = [a for a in p.norms if a.norm.row is n]
            assert all(a.binds is Verdict.UNKNOWN and PROVISO in a.norm.missing for a in mine)
            if p.answer is Permission.DEPENDS and mine:
                assert n.proviso in str(p.sentence(BOOK)) or p.beside


@pytest.mark.parametrize(
    ("act", "by", "words"),
    [
        ("register_birth", "police", "户主、亲属、抚养人或者邻居"),
        ("register_birth", "platform", "户主、亲属、抚养人或者邻居"),
        ("suspend_contact", "court", "不利于子女身心健康"),
        ("delay_enrolment", "guardian", "因身体状况"),
        ("agree_on_guardian", "guardian", "依法具有监护资格的人之间"),
        ("appoint_guardian_by_will", "guardian", "父母担任监护人"),
    ],
)
def test_a_bare_code_gives_no_yes_under_a_condition_of_the_law(act: str, by: str, words: str):
    p = permitted(BOOK, act, by, Situation(), MADE_ON)
    assert p.answer is Permission.DEPENDS
    assert words in str(p.sentence(BOOK))


DUTIES = [n for n in STATED if n.modality is Modality.MUST]


@pytest.mark.parametrize("n", DUTIES, ids=lambda n: n.id)
def test_a_duty_is_not_left_unless_its_proviso_is_found_not_to_be_met(n: Norm):
    facts = {a.fact: min(a.values) for a in n.when.atoms if a.fact != PROVISO}
    for by in n.by:
        open_, met, unmet = (
            permitted(BOOK, n.act, by, Situation(**facts, **proviso), MADE_ON, Asked.MAY_NOT)
            for proviso in ({}, {PROVISO: True}, {PROVISO: False})
        )
        assert (open_.answer, met.answer, open_.missing) == (Permission.NO, Permission.NO, ())
        assert str(n.proviso) in str(open_.sentence(BOOK))
        assert "只有查明不符合" in str(open_.sentence(BOOK))
        assert unmet.answer is not Permission.NO


def test_records_of_a_patient_are_for_the_guardian_of_a_patient():
    assert permitted(BOOK, "show_records_to_guardian", "medical", Situation(), MADE_ON).answer is Permission.DEPENDS


@pytest.mark.parametrize(
    "changed",
    [{"proviso": "没有这样的字"}, {"modality": Modality.MUST_NOT}, {"when": BOOK.norms["N605"].when}],
    ids=["words", "prohibition", "unasked"],
)
def test_the_gate_refuses_a_proviso_that_is_not_quoted_not_asked_for_or_of_a_prohibition(changed: dict[str, object]):
    n = BOOK.norms["N259"]
    assert list(norm_problems(BOOK, n.model_copy(update=changed), lambda *_: iter(())))
    assert not list(norm_problems(BOOK, n, lambda *_: iter(())))
