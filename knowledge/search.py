"""From a caseworker's own words to matters and acts: aliases, bigrams, signs of danger, negation (文字检索).

A text is put into the words of the rules (synonyms), what it denies is taken out (没有被打), and each entry is scored
by how much of its best alias stands in the text, by the rarity of the shared pairs, and by the signs that point to it.

No danger may be missed: where a sign points to a mandatory-report matter (强制报告), one is among the first three;
and where a child is the subject, nothing is clear and no rule or formality is asked about, M05 takes the third place.
"""

import math
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from knowledge.errors import Candidate
from knowledge.rulebook import Rulebook

_RUN = re.compile(r"[a-z0-9]+|[一-鿿]+")
SHOWN = 3
CLEAR = 1.25
"""A first hit is taken without asking where it scores this many times the second."""
FAINT = 0.8
"""A score below which nothing was understood."""
ANY = "M05"
"""The matter that any suspicion of harm comes under."""
NAME, MORE = 0.8, 0.15
"""What a pair in the name, and in the further text, weighs against one in an alias."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that together point to matters, each with its weight."""

    ways: tuple[tuple[re.Pattern[str], ...], ...]
    matters: Mapping[str, float]

    def found(self, said: str) -> tuple[str, ...]:
        """The words of the first way that stands in the text whole, or none."""
        for way in self.ways:
            there = [p.search(said) for p in way]
            if all(there):
                return tuple(m[0] for m in there if m)
        return ()


@dataclass(frozen=True, slots=True)
class Words:
    """The search dictionary, `words.toml`."""

    synonyms: Mapping[str, str]
    said: re.Pattern[str]
    idle: frozenset[str]
    filler: frozenset[str]
    denied: re.Pattern[str]
    children: re.Pattern[str]
    asking: re.Pattern[str]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter or act that fits, with the words that matched."""

    code: str
    name: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked hits."""

    hits: tuple[Hit, ...]

    @property
    def clear(self) -> bool:
        """Whether the first may be taken without asking."""
        if not self.hits:
            return False
        return len(self.hits) == 1 or self.hits[0].score >= CLEAR * self.hits[1].score

    def among(self, codes: AbstractSet[str]) -> "Found":
        """The hits with one of these codes, or all where none has."""
        kept = tuple(h for h in self.hits if h.code in codes)
        return Found(kept) if kept else self

    def candidates(self, count: int = 5) -> tuple[Candidate, ...]:
        """The first ones, for the person to choose."""
        return tuple(Candidate(h.code, h.name, h.matched) for h in self.hits[:count])
