"""The GraphQL input `SituationInput`, made from the catalogue of facts (情形).

A request sets few of its many fields. Without defaults, absent fields are not in the input value, which becomes a
dictionary of facts in one step.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import strawberry
from pydantic import ValidationError
from strawberry.tools import create_type
from strawberry.utils.str_converters import to_camel_case

from api.made import enum_of, field_of
from api.request.context import today
from knowledge.errors import BadInput
from knowledge.situation.facts import FACTS, VALUES, Fact, Kind
from knowledge.situation.situation import Situation
from knowledge.situation.time import untimely

PLAIN: Mapping[Kind, Any] = {
    Kind.BOOL: bool,
    Kind.INT: int,
    Kind.DATE: date,
    Kind.AREA: str,
    Kind.SERVICES: list[str],
    Kind.NEEDS: list[str],
}
"""The GraphQL types of facts whose values are not a closed set."""


ENUMS: Mapping[str, Any] = {
    name: enum_of(name, {code: words.both for code, words in values.of.items()}, values.both)
    for name, values in VALUES.items()
}
"""One enum for each closed set; facts with the same values share it."""


def _field(code: str, fact: Fact) -> Any:
    kind = ENUMS[fact.type] if fact.kind is Kind.CHOICE else PLAIN[fact.kind]
    return field_of(code, kind | None, fact.description, strawberry.UNSET)


SituationInput: Any = create_type(
    "SituationInput",
    [_field(code, fact) for code, fact in FACTS.items()],
    is_input=True,
)


_FACTS: Mapping[str, str] = {to_camel_case(code): code for code in FACTS}


def code_of(name: str) -> str | None:
    """The code of a fact from its name in the input; None if there is none."""
    return _FACTS.get(name)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.value if isinstance(value, Enum) else value


def _given(_input: type, value: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """The given values by fact; strawberry would build an object with all fields, a third of a request's time."""
    return {_FACTS[name]: _plain(v) for name, v in value.items()}


SituationInput.__strawberry_definition__.from_input = _given


def situation(given: Mapping[str, Any] | None, *days: date) -> Situation:
    """The given situation, or one in which nothing is known.

    Args:
        given: The facts.
        days: The days of the question, on which an age must agree with a date of birth.

    Raises:
        BadInput: Values are not valid; the error names their fields.
    """
    try:
        known = Situation(**given or {})
    except ValidationError as e:
        fields = ", ".join(dict.fromkeys(_fields(p) for p in e.errors()))
        raise BadInput(f"situation.{fields}", "situation.impossible") from None
    if wrong := untimely(known, days, today()):
        raise BadInput(f"situation.{wrong[0]}", wrong[1])
    return known


def _fields(problem: Any) -> str:
    """The field with an invalid value, or the fields that contradict each other."""
    return str(problem["loc"][0]) if problem["loc"] else str(problem.get("ctx", {}).get("fields", "situation"))
