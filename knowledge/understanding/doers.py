"""Offender in words that name several persons: a source, a witness, the victim, the one who hurts (谁打的).

班主任说他被继父打: beside a verb of harm the nearest person does it who neither is its object (把他), nor only a source
or witness (老师发现), nor owns a part of a body (他的头). After 被 it is the person between 被 and the verb.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from knowledge import parsed
from knowledge.understanding.aligned import Span
from knowledge.understanding.signs import OUT, FactSign, SignWay, expanded

FILE = Path(__file__).parent / "doers.toml"
_BREAK = re.compile("[,;:，；：。！？!?\n、\\s]")
_SENTENCE = re.compile("[。！？!?\n]")
_OBJECT = re.compile("(?:把|将)([^,]{1,8})$")
_NAMES = ("的", "嘅")
"""After a verb at the end: it was asked who did it, to the child (是奶奶打的)."""
_SPEAKER = re.compile("(?<=[把将打踢推掐扇揍抽砸])我(?![一-鿿]{0,2}(?:儿|女|仔|孩|娃|孙|弟|妹))")
_AFTER = 8
"""Letters after a verb that contain its object."""
_REACH = 60
"""Letters before a verb, or of a clause before its own, that contain its subject; more is not read."""
_MOST = 60
"""Verbs of harm of each strength that are judged in a text: a longer one repeats them."""
_CLAUSES = 256
"""Clauses whose persons are stored: those of a few texts, never more."""
_BACK = 2
"""Clauses before its own in which a verb without a subject has one."""


class DoerRows(BaseModel):
    """The file as it is written; each list is of patterns."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    home: tuple[str, ...]
    """Offenders whose blow is violence at home."""
    sibling: Mapping[str, str]
    """Offender that a brother or sister of the speaker is: to a niece or nephew, and to any other child."""
    doers: Mapping[str, tuple[str, ...]]
    blow: Mapping[str, tuple[str, ...]]
    victims: Mapping[str, tuple[str, ...]]
    around: Mapping[str, tuple[str, ...]]
    judged: FactSign
    """Words that cancel the others, as with the signs of a fact."""


class NamedOffender(NamedTuple):
    """Person of a kind (`facts.toml`, offender) who hurts a child, with the words for it."""

    offender: str
    start: int
    """Start of the clause of the verb."""
    verb: Span
    sure: bool
    """False: the subject is in a clause before."""


@dataclass(frozen=True, slots=True)
class _Person:
    kind: str
    start: int
    end: int
    young: bool
    """True: it may be the child itself (弟弟, 妹妹), to whom the same words happen."""


@cache
def rows() -> DoerRows:
    """Return the file."""
    return DoerRows.model_validate(parsed.tables(FILE))


@cache
def _any(table: str, name: str) -> re.Pattern[str]:
    patterns: Mapping[str, tuple[str, ...]] = getattr(rows(), table)
    return re.compile("|".join(map(expanded, patterns[name])))


def doer_signs(text: str) -> Iterator[tuple[SignWay, int, Span]]:
    """Yield the facts from the doers: fact, start of its words, verb; harm by the family is violence at home."""
    for d in doers(text):
        yield _way("offender", value=d.offender, sure=d.sure), d.start, d.verb
        if d.offender in rows().home:
            yield _way("domestic_violence", value=True, sure=d.sure), d.start, d.verb


@cache
def _way(fact: str, *, value: str | bool, sure: bool) -> SignWay:
    return SignWay(fact, value, "", plain=sure, unclear=False, original=False, sign=rows().judged)


def doers(text: str) -> Iterator[NamedOffender]:
    """The persons who hurt a child, verb by verb; `text` is without harmless words."""
    text = _any("around", "facing").sub(lambda m: OUT * len(m[0]), text)
    if _any("victims", "speaker").search(text):
        text = _SPEAKER.sub("人", text)
    for strength in ("strong", "weak"):
        for verb in islice(_any("blow", strength).finditer(text), _MOST):
            if (made := _doer(text, verb.span(), weak=strength == "weak")) is not None:
                yield made


def _doer(text: str, verb: Span, *, weak: bool) -> NamedOffender | None:
    start, end = _clause(text, verb)
    before, after = text[start : verb[0]], text[verb[1] : min(end, verb[1] + _AFTER)]
    passive = _last(_any("around", "passive"), before)
    steps = 0
    if passive is not None:
        person = (_persons(before[passive.end() :]) or (None,))[-1]
        child = not _ends("victims", "grown", before[: passive.start()])
    else:
        person, steps = _subject(text, start, before)
        child = _suffers(before, after, _sentence(text, verb), weak=weak)
        if person is not None and person.young and _happens(before, text[verb[0] : verb[1] + _AFTER]):
            return None
    if person is None or person.kind == "child" or not child:
        return None
    return NamedOffender(_kind(person, text), start, verb, sure=steps == 0)


