"""Conditions: conjunctions of facts, evaluated with three values (条件)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from knowledge.messages.message import DEFAULT, Message, message
from knowledge.reasons import reason
from knowledge.situation.facts import FACTS, Bilingual
from knowledge.situation.names import CONCEPTS, SERVICES
from knowledge.situation.situation import DURATIONS, OPTIONS, value_words
from knowledge.vocabulary import Verdict

OLDEST = 30
"""The greatest age, in years, that a rule may name."""
LONGEST = 600
"""The longest duration, in months, that a rule may name."""

AGES = {"age_under": "condition.age_under", "age_from": "condition.age_from"}
MONTHS = {f"{name}_{end}": since for name, since in DURATIONS.items() for end in ("from", "under")}
"""Keys of durations, with the fact of the day on which they began."""
DERIVED: Mapping[str, str | Message] = {
    **CONCEPTS,
    **{f"receives_{code}": message("condition.receives", name=name) for code, name in SERVICES.items()},
}
"""Names of the facts that rules derive or that follow from the list of benefits received."""
BEGUN = "起始日"
"""Ends the Chinese name of a day since which something lasts; a duration is named without it."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One requirement on one fact.

    `values` are the accepted values; for an age or a duration, the accepted full years or months.
    """

    fact: str
    values: frozenset[Any] | range
    says: Message = field(compare=False)
    """For people: the label of the fact with its values."""

    @property
    def text(self) -> str:
        """In the language of the current answer."""
        return str(self.says)

    @property
    def zh(self) -> str:
        """In Chinese: the graph and the checks of the rules use no other language."""
        return self.says.text(DEFAULT)

    def holds(self, facts: Mapping[str, Any]) -> Verdict:
        """Return whether the known facts satisfy it; UNKNOWN if the fact is absent."""
        value = facts.get(self.fact)
        if value is None:
            return Verdict.UNKNOWN
        return Verdict.YES if value in self.values else Verdict.NO


def _age(key: str, bound: Any) -> Atom:
    if not isinstance(bound, int) or isinstance(bound, bool) or not 0 < bound <= OLDEST:
        raise ValueError(reason("fact.years", key=key, most=OLDEST))  # pydantic collects ValueErrors
    years = range(bound) if key == "age_under" else range(bound, 131)
    return Atom("age", frozenset(years), message(AGES[key], years=bound))


def _months(key: str, bound: Any) -> Atom:
    if not isinstance(bound, int) or isinstance(bound, bool) or not 0 < bound <= LONGEST:
        raise ValueError(reason("fact.months", key=key, most=LONGEST))  # pydantic collects ValueErrors
    fact, _, end = key.rpartition("_")
    label = FACTS[MONTHS[key]].label
    since = Bilingual(zh=label.zh.removesuffix(BEGUN), en=label.en)
    if end == "under":
        return Atom(fact, range(bound), message("condition.months_under", since=since, months=bound))
    return Atom(fact, range(bound, 10_000), message("condition.months_from", since=since, months=bound))


def _derived(key: str, value: Any) -> Atom:
    if not isinstance(value, bool):
        raise ValueError(reason("fact.yes_or_no", key=key))  # noqa: TRY004  # pydantic collects no TypeErrors
    return Atom(key, frozenset({value}), message("condition.holds" if value else "condition.not", fact=DERIVED[key]))


def _atom(key: str, value: Any) -> Atom:
    if key in AGES:
        return _age(key, value)
    if key in MONTHS:
        return _months(key, value)
    if key in DERIVED:
        return _derived(key, value)
    if key not in OPTIONS:
        raise ValueError(reason("fact.unknown_of", key=key, known=", ".join(sorted([*AGES, *OPTIONS]))))
    values = value if isinstance(value, list) else [value]
    invalid = [
        v for v in values if v not in OPTIONS[key] or isinstance(v, bool) is not isinstance(OPTIONS[key][0], bool)
    ]
    if invalid or not values:
        raise ValueError(reason("fact.value", key=key, values=invalid, allowed=list(OPTIONS[key])))
    label = FACTS[key].label
    if values in ([True], [False]):
        says = message("condition.holds" if values[0] else "condition.not", fact=label)
    else:
        says = message("condition.is", fact=label, values=tuple(value_words(key, v) for v in values))
    return Atom(key, frozenset(values), says)


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
            raise ValueError(reason("fact.condition"))  # noqa: TRY004  # pydantic collects no TypeErrors
        atoms = tuple(_atom(k, table[k]) for k in sorted(table))
        ages = [frozenset(a.values) for a in atoms if a.fact == "age"]
        if ages and not frozenset.intersection(*ages):
            raise ValueError(reason("fact.no_age"))
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

    @property
    def text(self) -> str:
        """In the language of the current answer; empty if unconditional."""
        return str(message("join.commas")).join(a.text for a in self.atoms)

    @cached_property
    def key(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Equal for conditions with the same meaning."""
        return tuple(sorted((a.fact, tuple(sorted(map(str, a.values)))) for a in self.atoms))
