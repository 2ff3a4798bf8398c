"""Danger without a blow, by kinds: each text is told, and none that is over, asked about or made up."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook
from knowledge.understanding.told_facts import told_facts
from knowledge.understanding.understood import DANGEROUS, understand
from knowledge.words.meaning import Danger, is_calm

FILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("dangers.toml").read_text("utf-8"))
KINDS: list[dict[str, Any]] = FILE["danger"]
ON = date(2026, 11, 30)


@pytest.fixture(params=KINDS, ids=[k["kind"] for k in KINDS])
def kind(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def facts(text: str) -> list[str]:
    """Facts of danger that a text plainly tells, with the sentence model or without."""
    return [f.fact for f in told_facts(text, ON).facts if f.fact in DANGEROUS and f.plain]


def test_each_danger_of_a_kind_is_told(kind: dict[str, Any]):
    assert [text for text in kind["texts"] if not facts(text) or is_calm(text)] == []


def test_whoever_types_it_is_told_to_call(book: Rulebook, kind: dict[str, Any]):
    assert understand(book, kind["texts"][0], ON).danger is Danger.TOLD


def test_what_is_over_asked_about_or_played_is_not(kind: dict[str, Any]):
    assert [(text, facts(text)) for text in kind["calm"] if facts(text)] == []


@pytest.mark.parametrize("frame", FILE["frames"])
def test_what_is_told_in_a_film_a_drill_or_of_long_ago_is_not(frame: str):
    framed = [frame.format(text) for kind in KINDS for text in kind["texts"]]
    assert [text for text in framed if facts(text)] == []
