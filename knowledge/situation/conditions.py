"""Conditions as data: a conjunction of facts, decided with three values (条件)."""

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
"""No rule for minors speaks of greater ages."""
LONGEST = 600
"""Months that a rule may ask for, at most."""

AGES = {"age_under": "未满{}周岁", "age_from": "已满{}周岁"}
MONTHS = {
    f"{name}_{end}": f"{LABELS[since].removesuffix('起始日')}{'已满' if end == 'from' else '未满'}{{}}个月"
    for name, since in DURATIONS.items()
    for end in ("from", "under")
}
DERIVED = {**CONCEPTS, **{f"receives_{code}": f"正在享受{name}" for code, name in SERVICES.items()}}
"""Facts that rules derive or that the list of benefits received answers, with their names."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One requirement on one fact.

    `values` are the accepted values; for an age it is the accepted range of full years.
    """

    fact: str
    values: frozenset[Any] | range
    text: str
    """As shown to people, in Chinese."""

    def holds(self, facts: Mapping[str, Any]) -> Verdict:
        """Whether the known facts meet it; an absent fact is unknown, never no."""
        value = facts.get(self.fact)  # no fact has the value None: None is unknown
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


def _derived(key: str, wanted: Any) -> Atom:
    if not isinstance(wanted, bool):
        raise ValueError(f"{key}: true or false wanted")  # noqa: TRY004  # pydantic collects ValueErrors
    return Atom(key, frozenset({wanted}), DERIVED[key] if wanted else f"非（{DERIVED[key]}）")


def _atom(key: str, wanted: Any) -> Atom:
    if key in AGES:
        return _age(key, wanted)
    if key in MONTHS:
        return _months(key, wanted)
    if key in DERIVED:
        return _derived(key, wanted)
    if key not in OPTIONS:
        raise ValueError(f"unknown fact {key!r}; known: {', '.join(sorted([*AGES, *OPTIONS]))}")
    values = wanted if isinstance(wanted, list) else [wanted]
    wrong = [v for v in values if v not in OPTIONS[key] or isinstance(v, bool) is not isinstance(OPTIONS[key][0], bool)]
    if wrong or not values:
        raise ValueError(f"{key}: {wrong} not among {list(OPTIONS[key])}")
    shown = LABELS[key] if values == [True] else f"非（{LABELS[key]}）" if values == [False] else None
    return Atom(key, frozenset(values), shown or f"{LABELS[key]}：{'、'.join(value_label(key, v) for v in values)}")


@dataclass(frozen=True)
class Condition:
    """All atoms must hold.  An alternative is a second row, never a hidden `or`."""

    atoms: tuple[Atom, ...] = ()

    @classmethod
    def parse(cls, table: Any) -> "Condition":
        """From a TOML table such as `{age_under = 14, place = ["school", "kindergarten"]}`.

        Raises:
            ValueError: a fact or value that `Situation` does not have.
        """
        if isinstance(table, Condition):
            return table
        if not isinstance(table, dict):
            raise ValueError("a condition is a table of facts")  # noqa: TRY004  # pydantic collects ValueErrors
        atoms = tuple(_atom(k, table[k]) for k in sorted(table))
        ages = [frozenset(a.values) for a in atoms if a.fact == "age"]
        if ages and not frozenset.intersection(*ages):
            raise ValueError("age: no age meets it")
        return cls(atoms)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let a rule row hold a condition as a plain table."""
        return core_schema.no_info_plain_validator_function(cls.parse)

    def holds(self, facts: Mapping[str, Any]) -> Verdict:
        """NO if one atom fails, else UNKNOWN if one is unknown, else YES."""
        seen = {a.holds(facts) for a in self.atoms}
        if Verdict.NO in seen:
            return Verdict.NO
        return Verdict.UNKNOWN if Verdict.UNKNOWN in seen else Verdict.YES

    def failing(self, facts: Mapping[str, Any]) -> tuple[Atom, ...]:
        """The atoms that the known facts contradict."""
        return tuple(a for a in self.atoms if a.holds(facts) is Verdict.NO)

    def missing(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """The facts that are not known and would decide it."""
        return tuple(dict.fromkeys(a.fact for a in self.atoms if a.holds(facts) is Verdict.UNKNOWN))

    def judged(self, facts: Mapping[str, Any]) -> tuple[Verdict, tuple[Atom, ...], tuple[str, ...]]:
        """The verdict with what fails and what is missing; most rows ask for nothing, and that costs nothing."""
        if not self.atoms:
            return Verdict.YES, (), ()
        failing, missing = self.failing(facts), self.missing(facts)
        return Verdict.NO if failing else Verdict.UNKNOWN if missing else Verdict.YES, failing, missing

    @cached_property
    def text(self) -> str:
        """As shown to people; empty when unconditional."""
        return "，".join(a.text for a in self.atoms)

    @cached_property
    def key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Equal for conditions that mean the same."""
        return tuple(sorted((a.fact, tuple(sorted(map(str, a.values)))) for a in self.atoms))
