"""A caseworker's own words find the matter; the phrasings were written by someone who had not seen the aliases."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.rulebook import Rulebook
from knowledge.search import SHOWN, Search

PHRASINGS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "scenarios" / "phrasings.toml").read_text("utf-8")
)["phrasing"]
FIRST, FIRST_THREE = 0.80, 0.95


def hits(book: Rulebook, text: str) -> list[str]:
    return [h.code for h in Search.over(book).matters(text).hits]


def share(book: Rulebook, rows: list[dict[str, Any]], depth: int) -> float:
    return sum(bool(set(hits(book, r["text"])[:depth]) & set(r["want"])) for r in rows) / len(rows)


@pytest.mark.parametrize("held_out", [False, True])
def test_first_hit(book: Rulebook, held_out: bool):
    assert share(book, [r for r in PHRASINGS if r.get("hold_out", False) is held_out], 1) >= FIRST


@pytest.mark.parametrize("held_out", [False, True])
def test_first_three(book: Rulebook, held_out: bool):
    assert share(book, [r for r in PHRASINGS if r.get("hold_out", False) is held_out], SHOWN) >= FIRST_THREE


@pytest.mark.parametrize("text", [r["text"] for r in PHRASINGS if r["danger"]])
def test_danger_shows_a_mandatory_report_among_the_first_three(book: Rulebook, text: str):
    assert Search.over(book).reports & set(hits(book, text)[:SHOWN])


def test_matched_words_are_shown(book: Rulebook):
    assert all(h.matched for h in Search.over(book).matters("学生在厕所被围着打").hits)


def test_nonsense_finds_nothing(book: Rulebook):
    assert not Search.over(book).matters("xyzzy 1234").hits
