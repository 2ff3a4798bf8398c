"""Nobody who must report, and nobody who finds a crime, may keep silent or tell who reported."""

import pytest

from knowledge.permissions.decision import Permission, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from tests.knowledge.test_permission_walk import ON

SILENT = ("conceal_abuse", "conceal_sexual_harm")
KNOWN = {"sexual_harm": True, "crime_suspected": True, "severity": "serious"}


@pytest.mark.parametrize("act", SILENT)
def test_whoever_must_report_may_not_conceal(act: str, book: Rulebook):
    """Concealing is the duty's negation, for each body that a norm on reporting binds, and for everybody a crime."""
    bound = {b for n in book.norms_on["report_abuse"] if n.modality is Modality.MUST for b in n.by}
    free = [b for b in bound if permitted(book, act, b, Situation(**KNOWN), ON).answer is not Permission.NO]
    assert free == []
    assert permitted(book, act, "public", Situation(crime_suspected=True), ON).answer is Permission.NO


@pytest.mark.parametrize("act", SILENT)
@pytest.mark.parametrize("by", ["medical", "community_committee", "guardian", "school", "counsellor"])
def test_sexual_harm_is_not_kept_silent_or_settled(act: str, by: str, book: Rulebook):
    known = Situation(sexual_harm=True, crime_suspected=True)
    assert permitted(book, act, by, known, ON).answer is Permission.NO


def test_nobody_tells_who_reported(book: Rulebook):
    told = [
        b for b in book.kinds if permitted(book, "disclose_reporter", b, Situation(), ON).answer is not Permission.NO
    ]
    assert told == []


def test_nobody_gives_a_child_drugs_to_keep_it_quiet(book: Rulebook):
    given = [
        b
        for b in book.kinds
        if permitted(book, "use_drugs_off_purpose", b, Situation(), ON).answer is not Permission.NO
    ]
    assert given == []
