"""Patterns are left out only where they cannot match, and each one can be compiled."""

from knowledge.literals import compiled, needed, needs
from knowledge.understanding.signs import FILE, ways
from knowledge.words.dictionary import affirmed, plain, words
from knowledge.words.phrasings import phrasings

EVERY = 20
PARTS = {part for sign in (*words().signs, *words().calm) for way in sign.ways for part in way}


def test_what_is_left_out_could_not_have_matched():
    texts = [form(p.text) for p in phrasings()[::EVERY] for form in (plain, affirmed)]
    wrong = [
        (part.pattern, text)
        for part in PARTS
        for text in texts
        if not part.possible(text) and compiled(part.pattern).search(text)
    ]
    assert wrong == []
    assert sum(bool(part.needs) for part in PARTS) > len(PARTS) / 2, "most need letters"


def test_every_pattern_compiles():
    table = words().synonyms
    assert {compiled(p).groups for p in table.patterns.values()} == {len(r) for r in table.replacements.values()}


def test_what_is_stored_is_what_each_pattern_needs():
    patterns = [way.pattern for way in ways()]
    assert {p: frozenset(n) for p, n in needs(FILE, patterns).items()} == {p: needed(p) for p in patterns}
