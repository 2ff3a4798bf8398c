"""The search dictionary: synonyms, negations and signs of danger (检索词典)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from knowledge import parsed
from knowledge.literals import compiled, needs
from knowledge.words.child import OLD, YOUNG, ChildLimit, ChildPatterns

FILE = Path(__file__).parent / "words.toml"
_UNIT = re.compile(r"[a-z0-9]+|孩子|[一-鿿]")
_CLASS = re.compile(r"@([一-鿿]+)")
_FIRST = re.compile(r"(?:\(\?<[=!][^)]*\))*(\w)(?![?*{])")
"""The first letter that a pattern matches, after lookbehinds."""
REMEMBERED = 64
"""Texts whose plain form is remembered: one question asks for it several times."""
AGES = {"under 14": YOUNG, "from 14": OLD, "under 16": frozenset(range(16)), "from 16": frozenset((16, 17))}


@dataclass(frozen=True, slots=True)
class SignPart:
    """A pattern, with the letters of which some are in every text that it matches."""

    pattern: str
    needs: tuple[str, ...]

    def possible(self, text: str) -> bool:
        """False if the text cannot match: the pattern need not be tried, nor compiled."""
        return not self.needs or any(letters in text for letters in self.needs)


@dataclass(frozen=True, slots=True)
class Sign:
    """Groups of patterns that are a sign of danger."""

    ways: tuple[tuple[SignPart, ...], ...]

    def matches(self, text: str) -> tuple[str, ...]:
        """The matches of the first group all of whose patterns are in the text; empty if there is none."""
        for way in self.ways:
            if not all(part.possible(text) for part in way):
                continue
            matches_ = [match for part in way if (match := compiled(part.pattern).search(text))]
            if len(matches_) == len(way):
                return tuple(match[0] for match in matches_)
        return ()


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Replaces everyday words by words of the rules.

    Patterns are grouped by first letter: one pattern of hundreds of alternatives took a millisecond per text.
    """

    firsts: re.Pattern[str]
    patterns: Mapping[str, str]
    """The patterns that begin with a letter, the longest first, each as one group."""
    replacements: Mapping[str, tuple[str, ...]]
    """The replacement for each group, by the same letter."""

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> "Synonyms":
        """From pairs of a pattern and its replacement."""
        by_first: dict[str, list[str]] = {}
        for pattern in sorted(pairs, key=lambda pattern: -len(pattern)):
            first = _FIRST.match(pattern)
            if first is None:
                raise ValueError(f"words.toml: {pattern} must begin with a letter")
            by_first.setdefault(first[1], []).append(pattern)
        return cls(
            re.compile(f"[{''.join(by_first)}]"),
            {first: "|".join(f"({p})" for p in group) for first, group in by_first.items()},
            {first: tuple(pairs[p] for p in group) for first, group in by_first.items()},
        )

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and replacement of each synonym in the text, from left to right."""
        at = 0
        while first := self.firsts.search(text, at):
            at = first.end()
            if match := compiled(self.patterns[first[0]]).match(text, first.start()):
                yield match.start(), match.end(), self.replacements[first[0]][(match.lastindex or 1) - 1]
                at = match.end()

    def replaced(self, text: str) -> str:
        """The text with all synonyms replaced, from left to right."""
        parts, copied = [], 0
        for start, end, replacement in self.matches(text):
            parts += [text[copied:start], replacement]
            copied = end
        return "".join((*parts, text[copied:]))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The compiled dictionary; `words.toml` explains each table."""

    synonyms: Synonyms
    simple: Mapping[int, int]
    """Simplified characters by the code of the traditional one."""
    idle: re.Pattern[str]
    hollow: frozenset[str]
    denied: re.Pattern[str]
    signs: tuple[Sign, ...]
    alone: tuple[Sign, ...]
    """Signs with which danger is led whatever else the text is about."""
    calm: tuple[Sign, ...]
    """Words about harm without a child in danger now: settled, mistaken, played, a question of law."""
    now: re.Pattern[str]
    """Words of what happens now: with them a text is calm in no way."""
    together: Mapping[str, frozenset[str]]
    """Matters that are a right first answer to the same texts, by each of them."""
    child_patterns: ChildPatterns
    limits: Mapping[str, ChildLimit]
    """Limits of matters that apply only to children of some ages and one sex."""


