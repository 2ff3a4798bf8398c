"""359 texts of two strangers: how many dangers are told and led, how many calm texts cry wolf, held as floors.

They were scored and not read: nobody mended by them, and they are no rows of the fit. Whoever makes one figure worse
sees it here, and by `tongxin check words tests/scenarios/strangers.csv` with which text.
"""

import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from cli.check.strangers import ON, Heard, StrangerRates, heard, rates
from knowledge.rulebook.book import Rulebook
from knowledge.situation.majority import is_adult
from knowledge.understanding.told_facts import told_facts
from knowledge.words.meaning import is_calm
from knowledge.words.phrasings import phrasings, training_texts

FILE = Path(__file__).parent / "strangers.csv"
ALARMS: list[str] = tomllib.loads(FILE.with_name("alarms.toml").read_text("utf-8"))["alarm"]
"""Dangers that sound settled, mistaken, played or asked."""
LEAST = {
    "l": {"danger_told": 54, "danger_led": 56, "unclear_led": 7, "adult_heard": 1},
    "m": {"danger_told": 55, "danger_led": 58, "unclear_led": 5, "adult_heard": 0},
}
"""Of 56 and 58 dangers, 8 unclear texts, and 11 and 12 on grown people only."""
MOST = {
    "l": {"calm_told": 1, "calm_led": 18, "adult_told": 0, "nothing_told": 0},
    "m": {"calm_told": 6, "calm_led": 22, "adult_told": 3, "nothing_told": 0},
}
"""Of 116 and 113 calm texts, half of them without a hard word; 11 and 12 on grown people, 38 and 20 of nothing ours."""
AT_LEAST = {"danger_told": 0.85, "danger_led": 0.97}
"""Of all texts, at least so many dangers."""
AT_MOST = {"calm_told": 0.10, "calm_led": 0.35}
"""Of all texts, at most so many calm ones."""


@pytest.fixture(scope="module")
def every(book: Rulebook) -> list[Heard]:
    return heard(book, FILE)


def of(every: list[Heard], writer: str) -> StrangerRates:
    return next(r for r in rates(every) if r.writer == writer)


def counts(every: list[Heard]) -> dict[str, tuple[int, int]]:
    rates_of_all = asdict(of(every, "all"))
    return {name: pair for name, pair in rates_of_all.items() if name != "writer" and pair[1]}


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("writer", LEAST)
def test_dangers_of_strangers_are_told_or_led(every: list[Heard], writer: str):
    counts = asdict(of(every, writer))
    assert {name: some for name, least in LEAST[writer].items() if (some := counts[name][0]) < least} == {}


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("writer", MOST)
def test_calm_texts_of_strangers_do_not_cry_wolf(every: list[Heard], writer: str):
    counts = asdict(of(every, writer))
    assert {name: some for name, most in MOST[writer].items() if (some := counts[name][0]) > most} == {}


@pytest.mark.usefixtures("model")
def test_the_bars_of_danger_hold_over_all_strangers(every: list[Heard]):
    share = {name: some / of_all for name, (some, of_all) in counts(every).items()}
    assert {name: share[name] for name, least in AT_LEAST.items() if share[name] < least} == {}
    assert {name: share[name] for name, most in AT_MOST.items() if share[name] > most} == {}


def test_no_text_of_a_stranger_is_a_row_of_the_fit(every: list[Heard]):
    """But for what everybody says who is not about a child."""
    rows = {row.text for row in training_texts()}
    assert {h.row.text for h in every if h.row.kind != "nothing"} & rows == set()


def test_no_written_danger_counts_as_calm():
    """Of all texts with a danger that people labelled."""
    assert [row.text for row in training_texts() if row.danger and is_calm(row.text)] == []


def test_no_alarm_that_sounds_calm_counts_as_calm():
    assert [text for text in ALARMS if is_calm(text)] == []


def test_no_written_danger_counts_as_a_grown_persons():
    """As long as a child may be concerned, an age of eighteen or more is only offered."""
    ages = (
        (row.text, {f.fact: f.value for f in told_facts(row.text, ON).facts if f.plain})
        for row in phrasings()
        if row.danger
    )
    assert [text for text, facts in ages if is_adult(facts)] == []
