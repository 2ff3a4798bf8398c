"""The search dictionary: what people say put into the words of the rules, denials, signs (检索词典)."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.words.child import OLD, YOUNG, Only, Tellers

_UNIT = re.compile(r"[a-z0-9]+|孩子|[一-鿿]")
_CLASS = re.compile(r"@([一-鿿]+)")
_FIRST = re.compile(r"(?:\(\?<[=!][^)]*\))*(\w)(?![?*{])")
"""The letter that a pattern begins with, after what it asks of the letters before."""
AGES = {"under 14": YOUNG, "from 14": OLD}


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that together point to matters, each with its weight."""

    ways: tuple[tuple[re.Pattern[str], ...], ...]
    matters: Mapping[str, float]

    def found(self, said: str) -> tuple[str, ...]:
        """The words of the first way that stands in the text whole, or none."""
        for way in self.ways:
            there = [m for p in way if (m := p.search(said))]
            if len(there) == len(way):
                return tuple(m[0] for m in there)
        return ()


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What people say, by first letter: one pattern of hundreds of ways took a millisecond a text."""

    firsts: re.Pattern[str]
    said: Mapping[str, re.Pattern[str]]
    """The ways that begin with a letter, the longest first; a group for each of `meant`."""
    meant: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> "Synonyms":
        """From what is said to what is meant."""
        ways: dict[str, list[str]] = {}
        for said in sorted(pairs, key=lambda said: -len(said)):
            first = _FIRST.match(said)
            if first is None:
                raise ValueError(f"words.toml: {said} must begin with a letter")
            ways.setdefault(first[1], []).append(said)
        return cls(
            re.compile(f"[{''.join(ways)}]"),
            {first: re.compile("|".join(f"({w})" for w in own)) for first, own in ways.items()},
            {first: tuple(pairs[w] for w in own) for first, own in ways.items()},
        )

    def replaced(self, text: str) -> str:
        """The text with each word that people say put into the word of the rules, from left to right."""
        done, kept, at = [], 0, 0
        while first := self.firsts.search(text, at):
            at = first.end()
            if found := self.said[first[0]].match(text, first.start()):
                done += [text[kept : found.start()], self.meant[first[0]][(found.lastindex or 1) - 1]]
                kept = at = found.end()
        return "".join((*done, text[kept:]))


@dataclass(frozen=True, slots=True)
class Words:
    """The dictionary, compiled."""

    synonyms: Synonyms
    idle: re.Pattern[str]
    hollow: frozenset[str]
    denied: re.Pattern[str]
    children: re.Pattern[str]
    asking: re.Pattern[str]
    signs: tuple[Sign, ...]
    tellers: Tellers
    only: Mapping[str, Only]
    """Matters that are for children of an age and sex."""


@cache
def words() -> Words:
    """The shipped dictionary, `words.toml`; its first lines say what each table is."""
    raw = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    # a word of the rules stands for itself, so that 自闭症 does not become 自闭症症
    pairs = {said: meant for meant, all_said in raw["synonyms"].items() for said in (*all_said, meant)}
    classes = {name: "(?:" + "|".join(members) + ")" for name, members in raw["classes"].items()}

    def way(text: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_CLASS.sub(lambda m: classes[m[1]], part)) for part in text.split("+"))

    return Words(
        synonyms=Synonyms.of(pairs),
        idle=_any(raw["idle"]),
        hollow=frozenset(raw["hollow"]),
        denied=re.compile(
            f"{_any(raw['negations']).pattern}{_any(raw['between']).pattern}*{_any(raw['harms']).pattern}"
        ),
        children=_any(raw["children"]),
        asking=_any(raw["asking"]),
        signs=tuple(Sign(tuple(map(way, row["words"])), row["matters"]) for row in raw["sign"]),
        tellers=Tellers(
            {sex: _any(ways) for sex, ways in raw["victim"].items()},
            *(re.compile(classes[name]) for name in ("年幼", "年长")),
        ),
        only={code: Only(AGES[row["age"]], row["sex"]) for code, row in raw["only"].items()},
    )


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(parts) + ")")


def plain(text: str) -> str:
    """Half-width, lower case, in the words of the rules; twice, for 冇消息 → 没有消息 → 失踪."""
    kept = unicodedata.normalize("NFKC", text).lower()
    for _ in range(2):
        kept = words().synonyms.replaced(kept)
    return kept


def affirmed(text: str) -> str:
    """The text in the words of the rules, without what it denies (没有被打)."""
    return words().denied.sub("，", plain(text))


def grams(said: str) -> Iterator[str]:
    """Latin words whole, Chinese runs as overlapping pairs of units, what says nothing cut out."""
    for start, end in spans(said):
        yield said[start:end]


def spans(said: str) -> Iterator[tuple[int, int]]:
    """Where the pairs stand; 孩子 is one unit, so that 打孩子 is a pair and 子打 none."""
    cut = words().idle.sub(lambda m: " " * len(m[0]), said)
    last = (-1, -1)
    for m in _UNIT.finditer(cut):
        if m[0][0] < "一":
            yield m.span()
            last = (-1, -1)
            continue
        if last[1] == m.start() and not {said[slice(*last)], m[0]} <= words().hollow:
            yield last[0], m.end()
        last = m.span()


def runs(said: str, pairs: Iterable[tuple[int, int]], shared: AbstractSet[str]) -> tuple[str, ...]:
    """Shared pairs that overlap in the text, joined to words; `pairs` are its spans."""
    joined: list[tuple[int, int]] = []
    for start, end in pairs:
        if said[start:end] not in shared:
            continue
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(dict.fromkeys(said[start:end] for start, end in joined))
