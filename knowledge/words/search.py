"""Search for matters and acts by a caseworker's own words: aliases, bigrams, signs of danger, negation (文字检索).

A text is put into words of the rules (synonyms) and freed from negated harms (没有被打). Each entry is scored by the
share of its best alias that is in the text, by the rarity of the shared pairs, and by the signs that point to it.

No danger may be missed: where a sign points to a mandatory-report matter (强制报告), one is among the first three;
and where a child is the subject, nothing is clear and no rule or formality is asked about, the general one takes the
third place.
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
from knowledge.vocabulary import Verdict
from knowledge.words.child import ChildProfile
from knowledge.words.dictionary import Sign, affirmed, grams, plain, runs, spans, words

SHOWN = 3
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
UNSURE = 8.0
"""A first score up to which nothing is clear enough to leave out the general report where a child is the subject."""
OTHERS = 0.5
"""Weight of a matter that is limited to children of another age or sex."""
NAME, MORE = 0.8, 0.15
"""Weight of a pair in the name and in the further text, relative to a pair in an alias."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter or act that matches, with the matched words."""

    code: str
    name: str
    score: float
    matched: tuple[str, ...]
    fits: bool = True
    """False if the matter is limited to other children, or if that is unknown."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits."""

    hits: tuple[Hit, ...]

    @property
    def clear(self) -> bool:
        """True if the first hit may be taken without asking."""
        if not self.hits or self.hits[0].score < SURE or not self.hits[0].fits:
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
SignMatches = list[tuple[Sign, tuple[str, ...]]]
"""The signs in a text, with the matched words."""


@dataclass(frozen=True)
class Index:
    """Entries of one kind, ranked together."""

    entries: tuple[Entry, ...]

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """The inverse document frequency of each pair."""
        seen = Counter(g for e in self.entries for g, w in e.weights.items() if w > MORE)
        return {g: math.log(1 + len(self.entries) / (1 + seen[g])) for e in self.entries for g in e.weights}

    def ranked(self, text: str, sign_matches: SignMatches) -> list[Hit]:
        """The entries that match, best first."""
        pairs = tuple(spans(text))
        hits = (self._hit(text, pairs, e, sign_matches) for e in self.entries)
        return sorted((h for h in hits if h.score >= FAINT and h.matched), key=_best_first)

    def _hit(self, text: str, pairs: Pairs, entry: Entry, sign_matches: SignMatches) -> Hit:
        text_pairs = frozenset(text[start:end] for start, end in pairs)
        shared = text_pairs & entry.weights.keys()
        signs = [(s.matters[entry.code], matches) for s, matches in sign_matches if entry.code in s.matters]
        score = SHARE * sum(entry.weights[g] * self.rarity[g] for g in shared)
        score += max((self._covered(text, text_pairs, p, own) for p, own in entry.phrases), default=0.0)
        score += sum(weight for weight, _ in signs)
        strong = {g for g in shared if entry.weights[g] > MORE}
        whole = [p for p, _ in entry.phrases if p in text]
        matched = [*whole, *(w for _, matches in signs for w in matches), *runs(text, pairs, strong or shared)]
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


def _weighed_for_child(h: Hit, child: ChildProfile) -> Hit:
    """The hit, weighed down if its matter is limited to other children.

    `fits` is false also if the child's age or sex is unknown.
    """
    limit = words().limits.get(h.code)
    fits = Verdict.YES if limit is None else limit.fits(child)
    return replace(h, score=round(h.score * (OTHERS if fits is Verdict.NO else 1), 3), fits=fits is Verdict.YES)


def _outer(matched: Sequence[str]) -> tuple[str, ...]:
    """Each word once, without words that are part of another one."""
    once = dict.fromkeys(matched)
    return tuple(w for w in once if not any(w != other and w in other for other in once))[:MATCHED]


@dataclass(frozen=True)
class Search:
    """Indexes of matters and of acts."""

    of_matters: Index
    of_acts: Index
    reports: frozenset[str]
    general: tuple[str, str]
    """Code and name of the matter that any suspicion of harm comes under."""

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
        reports = frozenset(m.code for m in book.matters.values() if m.report)
        return Search(Index(matters), Index(acts), reports, (book.general.code, book.general.name))

    @classmethod
    def over(cls, book: Rulebook) -> "Search":
        """The indexes of a rulebook, built once."""
        _BOOKS.setdefault(book.hash, book)
        return cls._of(book.hash)

    def matters(self, text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> SearchResult:
        """Matters that match, best first; `facts` of a situation override what the text says of the child."""
        affirmed_text = affirmed(text)
        sign_matches = [(s, matches) for s in words().signs if (matches := s.matches(affirmed_text))]
        danger = any(self.reports & set(s.matters) for s, _ in sign_matches)
        child = ChildProfile.of(facts).over(words().child_patterns.child(affirmed_text))
        hits = sorted(
            (_weighed_for_child(h, child) for h in self.of_matters.ranked(affirmed_text, sign_matches)), key=_best_first
        )
        return SearchResult(tuple(self._safe(affirmed_text, hits, danger=danger)))

    def acts(self, text: str) -> SearchResult:
        """Acts that match, best first."""
        return SearchResult(tuple(self.of_acts.ranked(plain(text), [])))

    def _safe(self, text: str, hits: list[Hit], *, danger: bool) -> list[Hit]:
        """Put a matter with a mandatory report among the first three if there may be danger."""
        child = words().children.search(text)
        clear = bool(hits) and hits[0].score > UNSURE
        unclear = child is not None and not clear and not words().asking.search(text)
        if self.reports & {h.code for h in hits[:SHOWN]} or not (danger or unclear):
            return hits
        place = min(len(hits), SHOWN - 1)
        best = next((h for h in hits if danger and h.code in self.reports), None)
        if best is None:
            best = Hit(*self.general, hits[place].score if place < len(hits) else FAINT, (child[0],) if child else ())
        rest = [h for h in hits if h.code != best.code]
        return [*rest[:place], best, *rest[place:]]


_BOOKS: dict[str, Rulebook] = {}
