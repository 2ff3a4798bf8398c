"""Texts of writers who knew neither rules nor texts, held against the bars of free words (docs/words.md).

810 of six writers (`unread.csv`), then 300 of the three latest (`fresh.csv`), whose labels a fourth completed who saw
no answer. They were scored and not read: nobody mended by them, and they are no rows of the fit. `tongxin check words
tests/scenarios/fresh.csv` prints the rates and every danger that is not led.
"""

from pathlib import Path

import pytest

from cli.check.words import TextRates, of_file
from knowledge.rulebook.book import Rulebook
from knowledge.words.phrasings import read, training_texts

UNREAD, FRESH = (Path(__file__).parent / name for name in ("unread.csv", "fresh.csv"))
FILES = (UNREAD, FRESH)
AT_LEAST = {
    "first": 0.85,
    "three": 0.96,
    "told": 0.85,
    "led": 0.97,
    "sure": 0.45,
    "sure_right": 0.96,
    "likely_right": 0.8,
    "nothing": 0.75,
}
AT_MOST = {"told_false": 0.10, "led_false": 0.35}
"""The bars; 0.096 and 0.350 are reached, though each matter of harm is told here as often as any other."""
SHORT: dict[tuple[Path, str], float] = {}
"""Bars that are not reached, and what is: it may not become less."""
NOT_LED = {UNREAD: 6, FRESH: 2}
"""An orphan whose relatives all refuse to sign; two parents in custody (nobody looks after the child: the sheet calls
civil affairs all the same); grandparents who would take a child away at the school gate; a mother who wishes it dead;
a term of being left out; one more since the last fit. Of the fresh ones: a vote in a group, who is the most disgusting
(bullying by words alone); a niece left with her aunt for two years. The words tell of no blow, and each is somebody's
care from today."""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def scored(book: Rulebook, file: Path) -> tuple[TextRates, list[str]]:
    return of_file(book, file)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("bar", AT_LEAST)
def test_texts_that_nobody_read_are_understood(file: Path, scored: tuple[TextRates, list[str]], bar: str):
    assert getattr(scored[0], bar) >= SHORT.get((file, bar), AT_LEAST[bar])


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("bar", AT_MOST)
def test_calm_texts_that_nobody_read_do_not_cry_wolf(scored: tuple[TextRates, list[str]], bar: str):
    assert getattr(scored[0], bar) <= AT_MOST[bar]


@pytest.mark.usefixtures("model")
def test_dangers_that_nobody_read_are_mentioned(file: Path, scored: tuple[TextRates, list[str]]):
    assert len(scored[1]) <= NOT_LED[file]


def test_no_text_that_nobody_read_is_a_row_of_the_fit(file: Path):
    assert {row.text for row in read(file)} & {row.text for row in training_texts()} == set()
