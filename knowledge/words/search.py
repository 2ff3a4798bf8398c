"""Search for matters and acts by a caseworker's own words (文字检索).

Both are ranked by a fitted layer; the words that a hit shares with the text are shown beside it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from knowledge.errors import Candidate
from knowledge.rulebook.book import Rulebook
from knowledge.words.dictionary import grams, plain, runs, spans
from knowledge.words.meaning import Ranked

MATCHED = 6
"""Maximum number of matched words shown."""
LISTED = 12
"""Hits in a result at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter or act that may be meant, with the words that it shares with the text."""

    code: str
    name: str
    score: float
    """The share of certainty of a matter; 0 for an act, whose order alone counts."""
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, the likeliest first."""

    hits: tuple[Hit, ...]
    single: bool
    """True if the first may be taken without asking; of an act, where its verb agrees too."""

    def candidates(self, count: int = 5) -> tuple[Candidate, ...]:
        """The first hits, for the user to choose from."""
        return tuple(Candidate(h.code, h.name, h.matched) for h in self.hits[:count])


@dataclass(frozen=True)
class Entry:
    """A matter or act: its name, aliases and further text."""

    code: str
    name: str
    phrases: tuple[str, ...]
    more: str

    @cached_property
    def plain_phrases(self) -> tuple[str, ...]:
        """Return name and aliases in words of the rules."""
        return tuple(map(plain, self.phrases))

    @cached_property
    def strong(self) -> frozenset[str]:
        """The pairs of its name and aliases."""
        return frozenset(g for p in self.plain_phrases for g in grams(p))

    @cached_property
    def weak(self) -> frozenset[str]:
        """The pairs of its further text, for which alone a hit is explained if nothing else is shared."""
        return frozenset(grams(plain(self.more)))

    def matched(self, text: str) -> tuple[str, ...]:
        """The words that it shares with a text in words of the rules; whole phrases first."""
        pairs = tuple(spans(text))
        own = frozenset(text[start:end] for start, end in pairs)
        whole = [p for p in self.plain_phrases if p in text]
        return _outer([*whole, *runs(text, pairs, (own & self.strong) or (own & self.weak))])


def _outer(matched: Sequence[str]) -> tuple[str, ...]:
    """Each word once, without words that are part of another one."""
    once = dict.fromkeys(matched)
    return tuple(w for w in once if not any(w != other and w in other for other in once))[:MATCHED]


@dataclass(frozen=True)
class Search:
    """Matters and acts of a rulebook, by code."""

    of_matters: Mapping[str, Entry]
    of_acts: Mapping[str, Entry]
    book: Rulebook

    @staticmethod
    @cache
    def _of(key: str) -> "Search":
        book = _BOOKS[key]
        matters = (
            Entry(m.code, m.name, (*m.aliases, m.name), " ".join([*(d.act for d in m.duty), *(s.text for s in m.step)]))
            for m in book.matters.values()
        )
        norms = defaultdict[str, list[str]](list)
        for n in book.norms.values():
            norms[n.act].append(n.text)
        acts = (Entry(a.code, a.name, (*a.aliases, a.name), " ".join(norms[a.code])) for a in book.acts.values())
        return Search({e.code: e for e in matters}, {e.code: e for e in acts}, book)

    @classmethod
    def over(cls, book: Rulebook) -> "Search":
        """The entries of a rulebook, made once."""
        _BOOKS.setdefault(book.hash, book)
        return cls._of(book.hash)

    def matters(self, text: str, facts: Mapping[str, Any] = MappingProxyType({})) -> SearchResult:
        """Return the matters of a text, best first; none if it concerns no matter.

        `facts` of a situation override facts in the text.
        """
        from knowledge.words.ranking import rank  # noqa: PLC0415  # needs numpy, which a question by code does not

        ranked = rank(self.book, text, facts)
        if ranked.nothing:
            return SearchResult((), single=False)
        return SearchResult(self.explained(text, ranked), single=ranked.single)

    def explained(self, text: str, ranked: Ranked) -> tuple[Hit, ...]:
        """The first matters of a ranking, with the words that speak for each."""
        normal = plain(text)
        return tuple(
            Hit(m.code, (e := self.of_matters[m.code]).name, round(m.share, 3), e.matched(normal))
            for m in ranked.matters[:LISTED]
        )

    def acts(self, text: str) -> SearchResult:
        """Acts that are meant, best first; none where no act is near."""
        from knowledge.words.act_ranking import rank_acts  # noqa: PLC0415  # as above

        ranked, normal = rank_acts(self.book, text), plain(text)
        hits = (Hit(c, (e := self.of_acts[c]).name, 0.0, e.matched(normal)) for c in ranked.codes[:LISTED])
        return SearchResult(tuple(hits), single=ranked.sure)


_BOOKS: dict[str, Rulebook] = {}