def _subject(text: str, start: int, before: str) -> tuple[_Person | None, int]:
    """The nearest person who acts, in the verb's clause or one of those before it; and how many clauses back."""
    for steps in range(_BACK + 1):
        if acting := [p for p in _persons(before) if _acts(before, p)]:
            return next((p for p in reversed(acting) if p.kind != "child"), acting[-1]), steps
        if start == 0 or _SENTENCE.match(text, start - 1) or not _BREAK.match(text, start - 1):
            break
        end = start - 1
        start = _clause(text, (end, end))[0]
        before = text[start:end]
    return None, 0


def _acts(clause: str, person: _Person) -> bool:
    """True if the person is neither an object, nor a teller, nor the owner of what is hurt."""
    before, after = clause[: person.start], clause[person.end :]
    return not (
        _ends("around", "object", before)
        or _ends("blow", "strong", before)
        or _any("around", "of").match(after)
        or _tells().match(after)
    )


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(f"[^,]{{0,4}}?(?:{_any('around', 'speaks').pattern})")


def _suffers(before: str, after: str, sentence: str, *, weak: bool) -> bool:
    """True if by the words a child is hurt."""
    taken = _OBJECT.search(before)
    objects = [_victim(part) for part in (taken[1] if taken else "", after)]
    if "grown" in objects:
        return False
    effect = _any("victims", "effect")
    hurt = _any("victims", "body").search(after) or effect.search(after)
    if weak:
        return bool(hurt or objects[0] or effect.search(sentence))
    named = after[:1] in _NAMES or (not after.strip("咗了") and effect.search(sentence))
    return bool(objects[0] or objects[1] or hurt or named)


def _happens(before: str, verb: str) -> bool:
    """True if the words name no object and no tool: what happens to their subject (弟弟锁在屋里, 妹妹烫伤了手)."""
    happens = _any("around", "happens").match(verb)
    named = happens and _any("victims", "child").match(verb, happens.end())
    return bool(happens) and not named and not _OBJECT.search(before) and not _any("around", "tool").search(before)


def _victim(words: str) -> str | None:
    """Return the kind of the first person in words: child, grown or None."""
    first = [(m.start(), kind) for kind in ("child", "grown") if (m := _any("victims", kind).search(words))]
    return min(first)[1] if first else None


def _kind(person: _Person, text: str) -> str:
    """The offender's kind; a brother or sister of the speaker who hurts a niece is her parent."""
    if person.kind == "sibling":
        return rows().sibling["nephew" if _any("victims", "nephew").search(text) else "other"]
    return person.kind


@lru_cache(_CLAUSES)
def _persons(clause: str) -> list[_Person]:
    """The persons whom a clause names, in order; of those in one place the longest."""
    young = _any("victims", "young")
    every = [
        _Person(kind, *m.span(), young=young.search(m[0]) is not None)
        for kind in rows().doers
        for m in _any("doers", kind).finditer(clause)
    ]
    chosen: list[_Person] = []
    for p in sorted(every, key=lambda p: (p.start - p.end, p.start)):
        if all(p.end <= c.start or c.end <= p.start for c in chosen):
            chosen.append(p)
    return sorted(chosen, key=lambda p: p.start)


def _clause(text: str, at: Span) -> Span:
    least = max(0, at[0] - _REACH)
    starts = [m.end() for m in _BREAK.finditer(text, least, at[0])]
    after = _BREAK.search(text, at[1], at[1] + _REACH)
    return (starts[-1] if starts else least), (after.start() if after else min(len(text), at[1] + _REACH))


def _sentence(text: str, at: Span) -> str:
    """Return the words before a position in its sentence."""
    return _SENTENCE.split(text[max(0, at[0] - 2 * _REACH) : at[0]])[-1]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=re.Match.start, default=None)


def _ends(table: str, name: str, text: str) -> bool:
    return _ending(table, name).search(text) is not None


@cache
def _ending(table: str, name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_any(table, name).pattern})(?:到|了|咗|伤|得|着|个|嗰个|佢|他|她|我|自己){{0,2}}$")
