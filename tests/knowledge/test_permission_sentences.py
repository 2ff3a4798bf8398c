"""The sentence of an answer: how far a yes goes, and on which days nothing was there to read."""

from datetime import timedelta

from knowledge.rulebook.book import Rulebook
from tests.knowledge.test_permissions import SILENT, ask


def test_a_day_before_all_texts_on_an_act_is_no_silence_of_the_law(book: Rulebook):
    """What was law then is not shipped, and that is said, as for a matter."""
    for act, rows in book.norms_on.items():
        first = min((a for n in rows for a, _ in book.periods(n)), default=None)
        if first:
            eve = ask(book, act, rows[0].by[0], first - timedelta(days=1))
            assert (eve.answer, str(eve.on) in str(eve.sentence(book))) == (SILENT, True), act


def test_a_yes_by_an_exception_or_a_reserved_power_says_how_far_it_goes(book: Rulebook):
    missing = ask(book, "disclose_identity", "media", missing=True)
    assert "限于" in str(missing.sentence(book))
    contact = ask(book, "suspend_contact", "court", law_allows=True)
    assert "不利于孩子身心健康" in str(contact.sentence(book))
    assert "限于" not in str(ask(book, "report_abuse", "public").sentence(book))
