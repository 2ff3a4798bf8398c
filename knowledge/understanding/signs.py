"""Words for the facts of a child's situation: rows of `signs.toml`, read and checked once (事实的说法)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from knowledge import parsed
from knowledge.literals import compiled, needs
from knowledge.situation.facts import FACTS

FILE = Path(__file__).parent / "signs.toml"
ORIGINAL = "="
"""Begins a pattern that is not tried on the text in words of the rules."""
OUT = "□"
"""Stands where a harmless word was taken out."""
_CLASS = re.compile(r"@([一-鿿]+)")
_IN_CLAUSE = "[^,，。！？!?;；、…没冇无未不唔\\\\s]"
_ANY = re.compile(r"(?<!\\)\.(?=[*{?])")
_KEY = 2
BOOLS = {"true": True, "false": False}


class _SignModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactSign(_SignModel):
    """Words for one value of a fact, as in the file."""

    plain: tuple[str, ...] = ()
    """Words that state it plainly."""
    guess: tuple[str, ...] = ()
    """Words after which it is probable."""
    unclear: tuple[str, ...] = ()
    """Words without the person or the reason: they are asked about, and count as a suspicion only with plain danger."""
    denied: Annotated[str, Field(pattern="^(plain|guess)$")] | None = None
    """For yes and no: certainty of the other value under negation; None: no value."""
    suspected: bool = False
    """True if the fact covers a suspicion too, so that words of doubt state it plainly."""
    whose: bool = False
    """The words are of somebody's body or mind: of a grown person's, where that is their subject."""
    unless: tuple[str, ...] = ()
    """Words in the same sentence that cancel the sign."""
    unless_by: tuple[str, ...] = ()
    """Persons that cancel the sign, where they and not the family do the act."""
    unless_anywhere: tuple[str, ...] = ()
    """Words anywhere in the text that cancel the sign."""


class SignRows(_SignModel):
    """The whole file."""

    classes: Mapping[str, tuple[str, ...]]
    grammar: Mapping[str, tuple[str, ...]]
    harms: tuple[str, ...]
    """Facts that are read without the words of `harmless`."""
    harmless: Mapping[str, tuple[str, ...]]
    """Words in which a verb of harm (打, 摸) does none (打工, 摸底), by the verb."""
    sign: Mapping[str, Mapping[str, FactSign]]
    attended: Mapping[str, tuple[int, int]]
    """Ages at which a kind of school is attended, the least and the most; another age told excludes it."""
    untold: Mapping[str, str]
    """Facts without signs, with the reason."""


@dataclass(frozen=True)
class SignWay:
    """Pattern of a sign, with all properties that decide its value."""

    fact: str
    value: Any
    pattern: str
    plain: bool
    unclear: bool
    original: bool
    """True: tried only on the words as they were written."""
    sign: FactSign

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; most are never tried."""
        return compiled(self.pattern)

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """The sign's `unless`."""
        return _any(self.sign.unless)

    @cached_property
    def unless_by(self) -> re.Pattern[str] | None:
        """The sign's `unless_by`."""
        return _any(self.sign.unless_by)

    @cached_property
    def unless_anywhere(self) -> re.Pattern[str] | None:
        """The sign's `unless_anywhere`."""
        return _any(self.sign.unless_anywhere)


@cache
def rows() -> SignRows:
    """The file as it is written."""
    return SignRows.model_validate(parsed.tables(FILE))


def expanded(pattern: str) -> str:
    """A pattern with its classes (`@爸`) written out; `.{0,3}` crosses neither clause nor negation."""
    classes = rows().classes
    while match := _CLASS.search(pattern):
        name = next((match[1][:n] for n in range(len(match[1]), 0, -1) if match[1][:n] in classes), None)
        if name is None:
            raise ValueError(f"signs.toml: no class @{match[1]}")
        pattern = pattern.replace(f"@{name}", f"(?:{'|'.join(classes[name])})")
    return _ANY.sub(_IN_CLAUSE, pattern)


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return compiled("|".join(map(expanded, patterns))) if patterns else None


@cache
def ways() -> tuple[SignWay, ...]:
    """All patterns, in the order of the file."""
    return tuple(
        SignWay(
            fact, _value(fact, key), expanded(p.removeprefix(ORIGINAL)), plain, unclear, p.startswith(ORIGINAL), sign
        )
        for fact, values in rows().sign.items()
        for key, sign in values.items()
        for plain, unclear, patterns in (
            (True, False, sign.plain),
            (False, False, sign.guess),
            (False, True, sign.unclear),
        )
        for p in patterns
    )


def _value(fact: str, key: str) -> Any:
    """The value of a key; a second sign of the same value has a number after it (`male 2`)."""
    value = key.split(maxsplit=1)[0]
    return BOOLS.get(value, value) if FACTS[fact].type == "bool" else value


@cache
def _index() -> Mapping[str, Sequence[tuple[str, SignWay]]]:
    """Ways by the first letters of the texts that they need; by no letter where they need none."""
    index: dict[str, list[tuple[str, SignWay]]] = defaultdict(list)
    need = needs(FILE, (way.pattern for way in ways()))
    for way in ways():
        for part in need[way.pattern] or ("",):
            index[part[:_KEY]].append((part, way))
    return index


def possible(text: str) -> Mapping[int, SignWay]:
    """The ways that may match a text, by identity, in the order of the file."""
    index = _index()
    hits = {id(way): way for _, way in index.get("", ())}
    for at in range(len(text)):
        for key in (text[at], text[at : at + _KEY]):
            for part, way in index.get(key, ()):
                if len(part) <= _KEY or text.startswith(part, at):
                    hits[id(way)] = way
    return hits


@cache
def grammar(name: str) -> re.Pattern[str]:
    """Return the pattern of a row of grammar."""
    return compiled("|".join(map(expanded, rows().grammar[name])))


def harmful(text: str) -> str:
    """The text, as long as before, without words in which a verb of harm does none (打工、摸底)."""
    return _harmless().sub(lambda m: OUT * len(m[0]), text)


@cache
def _harmless() -> re.Pattern[str]:
    return compiled("|".join(expanded(p) for patterns in rows().harmless.values() for p in patterns))
