"""The catalogue of facts: one row a fact in `facts.toml`, read and checked once (事实目录)."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import WrongRules
from knowledge.situation.truth import NO, YES, folded
from knowledge.vocabulary import FieldClass

FILE = Path(__file__).parent / "facts.toml"
ANY = "*"
"""In `implies` and `impossible`: whatever value is known."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Chinese = Annotated[str, Field(pattern="[一-鿿]")]
English = Annotated[str, Field(pattern=r"^[^一-鿿]*[A-Za-z][^一-鿿]*$")]


class Kind(StrEnum):
    """What sort of value a fact has; `type` in a row is one of these or, for CHOICE, the name of a set of values."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    AREA = "area"
    SERVICES = "services"
    NEEDS = "needs"
    CHOICE = "choice"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Row):
    """The same words in Chinese and English."""

    zh: Chinese
    en: English

    @property
    def both(self) -> str:
        """Chinese and English in one line, as the descriptions of the schema have it."""
        return f"{self.zh} / {self.en}"


class Values(Words):
    """A closed set of values; facts may share it. Its name is the name of the enum in GraphQL and in Python."""

    of: Annotated[Mapping[Name, Words], Field(min_length=2)]


class About(_Row):
    """What a fact means; Chinese only where the label does not say it whole."""

    zh: Chinese | None = None
    en: English


class Fact(_Row):
    """One fact of a child's situation."""

    type: str
    field_class: Annotated[FieldClass, Field(alias="class")]
    zh: Chinese
    en: English
    about: About
    ask: Words
    """The question to whoever calls."""
    least: int | None = None
    most: int | None = None
    months: Name | None = None
    """Name of the derived fact: full months since this day."""
    background: bool = False
    """Everybody has it: by itself it speaks for nothing."""
    unused: English | None = None
    """Why the fact stays although no condition and no answer uses it."""
    values: Values | None = None
    """The set of values of a CHOICE; joined in by `read`, never written in a row."""

    @cached_property
    def kind(self) -> Kind:
        """The sort of value."""
        return Kind.CHOICE if self.values else Kind(self.type)

    @property
    def raw(self) -> bool:
        """Whether conditions ask only for what follows from it (age, months, areas, benefits), never for itself."""
        return self.kind not in {Kind.BOOL, Kind.CHOICE}

    @cached_property
    def options(self) -> tuple[Any, ...]:
        """Every value, in the order in which people read them; empty where the values are not a closed set."""
        if self.kind is Kind.BOOL:
            return (True, False)
        return tuple(self.values.of) if self.values else ()

    @cached_property
    def _said(self) -> Mapping[str, Any]:
        if self.kind is Kind.BOOL:
            return {folded(w): v for words, v in ((YES, True), (NO, False)) for w in words}
        of = self.values.of if self.values else {}
        return {folded(w): code for code, words in of.items() for w in (code, words.zh, words.en)}

    def option(self, text: str) -> Any:
        """Read one of `options` from its code or its Chinese or English label; None where it is none of them."""
        return self._said.get(folded(text))

    @property
    def description(self) -> str:
        """What it means, in Chinese and English."""
        return f"{self.about.zh or self.zh} / {self.about.en}"


class Implies(_Row):
    """What a value says of other facts by the meaning of the words."""

    when: Annotated[Mapping[Name, Any], Field(min_length=1, max_length=1)]
    then: Annotated[Mapping[Name, Any], Field(min_length=1)]


class Impossible(_Row):
    """Facts that cannot be at once, or a day that cannot come after another."""

    facts: Annotated[Mapping[Name, Any], Field(min_length=2)] | None = None
    later: tuple[Name, Name] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.facts is None) is (self.later is None):
            raise ValueError("give either facts or later")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The facts concerned."""
        return self.later or tuple(self.facts or ())


class Catalogue(_Row):
    """The whole file."""

    values: Mapping[Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]*$")], Values]
    fact: Mapping[Name, Fact]
    implies: tuple[Implies, ...] = ()
    impossible: tuple[Impossible, ...] = ()


Problem = tuple[tuple[str | int, ...], str]
"""Where in the file, as a path of keys, and what is wrong."""


def read(text: str) -> Catalogue:
    """Read and check the catalogue.

    Raises:
        WrongRules: every problem as `situation/facts.toml:line: where: reason`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise WrongRules((f"situation/facts.toml: not TOML: {e}",)) from None
    try:
        found = Catalogue.model_validate(raw)
    except ValidationError as e:
        raise _wrong(text, ((p["loc"], p["msg"]) for p in e.errors())) from None
    facts = {
        code: f.model_copy(update={"values": found.values[f.type]}) if f.type in found.values else f
        for code, f in found.fact.items()
    }
    found = found.model_copy(update={"fact": facts})
    if problems := tuple(_problems(found)):
        raise _wrong(text, problems)
    return found


