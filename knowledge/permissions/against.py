"""Verbs that turn a question against the act that it names: put off, stop, drop, hinder, leak (反着做的动词)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.permissions.clauses import CLAUSE, has_pair, pairs

MAY_WORDS = re.compile(
    r"可不可以|可以|可否|能不能|能否|能够|(?<![可功职智])能(?!力)|得不得|行不行|行(?=[吗么嘛不]|$)|得(?=[吗么嘛]|$)|允许|有权|应该|应否|是否|必须|要不要"
    r"|该不该|用不用|使不使|需不需要|好吗"
)
_SUFFERED = re.compile(r"(?:[被遭俾]|受到?|给)[^，。]{0,3}$")
"""Verbs of an act that somebody has suffered, which is not the act in question (被限制自由的孩子)."""
_TAKES = re.compile(r"[把将对让给向与]")
_WHOLE = "＃"


@dataclass(frozen=True, slots=True)
class AgainstVerb:
    """Verb in colloquial words, the acts named with it, and whether it asks not to do the act."""

    said: re.Pattern[str]
    own: re.Pattern[str]
    turns: bool
    """False if it asks for something else than leaving the act (收费开展)."""


@cache
def against_verbs() -> tuple[AgainstVerb, ...]:
    """The rows of `against.toml`."""
    rows = tomllib.loads((Path(__file__).parent / "against.toml").read_text("utf-8"))["against"]
    return tuple(AgainstVerb(re.compile(r["said"]), re.compile(r["own"]), r.get("turns", True)) for r in rows)


def against(text: str, phrases: Iterable[str]) -> AgainstVerb | None:
    """Return the verb that turns a question against an act with these names; None if it asks to do the act.

    A verb of the act's own name turns nothing (中止探望), unless the whole name follows it (停止中止探望).
    """
    rows = sorted(phrases, key=len, reverse=True)
    rest, own = text, " ".join(rows)
    for phrase in rows:
        rest = rest.replace(phrase, _WHOLE)
    whole = _WHOLE in rest
    own_pairs = pairs([own]) | {_WHOLE}
    for clause in _asking(rest, own_pairs):
        for verb in against_verbs():
            if not whole and verb.own.search(own):
                continue
            if any(_governs(clause, m, own_pairs) for m in verb.said.finditer(clause)):
                return verb
    return None


def _asking(text: str, of: set[str]) -> Iterator[str]:
    """Yield the clauses that ask about the act; all clauses if the question is a separate one (……，可以吗)."""
    clauses = CLAUSE.findall(text)
    asking = [c for c in clauses if (m := MAY_WORDS.search(c)) and (_has(c[m.end() :], of) or _turned(c[m.end() :]))]
    yield from asking or clauses


def _turned(words: str) -> bool:
    return any(v.said.search(words) for v in against_verbs())


def _has(words: str, of: set[str]) -> bool:
    return _WHOLE in words or has_pair(words, of)


def _governs(clause: str, verb: re.Match[str], of: set[str]) -> bool:
    """True if a verb governs the act, and is not part of a description of somebody."""
    if _SUFFERED.search(clause[: verb.start()]) or clause[verb.end() : verb.end() + 1] == "的":
        return False
    may = MAY_WORDS.search(clause)
    if may is None:
        return True
    if verb.start() < may.start():
        return not _has(clause[may.end() :], of)
    between = clause[may.end() : verb.start()]
    return not _has(between, of) or bool(_TAKES.search(between)) or verb.end() >= len(clause.rstrip("吗么嘛呢吧了啊"))
