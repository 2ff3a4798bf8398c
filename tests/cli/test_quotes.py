"""The shell shows a quote with where it is in force and on what it rests: each document asks for both."""

import re

import pytest

from cli.ask.questions import ANSWERED, COUNTED, SHEETS
from tests.cli.conftest import Tongxin

DOCUMENTS = {*ANSWERED.values(), *SHEETS.values(), *(d for several in COUNTED.values() for d in several)}
CITED = re.compile(r"(?:citations|localTexts) \{([^{}]*)\}")


def test_every_quote_is_asked_for_with_what_is_shown_of_it():
    selections = [set(m[1].split()) for document in DOCUMENTS for m in CITED.finditer(document)]
    shown = {"document", "article", "quote", "territory", "notice"}
    assert len(selections) > len(ANSWERED)
    assert [s for s in selections if not shown <= s] == []


@pytest.mark.parametrize(
    ("question", "by", "answer"),
    [("心理老师可以替她保密吗，她说继父摸她", "学校", "不可以"), ("居委会可以撤销监护人资格吗", "居委会", "不可以")],
)
def test_whether_they_may_is_answered_with_what_others_may(
    tongxin: Tongxin, environment: dict[str, str], question: str, by: str, answer: str
):
    done = tongxin(environment, "ask", question, "--by", by)
    assert done.returncode == 0, done.stderr
    assert answer in done.stdout
