"""Forms to ask for a fact: its name in `SituationInput`, its values, the question (要问的事实)."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, Self

import strawberry
from strawberry.utils.str_converters import to_camel_case

from knowledge.messages.message import message
from knowledge.situation.conditions import DERIVED
from knowledge.situation.facts import FACTS, Fact, Kind
from knowledge.situation.situation import DURATIONS, value_label

AGE = "birth_date"
"""The fact that gives the age; clients may fill in `age` if the date of birth is unknown."""
RECEIVING = "receiving"
"""The fact of what a child receives."""


@strawberry.enum
class FactType(Enum):
    """The type of a fact's values."""

    BOOLEAN = Kind.BOOL
    NUMBER = Kind.INT
    DATE = Kind.DATE
    CHOICE = Kind.CHOICE
    AREA_CODE = Kind.AREA
    SERVICE_CODES = Kind.SERVICES
    NEED_CODES = Kind.NEEDS


@strawberry.type
class FactValue:
    """A value in the form of the input, with its label."""

    code: str | None
    label: str

    @classmethod
    def of(cls, fact: str, value: Any) -> Self:
        """From a value of a fact."""
        row = FACTS.get(fact)
        if isinstance(value, bool):
            return cls(code=str(value).lower(), label=value_label(fact, value))
        words = row.values.of.get(value) if row and row.values else None
        return cls(code=str(value).upper() if words else None, label=str(words or value))

    @classmethod
    def labelled(cls, fact: str, labels: Iterable[str]) -> list[Self]:
        """From the labels of values in decisions; a range of ages or months has no code."""
        row = FACTS.get(fact)
        options = ((label, row.option(label) if row else None) for label in labels)
        return [cls(code=None, label=label) if value is None else cls.of(fact, value) for label, value in options]


def asked_fact(code: str) -> str | None:
    """Return the fact of the catalogue to ask for a name in a rule; None for a derived fact."""
    name = AGE if code == "age" else RECEIVING if code.startswith("receives_") else DURATIONS.get(code, code)
    return name if name in FACTS else None


@strawberry.type
class FactForm:
    """A fact with the question to ask a person for it."""

    fact: str | None
    label: str
    type: FactType
    values: list[FactValue]
    question: str

    @classmethod
    def of(cls, code: str) -> Self:
        """From the code of a fact, of a duration since one of its days, of an age, or of a derived fact."""
        name = asked_fact(code)
        if name is not None:
            return cls.row(name, FACTS[name])
        label = fact_label(code)
        return cls(
            fact=None,
            label=label,
            type=FactType.BOOLEAN,
            values=[FactValue.of(code, v) for v in (True, False)],
            question=str(message("fact.derived", label=label)),
        )

    @classmethod
    def row(cls, code: str, fact: Fact) -> Self:
        """From a row of the catalogue."""
        return cls(
            fact=to_camel_case(code),
            label=str(fact.label),
            type=FactType(fact.kind),
            question=str(fact.ask),
            values=[FactValue.of(code, v) for v in fact.options],
        )


def forms(facts: Iterable[str]) -> list[FactForm]:
    """The forms of missing facts, each once, in their order."""
    made = [FactForm.of(f) for f in facts]
    return list({(f.fact, f.label): f for f in made}.values())


def fact_label(fact: str) -> str:
    """The label of a fact; for a duration that of the day on which it began."""
    if fact == "age":
        return str(message("fact.age"))
    row = FACTS.get(DURATIONS.get(fact, fact))
    return str(row.label if row else DERIVED.get(fact, fact))
