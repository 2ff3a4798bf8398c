"""The catalogue of facts, one row per fact in `facts.toml`, loaded and checked once (事实目录)."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge import parsed
from knowledge.errors import WrongRules
from knowledge.messages.message import of_row
from knowledge.reasons import reason, shape
from knowledge.situation.truth import NO, YES, plain_word
from knowledge.vocabulary import FieldClass

FILE = Path(__file__).parent / "facts.toml"
ANY = "*"
"""In `implies` and `impossible`: any known value."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Chinese = Annotated[str, Field(pattern="[一-鿿]")]
English = Annotated[str, Field(pattern=r"^[^一-鿿]*[A-Za-z][^一-鿿]*$")]


class Kind(StrEnum):
    """The type of a fact's values. In a row, `type` is one of these or, for CHOICE, the name of a set of values."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    AREA = "area"
    SERVICES = "services"
    NEEDS = "needs"
    CHOICE = "choice"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(_Model):
    """A text in Chinese and English."""

    zh: Chinese
    en: English

    def __str__(self) -> str:
        """In the language of the current answer; facts are worded only in Chinese and English."""
        return of_row(self.zh, self.en)

    @property
    def both(self) -> str:
        """Chinese and English in one line."""
        return f"{self.zh} / {self.en}"


class Values(Bilingual):
    """A closed set of values, which several facts may share; its name is the name of the enum in GraphQL and Python."""

    of: Annotated[Mapping[Name, Bilingual], Field(min_length=2)]
    complete: bool = False
    """True if everybody has one of the values; otherwise an unknown fact may have none of them (no divorce at all)."""


class About(_Model):
    """The meaning of a fact; in Chinese only if the label is not enough."""

    zh: Chinese | None = None
    en: English


class Fact(_Model):
    """One fact of a child's situation."""

    type: str
    field_class: Annotated[FieldClass, Field(alias="class")]
    zh: Chinese
    en: English
    about: About
    ask: Bilingual
    """The question to ask the person who reports."""
    least: int | None = None
    """The smallest value; for integers."""
    most: int | None = None
    """The greatest value; for integers."""
    months: Name | None = None
    """Name of the derived fact: full months since this day."""
    background: bool = False
    """True if everybody has it: by itself it supports nothing."""
    role: bool = False
    """True if it describes what somebody is, such as a suspect, not a state: a service for another role does not
    concern the child."""
    cause: tuple[Mapping[Name, Any], ...] = ()
    """Known facts, one of which must precede the question for it; empty if it can be asked at any time."""
    unused: English | None = None
    """Reason why the fact exists although no condition and no answer uses it."""
    values: Values | None = None
    """The set of values of a CHOICE; set by `read`, never given in a row."""

    @cached_property
    def label(self) -> Bilingual:
        """Return the short name."""
        return Bilingual(zh=self.zh, en=self.en)

    @cached_property
    def kind(self) -> Kind:
        """The type of its values."""
        return Kind.CHOICE if self.values else Kind(self.type)

    @property
    def raw(self) -> bool:
        """True if conditions name only facts derived from it (age, months, areas, benefits), never the fact itself."""
        return self.kind not in {Kind.BOOL, Kind.CHOICE}

    @cached_property
    def options(self) -> tuple[Any, ...]:
        """All values in display order; empty if they are not a closed set."""
        if self.kind is Kind.BOOL:
            return (True, False)
        return tuple(self.values.of) if self.values else ()

    def called_for(self, known: Mapping[str, Any]) -> bool:
        """True if a known fact gives a cause to ask for it."""
        return not self.cause or any(all(_among(known.get(f), v) for f, v in row.items()) for row in self.cause)

    @cached_property
    def _by_label(self) -> Mapping[str, Any]:
        if self.kind is Kind.BOOL:
            return {plain_word(w): v for words, v in ((YES, True), (NO, False)) for w in words}
        of = self.values.of if self.values else {}
        return {plain_word(w): c for c, words in of.items() for w in (*words.zh.split("、"), c, words.zh, words.en)}

    def option(self, text: str) -> Any:
        """The value with this code or label, or one of the words that a Chinese label lists; None if there is none."""
        return self._by_label.get(plain_word(text))

    @property
    def description(self) -> str:
        """The meaning, in Chinese and English."""
        return f"{self.about.zh or self.zh} / {self.about.en}"


class Implies(_Model):
    """Facts that follow from a value (`father_months_from = 6`), `unless` something is known of another fact."""

    when: Annotated[Mapping[Name, Any], Field(min_length=1, max_length=1)]
    unless: Name | None = None
    then: Annotated[Mapping[Name, Any], Field(min_length=1)]