@cache
def words() -> Dictionary:
    """The shipped dictionary, `words.toml`."""
    raw = parsed.tables(FILE)
    # a word of the rules maps to itself, so that 自闭症 does not become 自闭症症
    pairs = {pattern: replacement for replacement, ways in raw["synonyms"].items() for pattern in (*ways, replacement)}
    classes = {name: "(?:" + "|".join(members) + ")" for name, members in raw["classes"].items()}

    def patterns(text: str) -> tuple[str, ...]:
        return tuple(_CLASS.sub(lambda m: classes[m[1]], part) for part in text.split("+"))

    signs = {name: [tuple(map(patterns, row["words"])) for row in raw[name]] for name in ("sign", "alone", "calm")}
    need = needs(FILE, (part for rows in signs.values() for ways in rows for way in ways for part in way))
    made = {
        name: tuple(Sign(tuple(tuple(SignPart(part, need[part]) for part in way) for way in ways)) for ways in rows)
        for name, rows in signs.items()
    }

    return Dictionary(
        synonyms=Synonyms.of(pairs),
        simple=str.maketrans(*(Path(__file__).parent / "traditional.txt").read_text("utf-8").split()),
        idle=_any(raw["idle"]),
        hollow=frozenset(raw["hollow"]),
        denied=re.compile(
            f"{_any(raw['negations']).pattern}{_any(raw['between']).pattern}*{_any(raw['harms']).pattern}"
        ),
        signs=made["sign"],
        alone=made["alone"],
        calm=made["calm"],
        now=_any(raw["now"]),
        together={
            code: frozenset(other for pair in raw["together"] if code in pair for other in pair) - {code}
            for code in chain.from_iterable(raw["together"])
        },
        child_patterns=ChildPatterns(
            {sex: _any(ways) for sex, ways in raw["victim"].items()},
            *(re.compile(classes[name]) for name in ("年幼", "年长")),
        ),
        limits={
            code: ChildLimit(AGES[row.pop("age")], frozenset(row.pop("sexes", ())), **row)
            for code, row in raw["only"].items()
        },
    )


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(parts) + ")")


@lru_cache(REMEMBERED)
def plain(text: str) -> str:
    """The text half-width, lower case, in simplified characters and in words of the rules.

    Synonyms are replaced twice, for chains such as 冇消息 → 没有消息 → 失踪.
    """
    result = unicodedata.normalize("NFKC", text).lower().translate(words().simple)
    for _ in range(2):
        result = words().synonyms.replaced(result)
    return result


def affirmed(text: str) -> str:
    """The text in words of the rules, without harms that it negates (没有被打)."""
    return words().denied.sub("，", plain(text))


def grams(text: str) -> Iterator[str]:
    """Latin words whole, Chinese text as overlapping pairs of units; idle words are left out."""
    for start, end in spans(text):
        yield text[start:end]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Positions of the `grams`; 孩子 is one unit, so that 打孩子 is a pair and 子打 is none."""
    without_idle = words().idle.sub(lambda m: " " * len(m[0]), text)
    last = (-1, -1)
    for m in _UNIT.finditer(without_idle):
        if m[0][0] < "一":
            yield m.span()
            last = (-1, -1)
            continue
        if last[1] == m.start() and not {text[slice(*last)], m[0]} <= words().hollow:
            yield last[0], m.end()
        last = m.span()


def runs(text: str, pairs: Iterable[tuple[int, int]], shared: AbstractSet[str]) -> tuple[str, ...]:
    """The shared pairs, joined to words where they overlap in the text; `pairs` are the spans of the text."""
    joined: list[tuple[int, int]] = []
    for start, end in pairs:
        if text[start:end] not in shared:
            continue
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(dict.fromkeys(text[start:end] for start, end in joined))