def _wrong(text: str, problems: Any) -> WrongRules:
    return WrongRules(
        tuple(f"situation/facts.toml:{_line(text, at)}: {'.'.join(map(str, at))}: {why}" for at, why in problems)
    )


def _line(text: str, at: tuple[str | int, ...]) -> int:
    """The line of the heading that a path leads to, from 1."""
    table, key = str(at[0]) if at else "", at[1] if len(at) > 1 else ""
    heading = f"[[{table}]]" if isinstance(key, int) else f"[{table}.{key}]"
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == heading]
    wanted = key if isinstance(key, int) else 0
    return lines[wanted] if wanted < len(lines) else 1


def _problems(c: Catalogue) -> Iterator[Problem]:
    wrong_types = [(("fact", code), why) for code, fact in c.fact.items() for why in _wrong_type(c, code, fact)]
    yield from wrong_types
    yield from _names(c)
    if wrong_types:
        return  # what a row may name depends on the types
    for n, row in enumerate(c.implies):
        yield from ((("implies", n), why) for why in _unknown(c, row.when))
        yield from ((("implies", n), why) for why in _unknown(c, row.then, anything=False))
        if any(c.fact[code].raw for code in row.when if code in c.fact):
            yield ("implies", n), "when names a fact that conditions do not ask for"
    for n, never in enumerate(c.impossible):
        yield from ((("impossible", n), why) for why in _unknown(c, never.facts or {}))
        for name in never.later or ():
            if name not in c.fact or c.fact[name].kind is not Kind.DATE:
                yield ("impossible", n), f"{name} is not a fact of type date"


def _names(c: Catalogue) -> Iterator[Problem]:
    """Labels that mean two things, and sets of values that no fact has."""
    for name, values in c.values.items():
        if name not in {f.type for f in c.fact.values()}:
            yield ("values", name), "no fact has this type"
        said = Counter(w for code, v in values.of.items() for w in {folded(t) for t in (code, v.zh, v.en)})
        yield from ((("values", name), f"two values are called {w}") for w, n in said.items() if n > 1)
    own = {code: {folded(w) for w in (code, f.zh, f.en)} for code, f in c.fact.items()}
    called = Counter(w for words in own.values() for w in words)
    for code, words in own.items():
        yield from ((("fact", code), f"another fact is called {w}") for w in sorted(words) if called[w] > 1)


def _wrong_type(c: Catalogue, code: str, fact: Fact) -> Iterator[str]:
    plain = [k.value for k in Kind if k is not Kind.CHOICE]
    if fact.type not in plain and fact.type not in c.values:
        yield f"type {fact.type!r} is none of {', '.join([*plain, *c.values])}"
        return
    if fact.kind is not Kind.INT and (fact.least is not None or fact.most is not None):
        yield "least and most belong to the type int"
    if fact.months is not None and (fact.kind is not Kind.DATE or fact.months in c.fact):
        yield "months belongs to the type date and names no other fact"
    if code in {"facts", "age_on"} or code.startswith("model_"):
        yield f"{code} is taken by the class Situation"


def _unknown(c: Catalogue, wanted: Mapping[str, Any], *, anything: bool = True) -> Iterator[str]:
    """What a row names that no fact has."""
    for code, said in wanted.items():
        if code not in c.fact:
            yield f"unknown fact {code}"
            continue
        fact, listed = c.fact[code], said if anything and isinstance(said, list) else [said]
        if anything and listed == [ANY]:
            continue
        bad = [v for v in listed if not any(v is o or (isinstance(v, str) and v == o) for o in fact.options)]
        if bad or not listed:
            yield f"{code}: {bad} not among {list(fact.options)}"


CATALOGUE = read(FILE.read_text("utf-8"))
FACTS: Mapping[str, Fact] = CATALOGUE.fact
"""Every fact by code, in the order of the file."""
VALUES: Mapping[str, Values] = CATALOGUE.values
"""Every closed set of values by name."""
_NAMES: Mapping[str, str] = {folded(w): code for code, f in FACTS.items() for w in (code, f.zh, f.en)}


def named(text: str) -> str | None:
    """The code of the fact that is called so: by its code or its label in Chinese or English; None where none is."""
    return _NAMES.get(folded(text))
