"""810 texts of six writers who knew neither rules nor texts, held against the bars of free words (docs/words.md).

They were scored and not read: nobody mended by them, and they are no rows of the fit. `tongxin check words
tests/scenarios/unread.csv` prints the rates and every danger that is not led.
"""

from pathlib import Path

import pytest

from cli.check.words import TextRates, of_file
from knowledge.rulebook.book import Rulebook
from knowledge.words.phrasings import read, training_texts

FILE = Path(__file__).parent / "unread.csv"
AT_LEAST = {
    "first": 0.85,
    "three": 0.96,
    "told": 0.85,
    "led": 0.97,
    "sure": 0.45,
    "sure_right": 0.96,
    "nothing": 0.75,
}
AT_MOST = {"told_false": 0.10, "led_false": 0.35}
"""The bars; 0.096 and 0.350 are reached, though each matter of harm is told here as often as any other."""
NOT_LED = 5
"""An orphan whose relatives all refuse to sign; two parents in custody (nobody looks after the child: the sheet calls
civil affairs all the same); grandparents who would take a child away at the school gate; a mother who wishes it dead;
a term of being left out. The words tell of no blow, and each is somebody's care from today."""


@pytest.fixture(scope="module")
def scored(book: Rulebook) -> tuple[TextRates, list[str]]:
    return of_file(book, FILE)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("bar", AT_LEAST)
def test_texts_that_nobody_read_are_understood(scored: tuple[TextRates, list[str]], bar: str):
    assert getattr(scored[0], bar) >= AT_LEAST[bar]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("bar", AT_MOST)
def test_calm_texts_that_nobody_read_do_not_cry_wolf(scored: tuple[TextRates, list[str]], bar: str):
    assert getattr(scored[0], bar) <= AT_MOST[bar]


@pytest.mark.usefixtures("model")
def test_dangers_that_nobody_read_are_mentioned(scored: tuple[TextRates, list[str]]):
    assert len(scored[1]) <= NOT_LED


def test_no_text_that_nobody_read_is_a_row_of_the_fit():
    assert {row.text for row in read(FILE)} & {row.text for row in training_texts()} == set()
