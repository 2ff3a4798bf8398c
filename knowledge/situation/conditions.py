"""Conditions: conjunctions of facts, evaluated with three values (条件)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from knowledge.situation.names import CONCEPTS, SERVICES
from knowledge.situation.situation import DURATIONS, LABELS, OPTIONS, value_label
from knowledge.vocabulary import Verdict

OLDEST = 30
"""The greatest age, in years, that a rule may name."""
LONGEST = 600
"""The longest duration, in months, that a rule may name."""

AGES = {"age_under": "未满{}周岁", "age_from": "已满{}周岁"}
MONTHS = {
    f"{name}_{end}": f"{LABELS[since].removesuffix('起始日')}{'已满' if end == 'from' else '未满'}{{}}个月"
    for name, since in DURATIONS.items()
    for end in ("from", "under")
}
DERIVED = {**CONCEPTS, **{f"receives_{code}": f"正在享受{name}" for code, name in SERVICES.items()}}
"""Names of the facts that rules derive or that follow from the list of benefits received."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One requirement on one fact.

    `values` are the accepted values; for an age or a duration, the accepted full years or months.
    """

    fact: str
    values: frozenset[Any] | range
    text: str
    """As shown to people, in Chinese."""

    def holds(self, facts: Mapping[str, Any]) -> Verdict:
        """Whether the known facts satisfy it; UNKNOWN if the fact is absent."""
        value = facts.get(self.fact)
        if value is None:
            return Verdict.UNKNOWN
        return Verdict.YES if value in self.values else Verdict.NO


def _age(key: str, bound: Any) -> Atom:
    if not isinstance(bound, int) or isinstance(bound, bool) or not 0 < bound <= OLDEST:
        raise ValueError(f"{key}: whole years from 1 to {OLDEST} wanted")  # pydantic collects ValueErrors
    years = range(bound) if key == "age_under" else range(bound, 131)
    return Atom("age", frozenset(years), AGES[key].format(bound))


def _months(key: str, bound: Any) -> Atom:
    if not isinstance(bound, int) or isinstance(bound, bool) or not 0 < bound <= LONGEST:
        raise ValueError(f"{key}: whole months from 1 to {LONGEST} wanted")  # pydantic collects ValueErrors
    fact, _, end = key.rpartition("_")
    return Atom(fact, range(bound) if end == "under" else range(bound, 10_000), MONTHS[key].format(bound))


def _derived(key: str, value: Any) -> Atom:
    if not isinstance(value, bool):
        raise ValueError(f"{key}: true or false wanted")  # noqa: TRY004  # pydantic collects no TypeErrors
    return Atom(key, frozenset({value}), DERIVED[key] if value else f"非（{DERIVED[key]}）")


def _atom(key: str, value: Any) -> Atom:
    if key in AGES:
        return _age(key, value)
    if key in MONTHS:
        return _months(key, value)
    if key in DERIVED:
        return _derived(key, value)
    if key not in OPTIONS:
        raise ValueError(f"unknown fact {key!r}; known: {', '.join(sorted([*AGES, *OPTIONS]))}")
    values = value if isinstance(value, list) else [value]
    invalid = [
        v for v in values if v not in OPTIONS[key] or isinstance(v, bool) is not isinstance(OPTIONS[key][0], bool)
    ]
    if invalid or not values:
        raise ValueError(f"{key}: {invalid} not among {list(OPTIONS[key])}")
    shown = LABELS[key] if values == [True] else f"非（{LABELS[key]}）" if values == [False] else None
    return Atom(key, frozenset(values), shown or f"{LABELS[key]}：{'、'.join(value_label(key, v) for v in values)}")


@dataclass(frozen=True)
class Condition:
    """A conjunction of atoms. An alternative is a further row; there is no `or`."""

    atoms: tuple[Atom, ...] = ()

    @classmethod
    def parse(cls, table: Any) -> "Condition":
        """Parse a TOML table such as `{age_under = 14, place = ["school", "kindergarten"]}`.

        Raises:
            ValueError: An unknown fact or value, or ages that no age satisfies.
        """
        if isinstance(table, Condition):
            return table
        if not isinstance(table, dict):
            raise ValueError("a condition is a table of facts")  # noqa: TRY004  # pydantic collects no TypeErrors
        atoms = tuple(_atom(k, table[k]) for k in sorted(table))
        ages = [frozenset(a.values) for a in atoms if a.fact == "age"]
        if ages and not frozenset.intersection(*ages):
            raise ValueError("age: no age meets it")
        return cls(atoms)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic models use a plain table as a condition."""
        return core_schema.no_info_plain_validator_function(cls.parse)

    def holds(self, facts: Mapping[str, Any]) -> Verdict:
        """NO if one atom fails, else UNKNOWN if one is unknown, else YES."""
        result = Verdict.YES
        for atom in self.atoms:
            value = facts.get(atom.fact)
            if value is None:
                result = Verdict.UNKNOWN
            elif value not in atom.values:
                return Verdict.NO
        return result

    def failing(self, facts: Mapping[str, Any]) -> tuple[Atom, ...]:
        """The atoms that the known facts contradict."""
        return tuple(a for a in self.atoms if a.holds(facts) is Verdict.NO)

    def missing(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """The unknown facts among the atoms."""
        return tuple(dict.fromkeys(a.fact for a in self.atoms if facts.get(a.fact) is None))

    def judged(self, facts: Mapping[str, Any]) -> tuple[Verdict, tuple[Atom, ...], tuple[str, ...]]:
        """The verdict with the failing atoms and the missing facts."""
        if not self.atoms:  # most rows: skip the rest for speed
            return Verdict.YES, (), ()
        failing: list[Atom] = []
        missing: dict[str, None] = {}
        for atom in self.atoms:
            value = facts.get(atom.fact)
            if value is None:
                missing[atom.fact] = None
            elif value not in atom.values:
                failing.append(atom)
        verdict = Verdict.NO if failing else Verdict.UNKNOWN if missing else Verdict.YES
        return verdict, tuple(failing), tuple(missing)

    @cached_property
    def text(self) -> str:
        """As shown to people, in Chinese; empty if unconditional."""
        return "，".join(a.text for a in self.atoms)

    @cached_property
    def key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Equal for conditions with the same meaning."""
        return tuple(sorted((a.fact, tuple(sorted(map(str, a.values)))) for a in self.atoms))
