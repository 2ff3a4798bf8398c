"""Search for matters and acts by a caseworker's own words (文字检索).

Acts are scored by the share of their best alias that is in the text and by the rarity of the shared pairs; matters are
ranked by `knowledge/words/ranking.py`.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from knowledge.errors import Candidate
from knowledge.rulebook.book import Rulebook
from knowledge.words.dictionary import grams, plain, runs, spans
from knowledge.words.ranking import Ranked, rank

CLEAR = 1.25
"""The first hit is taken without asking only if it scores this many times the second,"""
SURE = 4.3
"""and at least this score."""
MATCHED = 6
"""Maximum number of matched words shown."""
FAINT = 0.8
"""A score below which nothing was understood."""
SHARE, WHOLE = 0.5, 1.0
"""Weight of a shared pair outside the best alias; bonus for an alias that is in the text as a whole (times √length)."""
LISTED = 12
"""Matters in a result at most."""
NAME, MORE = 0.8, 0.15
"""Weight of a pair in the name and in the further text, relative to a pair in an alias."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter or act that matches, with the matched words."""

    code: str
    name: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits."""

    hits: tuple[Hit, ...]
    single: bool | None = None
    """Whether the first matter may be taken without asking; None for acts, whose scores say so."""

    @property
    def clear(self) -> bool:
        """True if the first hit may be taken without asking."""
        if self.single is not None or not self.hits:
            return bool(self.single)
        if self.hits[0].score < SURE:
            return False
        return len(self.hits) == 1 or self.hits[0].score >= CLEAR * self.hits[1].score

    def among(self, codes: AbstractSet[str]) -> "SearchResult":
        """The hits with one of these codes; all hits if there is none."""
        hits_ = tuple(h for h in self.hits if h.code in codes)
        return SearchResult(hits_) if hits_ else self

    def candidates(self, count: int = 5) -> tuple[Candidate, ...]:
        """The first hits, for the user to choose from."""
        return tuple(Candidate(h.code, h.name, h.matched) for h in self.hits[:count])


@dataclass(frozen=True)
class Entry:
    """A matter or act to search for: its name, aliases and further text."""

    code: str
    name: str
    aliases: tuple[str, ...]
    more: str

    @cached_property
    def phrases(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each alias and the name, in words of the rules, with its pairs."""
        return tuple((p, frozenset(grams(p))) for p in map(plain, (*self.aliases, self.name)))

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The weight of each pair, by where it is: alias, name or further text."""
        result: dict[str, float] = {}
        for weight, texts in ((MORE, (self.more,)), (NAME, (self.name,)), (1.0, self.aliases)):
            for g in (g for t in texts for g in grams(plain(t))):
                result[g] = max(result.get(g, 0.0), weight)
        return result


Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Index:
    """Entries of one kind, ranked together."""

    entries: tuple[Entry, ...]

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """The inverse document frequency of each pair."""
        seen = Counter(g for e in self.entries for g, w in e.weights.items() if w > MORE)
        return {g: math.log(1 + len(self.entries) / (1 + seen[g])) for e in self.entries for g in e.weights}

    def ranked(self, text: str) -> list[Hit]:
        """The entries that match, best first."""
        pairs = tuple(spans(text))
        hits = (self.hit(text, pairs, e) for e in self.entries)
        return sorted((h for h in hits if h.score >= FAINT and h.matched), key=_best_first)

    def hit(self, text: str, pairs: Pairs, entry: Entry) -> Hit:
        """An entry with its score and the words that it shares with the text."""
        text_pairs = frozenset(text[start:end] for start, end in pairs)
        shared = text_pairs & entry.weights.keys()
        score = SHARE * sum(entry.weights[g] * self.rarity[g] for g in shared)
        score += max((self._covered(text, text_pairs, p, own) for p, own in entry.phrases), default=0.0)
        strong = {g for g in shared if entry.weights[g] > MORE}
        whole = [p for p, _ in entry.phrases if p in text]
        matched = [*whole, *runs(text, pairs, strong or shared)]
        return Hit(entry.code, entry.name, round(score, 3), _outer(matched))

    def _covered(self, text: str, text_pairs: AbstractSet[str], phrase: str, phrase_pairs: AbstractSet[str]) -> float:
        """The score of a phrase: rarity of the pairs shared with the text times their share of the phrase."""
        if not (common := phrase_pairs & text_pairs):
            return 0.0
        total = sum(self.rarity[g] for g in phrase_pairs)
        if phrase in text:
            return WHOLE * math.sqrt(len(phrase)) + total
        covered = sum(self.rarity[g] for g in common)
        return covered * covered / total


def _best_first(h: Hit) -> tuple[float, str]:
    return -h.score, h.code


def _outer(matched: Sequence[str]) -> tuple[str, ...]:
    """Each word once, without words that are part of another one."""
    once = dict.fromkeys(matched)
    return tuple(w for w in once if not any(w != other and w in other for other in once))[:MATCHED]


@dataclass(frozen=True)
class Search:
    """Indexes of matters and of acts."""

    of_matters: Index
    of_acts: Index
    book: Rulebook

    @staticmethod
    @cache
    def _of(key: str) -> "Search":
        book = _BOOKS[key]
        matters = tuple(
            Entry(m.code, m.name, m.aliases, " ".join([*(d.act for d in m.duty), *(s.text for s in m.step)]))
            for m in book.matters.values()
        )
        acts = tuple(
            Entry(a.code, a.name, a.aliases, " ".join(n.text for n in book.norms.values() if n.act == a.code))
            for a in book.acts.values()
        )
        return Search(Index(matters), Index(acts), book)

    @classmethod
    def over(cls, book: Rulebook) -> "Search":
        """The indexes of a rulebook, built once."""
        _BOOKS.setdefault(book.hash, book)
        return cls._of(book.hash)

    def matters(self, text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> SearchResult:
        """Matters that are meant, best first; none where nothing is ours.

        `facts` of a situation override what the text says of the child.
        """
        ranked = rank(self.book, text, facts)
        if ranked.nothing:
            return SearchResult((), single=False)
        return SearchResult(self.explained(text, ranked), single=ranked.single)

    def explained(self, text: str, ranked: Ranked) -> tuple[Hit, ...]:
        """The first matters of a ranking, with the words that speak for each."""
        normal = plain(text)
        pairs = tuple(spans(normal))
        entries = {e.code: e for e in self.of_matters.entries}
        return tuple(
            replace(self.of_matters.hit(normal, pairs, entries[m.code]), score=round(m.share, 3))
            for m in ranked.matters[:LISTED]
        )

    def acts(self, text: str) -> SearchResult:
        """Acts that match, best first."""
        return SearchResult(tuple(self.of_acts.ranked(plain(text))))


_BOOKS: dict[str, Rulebook] = {}
