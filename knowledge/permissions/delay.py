"""Delay in a question: a time and then the act (推后的说法). A grammar in `times.toml`, not a list of sentences."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.permissions.clauses import CLAUSE, pairs
from knowledge.understanding.numbers import DIGITS

_ASKS = re.compile(
    r"可不可以|可唔可以|可以|可否|能不能|能否|能够|(?<!可)能(?!力)|允许|有权|应该|应否|是否|要不要|该不该|准许?(?!备)"
    r"|(?:得不得|得唔得|行不行|好不好|行|得|好)(?=[吗么嘛呢]?$)"
)
_END = r"(?:[吗么嘛呢吧啊呀]|可以|行不行|得唔得|得不得|行|得|好)*$"
_SUFFERED = re.compile(r"(?:[被遭俾]|受到?)[^，。]{0,3}$")
_FIRST = re.compile(r"(?:先|等)(?P<first>.{1,16}?)(?:[，,、]?等等)?(?:再|才(?!能)|然后|之后)(?P<then>[^，,。？?]{1,8})")
"""Another act first, the act in question later (先调查再报, 等家长决定再报)."""
_LOOKED_AT = re.compile(r"先[^，,。；？?]{0,12}(?:再(?:说|看|观察|考虑|讲|算)|看看|观察)")
_THEN = re.compile(r"[再才先后]")
_DAYS = {"秒": 0.0, "分": 0.0, "刻": 0.0, "小": 1 / 24, "钟": 1 / 24, "周": 7, "星": 7, "礼": 7, "月": 30, "季": 90}
_DAYS |= {"学": 150, "年": 365}
_TEN, _HUNDRED = "十", "百"
COMMON = frozenset("的了在和与孩子未成年人不没给让把对有会能用要去再先为可以是他她个时被学生家长校上下中")
"""Characters of so many names that they identify no act."""


@dataclass(frozen=True, slots=True)
class DelayGrammar:
    """The grammar, ready to search."""

    duration: re.Pattern[str]
    within: re.Pattern[str]
    spoken: re.Pattern[str]
    """Any words of time."""
    delay: re.Pattern[str]
    """Words before an act by which it comes later, or not each time."""
    then: re.Pattern[str]
    """Words between a time and the act."""
    tail: re.Pattern[str]
    """Rest of a question after the name of the act, if it asks to do it later."""


@cache
def times() -> DelayGrammar:
    """The grammar of `times.toml`."""
    t: dict[str, Any] = tomllib.loads((Path(__file__).parent / "times.toml").read_text("utf-8"))
    duration = f"{t['number']}{t['unit']}"
    ahead, when = "|".join(t["ahead"]), "|".join(t["when"])
    span = rf"(?:{duration})(?!(?:以|之)?[内前])"
    over = rf"[^先再才]{{1,}}?(?:{t['over']})[^先再才]{{0,4}}(?:再|才(?![能可会是])|先)"
    wait = r"(?<![均相平同何])等(?![级于同人额等]).{2,}$"
    timed = rf"(?:{when}|{span}).{{0,4}}?(?:{t['then']})"
    later = rf"{wait}|(?:{ahead})(?!前)|{t['seldom']}|{timed}|{over}|..(?:才(?![能可会是]))"
    until = r"(?:等到?|拖到?|放到|推到?|留到?|到|过)?"
    tail = rf"{until}(?:{ahead}|{timed}|{when}|{span})(?:{t['then']})?{t['light']}"
    return DelayGrammar(
        duration=re.compile(f"(?P<n>{t['number']})(?P<unit>{t['unit']})"),
        within=re.compile(f"(?P<n>{t['number']})(?P<unit>{t['unit']})(?:以|之)?内"),
        spoken=re.compile(rf"{ahead}|{t['seldom']}|{duration}|{when}"),
        delay=re.compile(later),
        then=re.compile(rf"(?:{t['then']})+$"),
        tail=re.compile(tail + _END),
    )


def put_off(text: str, phrases: Iterable[str], norms: str = "") -> bool:
    """True if a question asks to do an act later than now, or not each time.

    Args:
        text: The question, in simplified characters.
        phrases: Names of the act; an act that itself comes first (先行救助) delays nothing.
        norms: Words of the duties; a time that they mention, or one within their deadline, is lawful.
    """
    rows = tuple(phrases)
    if "先" in rows[0]:
        return False
    if _LOOKED_AT.search(text):
        return True
    first = set(rows[0]) - COMMON
    others = ((m["then"], m["first"]) for m in _FIRST.finditer(text))
    if any(len(first & set(then)) > len(first & set(before)) for then, before in others):
        return True
    own = {pair for pair in pairs(rows) if not set(pair) <= COMMON and not _THEN.search(pair)}
    words = " ".join((*rows, norms))
    return any(_later(before, words) for before in _befores(text, own)) or _left(text, own, words)


def unstated(text: str, norms: str) -> tuple[str, ...]:
    """Return the words of time in a question that the words of the norms lack."""
    spoken = (m[0] for m in times().spoken.finditer(text))
    return tuple(dict.fromkeys(w for w in spoken if w not in norms))


def _befores(text: str, own: set[str]) -> Iterator[str]:
    """Yield the words before the act in each clause that asks about it, else in each that names it.

    Where the act is described in words outside its names, the whole of the question counts as before it.
    """
    clauses = CLAUSE.findall(text)
    asked = [(c[m.end() :] or c[: m.start()]) for c in clauses if (m := _ASKS.search(c))]
    naming = [rest for rest in asked if _at(rest, own) is not None]
    if not naming:
        yield from asked or ([] if _at(text, own) is not None else clauses)
    for rest in naming or clauses:
        at = _at(rest, own)
        if at is not None and not _SUFFERED.search(rest[:at]):
            yield rest[:at]


def _at(words: str, own: set[str]) -> int | None:
    """Return the position of the act in some words; times and events are ignored if more of it is there.

    The name of an act may contain a time (每个学期); an event may share a pair with it (出差回来了再, 矫正来了解情况).
    """
    timeless = _blank(times().spoken, words)
    forms = (_blank(times().delay, timeless), timeless, words)
    places = (i for form in forms for i in range(len(form) - 1) if form[i : i + 2] in own)
    return next(places, None)


def _blank(pattern: re.Pattern[str], words: str) -> str:
    """The words with blanks of the same length where the pattern matches."""
    return pattern.sub(lambda m: "　" * len(m[0]), words)


def _later(before: str, words: str) -> bool:
    """True if words before an act delay it."""
    return any(not _of_the_law(m[0], words) for m in times().delay.finditer(before))


def _of_the_law(time: str, words: str) -> bool:
    """True if the words of the law mention the same time or event, or allow as much time."""
    span = times().duration.search(time)
    if span:
        given = max((_days(m) for m in times().within.finditer(words)), default=-1.0)
        return _days(span) <= given
    event = times().then.sub("", time)
    return len(event) > 1 and event in words


def _left(text: str, own: set[str], words: str) -> bool:
    """True if the act comes first, and only its time is in question (制止欺凌可以等到年底再说吗)."""
    for clause in CLAUSE.findall(text):
        asks = _ASKS.search(clause)
        rest = clause[asks.end() :] if asks else ""
        before = text[: text.find(clause)] + (clause[: asks.start()] if asks else "")
        if rest and _at(before, own) is not None and (m := times().tail.match(rest)):
            return not _of_the_law(m[0], words)
    return False


def _days(m: re.Match[str]) -> float:
    unit = next((d for u, d in _DAYS.items() if u in m["unit"]), 1.0)
    return unit * (_number(m["n"]) + (0.5 if "半" in m["unit"] else 0.0))


def _number(digits: str) -> float:
    """Return the number in some digits; an indefinite one (几, 好多) exceeds any deadline."""
    if digits.isdecimal():
        return float(digits)
    if digits == "半":
        return 0.5
    total, last = 0.0, 0
    for c in digits:
        if c in DIGITS:
            last = DIGITS[c]
        elif c in {_TEN, _HUNDRED}:
            total, last = total + (last or 1) * (10 if c == _TEN else 100), 0
        else:
            return float("inf")
    return total + last
