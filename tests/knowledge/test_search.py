"""A caseworker's own words find the matter; the phrasings were written by someone who had not seen the aliases."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import knowledge
from knowledge.rulebook.book import Rulebook
from knowledge.words.dictionary import grams, words
from knowledge.words.search import SHOWN, Search

FOLDER = Path(__file__).parent.parent / "scenarios"


def rows_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text("utf-8"))["phrasing"]
    return found


SETS = {"known": rows_of("phrasings.toml"), "control": rows_of("phrasings_control.toml")}
"""The dictionary was grown on the known set; the control set was written, and measured, after it."""
REPORTED = rows_of("phrasings_reported.toml")
FIRST, FIRST_THREE = 0.80, 0.95


def hits(book: Rulebook, text: str) -> list[str]:
    return [h.code for h in Search.over(book).matters(text).hits]


def share(book: Rulebook, rows: list[dict[str, Any]], depth: int) -> float:
    return sum(bool(set(hits(book, r["text"])[:depth]) & set(r["want"])) for r in rows) / len(rows)


@pytest.mark.parametrize("rows", SETS.values(), ids=SETS)
def test_first_hit(book: Rulebook, rows: list[dict[str, Any]]):
    assert share(book, rows, 1) >= FIRST


@pytest.mark.parametrize("rows", SETS.values(), ids=SETS)
def test_first_three(book: Rulebook, rows: list[dict[str, Any]]):
    assert share(book, rows, SHOWN) >= FIRST_THREE


@pytest.mark.parametrize("text", [r["text"] for rows in SETS.values() for r in rows if r["danger"]])
def test_danger_shows_a_mandatory_report_among_the_first_three(book: Rulebook, text: str):
    assert Search.over(book).reports & set(hits(book, text)[:SHOWN])


def test_matched_words_are_shown(book: Rulebook):
    assert all(h.matched for h in Search.over(book).matters("学生在厕所被围着打").hits)


def test_nonsense_finds_nothing(book: Rulebook):
    assert not Search.over(book).matters("xyzzy 1234").hits


@pytest.mark.parametrize("row", REPORTED, ids=[f"{r['text']} {r.get('facts', '')}" for r in REPORTED])
def test_reported_words_lead_where_they_should(book: Rulebook, row: dict[str, Any]):
    found = Search.over(book).matters(row["text"], row.get("facts", {}))
    codes = [h.code for h in found.hits]
    assert bool(codes) is not row.get("none", False)
    assert set(codes[:1]) <= set(row.get("want", codes))
    assert set(row.get("among", ())) <= set(codes[:SHOWN])
    assert found.clear is not row["ask"] if "ask" in row else True


def test_two_hollow_units_are_no_pair():
    assert list(grams("孩子被人买走")) == ["人买", "买走"]


def test_synonyms_by_first_letter_are_those_of_one_long_alternation(book: Rulebook):
    raw = tomllib.loads((Path(knowledge.__file__).parent / "words" / "words.toml").read_text("utf-8"))["synonyms"]
    pairs = {said: meant for meant, all_said in raw.items() for said in (*all_said, meant)}
    ways = sorted(pairs, key=lambda said: -len(said))
    one = re.compile("|".join(f"({w})" for w in ways))

    def slowly(text: str) -> str:
        return one.sub(lambda m: pairs[ways[(m.lastindex or 1) - 1]], text)

    texts = [r["text"] for rows in SETS.values() for r in rows]
    texts += [a for m in book.matters.values() for a in m.aliases]
    assert [t for t in texts if words().synonyms.replaced(t) != slowly(t)] == []
