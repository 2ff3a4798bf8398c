"""From a caseworker's own words to matters and acts: aliases, bigrams, signs of danger, negation (文字检索).

A text is put into the words of the rules (synonyms), what it denies is taken out (没有被打), and each entry is scored
by how much of its best alias stands in the text, by the rarity of the shared pairs, and by the signs that point to it.

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
from knowledge.words.child import Child
from knowledge.words.dictionary import Sign, affirmed, grams, plain, runs, spans, words

SHOWN = 3
CLEAR = 1.25
"""A first hit is taken without asking where it scores this many times the second."""
SURE = 4.3
"""A first hit below this score is never taken without asking."""
MATCHED = 6
"""As many matched words are shown."""
FAINT = 0.8
"""A score below which nothing was understood."""
SHARE, WHOLE = 0.5, 1.0
"""What a shared pair weighs outside the best alias, and what an alias said whole adds (times √length)."""
UNSURE = 8.0
"""A first score up to which nothing is clear enough to leave out the general report where a child is the subject."""
OTHERS = 0.5
"""What a matter for children of another age or sex weighs."""
NAME, MORE = 0.8, 0.15
"""What a pair in the name, and in the further text, weighs against one in an alias."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter or act that fits, with the words that matched."""

    code: str
    name: str
    score: float
    matched: tuple[str, ...]
    fits: bool = True
    """Whether it is known to be for such a child."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked hits."""

    hits: tuple[Hit, ...]

    @property
    def clear(self) -> bool:
        """Whether the first may be taken without asking."""
        if not self.hits or self.hits[0].score < SURE or not self.hits[0].fits:
            return False
        return len(self.hits) == 1 or self.hits[0].score >= CLEAR * self.hits[1].score

    def among(self, codes: AbstractSet[str]) -> "Found":
        """The hits with one of these codes, or all where none has."""
        kept = tuple(h for h in self.hits if h.code in codes)
        return Found(kept) if kept else self

    def candidates(self, count: int = 5) -> tuple[Candidate, ...]:
        """The first ones, for the person to choose."""
        return tuple(Candidate(h.code, h.name, h.matched) for h in self.hits[:count])


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its name, aliases and further words."""

    code: str
    name: str
    aliases: tuple[str, ...]
    more: str

    @cached_property
    def phrases(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each alias, and the name, in the words of the rules, with its pairs."""
        return tuple((p, frozenset(grams(p))) for p in map(plain, (*self.aliases, self.name)))

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Each pair with the weight of the place where it stands: alias, name, or elsewhere."""
        found: dict[str, float] = {}
        for weight, texts in ((MORE, (self.more,)), (NAME, (self.name,)), (1.0, self.aliases)):
            for g in (g for t in texts for g in grams(plain(t))):
                found[g] = max(found.get(g, 0.0), weight)
        return found


Pairs = tuple[tuple[int, int], ...]
Called = list[tuple[Sign, tuple[str, ...]]]
"""The signs that stand in a text, with their words there."""


@dataclass(frozen=True)
class Index:
    """Entries of one sort, ranked together."""

    entries: tuple[Entry, ...]

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """How telling a pair is: the rarer among the entries, the more."""
        seen = Counter(g for e in self.entries for g, w in e.weights.items() if w > MORE)
        return {g: math.log(1 + len(self.entries) / (1 + seen[g])) for e in self.entries for g in e.weights}

    def ranked(self, said: str, called: Called) -> list[Hit]:
        """The entries that fit, best first."""
        pairs = tuple(spans(said))
        hits = (self._hit(said, pairs, e, called) for e in self.entries)
        return sorted((h for h in hits if h.score >= FAINT and h.matched), key=_best_first)

    def _hit(self, said: str, pairs: Pairs, e: Entry, called: Called) -> Hit:
        asked = frozenset(said[start:end] for start, end in pairs)
        shared = asked & e.weights.keys()
        mine = [(s.matters[e.code], there) for s, there in called if e.code in s.matters]
        score = SHARE * sum(e.weights[g] * self.rarity[g] for g in shared)
        score += max((self._covered(said, asked, p, own) for p, own in e.phrases), default=0.0)
        score += sum(weight for weight, _ in mine)
        strong = {g for g in shared if e.weights[g] > MORE}
        whole = [p for p, _ in e.phrases if p in said]
        found = [*whole, *(w for _, there in mine for w in there), *runs(said, pairs, strong or shared)]
        return Hit(e.code, e.name, round(score, 3), _outer(found))

    def _covered(self, said: str, asked: AbstractSet[str], phrase: str, own: AbstractSet[str]) -> float:
        """How much of a phrase the text says: rarity of the shared pairs times their part of the phrase."""
        if not (both := own & asked):
            return 0.0
        mass = sum(self.rarity[g] for g in own)
        if phrase in said:
            return WHOLE * math.sqrt(len(phrase)) + mass
        there = sum(self.rarity[g] for g in both)
        return there * there / mass


def _best_first(h: Hit) -> tuple[float, str]:
    return -h.score, h.code


def _meant(h: Hit, child: Child) -> Hit:
    """The hit, weighed down where its matter is for other children; unsure where that was not told."""
    only = words().only.get(h.code)
    fits = Verdict.YES if only is None else only.fits(child)
    return replace(h, score=round(h.score * (OTHERS if fits is Verdict.NO else 1), 3), fits=fits is Verdict.YES)


def _outer(found: Sequence[str]) -> tuple[str, ...]:
    """Each word once, without those that stand inside a longer one."""
    once = dict.fromkeys(found)
    return tuple(w for w in once if not any(w != other and w in other for other in once))[:MATCHED]


@dataclass(frozen=True)
class Search:
    """An index over matters and over acts."""

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
        """The index of a rulebook, made once."""
        _BOOKS.setdefault(book.hash, book)
        return cls._of(book.hash)

    def matters(self, text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> Found:
        """Matters that fit, best first; facts of a situation go before what the text tells of the child."""
        said = affirmed(text)
        called = [(s, there) for s in words().signs if (there := s.found(said))]
        danger = any(self.reports & set(s.matters) for s, _ in called)
        child = Child.of(facts).over(words().tellers.child(said))
        hits = sorted((_meant(h, child) for h in self.of_matters.ranked(said, called)), key=_best_first)
        return Found(tuple(self._safe(said, hits, danger=danger)))

    def acts(self, text: str) -> Found:
        """Acts that fit, best first."""
        return Found(tuple(self.of_acts.ranked(plain(text), [])))

    def _safe(self, said: str, hits: list[Hit], *, danger: bool) -> list[Hit]:
        """A mandatory-report matter among the first three, where there may be danger."""
        child = words().children.search(said)
        clear = bool(hits) and hits[0].score > UNSURE
        unclear = child is not None and not clear and not words().asking.search(said)
        if self.reports & {h.code for h in hits[:SHOWN]} or not (danger or unclear):
            return hits
        place = min(len(hits), SHOWN - 1)
        best = next((h for h in hits if danger and h.code in self.reports), None)
        if best is None:
            best = Hit(*self.general, hits[place].score if place < len(hits) else FAINT, (child[0],) if child else ())
        rest = [h for h in hits if h.code != best.code]
        return [*rest[:place], best, *rest[place:]]


_BOOKS: dict[str, Rulebook] = {}