class Impossible(_Model):
    """Facts that exclude each other, or two days in the wrong order: `later` must not be later than its second."""

    facts: Annotated[Mapping[Name, Any], Field(min_length=2)] | None = None
    later: tuple[Name, Name] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.facts is None) is (self.later is None):
            raise ValueError(reason("fact.either"))
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The facts involved."""
        return self.later or tuple(self.facts or ())


class Catalogue(_Model):
    """The whole file."""

    values: Mapping[Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]*$")], Values]
    fact: Mapping[Name, Fact]
    implies: tuple[Implies, ...] = ()
    impossible: tuple[Impossible, ...] = ()


Problem = tuple[tuple[str | int, ...], str]
"""The path of keys in the file, and the problem."""


def read(text: str) -> Catalogue:
    """Parse and check the catalogue.

    Raises:
        WrongRules: All problems as `situation/facts.toml:line: path: reason`.
    """
    try:
        raw = parsed.tables(FILE, text)
    except tomllib.TOMLDecodeError as e:
        raise WrongRules((f"situation/facts.toml: {reason('file.not_toml', detail=e)}",)) from None
    try:
        catalogue = Catalogue.model_validate(raw)
    except ValidationError as e:
        raise _wrong(text, ((p["loc"], shape(p)) for p in e.errors())) from None
    facts = {
        code: f.model_copy(update={"values": catalogue.values[f.type]}) if f.type in catalogue.values else f
        for code, f in catalogue.fact.items()
    }
    catalogue = catalogue.model_copy(update={"fact": facts})
    if problems := tuple(_problems(catalogue)):
        raise _wrong(text, problems)
    return catalogue


def _wrong(text: str, problems: Any) -> WrongRules:
    where = ((_line(text, at), ".".join(map(str, at)), why) for at, why in problems)
    return WrongRules(tuple(f"situation/facts.toml:{line}: {path}: {why}" for line, path, why in where))


def _line(text: str, at: tuple[str | int, ...]) -> int:
    """The line, from 1, of the heading at a path."""
    table, key = str(at[0]) if at else "", at[1] if len(at) > 1 else ""
    heading = f"[[{table}]]" if isinstance(key, int) else f"[{table}.{key}]"
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == heading]
    return lines[index] if (index := key if isinstance(key, int) else 0) < len(lines) else 1


def _problems(c: Catalogue) -> Iterator[Problem]:
    wrong_types = [(("fact", code), why) for code, fact in c.fact.items() for why in _wrong_type(c, code, fact)]
    yield from wrong_types
    yield from _names(c)
    if wrong_types:
        return  # what a row may name depends on the types
    for code, fact in c.fact.items():
        yield from ((("fact", code, "cause"), why) for known in fact.cause for why in _unknown(c, known))
    counted = {f"{fact.months}_from" for fact in c.fact.values() if fact.months}
    for n, row in enumerate(c.implies):
        yield from ((("implies", n), w) for w in _unknown(c, {k: row.when[k] for k in row.when if k not in counted}))
        yield from ((("implies", n), why) for why in _unknown(c, row.then, anything=False))
        yield from ((("implies", n), why) for why in _unknown(c, {row.unless: ANY} if row.unless else {}))
        if any(c.fact[code].raw for code in row.when if code in c.fact):
            yield ("implies", n), reason("fact.raw")
    for n, excluded in enumerate(c.impossible):
        yield from ((("impossible", n), why) for why in _unknown(c, excluded.facts or {}))
        for name in excluded.later or ():
            if name not in c.fact or c.fact[name].kind is not Kind.DATE:
                yield ("impossible", n), reason("fact.no_date", key=name)


def _names(c: Catalogue) -> Iterator[Problem]:
    """Ambiguous labels, and sets of values that no fact uses."""
    for name, values in c.values.items():
        if name not in {f.type for f in c.fact.values()}:
            yield ("values", name), reason("fact.unused_values")
        labels = Counter(w for code, v in values.of.items() for w in {plain_word(t) for t in (code, v.zh, v.en)})
        yield from ((("values", name), reason("fact.same_value", name=w)) for w, n in labels.items() if n > 1)
    names_by_code = {code: {plain_word(w) for w in (code, f.zh, f.en)} for code, f in c.fact.items()}
    counts = Counter(w for words in names_by_code.values() for w in words)
    for code, words in names_by_code.items():
        yield from ((("fact", code), reason("fact.same_fact", name=w)) for w in sorted(words) if counts[w] > 1)


def _wrong_type(c: Catalogue, code: str, fact: Fact) -> Iterator[str]:
    plain = [k.value for k in Kind if k is not Kind.CHOICE]
    if fact.type not in plain and fact.type not in c.values:
        yield reason("fact.type", type=fact.type, allowed=", ".join([*plain, *c.values]))
        return
    if fact.kind is not Kind.INT and (fact.least is not None or fact.most is not None):
        yield reason("fact.bounds")
    if fact.months is not None and (fact.kind is not Kind.DATE or fact.months in c.fact):
        yield reason("fact.months_of")
    if code in {"facts", "age_on"} or code.startswith("model_"):
        yield reason("fact.taken", key=code)


def _among(value: Any, wanted: Any) -> bool:
    """True if a known value is the wanted one: one value, one of several, or any."""
    return value is not None and (wanted == ANY or value in (wanted if isinstance(wanted, list) else [wanted]))


def _unknown(c: Catalogue, values: Mapping[str, Any], *, anything: bool = True) -> Iterator[str]:
    """Facts and values that a row names and that do not exist."""
    for code, value in values.items():
        if code not in c.fact:
            yield reason("fact.unknown", key=code)
            continue
        fact, listed = c.fact[code], value if anything and isinstance(value, list) else [value]
        if anything and listed == [ANY]:
            continue
        invalid = [v for v in listed if not any(v is o or (isinstance(v, str) and v == o) for o in fact.options)]
        if invalid or not listed:
            yield reason("fact.value", key=code, values=invalid, allowed=list(fact.options))


CATALOGUE = read(FILE.read_text("utf-8"))
FACTS: Mapping[str, Fact] = CATALOGUE.fact
"""All facts by code, in the order of the file."""
VALUES: Mapping[str, Values] = CATALOGUE.values
"""All closed sets of values by name."""
_NAMES: Mapping[str, str] = {plain_word(w): code for code, f in FACTS.items() for w in (code, f.zh, f.en)}


def named(text: str) -> str | None:
    """The code of the fact with this code or Chinese or English label; None if there is none."""
    return _NAMES.get(plain_word(text))
