"""The glossary has an entry for every vocabulary and every system of codes, and its paths exist."""

import re
from pathlib import Path

from knowledge import vocabulary
from knowledge.rulebook.book import Rulebook
from tests.support.walks import every

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in GLOSSARY.splitlines() if line[:2] == "| "]
TERMS = [row[0] for row in ROWS if row[0] != "term"]
CLOSED = [n for n, kind in vars(vocabulary).items() if isinstance(kind, type) and n != "Labelled" and n[0].isupper()]


@every("name", [n for n in CLOSED if issubclass(getattr(vocabulary, n), vocabulary.Labelled)])
def test_each_closed_set_is_explained(name: str):
    assert name in TERMS


@every("path", sorted(set(re.findall(r"`([a-z_]+/[^`*]+)`", GLOSSARY))))
def test_each_path_exists(path: str):
    assert (ROOT / path).exists(), path


def test_each_system_of_codes_is_explained(book: Rulebook):
    codes = [*book.matters, *book.services, *book.obligations, *book.concepts]
    letters = {code[0] for code in codes if re.fullmatch(r"[A-Z][0-9]{2,3}", code)}
    explained = {match[0] for term in TERMS for match in re.findall(r"\(([A-Z])[0-9]", term)}
    assert letters <= explained, "a letter of codes that no entry explains"
    assert "F" in explained


def test_the_ranges_of_codes_are_those_of_the_rules(book: Rulebook):
    for letter, codes in {"M": book.matters, "B": book.services}.items():
        (last,) = re.findall(rf"\({letter}01–({letter}[0-9]+)\)", GLOSSARY)
        assert last == max(codes, key=lambda code: int(code[1:])), letter


def test_a_term_has_one_entry():
    names = [re.sub(r" \(.*\)", "", term) for term in TERMS]
    assert len(set(names)) == len(names)


def test_every_entry_is_whole():
    assert [row for row in ROWS if not all(row)] == []
