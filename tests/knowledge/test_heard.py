"""What a question tells beside what was given: it may bind, it may never free."""

from datetime import date

import pytest

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.heard import BINDS, with_heard
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation

DAY = date(2026, 11, 30)
GIVEN = Situation()
HEARD = [
    Situation(age=age, guardian_consents=consents, law_allows=True, venue_kind="library", crime_suspected=True)
    for age in (6, 13, 15, 17)
    for consents in (True, False)
]


@pytest.mark.parametrize("asked", Asked)
def test_over_all_acts_and_subjects_nobody_is_freed_by_what_was_heard(asked: Asked) -> None:
    book, decided = rulebook(), 0
    for act, norms in book.norms_on.items():
        for by in sorted({k for n in norms for k in n.by})[:6]:
            plain = permitted(book, act, by, GIVEN, DAY, asked)
            for heard in HEARD:
                answer, by_words = with_heard(book, act, by, GIVEN, heard, DAY, asked)
                assert answer.answer in {plain.answer, BINDS[asked]}, (act, by, heard)
                assert by_words is (answer.answer is not plain.answer)
                decided += by_words
    assert decided, "the walk holds nothing if no words decide"


def test_the_answer_given_without_words_stays_where_it_binds() -> None:
    book = rulebook()
    plain = permitted(book, "sell_tobacco", "shop", Situation(age=16), DAY)
    answer, by_words = with_heard(book, "sell_tobacco", "shop", Situation(age=16), Situation(age=19), DAY, Asked.MAY)
    assert (plain.answer, answer, by_words) == (Permission.NO, plain, False)
