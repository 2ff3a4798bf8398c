"""Duties with a choice between ways: one is enough, none is not, and one that is left asks for the others."""

import csv
import tomllib
from datetime import date
from pathlib import Path

from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import act_asked, mandarin
from knowledge.permissions.unexplained import without_yes_to_the_rest
from knowledge.permissions.ways import Choice, choices, ways_asked, with_ways
from knowledge.rows.rows import Cite, Norm
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from knowledge.words.phrasings import FOLDER
from tests.support.walks import every

BOOK = rulebook()
ON = date(2026, 12, 1)
ROWS = choices()
EXAMPLES = [(row, answer, by, text) for row in ROWS for answer, by, text in row.examples]
OTHERS = [(row, by, text) for row in ROWS for by, text in row.others]
NO_CHOICE = [
    w
    for row in tomllib.loads((Path(__file__).parent / "alternatives.toml").read_text("utf-8"))["none"]
    for w in row["words"]
]
DUTIES = sorted((n for n in BOOK.norms.values() if n.modality is Modality.MUST), key=lambda n: n.id)
ANSWERS = {"yes": Permission.YES, "no": Permission.NO, "open": Permission.DEPENDS}
KNOWN = {
    "N756": Situation(schooling="home"),
    "N866": Situation(domestic_violence=True),
    "N132": Situation(disability=True),
    "N497": Situation(law_allows=True),
}
"""What the condition of a norm asks for."""


def without_the_known(n: Norm, quote: str) -> str:
    """The words of a duty without its choice and without words that are none."""
    for row in ROWS:
        words = row.words(BOOK)
        if n.id in row.norms or BOOK.norms[row.norms[0]].act != n.act:
            quote = quote.replace(words, words.replace("或", "／"))
    for words in NO_CHOICE:
        quote = quote.replace(words, words.replace("或", "／"))
    return quote


@every("n", DUTIES, ids=lambda n: n.id)
def test_each_duty_with_ways_has_them_as_data(n: Norm):
    """A quote that says “or” names ways, or something else that is listed with its reason."""
    for c in n.cite:
        rest = without_the_known(n, c.quote)
        assert "或" not in rest, (n.id, rest)


def test_each_listed_phrase_is_quoted_by_a_duty():
    quotes = "\n".join(c.quote for n in DUTIES for c in n.cite)
    assert [w for w in NO_CHOICE if w not in quotes] == []


@every("row", ROWS, ids=lambda row: row.norms[0])
def test_each_way_stands_in_the_words_of_its_norms(row: Choice):
    for norm in row.norms:
        quotes = [c.quote for c in BOOK.norms[norm].cite]
        assert any(all(w.quote in q for w in row.ways) for q in quotes)
        assert BOOK.norms[norm].modality is Modality.MUST
    for clause, quote, _ in row.free:
        assert BOOK.texts.carries(Cite(clause=clause, quote=quote))
    assert {answer for answer, *_ in row.examples} == set(ANSWERS)


@every(("row", "answer", "by", "text"), EXAMPLES, ids=[t for *_, t in EXAMPLES])
def test_a_way_that_is_taken_is_enough_and_none_is_not(row: Choice, answer: str, by: str, text: str):
    act, put = act_asked(BOOK, text, by)
    assert act == BOOK.norms[row.norms[0]].act
    assert put is (Asked.MAY if answer == "yes" else Asked.MAY_NOT)
    known = KNOWN.get(row.norms[0], Situation())
    p = without_yes_to_the_rest(
        BOOK, with_ways(BOOK, permitted(BOOK, act, by, known, ON, put), mandarin(text)), text, ()
    )
    assert (p.answer, p.beside) == (ANSWERS[answer], ())
    if answer != "no":
        assert row.words(BOOK) in str(p.sentence(BOOK))


@every(("row", "by", "text"), OTHERS, ids=[t for *_, t in OTHERS])
def test_what_asks_for_more_than_a_way_is_not_answered_by_it(row: Choice, by: str, text: str):
    meant = ways_asked(BOOK, mandarin(text), by)
    assert meant is None or meant.choice is not row


def test_more_than_a_way_is_no_yes():
    for more in ("，顺便收学生的钱", "，还要打学生"):
        text = f"没有专职心理老师，只请了一个兼职老师{more}，可以吗"
        p = permitted(BOOK, "staff_counsellor", "school", Situation(), ON)
        p = with_ways(BOOK, p, mandarin(text))
        assert p.ways
        assert without_yes_to_the_rest(BOOK, p, text, ()).answer is not Permission.YES, text


def test_an_open_condition_stays_open():
    """A yes to a way asks for the same facts as a yes to the duty."""
    text = "家庭暴力受害人的诉讼费不免收，只减收，可以吗"
    act, put = act_asked(BOOK, text, "court")
    p = with_ways(BOOK, permitted(BOOK, act, "court", Situation(), ON, put), mandarin(text))
    assert p.answer is Permission.DEPENDS
    assert "domestic_violence" in p.missing


def test_no_question_with_a_known_act_is_heard_as_another():
    heard = [
        (row["text"], meant.act)
        for row in csv.DictReader((FOLDER / "acts.csv").read_text("utf-8-sig").splitlines())
        if row["by"] in BOOK.kinds and (meant := ways_asked(BOOK, mandarin(row["text"]), row["by"]))
        if meant.act not in row["acts"].split()
    ]
    assert heard == []
