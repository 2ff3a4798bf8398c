"""What somebody who calls from the page 此刻 is asked to say: what is known, and nothing else."""

from datetime import date
from itertools import product

from knowledge.referral.emergency import QUOTED, Emergency, emergency
from knowledge.rulebook.load import rulebook

DAY = date(2026, 11, 30)
ANSWERS = (True, False, None)
KNOWN = "只说你知道的"


def calls(e: Emergency) -> dict[str, tuple[str, ...]]:
    return {c.number: c.texts for c in e.calls if c.number}


def test_no_answer_puts_words_of_a_fact_into_the_mouth_of_who_does_not_know_it():
    """All 27 answers: a text that words what to say comes first only at a door that an answer opened."""
    book = rulebook()
    for safe, hurt, cared in product(ANSWERS, repeat=3):
        e = emergency(book, DAY, safe=safe, hurt=hurt, cared=cared)
        bad = {"door_medical": safe is False or hurt is True, "door_police": safe is False, "door_care": cared is False}
        worded = {c.text for d in book.doors for c in d.call if bad[d.code]}
        for number, texts in calls(e).items():
            assert QUOTED not in texts[0] or texts[0] in worded, (safe, hurt, cared, number, texts[0])
        assert set(calls(e)) >= {"110"}


def test_whoever_knows_nothing_says_only_what_is_known_and_reads_the_rest_behind_it():
    nothing = calls(emergency(rulebook(), DAY, safe=None, hurt=None, cared=None))
    assert nothing["110"][0].startswith(KNOWN)
    assert len(nothing["110"]) > 1
    assert not nothing["120"][0].startswith(KNOWN)


def test_what_is_known_is_said_first():
    told = calls(emergency(rulebook(), DAY, safe=None, hurt=None, cared=False))
    assert "今晚无人照料" in told["110"][0]
    assert not any(text.startswith(KNOWN) for text in told["110"])
