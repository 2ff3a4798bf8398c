"""Acts that fixed words name: each row hears its examples, and none of what only looks alike."""

import csv
import re
from datetime import date

from api.errors import error_data
from knowledge.errors import AmbiguousAct, Candidate
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import act_asked, mandarin
from knowledge.permissions.spoken import (
    SpokenAct,
    UnheardAct,
    act_by_name,
    spoken_act,
    spoken_acts,
    with_advice,
)
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.words.phrasings import FOLDER
from tests.support.walks import every

BOOK = rulebook()
ON = date(2026, 12, 1)
ROWS = spoken_acts()
EXAMPLES = [(row, by, text) for row in ROWS for by, text in row.examples]
OTHERS = [(row, by, text) for row in ROWS for by, text in row.others]
RECORD = Situation(offence_record="sexual")
KNOWN = {
    "hire_with_record": RECORD,
    "keep_staff_with_record": RECORD,
    "check_means_for_legal_aid": Situation(domestic_violence=True),
    "refuse_enrolment_disabled": Situation(schooling="ordinary"),
    "disclose_identity": Situation(missing=False),
}
"""What the examples of an act tell beside it."""
OPEN = {"report_abuse", "place_ward"}
"""Acts of rows that ask to do what whoever asks may do, or must."""
BY_LAW = {"place_for_adoption"}
"""Acts that the law allows some of those who ask, under its conditions."""


def told(text: str, by: str) -> str | None:
    """The act, or the sentence instead of one."""
    try:
        return act_asked(BOOK, text, by)[0]
    except UnheardAct as unheard:
        return unheard.reason
    except AmbiguousAct:
        return None


def heard(text: str, by: str) -> str | None:
    """What the rows alone make of a question."""
    try:
        row = spoken_act(BOOK, mandarin(text), by)
    except UnheardAct as unheard:
        return unheard.reason
    return row.act if row else None


@every(("row", "by", "text"), EXAMPLES, ids=[t for _, _, t in EXAMPLES])
def test_a_row_hears_its_examples(row: SpokenAct, by: str, text: str):
    assert told(text, by) == (row.act or row.instead)


@every(("row", "by", "text"), OTHERS, ids=[t for _, _, t in OTHERS])
def test_a_row_does_not_hear_what_looks_alike(row: SpokenAct, by: str, text: str):
    assert heard(text, by) != (row.act or row.instead)


@every(("row", "by", "text"), [(r, by, t) for r, by, t in EXAMPLES if r.act], ids=[t for r, _, t in EXAMPLES if r.act])
def test_nobody_may_do_what_an_example_asks(row: SpokenAct, by: str, text: str):
    """Not without more: where a condition is told or open, it is asked for; a yes for the acts that are open alone."""
    act, put = act_asked(BOOK, text, by)
    known = KNOWN.get(act, Situation())
    holder = any(BOOK.binds(n, by) for n in BOOK.norms_on[act] if n.only)
    expected = Permission.DEPENDS if holder or act in BY_LAW else Permission.NO
    if act in OPEN and not row.left:
        expected = Permission.YES
    assert permitted(BOOK, act, by, known, ON, put).answer is expected
    assert put is (Asked.MAY_NOT if row.left else Asked.MAY)


def test_no_question_with_a_known_act_is_heard_as_another():
    """All questions that teach the ranking, whoever asks: a row that fits one names an act of its."""
    fitting, wrong = 0, []
    for row in csv.DictReader((FOLDER / "acts.csv").read_text("utf-8-sig").splitlines()):
        if row["by"] in BOOK.kinds:
            act = heard(row["text"], row["by"])
            fitting += act is not None
            if act and act not in row["acts"].split():
                wrong.append((row["text"], act))
    assert fitting
    assert wrong == []


def test_words_that_fit_no_act_have_a_sentence_without_key_or_permission():
    for reason in ("words.no_act", *(row.instead for row in ROWS if row.instead)):
        shown = error_data(UnheardAct(reason=reason))
        assert shown["extensions"]["code"] == "NOT_FOUND"
        assert "110" in shown["message"]
        assert not re.search(r"\btext\b|权限", shown["message"])


def test_danger_stands_beside_what_is_not_sure():
    several = AmbiguousAct("text", (Candidate("beat_child", "打"),))
    for unsure in (several, UnheardAct()):
        assert error_data(with_advice(unsure, "110"))["extensions"]["advice"] == "110"
        assert "advice" not in error_data(with_advice(unsure, None))["extensions"]
    shown = error_data(with_advice(several, "110"))
    assert shown["message"] == error_data(several)["message"]
    assert shown["extensions"]["candidates"] == error_data(several)["extensions"]["candidates"]


def test_the_name_of_an_act_put_as_a_question_is_that_act():
    """All acts by all kinds of body that a norm on them lists, asked before and after, in Mandarin and Cantonese."""
    for act, row in BOOK.acts.items():
        for by in {k for n in BOOK.norms_on[act] for k in n.by}:
            name = BOOK.kinds[by].name
            for text in (
                f"{row.name}可以吗",
                f"{row.name}，行不行？",
                f"{row.name}得唔得",
                f"{name}可以{row.name}吗",
                f"我们能不能{row.name}",
            ):
                assert act_by_name(BOOK, mandarin(text), by) == act, (text, by)
        assert act_by_name(BOOK, f"用铁链{row.name}可以吗", "guardian") is None


@every("act", sorted(a for a in BOOK.acts if any(n.by for n in BOOK.norms_on[a])))
def test_the_named_act_is_the_one_that_is_asked(act: str):
    by = next(k for n in BOOK.norms_on[act] for k in n.by)
    assert act_asked(BOOK, f"{BOOK.acts[act].name}可以吗", by)[0] == act
